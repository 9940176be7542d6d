import { expect } from 'chai';

import { generateDemoData } from '../../src/demo-data/generate.ts';
import type { DemoData } from '../../src/demo-data/model.ts';

type Row = Readonly<Record<string, unknown>>;
type Table = keyof DemoData;

/** Key columns besides the tenant. */
const PRIMARY_KEYS: Readonly<Record<Table, readonly string[]>> = {
  tenants: ['id'],
  policies: ['tenant_id'],
  customers: ['id'],
  addresses: ['id'],
  payment_methods: ['id'],
  products: ['id'],
  variants: ['id'],
  stock: ['variant_id'],
  orders: ['id'],
  order_lines: ['order_id', 'line_no'],
  payments: ['id'],
  return_requests: ['id'],
  return_request_lines: ['request_id', 'place'],
  refunds: ['id'],
  approvals: ['id'],
  shipments: ['id'],
  shipment_lines: ['shipment_id', 'line_no'],
  shipment_events: ['shipment_id', 'occurred_at', 'status'],
  warranties: ['order_id', 'line_no'],
  reviews: ['id'],
  preferences: ['customer_id', 'name'],
  browsing_events: ['id'],
  memories: ['id'],
  sponsored_products: ['id'],
  stock_notifications: ['id'],
  articles: ['id'],
  recalls: ['id'],
  service_slots: ['id'],
  repair_prices: ['category', 'kind'],
  canned_replies: ['id'],
  repair_bookings: ['id'],
  service_tickets: ['id'],
};

const REFERENCES: readonly [from: Table, columns: readonly string[], to: Table][] = [
  ['addresses', ['customer_id'], 'customers'],
  ['customers', ['default_address_id'], 'addresses'],
  ['payment_methods', ['customer_id'], 'customers'],
  ['variants', ['product_id'], 'products'],
  ['stock', ['variant_id'], 'variants'],
  ['orders', ['customer_id'], 'customers'],
  ['order_lines', ['order_id'], 'orders'],
  ['order_lines', ['product_id'], 'products'],
  ['order_lines', ['variant_id'], 'variants'],
  ['payments', ['order_id'], 'orders'],
  ['payments', ['payment_method_id'], 'payment_methods'],
  ['return_requests', ['order_id'], 'orders'],
  ['return_requests', ['payment_method_id'], 'payment_methods'],
  ['return_request_lines', ['request_id'], 'return_requests'],
  ['refunds', ['request_id'], 'return_requests'],
  ['refunds', ['payment_method_id'], 'payment_methods'],
  ['approvals', ['id'], 'return_requests'],
  ['shipments', ['order_id'], 'orders'],
  ['shipment_lines', ['shipment_id'], 'shipments'],
  ['shipment_events', ['shipment_id'], 'shipments'],
  ['warranties', ['order_id', 'line_no'], 'order_lines'],
  ['warranties', ['product_id'], 'products'],
  ['reviews', ['product_id'], 'products'],
  ['reviews', ['customer_id'], 'customers'],
  ['preferences', ['customer_id'], 'customers'],
  ['browsing_events', ['customer_id'], 'customers'],
  ['memories', ['customer_id'], 'customers'],
  ['browsing_events', ['product_id'], 'products'],
  ['sponsored_products', ['product_id'], 'products'],
  ['stock_notifications', ['customer_id'], 'customers'],
  ['stock_notifications', ['variant_id'], 'variants'],
  ['articles', ['product_id'], 'products'],
  ['recalls', ['product_id'], 'products'],
  ['repair_bookings', ['order_id', 'line_no'], 'order_lines'],
  ['repair_bookings', ['slot_id'], 'service_slots'],
  ['repair_bookings', ['customer_id'], 'customers'],
  ['service_tickets', ['order_id'], 'orders'],
  ['service_tickets', ['customer_id'], 'customers'],
];

function keyOf(row: Row, columns: readonly string[]): string {
  return [row['tenant_id'], ...columns.map((column) => row[column])].join('/');
}

