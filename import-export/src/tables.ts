/**
 * The tables an import writes: keys, columns, what a row refers to. Columns that are not named here are never touched.
 * The order is the order in which rows find what they refer to.
 */
import { sql, type Sql } from '@deskfleet/shared/database/sql.ts';

export type ColumnType = 'text' | 'integer' | 'bigint' | 'numeric' | 'boolean' | 'jsonb' | 'date' | 'timestamptz';

export interface TableSpec {
  /** What makes a row unique within a shop. Empty: one row a shop. */
  readonly key: readonly string[];
  readonly columns: Readonly<Record<string, ColumnType>>;
  /** The column that says whose row it is: it never changes. */
  readonly owner?: string;
  /** Column → the table whose id it holds. */
  readonly references?: Readonly<Record<string, TableName>>;
  /** What a column gets when neither the file nor the row that is there says. `i` is the row of the file. */
  readonly fallbacks?: Readonly<Record<string, (tenant: string) => Sql>>;
  /** Names the customer whose personal data the row holds: once that is erased, no import brings it back. */
  readonly person?: string;
  /** How a row names the order it belongs to; orders whose rows change get a new version. `i` is the row of the file. */
  readonly order?: (tenant: string) => Sql;
}

export const TABLE_NAMES = [
  'products',
  'variants',
  'stock',
  'customers',
  'addresses',
  'payment_methods',
  'orders',
  'order_lines',
  'warranties',
  'payments',
  'shipments',
  'shipment_lines',
  'shipment_events',
  'articles',
] as const;
export type TableName = (typeof TABLE_NAMES)[number];

const now = (): Sql => sql`now()`;
const ofShipment = (tenant: string): Sql =>
  sql`(select s.order_id from shipments s where s.tenant_id = ${tenant} and s.id = i.shipment_id)`;

