import { expect } from 'chai';
import { callTool } from '@deskfleet/local/testing/harness.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { agent } from '../src/agent.ts';
import { addChangeOrder } from './change-shop.ts';
import {
  decide,
  does,
  here,
  reads,
  refused,
  shop,
  staff,
  staffDoes,
  swap,
  told,
  waitingApproval,
  world,
} from './one-order.ts';
import { rowsOf } from './support.ts';

const LIMIT = { staff_approval_over_cents: 1_000 };
const delivered = { status: 'delivered', delivered: '2026-11-10' } as const;
const cancel = { reason: 'no longer needed' };

describe('a cancellation above the limit', function () {
  this.timeout(60_000);
  const waiting = () =>
    shop(
      {
        lines: [
          ['lamp-black', 1],
          ['mug-small', 2],
        ],
        paidWith: 'gift',
      },
      LIMIT,
    );

  it('cancels and restocks at once, and lets the refund wait', async () => {
    const tenant = await waiting();
    expect(await does(tenant, 'cancel_order', cancel)).to.deep.equal([
      'Cancel order o7001 (1 × Glow Lamp, 2 × Morning Mug) and refund $68.00 to your gift card once a colleague has approved it.',
      'Order o7001 is cancelled. The refund of $68.00 to your gift card is waiting for the approval of a colleague.',
    ]);
    expect(await world(tenant)).to.deep.include({
      ledger: [['o7001', 'payment', 'gift', 6_800]],
      promised: [['o7001', 'gift', 6_800, 'waiting for approval']],
      approvals: [['o7001', 'cancellation', 6_800, 'waiting', null]],
      gift: 700,
    });
    const { orders, stock } = await world(tenant);
    expect(orders['o7001']!.status).to.equal('cancelled');
    expect(stock).to.deep.include({ 'lamp-black': 11, 'mug-small': 12 });
    const status = await reads(tenant, 'get_refund_status');
    expect((status['waiting'] as JsonObject[])[0]).to.include({ state: 'waiting for approval', method: 'gift card' });
    expect((status['approvals'] as JsonObject[])[0]).to.deep.include({ kind: 'cancellation', state: 'waiting' });
  });

  it('is paid once when a colleague approves', async () => {
    const tenant = await waiting();
    await does(tenant, 'cancel_order', cancel);
    const approval_id = await waitingApproval(tenant);
    const input = { approval_id, decision: 'approve' };
    const said = 'The cancellation of order o7001 is approved: $68.00 is refunded to the gift card.';
    expect(told(await staffDoes(tenant, 'approve_refund', input, 'key-a'))).to.equal(said);
    expect(told(await staffDoes(tenant, 'approve_refund', input, 'key-a'))).to.equal(said);
    expect(told(await staffDoes(tenant, 'approve_refund', input, 'key-b'))).to.match(
      /^already_decided: That was approved/u,
    );
    expect(await world(tenant)).to.deep.include({
      ledger: [
        ['o7001', 'payment', 'gift', 6_800],
        ['o7001', 'refund', 'gift', 6_800],
      ],
      promised: [['o7001', 'gift', 6_800, 'paid']],
      approvals: [['o7001', 'cancellation', 6_800, 'approved', null]],
      gift: 7_500,
    });
    const audit = await rowsOf(
      sql`select actor, action, subject, customer_id from audit_log where tenant_id = ${tenant} and action = 'approve_refund'`,
    );
    expect(audit).to.deep.equal([
      { actor: 'staff:sam', action: 'approve_refund', subject: 'order:o7001', customer_id: 'ann' },
    ]);
    expect((await reads(tenant, 'get_refund_status'))['refunded']).to.deep.include({ cents: 6_800 });
  });

  it('opens the order again when a colleague refuses, with the reason told', async () => {
    const tenant = await waiting();
    const before = await world(tenant);
    await does(tenant, 'cancel_order', cancel);
    const approval_id = await waitingApproval(tenant);
    expect(told(await staffDoes(tenant, 'approve_refund', { approval_id, decision: 'refuse' }))).to.match(
      /^reason_missing:/u,
    );
    expect(await decide(tenant, 'refuse', 'Paid with a stolen card.')).to.equal(
      'The cancellation of order o7001 is refused: nothing is refunded and the order is open again. Reason: Paid with a stolen card.',
    );
    expect(await world(tenant)).to.deep.equal({
      ...before,
      promised: [['o7001', 'gift', 6_800, 'refused']],
      approvals: [['o7001', 'cancellation', 6_800, 'refused', 'Paid with a stolen card.']],
    });
    expect((await reads(tenant, 'get_refund_status'))['approvals']).to.have.nested.property(
      '[0].reason',
      'Paid with a stolen card.',
    );
    expect((await does(tenant, 'cancel_order', cancel))[1]).to.include('waiting for the approval');
  });

  it('can only be approved once the items are sold to somebody else', async () => {
    const tenant = await waiting();
    await does(tenant, 'cancel_order', cancel);
    const { database } = await here(tenant);
    await database.execute(sql`update stock set on_hand = 0 where tenant_id = ${tenant} and variant_id = 'lamp-black'`);
    expect(await decide(tenant, 'refuse', 'No.')).to.equal(
      'cannot_refuse: The refund of order o7001 can only be approved: its items are no longer in stock, so it cannot be put back.',
    );
    expect(await decide(tenant, 'approve')).to.match(/is approved/u);
  });

  it('does not wait up to the limit, nor without one', async () => {
    for (const rules of [{ staff_approval_over_cents: 6_800 }, {}]) {
      const tenant = await shop(
        {
          lines: [
            ['lamp-black', 1],
            ['mug-small', 2],
          ],
        },
        rules,
      );
      expect((await does(tenant, 'cancel_order', cancel))[1]).to.equal(
        'Order o7001 is cancelled. I have refunded $68.00 to your Visa ending 4242.',
      );
      expect((await world(tenant)).approvals).to.equal(null);
    }
  });

  it('after a change of items whose refund waits promises only the rest', async () => {
    const tenant = await shop(
      { lines: [['lamp-white', 1]] },
      { ...LIMIT, cancel_statuses: ['pending', 'pending (item modified)'] },
    );
    await does(tenant, 'change_order_items', swap('lamp', 'red'));
    expect((await does(tenant, 'cancel_order', cancel))[0]).to.include('refund $40.00 to your Visa ending 4242 once');
    expect((await world(tenant)).promised).to.deep.equal([
      ['o7001', 'visa', 1_500, 'waiting for approval'],
      ['o7001', 'visa', 4_000, 'waiting for approval'],
    ]);
  });
});

