/** What the shop knows about the customer. Nothing here allows a payment: cards show their brand and last four digits only. */
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { defineTool, done, type ToolResult } from '@deskfleet/shared/agent/tool.ts';
import { column, nullable, row } from '@deskfleet/shared/database/row.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { money } from '@deskfleet/shared/money.ts';
import { liveCustomer, noAccount } from './account.ts';

const input = z.object({});

interface AddressPart {
  readonly line1: string;
  readonly line2: string | null;
  readonly city: string;
  readonly state: string | null;
  readonly postal_code: string;
  readonly country: string;
}

interface MethodPart {
  readonly payment_method_id: string;
  readonly kind: 'credit_card' | 'debit_card' | 'paypal' | 'gift_card';
  readonly brand: string | null;
  readonly last_four: string | null;
  readonly balance_cents: number | null;
}

const profileRow = row({
  first_name: column.text(),
  last_name: column.text(),
  email: column.text(),
  phone: nullable(column.text()),
  loyalty_tier: column.text(),
  newsletter: column.boolean(),
  member_since: column.day(),
  currency: column.text(),
  address: nullable(column.json<AddressPart>()),
  methods: column.json<readonly MethodPart[]>(),
  preferences: column.json<Readonly<Record<string, string>>>(),
});

export const getProfile = defineTool({
  name: 'get_profile',
  description:
    "The customer's own account: name, e-mail, phone, loyalty tier, default address, newsletter, member since, ways of payment (masked) with " +
    'gift card balances, and stored preferences.',
  input,
  sample: { customer: 'cust005', input: {} },
  run: readProfile,
});

async function readProfile(_: z.infer<typeof input>, context: ToolContext): Promise<ToolResult> {
  const profile = await context.database.maybeOne(
    profileRow,
    sql`
    select c.first_name, c.last_name, c.email, c.phone, c.loyalty_tier, c.newsletter, (c.created_at at time zone t.time_zone)::date as member_since, t.currency,
      (select jsonb_build_object('line1', a.line1, 'line2', a.line2, 'city', a.city, 'state', a.state, 'postal_code', a.postal_code, 'country', a.country)
        from addresses a where a.tenant_id = c.tenant_id and a.id = c.default_address_id and a.customer_id = c.id) as address,
      (select coalesce(jsonb_agg(jsonb_build_object('payment_method_id', m.id, 'kind', m.kind, 'brand', m.brand, 'last_four', m.last_four, 'balance_cents', m.balance_cents) order by m.id), '[]')
        from payment_methods m where m.tenant_id = c.tenant_id and m.customer_id = c.id) as methods,
      (select coalesce(jsonb_object_agg(p.name, p.value), '{}') from preferences p where p.tenant_id = c.tenant_id and p.customer_id = c.id) as preferences
    from customers c join tenants t on t.id = c.tenant_id
    where ${liveCustomer(context)}`,
    { signal: context.signal, label: 'profile.get' },
  );
  if (!profile) return noAccount();

  const { first_name, last_name, email, phone, loyalty_tier, newsletter, member_since, address, preferences } = profile;
  return done({
    first_name,
    last_name,
    email,
    phone,
    loyalty_tier,
    newsletter,
    member_since,
    default_address: address === null ? null : { ...address },
    payment_methods: profile.methods.map((method) => methodView(method, profile.currency)),
    preferences,
  });
}

function methodView(
  { payment_method_id, kind, brand, last_four, balance_cents }: MethodPart,
  currency: string,
): JsonObject {
  return {
    payment_method_id,
    kind,
    brand,
    last_four,
    ...(balance_cents === null ? {} : { balance: money(balance_cents, currency) }),
  };
}
