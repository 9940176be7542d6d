/**
 * The tables of an `order_management.db` (customers, inventory, orders with one product each) as records of the format.
 * Column names differ a little between copies of that database, so each member knows several.
 */
import type { Item, Place } from './place.ts';
import type { SqliteRow, SqliteTable } from './sqlite.ts';

const COLUMNS = {
  customers: {
    id: ['customer_id', 'id'],
    name: ['name', 'customer_name', 'full_name'],
    first_name: ['first_name'],
    last_name: ['last_name'],
    email: ['email'],
    phone: ['phone'],
    address: ['address', 'street'],
    city: ['city'],
    state: ['state'],
    zip: ['zip', 'zip_code', 'postal_code'],
    country: ['country'],
    created: ['created_date', 'created_at', 'created'],
  },
  inventory: {
    id: ['product_id', 'id'],
    name: ['product_name', 'name'],
    category: ['category'],
    quantity: ['quantity', 'stock_quantity'],
    price: ['unit_price', 'price'],
    threshold: ['reorder_threshold'],
    reorder: ['reorder_quantity'],
  },
  orders: {
    id: ['order_id', 'id'],
    customer: ['customer_id'],
    product: ['product_id'],
    product_name: ['product_name'],
    quantity: ['quantity'],
    price: ['unit_price', 'price'],
    total: ['total_amount', 'total', 'total_price'],
    status: ['order_status', 'status'],
    shipping: ['shipping_status'],
    returns: ['return_exchange_status', 'return_status'],
    ordered: ['order_date', 'created_at'],
    delivered: ['delivery_date', 'delivered_at'],
    carrier: ['carrier'],
    tracking: ['tracking_number'],
  },
} as const satisfies Record<SqliteTable, Record<string, readonly string[]>>;

const STATUSES = new Map([
  ['pending', 'pending'],
  ['processing', 'processed'],
  ['processed', 'processed'],
  ['confirmed', 'processed'],
  ['shipped', 'shipped'],
  ['in transit', 'shipped'],
  ['delivered', 'delivered'],
  ['completed', 'delivered'],
  ['cancelled', 'cancelled'],
  ['canceled', 'cancelled'],
]);

const SHIPPED = new Map([
  ['shipped', 'in_transit'],
  ['in transit', 'in_transit'],
  ['out for delivery', 'out_for_delivery'],
  ['delivered', 'delivered'],
  ['lost', 'lost'],
]);

/** What a return or exchange status means for the line, and for the order where that changes too. */
const RETURNS = new Map<string, { readonly line: string; readonly order?: string }>([
  ['requested', { line: 'return requested', order: 'return requested' }],
  ['return requested', { line: 'return requested', order: 'return requested' }],
  ['exchange requested', { line: 'exchange requested', order: 'exchange requested' }],
  ['completed', { line: 'returned' }],
  ['returned', { line: 'returned' }],
  ['return completed', { line: 'returned' }],
  ['exchanged', { line: 'exchanged' }],
  ['exchange completed', { line: 'exchanged' }],
]);
const NO_RETURN = new Set(['', 'none', 'n/a', 'na', 'no', 'not applicable', 'null']);

export class OrderManagementShop {
  readonly #notes = new Map<string, number>();
  #ignored: string[] = [];

  /** Takes note of a table of the file and of its columns that have no place here. */
  sees(table: string, columns: readonly string[]): void {
    if (!isTable(table)) {
      this.#ignored.push(`Table ${table} is not taken over.`);
      return;
    }
    const known = new Set<string>(Object.values(COLUMNS[table]).flat());
    const unknown = columns.filter((column) => !known.has(column.toLowerCase()));
    if (unknown.length > 0)
      this.#ignored.push(`Not taken over from ${table}: ${unknown.join(', ')} (the format has no place for them).`);
  }

