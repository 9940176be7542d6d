import { expect } from 'chai';
import fc from 'fast-check';
import type { WriteTool } from '@deskfleet/shared/agent/tool.ts';
import { callTool } from '@deskfleet/local/testing/harness.ts';
import { confirmQuote } from '@deskfleet/shared/conversation/quote-writing.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { agent } from '../src/agent.ts';
import {
  addChangeOrder,
  addParcel,
  openChangeShop,
  PRICES,
  worldOf,
  type ChangeWorld,
  type Variant,
} from './change-shop.ts';
import { booksOf, checkBooks, moneyOf, sum, type Books } from './books.ts';
import { staff, staffDoes } from './one-order.ts';
import { contextOf, rowsOf } from './support.ts';

const variants = Object.keys(PRICES) as Variant[];
const method = fc.option(fc.constantFrom('visa', 'paypal', 'gift'), { nil: undefined, freq: 1 });

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
    return_items: fc
      .tuple(
        item,
        method,
        fc.constantFrom('unopened', 'opened', 'faulty'),
        fc.option(fc.integer({ min: 1, max: 2 }), { nil: undefined }),
      )
      .map(([id, pay, condition, quantity]) =>
        withMethod({ items: [quantity === undefined ? { item: id } : { item: id, quantity }], condition }, pay),
      ),
    report_missing_parcel: fc
      .record({
        shipment_id: fc.constantFrom('s1', 's2', 's3'),
        remedy: fc.constantFrom('trace', 'replacement', 'refund'),
      })
      .map((input): JsonObject => input),
    receive_return: fc
      .constantFrom('unopened', 'opened', 'damaged')
      .map((condition) => ({ condition, payment_method: 'visa' })),
    approve_refund: fc
      .constantFrom('approve', 'approve', 'refuse')
      .map((decision) => ({ decision, reason: 'Because.' })),
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
  'approve_refund',
];
const DELIVERED = [
  'exchange_items',
  'return_items',
  'receive_return',
  'receive_return',
  'approve_refund',
  'change_order_items',
];
const SHIPPED = ['report_missing_parcel', 'report_missing_parcel', 'approve_refund', 'return_items', 'cancel_order'];
const call = fc.oneof(
  callsOn('o1001', ['lamp-black', 'mug-small'], PENDING),
  callsOn('o1002', ['mug-large'], PENDING),
  callsOn('o1003', ['lamp-white', 'lamp-red'], DELIVERED),
  callsOn('o1004', ['mug-small', 'lamp-red'], SHIPPED),
  callsOn('o1005', ['lamp-black'], DELIVERED),
);

const cents = (amount: unknown): number => (amount as { cents: number } | undefined)?.cents ?? 0;
const all = (rows: unknown): number => sum(((rows ?? []) as { amount: unknown }[]).map(({ amount }) => cents(amount)));

/** What a proposal says that is paid, and given or promised back; in cents. */
function promisedBy(tool: string, terms: JsonObject): { readonly paid: number; readonly back: number } {
  switch (tool) {
    case 'change_order_payment':
      return { paid: cents(terms['amount']), back: cents(terms['amount']) };
    case 'change_order_items': {
      const settled = (terms['settled'] ?? []) as { kind: string; amount: unknown }[];
      const of = (kind: string): number => all(settled.filter((entry) => entry.kind === kind));
      return { paid: of('payment'), back: of('refund') + all(terms['waiting_for_approval']) };
    }
    default:
      return { paid: 0, back: all(terms['refunds']) };
  }
}

async function runStaff(tenant: string, tool: string, order_id: string, input: JsonObject): Promise<boolean> {
  if (tool === 'receive_return') return (await staffDoes(tenant, tool, { order_id, ...input })).ok;
  const listed = await callTool(await staff(tenant), agent, 'list_approvals', { limit: 1 });
  const [first] = (listed.ok ? listed.data['approvals'] : []) as { approval_id: string }[];
  if (first === undefined) return false;
  return (await staffDoes(tenant, tool, { approval_id: first.approval_id, ...input })).ok;
}

const STAFF_TOOLS: ReadonlySet<string> = new Set(['receive_return', 'approve_refund']);
const RULES: readonly JsonObject[] = [
  {},
  { staff_approval_over_cents: 800 },
  { staff_approval_over_cents: 0, restocking_fee_percent: { opened: 15 } },
  { refund_route: 'gift_card' },
  { refund_route: 'original_or_gift_card', staff_approval_over_cents: 1_000 },
];

