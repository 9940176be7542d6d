/**
 * One action of a colleague in one statement: it happens only while the conversation is owned by whom the action needs,
 * so of two colleagues at once one is too late. The audit row carries the id of the action; a second sending of the
 * same action finds it and changes nothing.
 */
import { createHash } from 'node:crypto';
import { DONE_MEANWHILE } from '@deskfleet/shared/conversation/briefing.ts';
import type { Database } from '@deskfleet/shared/database/database.ts';
import { DatabaseError } from '@deskfleet/shared/database/errors.ts';
import { column, nullable, row } from '@deskfleet/shared/database/row.ts';
import { bool, json, sql, text, textArray, type Sql } from '@deskfleet/shared/database/sql.ts';
import type { Packet } from '@deskfleet/shared/conversation/handoff.ts';
import { newId } from '@deskfleet/shared/ids.ts';
import { isDoneAlready, transitionOf, type StaffAction, type Transition } from './transitions.ts';

export interface StaffRequest {
  readonly tenant: string;
  readonly staffId: string;
  readonly conversationId: string;
  readonly action: StaffAction;
  /** The same key of the same colleague in the same conversation is the same action. */
  readonly idempotencyKey: string | null;
  /** What is read first of a hand-off that the action opens. */
  readonly packet?: Packet;
}

export type StaffOutcome =
  | { readonly state: 'done'; readonly owner: string; readonly conversationState: string }
  /** `owner` as it was when it was looked at. */
  | { readonly state: 'not_possible'; readonly owner: string }
  | { readonly state: 'not_found' | 'key_mismatch' };

const outcomeRow = row({
  owner: column.text(),
  state: column.text(),
  changed: column.boolean(),
  known_request: nullable(column.text()),
});

export async function act(database: Database, request: StaffRequest): Promise<StaffOutcome> {
  try {
    return await tryActing(database, request);
  } catch (error) {
    // The same key at the same moment: the other one was first, and a second look finds it.
    if (error instanceof DatabaseError && error.kind === 'unique_violation') return tryActing(database, request);
    throw error;
  }
}

