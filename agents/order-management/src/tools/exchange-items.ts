/** Delivered items against other variants of the same products. */
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { defineWriteTool, refuse, type Planned, type WritePlan, type WriteTool } from '@deskfleet/shared/agent/tool.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import { formatMoney, money } from '@deskfleet/shared/money.ts';
import { exchangeDifference, type Swap } from '../policy/item-change.ts';
import { methodNamed } from '../policy/matching.ts';
import { canPay, routeRefund, usualPayer } from '../policy/money-route.ts';
import { methodName } from '../policy/payment-method.ts';
import type { Refund } from '../policy/refund.ts';
import { longDay, mayComeBack, notReturnable, openedMatters } from '../policy/returning.ts';
import { needsApproval } from '../policy/shop-rules.ts';
import { allow, type Verdict } from '../policy/verdict.ts';
import { balanceTooLow } from './balance.ts';
import { findSwaps, swapsInput } from './change-order-items.ts';
import { paymentInput, unitWords } from './item-input.ts';
import { askApproval, basisOf, moveStock, promiseRefunds, stockNeeds, tally } from './order-effects.ts';
import { openLines, readForChange, type OrderForChange } from './order-for-change.ts';
import { orderIdInput, orderNotFound } from './order-input.ts';
import { askCondition, openRequest, pickedLines, returnFacts } from './return-request.ts';
import { conditionInput, reasonInput } from './return-items.ts';

const input = z.object({
  order_id: orderIdInput,
  items: swapsInput.describe('The items to exchange. With only one item in the order, `item` may be left out.'),
  payment_method: paymentInput,
  condition: conditionInput,
  reason: reasonInput,
});
type Input = z.infer<typeof input>;

export const exchangeItems: WriteTool = defineWriteTool({
  name: 'exchange_items',
  description:
    'Propose to exchange items of a delivered order for other variants of the same products. The new ones are set aside; a difference in price is settled when the old ones have come back. ' +
    'Also the way to find out whether an exchange is possible. Possible once per order, so collect all items first. Nothing happens until the customer confirms.',
  input,
  sample: { customer: 'cust119', input: { order_id: 'o14119', items: [{ new_item: 'blue' }] } },
  plan,
});

async function plan(wanted: Input, context: ToolContext): Promise<Planned> {
  const order = await readForChange(wanted.order_id, context, 'order.exchange.read', true);
  if (!order) return orderNotFound(wanted.order_id);
  const not = notReturnable(order.id, order.status, 'exchange');
  if (not !== undefined) return refuse('cannot_exchange', not);
  const found = findSwaps(order, wanted.items, 'exchange', true);
  const lines = found.ok
    ? pickedLines(
        order,
        found.value.map(({ picked }) => picked),
      )
    : openLines(order);
  const possible = mayComeBack(lines, returnFacts(order, wanted.condition, context), order.rules, 'exchange');
  if (!found.ok)
    return found.code === 'out_of_stock' && possible.ok
      ? refuse(found.code, `${found.message} ${waitOrReturn(possible.value.until)}`)
      : found;
  if (!possible.ok) return possible;
  if (wanted.condition === undefined && openedMatters(lines, order.rules)) return askCondition(order.id, 'exchange');
  const difference = exchangeDifference(found.value);
  const settlement = settlementOf(order, difference, wanted.payment_method);
  if (!settlement.ok) return settlement;
  return {
    ok: true,
    plan: proposal(order, wanted, found.value, difference, settlement.value, possible.value.until, context),
  };
}

/** How the difference will be settled when the old items have come back. */
interface Settlement {
  /** Who pays, or gets the money; null when it goes back to several methods or nothing moves. */
  readonly payment_method_id: string | null;
  readonly refunds: readonly Refund[];
  readonly words: string;
}

