/** Rows of an SQLite file. sql.js is SQLite compiled to WebAssembly, so nothing has to be built or fetched at install. */
import { readFile, stat } from 'node:fs/promises';
import initSqlJs, { type Database } from 'sql.js';
import { OrderManagementShop } from './order-management.ts';
import type { InputFile, Item, Place, Source } from './place.ts';

/** The whole file is held in memory. */
const LARGEST_BYTES = 512 * 1024 ** 2;
const PIECE = 1_000;

export type SqliteRow = Readonly<Record<string, unknown>>;

/** Tables that are read, in the order in which their rows find what they refer to. */
const TABLES = ['inventory', 'customers', 'orders'] as const;
export type SqliteTable = (typeof TABLES)[number];

export function sqliteSource(file: InputFile): Source {
  let notes: readonly string[] = [];
  return {
    file,
    read: async function* () {
      const shop = new OrderManagementShop();
      yield* readSqlite(file, shop);
      notes = shop.notes();
    },
    notes: () => notes,
  };
}

async function* readSqlite(file: InputFile, shop: OrderManagementShop): AsyncGenerator<readonly Item[]> {
  const whole = (message: string): readonly Item[] => [{ problem: { place: { file, line: 1 }, path: [], message } }];
  if ((await stat(file.path)).size > LARGEST_BYTES) {
    yield whole('is larger than 512 MiB; export it as CSV');
    return;
  }
  const { Database: Sqlite } = await initSqlJs();
  const database = new Sqlite(await readFile(file.path));
  try {
    const found = tableColumns(database);
    const missing = TABLES.filter((table) => !found.has(table));
    if (missing.length > 0) {
      yield whole(`has no table ${missing.join(', ')}; needed are ${TABLES.join(', ')}`);
      return;
    }
    for (const [table, columns] of found) shop.sees(table, columns);
    for (const table of TABLES) yield* readTable(database, table, file, shop);
  } catch (error) {
    yield whole(`cannot be read as an SQLite database: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    database.close();
  }
}

function tableColumns(database: Database): ReadonlyMap<string, readonly string[]> {
  const tables = database.exec(
    "select m.name, c.name from sqlite_master m, pragma_table_info(m.name) c where m.type = 'table' and m.name not like 'sqlite\\_%' escape '\\' order by m.rowid, c.cid",
  );
  const found = new Map<string, string[]>();
  for (const [table, column] of tables[0]?.values ?? []) {
    const name = String(table);
    found.set(name, [...(found.get(name) ?? []), String(column)]);
  }
  return found;
}

function* readTable(
  database: Database,
  table: SqliteTable,
  file: InputFile,
  shop: OrderManagementShop,
): Generator<readonly Item[]> {
  const statement = database.prepare(`select * from ${table}`);
  try {
    let items: Item[] = [];
    for (let line = 1; statement.step(); line += 1) {
      const place: Place = { file, line, prefix: table };
      items.push(...shop.items(table, statement.getAsObject(), place));
      if (items.length < PIECE) continue;
      yield items;
      items = [];
    }
    yield items;
  } finally {
    statement.free();
  }
}
