/** An `order_management.db` with the tables customers, inventory and orders. */
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import initSqlJs from 'sql.js';
import { column, nullable, row } from '@deskfleet/shared/database/row.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import { sharedWorld } from '@deskfleet/local/testing/harness.ts';
import { Folder, problemsOf, runImport } from './support.ts';

const SCHEMA = `
create table customers (customer_id text primary key, name text not null, email text unique not null, phone text,
  address text, city text, state text, zip_code text, created_date date);
create table inventory (product_id text primary key, product_name text not null, category text, quantity integer, in_stock boolean,
  reorder_threshold integer, reorder_quantity integer, last_restock_date date, unit_price real);
create table orders (order_id text primary key, customer_id text references customers, product_id text references inventory,
  product_name text, quantity integer, unit_price real, total_amount real, order_status text, shipping_status text,
  return_exchange_status text, order_date text, delivery_date text);
create table agent_sessions (id integer primary key, data text);
insert into customers values
  ('cust001', 'Mary Ann Lee', 'mary@lee.example', '555-0100', '1 Main St', 'Springfield', 'IL', '62701', '2024-01-15'),
  ('cust002', 'Cher', 'cher@music.example', null, null, null, null, null, '03/09/2024');
insert into inventory values
  ('HD001', 'Wireless Headphones', 'headphones', 12, 1, 5, 20, '2024-05-01', 199.99),
  ('SP001', 'Speaker', 'speaker', 0, 0, 5, 20, null, 0.1);
insert into orders values
  ('ORD-2024-001', 'cust001', 'HD001', 'Wireless Headphones', 2, 199.99, 399.98, 'delivered', 'delivered', 'none', '2024-06-01 10:30:00', '2024-06-05'),
  ('ORD-2024-002', 'cust001', 'SP001', 'Speaker', 3, 0.1, 0.3, 'shipped', 'in_transit', null, '2024-06-02', '2024-06-09'),
  ('ORD-2024-003', 'cust002', 'HD001', 'Wireless Headphones', 1, 179.5, 179.5, 'processing', 'not shipped', '', '06/03/2024', null),
  ('ORD-2024-004', 'cust002', 'HD001', 'Wireless Headphones', 1, 199.99, 199.99, 'cancelled', 'not applicable', 'N/A', '2024-06-04', null),
  ('ORD-2024-005', 'cust001', 'HD001', 'Wireless Headphones', 1, 199.99, 199.99, 'delivered', 'delivered', 'requested', '2024-06-05', '2024-06-08'),
  ('ORD-2024-006', 'cust001', 'HD001', 'Wireless Headphones', 1, 199.99, 199.99, 'delivered', 'delivered', 'exchange_completed', '2024-06-05', '2024-06-08');
`;

const orderRow = row({
  id: column.text(),
  status: column.text(),
  placed_at: column.instant(),
  delivered_at: nullable(column.instant()),
  estimate: nullable(column.day()),
  total: column.int(),
  line: column.text(),
  state: column.text(),
  parcel: nullable(column.text()),
});

