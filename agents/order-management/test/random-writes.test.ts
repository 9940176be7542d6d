import { expect } from 'chai';
import fc from 'fast-check';
import type { WriteTool } from '@deskfleet/shared/agent/tool.ts';
import { callTool } from '@deskfleet/local/testing/harness.ts';
import { confirmQuote } from '@deskfleet/shared/conversation/quote-store.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { agent } from '../src/agent.ts';
import { addChangeOrder, openChangeShop, PRICES, worldOf, type ChangeWorld, type Variant } from './change-shop.ts';
import { contextOf, rowsOf } from './support.ts';

const variants = Object.keys(PRICES) as Variant[];
const method = fc.option(fc.constantFrom('visa', 'paypal', 'gift'), { nil: undefined });

const withMethod = (input: JsonObject, payment_method: string | undefined): JsonObject =>
  payment_method === undefined ? input : { ...input, payment_method };
type Call = readonly [order: string, tool: string, input: JsonObject];

/** Calls that an order of these items mostly allows, in any order and number. */
function callsOn(order: string, items: readonly Variant[], tools: readonly string[]): fc.Arbitrary<Call> {
  const item = fc.constantFrom(...items);
  const swap = item.chain((old) =>
    fc.record({
      item: fc.constant(old),
      new_item: fc.constantFrom(...variants.filter((id) => id.slice(0, 3) === old.slice(0, 3))),
      quantity: fc.integer({ min: 1, max: 2 }),
    }),
  );
  const swaps = fc
    .tuple(fc.array(swap, { minLength: 1, maxLength: 2 }), method)
    .map(([list, pay]) => withMethod({ items: list.map((one) => ({ ...one })) }, pay));
  const inputs: Readonly<Record<string, fc.Arbitrary<JsonObject>>> = {
    cancel_order: fc.constant({ reason: 'no longer needed' }),
    change_order_items: swaps,
    exchange_items: swaps,
    change_order_payment: fc.constantFrom('visa', 'paypal', 'gift').map((payment_method) => ({ payment_method })),
    return_items: fc.tuple(item, method).map(([id, pay]) => withMethod({ items: [{ item: id }] }, pay)),
    change_order_address: fc.constant({ line1: '5 New St', city: 'Reno', postal_code: '89502' }),
  };
  return fc.oneof(...tools.map((tool) => (inputs[tool] ?? fc.constant({})).map((input): Call => [order, tool, input])));
}

const PENDING = [
  'change_order_items',
  'change_order_items',
  'change_order_payment',
  'change_order_address',
  'cancel_order',
  'return_items',
];
const call = fc.oneof(
  callsOn('o1001', ['lamp-black', 'mug-small'], PENDING),
  callsOn('o1002', ['mug-large'], PENDING),
  callsOn('o1003', ['lamp-white', 'lamp-red'], ['exchange_items', 'return_items', 'change_order_items']),
);

const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);

/** Units that exist: on the shelf, in orders that stand, and set aside for exchanges. */
function unitsIn(world: ChangeWorld, of: Variant): number {
  const held = world.lines
    .filter(([, id, , , state]) => id === of && state !== 'cancelled')
    .map(([, , quantity]) => quantity);
  const aside = (world.requests ?? []).filter((request) => request[7] === of).map((request) => request[6]);
  return world.stock[of] + sum(held) + sum(aside);
}

function check(world: ChangeWorld, start: ChangeWorld): void {
  for (const product of ['lamp', 'mug']) {
    const of = variants.filter((id) => id.startsWith(product));
    for (const id of of) expect(world.stock[id], id).to.be.at.least(0);
    for (const id of of) expect(unitsIn(world, id), `units of ${id}`).to.equal(unitsIn(start, id));
  }
  for (const [id, order] of Object.entries(world.orders)) {
    const entries = world.ledger.filter(([of]) => of === id);
    const paid = sum(entries.filter(([, kind]) => kind === 'payment').map(([, , , cents]) => cents));
    const refunded = sum(entries.filter(([, kind]) => kind === 'refund').map(([, , , cents]) => cents));
    const promised = sum((world.promised ?? []).filter(([of]) => of === id).map(([, , cents]) => cents));
    expect(refunded + promised, `${id}: refunds`).to.be.at.most(paid);
    const lines = world.lines.filter(([of, , , , state]) => of === id && state !== 'cancelled');
    expect(
      order.total === sum(world.lines.filter(([of]) => of === id).map(([, , quantity, cents]) => quantity * cents)),
      `${id}: total`,
    ).to.equal(true);
    if (order.status === 'cancelled') expect(paid - refunded, `${id}: cancelled`).to.equal(0);
    // What the ledger holds is what the standing lines cost; a return is paid back later.
    else if (!order.status.endsWith('requested'))
      expect(paid - refunded - promised, `${id}: ledger`).to.equal(
        sum(lines.map(([, , quantity, cents]) => quantity * cents)),
      );
  }
  const moved = (kind: string): number =>
    sum(world.ledger.filter(([, of, by]) => of === kind && by === 'gift').map(([, , , cents]) => cents));
  const atStart = sum(start.ledger.filter(([, , by]) => by === 'gift').map(([, , , cents]) => cents));
  expect(world.gift, 'gift card').to.equal(start.gift + atStart - moved('payment') + moved('refund'));
  expect(world.gift).to.be.at.least(0);
}

let run = 0;

describe('any sequence of changes', () => {
  it('keeps stock, gift cards, ledgers and totals consistent', async function () {
    this.timeout(120_000);
    await fc.assert(
      fc.asyncProperty(fc.array(call, { minLength: 4, maxLength: 9 }), fc.boolean(), async (steps, approval) => {
        const tenant = `random-${String((run += 1))}`;
        await openChangeShop(tenant, approval ? { staff_approval_over_cents: 800 } : {}, { 'lamp-white': 2 });
        await addChangeOrder(tenant, {
          id: 'o1001',
          lines: [
            ['lamp-black', 2],
            ['mug-small', 1],
          ],
        });
        await addChangeOrder(tenant, { id: 'o1002', lines: [['mug-large', 3]], paidWith: 'gift' });
        await addChangeOrder(tenant, {
          id: 'o1003',
          lines: [
            ['lamp-white', 1],
            ['lamp-red', 2],
          ],
          status: 'delivered',
          delivered: '2026-11-10',
        });
        const look = async (): Promise<ChangeWorld> => (await rowsOf(worldOf(tenant)))[0] as ChangeWorld;
        const start = await look();
        for (const [order_id, tool, input] of steps) {
          const context = await contextOf('ann', { tenant });
          const proposed = await callTool(context, agent, tool, { ...input, order_id });
          if (!proposed.ok) continue;
          const done = await confirmQuote(
            context.record.quotes.at(-1)!,
            agent.toolsByName.get(tool) as WriteTool,
            await contextOf('ann', { tenant }),
          );
          expect(done.ok, `${tool}: ${JSON.stringify(done)}`).to.equal(true);
          check(await look(), start);
        }
      }),
      { numRuns: 15 },
    );
  });
});
