import { expect } from 'chai';
import { callTool } from '@deskfleet/local/testing/harness.ts';
import type { WriteTool } from '@deskfleet/shared/agent/tool.ts';
import { confirmQuote } from '@deskfleet/shared/conversation/quote-writing.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { agent } from '../src/agent.ts';
import { does, here, refused, shop, swap, world } from './one-order.ts';
import { contextOf } from './support.ts';

describe('change_order_items', () => {
  it('takes the dearer variant, charges the difference and moves stock', async () => {
    const tenant = await shop({
      lines: [
        ['lamp-black', 1],
        ['mug-small', 2],
      ],
    });
    expect(await does(tenant, 'change_order_items', swap('the black lamp', 'white'))).to.deep.equal([
      'Change order o7001: 1 × Glow Lamp (color black) into 1 × Glow Lamp (color white), and pay the difference of $5.00 with your Visa ending 4242. The items of an order can be changed once.',
      'Order o7001 is changed: 1 × Glow Lamp (color black) into 1 × Glow Lamp (color white). The difference of $5.00 was charged to your Visa ending 4242.',
    ]);
    const after = await world(tenant);
    expect(after.orders['o7001']).to.deep.include({ status: 'pending (item modified)', total: 7_300 });
    expect(after.lines[0]).to.deep.equal(['o7001', 'lamp-white', 1, 5_500, 'ordered']);
    expect(after.ledger).to.deep.equal([
      ['o7001', 'payment', 'visa', 6_800],
      ['o7001', 'payment', 'visa', 500],
    ]);
    expect(after.stock).to.deep.include({ 'lamp-black': 11, 'lamp-white': 9 });
    expect(await refused(tenant, 'change_order_items', swap('lamp', 'red'))).to.match(
      /^cannot_change: The items of order o7001 were changed already/u,
    );
  });

  it('refunds what is cheaper, and splits a line of which only a part changes', async () => {
    const tenant = await shop({ lines: [['lamp-black', 3]], paidWith: 'gift' });
    const [, message] = await does(tenant, 'change_order_items', swap('lamp-black', 'lamp-red', { quantity: 1 }));
    expect(message).to.match(/I have refunded \$10\.00 to your gift card\.$/u);
    const after = await world(tenant);
    expect(after.lines).to.deep.equal([
      ['o7001', 'lamp-black', 2, 5_000, 'ordered'],
      ['o7001', 'lamp-red', 1, 4_000, 'ordered'],
    ]);
    expect(after).to.deep.include({ gift: 1_700 });
    expect(after.orders['o7001']!.total).to.equal(14_000);
  });

  it('notes an even change in the ledger', async () => {
    const tenant = await shop({
      lines: [
        ['lamp-black', 1],
        ['lamp-white', 1],
      ],
    });
    await does(tenant, 'change_order_items', {
      items: [
        { item: 'lamp-black', new_item: 'lamp-white' },
        { item: 'lamp-white', new_item: 'lamp-black' },
      ],
    });
    expect((await world(tenant)).ledger).to.deep.equal([
      ['o7001', 'payment', 'visa', 10_500],
      ['o7001', 'refund', 'visa', 0],
    ]);
  });

  it('lets a refund above the limit wait for approval, and cannot promise it twice', async () => {
    const tenant = await shop({ lines: [['lamp-white', 1]] }, { staff_approval_over_cents: 1_000 });
    const [summary, message] = await does(tenant, 'change_order_items', swap('lamp', 'red'));
    expect(summary).to.include('refund $15.00 to your Visa ending 4242 once a colleague has approved it');
    expect(message).to.include('waiting for the approval of a colleague');
    expect(await world(tenant)).to.deep.include({
      ledger: [['o7001', 'payment', 'visa', 5_500]],
      promised: [['o7001', 'visa', 1_500, 'waiting for approval']],
    });
  });

  it('refuses with what is wrong and what there is', async () => {
    const tenant = await shop(
      {
        lines: [
          ['lamp-black', 1],
          ['mug-small', 1],
        ],
      },
      {},
      { 'lamp-white': 0 },
    );
    expect(await refused(tenant, 'change_order_items', swap('lamp', 'white'))).to.equal(
      'out_of_stock: The Glow Lamp (color white) is out of stock. It is expected back about December 1, 2026.',
    );
    expect(await refused(tenant, 'change_order_items', swap('lamp', 'purple'))).to.equal(
      'new_item_not_found: What would you like in place of the Glow Lamp (color black)? In stock: color red.',
    );
    expect(await refused(tenant, 'change_order_items', swap('lamp', 'black'))).to.match(/^same_item:/u);
    expect(await refused(tenant, 'change_order_items', swap('lamp', 'mug-large'))).to.match(/^new_item_not_found:/u);
    expect(await refused(tenant, 'change_order_items', swap('lamp', 'red', { quantity: 2 }))).to.match(
      /^item_not_found: .*only 1/u,
    );
    expect(await refused(tenant, 'change_order_items', swap('sofa', 'red'))).to.match(
      /^item_not_found: .*It has: Glow Lamp \(color black\); or Morning Mug \(size 300 ml\)\.$/u,
    );
    expect(await refused(tenant, 'change_order_items', { items: [{ new_item: 'red' }] })).to.match(
      /^items_missing: Which item of order o7001 do you want to change/u,
    );
    expect(
      await refused(tenant, 'change_order_items', { ...swap('mug', '500 ml'), payment_method: 'credit_card_999' }),
    ).to.match(/^payment_method_not_found:/u);
    expect(await refused(tenant, 'change_order_items', { ...swap('lamp', 'red'), payment_method: 'paypal' })).to.match(
      /^refund_route: The money can only go back to your Visa/u,
    );
    expect(await refused(tenant, 'change_order_items', { items: [] })).to.match(
      /^invalid_input: items: Name at least one item\./u,
    );
  });

  it('refuses a gift card that holds too little, and does nothing when the last one is sold meanwhile', async () => {
    const tenant = await shop({ lines: [['lamp-red', 1]] }, {}, { 'lamp-white': 1 });
    expect(
      await refused(tenant, 'change_order_items', { ...swap('lamp', 'white'), payment_method: 'gift card' }),
    ).to.match(/^balance_too_low:/u);
    const context = await here(tenant);
    await callTool(context, agent, 'change_order_items', { order_id: 'o7001', ...swap('lamp', 'white') });
    const tool = agent.toolsByName.get('change_order_items') as WriteTool;
    const { database } = context;
    const raced: WriteTool = {
      ...tool,
      plan: async (input, at) => {
        const planned = await tool.plan(input, at);
        await database.execute(
          sql`update stock set on_hand = 0 where tenant_id = ${tenant} and variant_id = 'lamp-white'`,
        );
        return planned;
      },
    };
    const result = await confirmQuote(context.record.quotes.at(-1)!, raced, await here(tenant));
    expect(result).to.deep.include({ ok: false, code: 'quote_stale' });
    expect((await world(tenant)).ledger).to.have.length(1);
  });
});

