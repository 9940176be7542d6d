/** `npm run reset`: throws away what was done in the demo and restores its data at the next start. */
import { existsSync, rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { join, resolve } from 'node:path';
import { connectDatabase } from '@deskfleet/shared/database/connect.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import { loadSettings } from '@deskfleet/shared/settings.ts';
import { agentEnvironment } from './identity.ts';
import { lockFolder } from './rds-data/folder-lock.ts';
import { startRdsData } from './rds-data/server.ts';

const HELP = `npm run reset -- [options]

Restores the demo data: conversations, orders and everything else done since are gone.

  --data-dir DIR   where the data is kept (DESKFLEET_DATA_DIR; default .deskfleet)
  --yes            with DATABASE_URL: really drop everything in that database
  --help           this text
`;

class ResetError extends Error {}

async function resetPostgres(databaseUrl: string, sure: boolean): Promise<string> {
  if (!sure)
    throw new ResetError(
      'DATABASE_URL is set, so this would drop every table in that PostgreSQL. If that is what you want: npm run reset -- --yes',
    );
  const server = await startRdsData({ databaseUrl });
  const environment = agentEnvironment({
    rdsData: server.url,
    bedrock: server.url,
    issuer: server.url,
    serviceSecret: 'x'.repeat(32),
  });
  Object.assign(process.env, environment);
  const { database, close } = connectDatabase(loadSettings(environment));
  await database.execute(sql`drop schema public cascade`);
  await database.execute(sql`create schema public`);
  close();
  await server.close();
  return 'The database is empty. The next npm start fills it again.';
}

function resetFolder(dataDir: string): string {
  const folder = `${dataDir}/database`;
  if (!existsSync(folder)) return `There is no data in ${dataDir} yet; nothing to reset.`;
  try {
    lockFolder(join(folder, 'database.lock'), folder);
  } catch (error) {
    throw new ResetError(
      `The fleet is running: stop it with Ctrl-C, then reset. (${error instanceof Error ? error.message : String(error)})`,
    );
  }
  rmSync(folder, { recursive: true, force: true });
  return 'The demo data is reset. The next npm start loads it afresh.';
}

try {
  const { values } = parseArgs({
    options: { 'data-dir': { type: 'string' }, yes: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  const databaseUrl = process.env['DATABASE_URL'] ?? '';
  if (values.help === true) console.log(HELP);
  else if (databaseUrl !== '') console.log(await resetPostgres(databaseUrl, values.yes === true));
  else console.log(resetFolder(resolve(values['data-dir'] ?? process.env['DESKFLEET_DATA_DIR'] ?? '.deskfleet')));
} catch (error) {
  console.error(
    error instanceof ResetError
      ? error.message
      : `The reset failed: ${error instanceof Error ? error.message : String(error)}`,
  );
  process.exitCode = 1;
}
