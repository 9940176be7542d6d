/** Another way of payment for an order that has not left: charged anew, the old charge refunded. */
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { defineWriteTool, refuse, type Planned, type WriteTool } from '@deskfleet/shared/agent/tool.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import { formatMoney, money } from '@deskfleet/shared/money.ts';
import { methodNamed } from '../policy/matching.ts';
import { mayChangeDetails } from '../policy/order-change.ts';
import { canPay } from '../policy/money-route.ts';
import { methodName } from '../policy/payment-method.ts';
import { balanceTooLow } from './balance.ts';
import { basisOf, settle, type Entry } from './order-effects.ts';
import { readForChange } from './order-for-change.ts';
import { orderIdInput, orderNotFound } from './order-input.ts';

const input = z.object({
  order_id: orderIdInput,
  payment_method: z
    .string()
    .trim()
    .min(1, 'Ask the customer which of their ways of payment to use.')
    .max(120)
    .describe(
      'The new way of payment, one of the customer\'s own: its id, or words for it ("gift card", "PayPal", "Visa ending 4242").',
    ),
});

export const changeOrderPayment: WriteTool = defineWriteTool({
  name: 'change_order_payment',
  description:
    'Propose to pay a pending order another way: the whole amount is charged to the new method and refunded to the old one. Nothing happens until the customer confirms.',
  input,
  sample: { customer: 'cust214', input: { order_id: 'o13214', payment_method: 'debit card' } },
  plan,
});

async function plan(wanted: z.infer<typeof input>, context: ToolContext): Promise<Planned> {
  const order = await readForChange(wanted.order_id, context, 'order.payment.read');
  if (!order) return orderNotFound(wanted.order_id);
  const refusal = mayChangeDetails(order.id, order.status);
  if (refusal) return refusal;
  const chosen = methodNamed(wanted.payment_method, order.methods);
  if (!chosen.ok) return chosen;
  const method = chosen.value;
  const [paid, ...more] = order.ledger;
  if (paid?.kind_of_entry !== 'payment' || more.length > 0 || order.promised.length > 0) {
    return refuse(
      'several_payments',
      `Order ${order.id} was paid, changed or refunded in several steps, so how it is paid cannot be changed any more.`,
    );
  }
  if (paid.payment_method_id === method.payment_method_id)
    return refuse('same_method', `Order ${order.id} is already paid with your ${methodName(method)}.`);
  const amount = formatMoney(paid.amount_cents, order.currency);
  if (!canPay(method, paid.amount_cents))
    return balanceTooLow(
      method,
      paid.amount_cents,
      order.currency,
      `Your ${methodName(method)} does not hold the ${amount} of order ${order.id}.`,
    );

  const entries: Entry[] = [
    { kind: 'payment', method, cents: paid.amount_cents },
    { kind: 'refund', method: paid, cents: paid.amount_cents },
  ];
  const terms = {
    order_id: order.id,
    amount: money(paid.amount_cents, order.currency),
    from_payment_method_id: paid.payment_method_id,
    to_payment_method_id: method.payment_method_id,
  };
  return {
    ok: true,
    plan: {
      summary: `Pay order ${order.id} with your ${methodName(method)}: charge it ${amount}, and refund ${amount} to your ${methodName(paid)}.`,
      subject: `order:${order.id}`,
      terms,
      basis: basisOf(order, context, {
        balance: { payment_method_id: method.payment_method_id, cents: paid.amount_cents },
      }),
      effects: {
        changed_order: sql`update orders set version = version + 1 from claim where orders.tenant_id = ${context.tenant} and orders.id = ${order.id}`,
        ...settle(order, entries, context),
      },
      result: {
        status: 'changed',
        ...terms,
        message: `Order ${order.id} is now paid with your ${methodName(method)} (${amount}). I have refunded ${amount} to your ${methodName(paid)}.`,
      },
    },
  };
}
