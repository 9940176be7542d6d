import { expect } from 'chai';
import { sharedWorld } from '@deskfleet/local/testing/harness.ts';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { sql, text } from '@deskfleet/shared/database/sql.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { shown } from '../src/rulebook/words.ts';
import { call } from './visitor.ts';

const list = (result: JsonObject, name: string): readonly JsonObject[] => result[name] as readonly JsonObject[];
const ids = (result: JsonObject, name: string): unknown[] => list(result, name).map((one) => one['product_id']);

/** Numbers and texts that a statement of the test's own finds. */
async function first(statement: ReturnType<typeof sql>): Promise<readonly JsonObject[]> {
  const { database } = await sharedWorld();
  const { found } = await database.one(
    row({ found: column.json<readonly JsonObject[]>() }),
    sql`select coalesce(jsonb_agg(to_jsonb(q)), '[]') as found from (${statement}) q`,
  );
  return found;
}

/** A product of a shop of its own. */
async function addProduct(tenant: string, id: string, onHand: number): Promise<void> {
  const { database } = await sharedWorld();
  await database.execute(
    sql`insert into tenants (id, name, currency, time_zone, support_email) values (${tenant}, ${tenant}, 'USD', 'UTC', 'help@example.com') on conflict do nothing`,
  );
  await database.execute(
    sql`insert into customers (tenant_id, id, first_name, last_name, email) values (${tenant}, 'c1', 'Ann', 'Lee', 'ann@example.com') on conflict do nothing`,
  );
  await database.execute(
    sql`insert into products (tenant_id, id, name, category) values (${tenant}, ${id}, ${`Gadget ${id}`}, 'gadget')`,
  );
  await database.execute(
    sql`insert into variants (tenant_id, id, product_id, price_cents) values (${tenant}, ${`v-${id}`}, ${id}, 1000)`,
  );
  await database.execute(
    sql`insert into stock (tenant_id, variant_id, on_hand) values (${tenant}, ${`v-${id}`}, ${onHand}::int)`,
  );
}

describe('list_categories', () => {
  it('counts the products on sale and tells their prices, in one call', async () => {
    const result = await call('list_categories', {});
    expect(result).to.include({ total: 10, calls: 1 });
    expect(list(result, 'categories').find((one) => one['category'] === 'phone')).to.deep.equal({
      category: 'phone',
      products: 7,
      in_stock: 7,
      price_text: '$79.99 to $1,199.99',
    });
    const counted = list(result, 'categories').reduce((sum, one) => sum + Number(one['products']), 0);
    expect(counted).to.equal(49);
  });

  it('is paged', async () => {
    const page = await call('list_categories', { limit: 4, offset: 8 });
    expect(list(page, 'categories')).to.have.length(2);
    expect(page).to.not.have.property('next_offset');
    expect(await call('list_categories', { limit: 4 })).to.include({ more: 6, next_offset: 4 });
  });
});

