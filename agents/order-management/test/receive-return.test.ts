import { expect } from 'chai';
import { sql } from '@deskfleet/shared/database/sql.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { addParcel } from './change-shop.ts';
import { does, here, reads, refused, shop, staffDoes, swap, told, world } from './one-order.ts';

const delivered = { status: 'delivered', delivered: '2026-11-10' } as const;
const receive = async (tenant: string, condition = 'unopened', more: JsonObject = {}): Promise<string> =>
  told(await staffDoes(tenant, 'receive_return', { order_id: 'o7001', condition, ...more }));

describe('receive_return', function () {
  this.timeout(60_000);
  it('pays what the return promised and puts the goods back in stock', async () => {
    const tenant = await shop({
      lines: [
        ['mug-small', 3],
        ['lamp-black', 1],
      ],
      paidWith: 'gift',
      ...delivered,
    });
    await does(tenant, 'return_items', { items: [{ item: 'mug', quantity: 2 }] });
    expect(await receive(tenant)).to.equal(
      'The return of order o7001 is complete: $18.00 is refunded to the gift card.',
    );
    const after = await world(tenant);
    expect(after.ledger.at(-1)).to.deep.equal(['o7001', 'refund', 'gift', 1_800]);
    expect(after.promised).to.deep.equal([['o7001', 'gift', 1_800, 'paid']]);
    expect(after.gift).to.equal(2_500);
    expect(after.stock['mug-small']).to.equal(12);
    expect(after.lines.map((line) => [line[1], line[2], line[4]])).to.deep.equal([
      ['mug-small', 1, 'ordered'],
      ['lamp-black', 1, 'ordered'],
      ['mug-small', 2, 'returned'],
    ]);
    expect(after.orders['o7001']).to.deep.include({ status: 'delivered', total: 7_700 });
    expect(await receive(tenant)).to.equal('no_open_request: Order o7001 has no open return or exchange.');
    expect((await reads(tenant, 'get_refund_status'))['requests']).to.have.nested.property(
      '[0].goods_received_on',
      '2026-11-16',
    );
    // What is left may come back, too, and no more than that.
    expect(await refused(tenant, 'return_items', { items: [{ item: 'mug', quantity: 2 }] })).to.match(
      /^item_not_found: .*only 1/u,
    );
    await does(tenant, 'return_items', { everything: true });
    expect(await receive(tenant, 'damaged')).to.include('$59.00 is refunded to the gift card');
    expect((await world(tenant)).stock).to.deep.include({ 'mug-small': 12, 'lamp-black': 10 });
    expect(await refused(tenant, 'return_items', { everything: true })).to.match(/^item_not_found:/u);
  });

  it('puts opened goods on the shelf where the shop does that', async () => {
    const tenant = await shop(
      { lines: [['lamp-black', 1]], ...delivered },
      { restock_conditions: ['unopened', 'opened'] },
    );
    await does(tenant, 'return_items', {});
    await receive(tenant, 'opened');
    expect((await world(tenant)).stock['lamp-black']).to.equal(11);
  });

  it('pays what was promised, less the fee, whatever state the goods are found in', async () => {
    const tenant = await shop({ lines: [['lamp-black', 1]], ...delivered }, { restocking_fee_percent: { opened: 15 } });
    await does(tenant, 'return_items', { condition: 'opened' });
    expect(await receive(tenant, 'damaged')).to.include('$42.50 is refunded');
  });

  it('charges the dearer item of an exchange, at the price that was promised, and packs it', async () => {
    const tenant = await shop({
      lines: [
        ['lamp-black', 1],
        ['mug-small', 1],
      ],
      ...delivered,
    });
    await addParcel(tenant, {
      id: 's1',
      status: 'delivered',
      lines: [
        [1, 1],
        [2, 1],
      ],
      delivered: '2026-11-10',
    });
    await does(tenant, 'exchange_items', swap('lamp', 'white'));
    const { database } = await here(tenant);
    await database.execute(
      sql`update variants set price_cents = 9900 where tenant_id = ${tenant} and id = 'lamp-white'`,
    );
    expect(await receive(tenant)).to.equal(
      'The exchange of order o7001 is complete: $5.00 is charged to the Visa ending 4242. The new items are being packed.',
    );
    const after = await world(tenant);
    expect(after.ledger.at(-1)).to.deep.equal(['o7001', 'payment', 'visa', 500]);
    expect(after.orders['o7001']).to.deep.include({ status: 'partially_shipped', total: 6_400 });
    expect(after.lines).to.deep.equal([
      ['o7001', 'lamp-black', 1, 5_000, 'exchanged'],
      ['o7001', 'mug-small', 1, 900, 'ordered'],
      ['o7001', 'lamp-white', 1, 5_500, 'ordered'],
    ]);
    expect(after.stock).to.deep.include({ 'lamp-black': 11, 'lamp-white': 9 });
    const tracked = await reads(tenant, 'track_shipment');
    expect(tracked['delivery']).to.deep.include({ state: 'partially_shipped' });
    expect(tracked['not_shipped_yet']).to.deep.equal(['Glow Lamp']);
  });

  it('pays back what the new item costs less, by the route of the shop', async () => {
    for (const [refund_route, method, name] of [
      ['original', 'visa', 'Visa ending 4242'],
      ['gift_card', 'gift', 'gift card'],
    ] as const) {
      const tenant = await shop({ lines: [['lamp-black', 2]], ...delivered }, { refund_route });
      expect((await does(tenant, 'exchange_items', swap('lamp', 'red', { quantity: 1 })))[0]).to.include(
        `with $10.00 back to your ${name}`,
      );
      expect((await world(tenant)).promised).to.deep.equal([['o7001', method, 1_000, 'waiting for goods']]);
      expect(await receive(tenant)).to.include(`$10.00 is refunded to the ${name}`);
      const after = await world(tenant);
      expect(after.ledger.at(-1)).to.deep.equal(['o7001', 'refund', method, 1_000]);
      expect(after.orders['o7001']).to.deep.include({ status: 'partially_shipped', total: 9_000 });
    }
  });

  it('charges another way of payment where the gift card is empty by now', async () => {
    const tenant = await shop({ lines: [['lamp-black', 1]], paidWith: 'gift', ...delivered });
    await does(tenant, 'exchange_items', swap('lamp', 'white'));
    const { database } = await here(tenant);
    await database.execute(
      sql`update payment_methods set balance_cents = 100 where tenant_id = ${tenant} and id = 'gift'`,
    );
    expect(await receive(tenant)).to.match(/^balance_too_low: The gift card does not hold the \$5\.00/u);
    expect(await receive(tenant, 'unopened', { payment_method: 'paypal' })).to.include(
      '$5.00 is charged to the PayPal account',
    );
    expect((await world(tenant)).orders['o7001']!.status).to.equal('processed');
  });
});
