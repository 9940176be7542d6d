import { expect } from 'chai';
import { callTool, sharedWorld, toolContext } from '@deskfleet/local/testing/harness.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { json, sql } from '@deskfleet/shared/database/sql.ts';
import { agent } from '../src/agent.ts';

const SHOP = 'purchase-shop';

async function call(customerId: string, tool: string, input: JsonObject = {}): Promise<JsonObject> {
  const context = toolContext(await sharedWorld(), agent, { customerId, tenant: SHOP });
  const result = await callTool(context, agent, tool, input);
  expect(context.record.dataApiCalls).to.equal(1);
  return result.ok ? result.data : { error: result.code, message: result.message };
}

interface Bought {
  readonly id: string;
  readonly customer: string;
  readonly status: string;
  readonly at: string;
  readonly lines: readonly (readonly [product: string, quantity: number, cents: number, state: string])[];
  readonly refund?: number;
}

const tea = (customer: string, at: string, status = 'delivered', state = 'ordered'): Bought => ({
  id: `${customer}-${at.slice(0, 10)}`,
  customer,
  status,
  at,
  lines: [['tea', 1, 1_000, state]],
});

const ORDERS: readonly Bought[] = [
  {
    id: 'u1',
    customer: 'una',
    status: 'delivered',
    at: '2026-01-01T10:00:00Z',
    lines: [
      ['tea', 2, 1_000, 'ordered'],
      ['cup', 1, 500, 'returned'],
    ],
    refund: 500,
  },
  {
    id: 'u2',
    customer: 'una',
    status: 'cancelled',
    at: '2026-02-01T10:00:00Z',
    lines: [['pot', 1, 4_000, 'cancelled']],
    refund: 4_000,
  },
  {
    id: 'u3',
    customer: 'una',
    status: 'return requested',
    at: '2026-03-02T10:00:00Z',
    lines: [
      ['tea', 3, 1_000, 'return requested'],
      ['cup', 2, 500, 'ordered'],
    ],
  },
  // Six gold people bought tea; four of them a cup, one of those sent it back; the pot is bought by nobody but una.
  ...['p1', 'p2', 'p3', 'p4', 'p5', 'p6'].map((who) => tea(who, '2026-01-05T10:00:00Z')),
  ...['p1', 'p2', 'p3', 'p4', 'p5', 'p6'].map((who, place): Bought => ({
    id: `${who}-cup`,
    customer: who,
    status: place === 4 ? 'cancelled' : 'delivered',
    at: '2026-01-06T10:00:00Z',
    lines: [['cup', 1, 500, place === 5 ? 'returned' : 'ordered']],
  })),
  // Only two silver people.
  tea('s1', '2026-01-05T10:00:00Z'),
];

