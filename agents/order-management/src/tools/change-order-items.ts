/** Other variants in a pending order; the difference in price is paid or refunded at once. */
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { defineWriteTool, type Planned, type WritePlan, type WriteTool } from '@deskfleet/shared/agent/tool.ts';
import { json, sql } from '@deskfleet/shared/database/sql.ts';
import { formatMoney, money } from '@deskfleet/shared/money.ts';
import { changeOfPrice, linesAfter, swaps, type LineAfter, type Swap, type WantedSwap } from '../policy/item-change.ts';
import { methodNamed } from '../policy/matching.ts';
import { canPay, routeRefund, usualPayer } from '../policy/money-route.ts';
import { mayChangeItems } from '../policy/order-change.ts';
import { methodName } from '../policy/payment-method.ts';
import { pickUnits, theOnlyItem } from '../policy/picking.ts';
import type { Refund } from '../policy/refund.ts';
import { needsApproval } from '../policy/shop-rules.ts';
import { allow, type Verdict } from '../policy/verdict.ts';
import { balanceTooLow } from './balance.ts';
import { itemInput, newItemInput, paymentInput, quantityInput, refundWords, unitWords } from './item-input.ts';
import {
  askApproval,
  basisOf,
  moveStock,
  promiseRefunds,
  settle,
  stockNeeds,
  tally,
  type Effects,
  type Entry,
} from './order-effects.ts';
import { openLines, readForChange, type OrderForChange } from './order-for-change.ts';
import { orderIdInput, orderNotFound } from './order-input.ts';

export const swapsInput = z
  .array(z.object({ item: itemInput.optional(), new_item: newItemInput, quantity: quantityInput }))
  .min(1, 'Name at least one item.')
  .max(40);

const input = z.object({
  order_id: orderIdInput,
  items: swapsInput.describe('The items to change. With only one item in the order, `item` may be left out.'),
  payment_method: paymentInput,
});
type Input = z.infer<typeof input>;

export const changeOrderItems: WriteTool = defineWriteTool({
  name: 'change_order_items',
  description:
    'Propose to change items of a pending order into other variants of the same products (colour, size, storage). The difference in price is paid or refunded. ' +
    'Possible once per order, so collect all changes first. Nothing happens until the customer confirms.',
  input,
  sample: {
    customer: 'cust220',
    input: { order_id: 'o13220', items: [{ item: 'Nova 5G', new_item: 'blue' }] },
  },
  plan,
});

async function plan(wanted: Input, context: ToolContext): Promise<Planned> {
  const order = await readForChange(wanted.order_id, context, 'order.items.read', true);
  if (!order) return orderNotFound(wanted.order_id);
  const refusal = mayChangeItems(order.id, order.status);
  if (refusal) return refusal;
  const found = findSwaps(order, wanted.items, 'change', false);
  if (!found.ok) return found;
  const lines = openLines(order);
  const after = linesAfter(lines, found.value, order.last_line_no);
  const difference = changeOfPrice(lines, after);
  const money = settlement(order, difference, wanted.payment_method);
  return money.ok ? { ok: true, plan: change(order, found.value, after, difference, money.value, context) } : money;
}

/** The items and their new variants; an item that is left out is the order's only one. */
export function findSwaps(
  order: OrderForChange,
  wanted: Input['items'],
  action: 'change' | 'exchange',
  sameAllowed: boolean,
): Verdict<readonly Swap[]> {
  const lines = openLines(order);
  const named: WantedSwap[] = [];
  for (const want of wanted) {
    const item = want.item === undefined ? theOnlyItem(order.id, lines, action) : allow(want.item);
    if (!item.ok) return item;
    named.push({ ...want, item: item.value });
  }
  const picked = pickUnits(order.id, named, lines, action);
  return picked.ok ? swaps(picked.value, order.variants, sameAllowed) : picked;
}

interface Settlement {
  readonly entries: readonly Entry[];
  /** Refunds that a colleague has to approve first. */
  readonly waiting: readonly Refund[];
  readonly words: string;
  readonly doneWords: string;
}

function settlement(order: OrderForChange, difference: number, wanted: string | undefined): Verdict<Settlement> {
  const { currency, ledger, committed, methods, rules } = order;
  const chosen = wanted === undefined ? undefined : methodNamed(wanted, methods);
  if (chosen?.ok === false) return chosen;
  if (difference >= 0) {
    const payer = chosen ?? usualPayer(ledger, methods);
    if (!payer.ok) return payer;
    const amount = formatMoney(difference, currency);
    if (!canPay(payer.value, difference))
      return balanceTooLow(
        payer.value,
        difference,
        currency,
        `Your ${methodName(payer.value)} does not hold the ${amount} that the new items cost more. Which other way of payment shall I use?`,
      );
    const entry: Entry = { kind: difference > 0 ? 'payment' : 'refund', method: payer.value, cents: difference };
    return allow(
      difference === 0
        ? { entries: [entry], waiting: [], words: 'at the same price', doneWords: 'The price stays the same.' }
        : {
            entries: [entry],
            waiting: [],
            words: `and pay the difference of ${amount} with your ${methodName(payer.value)}`,
            doneWords: `The difference of ${amount} was charged to your ${methodName(payer.value)}.`,
          },
    );
  }
  const refunds = routeRefund(
    committed,
    -difference,
    rules.refund_route,
    chosen?.value,
    methods,
    rules.change_refund_to_any_method,
  );
  if (!refunds.ok) return refunds;
  if (refunds.value.length === 0)
    return allow({
      entries: [],
      waiting: [],
      words: 'with nothing left to refund',
      doneWords: 'There was nothing left to refund.',
    });
  const back = refundWords(refunds.value, currency);
  return allow(
    needsApproval(sumOf(refunds.value), rules)
      ? {
          entries: [],
          waiting: refunds.value,
          words: `and refund ${back} once a colleague has approved it`,
          doneWords: `The refund of ${back} is waiting for the approval of a colleague.`,
        }
      : {
          entries: refunds.value.map((refund): Entry => ({
            kind: 'refund',
            method: refund,
            cents: refund.amount_cents,
          })),
          waiting: [],
          words: `and refund the difference: ${back}`,
          doneWords: `I have refunded ${back}.`,
        },
  );
}