describe('integrity of the demo data', () => {
  const data = generateDemoData();
  const rowsOf = (table: Table): readonly Row[] => data[table] as unknown as readonly Row[];

  it('has unique primary keys', () => {
    for (const [table, columns] of Object.entries(PRIMARY_KEYS) as [Table, readonly string[]][]) {
      const keys = rowsOf(table).map((row) => keyOf(row, columns));
      expect(new Set(keys).size, table).to.equal(keys.length);
    }
  });

  it('refers only to rows that exist in the same shop', () => {
    for (const [from, columns, to] of REFERENCES) {
      const known = new Set(rowsOf(to).map((row) => keyOf(row, PRIMARY_KEYS[to])));
      const dangling = rowsOf(from).filter((row) => row[columns[0] ?? ''] !== null && !known.has(keyOf(row, columns)));
      expect(dangling, `${from}.${columns.join()} to ${to}`).to.deep.equal([]);
    }
  });

  it('belongs to a tenant everywhere', () => {
    const tenants = new Set(data.tenants.map((row) => row.id));
    for (const table of Object.keys(PRIMARY_KEYS).filter((name) => name !== 'tenants') as Table[]) {
      expect(
        rowsOf(table).every((row) => tenants.has(String(row['tenant_id']))),
        table,
      ).to.be.true;
    }
  });

  it('pays with a method of the customer who ordered', () => {
    const owners = new Map(data.payment_methods.map((row) => [keyOf({ ...row }, ['id']), row.customer_id]));
    const customers = new Map(data.orders.map((row) => [keyOf({ ...row }, ['id']), row.customer_id]));
    for (const payment of data.payments) {
      const owner = owners.get(`${payment.tenant_id}/${payment.payment_method_id}`);
      expect(owner, payment.id).to.equal(customers.get(`${payment.tenant_id}/${payment.order_id}`));
    }
  });

  it('keeps name, options and price of the variant on each line', () => {
    const variants = new Map(data.variants.map((row) => [`${row.tenant_id}/${row.id}`, row]));
    const products = new Map(data.products.map((row) => [`${row.tenant_id}/${row.id}`, row]));
    for (const line of data.order_lines) {
      const variant = variants.get(`${line.tenant_id}/${line.variant_id}`);
      expect(variant?.product_id).to.equal(line.product_id);
      expect(line.unit_price_cents).to.equal(variant?.price_cents);
      expect(line.options).to.deep.equal(variant?.options);
      expect(line.name).to.equal(products.get(`${line.tenant_id}/${line.product_id}`)?.name);
    }
  });

  it('gives each order number to one order of a shop, however a customer types it', () => {
    const keys = data.orders.map((row) => `${row.tenant_id}/${row.id.replace(/^o/, '')}`);
    expect(new Set(keys).size).to.equal(keys.length);
    expect(data.orders.every((row) => /^o\d{5}$/.test(row.id))).to.be.true;
  });

  it('has unique e-mail addresses and tracking numbers, clean texts and lower-case ids', () => {
    const mails = data.customers.map((row) => `${row.tenant_id}/${row.email}`);
    expect(new Set(mails).size).to.equal(mails.length);
    const tracking = data.shipments.map((row) => row.tracking_number);
    expect(new Set(tracking).size).to.equal(tracking.length);
    const all = JSON.stringify(data);
    expect(all).to.not.match(/\bundefined\b|\bNaN\b|\uFEFF|lorem ipsum/);
    for (const table of ['customers', 'products', 'variants', 'orders'] as const) {
      expect(
        data[table].every((row) => row.id === row.id.toLowerCase()),
        table,
      ).to.be.true;
    }
  });

  it('rates products by their reviews, written by buyers after delivery', () => {
    const delivered = new Map<string, string>();
    const orders = new Map(data.orders.map((row) => [`${row.tenant_id}/${row.id}`, row]));
    for (const line of data.order_lines) {
      const order = orders.get(`${line.tenant_id}/${line.order_id}`);
      if (order === undefined || order.delivered_at === null) continue;
      const key = `${line.tenant_id}/${order.customer_id}/${line.product_id}`;
      const known = delivered.get(key);
      if (known === undefined || order.delivered_at < known) delivered.set(key, order.delivered_at);
    }
    for (const review of data.reviews) {
      const at = delivered.get(`${review.tenant_id}/${review.customer_id}/${review.product_id}`);
      expect(at !== undefined && at < review.created_at, review.id).to.be.true;
    }
    for (const product of data.products) {
      const reviews = data.reviews.filter(
        (row) => row.tenant_id === product.tenant_id && row.product_id === product.id,
      );
      const ratings = reviews.map((row) => row.rating);
      expect(product.review_count).to.equal(ratings.length);
      if (ratings.length === 0) continue;
      const mean = ratings.reduce((sum, rating) => sum + rating, 0) / ratings.length;
      expect(product.rating).to.be.closeTo(mean, 0.051);
    }
  });
});
