/** The turns a process is busy with: what a graceful stop waits for. */
import type { Response } from 'express';

export class RunningTurns {
  readonly #turns = new Set<Promise<unknown>>();
  readonly #stop = new AbortController();

  /** Aborted when the customer leaves, the time is up, or the process has waited long enough to stop. */
  signalFor(response: Response, timeoutMs: number): AbortSignal {
    const left = new AbortController();
    response.once('close', () => {
      if (!response.writableFinished) left.abort(new Error('the client closed the connection'));
    });
    return AbortSignal.any([left.signal, this.#stop.signal, AbortSignal.timeout(timeoutMs)]);
  }

  async track<T>(turn: Promise<T>): Promise<T> {
    this.#turns.add(turn);
    try {
      return await turn;
    } finally {
      this.#turns.delete(turn);
    }
  }

  get count(): number {
    return this.#turns.size;
  }

  /** Resolves when no turn runs any more; after `graceMs` those left are aborted and written down as such. */
  async drain(graceMs: number): Promise<void> {
    const deadline = setTimeout(() => this.#stop.abort(new Error('the process is stopping')), graceMs);
    while (this.#turns.size > 0) await Promise.allSettled(this.#turns);
    clearTimeout(deadline);
  }
}
