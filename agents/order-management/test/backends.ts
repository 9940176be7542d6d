/** Databases on which writes are raced: the embedded one, and a native PostgreSQL where there is one. */
import { randomBytes } from 'node:crypto';
import { agentEnvironment } from '@deskfleet/local/identity.ts';
import { prepareDatabase } from '@deskfleet/local/prepare.ts';
import { startRdsData, type RdsDataServer } from '@deskfleet/local/rds-data/server.ts';
import { MIGRATIONS, sharedWorld } from '@deskfleet/local/testing/harness.ts';
import { connectDatabase } from '@deskfleet/shared/database/connect.ts';
import type { Database } from '@deskfleet/shared/database/database.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import { loadSettings } from '@deskfleet/shared/settings.ts';
import {
  nativePostgresAvailable,
  nativePostgresRequired,
  startNativePostgres,
} from '../../../local/test/support/native-postgres.ts';

export interface Backend {
  readonly database: Database;
  readonly rdsData: RdsDataServer;
  close(): Promise<void>;
}

async function embedded(): Promise<Backend> {
  const { database, rdsData } = await sharedWorld();
  return { database, rdsData, close: () => Promise.resolve() };
}

async function native(): Promise<Backend> {
  await sharedWorld();
  const postgres = await startNativePostgres();
  const rdsData = await startRdsData({ databaseUrl: postgres.url });
  const nowhere = 'http://127.0.0.1:9';
  const environment = agentEnvironment({
    rdsData: rdsData.url,
    bedrock: nowhere,
    issuer: nowhere,
    serviceSecret: randomBytes(32).toString('hex'),
  });
  // The AWS client reads its endpoint from here when it sends its first request.
  const before = process.env['AWS_ENDPOINT_URL_RDS_DATA'];
  process.env['AWS_ENDPOINT_URL_RDS_DATA'] = rdsData.url;
  const { database, close } = connectDatabase(loadSettings(environment));
  await database.execute(sql`select 1`);
  if (before !== undefined) process.env['AWS_ENDPOINT_URL_RDS_DATA'] = before;
  await prepareDatabase(database, MIGRATIONS, { seed: false, onProgress: () => undefined });
  return {
    database,
    rdsData,
    close: async () => {
      close();
      await rdsData.close();
      await postgres.stop();
    },
  };
}

const NATIVE = 'a native PostgreSQL';

export const BACKENDS: readonly (readonly [string, () => Promise<Backend>])[] = [
  ['the embedded database', embedded],
  [NATIVE, native],
];

/** @throws where the native one has to be there and is not. */
export function mayOpen(name: string): boolean {
  if (name !== NATIVE || nativePostgresAvailable()) return true;
  if (nativePostgresRequired()) throw new Error('there is no PostgreSQL here: install the package postgresql');
  return false;
}
