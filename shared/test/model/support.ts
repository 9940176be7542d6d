/** What the model tests share: requests, a clock the test moves, and helpers to read streams. */
import type { GatewayClock } from '../../src/model/gateway-clock.ts';
import { createModelGateway, type GatewayOptions, type ModelGateway } from '../../src/model/gateway.ts';
import type { ModelLink } from '../../src/model/link.ts';
import {
  ModelError,
  type ModelCall,
  type ModelErrorKind,
  type ModelEvent,
  type ModelReply,
  type ModelRequest,
} from '../../src/model/model.ts';
import { scriptedModel, type ScriptedModel, type ScriptedStep } from '../../src/model/scripted.ts';

export function modelRequest(more: Partial<ModelRequest> = {}): ModelRequest {
  return {
    labels: { agent: 'supervisor', tenant: 'acme', conversationId: 'c1', turnId: 't1', withinBudget: true },
    system: 'Be helpful.',
    tools: [],
    messages: [{ role: 'user', content: [{ type: 'text', text: 'Where is my order?' }] }],
    maxOutputTokens: 100,
    signal: new AbortController().signal,
    ...more,
  };
}

interface TestClock extends GatewayClock {
  /** Delays that were asked for, in milliseconds; they end at once. */
  readonly delays: number[];
  /** Moves the time and calls back what is due. */
  advance(milliseconds: number): void;
  /** Call-backs that still wait. */
  readonly waiting: number;
}

function testClock(): TestClock {
  let time = 0;
  const delays: number[] = [];
  const timers = new Set<{ readonly at: number; readonly callback: () => void }>();
  return {
    delays,
    get waiting() {
      return timers.size;
    },
    now: () => time,
    random: () => 0.5,
    delay(milliseconds, signal) {
      delays.push(milliseconds);
      return signal.aborted ? Promise.reject(new Error('aborted')) : Promise.resolve();
    },
    after(milliseconds, callback) {
      const timer = { at: time + milliseconds, callback };
      timers.add(timer);
      return () => {
        timers.delete(timer);
      };
    },
    advance(milliseconds) {
      time += milliseconds;
      for (const timer of timers) {
        if (timer.at > time) continue;
        timers.delete(timer);
        timer.callback();
      }
    },
  };
}

export interface TestGateway {
  readonly gateway: ModelGateway;
  readonly models: readonly ScriptedModel[];
  readonly clock: TestClock;
  readonly calls: ModelCall[];
  readonly warnings: string[];
}

/** A gateway over scripted links called `one`, `two`, …; the last one is not paid. */
export function testGateway(
  scripts: readonly (readonly ScriptedStep[])[],
  options: Partial<GatewayOptions> = {},
): TestGateway {
  const names = ['one', 'two', 'three'];
  const models = scripts.map((steps, index) => scriptedModel(steps, { modelId: names[index] ?? '' }));
  const chain = models.map((model, index): ModelLink => ({
    modelId: names[index] ?? '',
    model,
    paid: index < models.length - 1 || models.length === 1,
  }));
  const clock = testClock();
  const calls: ModelCall[] = [];
  const warnings: string[] = [];
  const gateway = createModelGateway({
    chain,
    timeoutMs: 60_000,
    firstEventTimeoutMs: 20_000,
    retries: 2,
    clock,
    onCall: (call) => {
      calls.push(call);
    },
    warn: (message, fields) => {
      warnings.push(`${message}: ${String(fields['modelId'])}`);
    },
    ...options,
  });
  return { gateway, models, clock, calls, warnings };
}

export const fails = (kind: ModelErrorKind): ScriptedStep => ({ error: new ModelError(kind, `scripted ${kind}`) });

export async function drain(
  events: AsyncIterable<ModelEvent>,
): Promise<{ readonly text: string; readonly reply: ModelReply }> {
  let text = '';
  for await (const event of events) {
    if (event.type === 'reply') return { text, reply: event.reply };
    text += event.text;
  }
  throw new Error('the stream ended without a reply');
}

/** The kind of the ModelError a promise rejects with. */
export async function kindOf(work: Promise<unknown>): Promise<ModelErrorKind> {
  try {
    await work;
  } catch (error) {
    if (error instanceof ModelError) return error.kind;
    throw error;
  }
  throw new Error('expected a ModelError, but there was none');
}

/** Lets everything that is ready to run, run. */
export function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