describe('get_top_products', () => {
  it('lists best sellers by what was really sold lately', async () => {
    const result = await call('get_top_products', { by: 'best_sellers', query: 'speakers', limit: 3 });
    expect(result).to.include({ counted: 'units sold in the last 90 days', calls: 1 });
    const sold = await first(sql`
      select l.product_id, sum(l.quantity) as units from order_lines l join orders o on o.tenant_id = l.tenant_id and o.id = l.order_id
        join products p on p.tenant_id = l.tenant_id and p.id = l.product_id and p.category = 'speaker' and p.active
      where l.tenant_id = 'acme' and o.status <> 'cancelled' and l.state not in ('cancelled', 'returned')
        and o.placed_at between timestamptz '2026-11-16T10:00:00Z' - interval '90 days' and timestamptz '2026-11-16T10:00:00Z'
      group by l.product_id`);
    const units = new Map(sold.map((one) => [one['product_id'], Number(one['units'])]));
    const listed = ids(result, 'products').map((id) => units.get(String(id)) ?? 0);
    expect(listed).to.deep.equal([...units.values()].sort((a, b) => b - a).slice(0, 3));
    expect(list(result, 'products').map((one) => one['place'])).to.deep.equal([1, 2, 3]);
    expect(JSON.stringify(result)).to.not.match(/units_sold|figure/u);
  });

  it('asks for enough reviews before something is top rated', async () => {
    const result = await call('get_top_products', { by: 'top_rated', limit: 20 });
    expect(result['counted']).to.equal('ratings, of products with at least 3 reviews');
    const products = list(result, 'products');
    for (const one of products) expect(Number(one['review_count'])).to.be.at.least(3);
    const ratings = products.map((one) => Number(one['rating']));
    expect(ratings).to.deep.equal(ratings.toSorted((a, b) => b - a));
    expect(products[0]).to.include({ product_id: 'p014', place: 1 });
  });

  it('lists what most customers looked at, filtered and paged', async () => {
    const all = await call('get_top_products', { by: 'most_popular', limit: 10 });
    const rest = await call('get_top_products', { by: 'most_popular', limit: 5, offset: 5 });
    expect(ids(rest, 'products')).to.deep.equal(ids(all, 'products').slice(5));
    expect(list(rest, 'products')[0]).to.include({ place: 6 });
    const cheap = await call('get_top_products', { query: 'phone', max_price_cents: 50_000, in_stock: true });
    expect(ids(cheap, 'products')).to.have.members(['p029', 'p031']);
    const mistyped = await call('get_top_products', { query: 'speakrs' });
    expect(ids(mistyped, 'products')).to.include('p005');
    expect(mistyped).to.deep.include({ calls: 1, spelled_as: [{ typed: 'speakrs', meant: 'speaker' }] });
  });

  it('lists nothing that nobody bought, looked at or rated', async () => {
    await addProduct('top-shop', 't1', 5);
    for (const by of ['best_sellers', 'top_rated', 'most_popular'])
      expect(await call('get_top_products', { by }, { tenant: 'top-shop' })).to.deep.include({
        products: [],
        total: 0,
      });
  });
});

describe('compare_products', () => {
  it('sets side by side what differs and says what is the same, in one call', async () => {
    const result = await call('compare_products', { products: ['ZenSound', 'p002'] });
    expect(result).to.deep.include({ cheapest: ['p001'], best_rated: ['p002'], calls: 1 });
    expect(list(result, 'different').find((one) => one['attribute'] === 'battery')).to.deep.equal({
      attribute: 'battery',
      values: { p001: '30 hours', p002: '40 hours' },
    });
    expect(result['same']).to.deep.include({ attribute: 'type', value: 'over-ear' });
    const names = [...list(result, 'different'), ...list(result, 'same')].map((one) => one['attribute']);
    expect(new Set(names).size).to.equal(names.length);
  });

  it('takes up to four, also mistyped', async () => {
    const four = await call('compare_products', { products: ['p011', 'p012', 'p013', 'Infinty Ultra'] });
    expect(ids(four, 'products')).to.deep.equal(['p011', 'p012', 'p013', 'p014']);
    expect(four['calls']).to.equal(1);
    expect(JSON.stringify(four).length).to.be.lessThan(16_000);
  });

  it('refuses what cannot be compared', async () => {
    expect(await call('compare_products', { products: ['p011', 'unicorn'] })).to.include({
      error: 'product_not_found',
      message: 'The shop has no product called "unicorn".',
    });
    expect((await call('compare_products', { products: ['p009', 'gaming laptop'] }))['error']).to.equal(
      'several_products',
    );
    expect((await call('compare_products', { products: ['p011', 'Nova 5G'] }))['message']).to.match(
      /^Both are the Nova 5G\./u,
    );
    expect((await call('compare_products', { products: ['p011'] }))['message']).to.equal(
      'products: Give at least two products to compare.',
    );
    expect((await call('compare_products', { products: ['a', 'b', 'c', 'd', 'e'] }))['message']).to.include(
      'At most four',
    );
    expect(
      (await call('compare_products', { products: ['ZenSound', 'p002'] }, { tenant: 'globex' }))['error'],
    ).to.equal('product_not_found');
  });
});