describe('what customers buy', () => {
  before(async () => {
    const { database } = await sharedWorld();
    const people = [
      ['una', 'gold'],
      ['p1', 'gold'],
      ['p2', 'gold'],
      ['p3', 'gold'],
      ['p4', 'gold'],
      ['p5', 'gold'],
      ['p6', 'gold'],
      ['s1', 'silver'],
      ['s2', 'silver'],
      ['none', 'platinum'],
    ];
    const lines = ORDERS.flatMap(({ id, lines: all }) =>
      all.map(([product, quantity, cents, state], place) => ({
        order_id: id,
        line_no: place + 1,
        product,
        quantity,
        cents,
        state,
      })),
    );
    const totals = ORDERS.map(({ id, customer, status, at, lines: all, refund }) => ({
      id,
      customer,
      status,
      at,
      total: all.reduce((sum, [, quantity, cents]) => sum + quantity * cents, 0),
      refund: refund ?? null,
    }));
    for (const statement of [
      sql`insert into tenants (id, name, currency, time_zone, support_email) values (${SHOP}, 'Purchases', 'EUR', 'Europe/Berlin', 'help@purchases.example')`,
      sql`insert into customers (tenant_id, id, first_name, last_name, email, loyalty_tier) select ${SHOP}, p ->> 0, initcap(p ->> 0), 'Test', (p ->> 0) || '@purchases.example', p ->> 1 from jsonb_array_elements(${json(people)}) p`,
      sql`insert into payment_methods (tenant_id, id, customer_id, kind) select ${SHOP}, 'm-' || (p ->> 0), p ->> 0, 'paypal' from jsonb_array_elements(${json(people)}) p`,
      sql`insert into products (tenant_id, id, name, category, brand) values (${SHOP}, 'tea', 'Green Tea', 'tea', 'Leaf'), (${SHOP}, 'cup', 'Cup', 'crockery', 'Clay'), (${SHOP}, 'pot', 'Pot', 'kitchen', 'Iron')`,
      sql`insert into variants (tenant_id, id, product_id, price_cents) select tenant_id, id, id, 1000 from products where tenant_id = ${SHOP}`,
      sql`insert into orders (tenant_id, id, customer_id, status, placed_at, total_cents) select ${SHOP}, o.id, o.customer, o.status, o.at, o.total from jsonb_to_recordset(${json(totals)}) as o(id text, customer text, status text, at timestamptz, total int)`,
      sql`insert into order_lines (tenant_id, order_id, line_no, product_id, variant_id, name, quantity, unit_price_cents, state) select ${SHOP}, l.order_id, l.line_no, l.product, l.product, l.product, l.quantity, l.cents, l.state from jsonb_to_recordset(${json(lines)}) as l(order_id text, line_no int, product text, quantity int, cents int, state text)`,
      sql`insert into payments (tenant_id, id, order_id, kind, payment_method_id, amount_cents) select ${SHOP}, o.id || '-y', o.id, 'payment', 'm-' || o.customer, o.total from jsonb_to_recordset(${json(totals)}) as o(id text, customer text, total int)`,
      sql`insert into payments (tenant_id, id, order_id, kind, payment_method_id, amount_cents) select ${SHOP}, o.id || '-z', o.id, 'refund', 'm-' || o.customer, o.refund from jsonb_to_recordset(${json(totals)}) as o(id text, customer text, refund int) where o.refund is not null`,
    ])
      await database.execute(statement);
  });

  it('counts cancelled and returned goods apart, and spends what was really paid', async () => {
    expect(await call('una', 'get_purchase_profile')).to.deep.equal({
      orders: 3,
      cancelled_orders: 1,
      first_order_on: '2026-01-01',
      last_order_on: '2026-03-02',
      days_between_orders: 60,
      paid: { cents: 10_500, text: '€105.00' },
      refunded: { cents: 4_500, text: '€45.00' },
      spent: { cents: 6_000, text: '€60.00' },
      spent_per_order: { cents: 3_000, text: '€30.00' },
      items: { ordered: 9, cancelled: 1, returned: 1, being_returned: 3, kept: 7 },
      by_category: [
        {
          category: 'tea',
          ordered: 5,
          cancelled: 0,
          returned: 0,
          kept: 5,
          value_kept: { cents: 5_000, text: '€50.00' },
        },
        {
          category: 'crockery',
          ordered: 3,
          cancelled: 0,
          returned: 1,
          kept: 2,
          value_kept: { cents: 1_000, text: '€10.00' },
        },
        {
          category: 'kitchen',
          ordered: 1,
          cancelled: 1,
          returned: 0,
          kept: 0,
          value_kept: { cents: 0, text: '€0.00' },
        },
      ],
      bought_most: [
        { product_id: 'tea', name: 'Green Tea', quantity: 5 },
        { product_id: 'cup', name: 'Cup', quantity: 2 },
      ],
      orders_paid_with: { paypal: 3 },
    });
  });

  it('may begin at a day of the shop, and knows customers without orders', async () => {
    expect(await call('una', 'get_purchase_profile', { since: '2026-02-15' })).to.deep.include({
      since: '2026-02-15',
      orders: 1,
      cancelled_orders: 0,
      days_between_orders: null,
    });
    expect(await call('none', 'get_purchase_profile')).to.deep.include({
      orders: 0,
      spent_per_order: null,
      by_category: [],
    });
    expect(await call('none', 'get_purchase_profile', { since: 'soon' }).catch(() => ({}))).to.not.have.property(
      'orders',
    );
  });

  it('tells of similar customers only what at least five share', async () => {
    const insights = await call('una', 'get_similar_customer_insights');
    // Four people kept a cup: it is not named, nor is its brand. The pot is una's alone.
    expect(insights).to.deep.include({
      alike_in: 'are interested in tea and have the gold tier',
      people_at_least: 5,
      categories: [{ name: 'tea', people_at_least: 5 }],
      products: [{ name: 'Green Tea', people_at_least: 5 }],
      brands: [{ name: 'Leaf', people_at_least: 5 }],
      typical_order: { cents: 1_000, text: '€10.00' },
    });
    const told = JSON.stringify(insights);
    for (const word of ['p1', 'p2', 'una', 'Test', 'purchases.example', 'Cup', 'Clay', 'Pot'])
      expect(told).to.not.include(word);
  });

  it('widens the group until five are in it, and says so where there are none', async () => {
    expect(await call('s1', 'get_similar_customer_insights')).to.deep.include({
      alike_in: 'are interested in tea',
      people_at_least: 5,
    });
    expect(await call('none', 'get_similar_customer_insights')).to.include({ error: 'too_few_people' });
    expect(await call('s2', 'get_similar_customer_insights')).to.include({ error: 'too_few_people' });
  });
});
