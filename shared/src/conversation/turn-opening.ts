/**
 * The beginning of a turn: one statement takes the conversation's lease, stores the message with those that waited for
 * it, looks at the tenant's budget and brings back everything the turn needs to know. Its cost does not grow with the
 * length of the conversation.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Principal, TurnFacts } from '../agent/context.ts';
import type { Database } from '../database/database.ts';
import { DatabaseError } from '../database/errors.ts';
import { column, nullable, row } from '../database/row.ts';
import { bool, int, sql, text, textArray } from '../database/sql.ts';
import { isSpecialist, SPECIALIST_NAMES, type SpecialistName } from '../fleet.ts';
import { newId } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import { CHARACTERS_PER_TOKEN } from '../model/estimate.ts';
import { ownerOf, type Owner } from './owner.ts';
import { quoteViewSchema, type QuoteView } from './quotes.ts';
import { windowOf, type NewDigest } from './turn-window.ts';
import { withinBudget } from './usage.ts';

/** Most earlier messages that are read for a turn. */
const HISTORY_MESSAGES = 24;
/** Most characters of one earlier message. A row of an answer holds 64 KB. */
const HISTORY_MESSAGE_CHARACTERS = 4_000;
/** Most proposals of a conversation that are put before a turn; those that expired within a day are among them. */
const MOST_OPEN_QUOTES = 12;

/** Most things the customer asked us to remember that are put before a turn: those that share words with it first. */
const MOST_MEMORIES = 5;
/** Most earlier conversations whose outcome is put before a turn. */
const MOST_PAST_CONVERSATIONS = 2;

/** Agents in the order of a list. */
const SEATS = textArray(SPECIALIST_NAMES);

export interface TurnOpening {
  readonly principal: Principal;
  /** Null starts a conversation. */
  readonly conversationId: string | null;
  readonly message: string;
  readonly idempotencyKey: string | null;
  /** How long the lease holds unless it is renewed. */
  readonly leaseMs: number;
  /** Most tokens of earlier messages that are put before a model. */
  readonly historyTokens: number;
  /** This message waits already (waiting.ts); the turn is only opened while nobody else has taken it. */
  readonly waitingId?: string;
}

export type OpenedTurn =
  | {
      readonly state: 'opened';
      readonly conversationId: string;
      readonly turnId: string;
      readonly number: number;
      /** What the customer said: the message, after those that had waited. */
      readonly message: string;
      /** Whether messages of other requests are answered by this turn. */
      readonly merged: boolean;
      readonly facts: TurnFacts;
      /** Whom the conversation is about: the caller, or the customer a visitor was identified as. */
      readonly customerId: string | null;
      /** Who speaks to the customer: the fleet, a queue of people, or one of them. */
      readonly owner: Owner;
      /** What to keep of the messages that no longer fit into the window; null when all fit. */
      readonly digest: NewDigest | null;
    }
  /** The key was used before and the turn has ended: its answer, as it was sent. */
  | { readonly state: 'answered'; readonly response: string; readonly stream: string | null }
  /** Another request's turn has taken the waiting message. */
  | { readonly state: 'taken' }
  | { readonly state: 'in_progress' | 'not_found' | 'key_mismatch' };

