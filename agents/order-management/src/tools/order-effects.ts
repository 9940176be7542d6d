/** What a change of an order writes, and the conditions under which it may. Each row is changed by one effect only. */
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { instant, int, json, sql, type Sql } from '@deskfleet/shared/database/sql.ts';
import type { OwnMethod } from '../policy/matching.ts';
import type { TakenUnits } from '../policy/units.ts';

export type Effects = Record<string, Sql>;

/** An order as far as a change has to name it. */
export interface ChangedOrder {
  readonly id: string;
  readonly customer_id: string;
  readonly version: number;
}

export interface Needs {
  /** Units taken out of stock. */
  readonly stock?: readonly { readonly variant_id: string; readonly quantity: number }[];
  /** What a gift card has to hold. */
  readonly balance?: { readonly payment_method_id: string; readonly cents: number } | undefined;
}

/** The order as it was read, with enough in stock and on the gift card; all of it locked, stock in one order for everybody. */
export function basisOf(order: ChangedOrder, context: ToolContext, { stock = [], balance }: Needs = {}): Sql {
  const enoughStock =
    stock.length === 0
      ? sql`true`
      : sql`(
    select count(*) from (
      select s.variant_id from stock s join jsonb_to_recordset(${json(stock)}) as need(variant_id text, quantity int) on need.variant_id = s.variant_id
      where s.tenant_id = ${context.tenant} and s.on_hand >= need.quantity order by s.variant_id for update of s
    ) held) = ${stock.length}`;
  const enoughBalance =
    balance === undefined
      ? sql`true`
      : sql`(
    select count(*) from (
      select m.id from payment_methods m where m.tenant_id = ${context.tenant} and m.id = ${balance.payment_method_id}
        and (m.kind <> 'gift_card' or m.balance_cents >= ${balance.cents}) for update
    ) held) = 1`;
  return sql`select id from orders where tenant_id = ${context.tenant} and id = ${order.id} and customer_id = ${order.customer_id} and version = ${order.version}
    and ${enoughStock} and ${enoughBalance} for update`;
}

export interface Entry {
  readonly kind: 'payment' | 'refund';
  readonly method: Pick<OwnMethod, 'payment_method_id' | 'kind'>;
  readonly cents: number;
}

/** New rows of the ledger, and the gift cards moved by them. Each card is changed once. */
export function settle(order: Pick<ChangedOrder, 'id'>, entries: readonly Entry[], context: ToolContext): Effects {
  if (entries.length === 0) return {};
  const moves = new Map<string, number>();
  for (const { kind, method, cents } of entries) {
    if (method.kind === 'gift_card')
      moves.set(
        method.payment_method_id,
        (moves.get(method.payment_method_id) ?? 0) + (kind === 'refund' ? cents : -cents),
      );
  }
  const rows = entries.map(({ kind, method, cents }, index) => ({
    place: index + 1,
    kind,
    method: method.payment_method_id,
    cents,
  }));
  const cards = [...moves].map(([id, cents]) => ({ id, cents }));
  return {
    settled: sql`
      insert into payments (tenant_id, id, order_id, kind, payment_method_id, amount_cents, created_at, quote_id)
      select ${context.tenant}, claim.id || '-' || e.place, ${order.id}, e.kind, e.method, e.cents, ${instant(context.now)}, claim.id
      from claim, jsonb_to_recordset(${json(rows)}) as e(place int, kind text, method text, cents int)`,
    ...(cards.length === 0
      ? {}
      : {
          moved_gift_cards: sql`
        update payment_methods set balance_cents = balance_cents + card.cents from claim, jsonb_to_recordset(${json(cards)}) as card(id text, cents int)
        where payment_methods.tenant_id = ${context.tenant} and payment_methods.id = card.id`,
        }),
  };
}

/** Units put back (positive) or taken; each variant is changed once. */
export function moveStock(deltas: ReadonlyMap<string, number>, context: ToolContext): Effects {
  const rows = [...deltas]
    .filter(([, quantity]) => quantity !== 0)
    .map(([variant_id, quantity]) => ({ variant_id, quantity }));
  return rows.length === 0
    ? {}
    : {
        moved_stock: sql`
      update stock set on_hand = on_hand + move.quantity from claim, jsonb_to_recordset(${json(rows)}) as move(variant_id text, quantity int)
      where stock.tenant_id = ${context.tenant} and stock.variant_id = move.variant_id`,
      };
}

type Amount = Pick<OwnMethod, 'payment_method_id' | 'kind'> & { readonly amount_cents: number };

/** Refunds that are promised and not paid out yet. */
export function promiseRefunds(
  order: Pick<ChangedOrder, 'id'>,
  refunds: readonly Amount[],
  state: 'waiting for goods' | 'waiting for approval',
  context: ToolContext,
): Effects {
  const rows = refunds.map((refund, index) => ({
    place: index + 1,
    method: refund.payment_method_id,
    cents: refund.amount_cents,
  }));
  return rows.length === 0
    ? {}
    : {
        promised: sql`
      insert into refunds (tenant_id, id, order_id, request_id, payment_method_id, amount_cents, state, created_at, quote_id)
      select ${context.tenant}, claim.id || '-w' || r.place, ${order.id}, claim.id, r.method, r.cents, ${state}, ${instant(context.now)}, claim.id
      from claim, jsonb_to_recordset(${json(rows)}) as r(place int, method text, cents int)`,
      };
}

