/**
 * Brings a database to the state of the migration files, over the Data API. Each file is one transaction under an
 * advisory lock, so any number of runners may start at once; whether a file was applied is always asked of the
 * table `schema_migrations` inside that lock, which also settles a commit whose answer got lost.
 */
import { column, row, type RowOf } from './row.ts';
import type { Database, Statements } from './database.ts';
import { DatabaseError } from './errors.ts';
import { MigrationError, readMigrations, type MigrationFile } from './migration-files.ts';
import { realEnvironment, type RetryEnvironment } from './retry.ts';
import { sql, statementOfFile, textArray } from './sql.ts';

export interface MigrationOptions {
  readonly database: Database;
  /** Folder of the NNNN_name.sql files. */
  readonly folder: string;
  /** Whether the database may have files that are newer than all of these: an older release, put back. */
  readonly allowNewer?: boolean | undefined;
  readonly onProgress?: ((progress: MigrationProgress) => void) | undefined;
  readonly environment?: Pick<RetryEnvironment, 'now' | 'delay'> | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface MigrationProgress {
  readonly file: string;
  readonly event: 'started' | 'applied' | 'waits_for_extension' | 'repeated';
  readonly statements: number;
}

export interface MigrationStatus {
  readonly applied: readonly AppliedMigration[];
  /** Files that the next run applies, in order. */
  readonly pending: readonly string[];
  /** Files left alone because the database lacks an extension. */
  readonly waiting: readonly { readonly name: string; readonly extensions: readonly string[] }[];
  /** Why a run would refuse; empty when all is well. */
  readonly problems: readonly string[];
}

const appliedRow = row({
  id: column.int(),
  name: column.text(),
  checksum: column.text(),
  applied_at: column.instant(),
  statements: column.int(),
});
export type AppliedMigration = RowOf<typeof appliedRow>;

const tableRow = row({ present: column.boolean() });
const nameRow = row({ name: column.text() });

/** Any number will do, as long as no other program of the database takes the same. */
const LOCK = sql`select pg_advisory_xact_lock(7205759403792793)::text as locked`;
const RUNS_PER_FILE = 5;
/** How long another runner may hold the lock, in milliseconds. */
const LOCK_TIMEOUT_MS = 15 * 60_000;

/**
 * Applies what is pending. @returns the names applied by this run, and the status afterwards.
 * @throws {MigrationError} before anything is changed when files and database disagree, or at the statement that failed.
 */
export async function migrate(
  options: MigrationOptions,
): Promise<{ readonly applied: readonly string[]; readonly status: MigrationStatus }> {
  const files = await readMigrations(options.folder);
  const before = await statusOf(files, options);
  if (before.problems.length > 0) throw new MigrationError(before.problems);
  for (const { name } of before.waiting)
    options.onProgress?.({ file: name, event: 'waits_for_extension', statements: 0 });
  if (before.pending.length === 0) return { applied: [], status: before };
  await repeatedly('schema_migrations', options, createTable);
  const applied: string[] = [];
  for (const file of files.filter(({ name }) => before.pending.includes(name))) {
    const progress = { file: file.name, statements: file.statements.length };
    options.onProgress?.({ ...progress, event: 'started' });
    if (await repeatedly(file.name, options, (transaction) => apply(transaction, file))) {
      applied.push(file.name);
      options.onProgress?.({ ...progress, event: 'applied' });
    }
  }
  return { applied, status: await statusOf(files, options) };
}

/** Compares files and database, changing nothing. @throws {MigrationError} when the files themselves are wrong. */
export async function migrationStatus(
  options: Pick<MigrationOptions, 'database' | 'folder' | 'signal'>,
): Promise<MigrationStatus> {
  return await statusOf(await readMigrations(options.folder), options);
}

async function statusOf(
  files: readonly MigrationFile[],
  { database, signal, allowNewer = false }: Pick<MigrationOptions, 'database' | 'signal' | 'allowNewer'>,
): Promise<MigrationStatus> {
  const applied = await appliedMigrations(database, signal);
  const open = files.filter(({ id }) => !applied.some((done) => done.id === id));
  const missing = await missingExtensions(
    open.flatMap(({ extensions }) => extensions),
    database,
    signal,
  );
  const lacks = (file: MigrationFile): boolean => file.extensions.some((name) => missing.includes(name));
  return {
    applied,
    pending: open.filter((file) => !lacks(file)).map(({ name }) => name),
    waiting: open
      .filter(lacks)
      .map(({ name, extensions }) => ({ name, extensions: extensions.filter((wanted) => missing.includes(wanted)) })),
    problems: problemsOf(files, allowNewer ? applied.filter(({ id }) => id <= (files.at(-1)?.id ?? 0)) : applied),
  };
}

function problemsOf(files: readonly MigrationFile[], applied: readonly AppliedMigration[]): readonly string[] {
  const newest = Math.max(0, ...applied.map(({ id }) => id));
  const changed = applied.flatMap((done) => {
    const file = files.find(({ id }) => id === done.id);
    if (file === undefined)
      return [`${done.name}.sql was applied to this database, and its file is missing: restore it.`];
    if (file.checksum === done.checksum) return [];
    return [
      `${file.name}.sql was changed after it was applied (as ${done.name}): restore it and put the change into a new file.`,
    ];
  });
  const late = files
    // A file that waited for its extension comes late by nature.
    .filter(({ id, extensions }) => id < newest && extensions.length === 0 && !applied.some((done) => done.id === id))
    .map(
      ({ name }) =>
        `${name}.sql is new, and later files were applied already: give it a number above ${String(newest).padStart(4, '0')}.`,
    );
  return [...changed, ...late];
}

async function appliedMigrations(
  database: Database,
  signal: AbortSignal | undefined,
): Promise<readonly AppliedMigration[]> {
  const label = 'migrations.status';
  const { present } = await database.one(
    tableRow,
    sql`select to_regclass('schema_migrations') is not null as present`,
    { signal, label },
  );
  if (!present) return [];
  return await database.query(
    appliedRow,
    sql`select id, name, checksum, applied_at, statements from schema_migrations order by id`,
    { signal, label },
  );
}

async function missingExtensions(
  wanted: readonly string[],
  database: Database,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  if (wanted.length === 0) return [];
  const available = await database.query(
    nameRow,
    sql`select name::text as name from pg_available_extensions where name = any(${textArray(wanted)})`,
    { signal, label: 'migrations.extensions' },
  );
  return wanted.filter((extension) => !available.some(({ name }) => name === extension));
}

async function createTable(transaction: Statements): Promise<void> {
  await takeLock(transaction);
  await transaction.execute(sql`create table if not exists schema_migrations (
    id integer primary key, name text not null, checksum text not null,
    applied_at timestamptz not null default now(), statements integer not null)`);
}

/** @returns false when another runner has applied the file meanwhile. */
async function apply(transaction: Statements, file: MigrationFile): Promise<boolean> {
  await takeLock(transaction);
  const done = await transaction.maybeOne(
    appliedRow,
    sql`select id, name, checksum, applied_at, statements from schema_migrations where id = ${file.id}`,
  );
  if (done !== undefined) {
    if (done.checksum === file.checksum) return false;
    throw new MigrationError(problemsOf([file], [done]));
  }
  for (const [index, statement] of file.statements.entries()) {
    try {
      await transaction.execute(statementOfFile(statement.text), {
        continueAfterTimeout: true,
        label: 'migrations.statement',
      });
    } catch (error) {
      throw explained(
        error,
        `${file.name}.sql, statement ${String(index + 1)} of ${String(file.statements.length)} (line ${String(statement.line)})`,
      );
    }
  }
  await transaction.execute(sql`insert into schema_migrations (id, name, checksum, statements)
    values (${file.id}, ${file.name}, ${file.checksum}, ${file.statements.length})`);
  return true;
}

/** Another runner holds the lock for longer than a call may take. */
class LockHeldError extends Error {}

async function takeLock(transaction: Statements): Promise<void> {
  try {
    await transaction.execute(LOCK, { label: 'migrations.lock' });
  } catch (error) {
    throw error instanceof DatabaseError && error.kind === 'timeout' ? new LockHeldError('', { cause: error }) : error;
  }
}

/** Runs one transaction until its outcome is known; every repetition begins by looking whether it happened. */
async function repeatedly<T>(
  file: string,
  options: MigrationOptions,
  run: (transaction: Statements) => Promise<T>,
): Promise<T> {
  const { now, delay } = options.environment ?? realEnvironment;
  const started = now();
  for (let failures = 0; ;) {
    try {
      return await options.database.transaction(run, { signal: options.signal, label: `migrations.${file}` });
    } catch (error) {
      if (error instanceof LockHeldError) {
        if (now() - started > LOCK_TIMEOUT_MS)
          throw new MigrationError([`Migration ${file} waits for another runner, which has not ended.`], error);
      } else {
        failures += 1;
        const passing =
          error instanceof DatabaseError && (error.kind === 'unknown_outcome' || error.kind === 'unavailable');
        if (!passing || failures >= RUNS_PER_FILE) throw explained(error, file);
      }
      options.onProgress?.({ file, event: 'repeated', statements: 0 });
      await delay(500 * (failures + 1), options.signal);
    }
  }
}

/** Migrations run at an operator's hand, who needs PostgreSQL's own words. */
function explained(error: unknown, where: string): unknown {
  if (
    !(error instanceof DatabaseError) ||
    error.kind === 'unknown_outcome' ||
    error.kind === 'unavailable' ||
    error.kind === 'serialization'
  )
    return error;
  const words = error.cause instanceof Error ? error.cause.message : error.message;
  return new MigrationError([`Migration ${where} failed: ${words}`], error);
}
