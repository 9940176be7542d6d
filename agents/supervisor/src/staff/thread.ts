/** Everything a colleague reads about one conversation: three reads, none of which grows with its length. */
import { z } from 'zod';
import type { Database } from '@deskfleet/shared/database/database.ts';
import { packetSchema, type Packet } from '@deskfleet/shared/conversation/handoff.ts';
import { column, nullable, row, type RowOf } from '@deskfleet/shared/database/row.ts';
import { int, sql } from '@deskfleet/shared/database/sql.ts';

const customerSchema = z.object({
  id: z.string(),
  first_name: z.string(),
  last_name: z.string(),
  loyalty_tier: z.string(),
});
const quoteSchema = z.object({
  quote_id: z.string(),
  agent: z.string(),
  tool: z.string(),
  summary: z.string(),
  expires_at: z.string(),
});
const conversationRow = row({
  id: column.text(),
  title: nullable(column.text()),
  state: column.text(),
  owner: column.text(),
  created_at: column.instant(),
  updated_at: column.instant(),
  queued_at: nullable(column.instant()),
  resolved_at: nullable(column.instant()),
  csat: nullable(column.int()),
  csat_comment: nullable(column.text()),
  customer: nullable(column.json(customerSchema)),
  open_quotes: column.json(quoteSchema.array()),
});
/** A message as it is stored. */
export const messageRow = row({
  position: column.int(),
  turn_id: column.text(),
  role: column.text(),
  body: column.text(),
  citations: column.json<unknown[]>(),
  created_at: column.instant(),
});
const handoffRow = row({
  id: column.text(),
  reason: column.text(),
  requested_by: column.text(),
  created_at: column.instant(),
  claimed_by: nullable(column.text()),
  claimed_at: nullable(column.instant()),
  closed_at: nullable(column.instant()),
  outcome: nullable(column.text()),
  note: nullable(column.text()),
  packet: nullable(column.json<Packet>(packetSchema)),
});
/** Hand-offs of one conversation that are shown, the latest first; the packet comes with the latest only. */
const MOST_HANDOFFS = 10;

export { customerSchema, quoteSchema };

export interface Thread {
  readonly conversation: RowOf<typeof conversationRow>;
  /** Oldest first. */
  readonly messages: readonly RowOf<typeof messageRow>[];
  /** Latest first. */
  readonly handoffs: readonly RowOf<typeof handoffRow>[];
}

/** @returns undefined when the shop has no such conversation */
export async function readThread(
  database: Database,
  {
    tenant,
    conversationId,
    limit,
    before,
  }: { readonly tenant: string; readonly conversationId: string; readonly limit: number; readonly before?: number },
): Promise<Thread | undefined> {
  const conversation = await database.maybeOne(
    conversationRow,
    sql`
    select c.id, c.title, c.state, c.owner, c.created_at, c.updated_at, c.queued_at, c.resolved_at, c.csat, c.csat_comment,
      (select jsonb_build_object('id', k.id, 'first_name', k.first_name, 'last_name', k.last_name, 'loyalty_tier', k.loyalty_tier) from customers k
        where k.tenant_id = c.tenant_id and k.id = coalesce(c.customer_id, c.identified_customer_id)) as customer,
      (select coalesce(jsonb_agg(jsonb_build_object('quote_id', q.id, 'agent', q.agent, 'tool', q.tool, 'summary', q.summary,
          'expires_at', to_char(q.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) order by q.created_at), '[]') from (
        select * from quotes where tenant_id = c.tenant_id and conversation_id = c.id and state = 'open' and expires_at > now() order by created_at desc limit 20) q) as open_quotes
    from conversations c where c.tenant_id = ${tenant} and c.id = ${conversationId}`,
    { label: 'staff.conversation' },
  );
  if (conversation === undefined) return undefined;
  const earlier = before === undefined ? sql`` : sql`and position < ${int(before)}`;
  const [messages, handoffs] = await Promise.all([
    database.query(
      messageRow,
      sql`
      select position, turn_id, role, body, citations, created_at from messages
      where tenant_id = ${tenant} and conversation_id = ${conversationId} ${earlier} order by position desc limit ${int(limit)}`,
      { label: 'staff.messages' },
    ),
    database.query(
      handoffRow,
      sql`
      select id, reason, requested_by, created_at, claimed_by, claimed_at, closed_at, outcome, note, case when row_number() over (order by created_at desc, id desc) = 1 then packet end as packet
      from handoffs where tenant_id = ${tenant} and conversation_id = ${conversationId} order by created_at desc, id desc limit ${int(MOST_HANDOFFS)}`,
      { label: 'staff.handoffs' },
    ),
  ]);
  return { conversation, messages: [...messages].reverse(), handoffs };
}
