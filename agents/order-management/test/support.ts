/** Conversations of this agent with a customer of the demo shop: the real tools, the rulebook in the model's place. */
import { sharedWorld, toolContext, type ContextOptions } from '@deskfleet/local/testing/harness.ts';
import type { HistoryMessage, ToolContext } from '@deskfleet/shared/agent/context.ts';
import { runTurnLoop } from '@deskfleet/shared/agent/turn-loop.ts';
import type { QuoteView } from '@deskfleet/shared/conversation/quotes.ts';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { sql, type Sql } from '@deskfleet/shared/database/sql.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { rulebookModel } from '@deskfleet/shared/rulebook/model.ts';
import { agent } from '../src/agent.ts';

export interface Said {
  readonly reply: string;
  readonly outcome: string;
  readonly tools: readonly string[];
  readonly quotes: readonly QuoteView[];
  readonly dataApiCalls: number;
}

/** One customer talking; history and open quotes are carried from turn to turn as the kernel does. */
export class Customer {
  readonly #id: string;
  readonly #options: Partial<ContextOptions>;
  readonly #history: HistoryMessage[] = [];
  #open: QuoteView[] = [];

  constructor(id: string, options: Partial<ContextOptions> = {}) {
    this.#id = id;
    this.#options = options;
  }

  async says(message: string): Promise<Said> {
    const context = toolContext(await sharedWorld(), agent, {
      customerId: this.#id, message, ...this.#options, facts: { history: [...this.#history], openQuotes: [...this.#open], profile: { first_name: 'Test' } },
    });
    const { reply, outcome } = await runTurnLoop({
      agent, model: rulebookModel(agent.rulebook), limits: { maxModelCalls: 4, maxOutputTokens: 1000 }, context, request: message, streaming: false,
    });
    this.#history.push({ role: 'user', text: message }, { role: 'assistant', text: reply });
    const { quotes } = context.record;
    this.#open = [...this.#open.filter((open) => quotes.every((quote) => quote.id !== open.id)), ...quotes.filter((quote) => quote.state === 'open')];
    return { reply, outcome, quotes, tools: context.record.toolCalls.map((call) => call.tool), dataApiCalls: context.record.dataApiCalls };
  }
}

export async function contextOf(customerId: string | null, options: Partial<ContextOptions> = {}): Promise<ToolContext> {
  return toolContext(await sharedWorld(), agent, { customerId, ...options });
}

/** The rows of a query as JSON objects, for looking at what a write left behind. */
export async function rowsOf(query: Sql): Promise<readonly JsonObject[]> {
  const { database } = await sharedWorld();
  const { found } = await database.one(row({ found: column.json<readonly JsonObject[]>() }), sql`select coalesce(jsonb_agg(to_jsonb(q)), '[]') as found from (${query}) q`);
  return found;
}
