/**
 * A turn in the database: one statement opens it, one closes it. Opening takes the conversation's lease, stores the
 * message, looks at the tenant's budget and brings back everything the turn needs to know; its cost does not grow
 * with the length of the conversation.
 */
import { createHash } from 'node:crypto';
import type { HistoryMessage, Principal, TurnFacts } from '../agent/context.ts';
import type { TurnRecordData, UsageTotals } from '../agent/turn-record.ts';
import type { Database } from '../database/database.ts';
import { DatabaseError } from '../database/errors.ts';
import { column, nullable, row } from '../database/row.ts';
import { bool, int, json, sql, text } from '../database/sql.ts';
import { isSpecialist } from '../fleet.ts';
import { newId } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import { quoteViewSchema, type QuoteView } from './quotes.ts';

/** Most earlier messages that are read for a turn. */
const HISTORY_MESSAGES = 24;
/** Most characters of one earlier message, and of all of them. A row of an answer holds 64 KB, a delegation 256 KB. */
const HISTORY_MESSAGE_CHARACTERS = 4_000;
const HISTORY_CHARACTERS = 20_000;

/** Most proposals of a conversation that are put before a turn; those that expired within a day are among them. */
const MOST_OPEN_QUOTES = 12;

export interface TurnOpening {
  readonly principal: Principal;
  /** Null starts a conversation. */
  readonly conversationId: string | null;
  readonly message: string;
  readonly idempotencyKey: string | null;
  readonly leaseMs: number;
}

export type OpenedTurn =
  | {
      readonly state: 'opened';
      readonly conversationId: string;
      readonly turnId: string;
      readonly number: number;
      readonly facts: TurnFacts;
      /** Whom the conversation is about: the caller, or the customer a visitor was identified as. */
      readonly customerId: string | null;
    }
  /** The key was used before and the turn has ended: its answer, as it was sent. */
  | { readonly state: 'answered'; readonly response: string; readonly stream: string | null }
  | { readonly state: 'in_progress' | 'not_found' | 'key_mismatch' };

const openRow = row({
  previous_state: nullable(column.text()),
  previous_hash: nullable(column.text()),
  previous_response: nullable(column.text()),
  previous_stream: nullable(column.text()),
  exists: column.boolean(),
  number: nullable(column.int()),
  last_agent: nullable(column.text()),
  open_quotes: column.json<QuoteView[]>(quoteViewSchema.array()),
  profile: nullable(column.json<JsonObject>()),
  identified_customer_id: nullable(column.text()),
  may_identify: column.boolean(),
  within_budget: column.boolean(),
  role: nullable(column.oneOf('user', 'assistant', 'staff', 'note')),
  body: nullable(column.text()),
});

export async function openTurn(database: Database, opening: TurnOpening): Promise<OpenedTurn> {
  try {
    return await tryOpening(database, opening);
  } catch (error) {
    // The same key at the same moment: the other request was first, and a second look finds it.
    if (error instanceof DatabaseError && error.kind === 'unique_violation') return tryOpening(database, opening);
    throw error;
  }
}

