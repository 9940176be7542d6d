/** One process of the fleet: started, waited for, and started again with back-off when it dies, as ECS would. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, type WriteStream } from 'node:fs';
import { isJsonObject } from '@deskfleet/shared/json.ts';

export type ChildState = 'starting' | 'ready' | 'restarting' | 'failed' | 'stopped';

export interface ChildSpec {
  readonly name: string;
  /** The program's file. */
  readonly file: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly logFile: string;
}

const FIRST_BACKOFF_MS = 200;
const MOST_BACKOFF_MS = 10_000;
/** A process that lived this long starts with the shortest back-off again. */
const STEADY_MS = 30_000;
/** After SIGTERM, before SIGKILL. */
const STOP_MS = 30_000;

export class Child {
  readonly spec: ChildSpec;
  state: ChildState = 'starting';
  restarts = 0;
  readonly #onChange: (child: Child) => void;
  readonly #log: WriteStream;
  #process: ChildProcess | undefined;
  #backoff = FIRST_BACKOFF_MS;
  #timer: NodeJS.Timeout | undefined;
  #stopping = false;

  constructor(spec: ChildSpec, onChange: (child: Child) => void) {
    this.spec = spec;
    this.#onChange = onChange;
    this.#log = createWriteStream(spec.logFile, { flags: 'a' });
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Resolves once the process says it is ready. @throws {Error} with the one line it failed with, at the first start only. */
  start(): Promise<void> {
    return new Promise((resolve, reject) => this.#launch(resolve, reject));
  }

  #launch(onReady: () => void, onFailure: (error: Error) => void): void {
    // A process group of its own: Ctrl-C reaches only the parent, which stops agents before endpoints.
    const child = spawn(process.execPath, ['--enable-source-maps', this.spec.file], {
      env: { ...process.env, ...this.spec.environment },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: true,
    });
    this.#process = child;
    const started = Date.now();
    let failure = '';
    child.stdout?.pipe(this.#log, { end: false });
    child.stderr?.pipe(this.#log, { end: false });
    child.on('message', (message) => {
      if (!isJsonObject(message)) return;
      if (message['type'] === 'failed')
        failure = typeof message['message'] === 'string' ? message['message'] : 'it did not say why';
      if (message['type'] === 'ready') {
        this.#set('ready');
        onReady();
      }
    });
    child.once('error', (error) => {
      failure = error.message;
    });
    child.once('exit', (code, signal) => {
      if (this.#stopping) return this.#set('stopped');
      const wasReady = this.state === 'ready' || this.restarts > 0;
      this.#log.write(
        `[${new Date().toISOString()}] ${this.spec.name} ended (${signal ?? `exit code ${String(code)}`})${failure === '' ? '' : `: ${failure}`}\n`,
      );
      if (!wasReady) {
        this.#set('failed');
        onFailure(
          new Error(
            failure === '' ? `${this.spec.name} ended while it was starting. See ${this.spec.logFile}` : failure,
          ),
        );
        return;
      }
      if (Date.now() - started > STEADY_MS) this.#backoff = FIRST_BACKOFF_MS;
      this.restarts += 1;
      this.#set('restarting');
      this.#timer = setTimeout(
        () =>
          this.#launch(
            () => undefined,
            () => undefined,
          ),
        this.#backoff,
      );
      this.#backoff = Math.min(this.#backoff * 2, MOST_BACKOFF_MS);
    });
  }

  /** SIGTERM, and SIGKILL if that is not enough. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#timer);
    const child = this.#process;
    if (child?.exitCode === null && child.signalCode === null) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      const last = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await ended;
      clearTimeout(last);
    }
    this.#set('stopped');
    this.#log.end();
  }

  #set(state: ChildState): void {
    this.state = state;
    this.#onChange(this);
  }
}
