/** Which migrations this build needs. An agent carries no migration files, so their newest number is kept here. */
import type { Database } from './database.ts';
import { DatabaseError } from './errors.ts';
import { column, row } from './row.ts';
import { sql } from './sql.ts';

/** The number of the newest file in `migrations/` that waits for no extension. A test holds them equal. */
export const SCHEMA_VERSION = 25;

const UNDEFINED_TABLE = '42P01';
const versionRow = row({ version: column.int() });

/**
 * What the database lacks of the schema, in one statement; undefined when all is there. A database that is ahead of
 * this build, as during a rolling deployment, lacks nothing.
 * @throws {DatabaseError} when the database cannot be asked
 */
export async function schemaLack(database: Pick<Database, 'one'>): Promise<string | undefined> {
  const version = await appliedVersion(database);
  return version < SCHEMA_VERSION ? `schema is at ${version}, this build needs ${SCHEMA_VERSION}` : undefined;
}

/** Files are applied in order, each in one transaction: the newest number stands for all before it. 0: none. */
async function appliedVersion(database: Pick<Database, 'one'>): Promise<number> {
  try {
    const newest = sql`select coalesce(max(id), 0) as version from schema_migrations`;
    return (await database.one(versionRow, newest, { label: 'ready' })).version;
  } catch (error) {
    if (error instanceof DatabaseError && error.sqlState === UNDEFINED_TABLE) return 0;
    throw error;
  }
}
