/**
 * Who a visitor says they are. One statement looks the customer up, binds the conversation to them, once, and counts a
 * wrong guess, for the conversation and for the network address. What was guessed is not kept.
 */
import type { ToolContext } from '../agent/context.ts';
import type { Database } from '../database/database.ts';
import { column, nullable, row } from '../database/row.ts';
import { sql, text } from '../database/sql.ts';
import type { JsonObject } from '../json.ts';

export interface Claim {
  readonly email?: string;
  readonly first_name?: string;
  readonly last_name?: string;
  readonly postal_code?: string;
}

export type Identification =
  | { readonly state: 'identified'; readonly customerId: string; readonly profile: JsonObject }
  /** Nobody, or more than one customer, fits. */
  | { readonly state: 'not_found' | 'ambiguous'; readonly triesLeft: number }
  /** The conversation is bound to somebody else, or begun by a signed-in customer. */
  | { readonly state: 'bound_to_other' | 'not_allowed' | 'too_many_tries' };

const identifiedRow = row({
  allowed: column.boolean(),
  bound_before: nullable(column.text()),
  mine: column.boolean(),
  matches: column.int(),
  customer_id: nullable(column.text()),
  profile: nullable(column.json<JsonObject>()),
  tried: column.boolean(),
  tries_left: column.int(),
});

const boundRow = row({ identified_customer_id: nullable(column.text()) });

/** As whom the visitor of this conversation was identified; null for nobody. */
export async function identifiedCustomer(
  database: Database,
  tenant: string,
  conversationId: string,
): Promise<string | null> {
  const found = await database.maybeOne(
    boundRow,
    sql`select identified_customer_id from conversations where tenant_id = ${tenant} and id = ${conversationId} and customer_id is null`,
    { label: 'conversation.identified' },
  );
  return found?.identified_customer_id ?? null;
}

/** @param context of a visitor's turn in a conversation */
export async function identifyCustomer(claim: Claim, context: ToolContext): Promise<Identification> {
  const { tenant, conversationId, addressHash } = context;
  const found = await context.database.one(
    identifiedRow,
    sql`
    with rules as (
      select coalesce(p.identification_allowed, false) as allowed, coalesce(p.identification_tries_per_conversation, 5) as here, coalesce(p.identification_tries_per_address, 20) as there
      from tenants t left join policies p on p.tenant_id = t.id where t.id = ${tenant}
    ), fitting as (
      select c.id, jsonb_build_object('first_name', c.first_name, 'loyalty_tier', c.loyalty_tier) as profile from customers c
      where c.tenant_id = ${tenant} and case
        when ${text(claim.email ?? null)}::text is not null then lower(c.email) = lower(${text(claim.email ?? null)})
        else lower(c.first_name) = lower(${text(claim.first_name ?? null)}) and lower(c.last_name) = lower(${text(claim.last_name ?? null)})
          and exists (select 1 from addresses a where a.tenant_id = c.tenant_id and a.customer_id = c.id
            and upper(regexp_replace(a.postal_code, '[^A-Za-z0-9]', '', 'g')) = upper(regexp_replace(${text(claim.postal_code ?? null)}, '[^A-Za-z0-9]', '', 'g')))
      end limit 2
    ), match as (
      select min(id) as id, count(*)::int as matches from fitting
    ), mine as (
      select id, customer_id, identified_customer_id, identification_tries from conversations where tenant_id = ${tenant} and id = ${text(conversationId)}
    ), from_address as (
      insert into identification_addresses (tenant_id, address_hash, tries)
      select ${tenant}, ${addressHash ?? 'unknown'}, case when match.matches = 1 then 0 else 1 end from match, rules, mine
      where rules.allowed and mine.customer_id is null and mine.identified_customer_id is null and mine.identification_tries < rules.here
      on conflict (tenant_id, address_hash) do update set
        tries = excluded.tries + case when identification_addresses.hour_began_at > now() - interval '1 hour' then identification_addresses.tries else 0 end,
        hour_began_at = case when identification_addresses.hour_began_at > now() - interval '1 hour' then identification_addresses.hour_began_at else now() end
      where identification_addresses.hour_began_at <= now() - interval '1 hour' or identification_addresses.tries < (select there from rules)
      returning 1
    ), bound as (
      update conversations c set
        identified_customer_id = case when match.matches = 1 then match.id end, identified_at = case when match.matches = 1 then now() end,
        identification_tries = c.identification_tries + case when match.matches = 1 then 0 else 1 end
      from match, rules
      where c.tenant_id = ${tenant} and c.id = ${text(conversationId)} and c.customer_id is null and c.identified_customer_id is null
        and rules.allowed and c.identification_tries < rules.here and exists (select 1 from from_address)
      returning c.identification_tries
    )
    select rules.allowed, mine.identified_customer_id as bound_before, mine.customer_id is null as mine, match.matches,
      match.id as customer_id, (select profile from fitting where fitting.id = match.id limit 1) as profile,
      exists (select 1 from bound) as tried, (rules.here - coalesce((select identification_tries from bound), mine.identification_tries))::int as tries_left
    from rules, match, mine`,
    { signal: context.signal, label: 'conversation.identify', idempotent: false },
  );

  if (!found.allowed || !found.mine) return { state: 'not_allowed' };
  const { customer_id: customerId, profile } = found;
  const sole = found.matches === 1 && customerId !== null && profile !== null;
  if (found.bound_before !== null) {
    return sole && customerId === found.bound_before
      ? { state: 'identified', customerId, profile }
      : { state: 'bound_to_other' };
  }
  if (!found.tried) return { state: 'too_many_tries' };
  if (sole) return { state: 'identified', customerId, profile };
  return { state: found.matches === 0 ? 'not_found' : 'ambiguous', triesLeft: found.tries_left };
}
