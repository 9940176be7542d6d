/** import(export(x)) = x for generated shops: what was imported is exported as it was, and comes in again unchanged. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { sharedWorld } from '@deskfleet/local/testing/harness.ts';
import type { ExportFormat } from '../src/export/writers.ts';
import { countsOf, Folder, problemsOf, runExport, runImport } from './support.ts';

/** Text with everything that a format could stumble over. */
const text = (maxLength: number): fc.Arbitrary<string> =>
  fc
    .array(
      fc.constantFrom('a', 'Ä', '😀', '"', "'", ',', ';', '\n', '\r\n', '\t', '\\', ' ', '=', '{', '\\N', '€', '﷽'),
      { maxLength },
    )
    .map((parts) => `${parts.join('')}x`);
const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });
const names = fc.dictionary(text(4), fc.oneof(text(6), fc.constant('')), { maxKeys: 3 });
const cents = fc.nat(1_000_000);
const time = fc
  .tuple(fc.integer({ min: 946_684_800, max: 1_900_000_000 }), fc.constantFrom('', '.5', '.123456', '.000001'))
  .map(([seconds, fraction]) => `${new Date(seconds * 1000).toISOString().slice(0, 19)}${fraction}Z`);
const day = time.map((value) => value.slice(0, 10));
const upTo = (count: number): fc.Arbitrary<number> => fc.nat(count - 1);

const product = fc.record({
  name: text(10),
  category: text(3),
  description: fc.oneof(fc.constant(''), text(20)),
  brand: optional(text(3)),
  rating: optional(fc.integer({ min: 10, max: 50 }).map((tenths) => tenths / 10)),
  review_count: fc.nat(1000),
  popularity: fc.nat(1000),
  attributes: names,
  warranty_days: optional(fc.nat(1000)),
  repurchase_days: optional(fc.integer({ min: 1, max: 99 })),
  active: fc.boolean(),
});
const stock = fc.record({
  on_hand: fc.nat(99),
  reorder_threshold: fc.nat(9),
  reorder_quantity: fc.nat(9),
  restock_expected_on: optional(day),
});
const variant = fc.record({
  of: upTo(3),
  options: names,
  price_cents: cents,
  active: fc.boolean(),
  stock: optional(stock),
});
const customer = fc.record({
  first_name: text(5),
  last_name: text(5),
  email: text(5),
  phone: optional(text(5)),
  loyalty_tier: fc.constantFrom('bronze', 'silver', 'gold', 'platinum'),
  age: optional(fc.nat(150)),
  newsletter: fc.boolean(),
  created_at: time,
  streets: fc.array(text(5), { maxLength: 2 }),
  kind: fc.constantFrom('credit_card', 'debit_card', 'paypal', 'gift_card'),
  balance: cents,
});
const line = fc.record({
  of: upTo(4),
  name: text(5),
  options: names,
  quantity: fc.integer({ min: 1, max: 9 }),
  unit_price_cents: cents,
  state: fc.constantFrom('ordered', 'cancelled', 'returned', 'exchange requested'),
  warranty: optional(
    fc
      .tuple(day, day, text(5))
      .map(([a, b, coverage]) => ({ starts_on: a < b ? a : b, ends_on: a < b ? b : a, coverage })),
  ),
});
const event = fc.record({
  occurred_at: time,
  status: fc.constantFrom('in_transit', 'delayed', 'delivered'),
  location: optional(text(3)),
  description: fc.oneof(fc.constant(''), text(5)),
});
const order = fc.record({
  of: upTo(3),
  status: fc.constantFrom('pending', 'shipped', 'delivered', 'cancelled', 'pending (item modified)'),
  placed_at: time,
  delivered_at: optional(time),
  estimated_delivery_on: optional(day),
  cancel_reason: optional(text(5)),
  shipping_address: fc.dictionary(text(3), fc.oneof(text(3), fc.constant(null)), { maxKeys: 3 }),
  lines: fc.array(line, { minLength: 1, maxLength: 3 }),
  paid: fc.array(cents, { maxLength: 3 }),
  events: optional(
    fc.uniqueArray(event, { maxLength: 3, selector: ({ occurred_at, status }) => `${occurred_at} ${status}` }),
  ),
});
const article = fc.record({
  title: text(5),
  section: text(5),
  body: text(30),
  category: text(3),
  updated_at: time,
  of: optional(upTo(3)),
});

