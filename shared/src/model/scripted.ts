/**
 * A model whose replies are written down beforehand, for tests of everything that sits on the Model port. It records
 * what it was asked, streams chunk by chunk, waits where the test says so, fails with the ModelErrors it is given and
 * notices when it is aborted.
 */
import type { JsonObject } from '../json.ts';
import { wordChunks } from './chunks.ts';
import { toModelError } from './errors.ts';
import { estimateUsage } from './estimate.ts';
import {
  ModelError,
  type AssistantBlock,
  type Model,
  type ModelEvent,
  type ModelReply,
  type ModelRequest,
  type ModelUsage,
  type StopReason,
} from './model.ts';

export interface ScriptedReply {
  /** Words to say, streamed word by word unless `chunks` is given. */
  readonly text?: string;
  readonly chunks?: readonly string[];
  /** Tools to call after the words. */
  readonly calls?: readonly { readonly name: string; readonly input: JsonObject; readonly id?: string }[];
  /** Default: `tool_use` when there are calls, else `end_turn`. */
  readonly stopReason?: StopReason;
  /** Default: estimated from the characters. */
  readonly usage?: ModelUsage;
  /** Waited for before anything is said; an abort ends the wait. */
  readonly hold?: PromiseLike<unknown>;
  /** Thrown in place of the reply, after the chunks if there are any. */
  readonly error?: ModelError;
}

export type ScriptedStep = ScriptedReply | ((request: ModelRequest) => ScriptedReply | Promise<ScriptedReply>);

export interface ScriptedModel extends Model {
  /** Every request, oldest first. */
  readonly requests: readonly ModelRequest[];
  /** Requests whose signal was aborted while they ran. */
  readonly aborted: readonly ModelRequest[];
  /** Steps not used yet. */
  readonly remaining: number;
  push(...steps: readonly ScriptedStep[]): void;
}

export interface ScriptedOptions {
  /** Default: `scripted`. */
  readonly modelId?: string;
  readonly degraded?: boolean;
}

/** Settles with `wait`, or rejects with a ModelError as soon as the signal is aborted. */
async function unlessAborted<T>(wait: PromiseLike<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) throw toModelError(undefined, signal);
  const { promise: aborted, reject } = deferred();
  const onAbort = (): void => reject(toModelError(undefined, signal));
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([wait, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function deferred(): { readonly promise: Promise<never>; readonly reject: (reason: ModelError) => void } {
  let reject: (reason: ModelError) => void = () => undefined;
  const promise = new Promise<never>((_resolve, rejectPromise) => {
    reject = rejectPromise;
  });
  return { promise, reject };
}

export function scriptedModel(steps: readonly ScriptedStep[] = [], options: ScriptedOptions = {}): ScriptedModel {
  const queue: ScriptedStep[] = [...steps];
  const requests: ModelRequest[] = [];
  const aborted: ModelRequest[] = [];
  const modelId = options.modelId ?? 'scripted';

  function replyTo(request: ModelRequest, script: ScriptedReply, text: string): ModelReply {
    const calls = (script.calls ?? []).map((call, index): AssistantBlock => ({
      type: 'tool_use',
      id: call.id ?? `call-${requests.length}-${index + 1}`,
      name: call.name,
      input: call.input,
    }));
    return {
      content: text === '' ? calls : [{ type: 'text', text }, ...calls],
      stopReason: script.stopReason ?? (calls.length > 0 ? 'tool_use' : 'end_turn'),
      usage: script.usage ?? estimateUsage(request, text.length + JSON.stringify(script.calls ?? '').length),
      modelId,
      degraded: options.degraded ?? false,
    };
  }

  async function* events(request: ModelRequest): AsyncGenerator<ModelEvent, void> {
    requests.push(request);
    const noteAbort = (): void => {
      aborted.push(request);
    };
    request.signal.addEventListener('abort', noteAbort, { once: true });
    try {
      const step = queue.shift();
      if (step === undefined)
        throw new ModelError('invalid', `The script has no reply left for request ${requests.length}.`);
      const script =
        typeof step === 'function' ? await unlessAborted(Promise.resolve(step(request)), request.signal) : step;
      if (script.hold !== undefined) await unlessAborted(script.hold, request.signal);
      const chunks = script.chunks ?? wordChunks(script.text ?? '');
      for (const chunk of chunks) {
        if (request.signal.aborted) throw toModelError(undefined, request.signal);
        yield { type: 'text', text: chunk };
      }
      if (script.error !== undefined) throw script.error;
      if (request.signal.aborted) throw toModelError(undefined, request.signal);
      yield { type: 'reply', reply: replyTo(request, script, chunks.join('')) };
    } finally {
      request.signal.removeEventListener('abort', noteAbort);
    }
  }

  return {
    requests,
    aborted,
    get remaining() {
      return queue.length;
    },
    push: (...more) => {
      queue.push(...more);
    },
    converseStream: events,
    async converse(request) {
      for await (const event of events(request)) {
        if (event.type === 'reply') return event.reply;
      }
      throw new ModelError('unavailable', 'The script ended without a reply.');
    },
  };
}
