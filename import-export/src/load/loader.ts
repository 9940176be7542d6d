/** Gathers rows into requests that the Data API takes and sends them in an order in which every row finds what it refers to. */
import type { Statements } from '@deskfleet/shared/database/database.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import { TABLE_NAMES, type TableName, type TableRow } from '../tables.ts';
import { countsRow, upsert, type Counts } from './upsert.ts';

/** Far below the 4 MiB of a request: JSON inside JSON grows by its escapes, at most to twice its size. */
const LOT_BYTES = 1_200_000;
const LOT_ROWS = 4_000;
/** Rows that wait in memory at most, over all tables. */
const MOST_WAITING_BYTES = 8_000_000;
/** The service ends a transaction after 3 minutes of silence, the laptop's after 15 seconds. */
const LONGEST_SILENCE_MS = 5_000;

interface Waiting {
  readonly lots: { rows: string[]; bytes: number }[];
}

export class Loader {
  readonly #transaction: Statements;
  readonly #tenant: string;
  readonly #onRows: (rows: number) => void;
  readonly #waiting = new Map<TableName, Waiting>(TABLE_NAMES.map((table) => [table, { lots: [] }]));
  readonly #counts = new Map<TableName, Counts>();
  #kept = 0;
  #waitingBytes = 0;
  #lastCall = performance.now();

  constructor(transaction: Statements, tenant: string, onRows: (rows: number) => void) {
    this.#transaction = transaction;
    this.#tenant = tenant;
    this.#onRows = onRows;
  }

  get counts(): ReadonlyMap<TableName, Counts> {
    return this.#counts;
  }

  /** Rows that were left as they are because the personal data of their customer was erased; counted as the same too. */
  get kept(): number {
    return this.#kept;
  }

  async take(rows: readonly TableRow[]): Promise<void> {
    for (const { table, values } of rows) this.#put(table, JSON.stringify(values));
    if (this.#waitingBytes > MOST_WAITING_BYTES) await this.flush();
  }

  /** While a long file is read without anything to send. */
  async keepAwake(): Promise<void> {
    if (performance.now() - this.#lastCall < LONGEST_SILENCE_MS) return;
    await this.#transaction.execute(sql`select 1`, { label: 'import.awake' });
    this.#lastCall = performance.now();
  }

  async flush(): Promise<void> {
    for (const table of TABLE_NAMES) {
      const waiting = this.#waiting.get(table);
      for (const { rows } of waiting?.lots.splice(0) ?? []) await this.#send(table, rows);
    }
    this.#waitingBytes = 0;
  }

  #put(table: TableName, json: string): void {
    const bytes = Buffer.byteLength(json);
    const lots = this.#waiting.get(table)?.lots ?? [];
    let lot = lots.at(-1);
    if (lot === undefined || lot.bytes + bytes > LOT_BYTES || lot.rows.length >= LOT_ROWS) {
      lot = { rows: [], bytes: 0 };
      lots.push(lot);
    }
    lot.rows.push(json);
    lot.bytes += bytes;
    this.#waitingBytes += bytes;
  }

  async #send(table: TableName, rows: readonly string[]): Promise<void> {
    const statement = upsert(table, this.#tenant, `[${rows.join(',')}]`);
    const { added, changed, same, kept } = await this.#transaction.one(countsRow, statement, {
      label: `import.load.${table}`,
    });
    this.#lastCall = performance.now();
    this.#kept += kept;
    const before = this.#counts.get(table) ?? { added: 0, changed: 0, same: 0 };
    this.#counts.set(table, {
      added: before.added + added,
      changed: before.changed + changed,
      same: before.same + same,
    });
    this.#onRows(rows.length);
  }
}
