/** What the gateway remembers about one link: whether it is retired, and its circuit breaker. */
import { CircuitState, ConsecutiveBreaker, circuitBreaker, handleWhen, isBrokenCircuitError } from 'cockatiel';
import type { ModelLink } from './link.ts';
import { ModelError, type ModelErrorKind } from './model.ts';

export interface LinkState {
  readonly modelId: string;
  /**
   * `retired`: never called again by this process. `open`: failed too often, left alone for a while. `untried`: has not
   * answered yet.
   */
  readonly state: 'live' | 'untried' | 'retired' | 'open';
  readonly paid: boolean;
  /** Kind of the last failure, gone after the next success. */
  readonly last_error?: ModelErrorKind;
}

export interface BreakerOptions {
  /** Failures in a row that open the circuit. */
  readonly failures: number;
  /** Milliseconds until one call is let through to try again. */
  readonly openMs: number;
}

export interface LinkHealth {
  readonly link: ModelLink;
  readonly retired: boolean;
  readonly open: boolean;
  /** Runs the call unless the circuit is open. @throws {ModelError} */
  run<T>(call: () => Promise<T>): Promise<T>;
  /** @returns true the first time only. */
  retire(): boolean;
  state(): LinkState;
}

/** Failures that say something about the link. A wrong request or a customer who left says nothing about it. */
const LINK_FAILURES: ReadonlySet<ModelErrorKind> = new Set(['throttled', 'unavailable', 'timeout', 'denied']);

export function linkHealth(link: ModelLink, options: BreakerOptions, onOpen: () => void): LinkHealth {
  const counts = handleWhen((error) => error instanceof ModelError && LINK_FAILURES.has(error.kind));
  const breaker = circuitBreaker(counts, {
    halfOpenAfter: options.openMs,
    breaker: new ConsecutiveBreaker(options.failures),
  });
  breaker.onBreak(onOpen);
  let retired = false;
  let answered = false;
  let lastError: ModelErrorKind | undefined;

  function stateName(): LinkState['state'] {
    if (retired) return 'retired';
    if (breaker.state === CircuitState.Open) return 'open';
    return answered ? 'live' : 'untried';
  }

  return {
    link,
    get retired() {
      return retired;
    },
    get open() {
      return breaker.state === CircuitState.Open;
    },
    async run(call) {
      try {
        const value = await breaker.execute(call);
        answered = true;
        lastError = undefined;
        return value;
      } catch (error) {
        if (isBrokenCircuitError(error)) {
          throw new ModelError('unavailable', `${link.modelId} failed too often and is left alone for a while.`, {
            cause: error,
          });
        }
        if (error instanceof ModelError && error.kind !== 'aborted') lastError = error.kind;
        throw error;
      }
    },
    retire() {
      const first = !retired;
      retired = true;
      return first;
    },
    state: () => ({
      modelId: link.modelId,
      state: stateName(),
      paid: link.paid,
      ...(lastError === undefined ? {} : { last_error: lastError }),
    }),
  };
}
