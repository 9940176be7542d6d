import { expect } from 'chai';
import { callTool, sharedWorld } from '@deskfleet/local/testing/harness.ts';
import { json, sql } from '@deskfleet/shared/database/sql.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { agent } from '../src/agent.ts';
import { addCustomer, addOrder, openShop } from './shop.ts';
import { contextOf } from './support.ts';

async function call(
  customer: string | null,
  tool: string,
  input: JsonObject,
  tenant = 'acme',
): Promise<JsonObject & { readonly calls: number }> {
  const context = await contextOf(customer, { tenant });
  const result = await callTool(context, agent, tool, input);
  return {
    ...(result.ok ? result.data : { error: result.code, message: result.message }),
    calls: context.record.dataApiCalls,
  };
}

const ids = (result: JsonObject): unknown[] => (result['orders'] as JsonObject[]).map((order) => order['order_id']);

describe('get_order', () => {
  it('tells the whole order in one call', async () => {
    const order = await call('cust001', 'get_order', { order_id: 'Order #12345' });
    expect(order).to.deep.include({
      order_id: 'o12345',
      status: 'shipped',
      placed_on: '2026-11-12',
      total: { cents: 26_598, text: '$265.98' },
      paid: { cents: 26_598, text: '$265.98' },
      refunded: { cents: 0, text: '$0.00' },
      delivery: { state: 'on_time', estimated_on: '2026-11-18', delivered_on: null, days_late: 0 },
      cancellation: { possible: false },
      calls: 1,
    });
    expect(order['lines']).to.have.length(2);
    expect((order['lines'] as JsonObject[])[0]).to.deep.equal({
      line_no: 1,
      product_id: 'p002',
      variant_id: 'v0020',
      name: 'SoundSphere Pro Headphones',
      options: { color: 'graphite' },
      quantity: 1,
      unit_price: { cents: 24_999, text: '$249.99' },
      state: 'ordered',
    });
    const [payment] = order['payments'] as JsonObject[];
    expect(payment).to.deep.include({
      kind: 'payment',
      method_kind: 'credit_card',
      on: '2026-11-12',
      amount: { cents: 26_598, text: '$265.98' },
    });
    expect(payment!['last_four']).to.match(/^\d{4}$/u);
    expect((order['shipments'] as JsonObject[])[0]).to.deep.include({
      shipment_id: 's12345-1',
      status: 'in_transit',
      shipped_on: '2026-11-13',
      delivered_on: null,
      estimated_on: '2026-11-18',
    });
    expect(order['shipping_address']).to.include({ country: 'US' });
  });

  it('tells a cancelled order with its refund', async () => {
    expect(await call('cust105', 'get_order', { order_id: 'o14105' })).to.deep.include({
      status: 'cancelled',
      cancelled_on: '2026-11-08',
      cancel_reason: 'ordered by mistake',
      paid: { cents: 29_999, text: '$299.99' },
      refunded: { cents: 29_999, text: '$299.99' },
    });
  });

  it("tells somebody else's order, another shop's and none at all by the same words", async () => {
    for (const [customer, id] of [
      ['cust110', 'o14910'],
      ['cust001', 'o99999'],
      ['cust001', '#'],
      ['nobody', 'o12345'],
    ] as const) {
      expect(await call(customer, 'get_order', { order_id: id })).to.deep.equal({
        error: 'order_not_found',
        message: `There is no order "${id}" among your orders.`,
        calls: 1,
      });
    }
    expect(await call('cust001', 'get_order', { order_id: '12345' }, 'globex')).to.include({ status: 'delivered' });
    expect((await call('cust001', 'get_order', { order_id: '12345' }, 'globex'))['total'])
      .to.have.property('text')
      .that.matches(/^€/u);
  });

  it('refuses visitors and bad input with words that help', async () => {
    expect(await call(null, 'get_order', { order_id: 'o12345' })).to.include({ error: 'sign_in_required', calls: 0 });
    expect((await call('cust001', 'get_order', { order_id: ' ' }))['message']).to.equal(
      'order_id: Give the order id, for example o12345.',
    );
    expect((await call('cust001', 'get_order', { order_id: 'o'.repeat(65) }))['message']).to.equal(
      'order_id: That is too long for an order id.',
    );
  });

  it('keeps a very long order inside the limits and says what was left out', async () => {
    await openShop('long-shop');
    await addCustomer('long-shop', 'ann', [{ id: 'visa', kind: 'credit_card', brand: 'Visa', lastFour: '4242' }]);
    await addOrder('long-shop', {
      id: '#W1234567',
      customerId: 'ann',
      lines: Array.from({ length: 300 }, () => ({ variant: 'cup', quantity: 1 })),
      ledger: [{ kind: 'payment', method: 'visa', cents: 300_000 }],
    });
    const order = await call('ann', 'get_order', { order_id: 'w1234567' }, 'long-shop');
    expect(order['error']).to.equal(undefined);
    expect(order['lines']).to.have.length(40);
    expect(order).to.include({ order_id: '#W1234567', more_lines: 260 });
    expect(order['cancellation']).to.deep.equal({
      possible: true,
      reasons: ['no longer needed', 'ordered by mistake'],
    });
    const listed = (await call('ann', 'list_orders', {}, 'long-shop'))['orders'] as JsonObject[];
    expect(listed[0]).to.include({ more_items: 295, can_be_cancelled: true });
  });
});