/** Sent again when its answer was lost: a second run of the statement finds its own rows and changes nothing. */
async function tryOpening(database: Database, opening: TurnOpening): Promise<OpenedTurn> {
  const {
    principal: { tenant, customerId },
    message,
    idempotencyKey,
  } = opening;
  const conversationId = opening.conversationId ?? newId('conv');
  const turnId = newId('turn');
  const hash = createHash('sha256')
    .update(JSON.stringify([opening.conversationId, message]))
    .digest('base64url');
  const scope = customerId === null ? `visitor:${opening.conversationId ?? 'new'}` : `customer:${customerId}`;
  const rows = await database.query(
    openRow,
    sql`
    with previous as (
      select state, request_hash, response, stream from turns
      where tenant_id = ${tenant} and key_scope = ${scope} and idempotency_key = ${text(idempotencyKey)}
        and id <> ${turnId} and not (state = 'running' and started_at < now() - ${opening.leaseMs} * interval '1 millisecond')
    ), mine as (
      select id, turn_count, last_agent, identified_customer_id from conversations
      where tenant_id = ${tenant} and id = ${conversationId} and customer_id is not distinct from ${text(customerId)}
    ), created as (
      insert into conversations (tenant_id, id, customer_id, turn_count, lease_turn_id, lease_until, title)
      select ${tenant}, ${conversationId}, ${text(customerId)}, 1, ${turnId}, now() + ${opening.leaseMs} * interval '1 millisecond', left(${message}, 80)
      where ${bool(opening.conversationId === null)} and not exists (select 1 from previous)
      on conflict (tenant_id, id) do update set lease_until = excluded.lease_until where conversations.lease_turn_id = ${turnId}
      returning id, turn_count, last_agent
    ), leased as (
      update conversations c set turn_count = c.turn_count + case when c.lease_turn_id = ${turnId} then 0 else 1 end, lease_turn_id = ${turnId}, lease_until = now() + ${opening.leaseMs} * interval '1 millisecond', updated_at = now()
      from mine where ${bool(opening.conversationId !== null)} and c.tenant_id = ${tenant} and c.id = mine.id
        and (c.lease_until is null or c.lease_until < now() or c.lease_turn_id = ${turnId}) and not exists (select 1 from previous)
      returning c.id, c.turn_count, c.last_agent
    ), taken as (
      select * from created union all select * from leased
    ), abandoned as (
      update turns set state = 'failed', idempotency_key = null where tenant_id = ${tenant} and key_scope = ${scope} and idempotency_key = ${text(idempotencyKey)}
        and state = 'running' and started_at < now() - ${opening.leaseMs} * interval '1 millisecond' and exists (select 1 from taken)
      returning id
    ), turn as (
      insert into turns (tenant_id, id, conversation_id, number, key_scope, idempotency_key, request_hash)
      select ${tenant}, ${turnId}, taken.id, taken.turn_count, ${scope}, ${text(idempotencyKey)}, ${hash} from taken where (select count(*) from abandoned) >= 0
      on conflict (tenant_id, id) do nothing
    ), stored as (
      insert into messages (tenant_id, conversation_id, position, turn_id, role, body)
      select ${tenant}, taken.id, taken.turn_count * 2, ${turnId}, 'user', ${message} from taken
      on conflict (tenant_id, conversation_id, position) do nothing
    ), facts as (
      select
        (select state from previous) as previous_state, (select request_hash from previous) as previous_hash,
        (select response from previous) as previous_response, (select stream from previous) as previous_stream,
        (${bool(opening.conversationId === null)} or exists (select 1 from mine)) as exists,
        (select turn_count from taken) as number, (select last_agent from taken) as last_agent,
        (select coalesce(jsonb_agg(jsonb_build_object('id', q.id, 'agent', q.agent, 'tool', q.tool, 'subject', q.subject, 'summary', q.summary, 'state', case when q.expires_at > now() then 'open' else 'expired' end, 'list_no', q.list_no,
            'terms', q.terms, 'input', q.input, 'proposed_turn_id', coalesce(q.proposed_turn_id, ''), 'expires_at', to_char(q.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) order by q.created_at), '[]')
          from (select * from quotes where tenant_id = ${tenant} and conversation_id = (select id from mine) and state = 'open' and expires_at > now() - interval '1 day' order by created_at desc limit ${int(MOST_OPEN_QUOTES)}) q) as open_quotes,
        (select jsonb_build_object('first_name', first_name, 'loyalty_tier', loyalty_tier) from customers where tenant_id = ${tenant} and id = coalesce(${text(customerId)}, (select identified_customer_id from mine))) as profile,
        (select identified_customer_id from mine) as identified_customer_id,
        (${bool(customerId === null)} and (select identified_customer_id from mine) is null and exists (select 1 from policies where tenant_id = ${tenant} and identification_allowed)) as may_identify,
        not exists (select 1 from policies p join tenant_usage u on u.tenant_id = p.tenant_id and u.month = date_trunc('month', now())::date
          where p.tenant_id = ${tenant} and u.cost_micros >= p.monthly_model_budget_micros) as within_budget
    ), history as (
      select position, role, left(body, ${int(HISTORY_MESSAGE_CHARACTERS)}) as body from messages
      where tenant_id = ${tenant} and conversation_id = (select id from mine) and exists (select 1 from taken) and turn_id <> ${turnId}
      order by position desc limit ${HISTORY_MESSAGES}
    )
    select facts.*, history.role, history.body from facts left join history on true order by history.position`,
    { label: 'turn.open', idempotent: true },
  );

  const [first] = rows;
  if (first === undefined) throw new Error('opening a turn brought back no row');
  if (first.previous_state !== null) return replay(first, hash);
  if (!first.exists) return { state: 'not_found' };
  if (first.number === null) return { state: 'in_progress' };
  return {
    state: 'opened',
    conversationId,
    turnId,
    number: first.number,
    customerId: customerId ?? first.identified_customer_id,
    facts: {
      history: latest(
        rows.flatMap(({ role, body }): HistoryMessage[] =>
          (role === 'user' || role === 'assistant') && body !== null ? [{ role, text: body }] : [],
        ),
      ),
      openQuotes: first.open_quotes,
      profile: first.profile,
      withinBudget: first.within_budget,
      mayIdentify: first.may_identify,
      lastAgent: first.last_agent !== null && isSpecialist(first.last_agent) ? first.last_agent : null,
    },
  };
}

