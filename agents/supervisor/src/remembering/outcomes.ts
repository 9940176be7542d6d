/**
 * Writes down what conversations came to once they rest, so that the next one can go on from there. Any number of
 * processes may do this at once: an outcome is stored only while the conversation still is as it was read.
 */
import { usageOfEmbedding } from '@deskfleet/shared/agent/model-usage.ts';
import type { ModelUsageRecord } from '@deskfleet/shared/agent/turn-record.ts';
import { MOST_OUTCOMES } from '@deskfleet/shared/conversation/past-conversations.ts';
import { bookUsage, withinBudget } from '@deskfleet/shared/conversation/usage.ts';
import type { Database } from '@deskfleet/shared/database/database.ts';
import { column, nullable, row, type RowOf } from '@deskfleet/shared/database/row.ts';
import { bool, int, sql, text } from '@deskfleet/shared/database/sql.ts';
import { newId } from '@deskfleet/shared/ids.ts';
import { vectorText } from '@deskfleet/shared/model/embedding.ts';
import type { BackgroundRuntime, Round } from '../background.ts';
import { outcomeText, transcript, type Stretch } from './outcome-text.ts';
import { summarise } from './summary.ts';

/** Conversations read at a time; with the limits below an answer stays under the Data API's 1 MiB and a row under 64 KB. */
const MOST_AT_ONCE = 10;
const MOST_MESSAGES = 16;
const MESSAGE_CHARACTERS = 800;
/** Most characters of a model's summary of one stretch. */
const SUMMARY_CHARACTERS = 220;
/** A stretch this short is quoted; a model is asked for longer ones. */
const SHORT_MESSAGES = 2;

const restingRow = row({
  tenant_id: column.text(),
  id: column.text(),
  customer_id: column.text(),
  from_position: column.int(),
  up_to: column.int(),
  turn_id: nullable(column.text()),
  day: column.text(),
  messages: column.json<Stretch['messages']>(),
  done: column.json<readonly string[]>(),
  answered: column.boolean(),
  colleague: column.boolean(),
  wanted: column.boolean(),
  within_budget: column.boolean(),
});
type Resting = RowOf<typeof restingRow>;

/** Conversations of known customers that rest and have something new since the last outcome. */
async function resting(database: Database, restMs: number): Promise<readonly Resting[]> {
  return database.query(
    restingRow,
    sql`
    select c.tenant_id, c.id, c.person as customer_id, c.outcome_position as from_position, c.turn_count * 2 + 1 as up_to,
      (select t.id from turns t where t.tenant_id = c.tenant_id and t.conversation_id = c.id order by t.number desc limit 1) as turn_id,
      to_char(c.updated_at at time zone 'UTC', 'YYYY-MM-DD') as day,
      (select coalesce(jsonb_agg(jsonb_build_object('role', m.role, 'text', left(m.body, ${int(MESSAGE_CHARACTERS)})) order by m.position), '[]') from (
        select position, role, body from messages where tenant_id = c.tenant_id and conversation_id = c.id and position > c.outcome_position and role in ('user', 'assistant', 'staff')
        order by position limit ${int(MOST_MESSAGES)}) m) as messages,
      (select coalesce(jsonb_agg(left(q.summary, 500) order by q.decided_at), '[]') from quotes q
        where q.tenant_id = c.tenant_id and q.conversation_id = c.id and q.state = 'confirmed' and q.decided_at > coalesce(c.outcome_at, '-infinity')) as done,
      exists (select 1 from turns t where t.tenant_id = c.tenant_id and t.conversation_id = c.id and t.number * 2 > c.outcome_position and jsonb_array_length(t.agents) > 0) as answered,
      exists (select 1 from handoffs h where h.tenant_id = c.tenant_id and h.conversation_id = c.id and h.claimed_at > coalesce(c.outcome_at, '-infinity')) as colleague,
      not exists (select 1 from preferences p where p.tenant_id = c.tenant_id and p.customer_id = c.person and p.name = 'conversation_notes' and p.value = 'off') as wanted,
      ${withinBudget(sql`c.tenant_id`)} as within_budget
    from (
      select *, coalesce(customer_id, identified_customer_id) as person from conversations
      where outcome_position < turn_count * 2 and updated_at < now() - ${restMs} * interval '1 millisecond'
        and owner = 'agent' and (lease_until is null or lease_until < now()) and coalesce(customer_id, identified_customer_id) is not null
      order by updated_at limit ${int(MOST_AT_ONCE)}
    ) c`,
    { label: 'outcome.resting' },
  );
}