export const TABLES: Readonly<Record<TableName, TableSpec>> = {
  products: {
    key: ['id'],
    columns: {
      id: 'text',
      name: 'text',
      category: 'text',
      description: 'text',
      brand: 'text',
      rating: 'numeric',
      review_count: 'integer',
      popularity: 'integer',
      attributes: 'jsonb',
      warranty_days: 'integer',
      repurchase_days: 'integer',
      active: 'boolean',
    },
  },
  variants: {
    key: ['id'],
    owner: 'product_id',
    columns: { id: 'text', product_id: 'text', options: 'jsonb', price_cents: 'integer', active: 'boolean' },
    references: { product_id: 'products' },
  },
  stock: {
    key: ['variant_id'],
    columns: {
      variant_id: 'text',
      on_hand: 'integer',
      reorder_threshold: 'integer',
      reorder_quantity: 'integer',
      restock_expected_on: 'date',
    },
  },
  customers: {
    key: ['id'],
    person: 'id',
    columns: {
      id: 'text',
      first_name: 'text',
      last_name: 'text',
      email: 'text',
      phone: 'text',
      loyalty_tier: 'text',
      age: 'integer',
      newsletter: 'boolean',
      default_address_id: 'text',
      created_at: 'timestamptz',
    },
    fallbacks: { created_at: now },
  },
  addresses: {
    key: ['id'],
    owner: 'customer_id',
    person: 'customer_id',
    columns: {
      id: 'text',
      customer_id: 'text',
      line1: 'text',
      line2: 'text',
      city: 'text',
      state: 'text',
      postal_code: 'text',
      country: 'text',
    },
    references: { customer_id: 'customers' },
  },
  payment_methods: {
    key: ['id'],
    owner: 'customer_id',
    person: 'customer_id',
    columns: {
      id: 'text',
      customer_id: 'text',
      kind: 'text',
      brand: 'text',
      last_four: 'text',
      balance_cents: 'integer',
    },
    references: { customer_id: 'customers' },
  },
  orders: {
    key: ['id'],
    owner: 'customer_id',
    person: 'customer_id',
    columns: {
      id: 'text',
      customer_id: 'text',
      status: 'text',
      placed_at: 'timestamptz',
      delivered_at: 'timestamptz',
      estimated_delivery_on: 'date',
      cancel_reason: 'text',
      cancelled_at: 'timestamptz',
      shipping_address: 'jsonb',
      total_cents: 'integer',
    },
    references: { customer_id: 'customers' },
    order: () => sql`i.id`,
  },
  order_lines: {
    key: ['order_id', 'line_no'],
    columns: {
      order_id: 'text',
      line_no: 'integer',
      product_id: 'text',
      variant_id: 'text',
      name: 'text',
      options: 'jsonb',
      quantity: 'integer',
      unit_price_cents: 'integer',
      state: 'text',
    },
    references: { order_id: 'orders', variant_id: 'variants', product_id: 'products' },
    fallbacks: {
      product_id: (tenant) =>
        sql`(select v.product_id from variants v where v.tenant_id = ${tenant} and v.id = i.variant_id)`,
      name: (tenant) =>
        sql`(select p.name from variants v join products p on p.tenant_id = v.tenant_id and p.id = v.product_id where v.tenant_id = ${tenant} and v.id = i.variant_id)`,
      options: (tenant) =>
        sql`(select v.options from variants v where v.tenant_id = ${tenant} and v.id = i.variant_id)`,
    },
    order: () => sql`i.order_id`,
  },
  warranties: {
    key: ['order_id', 'line_no'],
    columns: {
      order_id: 'text',
      line_no: 'integer',
      product_id: 'text',
      starts_on: 'date',
      ends_on: 'date',
      coverage: 'text',
    },
    fallbacks: {
      product_id: (tenant) =>
        sql`(select l.product_id from order_lines l where l.tenant_id = ${tenant} and l.order_id = i.order_id and l.line_no = i.line_no)`,
    },
    order: () => sql`i.order_id`,
  },
  payments: {
    key: ['id'],
    owner: 'order_id',
    columns: {
      id: 'text',
      order_id: 'text',
      kind: 'text',
      payment_method_id: 'text',
      amount_cents: 'integer',
      created_at: 'timestamptz',
    },
    references: { order_id: 'orders', payment_method_id: 'payment_methods' },
    fallbacks: {
      created_at: (tenant) =>
        sql`(select o.placed_at from orders o where o.tenant_id = ${tenant} and o.id = i.order_id)`,
    },
    order: () => sql`i.order_id`,
  },
  shipments: {
    key: ['id'],
    owner: 'order_id',
    columns: {
      id: 'text',
      order_id: 'text',
      carrier: 'text',
      tracking_number: 'text',
      status: 'text',
      shipped_at: 'timestamptz',
      delivered_at: 'timestamptz',
      estimated_on: 'date',
    },
    references: { order_id: 'orders' },
    order: () => sql`i.order_id`,
  },
  shipment_lines: {
    key: ['shipment_id', 'line_no'],
    columns: { shipment_id: 'text', line_no: 'integer', quantity: 'integer' },
    references: { shipment_id: 'shipments' },
    order: ofShipment,
  },
  shipment_events: {
    key: ['shipment_id', 'occurred_at', 'status'],
    columns: {
      shipment_id: 'text',
      occurred_at: 'timestamptz',
      status: 'text',
      location: 'text',
      description: 'text',
    },
    references: { shipment_id: 'shipments' },
    order: ofShipment,
  },
  articles: {
    key: ['id'],
    columns: {
      id: 'text',
      article_id: 'text',
      title: 'text',
      section_no: 'integer',
      section: 'text',
      body: 'text',
      category: 'text',
      product_id: 'text',
      updated_at: 'timestamptz',
    },
    references: { product_id: 'products' },
    fallbacks: { updated_at: now },
  },
};

/** One row on its way into a table. */
export interface TableRow {
  readonly table: TableName;
  readonly values: Readonly<Record<string, unknown>>;
  /** Where it stands inside its record. */
  readonly path: Path;
}

export type Path = readonly (string | number)[];

/** The parts of a key as one text. Ids hold no control characters, so parts cannot run into each other. */
export function keyOf(...parts: readonly unknown[]): string {
  return parts.map(String).join('\n');
}
