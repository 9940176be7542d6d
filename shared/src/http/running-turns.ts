/** The turns a process is busy with: what a graceful stop waits for. */
import type { Response } from 'express';
import { startDeadline } from '../deadline.ts';
import { Problem } from './errors.ts';

export class RunningTurns {
  readonly #turns = new Set<Promise<unknown>>();
  readonly #stop = new AbortController();

  /** Aborted when the customer leaves, the time is up, or the process has waited long enough to stop. */
  signalFor(response: Response, timeoutMs: number): AbortSignal {
    const left = new AbortController();
    const deadline = startDeadline(timeoutMs, [left.signal, this.#stop.signal]);
    const closed = (): void => {
      if (!response.writableFinished) left.abort(new Error('the client closed the connection'));
      deadline.stop();
    };
    if (response.destroyed) closed();
    else response.once('close', closed);
    return deadline.signal;
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
    const deadline = setTimeout(() => this.#stop.abort(new Problem('shutting_down')), graceMs);
    while (this.#turns.size > 0) await Promise.allSettled(this.#turns);
    clearTimeout(deadline);
  }
}
