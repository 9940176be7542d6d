/** Someone talking to one agent in a test: the agent's real tools, its rulebook in the model's place. */
import type { Agent } from '@deskfleet/shared/agent/agent.ts';
import type { HistoryMessage } from '@deskfleet/shared/agent/context.ts';
import type { Citation } from '@deskfleet/shared/agent/tool.ts';
import { runTurnLoop } from '@deskfleet/shared/agent/turn-loop.ts';
import type { QuoteView } from '@deskfleet/shared/conversation/quotes.ts';
import { rulebookModel } from '@deskfleet/shared/rulebook/model.ts';
import { sharedWorld, toolContext, type ContextOptions } from './harness.ts';

export interface Said {
  readonly reply: string;
  readonly outcome: string;
  readonly tools: readonly string[];
  /** `get_product {…}` of every tool call, in order. */
  readonly calls: readonly string[];
  readonly quotes: readonly QuoteView[];
  readonly citations: readonly Citation[];
  readonly dataApiCalls: number;
}

/** History and open quotes are carried from turn to turn as the kernel does. */
export class TestCustomer {
  readonly #agent: Agent;
  readonly #id: string | null;
  readonly #options: Partial<ContextOptions>;
  readonly #history: HistoryMessage[] = [];
  #open: QuoteView[] = [];

  /** @param id null for a visitor */
  constructor(agent: Agent, id: string | null, options: Partial<ContextOptions> = {}) {
    this.#agent = agent;
    this.#id = id;
    this.#options = options;
  }

  async says(message: string): Promise<Said> {
    const facts = {
      history: [...this.#history],
      openQuotes: [...this.#open],
      profile: this.#id === null ? null : { first_name: 'Test' },
    };
    const context = toolContext(await sharedWorld(), this.#agent, {
      customerId: this.#id,
      message,
      ...this.#options,
      facts,
    });
    const { reply, outcome } = await runTurnLoop({
      agent: this.#agent,
      model: rulebookModel(this.#agent.rulebook),
      limits: { maxModelCalls: 4, maxOutputTokens: 1000 },
      context,
      request: message,
      streaming: false,
    });
    this.#history.push({ role: 'user', text: message }, { role: 'assistant', text: reply });
    const { quotes, toolCalls, citations, dataApiCalls } = context.record;
    this.#open = [
      ...this.#open.filter((open) => quotes.every((quote) => quote.id !== open.id)),
      ...quotes.filter((quote) => quote.state === 'open'),
    ];
    return {
      reply,
      outcome,
      quotes,
      citations,
      dataApiCalls,
      tools: toolCalls.map((call) => call.tool),
      calls: toolCalls.map(({ tool, input }) => `${tool} ${JSON.stringify(input)}`),
    };
  }
}