describe('change_order_payment and change_order_address', () => {
  it('charges the new method and refunds the old one', async () => {
    const tenant = await shop({ lines: [['mug-small', 1]], paidWith: 'gift' });
    const [summary] = await does(tenant, 'change_order_payment', { payment_method: 'PayPal' });
    expect(summary).to.equal(
      'Pay order o7001 with your PayPal account: charge it $9.00, and refund $9.00 to your gift card.',
    );
    expect(await world(tenant)).to.deep.include({
      gift: 1_600,
      ledger: [
        ['o7001', 'payment', 'gift', 900],
        ['o7001', 'payment', 'paypal', 900],
        ['o7001', 'refund', 'gift', 900],
      ],
    });
    expect(await refused(tenant, 'change_order_payment', { payment_method: 'visa' })).to.match(/^several_payments:/u);
    await does(tenant, 'cancel_order', { reason: 'no longer needed' });
    expect((await world(tenant)).ledger.at(-1)).to.deep.equal(['o7001', 'refund', 'paypal', 900]);
  });

  it("refuses the same method, a stranger's, one that cannot pay, and too late", async () => {
    const tenant = await shop({ lines: [['lamp-red', 1]] });
    expect(await refused(tenant, 'change_order_payment', { payment_method: 'visa' })).to.match(/^same_method:/u);
    expect(await refused(tenant, 'change_order_payment', { payment_method: 'paypal_1234567' })).to.match(
      /^payment_method_not_found:/u,
    );
    expect(await refused(tenant, 'change_order_payment', { payment_method: 'gift card' })).to.match(
      /^balance_too_low:/u,
    );
    const late = await shop({ lines: [['lamp-red', 1]], status: 'shipped' });
    expect(await refused(late, 'change_order_payment', { payment_method: 'paypal' })).to.match(
      /^cannot_change: Order o7001 has already been shipped/u,
    );
    expect(await refused(late, 'change_order_address', { line1: '2 New St', city: 'Reno', postal_code: '1' })).to.match(
      /^cannot_change:/u,
    );
  });

  it('sends the order elsewhere, in the country it went to if none is named', async () => {
    const tenant = await shop({ lines: [['lamp-red', 1]], status: 'pending (item modified)' });
    expect(await refused(tenant, 'change_order_address', { line1: '2 New St' })).to.equal(
      'address_incomplete: Where shall order o7001 be sent? I still need the city, postal code of the new address.',
    );
    expect(
      (
        await does(tenant, 'change_order_address', {
          line1: '2 New St',
          city: 'Reno',
          state: 'NV',
          postal_code: '89502',
        })
      )[1],
    ).to.equal('Order o7001 will be sent to 2 New St, Reno, NV 89502, US.');
    expect((await world(tenant)).orders['o7001']!.address).to.equal('2 New St');
  });
});

