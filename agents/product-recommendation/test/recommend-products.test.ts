import { expect } from 'chai';
import { sharedWorld } from '@deskfleet/local/testing/harness.ts';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { int, json, sql, text } from '@deskfleet/shared/database/sql.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { call } from './visitor.ts';

const list = (result: JsonObject, name = 'recommendations'): readonly JsonObject[] =>
  (result[name] ?? []) as readonly JsonObject[];
const ids = (result: JsonObject, name = 'recommendations'): unknown[] =>
  list(result, name).map((one) => one['product_id']);
const forCustomer = (customerId: string | null, input: JsonObject = {}, tenant = 'acme') =>
  call('recommend_products', input, { customerId, tenant });

/** What a customer bought within the last year, apart from cancelled lines. */
async function boughtLately(customerId: string): Promise<readonly string[]> {
  const { database } = await sharedWorld();
  const rows = await database.query(
    row({ product_id: column.text() }),
    sql`select distinct l.product_id from orders o join order_lines l on l.tenant_id = o.tenant_id and l.order_id = o.id
      join products p on p.tenant_id = l.tenant_id and p.id = l.product_id
      where o.tenant_id = 'acme' and o.customer_id = ${customerId} and o.status <> 'cancelled' and l.state <> 'cancelled'
        and o.placed_at > timestamptz '2026-11-16T10:00:00Z' - interval '364 days' and p.repurchase_days is null
        and (select count(*) from variants v where v.tenant_id = p.tenant_id and v.product_id = p.id) = 1`,
  );
  return rows.map(({ product_id }) => product_id);
}