/** The latest messages that fit into the window together, oldest first. */
function latest(history: readonly HistoryMessage[]): readonly HistoryMessage[] {
  let left = HISTORY_CHARACTERS;
  const cut = history.findLastIndex(({ text: { length } }) => (left -= length) < 0);
  return history.slice(cut + 1);
}

function replay(
  first: {
    previous_state: string | null;
    previous_hash: string | null;
    previous_response: string | null;
    previous_stream: string | null;
  },
  hash: string,
): OpenedTurn {
  if (first.previous_hash !== hash) return { state: 'key_mismatch' };
  if (first.previous_response === null) return { state: 'in_progress' };
  return { state: 'answered', response: first.previous_response, stream: first.previous_stream };
}

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
  readonly stream: string | null;
  readonly lastAgent: string | null;
  readonly actor: string;
  readonly customerId: string | null;
}

const closeRow = row({ closed: column.int() });

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

/** Stores the reply, tool calls, usage, cost and audit rows, and frees the lease. Doing it twice does it once. */
export async function closeTurn(database: Database, turn: TurnClosing): Promise<void> {
  const { tenant, turnId, totals } = turn;
  const record = withoutNul(turn.record);
  const reply = turn.reply.replaceAll('\0', '').slice(0, STORED_REPLY_CHARACTERS);
  const costMicros = Math.round(totals.cost_usd * 1e6);
  const refusals = record.tool_calls.filter((call) => call.is_error).map(({ agent, tool }) => ({ agent, tool }));
  await database.query(
    closeRow,
    sql`
    with closed as (
      update turns set state = ${turn.state}, idempotency_key = case when ${bool(turn.state === 'done')} then idempotency_key end, finished_at = now(), response = ${text(turn.response)}, stream = ${text(turn.stream)}, agents = ${json(record.agents)},
        degraded = ${record.degraded}, model_calls = ${totals.model_calls}, input_tokens = ${totals.input_tokens}, output_tokens = ${totals.output_tokens},
        cached_tokens = ${totals.cached_tokens}, cost_micros = ${costMicros}, data_api_calls = ${totals.data_api_calls}
      where tenant_id = ${tenant} and id = ${turnId} and state = 'running'
      returning id
    ), freed as (
      update conversations set lease_turn_id = null, lease_until = null, last_agent = coalesce(${text(turn.lastAgent)}, last_agent), updated_at = now()
      where tenant_id = ${tenant} and id = ${turn.conversationId} and lease_turn_id = ${turnId}
    ), reply as (
      insert into messages (tenant_id, conversation_id, position, turn_id, role, body, citations)
      select ${tenant}, ${turn.conversationId}, ${turn.number * 2 + 1}, closed.id, 'assistant', ${reply}, ${json(record.citations)} from closed where ${reply} <> ''
    ), calls as (
      insert into tool_calls (tenant_id, id, turn_id, agent, tool, input, result, is_error, milliseconds)
      select ${tenant}, call.id, closed.id, call.agent, call.tool, call.input, call.result, call.is_error, call.milliseconds
      from closed, jsonb_to_recordset(${json(record.tool_calls)}) as call(id text, agent text, tool text, input jsonb, result jsonb, is_error boolean, milliseconds int)
      on conflict do nothing
    ), usage as (
      insert into usage_ledger (tenant_id, turn_id, agent, model_id, model_calls, input_tokens, output_tokens, cached_tokens, cost_micros)
      select ${tenant}, closed.id, u.agent, u.model_id, u.model_calls, u.input_tokens, u.output_tokens, u.cached_tokens, u.cost_micros
      from closed, jsonb_to_recordset(${json(record.usage)}) as u(agent text, model_id text, model_calls int, input_tokens int, output_tokens int, cached_tokens int, cost_micros bigint)
    ), month as (
      insert into tenant_usage (tenant_id, month, cost_micros)
      select ${tenant}, date_trunc('month', now())::date, ${costMicros} from closed where ${costMicros} > 0
      on conflict (tenant_id, month) do update set cost_micros = tenant_usage.cost_micros + excluded.cost_micros
    ), audit as (
      insert into audit_log (tenant_id, id, actor, action, subject, customer_id, turn_id, detail)
      select ${tenant}, ${newId('audit')}, ${turn.actor}, 'turn', ${`conversation:${turn.conversationId}`}, ${text(turn.customerId)}, closed.id,
        ${json({ state: turn.state, agents: record.agents, tools: record.tool_calls.length, refused: refusals })} from closed
    )
    select count(*)::int as closed from closed`,
    { label: 'turn.close', idempotent: true },
  );
}
