/** Sending delivered items back for their money. */
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { defineWriteTool, refuse, type Planned, type WritePlan, type WriteTool } from '@deskfleet/shared/agent/tool.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import { formatMoney, money } from '@deskfleet/shared/money.ts';
import { methodNamed } from '../policy/matching.ts';
import { routeRefund } from '../policy/money-route.ts';
import { methodName } from '../policy/payment-method.ts';
import { pickUnits, theOnlyItem, type Picked, type WantedItem } from '../policy/picking.ts';
import { outstandingCents, type Refund } from '../policy/refund.ts';
import {
  CONDITIONS,
  conditionMatters,
  longDay,
  mayComeBack,
  notReturnable,
  restockingFee,
  type Condition,
} from '../policy/returning.ts';
import { needsApproval } from '../policy/shop-rules.ts';
import { allow, type Verdict } from '../policy/verdict.ts';
import { itemInput, paymentInput, pickedWords, quantityInput, refundWords } from './item-input.ts';
import { askApproval, basisOf, promiseRefunds } from './order-effects.ts';
import { openLines, readForChange, type OrderForChange } from './order-for-change.ts';
import { orderIdInput, orderNotFound } from './order-input.ts';
import { askCondition, openRequest, pickedLines, returnFacts } from './return-request.ts';

export const conditionInput = z
  .enum(CONDITIONS)
  .optional()
  .describe("What the customer said about the items' condition. Leave out when they said nothing.");
export const reasonInput = z
  .string()
  .trim()
  .min(1)
  .max(300)
  .optional()
  .describe("Why, in the customer's words, if they said.");

const input = z.object({
  order_id: orderIdInput,
  items: z
    .array(z.object({ item: itemInput, quantity: quantityInput }))
    .min(1, 'Name at least one item, or leave items out.')
    .max(40)
    .optional()
    .describe('Which items. Leave out when the order has only one.'),
  everything: z.boolean().default(false).describe('True when the customer wants to return the whole order.'),
  condition: conditionInput,
  reason: reasonInput,
  payment_method: paymentInput.describe(
    'Where the customer wants the money: id or words of their own way of payment. Leave out when they did not say.',
  ),
});
type Input = z.infer<typeof input>;

export const returnItems: WriteTool = defineWriteTool({
  name: 'return_items',
  description:
    "Propose to return items of a delivered order: checks the shop's window and rules, and says the refund, any fee and where the money goes. " +
    'Also the way to find out whether a return is possible. The refund is made when the items have come back. Nothing happens until the customer confirms.',
  input,
  sample: { customer: 'cust119', input: { order_id: 'o14119', condition: 'unopened' } },
  plan,
});

async function plan(wanted: Input, context: ToolContext): Promise<Planned> {
  const order = await readForChange(wanted.order_id, context, 'order.return.read');
  if (!order) return orderNotFound(wanted.order_id);
  const not = notReturnable(order.id, order.status, 'return');
  if (not !== undefined) return refuse('cannot_return', not);
  const picked = pick(order, wanted);
  if (!picked.ok) return picked;
  const lines = pickedLines(order, picked.value);
  const possible = mayComeBack(lines, returnFacts(order, wanted.condition, context), order.rules, 'return');
  if (!possible.ok) return possible;
  if (wanted.condition === undefined && conditionMatters(lines, order.rules)) {
    return askCondition(order.id, 'return');
  }
  const sums = worthOf(order, picked.value, wanted.condition);
  const chosen = wanted.payment_method === undefined ? undefined : methodNamed(wanted.payment_method, order.methods);
  if (chosen?.ok === false) return chosen;
  const refunds = routeRefund(
    order.committed,
    sums.refund_cents,
    order.rules.refund_route,
    chosen?.value,
    order.methods,
  );
  if (!refunds.ok) {
    return refuse(
      refunds.code,
      `You can return the ${pickedWords(picked.value)} of order ${order.id} and get ${formatMoney(sums.refund_cents, order.currency)} back. ${refunds.message} Do you want to return it that way?`,
    );
  }
  return { ok: true, plan: proposal(order, wanted, picked.value, sums, refunds.value, possible.value.until, context) };
}