describe('recommend_products', () => {
  it('shows a visitor what is well rated and sells well, in stock, with the reason, in one call', async () => {
    const result = await forCustomer(null, { query: 'phone' });
    expect(ids(result)).to.deep.equal(['p014', 'p011', 'p013']);
    expect(result).to.include({ based_on: 'ratings and sales', calls: 1, next_offset: 3 });
    expect(list(result)[0]?.['reasons']).to.deep.equal(['Customers rate it 4.7 of 5 (7 reviews).']);
    for (const one of list(await forCustomer(null, { limit: 10 }))) expect(one).to.include({ in_stock: true });
  });

  it('rests on what the customer looked at and prefers', async () => {
    const result = await forCustomer('cust005', { query: 'phone' });
    const [best] = list(result);
    expect(best?.['product_id']).to.equal('p014');
    expect(best?.['reasons']).to.include('It is by Infinity, the brand you prefer.');
    expect(JSON.stringify(best?.['reasons'])).to.match(/You looked at it/u);
    expect(result['based_on']).to.match(/this customer/u);
    // The same facts say nothing to somebody else.
    expect(JSON.stringify(list(await forCustomer('cust114', { query: 'phone' })))).to.not.match(/You |you /u);
  });

  it('finds what fits a thing that was bought, and shows that variant only', async () => {
    const [best] = list(await forCustomer('cust119', { query: 'phone case' }));
    expect(best).to.deep.include({ product_id: 'p037', in_stock_options: ['Nova 5G'] });
    expect((best?.['reasons'] as string[])[0]).to.equal('It is made for the Nova 5G you bought on November 2, 2026.');
  });

  it('never recommends what was just bought', async () => {
    for (const customerId of ['cust001', 'cust019', 'cust033', 'cust047', 'cust060']) {
      const bought = await boughtLately(customerId);
      for (let offset: number | undefined = 0; offset !== undefined;) {
        const page = await forCustomer(customerId, { limit: 10, offset });
        for (const id of [...ids(page), ...ids(page, 'sponsored')]) expect(bought, customerId).to.not.include(id);
        offset = page['next_offset'] as number | undefined;
      }
    }
  });

  it('lists paid placements apart and marked: running, in stock, fitting, two at most', async () => {
    const all = await forCustomer(null, { limit: 10 });
    expect(list(all, 'sponsored').map((one) => one['label'])).to.deep.equal([
      'Sponsored by Harbor Audio',
      'Sponsored by Meridian Watches',
    ]);
    for (const id of ids(all, 'sponsored')) expect(ids(all)).to.not.include(id);
    expect(ids(await forCustomer(null, { query: 'phone' }), 'sponsored')).to.deep.equal(['p031']);
    // Sold out, over, not begun.
    for (const [query, id] of [
      ['FlexTab', 'p010'],
      ['earbuds', 'p018'],
      ['camera', 'p046'],
    ] as const)
      expect(ids(await forCustomer(null, { query, limit: 10 }), 'sponsored'), query).to.not.include(id);
    expect(await forCustomer(null, { limit: 10, offset: 10 })).to.not.have.property('sponsored');
  });

  it('pages without gap or repetition, and keeps within the size of a result', async () => {
    const seen: unknown[] = [];
    for (let offset: number | undefined = 0; offset !== undefined;) {
      const page = await forCustomer('cust005', { limit: 10, offset });
      expect(JSON.stringify(page).length).to.be.lessThan(16_000);
      seen.push(...ids(page));
      offset = page['next_offset'] as number | undefined;
    }
    expect(new Set(seen).size).to.equal(seen.length);
    expect(seen.length).to.be.at.least(40);
  });

  it('keeps to filters, mistyped words and its shop', async () => {
    for (const one of list(await forCustomer('cust007', { query: 'speakers', max_price_cents: 9_999 })))
      expect(['p005', 'p015']).to.include(one['product_id']);
    const mistyped = await forCustomer(null, { query: 'hedphones' });
    expect(mistyped).to.include({ calls: 1 });
    for (const one of list(mistyped)) expect(one).to.include({ category: 'headphones' });
    expect(list(mistyped)).to.have.length(3);
    expect(await forCustomer(null, { query: 'unicorn' })).to.deep.include({ recommendations: [], total: 0 });
    expect(list(await forCustomer('cust001', {}, 'globex'))[0]?.['price_text']).to.match(/^€/u);
  });

  it('offers consumables again when they are used up, and keeps to the rules of the shop', async () => {
    const { database } = await sharedWorld();
    const tenant = 'advice-shop';
    await database.execute(
      sql`insert into tenants (id, name, currency, time_zone, support_email) values (${tenant}, 'Advice', 'USD', 'UTC', 'help@example.com')`,
    );
    await database.execute(sql`insert into policies (tenant_id) values (${tenant})`);
    await database.execute(
      sql`insert into customers (tenant_id, id, first_name, last_name, email) values (${tenant}, 'c1', 'Ann', 'Lee', 'ann@example.com')`,
    );
    for (const [id, days, sponsor] of [
      ['tea', 30, null],
      ['salt', 200, null],
      ['pot', null, 'Potters'],
      ['cup', null, null],
    ] as const) {
      await database.execute(
        sql`insert into products (tenant_id, id, name, category, repurchase_days) values (${tenant}, ${id}, ${id}, 'kitchen', ${int(days)})`,
      );
      await database.execute(
        sql`insert into variants (tenant_id, id, product_id, options, price_cents) values (${tenant}, ${`v-${id}`}, ${id}, ${json({})}, 500)`,
      );
      await database.execute(
        sql`insert into stock (tenant_id, variant_id, on_hand) values (${tenant}, ${`v-${id}`}, 5)`,
      );
      if (sponsor !== null)
        await database.execute(
          sql`insert into sponsored_products (tenant_id, id, product_id, sponsor, tier, starts_on, ends_on)
            values (${tenant}, ${`s-${id}`}, ${id}, ${text(sponsor)}, 'basic', date '2026-11-16', date '2026-11-16')`,
        );
    }
    await database.execute(
      sql`insert into orders (tenant_id, id, customer_id, status, placed_at, total_cents) values (${tenant}, 'o1', 'c1', 'delivered', timestamptz '2026-09-01', 1500)`,
    );
    for (const [no, id] of [
      [1, 'tea'],
      [2, 'salt'],
      [3, 'cup'],
    ] as const)
      await database.execute(
        sql`insert into order_lines (tenant_id, order_id, line_no, product_id, variant_id, name, quantity, unit_price_cents)
          values (${tenant}, 'o1', ${int(no)}, ${id}, ${`v-${id}`}, ${id}, 1, 500)`,
      );
    const result = await forCustomer('c1', {}, tenant);
    expect(ids(result)).to.deep.equal(['tea']);
    expect(list(result)[0]?.['reasons']).to.deep.equal([
      'You bought it on September 1, 2026, and it is usually needed again by now.',
    ]);
    expect(ids(result, 'sponsored')).to.deep.equal(['pot']);
    await database.execute(
      sql`update policies set sponsored_shown = 0, recently_bought_days = 30 where tenant_id = ${tenant}`,
    );
    const without = await forCustomer('c1', { limit: 10 }, tenant);
    expect(ids(without)).to.have.members(['tea', 'pot', 'cup']);
    expect(without).to.not.have.property('sponsored');
  });
});