  notes(): readonly string[] {
    return [
      ...this.#ignored,
      ...[...this.#notes].map(([note, count]) => `${note} (${count} rows)`),
      'The file knows no payment methods and no payments: these orders can be looked up, but refunds and changes need a payment method first.',
    ];
  }

  items(table: SqliteTable, row: SqliteRow, place: Place): readonly Item[] {
    const cells = new Cells(row);
    switch (table) {
      case 'customers':
        return [{ kind: 'customer', value: this.#customer(cells), place }];
      case 'inventory':
        return [...inventoryRecords(cells)].map(([kind, value]) => ({ kind, value, place }));
      case 'orders':
        return [{ kind: 'order', value: this.#order(cells), place }];
    }
  }

  #note(text: string): void {
    this.#notes.set(text, (this.#notes.get(text) ?? 0) + 1);
  }

  #customer(cells: Cells): unknown {
    const of = COLUMNS.customers;
    const id = cells.text(of.id);
    const words = (cells.text(of.name) ?? '').trim().split(/\s+/u);
    const first = cells.text(of.first_name) ?? (words.slice(0, -1).join(' ') || words[0]);
    const last = cells.text(of.last_name) ?? words.at(-1);
    const line1 = cells.text(of.address);
    const city = cells.text(of.city);
    const postal = cells.text(of.zip);
    const country = cells.text(of.country);
    const hasAddress = line1 !== undefined && city !== undefined && postal !== undefined;
    if (!hasAddress) this.#note('Customers without a whole address (street, city, zip) have none');
    else if (country === undefined) this.#note('The country of an address is taken to be US');
    const address = {
      ...{ id: `${id ?? ''}-address`, line1, city, state: cells.text(of.state) },
      ...{ postal_code: postal, country: country ?? 'US' },
    };
    return {
      ...{ id, first_name: first, last_name: last, email: cells.text(of.email), phone: cells.text(of.phone) },
      created_at: this.#instant(cells.text(of.created)),
      ...(hasAddress ? { default_address_id: address.id, addresses: [address] } : {}),
    };
  }

  #order(cells: Cells): unknown {
    const of = COLUMNS.orders;
    const id = cells.text(of.id);
    const status = cells.text(of.status);
    const returns = normal(cells.text(of.returns));
    const returned = RETURNS.get(returns);
    if (returned === undefined && !NO_RETURN.has(returns))
      this.#note(`The return or exchange status "${returns}" is not known and left out`);
    if (returned?.order !== undefined)
      this.#note('Returns and exchanges that were asked for are marked on the order, but have no request to decide on');
    const delivered = this.#instant(cells.text(of.delivered));
    const isDelivered = normal(status) === 'delivered' || normal(cells.text(of.shipping)) === 'delivered';
    if (delivered !== undefined && !isDelivered)
      this.#note('The delivery date of an order that is not delivered counts as an estimate');
    return {
      id,
      customer_id: cells.text(of.customer),
      status: returned?.order ?? STATUSES.get(normal(status)) ?? status,
      placed_at: this.#instant(cells.text(of.ordered)),
      delivered_at: isDelivered ? delivered : undefined,
      estimated_delivery_on: isDelivered ? undefined : delivered?.slice(0, 10),
      total: cells.text(of.total),
      lines: [
        {
          variant_id: cells.text(of.product),
          name: cells.text(of.product_name),
          quantity: cells.get(of.quantity),
          unit_price: cells.text(of.price),
          state: returned?.line ?? (normal(status).startsWith('cancel') ? 'cancelled' : 'ordered'),
        },
      ],
      shipments: this.#shipments(cells, id, delivered),
    };
  }

  #shipments(cells: Cells, id: string | undefined, delivered: string | undefined): readonly unknown[] {
    const of = COLUMNS.orders;
    const status = SHIPPED.get(normal(cells.text(of.shipping)));
    if (status === undefined) return [];
    const carrier = cells.text(of.carrier);
    if (carrier === undefined) this.#note('Parcels have no carrier in the file; theirs is "not recorded"');
    return [
      {
        id: `${id ?? ''}-parcel`,
        carrier: carrier ?? 'not recorded',
        tracking_number: cells.text(of.tracking),
        status,
        delivered_at: status === 'delivered' ? delivered : undefined,
        lines: [{ line_no: 1, quantity: cells.get(of.quantity) }],
      },
    ];
  }

  /** Dates of the file have no zone: they count as UTC. What is no date is left to the validation. */
  #instant(given: string | undefined): string | undefined {
    if (given === undefined) return undefined;
    const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/u.exec(given);
    const [day = '', time = '00:00:00'] = (
      american === null ? given : [american[3], ...american.slice(1, 3).map((part) => part.padStart(2, '0'))].join('-')
    ).split(/[ T]/u);
    if (!/^\d{4}-\d{2}-\d{2}$/u.test(day)) return given;
    if (/(Z|[+-]\d{2}:\d{2})$/u.test(time)) return `${day}T${time}`;
    this.#note('A date without a time zone counts as UTC');
    return `${day}T${time}Z`;
  }
}

function inventoryRecords(cells: Cells): ReadonlyMap<'product' | 'variant', unknown> {
  const of = COLUMNS.inventory;
  const id = cells.text(of.id);
  return new Map([
    ['product', { id, name: cells.text(of.name), category: cells.text(of.category) }],
    [
      'variant',
      {
        id,
        product_id: id,
        price: cells.text(of.price),
        stock: {
          on_hand: cells.get(of.quantity),
          reorder_threshold: cells.get(of.threshold),
          reorder_quantity: cells.get(of.reorder),
        },
      },
    ],
  ]);
}

const isTable = (name: string): name is SqliteTable => Object.hasOwn(COLUMNS, name);

/** "In_Transit" → "in transit" */
function normal(text: string | undefined): string {
  return (text ?? '').trim().toLowerCase().replaceAll(/[_-]+/gu, ' ');
}

/** A row whose columns are asked for by any of their names; NULL and '' are absent. */
class Cells {
  readonly #row: ReadonlyMap<string, unknown>;

  constructor(row: SqliteRow) {
    this.#row = new Map(Object.entries(row).map(([name, value]) => [name.toLowerCase(), value]));
  }

  get(names: readonly string[]): unknown {
    const value = names
      .map((name) => this.#row.get(name))
      .find((one) => one !== undefined && one !== null && one !== '');
    return value ?? undefined;
  }

  /** A REAL is written out in its shortest form, so 199.99 stays 199.99. */
  text(names: readonly string[]): string | undefined {
    const value = this.get(names);
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  }
}
