import { expect } from 'chai';
import { callTool, sharedWorld } from '@deskfleet/local/testing/harness.ts';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import type { ToolResult, WriteTool } from '@deskfleet/shared/agent/tool.ts';
import { confirmQuote, writeOnce } from '@deskfleet/shared/conversation/quote-writing.ts';
import type { QuoteView } from '@deskfleet/shared/conversation/quotes.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import { agent } from '../src/agent.ts';
import { cancelOrder } from '../src/tools/cancel-order.ts';
import { addCustomer, addOrder, openShop, stateOf } from './shop.ts';
import { contextOf, rowsOf } from './support.ts';

const SHOP = 'cancel-shop';
const VISA = { id: 'visa', kind: 'credit_card', brand: 'Visa', lastFour: '4242' } as const;
const GIFT = { id: 'gift', kind: 'gift_card', lastFour: '7007', balanceCents: 300 } as const;
const tool: WriteTool = cancelOrder;

const ann = (tenant = SHOP): Promise<ToolContext> => contextOf('ann', { tenant });
const bob = (): Promise<ToolContext> => contextOf('bob', { tenant: SHOP });

async function propose(context: ToolContext, order_id: string, reason = 'no longer needed'): Promise<QuoteView> {
  const result = await callTool(context, agent, 'cancel_order', { order_id, reason });
  expect(result.ok, JSON.stringify(result)).to.equal(true);
  return context.record.quotes.at(-1)!;
}

async function refusal(context: ToolContext, input: { order_id: string; reason: string }): Promise<string> {
  const result = await callTool(context, agent, 'cancel_order', input);
  return result.ok ? 'done' : `${result.code}: ${result.message}`;
}

async function state(tenant: string, ...orders: string[]): Promise<Record<string, unknown>> {
  return (await rowsOf(stateOf(tenant, orders)))[0]!;
}

function codeOf(result: ToolResult): string {
  return result.ok ? 'ok' : result.code;
}

async function execute(statement: ReturnType<typeof sql>): Promise<void> {
  await (await sharedWorld()).database.execute(statement);
}