describe('track_shipment', () => {
  const delivery = async (customer: string, order_id: string) =>
    (await call(customer, 'track_shipment', { order_id }))['delivery'];

  it("tells the carriers' reports, newest first, in one call", async () => {
    const tracked = await call('cust102', 'track_shipment', { order_id: '14102' });
    expect(tracked).to.deep.include({
      order_id: 'o14102',
      status: 'partially_shipped',
      today: '2026-11-16',
      items: ['Nova 5G', 'ClearShell Phone Case'],
      not_shipped_yet: ['ClearShell Phone Case'],
      calls: 1,
    });
    expect(tracked['delivery']).to.deep.equal({
      state: 'partially_shipped',
      estimated_on: '2026-11-19',
      delivered_on: null,
      days_late: 0,
    });
    const [first, second] = tracked['shipments'] as JsonObject[];
    expect(first).to.deep.include({
      shipment_id: 's14102-1',
      status: 'delivered',
      delivered_on: '2026-11-13',
      items: ['Nova 5G'],
    });
    const times = (first!['events'] as JsonObject[]).map((event) => event['at'] as string);
    expect(times).to.have.length(5);
    expect(times).to.deep.equal(times.toSorted().toReversed());
    expect((first!['events'] as JsonObject[])[0]).to.deep.equal({
      at: '2026-11-13T10:00:00.000Z',
      status: 'delivered',
      location: 'Miami',
      description: 'Delivered.',
    });
    expect(second).to.deep.include({ status: 'label_created', shipped_on: null });
  });

  it('knows lost, late, not shipped, delivered and cancelled', async () => {
    expect(await delivery('cust103', 'o14103')).to.deep.equal({
      state: 'lost',
      estimated_on: '2026-11-01',
      delivered_on: null,
      days_late: 15,
    });
    expect(await delivery('cust113', 'o14113')).to.deep.include({ state: 'not_shipped', estimated_on: '2026-11-20' });
    expect(await delivery('cust005', 'o14005')).to.deep.include({ state: 'delivered', delivered_on: '2026-11-13' });
    expect(await delivery('cust105', 'o14105')).to.deep.include({ state: 'cancelled' });
    const later = await callTool(
      await contextOf('cust118', { now: new Date('2026-11-21T12:00:00Z') }),
      agent,
      'track_shipment',
      { order_id: 'o14118' },
    );
    expect(later.ok && later.data['delivery']).to.deep.include({
      state: 'late',
      days_late: 3,
      estimated_on: '2026-11-18',
    });
  });

  it("finds nothing of somebody else's", async () => {
    expect(await call('cust110', 'track_shipment', { order_id: 'o14910' })).to.include({ error: 'order_not_found' });
  });
});

