/** Conversations of this agent with a visitor of a demo shop: the real tools, the rulebook in the model's place. */
import { callTool, sharedWorld, toolContext, type ContextOptions } from '@deskfleet/local/testing/harness.ts';
import type { HistoryMessage } from '@deskfleet/shared/agent/context.ts';
import { runTurnLoop } from '@deskfleet/shared/agent/turn-loop.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { rulebookModel } from '@deskfleet/shared/rulebook/model.ts';
import { agent } from '../src/agent.ts';

export interface Said {
  readonly reply: string;
  readonly outcome: string;
  /** "get_product {…}" of every call, in order. */
  readonly calls: readonly string[];
}

/** One visitor talking; the history is carried from turn to turn as the kernel does. */
export class Visitor {
  readonly #options: Partial<ContextOptions>;
  readonly #history: HistoryMessage[] = [];

  constructor(options: Partial<ContextOptions> = {}) {
    this.#options = options;
  }

  async says(message: string): Promise<Said> {
    const context = toolContext(await sharedWorld(), agent, { customerId: null, message, ...this.#options, facts: { history: [...this.#history] } });
    const { reply, outcome } = await runTurnLoop({
      agent, model: rulebookModel(agent.rulebook), limits: { maxModelCalls: 4, maxOutputTokens: 1000 }, context, request: message, streaming: false,
    });
    this.#history.push({ role: 'user', text: message }, { role: 'assistant', text: reply });
    return { reply, outcome, calls: context.record.toolCalls.map(({ tool, input }) => `${tool} ${JSON.stringify(input)}`) };
  }
}

/** What a tool gives a visitor, or `{error, message}`; `calls` counts the statements it took. */
export async function call(tool: string, input: JsonObject, options: Partial<ContextOptions> = {}): Promise<JsonObject & { readonly calls: number }> {
  const context = toolContext(await sharedWorld(), agent, { customerId: null, ...options });
  const result = await callTool(context, agent, tool, input);
  return { ...(result.ok ? result.data : { error: result.code, message: result.message }), calls: context.record.dataApiCalls };
}