describe('a change of items above the limit', function () {
  this.timeout(60_000);
  it('is paid when approved', async () => {
    const tenant = await shop({ lines: [['lamp-white', 1]] }, LIMIT);
    await does(tenant, 'change_order_items', swap('lamp', 'red'));
    expect(await decide(tenant, 'approve')).to.equal(
      'The item change of order o7001 is approved: $15.00 is refunded to the Visa ending 4242.',
    );
    expect((await world(tenant)).ledger).to.deep.equal([
      ['o7001', 'payment', 'visa', 5_500],
      ['o7001', 'refund', 'visa', 1_500],
    ]);
  });

  it('is taken back when refused, the split line too', async () => {
    const tenant = await shop(
      {
        lines: [
          ['lamp-white', 3],
          ['mug-large', 1],
        ],
      },
      LIMIT,
    );
    const before = await world(tenant);
    await does(tenant, 'change_order_items', { items: [{ item: 'lamp', new_item: 'red', quantity: 2 }] });
    expect(await decide(tenant, 'refuse', 'Not possible.')).to.match(/the order has its former items again/u);
    const after = await world(tenant);
    expect({ ...after, promised: null, approvals: null }).to.deep.equal(before);
    expect((await does(tenant, 'change_order_items', swap('mug', '300 ml')))[1]).to.include('is changed');
  });

  it('can only be approved once the order has moved on', async () => {
    const tenant = await shop({ lines: [['lamp-white', 1]] }, LIMIT);
    await does(tenant, 'change_order_items', swap('lamp', 'red'));
    const { database } = await here(tenant);
    await database.execute(
      sql`update orders set status = 'shipped', version = version + 1 where tenant_id = ${tenant}`,
    );
    expect(await decide(tenant, 'refuse', 'No.')).to.match(
      /^cannot_refuse: .*its change cannot be taken back any more\.$/u,
    );
  });
});

