/**
 * What a rulebook is: a deterministic stand-in for a language model. It sees exactly what a model would see (system
 * prompt, messages, tools) and answers with words or tool calls. Nothing is remembered between calls.
 */
import type { AgentName } from '../fleet.ts';
import type { JsonObject } from '../json.ts';
import type { ModelRequest } from '../model/model.ts';

export type RulebookAnswer =
  | { readonly kind: 'say'; readonly text: string }
  /** `text` is said before the tools are called: what could be answered at once. */
  | {
      readonly kind: 'call';
      readonly text?: string;
      readonly calls: readonly { readonly name: string; readonly input: JsonObject }[];
    };

export interface Rulebook {
  readonly agent: AgentName;
  answer(request: Pick<ModelRequest, 'messages' | 'tools'>): RulebookAnswer;
}
