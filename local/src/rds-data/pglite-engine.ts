/** The embedded PostgreSQL behind the endpoint: PGlite in a worker thread, one session, first come first served. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type * as Esbuild from 'esbuild';
import { openDataFolder } from './data-folder.ts';
import type { DataFolder } from './data-folder.ts';
import { SessionLostError, SqlError } from './engine.ts';
import type { RawResult, SqlEngine, SqlSession } from './engine.ts';
import type { Answer, Ask, OpenOptions } from './pglite-protocol.ts';

interface PgliteOptions {
  /** Folder for the data; undefined = a private one that is removed at close. */
  readonly dataDir?: string | undefined;
  /** A tarball made by `dump` (its path or its bytes) that a new database starts from. */
  readonly template?: string | Uint8Array | undefined;
}

/** The embedded engine can also write the template other runs start from. */
export interface PgliteEngine extends SqlEngine {
  readonly kind: 'pglite';
  /** A gzipped tarball of the whole database, for `template`. Waits for its turn like any statement. */
  dump(): Promise<Uint8Array>;
}

type AskBody = Ask extends infer A ? (A extends Ask ? Omit<A, 'id'> : never) : never;

interface Pending {
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

/**
 * Starts the worker thread. In the bundle it is the .js file beside this one. From source (tests, development) it is
 * TypeScript, which a thread cannot load by itself on Node 20: esbuild turns it into one script first, which starts
 * in half the time a loader inside the thread would need.
 */
function startWorker(options: OpenOptions): Worker {
  if (!import.meta.url.endsWith('.ts')) {
    return new Worker(new URL('./pglite-worker.js', import.meta.url), { workerData: options });
  }
  const source = fileURLToPath(new URL('./pglite-worker.ts', import.meta.url));
  // Not an import: the bundle must not carry esbuild.
  const { buildSync } = createRequire(import.meta.url)('esbuild') as typeof Esbuild;
  const { outputFiles } = buildSync({
    entryPoints: [source],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    write: false,
  });
  const script = `((require) => {${outputFiles[0]?.text ?? ''}\n})(require('node:module').createRequire(${JSON.stringify(source)}));`;
  return new Worker(script, { eval: true, workerData: options, execArgv: [] });
}

/** One life of the worker thread: from opening the folder to its end. */
class Database {
  readonly opened: Promise<void>;
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  #nextId = 1;
  #dead: Error | undefined;

  constructor(options: OpenOptions) {
    this.#worker = startWorker(options);
    this.opened = new Promise<void>((resolve, reject) => {
      this.#worker.on('message', (answer: Answer) => {
        if (answer.kind === 'ready') resolve();
        else if (answer.kind === 'failed') reject(new Error(answer.message));
        else this.#settle(answer);
      });
      const die = (error: Error): void => {
        this.#dead ??= error;
        reject(error);
        for (const pending of this.#pending.values()) pending.reject(error);
        this.#pending.clear();
      };
      this.#worker.on('error', (error: unknown) =>
        die(new SessionLostError(error instanceof Error ? error.message : String(error))),
      );
      this.#worker.on('exit', () => die(new SessionLostError('The embedded database stopped.')));
    });
    this.opened.catch(() => undefined);
  }

  get isDead(): boolean {
    return this.#dead !== undefined;
  }

  ask(body: AskBody): Promise<Answer> {
    if (this.#dead !== undefined) return Promise.reject(this.#dead);
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#worker.postMessage({ ...body, id });
    });
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #settle(answer: Exclude<Answer, { kind: 'ready' | 'failed' }>): void {
    const pending = this.#pending.get(answer.id);
    this.#pending.delete(answer.id);
    if (answer.kind === 'sqlError') pending?.reject(new SqlError(answer.fields, answer.status));
    else if (answer.kind === 'broken') pending?.reject(new SessionLostError(answer.message));
    else pending?.resolve(answer);
  }
}