const openRow = row({
  previous_state: nullable(column.text()),
  previous_hash: nullable(column.text()),
  previous_response: nullable(column.text()),
  previous_stream: nullable(column.text()),
  exists: column.boolean(),
  number: nullable(column.int()),
  message: nullable(column.text()),
  taken_count: column.int(),
  mine_taken: column.boolean(),
  last_agent: nullable(column.text()),
  owner: column.text(),
  open_question_agent: nullable(column.text()),
  digest: nullable(column.text()),
  digest_position: nullable(column.int()),
  open_quotes: column.json<QuoteView[]>(quoteViewSchema.array()),
  profile: nullable(column.json<JsonObject>()),
  memories: column.json<readonly string[]>(z.array(z.string())),
  past_conversations: column.json<readonly string[]>(z.array(z.string())),
  identified_customer_id: nullable(column.text()),
  may_identify: column.boolean(),
  within_budget: column.boolean(),
  position: nullable(column.int()),
  role: nullable(column.oneOf('user', 'assistant', 'staff', 'briefing')),
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
    leaseMs,
    waitingId = null,
  } = opening;
  const conversationId = opening.conversationId ?? newId('conv');
  const turnId = newId('turn');
  const hash = createHash('sha256')
    .update(JSON.stringify([opening.conversationId, message]))
    .digest('base64url');
  const scope = customerId === null ? `visitor:${opening.conversationId ?? 'new'}` : `customer:${customerId}`;
  const leaseUntil = sql`now() + ${leaseMs} * interval '1 millisecond'`;
  // A turn that says it runs and holds no lease any more was left by a process that died.
  const dead = sql`(t.state = 'running' and not exists (select 1 from conversations l where l.tenant_id = t.tenant_id and l.id = t.conversation_id and l.lease_turn_id = t.id and l.lease_until >= now()))`;
  const ofKey = sql`t.tenant_id = ${tenant} and t.key_scope = ${scope} and t.idempotency_key = ${text(idempotencyKey)}`;
  const rows = await database.query(
    openRow,
    sql`
    with previous as (
      select t.state, t.request_hash, t.response, t.stream from turns t where ${ofKey} and t.id <> ${turnId} and not ${dead}
    ), mine as (
      select id, turn_count, last_agent, identified_customer_id, digest, digest_position, owner,
        case when open_question_until > now() then open_question_agent end as open_question_agent
      from conversations
      where tenant_id = ${tenant} and id = ${conversationId} and customer_id is not distinct from ${text(customerId)}
    ), created as (
      insert into conversations (tenant_id, id, customer_id, turn_count, lease_turn_id, lease_until, title)
      select ${tenant}, ${conversationId}, ${text(customerId)}, 1, ${turnId}, ${leaseUntil}, left(${message}, 80)
      where ${bool(opening.conversationId === null)} and not exists (select 1 from previous)
      on conflict (tenant_id, id) do update set lease_until = excluded.lease_until where conversations.lease_turn_id = ${turnId}
      returning id, turn_count, last_agent
    ), leased as (
      update conversations c set turn_count = c.turn_count + case when c.lease_turn_id = ${turnId} then 0 else 1 end, lease_turn_id = ${turnId}, lease_until = ${leaseUntil}, updated_at = now(),
        open_question_agent = null, state = case when c.state = 'resolved' then 'reopened' else c.state end, resolved_at = null
      from mine where ${bool(opening.conversationId !== null)} and c.tenant_id = ${tenant} and c.id = mine.id
        and (c.lease_until is null or c.lease_until < now() or c.lease_turn_id = ${turnId}) and not exists (select 1 from previous)
      returning c.id, c.turn_count, c.last_agent
    ), taken as (
      select * from created union all select * from leased
    ), abandoned as (
      update turns t set state = 'failed', idempotency_key = null where ${ofKey} and ${dead} and t.id <> ${turnId} and exists (select 1 from taken)
      returning id
    ), turn as (
      insert into turns (tenant_id, id, conversation_id, number, key_scope, idempotency_key, request_hash)
      select ${tenant}, ${turnId}, taken.id, taken.turn_count, ${scope}, ${text(idempotencyKey)}, ${hash} from taken where (select count(*) from abandoned) >= 0
      on conflict (tenant_id, id) do nothing
    ), waited as (
      update waiting_messages w set turn_id = ${turnId} from taken
      where w.tenant_id = ${tenant} and w.conversation_id = taken.id and (w.turn_id is null or w.turn_id = ${turnId})
      returning w.id, w.body, w.arrived_at
    ), said as (
      select string_agg(body, E'\n\n' order by arrived_at, id) as message from (
        select id, body, arrived_at from waited
        union all select 'z', ${message}, 'infinity'::timestamptz where ${bool(waitingId === null)}
      ) every
    ), stored as (
      insert into messages (tenant_id, conversation_id, position, turn_id, role, body)
      select ${tenant}, taken.id, taken.turn_count * 2, ${turnId}, 'user', said.message from taken, said where said.message is not null
      on conflict (tenant_id, conversation_id, position) do nothing
    ), noted as (
      select text, kind, conversation_id, created_at, ts_rank(to_tsvector('english', text), to_tsquery('english', ${anyWordOf(message)})) as rank
      from memories where tenant_id = ${tenant} and customer_id = coalesce(${text(customerId)}, (select identified_customer_id from mine))
    ), facts as (
      select
        (select state from previous) as previous_state, (select request_hash from previous) as previous_hash,
        (select response from previous) as previous_response, (select stream from previous) as previous_stream,
        (${bool(opening.conversationId === null)} or exists (select 1 from mine)) as exists,
        (select turn_count from taken) as number, (select last_agent from taken) as last_agent,
        (select message from said) as message, (select count(*) from waited)::int as taken_count, exists (select 1 from waited where id = ${text(waitingId)}) as mine_taken,
        coalesce((select owner from mine), 'agent') as owner, (select open_question_agent from mine) as open_question_agent, (select digest from mine) as digest, (select digest_position from mine) as digest_position,
        (select coalesce(jsonb_agg(jsonb_build_object('id', q.id, 'agent', q.agent, 'tool', q.tool, 'subject', q.subject, 'summary', q.summary, 'state', case when q.expires_at > now() then 'open' else 'expired' end, 'list_no', q.list_no, 'place', q.place, 'list_size', q.list_size,
            'terms', q.terms, 'input', q.input, 'proposed_turn_id', coalesce(q.proposed_turn_id, ''), 'expires_at', to_char(q.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) order by q.created_at), '[]')
          from (
            select * from (
              select *, row_number() over (partition by proposed_turn_id order by array_position(${SEATS}, agent), list_no)::int as place, count(*) over (partition by proposed_turn_id)::int as list_size
              from quotes where tenant_id = ${tenant} and conversation_id = (select id from mine) and created_at > now() - interval '2 days'
            ) listed where state = 'open' and expires_at > now() - interval '1 day' order by created_at desc limit ${int(MOST_OPEN_QUOTES)}) q) as open_quotes,
        (select jsonb_build_object('first_name', first_name, 'loyalty_tier', loyalty_tier) from customers where tenant_id = ${tenant} and id = coalesce(${text(customerId)}, (select identified_customer_id from mine))) as profile,
        (select coalesce(jsonb_agg(m.text), '[]') from (
          select text from noted where kind = 'stated' order by rank desc, created_at desc limit ${int(MOST_MEMORIES)}) m) as memories,
        (select coalesce(jsonb_agg(m.text), '[]') from (
          select text from noted where kind = 'outcome' and conversation_id is distinct from (select id from mine) and (rank > 0 or created_at > now() - interval '2 days')
          order by rank desc, created_at desc limit ${int(MOST_PAST_CONVERSATIONS)}) m) as past_conversations,
        (select identified_customer_id from mine) as identified_customer_id,
        (${bool(customerId === null)} and (select identified_customer_id from mine) is null and exists (select 1 from policies where tenant_id = ${tenant} and identification_allowed)) as may_identify,
        ${withinBudget(sql`${tenant}`)} as within_budget
    ), history as (
      select position, role, left(body, ${int(HISTORY_MESSAGE_CHARACTERS)}) as body from messages
      where tenant_id = ${tenant} and conversation_id = (select id from mine) and position > (select digest_position from mine) and role <> 'note' and exists (select 1 from taken) and turn_id <> ${turnId}
      order by position desc limit ${HISTORY_MESSAGES}
    )
    select facts.*, history.position, history.role, history.body from facts left join history on true order by history.position`,
    { label: 'turn.open', idempotent: true },
  );

  const [first] = rows;
  if (first === undefined) throw new Error('opening a turn brought back no row');
  if (first.previous_state !== null) return replay(first, hash);
  if (!first.exists) return { state: 'not_found' };
  if (first.number === null) return { state: 'in_progress' };
  if (waitingId !== null && !first.mine_taken) {
    await giveBack(database, tenant, turnId);
    return { state: 'taken' };
  }
  const window = windowOf(rows, opening.historyTokens * CHARACTERS_PER_TOKEN, {
    text: first.digest ?? '',
    position: first.digest_position ?? 0,
  });
  return {
    state: 'opened',
    conversationId,
    turnId,
    number: first.number,
    message: first.message ?? message,
    merged: first.taken_count > (waitingId === null ? 0 : 1),
    customerId: customerId ?? first.identified_customer_id,
    digest: window.digest,
    owner: ownerOf(first.owner),
    facts: {
      history: window.history,
      digest: window.digest?.text ?? first.digest ?? '',
      memories: first.memories,
      pastConversations: first.past_conversations,
      openQuotes: first.open_quotes,
      profile: first.profile,
      withinBudget: first.within_budget,
      mayIdentify: first.may_identify,
      mayHandBack: false,
      lastAgent: specialistOrNull(first.last_agent),
      openQuestion: specialistOrNull(first.open_question_agent),
    },
  };
}

