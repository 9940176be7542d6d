/** The customer's default address. Orders that were placed keep the one they have. */
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { defineWriteTool, refuse, type Planned } from '@deskfleet/shared/agent/tool.ts';
import { column, nullable, row } from '@deskfleet/shared/database/row.ts';
import { json, sql, text, type Sql } from '@deskfleet/shared/database/sql.ts';
import { addressLine, type PostalAddress } from '@deskfleet/shared/postal-address.ts';
import { newAddress, sameAddress } from '../policy/address.ts';
import { basisWhile, liveCustomer, noAccount } from './account.ts';

const part = (words: string) =>
  z.string().trim().max(200, 'At most 200 characters; one part of the address.').default('').describe(words);

const input = z.object({
  line1: part('Street and number of the new address; empty to correct only other parts of the present one.'),
  line2: part('Apartment, suite, floor; empty when there is none.'),
  city: part('City; needed with a new street.'),
  state: part('State or region; needed in the US.'),
  postal_code: part('Zip or postal code; needed with a new street.'),
  country: part('Country; the one of the present address when the customer names none.'),
});
type Input = z.infer<typeof input>;

const addressRow = row({
  default_address_id: nullable(column.text()),
  address: nullable(column.json<PostalAddress>()),
});

/** The stored address of `c`, as the policy knows it; null when there is none of the customer's own. */
const stored = sql`
  (select jsonb_build_object('line1', a.line1, 'line2', coalesce(a.line2, ''), 'city', a.city, 'state', coalesce(a.state, ''), 'postal_code', a.postal_code, 'country', a.country)
    from addresses a where a.tenant_id = c.tenant_id and a.id = c.default_address_id and a.customer_id = c.id)`;

export const updateAddress = defineWriteTool({
  name: 'update_address',
  description:
    "Propose to change the customer's own default address: a new street with city and zip code, or a correction of some parts. Orders already placed keep their address. " +
    'Nothing happens until the customer confirms.',
  input,
  sample: {
    customer: 'cust003',
    input: { line1: '18 Harbor Street', city: 'Boston', state: 'MA', postal_code: '02110' },
  },
  plan,
});

async function plan(given: Input, context: ToolContext): Promise<Planned> {
  const found = await context.database.maybeOne(
    addressRow,
    sql`select c.default_address_id, ${stored} as address from customers c where ${liveCustomer(context)}`,
    { signal: context.signal, label: 'address.read' },
  );
  if (!found) return noAccount();
  if (Object.values(given).every((value) => value === ''))
    return refuse(
      'address_incomplete',
      'What is your new address? I need street and number, city and zip or postal code.',
    );
  const verdict = newAddress(given, found.address);
  if (!verdict.ok) return refuse(verdict.code, verdict.message);
  const { address } = verdict;
  if (found.address !== null && sameAddress(address, found.address))
    return refuse('already_so', `That is your default address already: ${addressLine(address)}.`);
  const line = addressLine(address);
  return {
    ok: true,
    plan: {
      summary: `Change your default address to ${line}. Orders you have already placed keep the address they have.`,
      subject: 'address',
      terms: { address: { ...address } },
      basis: basisWhile(
        sql`c.default_address_id is not distinct from ${text(found.default_address_id)} and ${stored} is not distinct from ${json(found.address)}`,
        context,
      ),
      effects: found.address === null ? added(address, context) : changed(address, found.default_address_id, context),
      result: {
        status: 'changed',
        address: { ...address },
        message: `Your default address is now ${line}. Orders you have already placed keep the address they have.`,
      },
    },
  };
}

function changed(address: PostalAddress, id: string | null, context: ToolContext): Record<string, Sql> {
  const { line1, line2, city, state, postal_code, country } = address;
  return {
    changed_address: sql`
      update addresses set line1 = ${line1}, line2 = nullif(${line2}, ''), city = ${city}, state = nullif(${state}, ''), postal_code = ${postal_code}, country = ${country}
      from claim where addresses.tenant_id = ${context.tenant} and addresses.id = ${text(id)} and addresses.customer_id = ${text(context.customerId)}`,
  };
}

function added(address: PostalAddress, context: ToolContext): Record<string, Sql> {
  const { line1, line2, city, state, postal_code, country } = address;
  return {
    added_address: sql`
      insert into addresses (tenant_id, id, customer_id, line1, line2, city, state, postal_code, country)
      select ${context.tenant}, 'a-' || claim.id, ${text(context.customerId)}, ${line1}, nullif(${line2}, ''), ${city}, nullif(${state}, ''), ${postal_code}, ${country} from claim`,
    default_address: sql`
      update customers set default_address_id = 'a-' || claim.id from claim
      where customers.tenant_id = ${context.tenant} and customers.id = ${text(context.customerId)}`,
  };
}
