/** A return or an exchange whose goods are back and that nobody has to approve any more: goods, lines and money at once. */
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { refuse } from '@deskfleet/shared/agent/tool.ts';
import { instant, json, sql, text, type Sql } from '@deskfleet/shared/database/sql.ts';
import { formatMoney, money } from '@deskfleet/shared/money.ts';
import { methodNamed, type OwnMethod } from '../policy/matching.ts';
import { statusWhilePacking } from '../policy/missing-parcel.ts';
import { canPay, routeRefund } from '../policy/money-route.ts';
import { methodName } from '../policy/payment-method.ts';
import type { Refund } from '../policy/refund.ts';
import { backOnShelf, type Condition } from '../policy/returning.ts';
import { takeUnits, type TakenUnits } from '../policy/units.ts';
import { allow, type Verdict } from '../policy/verdict.ts';
import {
  moveStock,
  moveUnits,
  packParcel,
  payRefunds,
  settle,
  tally,
  type Effects,
  type Needs,
} from './order-effects.ts';
import { openLines, type OrderForChange } from './order-for-change.ts';

/** A return or exchange request with its lines, as jsonb of the order `o`; only an open one. */
export const openRequestOf = sql`(
  select jsonb_build_object('id', q.id, 'kind', q.kind, 'state', q.state, 'difference_cents', q.difference_cents, 'payment_method_id', q.payment_method_id,
    'received_condition', q.received_condition, 'lines', (
      select coalesce(jsonb_agg(jsonb_build_object('line_no', l.line_no, 'variant_id', l.variant_id, 'quantity', l.quantity,
        'new_variant_id', l.new_variant_id, 'new_unit_price_cents', coalesce(l.new_unit_price_cents, v.price_cents)) order by l.place), '[]')
      from return_request_lines l left join variants v on v.tenant_id = l.tenant_id and v.id = l.new_variant_id
      where l.tenant_id = q.tenant_id and l.request_id = q.id))
  from return_requests q where q.tenant_id = o.tenant_id and q.order_id = o.id and q.state in ('requested', 'waiting for approval'))`;

export interface RequestPart {
  readonly id: string;
  readonly kind: 'return' | 'exchange';
  readonly state: 'requested' | 'waiting for approval';
  readonly difference_cents: number;
  readonly payment_method_id: string | null;
  readonly received_condition: Condition | null;
  readonly lines: readonly {
    readonly line_no: number;
    readonly variant_id: string;
    readonly quantity: number;
    readonly new_variant_id: string | null;
    readonly new_unit_price_cents: number | null;
  }[];
}

export interface RequestSettlement {
  readonly effects: Effects;
  readonly needs: Needs;
  readonly terms: {
    readonly refunds: readonly { payment_method_id: string; amount: ReturnType<typeof money> }[];
    readonly charged: { payment_method_id: string; amount: ReturnType<typeof money> } | null;
    readonly back_in_stock: boolean;
  };
  /** What was done with the money, as a part of a sentence. */
  readonly words: string;
}

/** @param payerNamed another way of payment of the customer for the difference of an exchange. */
export function settleRequest(
  order: OrderForChange,
  request: RequestPart,
  condition: Condition,
  payerNamed: string | undefined,
  context: ToolContext,
): Verdict<RequestSettlement> {
  if (order.status !== `${request.kind} requested`)
    return refuse('not_open', `Order ${order.id} is ${order.status}, so its ${request.kind} cannot be settled.`);
  const taken = takeUnits(order.lines, request.lines, order.last_line_no);
  const toShelf = backOnShelf(condition, order.rules);
  const payment = paymentOf(order, request, payerNamed, context);
  if (!payment.ok) return payment;
  const { effects, needs, terms, words } = payment.value;
  return allow({
    effects: {
      ...moveUnits(order, taken, request.kind === 'return' ? 'returned' : 'exchanged', context),
      ...moveStock(tally(toShelf ? request.lines : [], []), context),
      closed_request: sql`
        update return_requests set state = 'completed', closed_at = ${instant(context.now)}, received_at = coalesce(received_at, ${instant(context.now)}), received_condition = ${condition}
        from claim where return_requests.tenant_id = ${context.tenant} and return_requests.id = ${request.id}`,
      ...(request.kind === 'return' ? backToDelivered(order, context) : sendNewItems(order, request, taken, context)),
      ...effects,
    },
    needs,
    terms: { ...terms, back_in_stock: toShelf },
    words,
  });
}

function backToDelivered(order: OrderForChange, context: ToolContext): Effects {
  return {
    changed_order: sql`update orders set status = 'delivered', version = version + 1 from claim where orders.tenant_id = ${context.tenant} and orders.id = ${order.id}`,
  };
}