async function resultOf(answer: Promise<Answer>): Promise<RawResult> {
  const { kind, ...rest } = await answer;
  if (kind !== 'result' || !('result' in rest)) throw new SessionLostError(`Unexpected answer ${kind}.`);
  return rest.result;
}

const damaged = (folder: DataFolder, reason: string): Error =>
  new Error(
    `The data folder ${folder.root} is damaged or was made by another version (${reason}). ` +
      'Run `npm run reset` to start with a fresh one.',
  );

async function openDatabase(folder: DataFolder, template: Uint8Array | undefined): Promise<Database> {
  // PGlite would quietly make a new database here, and the old one's data would be gone without a word.
  if (!folder.isNew && !existsSync(join(folder.pgdata, 'PG_VERSION'))) throw damaged(folder, 'PG_VERSION is missing');
  const database = new Database({ dataDir: folder.pgdata, template });
  try {
    await database.opened;
    return database;
  } catch (error) {
    await database.end();
    const reason = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
    throw template === undefined || !folder.isNew
      ? damaged(folder, reason)
      : new Error(`The database template cannot be loaded (${reason}). Build it again or start without one.`);
  }
}

/** Opens the embedded database. Throws one clear line when the folder is locked or damaged. */
export async function openPglite(options: PgliteOptions = {}): Promise<PgliteEngine> {
  const folder = openDataFolder(options.dataDir);
  const { template } = options;
  let database: Promise<Database>;
  try {
    const bytes = typeof template === 'string' ? readFileSync(template) : template;
    const first = await openDatabase(folder, folder.isNew ? bytes : undefined);
    if (folder.isNew) folder.complete();
    database = Promise.resolve(first);
  } catch (error) {
    folder.release();
    throw error;
  }

  let closed = false;
  let connections = 0;
  let busy = false;
  const waiting: (() => void)[] = [];

  const next = (): void => {
    const first = waiting.shift();
    if (first === undefined) busy = false;
    else first();
  };

  /** Waits for the one session. Rejects when the signal aborts first. */
  const takeTurn = (signal: AbortSignal | undefined): Promise<void> => {
    if (!busy) {
      busy = true;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        waiting.splice(waiting.indexOf(turn), 1);
        reject(new SessionLostError('Gave up waiting for the embedded database.'));
      };
      const turn = (): void => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      waiting.push(turn);
    });
  };

  /** The database, reopened from its folder when the last one was ended. */
  const current = async (): Promise<Database> => {
    if (closed) throw new SessionLostError('The embedded database is closed.');
    const known = await database;
    if (!known.isDead) return known;
    database = openDatabase(folder, undefined);
    return database;
  };

  const acquire = async (signal: AbortSignal): Promise<SqlSession> => {
    await takeTurn(signal);
    try {
      const own = await current();
      connections += 1;
      let released = false;
      return {
        connectionId: connections,
        run: (statement) => resultOf(own.ask({ kind: 'run', statement })),
        runBatch: (sql, sets) => resultOf(own.ask({ kind: 'batch', sql, sets })),
        interrupt: () => own.end(),
        release: () => {
          if (released) return;
          released = true;
          next();
        },
      };
    } catch (error) {
      next();
      throw error;
    }
  };

  return {
    kind: 'pglite',
    vector: true,
    acquire,
    dump: async () => {
      await takeTurn(undefined);
      try {
        const answer = await (await current()).ask({ kind: 'dump' });
        if (answer.kind !== 'dumped') throw new SessionLostError('The dump failed.');
        return answer.tarball;
      } finally {
        next();
      }
    },
    close: async () => {
      if (closed) return;
      closed = true;
      const last = await database.catch(() => undefined);
      // An orderly shutdown first: the next start then has no log to replay.
      if (last?.isDead === false) await last.ask({ kind: 'close' }).catch(() => undefined);
      await last?.end();
      folder.release();
    },
  };
}
