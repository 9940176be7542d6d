/** A migrated shop database on a native PostgreSQL, reached the way an agent reaches Aurora: over the RDS Data API. */
import { randomBytes } from 'node:crypto';
import { connectDatabase } from '@deskfleet/shared/database/connect.ts';
import type { Database } from '@deskfleet/shared/database/database.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import { loadSettings } from '@deskfleet/shared/settings.ts';
import { agentEnvironment } from '../../src/identity.ts';
import { prepareDatabase } from '../../src/prepare.ts';
import { startRdsData } from '../../src/rds-data/server.ts';
import { MIGRATIONS, sharedWorld } from '../../src/testing/harness.ts';
import { startNativePostgres } from './native-postgres.ts';

const NOWHERE = 'http://127.0.0.1:9';

export interface NativeWorld {
  readonly database: Database;
  readonly rdsData: Awaited<ReturnType<typeof startRdsData>>;
  /** Ids of the migrations that wait for an extension this PostgreSQL lacks. */
  readonly waiting: readonly string[];
  close(): Promise<void>;
}

/** Throws where there is no native PostgreSQL: ask `nativePostgresAvailable` first. */
export async function openNativeWorld({ seed }: { readonly seed: boolean }): Promise<NativeWorld> {
  // Sets the credentials that the laptop's endpoint takes.
  await sharedWorld();
  const postgres = await startNativePostgres();
  const rdsData = await startRdsData({ databaseUrl: postgres.url });
  const { database, close } = connectDatabase(
    loadSettings(
      agentEnvironment({
        rdsData: rdsData.url,
        bedrock: NOWHERE,
        issuer: NOWHERE,
        serviceSecret: randomBytes(32).toString('hex'),
      }),
    ),
  );
  // The AWS client reads its endpoint from here when it sends its first request; the rest of the run keeps its own.
  const before = process.env['AWS_ENDPOINT_URL_RDS_DATA'];
  process.env['AWS_ENDPOINT_URL_RDS_DATA'] = rdsData.url;
  try {
    await database.execute(sql`select 1`);
  } finally {
    if (before === undefined) delete process.env['AWS_ENDPOINT_URL_RDS_DATA'];
    else process.env['AWS_ENDPOINT_URL_RDS_DATA'] = before;
  }
  const { waiting } = await prepareDatabase(database, MIGRATIONS, { seed, onProgress: () => undefined });
  return {
    database,
    rdsData,
    waiting,
    close: async () => {
      close();
      await rdsData.close();
      await postgres.stop();
    },
  };
}