/** A sequence in which every tool does something, so that the run is never one of refusals only. */
const EVERY_TOOL: Call[] = [
  ['o1001', 'change_order_address', { line1: '5 New St', city: 'Reno', postal_code: '89502' }],
  ['o1001', 'change_order_payment', { payment_method: 'paypal' }],
  ['o1001', 'cancel_order', { reason: 'no longer needed' }],
  ['o1001', 'approve_refund', { decision: 'refuse', reason: 'Because.' }],
  ['o1002', 'change_order_items', { items: [{ item: 'mug-large', new_item: 'mug-small', quantity: 1 }] }],
  ['o1003', 'exchange_items', { items: [{ item: 'lamp-white', new_item: 'lamp-red' }] }],
  ['o1003', 'receive_return', { condition: 'unopened' }],
  ['o1003', 'approve_refund', { decision: 'approve', reason: '' }],
  ['o1004', 'report_missing_parcel', { shipment_id: 's1', remedy: 'replacement' }],
  ['o1004', 'report_missing_parcel', { shipment_id: 's3', remedy: 'refund' }],
  ['o1004', 'approve_refund', { decision: 'approve', reason: '' }],
  ['o1005', 'return_items', { items: [{ item: 'lamp-black', quantity: 1 }], condition: 'unopened' }],
];

let run = 0;
const done: Record<string, number> = {};

async function openShop(tenant: string, rules: JsonObject): Promise<void> {
  await openChangeShop(tenant, rules, { 'lamp-white': 2 });
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
  await addChangeOrder(tenant, {
    id: 'o1005',
    lines: [['lamp-black', 2]],
    status: 'delivered',
    delivered: '2026-11-12',
  });
  await addChangeOrder(tenant, {
    id: 'o1004',
    lines: [
      ['mug-small', 2],
      ['lamp-red', 2],
    ],
    status: 'shipped',
    paidWith: 'gift',
  });
  await addParcel(tenant, { id: 's1', status: 'lost', lines: [[1, 2]], estimated: '2026-11-05' }, 'o1004');
  await addParcel(tenant, { id: 's2', status: 'delivered', lines: [[2, 1]], delivered: '2026-11-08' }, 'o1004');
  await addParcel(tenant, { id: 's3', status: 'lost', lines: [[2, 1]], estimated: '2026-11-05' }, 'o1004');
}

describe('any sequence of changes, by customers and by staff', () => {
  it('keeps stock, gift cards, ledgers and totals consistent, and does what was promised to the cent', async function () {
    this.timeout(300_000);
    await fc.assert(
      fc.asyncProperty(
        fc.array(call, { minLength: 6, maxLength: 12 }),
        fc.constantFrom(...RULES),
        async (steps, rules) => {
          const tenant = `random-${String((run += 1))}`;
          await openShop(tenant, rules);
          const look = async (): Promise<ChangeWorld> => (await rowsOf(worldOf(tenant)))[0] as ChangeWorld;
          const start = await look();
          let before = start;
          for (const [order_id, tool, input] of steps) {
            if (STAFF_TOOLS.has(tool)) {
              if (!(await runStaff(tenant, tool, order_id, input))) continue;
            } else {
              const context = await contextOf('ann', { tenant });
              const proposed = await callTool(context, agent, tool, { ...input, order_id });
              if (!proposed.ok) continue;
              expect(await look(), `${tool}: a proposal changes nothing`).to.deep.equal(before);
              const quote = context.record.quotes.at(-1)!;
              const confirmed = await confirmQuote(
                quote,
                agent.toolsByName.get(tool) as WriteTool,
                await contextOf('ann', { tenant }),
              );
              expect(confirmed.ok, `${tool}: ${JSON.stringify(confirmed)}`).to.equal(true);
              const [was, is] = [moneyOf(before, order_id), moneyOf(await look(), order_id)];
              expect(
                { paid: is.paid - was.paid, back: is.refunded + is.promised - was.refunded - was.promised },
                `${tool}: what was promised`,
              ).to.deep.equal(promisedBy(tool, quote.terms));
            }
            done[tool] = (done[tool] ?? 0) + 1;
            before = await look();
            checkBooks(before, (await rowsOf(booksOf(tenant)))[0] as unknown as Books, start);
          }
        },
      ),
      { numRuns: 40, examples: [[EVERY_TOOL, { staff_approval_over_cents: 800 }]] },
    );
    // The sequences really get somewhere.
    for (const [, tool] of EVERY_TOOL) expect(done[tool] ?? 0, tool).to.be.above(0);
  });
});
