/** Databases on which writes are raced: the embedded one, and a native PostgreSQL where there is one. */
import type { RdsDataServer } from '@deskfleet/local/rds-data/server.ts';
import { sharedWorld } from '@deskfleet/local/testing/harness.ts';
import type { Database } from '@deskfleet/shared/database/database.ts';
import { nativePostgresAvailable, nativePostgresRequired } from '../../../local/test/support/native-postgres.ts';
import { openNativeWorld } from '../../../local/test/support/native-world.ts';

export interface Backend {
  readonly database: Database;
  readonly rdsData: RdsDataServer;
  close(): Promise<void>;
}

async function embedded(): Promise<Backend> {
  const { database, rdsData } = await sharedWorld();
  return { database, rdsData, close: () => Promise.resolve() };
}

const NATIVE = 'a native PostgreSQL';

export const BACKENDS: readonly (readonly [string, () => Promise<Backend>])[] = [
  ['the embedded database', embedded],
  [NATIVE, () => openNativeWorld({ seed: false })],
];

/** @throws where the native one has to be there and is not. */
export function mayOpen(name: string): boolean {
  if (name !== NATIVE || nativePostgresAvailable()) return true;
  if (nativePostgresRequired()) throw new Error('there is no PostgreSQL here: install the package postgresql');
  return false;
}