describe('a return or an exchange above the limit', function () {
  this.timeout(60_000);
  it('waits for the goods once approved', async () => {
    const tenant = await shop({ lines: [['lamp-black', 1]], ...delivered }, LIMIT);
    await does(tenant, 'return_items', {});
    expect(await decide(tenant, 'approve')).to.equal(
      'The return of order o7001 is approved: it is settled when the goods have come back.',
    );
    expect(await world(tenant)).to.deep.include({
      promised: [['o7001', 'visa', 5_000, 'waiting for goods']],
      requests: [['o7001', 'return', 'requested', 0, 0, 'lamp-black', 1, null]],
      ledger: [['o7001', 'payment', 'visa', 5_000]],
    });
    expect(told(await staffDoes(tenant, 'receive_return', { order_id: 'o7001', condition: 'unopened' }))).to.equal(
      'The return of order o7001 is complete: $50.00 is refunded to the Visa ending 4242.',
    );
  });

  it('is paid at once when the goods came before the decision', async () => {
    const tenant = await shop({ lines: [['lamp-black', 1]], ...delivered }, LIMIT);
    await does(tenant, 'return_items', {});
    const input = { order_id: 'o7001', condition: 'opened' };
    expect(told(await staffDoes(tenant, 'receive_return', input))).to.equal(
      'The goods of order o7001 have arrived. Its return is settled once a colleague has approved it.',
    );
    expect(told(await staffDoes(tenant, 'receive_return', input))).to.match(/^already_received:/u);
    expect((await world(tenant)).ledger).to.have.length(1);
    expect(await decide(tenant, 'approve')).to.include('$50.00 is refunded to the Visa ending 4242');
    const after = await world(tenant);
    expect(after.requests![0]![2]).to.equal('completed');
    expect(after.ledger).to.have.length(2);
    // Opened goods are not sold again.
    expect(after.stock['lamp-black']).to.equal(10);
  });

  it('leaves everything as it was when refused', async () => {
    for (const [tool, input] of [
      ['return_items', { items: [{ item: 'lamp' }] }],
      ['exchange_items', swap('lamp', 'red')],
    ] as const) {
      const tenant = await shop(
        {
          lines: [
            ['lamp-white', 1],
            ['mug-small', 1],
          ],
          ...delivered,
        },
        LIMIT,
      );
      const before = await world(tenant);
      expect((await does(tenant, tool, input))[1]).to.include('approv');
      expect(await decide(tenant, 'refuse', 'The seal is broken.')).to.match(
        /is refused: nothing is .* the customer keeps the items/u,
      );
      const after = await world(tenant);
      expect({ ...after, promised: null, approvals: null, requests: null }).to.deep.equal(before);
      expect(after.requests![0]![2]).to.equal('refused');
      expect(after.promised!.map((row) => row[3])).to.deep.equal(['refused']);
      expect(await refused(tenant, 'return_items', { items: [{ item: 'mug' }] })).to.match(/^proposed:/u);
    }
  });
});

describe('list_approvals', function () {
  this.timeout(60_000);
  it('lists what waits, oldest first, a page at a time, in one call', async () => {
    const tenant = await shop({ lines: [['lamp-black', 1]] }, LIMIT);
    for (const id of ['o7002', 'o7003']) await addChangeOrder(tenant, { id, lines: [['lamp-white', 1]], ...delivered });
    await does(
      tenant,
      'return_items',
      { order_id: 'o7002', reason: 'Too bright', condition: 'unopened' },
      '2026-11-14T10:00:00Z',
    );
    await does(tenant, 'cancel_order', cancel, '2026-11-15T10:00:00Z');
    await does(tenant, 'exchange_items', { order_id: 'o7003', ...swap('lamp', 'red') });
    const context = await staff(tenant);
    const listed = await callTool(context, agent, 'list_approvals', { limit: 2 });
    expect(context.record.dataApiCalls).to.equal(1);
    const { approvals, ...page } = listed.ok ? listed.data : {};
    const [first, second] = approvals as JsonObject[];
    expect(page).to.deep.equal({ approvals_in_all: 3, more: 1, next_offset: 2 });
    expect(first).to.deep.include({
      kind: 'return',
      order_id: 'o7002',
      customer: 'ann',
      customer_name: 'Ann Lee',
      amount: { cents: 5_500, text: '$55.00' },
      refunds: [{ amount: { cents: 5_500, text: '$55.00' }, method: 'Visa ending 4242' }],
      asked_on: '2026-11-14',
      reason: 'Too bright',
      condition: 'unopened',
    });
    expect(second).to.deep.include({ kind: 'cancellation', reason: 'no longer needed', order_status: 'cancelled' });
    const rest = await callTool(await staff(tenant), agent, 'list_approvals', { limit: 2, offset: 2 });
    expect(rest.ok && rest.data['approvals']).to.have.nested.property('[0].kind', 'exchange');
    const returns = await callTool(await staff(tenant), agent, 'list_approvals', { kind: 'return' });
    expect(returns.ok && returns.data['approvals_in_all']).to.equal(1);
  });

  it('is for staff of that shop only', async () => {
    const tenant = await shop({ lines: [['lamp-black', 1]] }, LIMIT);
    await does(tenant, 'cancel_order', cancel);
    for (const name of ['list_approvals', 'approve_refund', 'receive_return', 'list_low_stock']) {
      const result = await callTool(await here(tenant), agent, name, {});
      expect(result, name).to.deep.include({ ok: false, code: 'unknown_tool' });
    }
    const approval_id = await waitingApproval(tenant);
    const other = await shop({ lines: [['lamp-black', 1]] });
    expect(told(await staffDoes(other, 'approve_refund', { approval_id, decision: 'approve' }))).to.match(
      /^approval_not_found:/u,
    );
    expect(told(await staffDoes(other, 'receive_return', { order_id: 'o9', condition: 'unopened' }))).to.equal(
      'order_not_found: There is no order "o9" in this shop.',
    );
  });
});
