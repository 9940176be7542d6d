/** The stream of an answer as the chat call sends it: parts out of text in any pieces, the whole reply at its end. */
import { createParser } from 'eventsource-parser';
import { z } from 'zod';
import { chatReplySchema, type ChatReply } from '@deskfleet/shared/conversation/reply.ts';
import { BROKEN_OFF, ChatFailure, problemSchema, type WireProblem } from './failure.ts';

const partSchema = z.looseObject({ type: z.string() });
const startSchema = z.object({ messageMetadata: z.object({ conversation_id: z.string() }) });
const textSchema = z.object({ delta: z.string() });
const agentSchema = z.object({ data: z.object({ agent: z.string(), state: z.string(), tool: z.string().optional() }) });
const problemPartSchema = z.object({ data: problemSchema });
const finishSchema = z.object({ messageMetadata: chatReplySchema.omit({ reply: true }).optional() });

/** What is worth showing while an answer is written. */
export type Progress =
  | { readonly type: 'conversation'; readonly id: string }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'agent'; readonly agent: string; readonly state: string; readonly tool: string | undefined };

export class ReplyReader {
  readonly #onProgress: (progress: Progress) => void;
  readonly #parser = createParser({
    onEvent: ({ data }) => {
      this.#part(data);
    },
  });
  #text = '';
  #end: z.infer<typeof finishSchema>['messageMetadata'];
  #problem: WireProblem | undefined;

  constructor(onProgress: (progress: Progress) => void) {
    this.#onProgress = onProgress;
  }

  feed(text: string): void {
    this.#parser.feed(text);
  }

  /** @throws {ChatFailure} when the answer failed, or its stream ended too soon. */
  reply(): ChatReply {
    if (this.#problem) throw new ChatFailure(this.#problem);
    if (!this.#end) throw new ChatFailure(BROKEN_OFF);
    const { conversation_id, turn_id, ...rest } = this.#end;
    return { conversation_id, turn_id, reply: this.#text.trim(), ...rest };
  }

  /** Parts of unknown types are passed over, so that a newer fleet can add some. */
  #part(data: string): void {
    if (data === '[DONE]') return;
    const part = partSchema.parse(JSON.parse(data));
    switch (part.type) {
      case 'start':
        return this.#onProgress({ type: 'conversation', id: startSchema.parse(part).messageMetadata.conversation_id });
      case 'text-delta': {
        const { delta } = textSchema.parse(part);
        this.#text += delta;
        return this.#onProgress({ type: 'text', text: delta });
      }
      case 'data-agent': {
        const { agent, state, tool } = agentSchema.parse(part).data;
        return this.#onProgress({ type: 'agent', agent, state, tool });
      }
      case 'data-problem':
        this.#problem = problemPartSchema.parse(part).data;
        return;
      case 'finish':
        this.#end = finishSchema.parse(part).messageMetadata;
    }
  }
}

/** @throws {ChatFailure} as `ReplyReader.reply`, and for what breaks on the way. */
export async function readReply(
  body: AsyncIterable<Uint8Array>,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<ChatReply> {
  const reader = new ReplyReader(onProgress);
  const decoder = new TextDecoder();
  try {
    for await (const chunk of body) reader.feed(decoder.decode(chunk, { stream: true }));
  } catch (error) {
    signal.throwIfAborted();
    throw new ChatFailure(BROKEN_OFF, error);
  }
  return reader.reply();
}
