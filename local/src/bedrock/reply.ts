/** An answer as Bedrock words it: whole for Converse, event by event for ConverseStream. */
import { randomBytes } from 'node:crypto';
import { wordChunks } from '@deskfleet/shared/model/chunks.ts';
import { CHARACTERS_PER_TOKEN, tokensOf } from '@deskfleet/shared/model/estimate.ts';
import type { StopReason } from '@deskfleet/shared/model/model.ts';
import type { ScriptedAnswer } from './control.ts';
import { eventFrame } from './frames.ts';
import type { PromptUsage } from './prompt-cache.ts';

interface ToolUse {
  readonly toolUseId: string;
  readonly name: string;
  readonly inputText: string;
}

export interface Reply {
  readonly text: string;
  readonly toolUses: readonly ToolUse[];
  readonly stopReason: StopReason;
  readonly outputTokens: number;
}

/** Tool input arrives in pieces of JSON text that end anywhere. */
const FRAGMENT_CHARACTERS = 24;

/** @param maxTokens longest answer; text beyond it is cut off, as a model's is. */
export function buildReply(answer: ScriptedAnswer, maxTokens: number | undefined): Reply {
  const most = (maxTokens ?? Number.MAX_SAFE_INTEGER) * CHARACTERS_PER_TOKEN;
  const whole = answer.text ?? '';
  const cut = whole.length > most;
  const text = cut ? whole.slice(0, most) : whole;
  const toolUses = cut
    ? []
    : (answer.calls ?? []).map(({ name, input }): ToolUse => ({
        toolUseId: `tooluse_${randomBytes(16).toString('base64url')}`,
        name,
        inputText: typeof input === 'string' ? input : JSON.stringify(input),
      }));
  const natural: StopReason = toolUses.length > 0 ? 'tool_use' : 'end_turn';
  const characters = toolUses.reduce((sum, { name, inputText }) => sum + name.length + inputText.length, text.length);
  return {
    text,
    toolUses,
    stopReason: cut ? 'max_tokens' : (answer.stop_reason ?? natural),
    outputTokens: tokensOf(characters),
  };
}

function usage(prompt: PromptUsage, outputTokens: number): object {
  const { inputTokens, cacheReadInputTokens, cacheWriteInputTokens } = prompt;
  const totalTokens = inputTokens + cacheReadInputTokens + cacheWriteInputTokens + outputTokens;
  return { inputTokens, outputTokens, totalTokens, cacheReadInputTokens, cacheWriteInputTokens };
}

function wholeInput(text: string): unknown {
  try {
    return JSON.parse(text === '' ? '{}' : text);
  } catch {
    // Converse has no place for broken JSON; what could not be read is handed over as a string.
    return text;
  }
}

export function converseBody(reply: Reply, prompt: PromptUsage, latencyMs: number): object {
  return {
    output: {
      message: {
        role: 'assistant',
        content: [
          ...(reply.text === '' ? [] : [{ text: reply.text }]),
          ...reply.toolUses.map(({ toolUseId, name, inputText }) => ({
            toolUse: { toolUseId, name, input: wholeInput(inputText) },
          })),
        ],
      },
    },
    stopReason: reply.stopReason,
    usage: usage(prompt, reply.outputTokens),
    metrics: { latencyMs },
  };
}

/** Frames in the order Bedrock sends them. Text blocks have no start event. */
export function* replyFrames(reply: Reply, prompt: PromptUsage, latencyMs: () => number): Generator<Uint8Array, void> {
  let contentBlockIndex = 0;
  yield eventFrame('messageStart', { role: 'assistant' });
  if (reply.text !== '') {
    for (const text of wordChunks(reply.text))
      yield eventFrame('contentBlockDelta', { contentBlockIndex, delta: { text } });
    yield eventFrame('contentBlockStop', { contentBlockIndex });
    contentBlockIndex += 1;
  }
  for (const { toolUseId, name, inputText } of reply.toolUses) {
    yield eventFrame('contentBlockStart', { contentBlockIndex, start: { toolUse: { toolUseId, name } } });
    // The first fragment is empty, as with Bedrock.
    yield eventFrame('contentBlockDelta', { contentBlockIndex, delta: { toolUse: { input: '' } } });
    for (let at = 0; at < inputText.length; at += FRAGMENT_CHARACTERS) {
      const input = inputText.slice(at, at + FRAGMENT_CHARACTERS);
      yield eventFrame('contentBlockDelta', { contentBlockIndex, delta: { toolUse: { input } } });
    }
    yield eventFrame('contentBlockStop', { contentBlockIndex });
    contentBlockIndex += 1;
  }
  yield eventFrame('messageStop', { stopReason: reply.stopReason });
  yield eventFrame('metadata', { usage: usage(prompt, reply.outputTokens), metrics: { latencyMs: latencyMs() } });
}
