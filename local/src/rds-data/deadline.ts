/** The clock of one call: what waits for a session gives up, what runs is raced against it. */
import type { Clock } from './clock.ts';
import { statementTimeout } from './errors.ts';

export class Deadline {
  readonly #controller = new AbortController();
  readonly #stop: () => void;
  #onPassed: (() => void) | undefined;

  constructor(clock: Clock, ms: number) {
    this.#stop = clock.after(ms, () => {
      this.#controller.abort();
      this.#onPassed?.();
    });
  }

  get passed(): boolean {
    return this.#controller.signal.aborted;
  }

  /** Aborts when the limit is reached. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /**
   * Settles as `work` does, or rejects with StatementTimeoutException at the limit after calling `onTimeout`.
   * `work` goes on by itself then and must handle its own errors.
   */
  race<T>(work: Promise<T>, connectionId: number, onTimeout: () => void): Promise<T> {
    return new Promise((resolve, reject) => {
      const timeOut = (): void => {
        onTimeout();
        reject(statementTimeout(connectionId));
      };
      if (this.passed) timeOut();
      else this.#onPassed = timeOut;
      work.then(resolve, reject);
    });
  }

  /** The call is answered. */
  stop(): void {
    this.#onPassed = undefined;
    this.#stop();
  }
}
