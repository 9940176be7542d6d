/** The database of a test: the shared world's, unless the test runs on one of its own. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { sharedWorld } from '@deskfleet/local/testing/harness.ts';
import type { Database } from '@deskfleet/shared/database/database.ts';
import type { Sql } from '@deskfleet/shared/database/sql.ts';

const own = new AsyncLocalStorage<Database>();

/** Everything the test's helpers do inside `work` goes to this database. */
export function onDatabase<T>(database: Database, work: () => Promise<T>): Promise<T> {
  return own.run(database, work);
}

export async function databaseHere(): Promise<Database> {
  return own.getStore() ?? (await sharedWorld()).database;
}

export async function run(statement: Sql): Promise<void> {
  await (await databaseHere()).execute(statement);
}
