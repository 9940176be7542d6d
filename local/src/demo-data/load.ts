import { TABLE_COLUMNS, TABLE_NAMES } from './columns.ts';
import { generateDemoData } from './generate.ts';
import type { DemoData } from './model.ts';

/** Runs one SQL statement. `rowsJson`, when given, is the value of the statement's only parameter, `:rows`. */
export type ExecuteStatement = (statement: string, rowsJson?: string) => Promise<unknown>;

export interface SeedProgress {
  table: string;
  /** Rows of the table sent so far, and in all. */
  rows: number;
  totalRows: number;
}

/** The Data API takes requests of 4 MiB; JSON inside JSON grows by its escapes, so a batch stays far below. */
const BATCH_CHARACTERS = 1_000_000;

/** The statement that loads rows of a table. Rows that are there already stay as they are. */
export function insertStatement(table: keyof DemoData): string {
  const columns: Readonly<Record<string, string>> = TABLE_COLUMNS[table];
  const names = Object.keys(columns).join(', ');
  const typed = Object.entries(columns)
    .map(([name, type]) => `${name} ${type}`)
    .join(', ');
  return (
    `insert into ${table} (${names}) select ${names}` +
    ` from jsonb_to_recordset(:rows::jsonb) as r(${typed}) on conflict do nothing`
  );
}

/** Cuts rows into JSON arrays of at most about `limit` characters each (a longer row stays alone). */
export function batches(rows: readonly object[], limit = BATCH_CHARACTERS): { json: string; rows: number }[] {
  const result: { json: string; rows: number }[] = [];
  let parts: string[] = [];
  let size = 0;
  const flush = (): void => {
    if (parts.length > 0) result.push({ json: `[${parts.join(',')}]`, rows: parts.length });
    parts = [];
    size = 0;
  };
  for (const row of rows) {
    const json = JSON.stringify(row);
    if (size + json.length > limit) flush();
    parts.push(json);
    size += json.length + 1;
  }
  flush();
  return result;
}

/**
 * Loads the demo shops, table by table. Safe to run again: existing rows, changed ones too, are left alone.
 * Errors are those of `execute`; a load that broke off is completed by running it again.
 */
export async function seedDemoData(
  execute: ExecuteStatement,
  onProgress?: (progress: SeedProgress) => void,
): Promise<void> {
  const data = generateDemoData();
  for (const table of TABLE_NAMES) {
    const rows = data[table];
    const statement = insertStatement(table);
    let sent = 0;
    for (const batch of batches(rows)) {
      await execute(statement, batch.json);
      sent += batch.rows;
      onProgress?.({ table, rows: sent, totalRows: rows.length });
    }
  }
}
