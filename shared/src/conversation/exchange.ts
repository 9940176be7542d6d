/** What happens beside the chat (a button, a colleague) written into the conversation as a turn of its own. */
import type { Database } from '../database/database.ts';
import { column, row } from '../database/row.ts';
import { json, sql, text } from '../database/sql.ts';
import type { SpecialistName } from '../fleet.ts';

export interface Exchange {
  readonly tenant: string;
  readonly conversationId: string;
  /** Made from what it is about, so that the same thing is written down once. */
  readonly turnId: string;
  /** Who did it; null for nobody of the fleet. */
  readonly agent: SpecialistName | null;
  /** In order; `note` is read by colleagues and by nobody else. */
  readonly lines: readonly (readonly [role: 'user' | 'assistant' | 'staff' | 'note', body: string])[];
}

const storedRow = row({ stored: column.int() });

/** One statement; a second time it writes nothing. At most two lines. */
export async function appendExchange(database: Database, exchange: Exchange): Promise<void> {
  const { tenant, conversationId, turnId, agent } = exchange;
  const agents = agent === null ? [] : [{ agent, outcome: 'answered' }];
  const lines = exchange.lines.slice(0, 2).map(([role, body], place) => ({ place, role, body }));
  await database.one(
    storedRow,
    sql`
    with counted as (
      update conversations set turn_count = turn_count + 1, last_agent = coalesce(${text(agent)}, last_agent), updated_at = now(),
        state = case when owner = 'agent' then 'open' else state end, resolved_at = null
      where tenant_id = ${tenant} and id = ${conversationId} and not exists (select 1 from turns where tenant_id = ${tenant} and id = ${turnId})
      returning turn_count
    ), added as (
      insert into turns (tenant_id, id, conversation_id, number, state, agents, finished_at)
      select ${tenant}, ${turnId}, ${conversationId}, turn_count, 'done', ${json(agents)}, now() from counted
      on conflict (tenant_id, id) do nothing
      returning number
    ), said as (
      insert into messages (tenant_id, conversation_id, position, turn_id, role, body)
      select ${tenant}, ${conversationId}, number * 2 + line.place, ${turnId}, line.role, line.body
      from added, jsonb_to_recordset(${json(lines)}) as line(place int, role text, body text)
    )
    select count(*)::int as stored from added`,
    { label: 'conversation.exchange', idempotent: true },
  );
}
