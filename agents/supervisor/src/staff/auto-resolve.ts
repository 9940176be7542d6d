/**
 * Conversations that have waited long enough for the customer count as resolved. Any number of processes may do this at
 * once: each statement takes what no other has taken, and only while it still is as it was seen. The same rounds say how
 * many conversations wait for a person.
 */
import type { Database } from '@deskfleet/shared/database/database.ts';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { int, sql } from '@deskfleet/shared/database/sql.ts';
import type { Round } from '../background.ts';
import { WATCHED } from '@deskfleet/shared/telemetry/watched.ts';
import { queueLength } from './queue.ts';

/** Conversations a statement resolves at most. */
const MOST_AT_ONCE = 200;
const resolvedRow = row({ resolved: column.int() });

/** @returns how many were resolved, of every shop that has set a time */
export async function resolveFinished(database: Database): Promise<number> {
  const { resolved } = await database.one(
    resolvedRow,
    sql`
    with due as (
      select c.tenant_id, c.id from conversations c join policies p on p.tenant_id = c.tenant_id
      where c.state in ('open', 'reopened', 'waiting_for_customer') and c.owner <> 'queue' and (c.lease_until is null or c.lease_until < now())
        and c.updated_at < now() - p.auto_resolve_hours * interval '1 hour'
      order by c.updated_at limit ${int(MOST_AT_ONCE)} for update of c skip locked
    ), resolved as (
      update conversations c set state = 'resolved', owner = 'agent', resolved_at = now(), queued_at = null, open_question_agent = null, csat = null, csat_comment = null
      from due where c.tenant_id = due.tenant_id and c.id = due.id
      returning c.tenant_id, c.id, coalesce(c.customer_id, c.identified_customer_id) as customer_id
    ), closed as (
      update handoffs h set closed_at = now(), outcome = 'resolved', note = 'No answer of the customer in the time that the shop has set.' from resolved
      where h.tenant_id = resolved.tenant_id and h.conversation_id = resolved.id and h.closed_at is null
    ), audit as (
      insert into audit_log (tenant_id, id, actor, action, subject, customer_id)
      select tenant_id, 'audit_' || replace(gen_random_uuid()::text, '-', ''), 'agent:supervisor', 'auto_resolve', 'conversation:' || id, customer_id from resolved
    )
    select count(*)::int as resolved from resolved`,
    { label: 'conversation.auto-resolve', idempotent: true },
  );
  return resolved;
}

/** Until none is left, or the process ends. */
export const resolveRound: Round = async ({ database, log }, signal) => {
  let resolved = 0;
  for (let last = MOST_AT_ONCE; last === MOST_AT_ONCE && !signal.aborted;)
    resolved += last = await resolveFinished(database);
  if (resolved > 0) log.info('conversations resolved that waited for the customer', { count: resolved });
  log.info(WATCHED.handoffQueue, await queueLength(database));
};
