/** A rulebook behind the Model port: the last link of a chain, and the words of the laptop's Bedrock endpoint. */
import { wordChunks } from '../model/chunks.ts';
import { toModelError } from '../model/errors.ts';
import { estimateUsage } from '../model/estimate.ts';
import type { AssistantBlock, Model, ModelEvent, ModelReply, ModelRequest } from '../model/model.ts';
import type { Rulebook } from './rulebook.ts';

export interface RulebookModelOptions {
  /** Marks every reply as degraded: set where the rulebook stands in for a language model that could not be reached. */
  readonly degraded?: boolean;
}

/**
 * Deterministic: the same request gets the same reply, ids of tool calls included. Text is streamed word by word. Usage
 * is estimated at four characters a token; the rulebook itself costs nothing.
 */
export function rulebookModel(rulebook: Rulebook, options: RulebookModelOptions = {}): Model {
  function reply(request: ModelRequest): ModelReply {
    if (request.signal.aborted) throw toModelError(undefined, request.signal);
    const answer = rulebook.answer(request);
    const calls = answer.kind === 'say' ? [] : answer.calls;
    const content: readonly AssistantBlock[] = [
      ...(answer.text === undefined ? [] : [{ type: 'text' as const, text: answer.text }]),
      ...calls.map((call, index) => ({
        type: 'tool_use' as const,
        id: `rulebook-${request.messages.length}-${index + 1}`,
        name: call.name,
        input: call.input,
      })),
    ];
    const characters = (answer.text?.length ?? 0) + (calls.length === 0 ? 0 : JSON.stringify(calls).length);
    return {
      content,
      stopReason: answer.kind === 'say' ? 'end_turn' : 'tool_use',
      usage: estimateUsage(request, characters),
      modelId: 'rulebook',
      degraded: options.degraded ?? false,
    };
  }

  async function* events(request: ModelRequest): AsyncGenerator<ModelEvent, void> {
    const whole = reply(request);
    for (const block of whole.content) {
      if (block.type !== 'text') continue;
      for (const text of wordChunks(block.text)) {
        // Lets other turns run between two words, and an abort be seen.
        await Promise.resolve();
        if (request.signal.aborted) throw toModelError(undefined, request.signal);
        yield { type: 'text', text };
      }
    }
    yield { type: 'reply', reply: whole };
  }

  // Async so that a rulebook's own error becomes a rejection, as with every other model.
  return { converse: async (request) => Promise.resolve().then(() => reply(request)), converseStream: events };
}
