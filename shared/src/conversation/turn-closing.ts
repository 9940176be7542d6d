/** The end of a turn: one statement stores the reply, tool calls, usage, cost and audit rows, and frees the lease. */
import type { TurnRecordData, UsageTotals } from '../agent/turn-record.ts';
import type { Database } from '../database/database.ts';
import { column, row } from '../database/row.ts';
import { bool, int, json, sql, text } from '../database/sql.ts';
import { newId } from '../ids.ts';
import type { NewDigest } from './turn-window.ts';
import { bookUsage } from './usage.ts';

export interface TurnClosing {
  readonly tenant: string;
  readonly conversationId: string;
  readonly turnId: string;
  readonly number: number;
  readonly state: 'done' | 'failed' | 'aborted';
  readonly reply: string;
  readonly record: TurnRecordData;
  readonly totals: UsageTotals;
  /** The answer as it went out, kept for the same key; null when no key was given. */
  readonly response: string | null;
  /** The same for the case that a colleague has taken over meanwhile. */
  readonly silentResponse: string | null;
  readonly stream: string | null;
  readonly lastAgent: string | null;
  /** The specialist that asked something, and how long an answer counts as one; null when nothing was asked. */
  readonly openQuestion: { readonly agent: string; readonly forMs: number } | null;
  /** What was said long ago, in short, and up to where; null when it stays as it is. */
  readonly digest: NewDigest | null;
  readonly actor: string;
  readonly customerId: string | null;
}

const closeRow = row({ closed: column.int(), silenced: column.boolean() });

/** Most characters of a reply that are kept: PostgreSQL counts up to 4 bytes each, a row of an answer holds 64 KB. */
const STORED_REPLY_CHARACTERS = 15_000;

/** JSONB takes no NUL characters; a model may write one. */
function withoutNul(value: TurnRecordData): TurnRecordData {
  return JSON.parse(
    JSON.stringify(value, (_key, member: unknown) =>
      typeof member === 'string' ? member.replaceAll('\0', '') : member,
    ),
  ) as TurnRecordData;
}

/**
 * Stores the reply, tool calls, usage, cost and audit rows, and frees the lease. Doing it twice does it once.
 * @returns whether a colleague has taken over meanwhile: then the reply is not said, and not kept
 */
export async function closeTurn(database: Database, turn: TurnClosing): Promise<boolean> {
  const { tenant, turnId, totals } = turn;
  const record = withoutNul(turn.record);
  const reply = turn.reply.replaceAll('\0', '').slice(0, STORED_REPLY_CHARACTERS);
  const costMicros = Math.round(totals.cost_usd * 1e6);
  const refusals = record.tool_calls.filter((call) => call.is_error).map(({ agent, tool }) => ({ agent, tool }));
  const { silenced } = await database.one(
    closeRow,
    sql`
    with person as (
      select 1 from conversations where tenant_id = ${tenant} and id = ${turn.conversationId} and owner like 'staff:%'
    ), closed as (
      update turns set state = ${turn.state}, idempotency_key = case when ${bool(turn.state === 'done')} then idempotency_key end, finished_at = now(), response = case when exists (select 1 from person) then ${text(turn.silentResponse)} else ${text(turn.response)} end, stream = case when exists (select 1 from person) then null else ${text(turn.stream)} end, agents = ${json(record.agents)},
        degraded = ${record.degraded}, model_calls = ${totals.model_calls}, input_tokens = ${totals.input_tokens}, output_tokens = ${totals.output_tokens},
        cached_tokens = ${totals.cached_tokens}, cost_micros = ${costMicros}, data_api_calls = ${totals.data_api_calls}
      where tenant_id = ${tenant} and id = ${turnId} and state = 'running'
      returning id
    ), freed as (
      update conversations set lease_turn_id = null, lease_until = null, last_agent = coalesce(${text(turn.lastAgent)}, last_agent), updated_at = now(),
        state = case when owner <> 'agent' then 'waiting_for_staff' when ${bool(turn.openQuestion !== null)} then 'waiting_for_customer' when state = 'reopened' then state else 'open' end, resolved_at = null,
        open_question_agent = ${text(turn.openQuestion?.agent ?? null)}, open_question_until = now() + ${turn.openQuestion?.forMs ?? 0} * interval '1 millisecond',
        digest = case when ${bool(turn.digest !== null)} and digest_position = ${int(turn.digest?.from ?? 0)} then ${turn.digest?.text ?? ''} else digest end,
        digest_position = case when ${bool(turn.digest !== null)} and digest_position = ${int(turn.digest?.from ?? 0)} then ${int(turn.digest?.upTo ?? 0)} else digest_position end
      where tenant_id = ${tenant} and id = ${turn.conversationId} and lease_turn_id = ${turnId}
    ), reply as (
      insert into messages (tenant_id, conversation_id, position, turn_id, role, body, citations)
      select ${tenant}, ${turn.conversationId}, ${turn.number * 2 + 1}, closed.id, 'assistant', ${reply}, ${json(record.citations)} from closed where ${reply} <> '' and not exists (select 1 from person)
    ), calls as (
      insert into tool_calls (tenant_id, id, turn_id, agent, tool, input, result, is_error, milliseconds)
      select ${tenant}, call.id, closed.id, call.agent, call.tool, call.input, call.result, call.is_error, call.milliseconds
      from closed, jsonb_to_recordset(${json(record.tool_calls)}) as call(id text, agent text, tool text, input jsonb, result jsonb, is_error boolean, milliseconds int)
      on conflict do nothing
    ), ${bookUsage(tenant, turnId, record.usage, sql`closed`)}, audit as (
      insert into audit_log (tenant_id, id, actor, action, subject, customer_id, turn_id, detail)
      select ${tenant}, ${newId('audit')}, ${turn.actor}, 'turn', ${`conversation:${turn.conversationId}`}, ${text(turn.customerId)}, closed.id,
        ${json({ state: turn.state, agents: record.agents, tools: record.tool_calls.length, refused: refusals })} from closed
    )
    select count(*)::int as closed, exists (select 1 from person) as silenced from closed`,
    { label: 'turn.close', idempotent: true },
  );
  return silenced;
}
