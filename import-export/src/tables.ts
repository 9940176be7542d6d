/**
 * The tables an import writes: keys, columns, what a row refers to. Columns that are not named here are never touched.
 * The order is the order in which rows find what they refer to.
 */
import { sql, type Sql } from '@deskfleet/shared/database/sql.ts';
import { COLUMNS, type ColumnType } from './columns.ts';

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
    columns: COLUMNS.products,
  },
  variants: {
    key: ['id'],
    owner: 'product_id',
    columns: COLUMNS.variants,
    references: { product_id: 'products' },
  },
  stock: {
    key: ['variant_id'],
    columns: COLUMNS.stock,
  },
  customers: {
    key: ['id'],
    person: 'id',
    columns: COLUMNS.customers,
    fallbacks: { created_at: now },
  },
  addresses: {
    key: ['id'],
    owner: 'customer_id',
    person: 'customer_id',
    columns: COLUMNS.addresses,
    references: { customer_id: 'customers' },
  },
  payment_methods: {
    key: ['id'],
    owner: 'customer_id',
    person: 'customer_id',
    columns: COLUMNS.payment_methods,
    references: { customer_id: 'customers' },
  },
  orders: {
    key: ['id'],
    owner: 'customer_id',
    person: 'customer_id',
    columns: COLUMNS.orders,
    references: { customer_id: 'customers' },
    order: () => sql`i.id`,
  },
  order_lines: {
    key: ['order_id', 'line_no'],
    columns: COLUMNS.order_lines,
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
    columns: COLUMNS.warranties,
    fallbacks: {
      product_id: (tenant) =>
        sql`(select l.product_id from order_lines l where l.tenant_id = ${tenant} and l.order_id = i.order_id and l.line_no = i.line_no)`,
    },
    order: () => sql`i.order_id`,
  },
  payments: {
    key: ['id'],
    owner: 'order_id',
    columns: COLUMNS.payments,
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
    columns: COLUMNS.shipments,
    references: { order_id: 'orders' },
    order: () => sql`i.order_id`,
  },
  shipment_lines: {
    key: ['shipment_id', 'line_no'],
    columns: COLUMNS.shipment_lines,
    references: { shipment_id: 'shipments' },
    order: ofShipment,
  },
  shipment_events: {
    key: ['shipment_id', 'occurred_at', 'status'],
    columns: COLUMNS.shipment_events,
    references: { shipment_id: 'shipments' },
    order: ofShipment,
  },
  articles: {
    key: ['id'],
    columns: COLUMNS.articles,
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