/** What becomes of the refunds that a request promised. */
export function closeRefunds(
  order: Pick<ChangedOrder, 'id'>,
  requestId: string,
  state: 'paid' | 'refused' | 'waiting for goods',
  context: ToolContext,
): Effects {
  const settledAt = state === 'waiting for goods' ? sql`null` : instant(context.now);
  return {
    closed_refunds: sql`
      update refunds set state = ${state}, settled_at = ${settledAt} from claim
      where refunds.tenant_id = ${context.tenant} and refunds.order_id = ${order.id} and refunds.request_id = ${requestId} and refunds.state like 'waiting%'`,
  };
}

/** Keeps the promises of a request: each refund into the ledger, gift cards at once. */
export function payRefunds(
  order: Pick<ChangedOrder, 'id'>,
  requestId: string,
  refunds: readonly Amount[],
  context: ToolContext,
): Effects {
  if (refunds.length === 0) return {};
  const entries = refunds.map((refund): Entry => ({ kind: 'refund', method: refund, cents: refund.amount_cents }));
  return { ...closeRefunds(order, requestId, 'paid', context), ...settle(order, entries, context) };
}

/** Units that go another way than the rest of their line: whole lines get the state, parts become lines of their own. */
export function moveUnits(
  order: Pick<ChangedOrder, 'id'>,
  { whole, reduced, split }: TakenUnits,
  state: string,
  context: ToolContext,
): Effects {
  const changed = [
    ...whole.map((line_no) => ({ line_no, quantity: null, state })),
    ...reduced.map((line) => ({ ...line, state: 'ordered' })),
  ];
  return {
    changed_lines: sql`
      update order_lines set state = l.state, quantity = coalesce(l.quantity, order_lines.quantity)
      from claim, jsonb_to_recordset(${json(changed)}) as l(line_no int, quantity int, state text)
      where order_lines.tenant_id = ${context.tenant} and order_lines.order_id = ${order.id} and order_lines.line_no = l.line_no`,
    ...(split.length === 0
      ? {}
      : {
          split_lines: sql`
        insert into order_lines (tenant_id, order_id, line_no, product_id, variant_id, name, options, quantity, unit_price_cents, state)
        select o.tenant_id, o.order_id, l.line_no, o.product_id, o.variant_id, o.name, o.options, l.quantity, o.unit_price_cents, ${state}
        from claim, order_lines o, jsonb_to_recordset(${json(split)}) as l(line_no int, quantity int, from_line_no int)
        where o.tenant_id = ${context.tenant} and o.order_id = ${order.id} and o.line_no = l.from_line_no`,
        }),
  };
}

/** A parcel that is packed now: the carrier of the order's last one takes it, too. */
export function packParcel(
  order: Pick<ChangedOrder, 'id'>,
  lines: readonly { readonly line_no: number; readonly quantity: number }[],
  context: ToolContext,
): Effects {
  return {
    new_parcel: sql`
      insert into shipments (tenant_id, id, order_id, carrier, status)
      select ${context.tenant}, claim.id || '-s', ${order.id}, coalesce((select carrier from shipments
        where tenant_id = ${context.tenant} and order_id = ${order.id} order by shipped_at desc nulls last, id limit 1), 'to be announced'), 'label_created' from claim`,
    new_parcel_lines: sql`
      insert into shipment_lines (tenant_id, shipment_id, line_no, quantity)
      select ${context.tenant}, claim.id || '-s', l.line_no, l.quantity
      from claim, jsonb_to_recordset(${json(lines)}) as l(line_no int, quantity int)`,
  };
}

export type ApprovalKind = 'cancellation' | 'item change' | 'return' | 'exchange' | 'missing parcel';

/** Puts a request before a colleague. @param undo a jsonb value: how the order was, for a refusal. */
export function askApproval(
  order: Pick<ChangedOrder, 'id'>,
  kind: ApprovalKind,
  cents: number,
  undo: Sql,
  context: ToolContext,
): Effects {
  return {
    asked_approval: sql`
      insert into approvals (tenant_id, id, order_id, kind, amount_cents, undo, created_at)
      select ${context.tenant}, claim.id, ${order.id}, ${kind}, ${int(cents)}, ${undo}, ${instant(context.now)} from claim`,
  };
}

/** Units to put back and to take by variant. */
export function tally(
  back: readonly { readonly variant_id: string; readonly quantity: number }[],
  taken: readonly { readonly variant_id: string; readonly quantity: number }[],
): Map<string, number> {
  const deltas = new Map<string, number>();
  for (const { variant_id, quantity } of back) deltas.set(variant_id, (deltas.get(variant_id) ?? 0) + quantity);
  for (const { variant_id, quantity } of taken) deltas.set(variant_id, (deltas.get(variant_id) ?? 0) - quantity);
  return deltas;
}

/** What has to be in stock for these moves. */
export function stockNeeds(deltas: ReadonlyMap<string, number>): { variant_id: string; quantity: number }[] {
  return [...deltas]
    .filter(([, quantity]) => quantity < 0)
    .map(([variant_id, quantity]) => ({ variant_id, quantity: -quantity }))
    .sort((a, b) => (a.variant_id < b.variant_id ? -1 : 1));
}