/** The new items become lines of the order and are packed. */
function sendNewItems(order: OrderForChange, request: RequestPart, taken: TakenUnits, context: ToolContext): Effects {
  const first = order.last_line_no + taken.split.length + 1;
  const lines = request.lines.map(({ new_variant_id, new_unit_price_cents, quantity }, index) => ({
    line_no: first + index,
    variant_id: new_variant_id,
    cents: new_unit_price_cents,
    quantity,
  }));
  const numbers = lines.map(({ line_no }) => line_no);
  const standing = openLines(order)
    .map(({ line_no }) => line_no)
    .filter((line_no) => !taken.whole.includes(line_no));
  const status = statusWhilePacking(numbers, [...standing, ...numbers]);
  return {
    changed_order: sql`
      update orders set status = ${status}, delivered_at = null, total_cents = ${order.total_cents + request.difference_cents}, version = version + 1
      from claim where orders.tenant_id = ${context.tenant} and orders.id = ${order.id}`,
    new_lines: sql`
      insert into order_lines (tenant_id, order_id, line_no, product_id, variant_id, name, options, quantity, unit_price_cents)
      select v.tenant_id, ${order.id}, l.line_no, v.product_id, v.id, r.name, v.options, l.quantity, l.cents
      from claim, jsonb_to_recordset(${json(lines)}) as l(line_no int, variant_id text, cents int, quantity int)
      join variants v on v.tenant_id = ${context.tenant} and v.id = l.variant_id join products r on r.tenant_id = v.tenant_id and r.id = v.product_id`,
    ...packParcel(order, lines, context),
  };
}

type Payment = Pick<RequestSettlement, 'effects' | 'needs' | 'words'> & {
  readonly terms: Omit<RequestSettlement['terms'], 'back_in_stock'>;
};

function paymentOf(
  order: OrderForChange,
  request: RequestPart,
  payerNamed: string | undefined,
  context: ToolContext,
): Verdict<Payment> {
  if (request.kind === 'exchange' && request.difference_cents > 0) return charge(order, request, payerNamed, context);
  const promised = order.promised.filter(({ request_id }) => request_id === request.id);
  if (promised.length > 0)
    return allow({ ...refunded(order, promised), effects: payRefunds(order, request.id, promised, context) });
  if (request.difference_cents === 0)
    return allow({ effects: {}, needs: {}, terms: { refunds: [], charged: null }, words: 'no money moves' });
  // Exchanges from before refunds of differences were promised as rows.
  const routed = routeRefund(
    order.committed,
    -request.difference_cents,
    order.rules.refund_route,
    undefined,
    order.methods,
  );
  if (!routed.ok) return routed;
  const entries = routed.value.map((refund) => ({
    kind: 'refund' as const,
    method: refund,
    cents: refund.amount_cents,
  }));
  return allow({ ...refunded(order, routed.value), effects: settle(order, entries, context) });
}

function refunded(order: OrderForChange, refunds: readonly Refund[]): Omit<Payment, 'effects'> {
  return {
    needs: {},
    terms: {
      refunds: refunds.map(({ payment_method_id, amount_cents }) => ({
        payment_method_id,
        amount: money(amount_cents, order.currency),
      })),
      charged: null,
    },
    words: refunds.length === 0 ? 'nothing is left to refund' : refundedWords(refunds, order.currency),
  };
}

/** "$9.00 is refunded to the Visa ending 4242". */
export function refundedWords(refunds: readonly Refund[], currency: string): string {
  return refunds
    .map((refund) => `${formatMoney(refund.amount_cents, currency)} is refunded to the ${methodName(refund)}`)
    .join(' and ');
}

function charge(
  order: OrderForChange,
  request: RequestPart,
  payerNamed: string | undefined,
  context: ToolContext,
): Verdict<Payment> {
  const payer = payerOf(order, request, payerNamed);
  if (!payer.ok) return payer;
  const method = payer.value;
  const cents = request.difference_cents;
  const amount = formatMoney(cents, order.currency);
  if (!canPay(method, cents))
    return refuse(
      'balance_too_low',
      `The ${methodName(method)} does not hold the ${amount} that the new items cost more. Name another way of payment of the customer: ${order.methods.map(methodName).join(', ')}.`,
    );
  return allow({
    effects: settle(order, [{ kind: 'payment', method, cents }], context),
    needs: { balance: { payment_method_id: method.payment_method_id, cents } },
    terms: {
      refunds: [],
      charged: { payment_method_id: method.payment_method_id, amount: money(cents, order.currency) },
    },
    words: `${amount} is charged to the ${methodName(method)}`,
  });
}

function payerOf(order: OrderForChange, request: RequestPart, named: string | undefined): Verdict<OwnMethod> {
  if (named !== undefined) return methodNamed(named, order.methods);
  const kept = order.methods.find(({ payment_method_id }) => payment_method_id === request.payment_method_id);
  return kept === undefined
    ? refuse(
        'payment_method_missing',
        `Name a way of payment of the customer: ${order.methods.map(methodName).join(', ')}.`,
      )
    : allow(kept);
}

/** The goods are here, and a colleague still has to decide. */
export function stampReceived(request: RequestPart, condition: Condition, context: ToolContext): Record<string, Sql> {
  return {
    received: sql`
      update return_requests set received_at = ${instant(context.now)}, received_condition = ${text(condition)} from claim
      where return_requests.tenant_id = ${context.tenant} and return_requests.id = ${request.id}`,
  };
}