describe('return_items', () => {
  const delivered = { status: 'delivered', delivered: '2026-11-10' } as const;

  it('opens one request and promises the money for when the goods are back', async () => {
    const tenant = await shop({
      lines: [
        ['lamp-black', 1],
        ['mug-small', 2],
      ],
      ...delivered,
    });
    const [summary, message] = await does(tenant, 'return_items', { items: [{ item: 'mug', quantity: 1 }] });
    expect(summary).to.equal(
      'Return 1 × Morning Mug (size 300 ml) of order o7001 and refund $9.00 to your Visa ending 4242 when it has come back. There is no fee. A return is possible until December 10, 2026.',
    );
    expect(message).to.equal(
      'The return of 1 × Morning Mug (size 300 ml) of order o7001 is requested. When it has come back, I refund $9.00 to your Visa ending 4242.',
    );
    const after = await world(tenant);
    expect(after).to.deep.include({
      promised: [['o7001', 'visa', 900, 'waiting for goods']],
      requests: [['o7001', 'return', 'requested', 0, 0, 'mug-small', 1, null]],
      ledger: [['o7001', 'payment', 'visa', 6_800]],
    });
    expect(after.orders['o7001']!.status).to.equal('return requested');
    expect(after.lines.map((line) => line[4])).to.deep.equal(['ordered', 'ordered']);
    expect(await refused(tenant, 'return_items', { items: [{ item: 'lamp' }] })).to.match(
      /^cannot_return: A return of order o7001 is already requested/u,
    );
    expect(await refused(tenant, 'exchange_items', swap('lamp', 'red'))).to.match(/^cannot_exchange:/u);
    const refunds = await callTool(await here(tenant), agent, 'get_refund_status', { order_id: 'o7001' });
    expect(refunds.ok && refunds.data['waiting']).to.deep.equal([
      {
        state: 'waiting for goods',
        amount: { cents: 900, text: '$9.00' },
        method: 'Visa ending 4242',
        method_kind: 'credit_card',
        since: '2026-11-16',
      },
    ]);
  });

  it('takes a fee by condition, and asks for the condition where it matters', async () => {
    const tenant = await shop({ lines: [['lamp-black', 1]], ...delivered }, { restocking_fee_percent: { opened: 15 } });
    expect(await refused(tenant, 'return_items', {})).to.match(/^condition_missing: In which condition/u);
    expect((await does(tenant, 'return_items', { condition: 'opened' }))[0]).to.include(
      'refund $42.50 to your Visa ending 4242 when it has come back. A restocking fee of $7.50 is taken off.',
    );
    expect(await world(tenant)).to.deep.include({ promised: [['o7001', 'visa', 4_250, 'waiting for goods']] });
  });

  it('waits for approval above the limit', async () => {
    const tenant = await shop({ lines: [['lamp-black', 2]], ...delivered }, { staff_approval_over_cents: 9_999 });
    expect((await does(tenant, 'return_items', {}))[1]).to.include(
      'is requested and waiting for approval by a colleague',
    );
    expect(await world(tenant)).to.deep.include({
      promised: [['o7001', 'visa', 10_000, 'waiting for approval']],
      requests: [['o7001', 'return', 'waiting for approval', 0, 0, 'lamp-black', 2, null]],
    });
  });

  it('keeps to windows by class and tier, final sales, opened items and the route', async () => {
    const window = await shop(
      { lines: [['lamp-black', 1]], ...delivered },
      { return_windows: { default: { default: 60 }, lighting: { default: 5, bronze: 5 } } },
    );
    expect(await refused(window, 'return_items', {})).to.match(
      /^window_over: .*possible for 5 days, so until November 15, 2026/u,
    );
    const off = await shop(
      { lines: [['lamp-black', 1]], ...delivered },
      { return_windows: { lighting: { default: 5 } }, return_window_enforced: false },
    );
    expect(await refused(off, 'return_items', {})).to.match(/^proposed: /u);
    const final = await shop({ lines: [['lamp-black', 1]], ...delivered }, { final_sale_classes: ['lighting'] });
    expect(await refused(final, 'return_items', {})).to.match(/^final_sale:/u);
    const opened = await shop({ lines: [['lamp-black', 1]], ...delivered }, { opened_refused_classes: ['lighting'] });
    expect(await refused(opened, 'return_items', { condition: 'opened' })).to.match(/^opened_item:/u);
    expect(await refused(opened, 'return_items', { condition: 'faulty' })).to.match(/^proposed:/u);
    expect(await refused(opened, 'return_items', { condition: 'faulty', payment_method: 'gift' })).to.match(
      /^refund_route: You can return/u,
    );
    const either = await shop({ lines: [['lamp-black', 1]], ...delivered }, { refund_route: 'original_or_gift_card' });
    expect(await refused(either, 'return_items', { payment_method: 'gift' })).to.match(
      /^proposed: .*to your gift card/u,
    );
    expect(await refused(either, 'return_items', { payment_method: 'paypal' })).to.match(/^refund_route:/u);
    const card = await shop({ lines: [['lamp-black', 1]], ...delivered }, { refund_route: 'gift_card' });
    expect(await refused(card, 'return_items', {})).to.match(/^proposed: .*to your gift card/u);
    const pending = await shop({ lines: [['lamp-black', 1]] });
    expect(await refused(pending, 'return_items', {})).to.match(/^cannot_return: Order o7001 has not been sent yet/u);
  });
});