describe('get_reviews', () => {
  it('gives the spread, themes with quotes, and a page of reviews, in one call', async () => {
    const result = await call('get_reviews', { product: 'Nova 5G' });
    expect(result).to.deep.include({
      product_id: 'p011',
      review_count: 8,
      ratings_by_stars: { 3: 1, 4: 2, 5: 5 },
      themes_from: 8,
      total: 8,
      next_offset: 5,
      calls: 1,
    });
    const praise = list(result, 'praise').map((theme) => theme['theme']);
    expect(praise).to.include.members(['camera', 'charging', 'screen']);
    const camera = list(result, 'complaints').find((theme) => theme['theme'] === 'camera');
    expect((camera?.['quotes'] as JsonObject[])[0]).to.deep.include({ rating: 3, title: 'Macro needs patience' });
    const [quote] = camera?.['quotes'] as JsonObject[];
    const [source] = await first(
      sql`select product_id, body from reviews where tenant_id = 'acme' and id = ${text(shown(quote?.['review_id']))}`,
    );
    expect(source?.['product_id']).to.equal('p011');
    expect(source?.['body']).to.include(quote?.['text']);
  });

  it('names no reviewer', async () => {
    for (const product of ['p001', 'p007', 'p014']) {
      expect(JSON.stringify(await call('get_reviews', { product, limit: 20 }))).to.not.match(/cust\d|customer_id|@/u);
    }
  });

  it('pages without gap or repetition, by stars too', async () => {
    const seen: unknown[] = [];
    for (let offset: number | undefined = 0; offset !== undefined;) {
      const page: JsonObject = await call('get_reviews', { product: 'p001', limit: 3, offset });
      seen.push(...list(page, 'reviews').map((one) => one['review_id']));
      offset = page['next_offset'] as number | undefined;
    }
    expect(seen).to.have.length(8);
    expect(new Set(seen).size).to.equal(8);
    const critical = await call('get_reviews', { product: 'p001', max_stars: 3 });
    expect(list(critical, 'reviews').map((one) => one['rating'])).to.deep.equal([3]);
    expect(critical['themes_from']).to.equal(8);
    expect((await call('get_reviews', { product: 'p001', min_stars: 5, max_stars: 2 }))['message']).to.include(
      'swap them',
    );
    expect((await call('get_reviews', { product: 'p001', min_stars: 6 }))['message']).to.include(
      'The most stars are 5.',
    );
  });

  it('keeps within the size of a result, with reviews of any length and many of them', async () => {
    await addProduct('talk-shop', 'w1', 5);
    const { database } = await sharedWorld();
    await database.execute(sql`insert into reviews (tenant_id, id, product_id, customer_id, rating, title, body, created_at)
      select 'talk-shop', 'r' || n, 'w1', 'c1', 1 + n % 5, repeat('Ünglaublich "gut" ', 8), 'The battery ' || n || repeat(' läuft & läuft, aber', 60), timestamptz '2026-01-01' + n * interval '1 minute'
      from generate_series(1, 450) n`);
    const result = await call('get_reviews', { product: 'w1', limit: 20, offset: 430 }, { tenant: 'talk-shop' });
    expect(result).to.include({ themes_from: 200, total: 450, calls: 1 });
    expect(list(result, 'reviews')).to.have.length(20);
    expect(list(result, 'reviews').at(-1)).to.include({ review_id: 'r1' });
    expect(JSON.stringify(result).length).to.be.lessThan(16_000);
  });

  it('tells a product without reviews, and finds none of another shop', async () => {
    await addProduct('silent-shop', 's1', 5);
    expect(await call('get_reviews', { product: 's1' }, { tenant: 'silent-shop' })).to.deep.include({
      rating: null,
      praise: [],
      complaints: [],
      reviews: [],
      total: 0,
    });
    expect((await call('get_reviews', { product: 'ZenSound' }, { tenant: 'globex' }))['error']).to.equal(
      'product_not_found',
    );
  });
});