interface Outcome {
  readonly text: string | null;
  readonly vector: string | null;
  readonly usage: readonly ModelUsageRecord[];
}

async function outcomeOf(runtime: BackgroundRuntime, found: Resting, signal: AbortSignal): Promise<Outcome> {
  if (!found.wanted || outcomeText(found, null) === null) return { text: null, vector: null, usage: [] };
  const summary =
    found.within_budget && found.messages.length > SHORT_MESSAGES
      ? await summarise(runtime, {
          tenant: found.tenant_id,
          conversationId: found.id,
          turnId: found.turn_id ?? found.id,
          text: transcript(found),
          characters: SUMMARY_CHARACTERS,
          signal,
        })
      : { text: null, usage: [] };
  const words = outcomeText(found, summary.text);
  const embedded = words === null || !found.within_budget ? null : await embed(runtime, words, signal);
  return {
    text: words,
    vector: embedded?.vector ?? null,
    usage: [...summary.usage, ...(embedded === null ? [] : [embedded.usage])],
  };
}

async function embed(
  runtime: BackgroundRuntime,
  words: string,
  signal: AbortSignal,
): Promise<{ readonly vector: string; readonly usage: ModelUsageRecord } | null> {
  try {
    const { vector, inputTokens } = await runtime.embedder.embed(words, signal);
    const usage = usageOfEmbedding('supervisor', runtime.embedder.modelId, inputTokens);
    return { vector: vectorText(vector), usage };
  } catch (error) {
    signal.throwIfAborted();
    runtime.log.warn('no embedding for an outcome; it is found by its words alone', { error: String(error) });
    return null;
  }
}

const keptRow = row({ kept: column.int() });

/** Stored once, whoever else has read the same; nothing when the conversation has gone on meanwhile. */
async function keep(database: Database, found: Resting, outcome: Outcome): Promise<number> {
  const { tenant_id: tenant, customer_id: customer } = found;
  const mine = sql`m.tenant_id = ${tenant} and m.customer_id = ${customer} and m.kind = 'outcome'`;
  const { kept } = await database.one(
    keptRow,
    sql`
    with moved as (
      update conversations set outcome_position = ${int(found.up_to)}, outcome_at = now()
      where tenant_id = ${tenant} and id = ${found.id} and outcome_position = ${int(found.from_position)} and turn_count * 2 + 1 = ${int(found.up_to)}
      returning id
    ), kept as (
      insert into memories (tenant_id, id, customer_id, kind, conversation_id, text, embedding, source_turn_id)
      select c.tenant_id, ${newId('mem')}, c.id, 'outcome', moved.id, ${text(outcome.text)}, memory_vector(${text(outcome.vector)}), ${text(found.turn_id)}
      from moved join customers c on c.tenant_id = ${tenant} and c.id = ${customer} and c.erased_at is null
      where ${bool(outcome.text !== null)}
      on conflict do nothing
      returning id
    ), dropped as (
      delete from memories m where ${mine} and exists (select 1 from kept)
        and m.id not in (select m.id from memories m where ${mine} order by m.created_at desc, m.id desc limit ${int(MOST_OUTCOMES - 1)})
    ), ${bookUsage(tenant, found.turn_id, outcome.usage, sql`moved`)}
    select count(*)::int as kept from kept`,
    { label: 'outcome.keep', idempotent: true },
  );
  return kept;
}

/** @returns how many outcomes were written down */
export async function keepOutcomes(runtime: BackgroundRuntime, signal: AbortSignal): Promise<number> {
  let kept = 0;
  for (;;) {
    const found = await resting(runtime.database, runtime.settings.REMEMBER_AFTER_MS);
    for (const one of found) {
      signal.throwIfAborted();
      kept += await keep(runtime.database, one, await outcomeOf(runtime, one, signal));
    }
    if (found.length < MOST_AT_ONCE) return kept;
  }
}

export const outcomesRound: Round = async (runtime, signal) => {
  const kept = await keepOutcomes(runtime, signal);
  if (kept > 0) runtime.log.info('outcomes of conversations written down', { count: kept });
};
