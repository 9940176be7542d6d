/** Brings a database to where the fleet can start: migrations, then the demo shops unless they are there already. */
import { column, row } from '@deskfleet/shared/database/row.ts';
import { sql, statementOfFile, type Sql } from '@deskfleet/shared/database/sql.ts';
import type { Database } from '@deskfleet/shared/database/database.ts';
import { migrate } from '@deskfleet/shared/database/migrations.ts';
import { embedPending, type BackfillResult } from '@deskfleet/shared/model/embedding-backfill.ts';
import type { Embedder } from '@deskfleet/shared/model/embedding.ts';
import { seedDemoData } from './demo-data/load.ts';

const seededRow = row({ seeded: column.boolean() });

export type Progress = (step: string) => void;

/** @returns whether demo data was loaded by this call. Migrations and seed are each all or nothing. */
export async function prepareDatabase(
  database: Database,
  migrations: string,
  { seed, onProgress }: { readonly seed: boolean; readonly onProgress: Progress },
): Promise<{ readonly seeded: boolean; readonly waiting: readonly string[] }> {
  const { status } = await migrate({
    database,
    folder: migrations,
    onProgress: ({ file, event }) => {
      if (event === 'started') onProgress(`migrating ${file}`);
    },
  });
  if (!seed) return { seeded: false, waiting: status.waiting.map((file) => file.name) };
  const { seeded } = await database.one(seededRow, sql`select exists (select 1 from tenants) as seeded`);
  if (!seeded) {
    await database.transaction(async (transaction) => {
      await seedDemoData(
        async (statement, rowsJson) => transaction.execute(withRows(statement, rowsJson)),
        ({ table }) => onProgress(`loading ${table}`),
      );
    });
  }
  return { seeded: !seeded, waiting: status.waiting.map((file) => file.name) };
}

/** Embeds the articles that need it; the first start does most of them, later ones what was added or changed. */
export function embedArticles(database: Database, embedder: Embedder, onProgress: Progress): Promise<BackfillResult> {
  return embedPending(database, embedder, {
    onProgress: (done, total) => onProgress(`embedding articles ${done}/${total}`),
  });
}

/** The loader names its one parameter `:rows`. */
function withRows(statement: string, rowsJson: string | undefined): Sql {
  const [before, ...after] = statement.split(':rows');
  if (rowsJson === undefined || after.length === 0) return statementOfFile(statement);
  return sql`${statementOfFile(before ?? '')}${rowsJson}${statementOfFile(after.join(':rows'))}`;
}
