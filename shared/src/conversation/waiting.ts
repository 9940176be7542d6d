/**
 * Messages that come while another one is being answered. They wait in the database, few of them, and the next turn
 * takes all that wait as one message; each of their requests is given that turn's answer.
 */
import type { Principal } from '../agent/context.ts';
import type { Database } from '../database/database.ts';
import { column, nullable, row } from '../database/row.ts';
import { int, sql, text } from '../database/sql.ts';
import { newId } from '../ids.ts';

/** Most messages that wait in one conversation; another one is refused. */
const MOST_WAITING = 5;

const queuedRow = row({ id: nullable(column.text()) });
const stateRow = row({
  turn_id: nullable(column.text()),
  turn_state: nullable(column.text()),
  response: nullable(column.text()),
  stream: nullable(column.text()),
});

export interface WaitingMessage {
  readonly principal: Principal;
  readonly conversationId: string;
  readonly message: string;
  readonly idempotencyKey: string | null;
}

/** @returns the id of the waiting message; null when too many wait already. The same key waits once. */
export async function queueMessage(database: Database, waiting: WaitingMessage): Promise<string | null> {
  const { principal, conversationId, message, idempotencyKey } = waiting;
  const id = newId('wait');
  const queued = await database.one(
    queuedRow,
    sql`
    with known as (
      select id from waiting_messages where tenant_id = ${principal.tenant} and conversation_id = ${conversationId} and idempotency_key = ${text(idempotencyKey)}
    ), added as (
      insert into waiting_messages (tenant_id, id, conversation_id, body, idempotency_key)
      select ${principal.tenant}, ${id}, c.id, ${message}, ${text(idempotencyKey)} from conversations c
      where c.tenant_id = ${principal.tenant} and c.id = ${conversationId} and c.customer_id is not distinct from ${text(principal.customerId)}
        and not exists (select 1 from known)
        and (select count(*) from waiting_messages w where w.tenant_id = c.tenant_id and w.conversation_id = c.id and w.turn_id is null and w.id <> ${id}) < ${int(MOST_WAITING)}
      on conflict (tenant_id, id) do update set body = excluded.body
      returning id
    )
    select coalesce((select id from known), (select id from added)) as id`,
    { label: 'waiting.queue', idempotent: true },
  );
  return queued.id;
}

export type WaitingState =
  | { readonly state: 'waiting' }
  /** A turn has taken it and is not done. */
  | { readonly state: 'taken' }
  | { readonly state: 'answered'; readonly response: string; readonly stream: string | null }
  /** The turn that took it failed, or the message is not there any more. */
  | { readonly state: 'lost' };

export async function waitingState(database: Database, tenant: string, id: string): Promise<WaitingState> {
  const found = await database.maybeOne(
    stateRow,
    sql`
    select w.turn_id, case when t.state = 'running' and (c.lease_turn_id is distinct from t.id or c.lease_until < now()) then 'failed' else t.state end as turn_state,
      t.response, t.stream
    from waiting_messages w join conversations c on c.tenant_id = w.tenant_id and c.id = w.conversation_id
    left join turns t on t.tenant_id = w.tenant_id and t.id = w.turn_id
    where w.tenant_id = ${tenant} and w.id = ${id}`,
    { label: 'waiting.look' },
  );
  if (found === undefined) return { state: 'lost' };
  if (found.turn_id === null) return { state: 'waiting' };
  if (found.turn_state === 'running') return { state: 'taken' };
  return found.response === null
    ? { state: 'lost' }
    : { state: 'answered', response: found.response, stream: found.stream };
}

/** The customer has left before it was their turn. @returns false when a turn has taken the message already. */
export async function withdrawMessage(database: Database, tenant: string, id: string): Promise<boolean> {
  const { rowsUpdated } = await database.execute(
    sql`delete from waiting_messages where tenant_id = ${tenant} and id = ${id} and turn_id is null`,
    { label: 'waiting.withdraw', idempotent: true },
  );
  return rowsUpdated > 0;
}