async function tryActing(database: Database, request: StaffRequest): Promise<StaffOutcome> {
  const { tenant, staffId, conversationId, action } = request;
  const to = transitionOf(action, staffId);
  const id = actionId(request);
  const hash = digest([action]);
  const leaves = to.owner === 'agent';
  const opens = to.handoff === 'opened';
  const found = await database.maybeOne(
    outcomeRow,
    sql`
    with known as (
      select detail ->> 'request' as request from audit_log where tenant_id = ${tenant} and id = ${`audit_${id}`}
    ), seen as (
      select id, owner, state, coalesce(customer_id, identified_customer_id) as customer_id from conversations where tenant_id = ${tenant} and id = ${conversationId}
    ), changed as (
      update conversations c set owner = coalesce(${text(to.owner)}, c.owner), state = coalesce(${text(to.state)}, c.state),
        queued_at = case when ${bool(leaves)} then null when ${bool(to.owner !== null)} then coalesce(c.queued_at, now()) else c.queued_at end,
        open_question_agent = case when ${bool(leaves)} then null else c.open_question_agent end,
        resolved_at = case when ${bool(action.kind === 'resolve')} then now() when ${bool(opens)} then null else c.resolved_at end,
        csat = case when ${bool(action.kind === 'resolve')} then null else c.csat end,
        csat_comment = case when ${bool(action.kind === 'resolve')} then null else c.csat_comment end,
        turn_count = c.turn_count + case when ${bool(to.message !== null)} then 1 else 0 end,
        updated_at = case when ${bool(action.kind === 'note')} then c.updated_at else now() end
      from seen where c.tenant_id = ${tenant} and c.id = seen.id and ${ownedBy(to)} and not exists (select 1 from known)
      returning c.id, c.owner, c.state, c.turn_count, seen.customer_id
    ), handed as (
      update handoffs h set ${handoffColumns(to, staffId, action)} from changed
      where h.tenant_id = ${tenant} and h.conversation_id = changed.id and h.closed_at is null and ${bool(to.handoff !== null && !opens)}
      returning h.created_at
    ), opened as (
      insert into handoffs (tenant_id, id, conversation_id, reason, requested_by, packet, claimed_by, claimed_at)
      select ${tenant}, ${newId('hand')}, changed.id, 'taken_over', ${`staff:${staffId}`}, ${json(request.packet ?? {})}, ${staffId}, now() from changed where ${bool(opens)}
    ), turn as (
      insert into turns (tenant_id, id, conversation_id, number, state, finished_at)
      select ${tenant}, ${`turn_${id}`}, changed.id, changed.turn_count, 'done', now() from changed where ${bool(to.message !== null)}
      returning id, number
    ), said as (
      insert into messages (tenant_id, conversation_id, position, turn_id, role, body)
      select ${tenant}, changed.id, turn.number * 2, turn.id, ${to.message?.role ?? 'note'}, ${to.message?.body ?? ''} || ${decisions(to, tenant, staffId)}
      from changed, turn
    ), audit as (
      insert into audit_log (tenant_id, id, actor, action, subject, customer_id, turn_id, detail)
      select ${tenant}, ${`audit_${id}`}, ${`staff:${staffId}`}, ${`staff_${action.kind}`}, ${`conversation:${conversationId}`}, changed.customer_id, (select id from turn),
        ${json({ request: hash, ...(action.kind === 'claim' && action.takeFrom !== null ? { from: action.takeFrom } : {}) })} from changed
    )
    select coalesce((select owner from changed), seen.owner) as owner, coalesce((select state from changed), seen.state) as state,
      exists (select 1 from changed) as changed, (select request from known) as known_request
    from seen`,
    { label: `staff.${action.kind}`, idempotent: true },
  );
  if (found === undefined) return { state: 'not_found' };
  const done: StaffOutcome = { state: 'done', owner: found.owner, conversationState: found.state };
  if (found.changed || isDoneAlready(action, staffId, found.owner)) return done;
  if (found.known_request === null) return { state: 'not_possible', owner: found.owner };
  return found.known_request === hash ? done : { state: 'key_mismatch' };
}

function ownedBy({ from }: Transition): Sql {
  return from === null ? sql`true` : sql`c.owner = any(${textArray(from)})`;
}

function handoffColumns({ handoff }: Transition, staffId: string, action: StaffAction): Sql {
  switch (handoff) {
    case 'claimed':
      return sql`claimed_by = ${staffId}, claimed_at = now()`;
    case 'queued':
      return sql`claimed_by = null, claimed_at = null`;
    case 'handed_back':
    case 'resolved':
      return sql`closed_at = now(), outcome = ${handoff}, note = ${text('note' in action ? action.note : null)}`;
    case 'opened':
    case null:
      return sql`note = h.note`;
  }
}

/** With a briefing: what colleagues decided for the customer meanwhile, in the words of what was done. */
function decisions({ message }: Transition, tenant: string, staffId: string): Sql {
  if (message?.role !== 'briefing') return sql`''`;
  return sql`coalesce((
    select ${`\n${DONE_MEANWHILE}`} || string_agg(E'\n- ' || q.summary, '' order by q.decided_at)
    from (
      select summary, decided_at from quotes where tenant_id = ${tenant} and customer_id = changed.customer_id and state = 'confirmed'
        and decided_by = ${`staff:${staffId}`} and decided_at >= (select max(created_at) from handed) order by decided_at desc limit 10
    ) q), '')`;
}

/** Without a key every sending by the client is an action of its own; the statement's own repetition is not. */
function actionId({ tenant, staffId, conversationId, idempotencyKey, action }: StaffRequest): string {
  if (idempotencyKey === null) return newId('audit').slice('audit_'.length);
  return digest([tenant, staffId, conversationId, action.kind, idempotencyKey]).slice(0, 32);
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
