/** Any PostgreSQL by URL behind the endpoint: a pool, one connection per open transaction. */
import pg from 'pg';
import { SessionLostError } from './engine.ts';
import type { SqlEngine, SqlSession } from './engine.ts';
import { batchQuery, statementQuery } from './postgres-query.ts';
import type { ExtendedQuery } from './postgres-query.ts';

interface PostgresOptions {
  /** postgres://user:password@host:port/database */
  readonly url: string;
  /** Connections at most; an open transaction holds one. */
  readonly maxConnections?: number | undefined;
  /** A backstop in the server itself, in ms, should this process die while a statement runs. */
  readonly statementTimeoutMs?: number | undefined;
}

/** What node-postgres has at run time but does not declare. */
interface LiveClient {
  readonly processID: number;
  query(query: ExtendedQuery): unknown;
}

const asLive = (client: pg.PoolClient): LiveClient => client as unknown as LiveClient;

/** The session must print exactly what result reading expects, whatever the server's own defaults are. */
const SETTINGS = [
  'timezone=UTC',
  'datestyle=ISO,MDY',
  'intervalstyle=postgres',
  'bytea_output=hex',
  'extra_float_digits=1',
  'client_min_messages=warning',
  'standard_conforming_strings=on',
];

const CANCEL_PAUSE_MS = 200;
const CANCEL_ATTEMPTS = 5;

/**
 * Ends what runs on backend `pid`. A cancel that arrives just before the statement starts is lost, so it is sent
 * again until `settled`, and at last the whole backend is ended.
 */
async function interruptBackend(url: string, pid: number, settled: Promise<unknown>): Promise<void> {
  let done = false;
  const finished = settled.then(
    () => {
      done = true;
    },
    () => {
      done = true;
    },
  );
  const helper = new pg.Client({ connectionString: url });
  helper.on('error', () => undefined);
  try {
    await helper.connect();
    for (let attempt = 1; attempt <= CANCEL_ATTEMPTS; attempt += 1) {
      await helper.query('select pg_cancel_backend($1::int)', [pid]);
      await Promise.race([
        finished,
        new Promise((resolve) => {
          setTimeout(resolve, CANCEL_PAUSE_MS).unref();
        }),
      ]);
      // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- set by the promise above
      if (done) return;
    }
    await helper.query('select pg_terminate_backend($1::int)', [pid]);
  } finally {
    await helper.end().catch(() => undefined);
  }
}

/** Connects and looks whether pgvector can be had. Throws one clear line when the server cannot be reached. */
export async function openPostgres(options: PostgresOptions): Promise<SqlEngine> {
  const { url, maxConnections = 20, statementTimeoutMs = 0 } = options;
  const settings = [...SETTINGS, `statement_timeout=${statementTimeoutMs}`];
  const pool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    options: settings.map((setting) => `-c ${setting}`).join(' '),
    application_name: 'deskfleet-rds-data',
  });
  // An idle connection that breaks is replaced at its next use; without a listener it would end the process.
  pool.on('error', () => undefined);
  let vector: boolean;
  try {
    const found = await pool.query<{ n: number }>("select 1 as n from pg_available_extensions where name = 'vector'");
    vector = found.rows.length > 0;
  } catch (error) {
    await pool.end().catch(() => undefined);
    const reason = error instanceof Error ? error.message || error.name : String(error);
    throw new Error(
      `The database at DATABASE_URL cannot be used (${reason}). ` +
        'Start it or correct the URL, or unset DATABASE_URL to use the embedded database.',
    );
  }

  const open = async (signal: AbortSignal): Promise<pg.PoolClient> => {
    const client = pool.connect();
    return new Promise((resolve, reject) => {
      const giveUp = (): void => reject(new SessionLostError('Gave up waiting for a database connection.'));
      signal.addEventListener('abort', giveUp, { once: true });
      client.then(
        (ready) => {
          signal.removeEventListener('abort', giveUp);
          if (signal.aborted) ready.release();
          else resolve(ready);
        },
        (error: unknown) => {
          signal.removeEventListener('abort', giveUp);
          reject(new SessionLostError(error instanceof Error ? error.message : String(error)));
        },
      );
    });
  };

  const acquire = async (signal: AbortSignal): Promise<SqlSession> => {
    const client = await open(signal);
    const onError = (): void => undefined;
    client.on('error', onError);
    let released = false;
    let last: Promise<unknown> = Promise.resolve();
    const submit = (query: ExtendedQuery): ExtendedQuery['result'] => {
      asLive(client).query(query);
      last = query.result;
      return query.result;
    };
    return {
      connectionId: asLive(client).processID,
      run: (statement) => submit(statementQuery(statement)),
      runBatch: (sql, sets) => submit(batchQuery(sql, sets)),
      interrupt: () => interruptBackend(url, asLive(client).processID, last),
      release: (broken = false) => {
        if (released) return;
        released = true;
        client.removeListener('error', onError);
        client.release(broken);
      },
    };
  };

  return { kind: 'postgres', vector, acquire, close: () => pool.end() };
}
