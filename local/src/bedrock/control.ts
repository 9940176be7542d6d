/** What a test or the benchmark can tell the endpoint to do: scripted replies, faults, latency, retired models. */
import { z } from 'zod';
import type { Json, JsonObject } from '@deskfleet/shared/json.ts';
import { STOP_REASONS } from '@deskfleet/shared/model/model.ts';

const jsonSchema: z.ZodType<Json> = z.json();
const jsonObjectSchema: z.ZodType<JsonObject> = z.record(z.string(), jsonSchema);

export const scriptedAnswerSchema = z.object({
  text: z.string().min(1).optional(),
  /** `input` may be raw text, to show what happens when a model writes broken JSON. */
  calls: z.array(z.object({ name: z.string(), input: z.union([jsonObjectSchema, z.string()]) })).optional(),
  stop_reason: z.enum(STOP_REASONS).optional(),
});
export type ScriptedAnswer = z.infer<typeof scriptedAnswerSchema>;

const faultTarget = {
  /** Only calls of this agent; absent: any. */
  agent: z.string().optional(),
  /** Only calls of this model id; absent: any. */
  model: z.string().optional(),
  /** How many calls it hits. */
  times: z.number().int().positive().default(1),
  /** How many calls that fit go by first. */
  skip: z.number().int().nonnegative().default(0),
};

export const faultSchema = z.discriminatedUnion('kind', [
  z.object({ ...faultTarget, kind: z.literal('throttle') }),
  z.object({
    ...faultTarget,
    kind: z.literal('throttle_in_stream'),
    after_events: z.number().int().nonnegative().default(1),
  }),
  /** Waits until it is released: before the first token, or after so many events of a stream. */
  z.object({ ...faultTarget, kind: z.literal('hold'), after_events: z.number().int().nonnegative().default(0) }),
  /** Breaks the connection off: after so many events of a stream, or in place of a whole answer. */
  z.object({ ...faultTarget, kind: z.literal('drop'), after_events: z.number().int().nonnegative().default(2) }),
  /** Any other error of Bedrock's. */
  z.object({
    ...faultTarget,
    kind: z.literal('error'),
    status: z.number().int().min(400).max(599),
    type: z.string().min(1),
    message: z.string().default(''),
  }),
]);
export type Fault = z.infer<typeof faultSchema>;
export type NewFault = z.input<typeof faultSchema>;

/** Key of scripts that any agent may use. */
export const ANY_AGENT = '*';

export interface Control {
  /** Milliseconds before the first token of each call. */
  latencyMs: number;
  /** Milliseconds between two events of a stream. */
  tokenDelayMs: number;
  /** Foundation model ids past their end of life. */
  retired: ReadonlySet<string>;
  /** Queues replies for an agent, or for any with `*`; they go before the rulebook. */
  script(agent: string, answers: readonly ScriptedAnswer[]): void;
  nextScript(agent: string | undefined): ScriptedAnswer | undefined;
  fault(fault: NewFault): void;
  /** @param named only faults that name the model. */
  takeFault(agent: string | undefined, model: string, named?: boolean): Fault | undefined;
  /** Waits for {@link release} or for the signal. */
  hold(signal: AbortSignal): Promise<void>;
  /** Lets every held call go on. @returns how many there were. */
  release(): number;
  /** Forgets scripts and faults, releases held calls, restores latency and retired models of the start. */
  reset(): void;
}

export interface ControlDefaults {
  readonly latencyMs: number;
  readonly tokenDelayMs: number;
  readonly retired: readonly string[];
  readonly scripted: Readonly<Record<string, readonly ScriptedAnswer[]>>;
}

export function createControl(defaults: ControlDefaults): Control {
  const scripts = new Map<string, ScriptedAnswer[]>();
  const faults: { readonly fault: Fault; skip: number; left: number }[] = [];
  const held = new Set<() => void>();

  const control: Control = {
    latencyMs: 0,
    tokenDelayMs: 0,
    retired: new Set(),
    script(agent, answers) {
      scripts.set(agent, [...(scripts.get(agent) ?? []), ...answers]);
    },
    nextScript: (agent) =>
      (agent === undefined ? undefined : scripts.get(agent)?.shift()) ?? scripts.get(ANY_AGENT)?.shift(),
    fault(given) {
      const fault = faultSchema.parse(given);
      faults.push({ fault, skip: fault.skip, left: fault.times });
    },
    takeFault(agent, model, named = false) {
      const found = faults.find(
        ({ fault }) => (fault.agent ?? agent) === agent && (fault.model ?? (named ? undefined : model)) === model,
      );
      if (found === undefined) return undefined;
      if (found.skip > 0) {
        found.skip -= 1;
        return undefined;
      }
      found.left -= 1;
      if (found.left === 0) faults.splice(faults.indexOf(found), 1);
      return found.fault;
    },
    hold: (signal) =>
      new Promise((resolve) => {
        const go = (): void => {
          held.delete(go);
          signal.removeEventListener('abort', go);
          resolve();
        };
        held.add(go);
        signal.addEventListener('abort', go, { once: true });
      }),
    release() {
      const count = held.size;
      for (const go of held) go();
      return count;
    },
    reset() {
      scripts.clear();
      faults.length = 0;
      control.release();
      control.latencyMs = defaults.latencyMs;
      control.tokenDelayMs = defaults.tokenDelayMs;
      control.retired = new Set(defaults.retired);
      for (const [agent, answers] of Object.entries(defaults.scripted)) control.script(agent, answers);
    },
  };
  control.reset();
  return control;
}
