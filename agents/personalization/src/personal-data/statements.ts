/** Statements made from the list of personal tables: whose a row is, how many there are, what is unfinished, what erases them. */
import { identifier, join, sql, text, type Sql } from '@deskfleet/shared/database/sql.ts';
import type { Link, PersonalTable } from './personal-table.ts';
import { PERSONAL_TABLES } from './tables.ts';

/** What an export shows. */
export const EXPORTED_TABLES = PERSONAL_TABLES.filter(({ exported }) => exported.length > 0);
/** What an erasure changes: what a receipt counts. */
export const ERASED_TABLES = PERSONAL_TABLES.filter(({ erasure }) => erasure.how !== 'keep');

export interface Owner {
  readonly tenant: string;
  readonly customerId: string | null;
}

/** A conversation is the customer's when they were signed in, or when it was bound to them by identification. */
const ownConversations = ({ tenant, customerId }: Owner): Sql => sql`
  select c.id from conversations c where c.tenant_id = ${tenant} and coalesce(c.customer_id, c.identified_customer_id) = ${text(customerId)}`;

const ownOrders = ({ tenant, customerId }: Owner): Sql =>
  sql`select o.id from orders o where o.tenant_id = ${tenant} and o.customer_id = ${text(customerId)}`;

const LINKS: Readonly<Record<Link, (owner: Owner) => Sql>> = {
  self: ({ customerId }) => sql`t.id = ${text(customerId)}`,
  customer: ({ customerId }) => sql`t.customer_id = ${text(customerId)}`,
  order: (owner) => sql`t.order_id in (${ownOrders(owner)})`,
  shipment: (owner) =>
    sql`t.shipment_id in (select s.id from shipments s where s.tenant_id = ${owner.tenant} and s.order_id in (${ownOrders(owner)}))`,
  return: (owner) =>
    sql`t.request_id in (select r.id from return_requests r where r.tenant_id = ${owner.tenant} and r.order_id in (${ownOrders(owner)}))`,
  own_conversation: ({ customerId }) => sql`coalesce(t.customer_id, t.identified_customer_id) = ${text(customerId)}`,
  conversation: (owner) => sql`t.conversation_id in (${ownConversations(owner)})`,
  turn: (owner) =>
    sql`t.turn_id in (select u.id from turns u where u.tenant_id = ${owner.tenant} and u.conversation_id in (${ownConversations(owner)}))`,
};

/** Holds for the rows of the customer alone; the table is called `t`. */
export function belongsTo({ link, only }: PersonalTable, owner: Owner): Sql {
  const own = sql`t.tenant_id = ${owner.tenant} and ${LINKS[link](owner)}`;
  return only === undefined ? own : sql`${own} and ${only}`;
}

/** `{kind: number of rows}` as jsonb. */
export function countsOf(tables: readonly PersonalTable[], owner: Owner): Sql {
  const counts = tables.map(
    (one) => sql`${one.kind}::text, (select count(*) from ${identifier(one.table)} t where ${belongsTo(one, owner)})`,
  );
  return sql`jsonb_build_object(${join(counts)})`;
}

/** `{what: {count, named: […]}}` as jsonb, without what there is none of; at most five are named. */
export function unfinishedOf(owner: Owner): Sql {
  const parts = PERSONAL_TABLES.flatMap((one) =>
    one.unfinished === undefined
      ? []
      : [
          sql`select ${one.unfinished.what}::text as what, count(*) as count, jsonb_path_query_array(coalesce(jsonb_agg(distinct n.name) filter (where n.name is not null), '[]'), '$[0 to 4]') as named
            from ${identifier(one.table)} t cross join lateral (select ${one.unfinished.name ?? sql`null::text`} as name) n where ${belongsTo(one, owner)} and ${one.unfinished.when}`,
        ],
  );
  return sql`(select coalesce(jsonb_object_agg(u.what, jsonb_build_object('count', u.count, 'named', u.named)), '{}') from (${join(parts, ' union all ')}) u where u.count > 0)`;
}

/**
 * The changes of an erasure, to run beside `claim` in one statement. The conversation that is going on keeps its row, so
 * that the customer can go on writing, and loses its turns: the kernel closes a turn only while its row is there, so the
 * reply, the tool calls and the stored response of the running turn are written nowhere. The digest of what was said long
 * ago is written only where the conversation's stands as the turn found it, so it is moved on.
 */
export function erasureEffects(owner: Owner, runningConversation: string | null): Record<string, Sql> {
  const effects: Record<string, Sql> = {};
  for (const one of PERSONAL_TABLES) {
    const table = identifier(one.table);
    const own = belongsTo(one, owner);
    if (one.erasure.how === 'blank')
      effects[`blanked_${one.table}`] = sql`update ${table} t set ${one.erasure.set} from claim where ${own}`;
    if (one.erasure.how !== 'delete') continue;
    const gone =
      one.table === 'conversations' ? sql`${own} and t.id is distinct from ${text(runningConversation)}` : own;
    effects[`deleted_${one.table}`] = sql`delete from ${table} t using claim where ${gone}`;
  }
  effects['emptied_conversation'] = sql`
    update conversations t set title = null, last_agent = null, open_question_agent = null, digest = '', digest_position = t.turn_count * 2 + 1, csat = null, csat_comment = null from claim
    where t.tenant_id = ${owner.tenant} and t.id = ${text(runningConversation)} and ${LINKS.own_conversation(owner)}`;
  return effects;
}
