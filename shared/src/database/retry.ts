/**
 * When a Data API call is sent again. The rule behind all of it: what is known not to have run may be repeated;
 * what may have run is repeated only when that does no harm; everything else is the caller's to look into.
 */
import { DatabaseError } from './errors.ts';
import { faultOf, type Fault } from './faults.ts';

/**
 * What a repetition would do. `read`: nothing. `write`: change data twice. `in_transaction`: nothing that lasts, but
 * the transaction is lost. `commit`: nobody could tell what the first one did.
 */
export type CallMode = 'read' | 'write' | 'in_transaction' | 'commit';

export interface RetryPolicy {
  /** Sendings of one call at most, not counting those a paused cluster turned away. */
  readonly attempts: number;
  /** How long to wait for a paused cluster, in milliseconds. */
  readonly resumeTimeoutMs: number;
}

/** Time and chance, so that tests can play them. */
export interface RetryEnvironment {
  /** Milliseconds of a clock that never runs backwards. */
  readonly now: () => number;
  /** @throws the signal's reason when it is aborted. */
  readonly delay: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;
  /** From 0 up to 1. */
  readonly random: () => number;
}

export interface RetryProgress {
  /** Failures so far, this one included, that were not a waking cluster. */
  readonly failures: number;
  /** Milliseconds since the first answer that said the cluster is waking up; 0 for that answer itself. */
  readonly resumingFor: number;
}

export type Decision =
  { readonly again: true; readonly after: number } | { readonly again: false; readonly error: DatabaseError };

/** Decides about one failure. `after` is in milliseconds. */
export function decide(
  fault: Fault,
  mode: CallMode,
  progress: RetryProgress,
  policy: RetryPolicy,
  random: () => number,
  label?: string,
): Decision {
  const again = (after: number): Decision => ({ again: true, after: Math.round(after) });
  const attemptsLeft = progress.failures < policy.attempts;
  const growth = 2 ** (progress.failures - 1);
  if (fault.kind === 'resuming') {
    const after = 2_000 + 1_000 * random();
    return progress.resumingFor + after <= policy.resumeTimeoutMs ? again(after) : giveUp(fault, mode, label);
  }
  const alone = mode === 'read' || mode === 'write';
  if (attemptsLeft) {
    if (fault.kind === 'throttled') return again(growth * (250 + 250 * random()));
    // Rolled back by the database: inside a transaction it is the whole transaction that has to run again.
    if (fault.kind === 'serialization' && alone) return again(growth * (10 + 40 * random()));
    if (fault.kind === 'unavailable' && (fault.effect === 'none' || mode === 'read'))
      return again(growth * (50 + 100 * random()));
  }
  return giveUp(fault, mode, label);
}

function giveUp(fault: Fault, mode: CallMode, label: string | undefined): Decision {
  const details = { sqlState: fault.sqlState, constraint: fault.constraint, label, cause: fault.cause };
  if (fault.effect === 'unknown' && (mode === 'write' || mode === 'commit'))
    return { again: false, error: unknownOutcome(details) };
  const kind = fault.kind === 'throttled' ? 'unavailable' : fault.kind;
  return { again: false, error: new DatabaseError(kind, fault.explanation, details) };
}

function unknownOutcome(details: ConstructorParameters<typeof DatabaseError>[2]): DatabaseError {
  return new DatabaseError(
    'unknown_outcome',
    'A change was sent and no answer came: look whether it happened before sending it again.',
    details,
  );
}

export interface Waiting {
  /** Milliseconds waited so far for the cluster to wake up, and until the next try. */
  readonly waitedMs: number;
  readonly nextTryMs: number;
}

export interface RetriedCall<T> {
  readonly mode: CallMode;
  readonly label: string | undefined;
  readonly signal: AbortSignal | undefined;
  /** Sends the request once; `attempt` counts from 1. @throws {StoppedError} when the signal ends the waiting. */
  readonly send: (attempt: number) => Promise<T>;
  readonly onWaiting: ((waiting: Waiting) => void) | undefined;
}

/**
 * Sends a call until it succeeds or the rules say stop.
 * @throws {DatabaseError}, or the signal's reason when the caller gave up and nothing can have happened.
 */
export async function sendWithRetries<T>(
  call: RetriedCall<T>,
  policy: RetryPolicy,
  environment: RetryEnvironment,
): Promise<T> {
  const { mode, label, signal } = call;
  let failures = 0;
  let resumingSince: number | undefined;
  for (let attempt = 1; ; attempt += 1) {
    signal?.throwIfAborted();
    try {
      return await call.send(attempt);
    } catch (error) {
      if (error instanceof StoppedError) {
        throw mode === 'write' || mode === 'commit' ? unknownOutcome({ label, cause: error }) : error.cause;
      }
      const fault = faultOf(error);
      const now = environment.now();
      if (fault.kind === 'resuming') resumingSince ??= now;
      else failures += 1;
      const resumingFor = resumingSince === undefined ? 0 : now - resumingSince;
      const decision = decide(fault, mode, { failures, resumingFor }, policy, environment.random, label);
      if (!decision.again) throw decision.error;
      if (fault.kind === 'resuming') call.onWaiting?.({ waitedMs: resumingFor, nextTryMs: decision.after });
      await environment.delay(decision.after, signal);
    }
  }
}

/** The caller stopped waiting for an answer; its reason is the `cause`. */
export class StoppedError extends Error {}

/** Waits for the answer until the signal is aborted. The request itself runs on: the Data API cannot take it back. */
export function orStopped<T>(sent: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return sent;
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new StoppedError('The caller stopped waiting.', { cause: signal.reason }));
    signal.addEventListener('abort', stop, { once: true });
    sent
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', stop))
      .catch(reject);
  });
}

/** The real clock. */
export const realEnvironment: RetryEnvironment = {
  now: () => performance.now(),
  random: () => Math.random(),
  delay: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      const stop = (): void => {
        clearTimeout(timer);
        reject(signal?.reason as Error);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', stop);
        resolve();
      }, milliseconds);
      signal?.addEventListener('abort', stop, { once: true });
      if (signal?.aborted === true) stop();
    }),
};
