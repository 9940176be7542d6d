/**
 * One call of one link under its time limits. A limit that runs out aborts the call and shows as a `timeout`
 * ModelError; the caller's own abort shows as `aborted`.
 */
import { toModelError } from './errors.ts';
import type { GatewayClock } from './gateway-clock.ts';
import type { LinkModel } from './link.ts';
import { ModelError, type ModelEvent, type ModelReply, type ModelRequest } from './model.ts';

export interface AttemptLimits {
  /** Milliseconds for the whole call. */
  readonly wholeCallMs: number;
  /** Milliseconds until a stream's first event. */
  readonly firstEventMs: number;
}

export interface StreamAttempt {
  /** Settles with the first word or the whole reply. */
  first(): Promise<ModelEvent>;
  /** What comes after {@link first}, one by one; undefined when the reply has been. */
  next(): Promise<ModelEvent | undefined>;
  /** Stops the clocks, and the call if it still runs. Safe to call twice. */
  end(): void;
}

interface Guard {
  readonly signal: AbortSignal;
  /** Rejects as soon as the call is aborted, even when the model does not notice. */
  race<T>(work: Promise<T>): Promise<T>;
  limit(milliseconds: number, what: string): () => void;
  /** @returns the error as the caller should see it. */
  explain(error: unknown): ModelError;
  /** Aborts the call because nobody wants the rest of it. */
  cancel(): void;
  /** Stops the clocks. */
  end(): void;
}

function guard(outer: AbortSignal, clock: GatewayClock): Guard {
  const controller = new AbortController();
  const clocks: (() => void)[] = [];
  let rejectRace: ((reason: ModelError) => void) | undefined;
  const explain = (error: unknown): ModelError =>
    outer.aborted ? toModelError(undefined, outer) : toModelError(error, controller.signal);
  const onOuterAbort = (): void => controller.abort(toModelError(undefined, outer));
  controller.signal.addEventListener('abort', () => rejectRace?.(explain(undefined)), { once: true });
  if (outer.aborted) onOuterAbort();
  else outer.addEventListener('abort', onOuterAbort, { once: true });

  return {
    signal: controller.signal,
    explain,
    async race(work) {
      if (controller.signal.aborted) {
        work.catch(() => undefined);
        throw explain(undefined);
      }
      const aborted = new Promise<never>((_resolve, reject) => {
        rejectRace = reject;
      });
      return Promise.race([work, aborted]);
    },
    limit(milliseconds, what) {
      const stop = clock.after(milliseconds, () => {
        controller.abort(new ModelError('timeout', `No ${what} within ${milliseconds} ms.`));
      });
      clocks.push(stop);
      return stop;
    },
    cancel: () => controller.abort(),
    end() {
      for (const stop of clocks) stop();
      outer.removeEventListener('abort', onOuterAbort);
      rejectRace = undefined;
    },
  };
}

/** @throws {ModelError} */
export async function attemptConverse(
  model: LinkModel,
  request: ModelRequest,
  limits: AttemptLimits,
  clock: GatewayClock,
): Promise<ModelReply> {
  const call = guard(request.signal, clock);
  call.limit(limits.wholeCallMs, 'answer');
  try {
    return await call.race(model.converse({ ...request, signal: call.signal }));
  } catch (error) {
    throw call.explain(error);
  } finally {
    call.end();
  }
}

/** Starts nothing until {@link StreamAttempt.first} is called; every error it throws is a ModelError. */
export function attemptStream(
  model: LinkModel,
  request: ModelRequest,
  limits: AttemptLimits,
  clock: GatewayClock,
): StreamAttempt {
  const call = guard(request.signal, clock);
  let iterator: AsyncIterator<ModelEvent> | undefined;
  let done = false;

  async function next(): Promise<ModelEvent> {
    try {
      const step = await iterator?.next();
      if (step === undefined || step.done === true)
        throw new ModelError('unavailable', 'The model ended its stream without a reply.');
      if (step.value.type === 'reply') done = true;
      return step.value;
    } catch (error) {
      done = true;
      throw call.explain(error);
    }
  }

  return {
    async first() {
      call.limit(limits.wholeCallMs, 'complete answer');
      const alive = call.limit(limits.firstEventMs, 'first event');
      iterator = model.converseStream({ ...request, signal: call.signal }, alive)[Symbol.asyncIterator]();
      const event = await call.race(next());
      alive();
      return event;
    },
    next: () => (done ? Promise.resolve(undefined) : next()),
    end() {
      call.end();
      if (!done) call.cancel();
      done = true;
      // Lets a generator run its own clean-up; its errors have no one left to hear them.
      iterator?.return?.().catch(() => undefined);
    },
  };
}