describe('cancel_order', () => {
  before(async () => {
    await openShop(SHOP);
    await addCustomer(SHOP, 'ann', [VISA, GIFT]);
    await addCustomer(SHOP, 'bob', [{ id: 'paypal', kind: 'paypal' }]);
  });

  const paid = (cents: number) => [{ kind: 'payment', method: 'visa', cents }] as const;

  it('proposes with every amount and route, in two calls, and changes nothing', async () => {
    await addOrder(SHOP, {
      id: 'o1001',
      customerId: 'ann',
      lines: [{ variant: 'kettle', quantity: 2 }],
      ledger: paid(12_000),
    });
    const before = await state(SHOP, 'o1001');
    const context = await ann();
    const quote = await propose(context, '#1001', 'No longer needed.');
    expect(quote.summary).to.equal(
      'Cancel order o1001 (2 × Steel Kettle) and refund $120.00 to your Visa ending 4242.',
    );
    expect(quote.subject).to.equal('order:o1001');
    expect(quote.terms).to.deep.equal({
      order_id: 'o1001',
      reason: 'no longer needed',
      items: [{ line_no: 1, variant_id: 'kettle', quantity: 2 }],
      refund_total: { cents: 12_000, text: '$120.00' },
      refunds: [
        {
          payment_method_id: 'visa',
          method: 'Visa ending 4242',
          amount: { cents: 12_000, text: '$120.00' },
          arrives: 'when the bank or provider has booked it',
        },
      ],
    });
    expect(context.record.dataApiCalls).to.equal(2);
    expect(await state(SHOP, 'o1001')).to.deep.equal(before);
  });

  it('does everything at once: order, lines, stock, every payment back, the gift card at once', async () => {
    await addOrder(SHOP, {
      id: 'o1002',
      customerId: 'ann',
      lines: [
        { variant: 'kettle', quantity: 1 },
        { variant: 'cup', quantity: 2 },
        { variant: 'cup', quantity: 1 },
      ],
      ledger: [
        { kind: 'payment', method: 'gift', cents: 2_500 },
        { kind: 'payment', method: 'visa', cents: 6_500 },
      ],
    });
    const before = await state(SHOP, 'o1002');
    const quote = await propose(await ann(), 'o1002', 'ordered by mistake');
    expect(quote.summary).to.equal(
      'Cancel order o1002 (1 × Steel Kettle, 2 × Blue Cup, 1 × Blue Cup) and refund $25.00 to your gift card ending 7007 and $65.00 to your Visa ending 4242.',
    );

    const context = await ann();
    const result = await confirmQuote(quote, tool, context);
    expect(result).to.deep.include({ ok: true });
    expect(result.ok && result.data['message']).to.equal(
      'Order o1002 is cancelled. I have refunded $25.00 to your gift card ending 7007 and $65.00 to your Visa ending 4242.',
    );
    expect(context.record.dataApiCalls).to.equal(2);

    const stock = before['stock'] as Record<string, number>;
    expect(await state(SHOP, 'o1002')).to.deep.equal({
      orders: [
        {
          id: 'o1002',
          status: 'cancelled',
          cancel_reason: 'ordered by mistake',
          cancelled_at: '2026-11-16T10:00:00+00:00',
          total_cents: 9_000,
          version: 2,
        },
      ],
      lines: ['cancelled', 'cancelled', 'cancelled'],
      ledger: [
        ['o1002', 'payment', 'gift', 2_500],
        ['o1002', 'payment', 'visa', 6_500],
        ['o1002', 'refund', 'gift', 2_500],
        ['o1002', 'refund', 'visa', 6_500],
      ],
      stock: { kettle: stock['kettle']! + 1, cup: stock['cup']! + 3 },
      gift_cards: { gift: 2_800 },
    });
    const refunds = await rowsOf(
      sql`select id, quote_id from payments where tenant_id = ${SHOP} and order_id = 'o1002' and kind = 'refund' order by id`,
    );
    expect(refunds).to.deep.equal([
      { id: `${quote.id}-r1`, quote_id: quote.id },
      { id: `${quote.id}-r2`, quote_id: quote.id },
    ]);
  });

  it('happens once however often and however simultaneously it is confirmed', async () => {
    await addOrder(SHOP, {
      id: 'o1003',
      customerId: 'ann',
      lines: [{ variant: 'cup', quantity: 4 }],
      ledger: paid(4_000),
    });
    const stock = (await state(SHOP))['stock'] as Record<string, number>;
    const quote = await propose(await ann(), 'o1003');
    const results = await Promise.all([1, 2, 3].map(async () => confirmQuote(quote, tool, await ann())));
    results.push(await confirmQuote(quote, tool, await ann()));
    expect(results.map((result) => (result.ok ? result.data['message'] : result.code))).to.deep.equal(
      Array(4).fill('Order o1003 is cancelled. I have refunded $40.00 to your Visa ending 4242.'),
    );
    const after = await state(SHOP, 'o1003');
    expect(after['ledger']).to.deep.equal([
      ['o1003', 'payment', 'visa', 4_000],
      ['o1003', 'refund', 'visa', 4_000],
    ]);
    expect(after['stock']).to.deep.equal({ ...stock, cup: stock['cup']! + 4 });
  });

  it("of two customers at the same time touches each one's own", async () => {
    await addOrder(SHOP, {
      id: 'o1004',
      customerId: 'ann',
      lines: [
        { variant: 'cup', quantity: 1 },
        { variant: 'kettle', quantity: 1 },
      ],
      ledger: paid(7_000),
    });
    await addOrder(SHOP, {
      id: 'o1005',
      customerId: 'bob',
      lines: [
        { variant: 'kettle', quantity: 1 },
        { variant: 'cup', quantity: 1 },
      ],
      ledger: [{ kind: 'payment', method: 'paypal', cents: 7_000 }],
    });
    const stock = (await state(SHOP))['stock'] as Record<string, number>;
    const [first, second] = [
      await propose(await ann(), 'o1004'),
      await propose(await bob(), 'o1005', 'ordered by mistake'),
    ];
    const results = await Promise.all([
      confirmQuote(first, tool, await ann()),
      confirmQuote(second, tool, await bob()),
    ]);
    expect(results.map(codeOf)).to.deep.equal(['ok', 'ok']);
    const after = await state(SHOP, 'o1004', 'o1005');
    expect(after['ledger']).to.deep.equal([
      ['o1004', 'payment', 'visa', 7_000],
      ['o1004', 'refund', 'visa', 7_000],
      ['o1005', 'payment', 'paypal', 7_000],
      ['o1005', 'refund', 'paypal', 7_000],
    ]);
    expect(after['stock']).to.deep.equal({ kettle: stock['kettle']! + 2, cup: stock['cup']! + 2 });
  });

  it('of two orders paid with one gift card credits both', async () => {
    for (const id of ['o1006', 'o1007'])
      await addOrder(SHOP, {
        id,
        customerId: 'ann',
        lines: [{ variant: 'cup', quantity: 1 }],
        ledger: [{ kind: 'payment', method: 'gift', cents: 1_000 }],
      });
    const before = (await state(SHOP))['gift_cards'] as Record<string, number>;
    const quotes = [await propose(await ann(), 'o1006'), await propose(await ann(), 'o1007')];
    await Promise.all(quotes.map(async (quote) => confirmQuote(quote, tool, await ann())));
    expect((await state(SHOP))['gift_cards']).to.deep.equal({ gift: before['gift']! + 2_000 });
  });

  it('does nothing once the order has moved on', async () => {
    await addOrder(SHOP, {
      id: 'o1008',
      customerId: 'ann',
      lines: [{ variant: 'cup', quantity: 1 }],
      ledger: paid(1_000),
    });
    const quote = await propose(await ann(), 'o1008');
    await execute(
      sql`update orders set status = 'processed', version = version + 1 where tenant_id = ${SHOP} and id = 'o1008'`,
    );
    const before = await state(SHOP, 'o1008');
    const result = await confirmQuote(quote, tool, await ann());
    expect(result).to.deep.include({ ok: false, code: 'quote_stale' });
    expect(!result.ok && result.message).to.include(
      'Order o1008 is already being packed, so it can no longer be cancelled.',
    );
    expect(await state(SHOP, 'o1008')).to.deep.equal(before);
  });

  it('does nothing when the amount is no longer the one that was promised', async () => {
    await addOrder(SHOP, {
      id: 'o1009',
      customerId: 'ann',
      lines: [{ variant: 'cup', quantity: 2 }],
      ledger: paid(2_000),
    });
    const quote = await propose(await ann(), 'o1009');
    await execute(
      sql`insert into payments (tenant_id, id, order_id, kind, payment_method_id, amount_cents) values (${SHOP}, 'goodwill', 'o1009', 'refund', 'visa', 500)`,
    );
    const before = await state(SHOP, 'o1009');
    expect(codeOf(await confirmQuote(quote, tool, await ann()))).to.equal('quote_stale');
    expect(await state(SHOP, 'o1009')).to.deep.equal(before);
    expect((await propose(await ann(), 'o1009')).summary).to.include('refund $15.00 to your Visa');
  });

  it('does nothing when somebody changes the order between the last look and the write', async () => {
    await addOrder(SHOP, {
      id: 'o1010',
      customerId: 'ann',
      lines: [{ variant: 'cup', quantity: 1 }],
      ledger: paid(1_000),
    });
    const quote = await propose(await ann(), 'o1010');
    const raced: WriteTool = {
      ...tool,
      plan: async (input, context) => {
        const planned = await tool.plan(input, context);
        await execute(sql`update orders set version = version + 1 where tenant_id = ${SHOP} and id = 'o1010'`);
        return planned;
      },
    };
    expect(codeOf(await confirmQuote(quote, raced, await ann()))).to.equal('quote_stale');
    const after = await state(SHOP, 'o1010');
    expect(after['ledger']).to.deep.equal([['o1010', 'payment', 'visa', 1_000]]);
    expect(after['lines']).to.deep.equal(['ordered']);
  });

  it("is refused for what is not the customer's, too late, or without a reason the shop takes", async () => {
    await addOrder(SHOP, {
      id: 'o1011',
      customerId: 'bob',
      lines: [{ variant: 'cup', quantity: 1 }],
      ledger: [{ kind: 'payment', method: 'paypal', cents: 1_000 }],
    });
    await addOrder(SHOP, {
      id: 'o1012',
      customerId: 'ann',
      status: 'shipped',
      lines: [{ variant: 'cup', quantity: 1 }],
      ledger: paid(1_000),
    });
    await addOrder(SHOP, {
      id: 'o1013',
      customerId: 'ann',
      lines: [{ variant: 'cup', quantity: 1 }],
      ledger: paid(1_000),
    });
    const context = await ann();
    const reason = 'no longer needed';
    expect(await refusal(context, { order_id: 'o1011', reason })).to.equal(
      'order_not_found: There is no order "o1011" among your orders.',
    );
    expect(await refusal(context, { order_id: 'o99999', reason })).to.equal(
      'order_not_found: There is no order "o99999" among your orders.',
    );
    expect(await refusal(context, { order_id: 'o1012', reason })).to.equal(
      'cannot_cancel: Order o1012 has already been shipped, so it can no longer be cancelled.',
    );
    expect(await refusal(context, { order_id: 'o1013', reason: 'too slow' })).to.equal(
      'reason_not_accepted: Why do you want to cancel order o1013: no longer needed, or ordered by mistake? I can only cancel it for one of these reasons.',
    );
    expect(await refusal(context, { order_id: 'o1013', reason: ' ' })).to.include(
      'invalid_input: reason: Ask the customer why',
    );
    expect(await refusal(await contextOf(null, { tenant: SHOP }), { order_id: 'o1013', reason })).to.include(
      'sign_in_required',
    );
    expect(context.record.quotes).to.deep.equal([]);
  });

  it('asked for by a service runs once for one idempotency key', async () => {
    await addOrder(SHOP, {
      id: 'o1014',
      customerId: 'ann',
      lines: [{ variant: 'cup', quantity: 1 }],
      ledger: paid(1_000),
    });
    const input = { order_id: 'o1014', reason: 'no longer needed' };
    const results = [
      await writeOnce(tool, input, 'key-1', await ann()),
      await writeOnce(tool, input, 'key-1', await ann()),
    ];
    expect(results.map(codeOf)).to.deep.equal(['ok', 'ok']);
    expect((await state(SHOP, 'o1014'))['ledger']).to.deep.equal([
      ['o1014', 'payment', 'visa', 1_000],
      ['o1014', 'refund', 'visa', 1_000],
    ]);
    expect(codeOf(await writeOnce(tool, input, 'key-2', await ann()))).to.equal('cannot_cancel');
  });

  it("sends refunds to the gift card where that is the shop's route, and lets it say when and why", async () => {
    await openShop('gift-shop', {
      refundRoute: 'gift_card',
      cancelStatuses: ['pending', 'processed'],
      cancelReasons: ['gift was returned'],
    });
    await addCustomer('gift-shop', 'ann', [VISA, { id: 'gift', kind: 'gift_card', balanceCents: 300 }]);
    await addOrder('gift-shop', {
      id: 'o1',
      customerId: 'ann',
      status: 'processed',
      lines: [{ variant: 'cup', quantity: 1 }],
      ledger: paid(1_000),
    });
    expect(await refusal(await ann('gift-shop'), { order_id: 'o1', reason: 'no longer needed' })).to.include(
      'Why do you want to cancel order o1: gift was returned?',
    );
    const quote = await propose(await ann('gift-shop'), 'o1', 'gift was returned');
    expect(quote.summary).to.equal('Cancel order o1 (1 × Blue Cup) and refund $10.00 to your gift card.');
    expect(codeOf(await confirmQuote(quote, tool, await ann('gift-shop')))).to.equal('ok');
    expect(await state('gift-shop', 'o1')).to.deep.include({
      gift_cards: { gift: 1_300 },
      ledger: [
        ['o1', 'payment', 'visa', 1_000],
        ['o1', 'refund', 'gift', 1_000],
      ],
    });
  });

  it('takes the defaults of a shop without policies, and says when nothing is left to refund', async () => {
    await openShop('plain-shop', { policy: false });
    await addCustomer('plain-shop', 'ann', [VISA]);
    const many = Array.from({ length: 6 }, () => ({ variant: 'cup', quantity: 1 }) as const);
    await addOrder('plain-shop', {
      id: 'o1',
      customerId: 'ann',
      lines: many,
      ledger: [...paid(6_000), { kind: 'refund', method: 'visa', cents: 6_000 }],
    });
    const quote = await propose(await ann('plain-shop'), 'o1');
    expect(quote.summary).to.equal(
      'Cancel order o1 (1 × Blue Cup, 1 × Blue Cup, 1 × Blue Cup, 1 × Blue Cup, 2 more) and refund nothing, as nothing is left to refund.',
    );
    const result = await confirmQuote(quote, tool, await ann('plain-shop'));
    expect(result.ok && result.data['message']).to.equal('Order o1 is cancelled. There was nothing left to refund.');
    expect((await state('plain-shop'))['stock']).to.deep.equal({ kettle: 10, cup: 16 });
  });
});
