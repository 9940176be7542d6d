/** All or nothing, the same again changes nothing, and versions tell what changed. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { column, nullable, row } from '@deskfleet/shared/database/row.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import { sharedWorld } from '@deskfleet/local/testing/harness.ts';
import { ImportRefused } from '../src/import-files.ts';
import { SMALL_SHOP_ROWS, smallShop } from './small-shop.ts';
import { countsOf, Folder, problemsOf, runExport, runImport } from './support.ts';

const versionRow = row({ id: column.text(), version: column.int() });
const lineRow = row({
  product_id: column.text(),
  name: column.text(),
  options: column.json(),
  unit_price_cents: column.int(),
});
const countRow = row({ rows: column.int() });

describe('loading', () => {
  const folder = new Folder();
  before(async function () {
    this.timeout(120_000);
    await sharedWorld();
  });
  after(() => folder.remove());

  const newTenant = (): string => `load-${randomUUID()}`;
  async function versions(tenant: string): Promise<Record<string, number>> {
    const { database } = await sharedWorld();
    const rows = await database.query(versionRow, sql`select id, version from orders where tenant_id = ${tenant}`);
    return Object.fromEntries(rows.map(({ id, version }) => [id, version]));
  }

  it('makes the shop, and says so', async () => {
    const { database } = await sharedWorld();
    const tenant = newTenant();
    const report = await runImport(database, folder.file('new.json', smallShop(tenant)));
    expect(problemsOf(report)).to.deep.equal([]);
    expect(report.tenant).to.equal(tenant);
    expect(countsOf(report)).to.deep.equal({ added: SMALL_SHOP_ROWS, changed: 0, same: 0 });
    expect(await versions(tenant)).to.deep.equal({ o1: 1, o2: 1 });
    const [line] = await database.query(
      lineRow,
      sql`select product_id, name, options, unit_price_cents from order_lines where tenant_id = ${tenant} and order_id = 'o1' and line_no = 1`,
    );
    expect(line).to.deep.equal({
      product_id: 't1',
      name: 'Green Sencha',
      options: { size: '100 g' },
      unit_price_cents: 890,
    });
  });

  it('changes nothing the second time', async () => {
    const { database } = await sharedWorld();
    const file = folder.file('twice.json', smallShop(newTenant()));
    await runImport(database, file);
    const again = await runImport(database, file);
    expect(countsOf(again)).to.deep.equal({ added: 0, changed: 0, same: SMALL_SHOP_ROWS });
    expect(await versions(again.tenant)).to.deep.equal({ o1: 1, o2: 1 });
  });

  it('changes what is different, and gives only the orders a new version whose rows changed', async () => {
    const { database } = await sharedWorld();
    const shop = smallShop(newTenant());
    await runImport(database, folder.file('before.json', shop));
    shop.products[0]!.name = 'Greener Sencha';
    shop.orders[0]!.shipments![0]!.events.push({
      occurred_at: '2026-11-04T10:00:00Z',
      status: 'in_transit',
      location: 'Köln',
    });
    shop.orders[0]!.status = 'return requested';
    const report = await runImport(database, folder.file('after.json', shop));
    expect(countsOf(report)).to.deep.equal({ added: 1, changed: 2, same: SMALL_SHOP_ROWS - 2 });
    expect(report.counts['products']).to.deep.equal({ added: 0, changed: 1, same: 1 });
    expect(report.counts['shipment_events']).to.deep.equal({ added: 1, changed: 0, same: 1 });
    expect(await versions(report.tenant)).to.deep.equal({ o1: 2, o2: 1 });
    const [line] = await database.query(
      lineRow,
      sql`select product_id, name, options, unit_price_cents from order_lines where tenant_id = ${report.tenant} and order_id = 'o1' and line_no = 1`,
    );
    expect(line?.name, 'what was bought does not change when the catalogue does').to.equal('Green Sencha');
  });

  it('gives a new version for a line of an order, and for its payment alone', async () => {
    const { database } = await sharedWorld();
    const tenant = newTenant();
    await runImport(database, folder.file('flat.json', smallShop(tenant)));
    const payments = [{ order_id: 'o2', id: 'y9', kind: 'payment', payment_method_id: 'm2', amount: '8.9' }];
    await runImport(database, folder.file('flat-2.json', { payments }), { tenant });
    expect(await versions(tenant)).to.deep.equal({ o1: 1, o2: 2 });
  });

  it('leaves stock, policy members and parts alone that the file does not name', async () => {
    const { database } = await sharedWorld();
    const tenant = newTenant();
    await runImport(database, folder.file('whole.json', smallShop(tenant)));
    const { policy: _, ...section } = smallShop(tenant).tenant;
    const part = {
      tenant: section,
      variants: [{ id: 't1-100', product_id: 't1', options: { size: '100 g' }, price: '9.90' }],
    };
    await runImport(database, folder.file('part.json', part));
    const found = await database.one(
      row({ on_hand: column.int(), days: column.int(), price: column.int() }),
      sql`select s.on_hand, p.return_window_days as days, v.price_cents as price from stock s join policies p on p.tenant_id = s.tenant_id
        join variants v on v.tenant_id = s.tenant_id and v.id = s.variant_id where s.tenant_id = ${tenant} and s.variant_id = 't1-100'`,
    );
    expect(found).to.deep.equal({ on_hand: 40, days: 14, price: 990 });
  });

  it('loads JSON Lines whose kinds come in any order', async () => {
    const { database } = await sharedWorld();
    const {
      tenant: section,
      products,
      customers,
      variants,
      payment_methods: methods,
      orders,
      articles,
    } = smallShop(newTenant());
    const lines = [
      ['tenant', [section]],
      ['article', articles],
      ['order', orders],
      ['payment_method', methods],
      ['variant', variants],
      ['customer', customers],
      ['product', products],
    ] as const;
    const text = lines
      .flatMap(([kind, records]) => records.map((record) => `${JSON.stringify({ kind, record })}\n`))
      .join('');
    const report = await runImport(database, folder.file('backwards.jsonl', text));
    expect(problemsOf(report)).to.deep.equal([]);
    expect(countsOf(report).added).to.equal(SMALL_SHOP_ROWS);
  });

  it('loads files of several formats as one shop', async () => {
    const { database } = await sharedWorld();
    const tenant = newTenant();
    folder.file('mixed/tenant.json', { tenant: smallShop(tenant).tenant });
    folder.file('mixed/products.csv', 'id,name,category\r\np1,Cup,cups\r\n');
    folder.file('mixed/variants.csv', 'id,product_id,price,options.color,stock.on_hand\r\nv1,p1,3.50,blue,7\r\n');
    const report = await runImport(database, `${folder.path}/mixed`);
    expect(problemsOf(report)).to.deep.equal([]);
    expect(countsOf(report)).to.deep.equal({ added: 5, changed: 0, same: 0 });
  });

  it('takes everything back after a dry run', async () => {
    const { database } = await sharedWorld();
    const tenant = newTenant();
    const file = folder.file('dry.json', smallShop(tenant));
    const report = await runImport(database, file, { dryRun: true });
    expect(countsOf(report).added).to.equal(SMALL_SHOP_ROWS);
    const found = await database.one(countRow, sql`select count(*)::int as rows from tenants where id = ${tenant}`);
    expect(found.rows).to.equal(0);
  });

  it('leaves the shop as before when the database fails in the middle', async () => {
    const { database, rdsData } = await sharedWorld();
    const tenant = newTenant();
    const shop = smallShop(tenant);
    await runImport(database, folder.file('fails.json', shop));
    shop.products[0]!.name = 'Changed';
    rdsData.faults.add({ kind: 'drop-before', times: 3, sqlContains: '"shipment_events"', ms: 0 });
    try {
      await runImport(database, folder.file('fails.json', shop));
      expect.fail('the import should have failed');
    } catch (error) {
      expect(error).to.have.property('name', 'DatabaseError');
    } finally {
      rdsData.faults.reset();
    }
    const found = await database.one(
      countRow,
      sql`select count(*)::int as rows from products where tenant_id = ${tenant} and name = 'Changed'`,
    );
    expect(found.rows).to.equal(0);
    expect(countsOf(await runImport(database, folder.file('fails.json', shop)))).to.deep.include({
      added: 0,
      changed: 1,
    });
  });

  it('runs again as a whole when the transaction collides with another', async () => {
    const { database } = await sharedWorld();
    const tenant = newTenant();
    const shop = smallShop(tenant);
    const both = await Promise.all([
      runImport(database, folder.file('race-1.json', shop)),
      runImport(database, folder.file('race-2.json', shop)),
    ]);
    expect(both.map((report) => countsOf(report).added).sort((a, b) => a - b)).to.deep.equal([0, SMALL_SHOP_ROWS]);
  });

  it('does not bring back what a customer had erased, and exports it so that it can be imported', async () => {
    const { database } = await sharedWorld();
    const tenant = newTenant();
    const file = folder.file('erased.json', smallShop(tenant));
    await runImport(database, file);
    await database.execute(
      sql`update customers set first_name = 'Former', last_name = 'customer', email = 'erased@erased.invalid', default_address_id = null, erased_at = now()
        where tenant_id = ${tenant} and id = 'c1'`,
    );
    await database.execute(
      sql`update addresses set line1 = '', city = '', postal_code = '' where tenant_id = ${tenant}`,
    );
    await database.execute(sql`update orders set shipping_address = '{}' where tenant_id = ${tenant} and id = 'o1'`);
    const again = await runImport(database, file);
    expect(countsOf(again)).to.deep.equal({ added: 0, changed: 0, same: SMALL_SHOP_ROWS });
    expect(again.notes).to.deep.equal([
      '3 rows of customers whose personal data was erased are left as they are. Take these customers out of your files.',
    ]);
    const found = await database.one(
      row({ name: column.text(), line1: column.text(), city: nullable(column.text()) }),
      sql`select c.first_name as name, a.line1, o.shipping_address->>'city' as city from customers c
        join addresses a on a.tenant_id = c.tenant_id and a.customer_id = c.id join orders o on o.tenant_id = c.tenant_id and o.customer_id = c.id
        where c.tenant_id = ${tenant} and c.id = 'c1'`,
    );
    expect(found).to.deep.equal({ name: 'Former', line1: '', city: null });
    const out = `${folder.path}/erased-out.jsonl`;
    await runExport(database, tenant, 'jsonl', out);
    const exported = await runImport(database, out);
    expect(problemsOf(exported)).to.deep.equal([]);
    expect(exported.notes).to.deep.equal([]);
  });

  it('wants a tenant section for a shop that does not exist', async () => {
    const { database } = await sharedWorld();
    const products = [{ id: 'p1', name: 'Cup', category: 'cups' }];
    try {
      await runImport(database, folder.file('nobody.json', { products }), { tenant: 'nobody-at-all' });
      expect.fail('the import should have been refused');
    } catch (error) {
      expect(error).to.be.instanceOf(ImportRefused);
      expect((error as Error).message)
        .to.include('There is no shop "nobody-at-all"')
        .and.to.include('acme');
    }
  });
});