const shop = fc.record({
  products: fc.array(product, { minLength: 3, maxLength: 3 }),
  variants: fc.array(variant, { minLength: 4, maxLength: 4 }),
  customers: fc.array(customer, { minLength: 3, maxLength: 3 }),
  orders: fc.array(order, { maxLength: 4 }),
  articles: fc.array(article, { maxLength: 3 }),
  ids: fc.constantFrom('p', '#P', 'Ä-', 'a b', '1'),
});
type Generated = typeof shop extends fc.Arbitrary<infer T> ? T : never;

/** The records of a generated shop, with ids that fit together. */
function documentOf(given: Generated, tenant: string): object {
  const id = (kind: string, at: number): string => `${given.ids}${kind}${at}`;
  return {
    tenant: { id: tenant, name: 'Generated', currency: 'USD', support_email: 'a@b.example' },
    products: given.products.map((one, at) => ({ id: id('p', at), ...one })),
    customers: given.customers.map(({ streets, kind: _, balance: __, ...one }, at) => ({
      id: id('c', at),
      ...one,
      default_address_id: streets.length === 0 ? undefined : id(`c${at}a`, 0),
      addresses: streets.map((line1, place) => ({
        id: id(`c${at}a`, place),
        line1,
        city: 'C',
        postal_code: '0',
        country: 'DE',
      })),
    })),
    variants: given.variants.map(({ of, ...one }, at) => ({ id: id('v', at), product_id: id('p', of), ...one })),
    payment_methods: given.customers.map(({ kind, balance }, at) => ({
      ...{ id: id('m', at), customer_id: id('c', at), kind },
      balance_cents: kind === 'gift_card' ? balance : undefined,
    })),
    articles: given.articles.map(({ of, ...one }, at) => ({
      ...{ id: id('s', at), article_id: id('a', 0), section_no: at + 1, ...one },
      product_id: of === undefined ? undefined : id('p', of),
    })),
    orders: given.orders.map(({ of, lines, paid, events, ...one }, at) => ({
      ...{ id: id('o', at), customer_id: id('c', of), ...one },
      total_cents: lines.reduce((sum, { quantity, unit_price_cents }) => sum + quantity * unit_price_cents, 0),
      lines: lines.map(({ of: which, ...rest }) => ({ variant_id: id('v', which), ...rest })),
      payments: paid.map((amount_cents, place) => ({
        ...{
          id: id(`o${at}y`, place),
          kind: 'payment',
          payment_method_id: id('m', of),
          amount_cents,
          created_at: one.placed_at,
        },
      })),
      shipments:
        events === undefined
          ? undefined
          : [{ id: id('h', at), carrier: 'DHL', status: 'in_transit', lines: [{ line_no: 1, quantity: 1 }], events }],
    })),
  };
}

describe('import(export(x)) = x', () => {
  const folder = new Folder();
  before(async function () {
    this.timeout(120_000);
    await sharedWorld();
  });
  after(() => folder.remove());

  for (const format of ['json', 'jsonl', 'csv'] as const satisfies readonly ExportFormat[])
    it(`for generated shops, through ${format}`, async function () {
      this.timeout(240_000);
      const { database } = await sharedWorld();
      await fc.assert(
        fc.asyncProperty(shop, async (generated) => {
          const name = randomUUID();
          const tenant = `trip-${name}`;
          const out = join(folder.path, format === 'csv' ? name : `${name}.${format}`);
          const first = await runImport(database, folder.file(`${name}-given.json`, documentOf(generated, tenant)));
          expect(problemsOf(first)).to.deep.equal([]);
          await runExport(database, tenant, format, out);

          const again = await runImport(database, out);
          expect(problemsOf(again)).to.deep.equal([]);
          expect(countsOf(again)).to.deep.equal({ added: 0, changed: 0, same: countsOf(first).added });

          const copied = await runImport(database, out, { tenant: `${tenant}-copy` });
          expect(countsOf(copied)).to.deep.equal({ added: countsOf(first).added, changed: 0, same: 0 });
          await runExport(database, tenant, 'jsonl', `${out}-1.jsonl`);
          await runExport(database, `${tenant}-copy`, 'jsonl', `${out}-2.jsonl`);
          expect(readFileSync(`${out}-2.jsonl`, 'utf8').replace(`${tenant}-copy`, tenant)).to.equal(
            readFileSync(`${out}-1.jsonl`, 'utf8'),
          );
        }),
        { numRuns: 15 },
      );
    });
});
