/** The records of a shop in the order in which an import takes them in one reading. */
import type { Statements } from '@deskfleet/shared/database/database.ts';
import type { Kind } from '../format/kinds.ts';
import { readRecords, type ExportRecord, type ReadName } from './reads.ts';

export interface RecordPage {
  readonly kind: Kind;
  readonly records: readonly ExportRecord[];
}

/** Whole records: addresses inside customers; lines, payments and shipments inside orders. */
export async function* nestedRecords(database: Statements, tenant: string): AsyncGenerator<RecordPage> {
  const read = (name: ReadName): AsyncGenerator<readonly ExportRecord[]> => readRecords(database, tenant, name);
  for await (const records of read('products')) yield { kind: 'product', records };
  yield* joined('customer', read('customers'), { addresses: new Parts(read('addresses'), 'customer_id') });
  for await (const records of read('variants')) yield { kind: 'variant', records };
  for await (const records of read('payment_methods')) yield { kind: 'payment_method', records };
  for await (const records of read('articles')) yield { kind: 'article', records };
  yield* joined('order', read('orders'), {
    lines: new Parts(read('order_lines'), 'order_id'),
    payments: new Parts(read('payments'), 'order_id'),
    shipments: new Parts(read('whole_shipments'), 'order_id'),
  });
}

const FLAT: readonly (readonly [Kind, ReadName])[] = [
  ['product', 'products'],
  ['customer', 'customers'],
  ['address', 'addresses'],
  ['variant', 'variants'],
  ['payment_method', 'payment_methods'],
  ['article', 'articles'],
  ['order', 'orders'],
  ['order_line', 'order_lines'],
  ['payment', 'payments'],
  ['shipment', 'shipments'],
  ['shipment_line', 'shipment_lines'],
  ['shipment_event', 'shipment_events'],
];

/** Records without others inside, as CSV has them. */
export async function* flatRecords(database: Statements, tenant: string): AsyncGenerator<RecordPage> {
  for (const [kind, name] of FLAT)
    for await (const records of readRecords(database, tenant, name)) yield { kind, records };
}

async function* joined(
  kind: Kind,
  wholes: AsyncIterable<readonly ExportRecord[]>,
  parts: Readonly<Record<string, Parts>>,
): AsyncGenerator<RecordPage> {
  for await (const page of wholes) {
    const records: ExportRecord[] = [];
    for (const record of page) {
      const whole: Record<string, unknown> = { ...record };
      for (const [name, stream] of Object.entries(parts)) {
        const found = await stream.of(record['id']);
        if (found.length > 0) whole[name] = found;
      }
      records.push(whole);
    }
    yield { kind, records };
  }
}

/** Parts that come in the order of their wholes, taken off the stream as the wholes go by. */
class Parts {
  readonly #pages: AsyncIterator<readonly ExportRecord[]>;
  readonly #owner: string;
  #page: readonly ExportRecord[] = [];
  #at = 0;
  #ended = false;

  constructor(pages: AsyncIterator<readonly ExportRecord[]>, owner: string) {
    this.#pages = pages;
    this.#owner = owner;
  }

  async of(whole: unknown): Promise<readonly ExportRecord[]> {
    const found: ExportRecord[] = [];
    for (
      let part = await this.#peek();
      part?.[this.#owner] === whole && part !== undefined;
      part = await this.#peek()
    ) {
      const { [this.#owner]: _, ...rest } = part;
      found.push(rest);
      this.#at += 1;
    }
    return found;
  }

  async #peek(): Promise<ExportRecord | undefined> {
    if (this.#at >= this.#page.length && !this.#ended) {
      const next = await this.#pages.next();
      this.#ended = next.done === true;
      this.#page = next.done === true ? [] : next.value;
      this.#at = 0;
    }
    return this.#page[this.#at];
  }
}
