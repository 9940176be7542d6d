/** What a file says about other records is checked against the files and against the shop, before anything is loaded. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { sharedWorld } from '@deskfleet/local/testing/harness.ts';
import { smallShop, type SmallShop } from './small-shop.ts';
import { Folder, problemsOf, runImport } from './support.ts';

describe('references, owners and totals', () => {
  const folder = new Folder();
  const tenant = `refs-${randomUUID()}`;
  before(async function () {
    this.timeout(120_000);
    const { database } = await sharedWorld();
    const report = await runImport(database, folder.file('shop.json', smallShop(tenant)));
    expect(problemsOf(report)).to.deep.equal([]);
  });
  after(() => folder.remove());

  /** Problems of a new shop that is the small one but for this change. */
  async function ofNewShop(change: (shop: SmallShop) => void): Promise<readonly string[]> {
    const { database } = await sharedWorld();
    const shop = smallShop(`refs-${randomUUID()}`);
    change(shop);
    return (await runImport(database, folder.file('changed.json', shop))).problems.first.map(
      ({ path, message }) => `${path}: ${message}`,
    );
  }

  /** Problems of these records for the shop that is there. */
  async function ofRecords(records: object): Promise<readonly string[]> {
    const { database } = await sharedWorld();
    const report = await runImport(database, folder.file('more.json', records), { tenant });
    return report.problems.first.map(({ path, message }) => `${path}: ${message}`);
  }

  const inTheFile: readonly (readonly [string, (shop: SmallShop) => void, string])[] = [
    [
      'an order of nobody',
      (shop) => (shop.orders[1]!.customer_id = 'c9'),
      'orders[1].customer_id: is "c9", but there is no such customer',
    ],
    [
      'a line of no variant',
      (shop) => (shop.orders[1]!.lines[0]!.variant_id = 'v9'),
      'orders[1].lines[0].variant_id: is "v9", but there is no such variant',
    ],
    [
      'a variant of no product',
      (shop) => (shop.variants[0]!.product_id = 't9'),
      'variants[0].product_id: is "t9", but there is no such product',
    ],
    [
      'a payment by no method',
      (shop) => (shop.orders[0]!.payments![0]!.payment_method_id = 'm9'),
      'orders[0].payments[0].payment_method_id: is "m9", but there is no such payment method',
    ],
    [
      'a payment by the method of somebody else',
      (shop) => (shop.orders[0]!.payments![0]!.payment_method_id = 'm2'),
      'orders[0].payments[0].payment_method_id: is "m2", which belongs to customer "c2" and not to "c1"',
    ],
    [
      'a default address of somebody else',
      (shop) => (shop.customers[1]!.default_address_id = 'c1-home'),
      'customers[1].default_address_id: is "c1-home", which belongs to customer "c1" and not to "c2"',
    ],
    [
      'a default address that is not there',
      (shop) => (shop.customers[0]!.default_address_id = 'nowhere'),
      'customers[0].default_address_id: is "nowhere", but there is no such address',
    ],
    [
      'a line whose product is not that of its variant',
      (shop) => Object.assign(shop.orders[1]!.lines[0]!, { product_id: 't2' }),
      'orders[1].lines[0].product_id: is "t1-100", which belongs to product "t1" and not to "t2"',
    ],
    [
      'a parcel with a line that the order does not have',
      (shop) => (shop.orders[0]!.shipments![0]!.lines[0]!.line_no = 3),
      'orders[0].shipments[0].lines[0].line_no: is 3, but order "o1" has no such line',
    ],
    [
      'an article about no product',
      (shop) => (shop.articles[0]!.product_id = 't9'),
      'articles[0].product_id: is "t9", but there is no such product',
    ],
    [
      'an id that is there twice',
      (shop) => (shop.products[1]!.id = 't1'),
      'products[1].id: is there twice (id "t1"); the first is at 1',
    ],
    [
      'two spellings of one order id',
      (shop) => Object.assign(shop.orders[1]!, { id: '#O-1' }),
      'orders[1].id: "#O-1" is the same as the order "o1"',
    ],
    [
      'a total that is not the sum',
      (shop) => (shop.orders[0]!.total = '62.81'),
      'orders[0].total_cents: of order "o1" is 6281, but its lines add up to 6280',
    ],
    [
      'an order without lines',
      (shop) => (shop.orders[1]!.lines = []),
      'orders[1].total_cents: of order "o2" is 890, but the order has no lines',
    ],
    [
      'a refund of more than was paid',
      (shop) =>
        shop.orders[0]!.payments!.push({ id: 'y2', kind: 'refund', payment_method_id: 'm1', amount_cents: 6281 }),
      'orders[0].payments: of order "o1" pay back 6281 cents, more than the 6280 that were paid',
    ],
    [
      'more digits than the currency has',
      (shop) => (shop.variants[0]!.price = '8.905'),
      'variants[0].price: has more than 2 digits',
    ],
  ];
  for (const [what, change, message] of inTheFile)
    it(`refuses ${what}`, async () => {
      const found = await ofNewShop(change);
      expect(
        found.some((one) => one.startsWith(message)),
        found.join('\n'),
      ).to.equal(true);
    });

  it('takes the total with or without the cancelled lines', async () => {
    expect(await ofNewShop((shop) => Object.assign(shop.orders[0]!.lines[0]!, { state: 'cancelled' }))).to.deep.equal(
      [],
    );
    expect(
      await ofNewShop((shop) => {
        Object.assign(shop.orders[0]!.lines[0]!, { state: 'cancelled' });
        shop.orders[0]!.total = '45.00';
      }),
    ).to.deep.equal([]);
  });

  it('takes a currency without decimals, and refuses decimals for it', async () => {
    const yen = (shop: SmallShop): void => {
      shop.tenant.currency = 'JPY';
    };
    const found = await ofNewShop(yen);
    expect(found.length).to.be.greaterThan(3);
    expect(found.join('\n')).to.include('has more than 0 digits');
  });

  const order = (more: object): object => ({
    orders: [
      { id: 'o9', customer_id: 'c1', status: 'pending', placed_at: '2026-11-02T09:30:00Z', total_cents: 890, ...more },
    ],
  });
  const line = { variant_id: 't1-100', quantity: 1, unit_price_cents: 890 };

  const againstTheShop: readonly (readonly [string, object, string])[] = [
    [
      'an order of nobody',
      order({ customer_id: 'c9', lines: [line] }),
      'orders[0].customer_id: is "c9", but there is no such customer in the files or in the shop',
    ],
    [
      'a payment by the method of somebody else',
      order({ lines: [line], payments: [{ id: 'y9', kind: 'payment', payment_method_id: 'm2', amount_cents: 890 }] }),
      'orders[0].payments[0].payment_method_id: is "m2", which belongs to customer "c2"',
    ],
    [
      'a line whose product is not that of its variant',
      order({ lines: [{ ...line, product_id: 't2' }] }),
      'orders[0].lines[0].product_id: is "t1-100", which belongs to product "t1"',
    ],
    [
      'another spelling of an order id',
      order({ id: 'ORD-1', lines: [line] }),
      'orders[0].id: "ORD-1" is the same as the order "o1"',
    ],
    [
      'an order that changes hands',
      order({ id: 'o2', lines: [line] }),
      'orders[0].customer_id: says "c1", but order "o2" belongs to "c2" in the shop',
    ],
    [
      'a payment method that changes hands',
      { payment_methods: [{ id: 'm1', customer_id: 'c2', kind: 'paypal' }] },
      'payment_methods[0].customer_id: says "c2", but payment method "m1" belongs to "c1"',
    ],
    [
      'a variant that changes its product',
      { variants: [{ id: 't1-100', product_id: 't2', price: '8.90' }] },
      'variants[0].product_id: says "t2", but variant "t1-100" belongs to "t1"',
    ],
    [
      'fewer lines than the shop has, with their total',
      order({ id: 'o1', total_cents: 1780, lines: [{ ...line, quantity: 2 }] }),
      'orders[0].total_cents: of order "o1" is 1780, but its lines add up to 6280; 1 of them only in the shop',
    ],
    [
      'a line more without the total',
      { order_lines: [{ order_id: 'o2', line_no: 2, ...line }] },
      'order_lines[0].total_cents: of order "o2" is 890, but its lines add up to 1780',
    ],
    [
      'a refund of more than was paid',
      { payments: [{ order_id: 'o1', id: 'y8', kind: 'refund', payment_method_id: 'm1', amount: '62.81' }] },
      'payments[0].payments: of order "o1" pay back 6281 cents',
    ],
    [
      'a parcel line that the order does not have',
      { shipment_lines: [{ shipment_id: 's1', line_no: 7, quantity: 1 }] },
      'shipment_lines[0].line_no: is 7, but order "o1" has no such line',
    ],
    [
      'a section that is there under another id',
      { articles: [{ id: 'a2', article_id: 'sencha', title: 't', section: 's', body: 'b', category: 'faq' }] },
      'articles[0].id: is a section with the same article_id and section_no as "a1"',
    ],
    [
      'another currency',
      { tenant: { name: 'n', currency: 'USD', support_email: 'e@e.example' } },
      'tenant.currency: is USD, but the shop',
    ],
  ];
  for (const [what, records, message] of againstTheShop)
    it(`refuses ${what}, against the shop`, async () => {
      const found = await ofRecords(records);
      expect(
        found.some((one) => one.startsWith(message)),
        found.join('\n'),
      ).to.equal(true);
    });

  it('accepts references to what only the shop has', async () => {
    const { database } = await sharedWorld();
    const payments = [{ id: 'y9', kind: 'payment', payment_method_id: 'm1', amount_cents: 890 }];
    const report = await runImport(
      database,
      folder.file('fine.json', {
        ...order({ lines: [line], payments }),
        shipment_lines: [{ shipment_id: 's1', line_no: 2, quantity: 1 }],
      }),
      { tenant },
    );
    expect(problemsOf(report)).to.deep.equal([]);
    expect(report.counts['orders']).to.deep.equal({ added: 1, changed: 0, same: 0 });
  });
});