function change(
  order: OrderForChange,
  changes: readonly Swap[],
  after: readonly LineAfter[],
  difference: number,
  settled: Settlement,
  context: ToolContext,
): WritePlan {
  const words = changes
    .map(
      ({ picked, variant }) => `${unitWords(picked.quantity, picked.line)} into ${unitWords(picked.quantity, variant)}`,
    )
    .join(', ');
  const before = openLines(order).filter((line) => after.some(({ line_no }) => line_no === line.line_no));
  const deltas = tally(before, after);
  const paid = settled.entries.find((entry) => entry.kind === 'payment');
  const terms = {
    order_id: order.id,
    changes: changes.map(({ picked, variant }) => ({
      variant_id: picked.variant_id,
      new_variant_id: variant.variant_id,
      quantity: picked.quantity,
      new_unit_price: money(variant.price_cents, order.currency),
    })),
    difference: money(difference, order.currency),
    settled: settled.entries.map(({ kind, method, cents }) => ({
      kind,
      payment_method_id: method.payment_method_id,
      amount: money(cents, order.currency),
    })),
    waiting_for_approval: settled.waiting.map(({ payment_method_id, amount_cents }) => ({
      payment_method_id,
      amount: money(amount_cents, order.currency),
    })),
    new_total: money(order.total_cents + difference, order.currency),
  };
  return {
    summary: `Change order ${order.id}: ${words}, ${settled.words}. The items of an order can be changed once.`,
    subject: `order:${order.id}`,
    terms,
    basis: basisOf(order, context, {
      stock: stockNeeds(deltas),
      ...(paid ? { balance: { payment_method_id: paid.method.payment_method_id, cents: paid.cents } } : {}),
    }),
    effects: {
      changed_order: sql`
        update orders set status = 'pending (item modified)', total_cents = ${order.total_cents + difference}, version = version + 1
        from claim where orders.tenant_id = ${context.tenant} and orders.id = ${order.id}`,
      ...rewriteLines(order, after, context),
      ...moveStock(deltas, context),
      ...settle(order, settled.entries, context),
      ...waitForApproval(order, after, settled.waiting, context),
    },
    result: {
      status: settled.waiting.length > 0 ? 'waiting for approval' : 'changed',
      order_id: order.id,
      changes: terms.changes,
      difference: terms.difference,
      new_total: terms.new_total,
      message: `Order ${order.id} is changed: ${words}. ${settled.doneWords}`,
    },
  };
}

/** With how the order was, since a refusal puts it back. */
function waitForApproval(
  order: OrderForChange,
  after: readonly LineAfter[],
  waiting: readonly Refund[],
  context: ToolContext,
): Effects {
  if (waiting.length === 0) return {};
  const changed = new Set(after.map(({ line_no }) => line_no));
  const undo = {
    status: order.status,
    total_cents: order.total_cents,
    lines: openLines(order)
      .filter(({ line_no }) => changed.has(line_no))
      .map(({ line_no, variant_id, name, options, quantity, unit_price_cents }) => ({
        line_no,
        variant_id,
        name,
        options,
        quantity,
        unit_price_cents,
      })),
    added: after.filter(({ line_no }) => line_no > order.last_line_no).map(({ line_no }) => line_no),
  };
  return {
    ...promiseRefunds(order, waiting, 'waiting for approval', context),
    ...askApproval(order, 'item change', sumOf(waiting), sql`${json(undo)}`, context),
  };
}

function sumOf(refunds: readonly Refund[]): number {
  return refunds.reduce((sum, refund) => sum + refund.amount_cents, 0);
}

const LINE = sql`l(line_no int, product_id text, variant_id text, name text, options jsonb, quantity int, unit_price_cents int)`;

function rewriteLines(order: OrderForChange, after: readonly LineAfter[], context: ToolContext): Effects {
  const known = after.filter(({ line_no }) => line_no <= order.last_line_no);
  const added = after
    .filter(({ line_no }) => line_no > order.last_line_no)
    .map((line) => ({
      ...line,
      product_id: order.variants.find(({ variant_id }) => variant_id === line.variant_id)?.product_id,
    }));
  return {
    ...(known.length === 0
      ? {}
      : {
          changed_lines: sql`
        update order_lines set variant_id = l.variant_id, name = l.name, options = l.options, quantity = l.quantity, unit_price_cents = l.unit_price_cents
        from claim, jsonb_to_recordset(${json(known)}) as ${LINE}
        where order_lines.tenant_id = ${context.tenant} and order_lines.order_id = ${order.id} and order_lines.line_no = l.line_no`,
        }),
    ...(added.length === 0
      ? {}
      : {
          added_lines: sql`
        insert into order_lines (tenant_id, order_id, line_no, product_id, variant_id, name, options, quantity, unit_price_cents)
        select ${context.tenant}, ${order.id}, l.line_no, l.product_id, l.variant_id, l.name, l.options, l.quantity, l.unit_price_cents
        from claim, jsonb_to_recordset(${json(added)}) as ${LINE}`,
        }),
  };
}