function settlementOf(order: OrderForChange, difference: number, wanted: string | undefined): Verdict<Settlement> {
  const { currency, rules, methods } = order;
  const chosen = wanted === undefined ? undefined : methodNamed(wanted, methods);
  if (chosen?.ok === false) return chosen;
  if (difference < 0) {
    const routed = routeRefund(
      order.committed,
      -difference,
      rules.refund_route,
      chosen?.value,
      methods,
      rules.change_refund_to_any_method,
    );
    if (!routed.ok) return routed;
    const back = routed.value.map(
      (refund) => `${formatMoney(refund.amount_cents, currency)} back to your ${methodName(refund)}`,
    );
    const only = routed.value.length === 1 ? routed.value[0] : undefined;
    return allow({
      payment_method_id: chosen?.value.payment_method_id ?? only?.payment_method_id ?? null,
      refunds: routed.value,
      words: back.length === 0 ? 'with nothing left to refund' : `with ${back.join(' and ')}`,
    });
  }
  const payer = chosen ?? usualPayer(order.ledger, methods);
  if (!payer.ok) return payer;
  const amount = formatMoney(difference, currency);
  if (!canPay(payer.value, difference)) {
    return balanceTooLow(
      payer.value,
      difference,
      currency,
      `Your ${methodName(payer.value)} does not hold the ${amount} that the new items cost more. Which other way of payment shall I use?`,
    );
  }
  return allow({
    payment_method_id: payer.value.payment_method_id,
    refunds: [],
    words: difference === 0 ? 'at the same price' : `with ${amount} to pay by your ${methodName(payer.value)}`,
  });
}

function waitOrReturn(until: string | null): string {
  return until === null
    ? 'You can wait for it, or return the item.'
    : `You can wait for it and exchange until ${longDay(until)}, or return the item.`;
}

function proposal(
  order: OrderForChange,
  wanted: Input,
  changes: readonly Swap[],
  difference: number,
  settlement: Settlement,
  until: string | null,
  context: ToolContext,
): WritePlan {
  const { currency } = order;
  const words = changes
    .map(
      ({ picked, variant }) => `${unitWords(picked.quantity, picked.line)} for ${unitWords(picked.quantity, variant)}`,
    )
    .join(', ');
  const { payment_method_id, refunds, words: settled } = settlement;
  const refundCents = refunds.reduce((sum, refund) => sum + refund.amount_cents, 0);
  const approval = needsApproval(refundCents, order.rules);
  const state = approval ? 'waiting for approval' : 'requested';
  const when = difference === 0 ? '' : ' The difference is settled when the old items have come back.';
  const deltas = tally(
    [],
    changes.map(({ picked, variant }) => ({ variant_id: variant.variant_id, quantity: picked.quantity })),
  );
  const lines = changes.flatMap(({ picked, variant }) =>
    picked.parts.map(({ line, quantity }) => ({
      line_no: line.line_no,
      variant_id: line.variant_id,
      quantity,
      new_variant_id: variant.variant_id,
      new_unit_price_cents: variant.price_cents,
    })),
  );
  const terms = {
    order_id: order.id,
    items: lines,
    difference: money(difference, currency),
    payment_method_id,
    refunds: refunds.map((refund) => ({
      payment_method_id: refund.payment_method_id,
      method: methodName(refund),
      amount: money(refund.amount_cents, currency),
    })),
    state,
    possible_until: until,
  };
  return {
    summary: `Exchange ${words} of order ${order.id}, ${settled}. In stock, so it is set aside for you.${when}${approval ? ' A refund of this amount needs the approval of a colleague first.' : ''}`,
    subject: `order:${order.id}`,
    terms,
    basis: basisOf(order, context, {
      stock: stockNeeds(deltas),
      ...(difference > 0 && payment_method_id !== null ? { balance: { payment_method_id, cents: difference } } : {}),
    }),
    effects: {
      ...openRequest(
        order,
        {
          kind: 'exchange',
          state,
          reason: wanted.reason,
          condition: wanted.condition,
          fee_cents: 0,
          difference_cents: difference,
          payment_method_id,
          lines,
        },
        context,
      ),
      ...moveStock(deltas, context),
      ...promiseRefunds(order, refunds, approval ? 'waiting for approval' : 'waiting for goods', context),
      ...(approval ? askApproval(order, 'exchange', refundCents, sql`'{}'::jsonb`, context) : {}),
    },
    result: {
      status: approval ? 'waiting for approval' : 'exchange requested',
      order_id: order.id,
      items: lines,
      difference: terms.difference,
      refunds: terms.refunds,
      message: `The exchange of ${words} of order ${order.id} is requested, ${settled}${approval ? ' once a colleague has approved it' : ''}. Please send the old items in.`,
    },
  };
}