/** A text search for any of the words; the numbers of words and characters are bounded. */
function anyWordOf(message: string): string {
  const words = message.match(/[\p{L}\p{N}]{3,30}/gu) ?? [];
  return [...new Set(words)].slice(0, 40).join(' | ');
}

function specialistOrNull(name: string | null): SpecialistName | null {
  return name !== null && isSpecialist(name) ? name : null;
}

/** Between the look and the lease another turn took the message: the lease is given back, nothing was said. */
async function giveBack(database: Database, tenant: string, turnId: string): Promise<void> {
  await database.execute(
    sql`
    with freed as (
      update conversations set lease_turn_id = null, lease_until = null where tenant_id = ${tenant} and lease_turn_id = ${turnId}
    )
    update turns set state = 'aborted', finished_at = now(), idempotency_key = null where tenant_id = ${tenant} and id = ${turnId}`,
    { label: 'turn.give-back', idempotent: true },
  );
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

/** A turn that still runs keeps its lease. */
export async function renewLease(
  database: Database,
  turn: { readonly tenant: string; readonly conversationId: string; readonly turnId: string; readonly leaseMs: number },
): Promise<void> {
  await database.execute(
    sql`
    update conversations set lease_until = now() + ${turn.leaseMs} * interval '1 millisecond'
    where tenant_id = ${turn.tenant} and id = ${turn.conversationId} and lease_turn_id = ${turn.turnId}`,
    { label: 'turn.renew-lease', idempotent: true },
  );
}
