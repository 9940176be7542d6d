/** Cancelling a whole order: everything back, stock and money. */
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { defineWriteTool, refuse, type Planned, type WritePlan } from '@deskfleet/shared/agent/tool.ts';
import { column, nullable, row, type RowOf } from '@deskfleet/shared/database/row.ts';
import { instant, json, sql, text } from '@deskfleet/shared/database/sql.ts';
import { formatMoney, money } from '@deskfleet/shared/money.ts';
import { orderKey } from '@deskfleet/shared/order-key.ts';
import { acceptedReason, askReason, cannotCancel, mayCancel } from '../policy/cancellation.ts';
import { methodName } from '../policy/payment-method.ts';
import {
  refundEveryEntry,
  refundEverything,
  withPromises,
  type LedgerEntry,
  type PromisedRefund,
  type Refund,
} from '../policy/refund.ts';
import { needsApproval, shopRules, type ShopRules } from '../policy/shop-rules.ts';
import { askApproval, basisOf, promiseRefunds, type Effects } from './order-effects.ts';
import { promisedOf } from './order-for-change.ts';
import { orderIdInput, orderNotFound } from './order-input.ts';
import { ledgerOf, linesOf, type LinePart } from './order-parts.ts';

const input = z.object({
  order_id: orderIdInput,
  reason: z
    .string()
    .trim()
    .min(1, 'Ask the customer why they want to cancel.')
    .max(200)
    .describe(
      "Why, in the shop's wording; get_order lists the accepted reasons under cancellation.reasons. Ask the customer when they gave none.",
    ),
});
type Input = z.infer<typeof input>;

const cancelRow = row({
  id: column.text(),
  status: column.text(),
  version: column.int(),
  total_cents: column.int(),
  currency: column.text(),
  customer_id: column.text(),
  rules: nullable(column.json<Partial<ShopRules>>()),
  line_count: column.int(),
  lines: column.json<readonly LinePart[]>(),
  ledger: column.json<readonly LedgerEntry[]>(),
  promised: column.json<readonly PromisedRefund[]>(),
  gift_card: nullable(column.json<Omit<Refund, 'amount_cents'>>()),
});
type CancelRow = RowOf<typeof cancelRow>;

export const cancelOrder = defineWriteTool({
  name: 'cancel_order',
  description:
    'Propose to cancel a whole order that has not left yet, with a refund of everything paid. Nothing happens until the customer confirms. ' +
    "Needs one of the shop's reasons.",
  input,
  sample: { customer: 'cust111', input: { order_id: 'o14111', reason: 'ordered by mistake' } },
  plan,
});

async function plan({ order_id, reason }: Input, context: ToolContext): Promise<Planned> {
  const order = await readOrder(order_id, context);
  if (!order) return orderNotFound(order_id);
  const rules = shopRules(order.rules);
  if (!mayCancel(order.status, rules)) return refuse('cannot_cancel', cannotCancel(order.id, order.status));
  const accepted = acceptedReason(reason, rules);
  if (accepted === undefined) {
    return refuse(
      'reason_not_accepted',
      `${askReason(order.id, rules.cancel_reasons)} I can only cancel it for one of these reasons.`,
    );
  }
  const refunds =
    rules.cancellation_refunds === 'every_entry'
      ? refundEveryEntry(order.ledger)
      : // What waits already, after a change of items, is decided on its own.
        refundEverything(withPromises(order.ledger, order.promised), rules.refund_route, order.gift_card);
  const cents = refunds.reduce((sum, refund) => sum + refund.amount_cents, 0);
  const plan = cancellation(order, accepted, refunds, needsApproval(cents, rules), context);
  return { ok: true, plan };
}

async function readOrder(orderId: string, context: ToolContext): Promise<CancelRow | undefined> {
  return context.database.maybeOne(
    cancelRow,
    sql`
    select o.id, o.customer_id, o.status, o.version, o.total_cents, t.currency, to_jsonb(p) as rules,
      (select count(*) from order_lines where tenant_id = o.tenant_id and order_id = o.id) as line_count, ${linesOf} as lines, ${ledgerOf} as ledger, ${promisedOf} as promised,
      (select jsonb_build_object('payment_method_id', m.id, 'kind', m.kind, 'brand', m.brand, 'last_four', m.last_four) from payment_methods m
        where m.tenant_id = o.tenant_id and m.customer_id = o.customer_id and m.kind = 'gift_card' order by m.id limit 1) as gift_card
    from orders o join tenants t on t.id = o.tenant_id left join policies p on p.tenant_id = o.tenant_id
    where o.tenant_id = ${context.tenant} and o.customer_id = ${text(context.customerId)} and o.code_key = ${orderKey(orderId)}`,
    { signal: context.signal, label: 'order.cancel.read' },
  );
}