function pick(order: OrderForChange, { items, everything }: Input): Verdict<readonly Picked[]> {
  const lines = openLines(order);
  if (items !== undefined) return pickUnits(order.id, items, lines, 'return');
  const all = [...new Set(lines.map((line) => line.variant_id))].map((item): WantedItem => ({ item }));
  const only: Verdict<readonly WantedItem[]> =
    everything && all.length > 0 ? allow(all) : asList(theOnlyItem(order.id, lines, 'return'));
  return only.ok ? pickUnits(order.id, only.value, lines, 'return') : only;
}

function asList(item: Verdict<string>): Verdict<readonly WantedItem[]> {
  return item.ok ? allow([{ item: item.value }]) : item;
}

interface Worth {
  readonly price_cents: number;
  readonly fee_cents: number;
  readonly refund_cents: number;
}

/** Never more than what is left of the payments once promised refunds are made. */
function worthOf(order: OrderForChange, picked: readonly Picked[], condition: Condition | undefined): Worth {
  const price_cents = picked
    .flatMap(({ parts }) => parts)
    .reduce((sum, { line, quantity }) => sum + line.unit_price_cents * quantity, 0);
  const fee_cents = restockingFee(price_cents, condition, order.rules);
  return { price_cents, fee_cents, refund_cents: Math.min(price_cents - fee_cents, outstandingCents(order.committed)) };
}

function proposal(
  order: OrderForChange,
  wanted: Input,
  picked: readonly Picked[],
  { price_cents, fee_cents, refund_cents }: Worth,
  refunds: readonly Refund[],
  until: string | null,
  context: ToolContext,
): WritePlan {
  const { currency } = order;
  const approval = needsApproval(refund_cents, order.rules);
  const state = approval ? 'waiting for approval' : 'requested';
  const back = refunds.length === 0 ? 'nothing, as nothing is left to refund' : refundWords(refunds, currency);
  const fee =
    fee_cents > 0 ? `A restocking fee of ${formatMoney(fee_cents, currency)} is taken off.` : 'There is no fee.';
  const approvalWords = approval ? ' A refund of this amount needs the approval of a colleague first.' : '';
  const terms = {
    order_id: order.id,
    items: picked.flatMap(({ parts }) =>
      parts.map(({ line, quantity }) => ({ line_no: line.line_no, variant_id: line.variant_id, quantity })),
    ),
    price: money(price_cents, currency),
    restocking_fee: money(fee_cents, currency),
    refund: money(refund_cents, currency),
    refunds: refunds.map((refund) => ({
      payment_method_id: refund.payment_method_id,
      method: methodName(refund),
      amount: money(refund.amount_cents, currency),
    })),
    state,
    possible_until: until,
  };
  return {
    summary: `Return ${pickedWords(picked)} of order ${order.id} and refund ${back} when it has come back. ${fee}${approvalWords}${until === null ? '' : ` A return is possible until ${longDay(until)}.`}`,
    subject: `order:${order.id}`,
    terms,
    basis: basisOf(order, context),
    effects: {
      ...openRequest(
        order,
        {
          kind: 'return',
          state,
          reason: wanted.reason,
          condition: wanted.condition,
          fee_cents,
          difference_cents: 0,
          payment_method_id: refunds.length === 1 ? (refunds[0]?.payment_method_id ?? null) : null,
          lines: terms.items.map((line) => ({ ...line, new_variant_id: null, new_unit_price_cents: null })),
        },
        context,
      ),
      ...promiseRefunds(order, refunds, approval ? 'waiting for approval' : 'waiting for goods', context),
      ...(approval ? askApproval(order, 'return', refund_cents, sql`'{}'::jsonb`, context) : {}),
    },
    result: {
      status: approval ? 'waiting for approval' : 'return requested',
      order_id: order.id,
      refund: terms.refund,
      refunds: terms.refunds,
      restocking_fee: terms.restocking_fee,
      message: approval
        ? `The return of ${pickedWords(picked)} of order ${order.id} is requested and waiting for approval by a colleague. Once it is approved and the items are back, the refund is ${back}.`
        : `The return of ${pickedWords(picked)} of order ${order.id} is requested. When it has come back, I refund ${back}.`,
    },
  };
}