describe('list_orders', () => {
  it('lists newest first, a page at a time, in one call, without gap or repetition', async () => {
    const whole = await call('cust020', 'list_orders', { limit: 50 });
    const all = ids(whole);
    expect(all.length).to.be.above(5);
    expect(whole['calls']).to.equal(1);
    const days = (whole['orders'] as JsonObject[]).map((order) => order['placed_on'] as string);
    expect(days).to.deep.equal(days.toSorted().toReversed());
    const paged: unknown[] = [];
    for (let offset: number | undefined = 0; offset !== undefined;) {
      const page: JsonObject = await call('cust020', 'list_orders', { limit: 3, offset });
      expect(page['orders_in_all']).to.equal(all.length);
      paged.push(...ids(page));
      offset = page['next_offset'] as number | undefined;
    }
    expect(paged).to.deep.equal(all);
  });

  it('finds orders by what is in them, as people name it', async () => {
    for (const product of ['ProMax', 'promax computer', 'my laptop', '16 GB', 'ProMax Laptops']) {
      const found = ids(await call('cust005', 'list_orders', { product: product.replace('my ', '') }));
      expect(found, product).to.include('o14005');
    }
    expect(await call('cust005', 'list_orders', { product: 'zeppelin' })).to.deep.equal({ orders: [], calls: 1 });
    expect(ids(await call('cust005', 'list_orders', { product: '.*' }))).to.deep.equal(
      ids(await call('cust005', 'list_orders', {})),
    );
  });

  it('narrows to a status or to what is open', async () => {
    for (const order of (await call('cust020', 'list_orders', { status: 'delivered', limit: 50 }))[
      'orders'
    ] as JsonObject[])
      expect(order['status']).to.equal('delivered');
    expect(ids(await call('cust102', 'list_orders', { status: 'open' }))).to.deep.equal(['o14102']);
    expect(ids(await call('cust105', 'list_orders', { status: 'open' }))).to.deep.equal([]);
    expect((await call('cust001', 'list_orders', { status: 'nonsense' }))['error']).to.equal('invalid_input');
    expect((await call('cust001', 'list_orders', { limit: 51 }))['message']).to.equal(
      'limit: At most 50 orders at a time; use offset for the next ones.',
    );
  });

  it('shows each customer only their own', async () => {
    const { database } = await sharedWorld();
    await openShop('list-shop', { cancelStatuses: ['pending', 'processed'] });
    for (const customer of ['ann', 'bob']) {
      await addCustomer('list-shop', customer, [{ id: `visa-${customer}`, kind: 'credit_card' }]);
      await addOrder('list-shop', {
        id: `o-${customer}`,
        customerId: customer,
        status: 'processed',
        lines: [{ variant: 'kettle', quantity: 1 }],
        ledger: [],
      });
    }
    await database.execute(
      sql`update order_lines set options = ${json({ size: 'small' })} where tenant_id = 'list-shop' and order_id = 'o-bob'`,
    );
    const own = await call('ann', 'list_orders', { product: 'kettle' }, 'list-shop');
    expect(own['orders']).to.deep.equal([
      {
        order_id: 'o-ann',
        status: 'processed',
        placed_on: '2026-11-15',
        delivered_on: null,
        estimated_delivery_on: '2026-11-20',
        total: { cents: 6_000, text: '$60.00' },
        items: [{ name: 'Steel Kettle', quantity: 1, options: { size: 'large' } }],
        can_be_cancelled: true,
      },
    ]);
    expect(await call('ann', 'list_orders', { product: 'small' }, 'list-shop')).to.deep.equal({ orders: [], calls: 1 });
  });
});

describe('the order agent', () => {
  it('declares its tools and prompt', () => {
    expect(agent.tools.map((tool) => tool.name)).to.deep.equal([
      'get_order',
      'list_orders',
      'get_order_summary',
      'track_shipment',
      'get_refund_status',
      'get_invoice',
      'check_stock',
      'cancel_order',
      'change_order_items',
      'change_order_payment',
      'change_order_address',
      'return_items',
      'exchange_items',
      'report_missing_parcel',
      'list_approvals',
      'approve_refund',
      'receive_return',
      'list_low_stock',
      'confirm_quote',
      'decline_quote',
      'hand_back',
    ]);
    for (const { name, audience } of agent.tools)
      expect(agent.prompt.includes(`\`${name}\``), name).to.equal(audience === 'customer');
    for (const { inputSchema } of agent.toolSpecs) expect(JSON.stringify(inputSchema)).to.not.include('customer_id');
  });
});
