/**
 * Two at once, and answers that get lost. In the embedded database statements run one after the other; on a native
 * PostgreSQL, where there is one, they really run side by side.
 */
import { expect } from 'chai';
import { callTool } from '@deskfleet/local/testing/harness.ts';
import type { ToolResult, WriteTool } from '@deskfleet/shared/agent/tool.ts';
import { confirmQuote, writeOnce } from '@deskfleet/shared/conversation/quote-writing.ts';
import type { QuoteView } from '@deskfleet/shared/conversation/quotes.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { agent } from '../src/agent.ts';
import { BACKENDS, mayOpen, type Backend } from './backends.ts';
import { addChangeOrder, type Variant } from './change-shop.ts';
import { databaseHere, onDatabase } from './database-here.ts';
import { here, shop, staffDoes, swap, told, waitingApproval, world } from './one-order.ts';
import { contextOf, rowsOf } from './support.ts';

const toolNamed = (name: string): WriteTool => agent.toolsByName.get(name) as WriteTool;

async function propose(tenant: string, tool: string, input: JsonObject): Promise<QuoteView> {
  const context = await here(tenant);
  const proposed = await callTool(context, agent, tool, { order_id: 'o7001', ...input });
  expect(proposed.ok, JSON.stringify(proposed)).to.equal(true);
  return context.record.quotes.at(-1)!;
}

const confirm = async (tenant: string, quote: QuoteView): Promise<ToolResult> =>
  confirmQuote(quote, toolNamed(quote.tool), await here(tenant));

/** A write by staff on the customer's behalf, as `POST P/tools/{name}` runs it. */
const byStaff = async (tenant: string, tool: string, input: JsonObject, key: string): Promise<ToolResult> =>
  writeOnce(
    toolNamed(tool),
    toolNamed(tool).input.parse({ order_id: 'o7001', ...input }),
    key,
    await contextOf('ann', { tenant, principal: { kind: 'staff', subject: 'sam', tenant, customerId: 'ann' } }),
  );

const cancel = { reason: 'no longer needed' };
const delivered = { status: 'delivered', delivered: '2026-11-10' } as const;

/** What was paid and not given back is what the standing lines cost; a cancelled order costs nothing. */
async function expectBalance(tenant: string): Promise<void> {
  const { ledger, lines, orders } = await world(tenant);
  const paid = ledger.reduce((sum, [, kind, , cents]) => sum + (kind === 'payment' ? cents : -cents), 0);
  const standing = lines
    .filter(([, , , , state]) => state === 'ordered')
    .reduce((sum, [, , quantity, cents]) => sum + quantity * cents, 0);
  expect(paid, JSON.stringify(orders)).to.equal(orders['o7001']!.status === 'cancelled' ? 0 : standing);
}

const count = async (statement: ReturnType<typeof sql>): Promise<number> => (await rowsOf(statement)).length;

