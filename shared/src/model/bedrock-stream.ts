/** Puts a ConverseStream together: words are passed on as they come, tool input is collected fragment by fragment. */
import type { ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime';
import { decodeStopReason, decodeToolUse, decodeUsage } from './bedrock-encoding.ts';
import { ModelError, NO_USAGE, type AssistantBlock, type ModelReply, type ModelUsage } from './model.ts';

interface OpenToolUse {
  readonly id: string;
  readonly name: string;
  input: string;
}

export interface StreamAssembly {
  /** Takes one event. @returns the words in it, if any. */
  take(event: ConverseStreamOutput): string | undefined;
  /** Whether the model has said that it is done; what follows is only bookkeeping. */
  readonly stopped: boolean;
  /** @throws {ModelError} `unavailable` when the stream ended before the model was done. */
  reply(modelId: string): ModelReply;
}

export function streamAssembly(): StreamAssembly {
  const content: AssistantBlock[] = [];
  const tools = new Map<number, OpenToolUse>();
  let text = '';
  let malformed = false;
  let stopReason: string | undefined;
  let usage: ModelUsage = NO_USAGE;

  function closeText(): void {
    if (text !== '') content.push({ type: 'text', text });
    text = '';
  }

  function closeBlock(index: number): void {
    const open = tools.get(index);
    if (open === undefined) {
      closeText();
      return;
    }
    tools.delete(index);
    const block = decodeToolUse(open);
    if (block === undefined) malformed = true;
    else content.push(block);
  }

  return {
    take(event) {
      if (event.contentBlockDelta !== undefined) {
        const { delta, contentBlockIndex } = event.contentBlockDelta;
        if (delta?.text !== undefined) {
          text += delta.text;
          return delta.text === '' ? undefined : delta.text;
        }
        const open = tools.get(contentBlockIndex ?? 0);
        if (open !== undefined) open.input += delta?.toolUse?.input ?? '';
      } else if (event.contentBlockStart?.start?.toolUse !== undefined) {
        const { toolUseId, name } = event.contentBlockStart.start.toolUse;
        tools.set(event.contentBlockStart.contentBlockIndex ?? 0, { id: toolUseId ?? '', name: name ?? '', input: '' });
      } else if (event.contentBlockStop !== undefined) {
        closeBlock(event.contentBlockStop.contentBlockIndex ?? 0);
      } else if (event.messageStop !== undefined) {
        stopReason = event.messageStop.stopReason ?? 'end_turn';
      } else if (event.metadata !== undefined) {
        usage = decodeUsage(event.metadata.usage);
      }
      return undefined;
    },
    get stopped() {
      return stopReason !== undefined;
    },
    reply(modelId) {
      if (stopReason === undefined) throw new ModelError('unavailable', 'The stream ended before the model was done.');
      closeText();
      // A block that was never closed was cut off in the middle of its input.
      if (tools.size > 0) malformed = true;
      return { content, stopReason: decodeStopReason(stopReason, malformed), usage, modelId, degraded: false };
    },
  };
}
