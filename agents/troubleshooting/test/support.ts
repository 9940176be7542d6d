/** Conversations of this agent with a customer of the demo shop: the real tools, the rulebook in the model's place. */
import { sharedWorld, toolContext, type ContextOptions } from '@deskfleet/local/testing/harness.ts';
import type { HistoryMessage, ToolContext } from '@deskfleet/shared/agent/context.ts';
import { runTurnLoop } from '@deskfleet/shared/agent/turn-loop.ts';
import type { Citation } from '@deskfleet/shared/agent/tool.ts';
import { rulebookModel } from '@deskfleet/shared/rulebook/model.ts';
import { agent } from '../src/agent.ts';

export interface Said {
  readonly reply: string;
  readonly outcome: string;
  readonly tools: readonly string[];
  readonly citations: readonly Citation[];
  readonly dataApiCalls: number;
}

/** One customer (or, with null, a visitor) talking; the history is carried from turn to turn as the kernel does. */
export class Customer {
  readonly #id: string | null;
  readonly #options: Partial<ContextOptions>;
  readonly #history: HistoryMessage[] = [];

  constructor(id: string | null, options: Partial<ContextOptions> = {}) {
    this.#id = id;
    this.#options = options;
  }

  async says(message: string): Promise<Said> {
    const context = toolContext(await sharedWorld(), agent, {
      customerId: this.#id, message, ...this.#options, facts: { history: [...this.#history], profile: this.#id === null ? null : { first_name: 'Test' } },
    });
    const { reply, outcome } = await runTurnLoop({
      agent, model: rulebookModel(agent.rulebook), limits: { maxModelCalls: 4, maxOutputTokens: 1000 }, context, request: message, streaming: false,
    });
    this.#history.push({ role: 'user', text: message }, { role: 'assistant', text: reply });
    const { record } = context;
    return { reply, outcome, tools: record.toolCalls.map((call) => call.tool), citations: record.citations, dataApiCalls: record.dataApiCalls };
  }
}

export async function contextOf(customerId: string | null, options: Partial<ContextOptions> = {}): Promise<ToolContext> {
  return toolContext(await sharedWorld(), agent, { customerId, ...options });
}