describe('exchange_items', () => {
  it('sets the new item aside and moves no money', async () => {
    const tenant = await shop({
      lines: [
        ['lamp-black', 1],
        ['mug-small', 1],
      ],
      status: 'delivered',
      delivered: '2026-11-10',
    });
    const [summary] = await does(tenant, 'exchange_items', swap('lamp', 'white'));
    expect(summary).to.equal(
      'Exchange 1 × Glow Lamp (color black) for 1 × Glow Lamp (color white) of order o7001, with $5.00 to pay by your Visa ending 4242. In stock, so it is set aside for you. The difference is settled when the old items have come back.',
    );
    const after = await world(tenant);
    expect(after).to.deep.include({
      ledger: [['o7001', 'payment', 'visa', 5_900]],
      promised: null,
      requests: [['o7001', 'exchange', 'requested', 500, 0, 'lamp-black', 1, 'lamp-white']],
    });
    expect(after.orders['o7001']!.status).to.equal('exchange requested');
    expect(after.lines.map((line) => line[4])).to.deep.equal(['exchange requested', 'ordered']);
    expect(after.stock['lamp-white']).to.equal(9);
  });

  it('asks for the condition where opened items do not come back, and keeps to the answer', async () => {
    const tenant = await shop(
      { lines: [['lamp-black', 1]], status: 'delivered', delivered: '2026-11-10' },
      { opened_refused_classes: ['lighting'], restocking_fee_percent: { opened: 15 } },
    );
    expect(await refused(tenant, 'exchange_items', swap('lamp', 'red'))).to.equal(
      'condition_missing: In which condition is what you want to return for the exchange of order o7001: unopened, opened, damaged or faulty?',
    );
    expect(await refused(tenant, 'exchange_items', { ...swap('lamp', 'red'), condition: 'opened' })).to.match(
      /^opened_item:/u,
    );
    expect(await refused(tenant, 'exchange_items', { ...swap('lamp', 'red'), condition: 'unopened' })).to.match(
      /^proposed: .*with \$10\.00 back to your Visa/u,
    );
  });

  it('refuses what is not delivered, not in stock, too late, or not to be paid', async () => {
    const pending = await shop({ lines: [['lamp-black', 1]] });
    expect(await refused(pending, 'exchange_items', swap('lamp', 'red'))).to.match(
      /^cannot_exchange: .*While it is pending it can be cancelled or changed\./u,
    );
    const old = await shop({ lines: [['lamp-black', 1]], status: 'delivered', delivered: '2026-10-01' });
    expect(await refused(old, 'exchange_items', swap('lamp', 'red'))).to.match(/^window_over:/u);
    const none = await shop(
      { lines: [['lamp-red', 2]], status: 'delivered', delivered: '2026-11-10' },
      {},
      { 'lamp-white': 1 },
    );
    expect(await refused(none, 'exchange_items', swap('lamp', 'white'))).to.match(
      /^out_of_stock: There are only 1 of the Glow Lamp \(color white\) in stock\. You can wait for it and exchange until December 10, 2026/u,
    );
    expect(
      await refused(none, 'exchange_items', { ...swap('lamp', 'white', { quantity: 1 }), payment_method: 'gift card' }),
    ).to.match(/^balance_too_low:/u);
  });
});

describe("what is somebody else's", () => {
  it('is not found by any tool', async () => {
    const tenant = await shop({ lines: [['lamp-black', 1]] });
    const inputs: Readonly<Record<string, JsonObject>> = {
      cancel_order: { reason: 'no longer needed' },
      change_order_items: swap('lamp', 'red'),
      change_order_payment: { payment_method: 'visa' },
      exchange_items: swap('lamp', 'red'),
    };
    for (const { name, input, audience } of agent.tools) {
      if (audience === 'staff') continue;
      if (!Object.hasOwn((input as unknown as { shape: object }).shape, 'order_id')) continue;
      const result = await callTool(await contextOf('bob', { tenant }), agent, name, {
        order_id: 'o7001',
        ...inputs[name],
      });
      expect(result, name).to.deep.equal({
        ok: false,
        code: 'order_not_found',
        message: 'There is no order "o7001" among your orders.',
      });
    }
  });
});
