/** What both programs are given by the process they run in; tests give their own. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { connectDatabase } from '@deskfleet/shared/database/connect.ts';
import type { Database } from '@deskfleet/shared/database/database.ts';
import { DatabaseError, type DatabaseErrorKind } from '@deskfleet/shared/database/errors.ts';
import { readDatabaseSettings, type Environment, type ShopSettings } from './database-settings.ts';
import { UsageError } from './usage.ts';

export interface Surroundings {
  /** Settings of the database and the model; on the laptop the port offset says which fleet's. @throws {Error} naming what is missing. */
  readonly databaseEnvironment: (portOffset: string | undefined) => Environment;
  /** What to do when the database does not answer. */
  readonly adviceWhenUnreachable: string;
  /** Resolves once the text is taken, or nobody reads any more: `npm run export | head`. */
  readonly stdout: (text: string) => Promise<'taken' | 'closed'>;
  readonly stderr: (text: string) => void;
  /** Whether stderr is a terminal. */
  readonly isTerminal: boolean;
  readonly now: () => number;
}

/** 0 done, 1 the files or the shop are not right, 2 the command line is wrong, 3 the database. */
export type ExitCode = 0 | 1 | 2 | 3;

/** Runs with a connection that is closed at the end, and turns faults of the database into one line and exit code 3. */
export async function withDatabase(
  surroundings: Surroundings,
  portOffset: string | undefined,
  nothingChanged: string,
  run: (database: Database, settings: ShopSettings) => Promise<ExitCode>,
): Promise<ExitCode> {
  const environment = surroundings.databaseEnvironment(portOffset);
  const settings = readDatabaseSettings(environment);
  // The SDK reads the endpoint and the credentials from the environment.
  Object.assign(process.env, environment);
  const { database, close } = connectDatabase(settings, {
    onWaiting: ({ waitedMs }) =>
      surroundings.stderr(`The database is waking up (${Math.round(waitedMs / 1000)} s) …\n`),
  });
  try {
    return await run(database, settings);
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    surroundings.stderr(`${databaseProblem(error, surroundings.adviceWhenUnreachable, nothingChanged)}\n`);
    return 3;
  } finally {
    close();
  }
}

/** A table or a column is not there. */
const NOT_MIGRATED = new Set(['42P01', '42703']);
const UNREACHABLE: ReadonlySet<DatabaseErrorKind> = new Set(['unavailable', 'resuming', 'denied']);

function databaseProblem(error: DatabaseError, advice: string, nothingChanged: string): string {
  if (NOT_MIGRATED.has(error.sqlState ?? ''))
    return `The database does not have the tables of this version: start the fleet once (npm start), which applies the migrations. ${nothingChanged}`;
  if (UNREACHABLE.has(error.kind))
    return `The database cannot be reached: ${error.message} ${nothingChanged}\n${advice}`;
  if (error.kind === 'unknown_outcome')
    return `The database did not say whether the last step was done: ${error.message}\nRun it again: what is there already is left as it is.`;
  return `The database refused: ${error.message} ${nothingChanged}`;
}

/** @throws {UsageError} one line that says what is wrong. */
export function readArguments<Config extends ParseArgsConfig>(program: string, config: Config) {
  try {
    return parseArgs(config);
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split(/\. |\n/u)[0] ?? '') : String(error);
    throw new UsageError(`${reason}. See: npm run ${program} -- --help`);
  }
}
