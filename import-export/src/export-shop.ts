/** An export: one snapshot of a shop, read in pages and written in the format that an import takes. */
import type { Database, Statements } from '@deskfleet/shared/database/database.ts';
import { DatabaseError } from '@deskfleet/shared/database/errors.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import { readTenantRecord } from './export/reads.ts';
import { flatRecords, nestedRecords } from './export/shop-records.ts';
import type { RecordWriter } from './export/writers.ts';
import type { Kind } from './format/kinds.ts';
import { listTenants } from './tenants.ts';

export interface ExportOptions {
  readonly tenant: string;
  /** Without records inside others, as CSV needs it. */
  readonly flat: boolean;
  readonly onProgress: (records: number) => void;
}

/** There is no such shop. */
export class ExportRefused extends Error {}

/** A read-only snapshot may only be asked for before the first statement of a transaction. */
const TOO_LATE_FOR_A_SNAPSHOT = '25001';

/** @returns how many records of each kind were written. @throws {DatabaseError | ExportRefused} */
export async function exportShop(
  database: Database,
  writer: RecordWriter,
  options: ExportOptions,
): Promise<Readonly<Partial<Record<Kind, number>>>> {
  try {
    const counts = await inSnapshot(database, (snapshot) => writeShop(snapshot, writer, options));
    await writer.finish();
    return counts;
  } catch (error) {
    await writer.abandon();
    throw error;
  }
}

async function inSnapshot<T>(database: Database, run: (snapshot: Statements) => Promise<T>): Promise<T> {
  const attempt = (isolated: boolean): Promise<T> =>
    database.transaction(
      async (transaction) => {
        if (isolated)
          await transaction.execute(sql`set transaction isolation level repeatable read, read only`, {
            label: 'export.snapshot',
          });
        return run(transaction);
      },
      { label: 'export', attempts: 1 },
    );
  try {
    return await attempt(true);
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.sqlState !== TOO_LATE_FOR_A_SNAPSHOT) throw error;
    return attempt(false);
  }
}

async function writeShop(
  database: Statements,
  writer: RecordWriter,
  { tenant, flat, onProgress }: ExportOptions,
): Promise<Readonly<Partial<Record<Kind, number>>>> {
  const shop = await readTenantRecord(database, tenant);
  if (shop === undefined) throw await noSuchShop(database, tenant);
  await writer.write('tenant', [shop]);
  const counts: Partial<Record<Kind, number>> = { tenant: 1 };
  let written = 1;
  for await (const { kind, records } of flat ? flatRecords(database, tenant) : nestedRecords(database, tenant)) {
    await writer.write(kind, records);
    counts[kind] = (counts[kind] ?? 0) + records.length;
    written += records.length;
    onProgress(written);
  }
  return counts;
}

async function noSuchShop(database: Statements, tenant: string): Promise<ExportRefused> {
  const known = await listTenants(database);
  const choose =
    known.length === 0 ? 'The database holds no shop yet.' : `Choose one with --tenant: ${known.join(', ')}.`;
  return new ExportRefused(`There is no shop "${tenant}". ${choose}`);
}
