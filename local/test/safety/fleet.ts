/** What came of a conversation with the fleet. */
import type { ChatReply } from '@deskfleet/shared/conversation/reply.ts';
import type { Database } from '@deskfleet/shared/database/database.ts';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import type { Json } from '@deskfleet/shared/json.ts';
import type { TestAgents } from '../../src/testing/agents.ts';
import { COLLEAGUES, type Talk } from './conversations.ts';

interface TurnTrace {
  readonly said: string;
  /** `agent tool input` of every call, in a fixed order; ids of quotes by what they are about. */
  readonly calls: readonly string[];
  readonly quotes: readonly string[];
  readonly agents: readonly string[];
}

export interface TalkTrace {
  readonly conversation: string;
  readonly turns: readonly TurnTrace[];
  readonly replies: readonly string[];
}

const callRow = row({ agent: column.text(), tool: column.text(), input: column.text() });
const quoteRow = row({ id: column.text(), tool: column.text(), subject: column.text(), state: column.text() });

interface Where {
  readonly agents: TestAgents;
  readonly database: Database;
  readonly tenant: string;
  /** Before each turn but the first, and before colleagues look at it. */
  readonly between?: (conversation: string) => Promise<void>;
  /** What the colleagues' note says. */
  readonly note?: string;
}

export async function hold(where: Where, { as, says }: Talk): Promise<TalkTrace> {
  const { agents, database, tenant } = where;
  const token = as === null ? undefined : await agents.issuer.token({ sub: as, tenant });
  const turns: TurnTrace[] = [];
  const replies: string[] = [];
  let conversation: string | undefined;
  for (const said of says) {
    if (conversation !== undefined) await where.between?.(conversation);
    if (said === COLLEAGUES) {
      await colleagues(where, conversation ?? '');
      continue;
    }
    const response = await agents.post(
      'supervisor',
      '/supervisor/chat',
      { message: said, ...(conversation === undefined ? {} : { conversation_id: conversation }) },
      token === undefined ? {} : { token },
    );
    if (response.status !== 200) throw new Error(`${said}: ${response.status} ${await response.text()}`);
    const answer = (await response.json()) as ChatReply;
    conversation = answer.conversation_id;
    replies.push(JSON.stringify(answer));
    turns.push(await traced(database, tenant, said, answer));
  }
  return { conversation: conversation ?? '', turns, replies };
}

async function traced(database: Database, tenant: string, said: string, answer: ChatReply): Promise<TurnTrace> {
  const quotes = await database.query(
    quoteRow,
    sql`select id, tool, subject, state from quotes where tenant_id = ${tenant} and conversation_id = ${answer.conversation_id} order by created_at, list_no`,
  );
  const calls = await database.query(
    callRow,
    sql`select agent, tool, input::text as input from tool_calls where tenant_id = ${tenant} and turn_id = ${answer.turn_id}`,
  );
  const named = (text: string): string =>
    quotes.reduce((whole, quote) => whole.replaceAll(quote.id, `the quote of ${quote.tool} ${quote.subject}`), text);
  return {
    said,
    calls: calls.map(({ agent, tool, input }) => `${agent} ${tool} ${named(input)}`).sort(),
    quotes: quotes.map(({ tool, subject, state }) => `${tool} ${subject} ${state}`),
    agents: answer.agents.map(({ agent, outcome }) => `${agent} ${outcome}`).sort(),
  };
}

async function colleagues({ agents, tenant, note = 'All settled.' }: Where, conversation: string): Promise<void> {
  const token = await agents.issuer.token({ sub: 'staff:sam', tenant, role: 'staff' });
  const path = `/supervisor/staff/conversations/${conversation}`;
  const steps: readonly (readonly [string, Json])[] = [
    ['claim', {}],
    ['reply', { text: `Sam here. ${note}` }],
    ['hand-back', { note }],
  ];
  for (const [verb, body] of steps) {
    const response = await agents.post('supervisor', `${path}/${verb}`, body, { token });
    if (response.status !== 200) throw new Error(`${verb}: ${response.status} ${await response.text()}`);
  }
}