for (const [name, open] of BACKENDS) {
  describe(`at the same time, on ${name}`, function () {
    this.timeout(120_000);
    let backend: Backend | undefined;
    before(async function () {
      if (!mayOpen(name)) this.skip();
      backend = await open();
    });
    after(() => backend?.close());
    afterEach(() => backend?.rdsData.faults.reset());
    const here_ = (work: () => Promise<void>) => () => onDatabase(backend!.database, work);

    it(
      'a hundred confirms of one quote are one write',
      here_(async () => {
        const tenant = await shop({
          lines: [
            ['lamp-black', 1],
            ['mug-small', 2],
          ],
          paidWith: 'gift',
        });
        const quote = await propose(tenant, 'cancel_order', cancel);
        const results = await Promise.all(Array.from({ length: 100 }, () => confirm(tenant, quote)));
        expect(new Set(results.map(told))).to.deep.equal(
          new Set(['Order o7001 is cancelled. I have refunded $68.00 to your gift card.']),
        );
        expect(await world(tenant)).to.deep.include({
          ledger: [
            ['o7001', 'payment', 'gift', 6_800],
            ['o7001', 'refund', 'gift', 6_800],
          ],
          gift: 7_500,
        });
        expect((await world(tenant)).stock).to.deep.include({ 'lamp-black': 11, 'mug-small': 12 });
        expect(
          await count(sql`select 1 as one from audit_log where tenant_id = ${tenant} and action = 'cancel_order'`),
        ).to.equal(1);
      }),
    );

    it(
      'a confirm and a cancel by staff: one wins, the other is refused, the ledger balances',
      here_(async () => {
        for (let round = 0; round < 8; round += 1) {
          const tenant = await shop({ lines: [['lamp-black', 2]] });
          const quote = await propose(tenant, 'change_order_items', swap('lamp', 'white'));
          const race = [() => confirm(tenant, quote), () => byStaff(tenant, 'cancel_order', cancel, 'key')];
          const results = await Promise.all((round % 2 === 0 ? race : race.toReversed()).map((start) => start()));
          expect(results.filter((result) => result.ok)).to.have.length(1);
          const { orders, stock } = await world(tenant);
          const changed = orders['o7001']!.status === 'pending (item modified)';
          expect(changed || orders['o7001']!.status === 'cancelled').to.equal(true);
          expect(stock).to.deep.include({ 'lamp-black': 12, 'lamp-white': changed ? 8 : 10 });
          await expectBalance(tenant);
        }
      }),
    );

    it(
      'two proposals for the last one in stock: one order gets it',
      here_(async () => {
        const tenant = await shop({ lines: [['lamp-black', 1]] }, {}, { 'lamp-white': 1 });
        await addChangeOrder(tenant, { id: 'o7002', lines: [['lamp-black', 1]] });
        const quotes = [
          await propose(tenant, 'change_order_items', swap('lamp', 'white')),
          await propose(tenant, 'change_order_items', { order_id: 'o7002', ...swap('lamp', 'white') }),
        ];
        const results = await Promise.all(quotes.map((quote) => confirm(tenant, quote)));
        expect(results.filter((result) => result.ok)).to.have.length(1);
        expect((await world(tenant)).stock['lamp-white']).to.equal(0);
      }),
    );

    it(
      'two colleagues who decide differently: one decision',
      here_(async () => {
        for (let round = 0; round < 4; round += 1) {
          const tenant = await shop({ lines: [['lamp-black', 1]], paidWith: 'gift' }, { staff_approval_over_cents: 0 });
          await confirm(tenant, await propose(tenant, 'cancel_order', cancel));
          const approval_id = await waitingApproval(tenant);
          const results = await Promise.all([
            staffDoes(tenant, 'approve_refund', { approval_id, decision: 'approve' }),
            staffDoes(tenant, 'approve_refund', { approval_id, decision: 'refuse', reason: 'No.' }),
            staffDoes(tenant, 'approve_refund', { approval_id, decision: 'approve' }),
          ]);
          expect(results.filter((result) => result.ok)).to.have.length(1);
          const after = await world(tenant);
          const approved = after.approvals![0]![3] === 'approved';
          expect(after.gift).to.equal(approved ? 5_700 : 700);
          expect(after.orders['o7001']!.status).to.equal(approved ? 'cancelled' : 'pending');
          await expectBalance(tenant);
        }
      }),
    );

    it(
      'goods that two colleagues receive are paid once',
      here_(async () => {
        const tenant = await shop({ lines: [['lamp-black', 1]], paidWith: 'gift', ...delivered });
        await confirm(tenant, await propose(tenant, 'return_items', {}));
        const input = { order_id: 'o7001', condition: 'unopened' };
        const results = await Promise.all(
          ['a', 'b', 'c', 'c'].map((key) => staffDoes(tenant, 'receive_return', input, key)),
        );
        expect(results.some((result) => result.ok)).to.equal(true);
        expect(await world(tenant)).to.deep.include({ gift: 5_700, promised: [['o7001', 'gift', 5_000, 'paid']] });
        expect((await world(tenant)).stock['lamp-black']).to.equal(11);
      }),
    );

    it(
      'several proposals about one order stand side by side, and each looks at what is there when it is confirmed',
      here_(async () => {
        const tenant = await shop({ lines: [['lamp-black', 1]] });
        const address = await propose(tenant, 'change_order_address', {
          line1: '9 New St',
          city: 'Bend',
          postal_code: '97701',
        });
        const payment = await propose(tenant, 'change_order_payment', { payment_method: 'paypal' });
        const items = await propose(tenant, 'change_order_items', swap('lamp', 'white'));
        const quit = await propose(tenant, 'cancel_order', cancel);
        expect(new Set([address, payment, items, quit].map((quote) => quote.subject))).to.deep.equal(
          new Set(['order:o7001']),
        );
        expect((await confirm(tenant, address)).ok).to.equal(true);
        expect((await confirm(tenant, payment)).ok).to.equal(true);
        // Paid another way meanwhile: the difference would be charged to another method than was proposed.
        expect((await confirm(tenant, quit)).ok).to.equal(false);
        expect(await confirm(tenant, items)).to.deep.include({ ok: false });
        expect((await world(tenant)).orders['o7001']).to.deep.include({ status: 'pending', address: '9 New St' });
        await expectBalance(tenant);
      }),
    );

    it(
      'many writes over the same stock and the same gift card: each is done once, none is lost',
      here_(async () => {
        const tenant = await shop(
          { lines: [['mug-small', 1]] },
          {},
          { 'lamp-white': 40, 'lamp-red': 40, 'mug-small': 40 },
        );
        const quotes: QuoteView[] = [];
        for (let index = 0; index < 24; index += 1) {
          const id = `o81${String(index).padStart(2, '0')}`;
          const lines: [Variant, number][] = [
            ['lamp-black', 1],
            ['mug-large', 1],
          ];
          // In both orders, so that two statements want the same rows of stock the other way round.
          await addChangeOrder(tenant, { id, lines: index % 2 === 0 ? lines : lines.toReversed(), paidWith: 'gift' });
          quotes.push(
            index % 4 < 2
              ? await propose(tenant, 'cancel_order', { order_id: id, ...cancel })
              : await propose(tenant, 'change_order_items', {
                  order_id: id,
                  items: [
                    { item: 'mug-large', new_item: 'mug-small' },
                    { item: 'lamp-black', new_item: index % 4 === 2 ? 'lamp-red' : 'lamp-white' },
                  ],
                  payment_method: index % 4 === 2 ? 'gift' : 'visa',
                }),
          );
        }
        const results = await Promise.all(quotes.map((quote) => confirm(tenant, quote)));
        expect(
          results.map((result) => (result.ok ? 'ok' : told(result))).filter((word) => word !== 'ok'),
        ).to.deep.equal([]);
        const after = await world(tenant);
        expect(after.stock).to.deep.equal({
          'lamp-black': 34,
          'mug-large': 34,
          'mug-small': 28,
          'lamp-red': 34,
          'lamp-white': 34,
        });
        // Twelve orders of $61.00 back, six changes that are $12.00 cheaper.
        expect(after.gift).to.equal(700 + 12 * 6_100 + 6 * 1_200);
      }),
    );

    for (const kind of ['drop-after', 'drop-before'] as const) {
      it(
        `a write whose answer is lost (${kind}) is done once, and found done`,
        here_(async () => {
          const tenant = await shop(
            { lines: [['lamp-black', 1]], paidWith: 'gift' },
            { staff_approval_over_cents: 1_000 },
          );
          const quote = await propose(tenant, 'cancel_order', cancel);
          backend!.rdsData.faults.add({ kind, times: 1, sqlContains: 'insert into audit_log', ms: 0 });
          expect((await confirm(tenant, quote)).ok).to.equal(true);
          const approval_id = await waitingApproval(tenant);
          backend!.rdsData.faults.add({ kind, times: 1, sqlContains: 'insert into audit_log', ms: 0 });
          const decision = { approval_id, decision: 'approve' };
          const first = await staffDoes(tenant, 'approve_refund', decision, 'key-1');
          expect(told(first)).to.include('$50.00 is refunded');
          expect(told(await staffDoes(tenant, 'approve_refund', decision, 'key-1'))).to.equal(told(first));
          const after = await world(tenant);
          expect(after.ledger).to.have.length(2);
          expect(after.gift).to.equal(5_700);
        }),
      );
    }

    it(
      'a write that is never answered is found done by the next try',
      here_(async () => {
        const tenant = await shop({ lines: [['lamp-black', 1]], paidWith: 'gift' });
        const quote = await propose(tenant, 'cancel_order', cancel);
        backend!.rdsData.faults.add({ kind: 'drop-after', times: 3, sqlContains: 'insert into audit_log', ms: 0 });
        const failed = await confirm(tenant, quote).then(
          () => undefined,
          (error: unknown) => error,
        );
        expect(failed).to.include({ kind: 'unknown_outcome' });
        backend!.rdsData.faults.reset();
        expect(told(await confirm(tenant, quote))).to.equal(
          'Order o7001 is cancelled. I have refunded $50.00 to your gift card.',
        );
        expect((await world(tenant)).ledger).to.have.length(2);
        expect((await databaseHere()) === backend!.database).to.equal(true);
      }),
    );
  });
}
