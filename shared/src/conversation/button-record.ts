/** What the customer decided by a button, written into the conversation as a turn of its own, so that it is remembered. */
import type { Database } from '../database/database.ts';
import { column, row } from '../database/row.ts';
import { json, sql } from '../database/sql.ts';
import type { QuoteView } from './quotes.ts';

export interface ButtonDecision {
  readonly tenant: string;
  readonly conversationId: string;
  readonly quote: Pick<QuoteView, 'id' | 'agent' | 'summary'>;
  readonly decision: 'confirm' | 'decline';
  /** What came of it, as the customer was told. */
  readonly message: string;
}

const storedRow = row({ stored: column.int() });

/** One statement. Pressing again writes nothing again: the turn's id is made from the quote's. */
export async function recordButton(database: Database, decided: ButtonDecision): Promise<void> {
  const { tenant, conversationId, quote, decision, message } = decided;
  const turnId = `press_${quote.id}`;
  const said = `${decision === 'confirm' ? 'Confirmed' : 'Declined'}: ${quote.summary}`;
  await database.one(
    storedRow,
    sql`
    with counted as (
      update conversations set turn_count = turn_count + 1, last_agent = ${quote.agent}, updated_at = now()
      where tenant_id = ${tenant} and id = ${conversationId} and not exists (select 1 from turns where tenant_id = ${tenant} and id = ${turnId})
      returning turn_count
    ), pressed as (
      insert into turns (tenant_id, id, conversation_id, number, state, agents, finished_at)
      select ${tenant}, ${turnId}, ${conversationId}, turn_count, 'done', ${json([{ agent: quote.agent, outcome: 'answered' }])}, now() from counted
      on conflict (tenant_id, id) do nothing
      returning number
    ), said as (
      insert into messages (tenant_id, conversation_id, position, turn_id, role, body)
      select ${tenant}, ${conversationId}, number * 2 + place, ${turnId}, role, body
      from pressed, (values (0, 'user', ${said}), (1, 'assistant', ${message})) as line(place, role, body)
    )
    select count(*)::int as stored from pressed`,
    { label: 'conversation.button', idempotent: true },
  );
}
