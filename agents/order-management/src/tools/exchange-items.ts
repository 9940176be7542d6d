/** Delivered items against other variants of the same products. */
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { defineWriteTool, refuse, type Planned, type WritePlan, type WriteTool } from '@deskfleet/shared/agent/tool.ts';
import { formatMoney, money } from '@deskfleet/shared/money.ts';
import { exchangeDifference, type Swap } from '../policy/item-change.ts';
import { methodNamed, type OwnMethod } from '../policy/matching.ts';
import { canPay, routeRefund, usualPayer } from '../policy/money-route.ts';
import { methodName } from '../policy/payment-method.ts';
import { longDay, mayComeBack, notReturnable } from '../policy/returning.ts';
import { needsApproval } from '../policy/shop-rules.ts';
import { findSwaps, swapsInput } from './change-order-items.ts';
import { paymentInput, unitWords } from './item-input.ts';
import {
  basisOf,
  moveStock,
  openLines,
  readForChange,
  stockNeeds,
  tally,
  type OrderForChange,
} from './order-for-change.ts';
import { orderIdInput, orderNotFound } from './order-input.ts';
import { openRequest, pickedLines, returnFacts } from './return-request.ts';
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
  const difference = exchangeDifference(found.value);
  const payer =
    wanted.payment_method === undefined
      ? usualPayer(order.ledger, order.methods)
      : methodNamed(wanted.payment_method, order.methods);
  if (!payer.ok) return payer;
  if (!canPay(payer.value, difference)) {
    return refuse(
      'balance_too_low',
      `Your ${methodName(payer.value)} does not hold the ${formatMoney(difference, order.currency)} that the new items cost more. Which other way of payment shall I use?`,
    );
  }
  if (difference < 0 && wanted.payment_method !== undefined) {
    const { ledger, rules, methods } = order;
    const routed = routeRefund(
      ledger,
      -difference,
      rules.refund_route,
      payer.value,
      methods,
      rules.change_refund_to_any_method,
    );
    if (!routed.ok) return routed;
  }
  return {
    ok: true,
    plan: proposal(order, wanted, found.value, difference, payer.value, possible.value.until, context),
  };
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
  payer: OwnMethod,
  until: string | null,
  context: ToolContext,
): WritePlan {
  const { currency } = order;
  const words = changes
    .map(
      ({ picked, variant }) => `${unitWords(picked.quantity, picked.line)} for ${unitWords(picked.quantity, variant)}`,
    )
    .join(', ');
  const approval = difference < 0 && needsApproval(-difference, order.rules);
  const state = approval ? 'waiting for approval' : 'requested';
  const amount = formatMoney(Math.abs(difference), currency);
  const settled =
    difference === 0
      ? 'at the same price'
      : difference > 0
        ? `with ${amount} to pay by your ${methodName(payer)}`
        : `with ${amount} back to your ${methodName(payer)}`;
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
    })),
  );
  const terms = {
    order_id: order.id,
    items: lines,
    difference: money(difference, currency),
    payment_method_id: payer.payment_method_id,
    state,
    possible_until: until,
  };
  return {
    summary: `Exchange ${words} of order ${order.id}, ${settled}. In stock, so it is set aside for you.${when}${approval ? ' A refund of this amount needs the approval of a colleague first.' : ''}`,
    subject: `order:${order.id}`,
    terms,
    basis: basisOf(order, context, {
      stock: stockNeeds(deltas),
      ...(difference > 0 ? { balance: { payment_method_id: payer.payment_method_id, cents: difference } } : {}),
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
          payment_method_id: payer.payment_method_id,
          lines,
        },
        context,
      ),
      ...moveStock(deltas, context),
    },
    result: {
      status: approval ? 'waiting for approval' : 'exchange requested',
      order_id: order.id,
      items: lines,
      difference: terms.difference,
      message: `The exchange of ${words} of order ${order.id} is requested, ${settled}${approval ? ' once a colleague has approved it' : ''}. Please send the old items in.`,
    },
  };
}
