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
      readonly calls: readonly ToolWish[];
    };

/** A tool to call, as a model would wish it. */
export interface ToolWish {
  readonly name: string;
  readonly input: JsonObject;
}

export interface Rulebook {
  readonly agent: AgentName;
  answer(request: Pick<ModelRequest, 'messages' | 'tools'>): RulebookAnswer;
  /**
   * Calls that are certain to be needed before any model is asked, whichever model that is: what the message plainly
   * names is looked up, and a message whose way is clear goes its way. Empty when it is not that clear.
   */
  readonly foresee?: (request: Pick<ModelRequest, 'messages' | 'tools'>) => readonly ToolWish[];
}