describe('an SQLite order_management.db', () => {
  const folder = new Folder();
  before(async function () {
    this.timeout(120_000);
    await sharedWorld();
  });
  after(() => folder.remove());

  async function file(name: string, ...statements: readonly string[]): Promise<string> {
    const { Database } = await initSqlJs();
    const database = new Database();
    for (const statement of statements) database.exec(statement);
    const path = join(folder.path, name);
    writeFileSync(path, database.export());
    database.close();
    return path;
  }
  const tenantFile = (id: string): string =>
    folder.file(`${id}.json`, {
      tenant: { id, name: 'Sibling', currency: 'USD', support_email: 'help@sibling.example' },
    });

  it('is loaded to the cent, and what could not be taken over is told', async () => {
    const { database } = await sharedWorld();
    const tenant = `sqlite-${randomUUID()}`;
    const path = await file('order_management.db', SCHEMA);
    const report = await runImport(database, [path, tenantFile(tenant)].toReversed());
    expect(problemsOf(report)).to.deep.equal([]);
    const orders = await database.query(
      orderRow,
      sql`select o.id, o.status, o.placed_at, o.delivered_at, o.estimated_delivery_on as estimate, o.total_cents as total,
          l.name || ' ' || l.quantity || ' x ' || l.unit_price_cents as line, l.state, s.status as parcel
        from orders o join order_lines l on l.tenant_id = o.tenant_id and l.order_id = o.id
        left join shipments s on s.tenant_id = o.tenant_id and s.order_id = o.id where o.tenant_id = ${tenant} order by o.id`,
    );
    const at = (text: string): Date => new Date(text);
    const none = { delivered_at: null, estimate: null, parcel: null };
    expect(orders).to.deep.equal([
      {
        id: 'ORD-2024-001',
        status: 'delivered',
        placed_at: at('2024-06-01T10:30:00Z'),
        delivered_at: at('2024-06-05T00:00:00Z'),
        estimate: null,
        total: 39_998,
        line: 'Wireless Headphones 2 x 19999',
        state: 'ordered',
        parcel: 'delivered',
      },
      {
        id: 'ORD-2024-002',
        status: 'shipped',
        placed_at: at('2024-06-02T00:00:00Z'),
        delivered_at: null,
        estimate: '2024-06-09',
        total: 30,
        line: 'Speaker 3 x 10',
        state: 'ordered',
        parcel: 'in_transit',
      },
      {
        ...none,
        id: 'ORD-2024-003',
        status: 'processed',
        placed_at: at('2024-06-03T00:00:00Z'),
        total: 17_950,
        line: 'Wireless Headphones 1 x 17950',
        state: 'ordered',
      },
      {
        ...none,
        id: 'ORD-2024-004',
        status: 'cancelled',
        placed_at: at('2024-06-04T00:00:00Z'),
        total: 19_999,
        line: 'Wireless Headphones 1 x 19999',
        state: 'cancelled',
      },
      {
        id: 'ORD-2024-005',
        status: 'return requested',
        placed_at: at('2024-06-05T00:00:00Z'),
        delivered_at: at('2024-06-08T00:00:00Z'),
        estimate: null,
        total: 19_999,
        line: 'Wireless Headphones 1 x 19999',
        state: 'return requested',
        parcel: 'delivered',
      },
      {
        id: 'ORD-2024-006',
        status: 'delivered',
        placed_at: at('2024-06-05T00:00:00Z'),
        delivered_at: at('2024-06-08T00:00:00Z'),
        estimate: null,
        total: 19_999,
        line: 'Wireless Headphones 1 x 19999',
        state: 'exchanged',
        parcel: 'delivered',
      },
    ]);
    const people = await database.query(
      row({ first_name: column.text(), last_name: column.text(), city: nullable(column.text()), on: column.instant() }),
      sql`select c.first_name, c.last_name, a.city, c.created_at as on from customers c
        left join addresses a on a.tenant_id = c.tenant_id and a.id = c.default_address_id where c.tenant_id = ${tenant} order by c.id`,
    );
    expect(people).to.deep.equal([
      { first_name: 'Mary Ann', last_name: 'Lee', city: 'Springfield', on: at('2024-01-15T00:00:00Z') },
      { first_name: 'Cher', last_name: 'Cher', city: null, on: at('2024-03-09T00:00:00Z') },
    ]);
    const notes = report.notes.join('\n');
    for (const told of [
      'Table agent_sessions',
      'in_stock, last_restock_date',
      'no payment methods',
      'counts as UTC',
      'without a whole address',
      'have no request to decide on',
    ])
      expect(notes).to.include(told);

    const again = await runImport(database, [tenantFile(tenant), path]);
    expect(Object.values(again.counts).some(({ added, changed }) => added + changed > 0)).to.equal(false);
  });

  it('is refused as a whole when a row is wrong, with table and row', async () => {
    const { database } = await sharedWorld();
    const path = await file(
      'wrong.db',
      SCHEMA,
      "insert into orders values ('ORD-2024-007', 'cust009', 'HD001', 'x', 1, 10, 11, 'vanished', null, null, 'soon', null)",
    );
    const report = await runImport(database, [tenantFile(`sqlite-${randomUUID()}`), path]);
    expect(problemsOf(report)).to.include(
      '7 orders.status is not one of "pending", "pending (item modified)", "processed", "partially_shipped", "shipped", "delivered", "cancelled", "return requested", "exchange requested"',
    );
    expect(problemsOf(report).join('\n')).to.include('7 orders.placed_at is no point in time');
    expect(report.counts).to.deep.equal({});
  });

  it('needs the three tables, and has to be SQLite inside', async () => {
    const { database } = await sharedWorld();
    const lacking = await file('lacking.db', 'create table customers (id text)');
    expect(problemsOf(await runImport(database, lacking, { tenant: 'acme' }))[0]).to.include(
      'has no table inventory, orders',
    );
    const torn = folder.file('torn.db', `SQLite format 3\0${'x'.repeat(200)}`);
    expect(problemsOf(await runImport(database, torn, { tenant: 'acme' }))[0]).to.include(
      'cannot be read as an SQLite database',
    );
  });
});