function cancellation(
  order: CancelRow,
  reason: string,
  refunds: readonly Refund[],
  approval: boolean,
  context: ToolContext,
): WritePlan {
  const { currency } = order;
  const back = refunds.length === 0 ? null : refundWords(refunds, currency);
  const refund_total = refunds.reduce((sum, refund) => sum + refund.amount_cents, 0);
  const terms = {
    order_id: order.id,
    reason,
    items: order.lines.filter(isOpen).map(({ line_no, variant_id, quantity }) => ({ line_no, variant_id, quantity })),
    refund_total: money(refund_total, currency),
    refunds: refunds.map((refund) => ({
      payment_method_id: refund.payment_method_id,
      method: methodName(refund),
      amount: money(refund.amount_cents, currency),
      arrives: approval
        ? 'once a colleague has approved it'
        : refund.kind === 'gift_card'
          ? 'at once'
          : 'when the bank or provider has booked it',
    })),
    ...(approval ? { state: 'waiting for approval' } : {}),
  };
  const later = approval ? ' once a colleague has approved it' : '';
  const doneWords = approval
    ? `The refund of ${back ?? ''} is waiting for the approval of a colleague.`
    : back === null
      ? 'There was nothing left to refund.'
      : `I have refunded ${back}.`;
  return {
    summary: `Cancel order ${order.id} (${itemWords(order)}) and ${back === null ? 'refund nothing, as nothing is left to refund' : `refund ${back}${later}`}.`,
    subject: `order:${order.id}`,
    terms,
    basis: basisOf(order, context),
    effects: effects(order, reason, refunds, approval, context),
    result: {
      status: 'cancelled',
      order_id: order.id,
      reason,
      refund_total: terms.refund_total,
      refunds: terms.refunds,
      ...(approval ? { refund_state: 'waiting for approval' } : {}),
      message: `Order ${order.id} is cancelled. ${doneWords}`,
    },
  };
}

/** Every row is changed by one of these only: PostgreSQL forbids two changes of a row in one statement. */
function effects(
  order: CancelRow,
  reason: string,
  refunds: readonly Refund[],
  approval: boolean,
  context: ToolContext,
): Effects {
  const ofOrder = sql`tenant_id = ${context.tenant} and order_id = ${order.id}`;
  // The lines are read as they were before this statement.
  const undo = sql`jsonb_build_object('status', ${order.status}::text, 'cancelled',
    (select coalesce(jsonb_agg(line_no order by line_no), '[]') from order_lines where ${ofOrder} and state = 'ordered'))`;
  return {
    cancelled_order: sql`
      update orders set status = 'cancelled', cancel_reason = ${reason}, cancelled_at = ${instant(context.now)}, version = version + 1
      from claim where orders.tenant_id = ${context.tenant} and orders.id = ${order.id}`,
    cancelled_lines: sql`update order_lines set state = 'cancelled' from claim where ${ofOrder} and state = 'ordered'`,
    // The lines are read as they were before this statement.
    restocked: sql`
      update stock set on_hand = on_hand + returned.quantity
      from claim, (select variant_id, sum(quantity)::int as quantity from order_lines where ${ofOrder} and state = 'ordered' group by variant_id) returned
      where stock.tenant_id = ${context.tenant} and stock.variant_id = returned.variant_id`,
    ...(approval
      ? {
          ...promiseRefunds(order, refunds, 'waiting for approval', context),
          ...askApproval(
            order,
            'cancellation',
            refunds.reduce((sum, refund) => sum + refund.amount_cents, 0),
            undo,
            context,
          ),
        }
      : paidAtOnce(order, refunds, context)),
  };
}

function paidAtOnce(order: CancelRow, refunds: readonly Refund[], context: ToolContext): Effects {
  const back = sql`jsonb_to_recordset(${json(refunds.map((refund, index) => ({ ...refund, place: index + 1 })))}) as back(place int, payment_method_id text, kind text, amount_cents int)`;
  return {
    refunds: sql`
      insert into payments (tenant_id, id, order_id, kind, payment_method_id, amount_cents, created_at, quote_id)
      select ${context.tenant}, claim.id || '-r' || back.place, ${order.id}, 'refund', back.payment_method_id, back.amount_cents, ${instant(context.now)}, claim.id
      from claim, ${back}`,
    credited_gift_cards: sql`
      update payment_methods set balance_cents = balance_cents + card.amount_cents
      from claim, (select payment_method_id, sum(amount_cents)::int as amount_cents from ${back} where kind = 'gift_card' group by payment_method_id) card
      where payment_methods.tenant_id = ${context.tenant} and payment_methods.id = card.payment_method_id`,
  };
}

function isOpen(line: LinePart): boolean {
  return line.state === 'ordered';
}

/** Most items that are named in a sentence. */
const MOST_NAMED = 4;

function itemWords(order: CancelRow): string {
  const named = order.lines
    .filter(isOpen)
    .slice(0, MOST_NAMED)
    .map((line) => `${line.quantity} × ${line.name}`);
  const rest = order.line_count - order.lines.length + order.lines.filter(isOpen).length - named.length;
  return [...named, ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
}

function refundWords(refunds: readonly Refund[], currency: string): string {
  const each = refunds.map((refund) => `${formatMoney(refund.amount_cents, currency)} to your ${methodName(refund)}`);
  return each.length < 2 ? each.join('') : `${each.slice(0, -1).join(', ')} and ${each.at(-1) ?? ''}`;
}
