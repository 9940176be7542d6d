/** Work that an agent does again and again beside its turns, until it is stopped. */
import type { Runtime } from '@deskfleet/shared/runtime.ts';

export type Round = (runtime: BackgroundRuntime, signal: AbortSignal) => Promise<void>;
export type BackgroundRuntime = Pick<Runtime, 'database' | 'log' | 'settings' | 'model' | 'embedder'>;

export interface BackgroundWork {
  /** What a log line says could not be done. */
  readonly name: string;
  readonly intervalMs: number;
  readonly round: Round;
}

export class Background {
  readonly #runtime: BackgroundRuntime;
  readonly #work: BackgroundWork;
  readonly #stopping = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(runtime: BackgroundRuntime, work: BackgroundWork) {
    this.#runtime = runtime;
    this.#work = work;
  }

  start(): this {
    this.#later();
    return this;
  }

  /** Resolves when nothing of it runs any more. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    clearTimeout(this.#timer);
    await this.#running;
  }

  #later(): void {
    if (this.#stopping.signal.aborted) return;
    // The next round starts its wait when this one has ended, so rounds never pile up.
    this.#timer = setTimeout(() => {
      this.#running = this.#round().then(() => this.#later());
    }, this.#work.intervalMs).unref();
  }

  async #round(): Promise<void> {
    try {
      await this.#work.round(this.#runtime, this.#stopping.signal);
    } catch (error) {
      if (!this.#stopping.signal.aborted)
        this.#runtime.log.error(`${this.#work.name}: a round failed; the next one tries again`, { error });
    }
  }
}
