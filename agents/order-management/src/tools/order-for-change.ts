/** Everything a change of an order rests on, read in one statement, and the conditions under which it may be made. */
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { column, nullable, row, type RowOf } from '@deskfleet/shared/database/row.ts';
import { instant, json, sql, text, type Sql } from '@deskfleet/shared/database/sql.ts';
import { orderKey } from '@deskfleet/shared/order-key.ts';
import type { OwnMethod } from '../policy/matching.ts';
import type { StockedVariant } from '../policy/item-change.ts';
import type { ReturnableLine } from '../policy/returning.ts';
import type { LedgerEntry } from '../policy/refund.ts';
import { shopRules, type ShopRules } from '../policy/shop-rules.ts';
import { ledgerOf } from './order-parts.ts';

/** Most lines of an order that can be changed, and most variants that are offered for them. */
const MOST_LINES = 60;
const MOST_VARIANTS = 120;

const changeRow = row({
  id: column.text(),
  status: column.text(),
  version: column.int(),
  placed_at: column.instant(),
  delivered_at: nullable(column.instant()),
  total_cents: column.int(),
  shipping_address: column.json<Readonly<Record<string, string>>>(),
  currency: column.text(),
  time_zone: column.text(),
  loyalty_tier: column.text(),
  rules: nullable(column.json<Partial<ShopRules>>()),
  lines: column.json<readonly (ReturnableLine & { readonly state: string })[]>(),
  last_line_no: column.int(),
  ledger: column.json<readonly LedgerEntry[]>(),
  methods: column.json<readonly OwnMethod[]>(),
  variants: column.json<readonly StockedVariant[]>(),
  promised_cents: column.int(),
});

type ChangeRow = RowOf<typeof changeRow>;
export interface OrderForChange extends Omit<ChangeRow, 'rules'> {
  readonly rules: ShopRules;
}

/** @param withVariants the variants of the ordered products too, `wanted` ones first. */
export async function readForChange(
  orderId: string,
  context: ToolContext,
  label: string,
  withVariants = false,
): Promise<OrderForChange | undefined> {
  const variants = withVariants ? variantsOf : sql`'[]'::jsonb`;
  const order = await context.database.maybeOne(
    changeRow,
    sql`
    select o.id, o.status, o.version, o.placed_at, o.delivered_at, o.total_cents, o.shipping_address, t.currency, t.time_zone, c.loyalty_tier,
      to_jsonb(p) as rules, ${ledgerOf} as ledger, ${variants} as variants,
      (select coalesce(max(line_no), 0) from order_lines where tenant_id = o.tenant_id and order_id = o.id) as last_line_no,
      (select coalesce(jsonb_agg(to_jsonb(l) order by l.line_no), '[]') from (
        select l.line_no, l.product_id, l.variant_id, l.name, l.options, l.quantity, l.unit_price_cents, l.state, r.category,
          case when r.attributes ? 'type' then jsonb_build_array(r.category, r.category || ':' || (r.attributes ->> 'type')) else jsonb_build_array(r.category) end as classes
        from order_lines l join products r on r.tenant_id = l.tenant_id and r.id = l.product_id
        where l.tenant_id = o.tenant_id and l.order_id = o.id order by l.line_no limit ${MOST_LINES}) l) as lines,
      (select coalesce(jsonb_agg(jsonb_build_object('payment_method_id', id, 'kind', kind, 'brand', brand, 'last_four', last_four, 'balance_cents', balance_cents) order by id), '[]')
        from payment_methods where tenant_id = o.tenant_id and customer_id = o.customer_id) as methods,
      (select coalesce(sum(amount_cents), 0)::int from refunds where tenant_id = o.tenant_id and order_id = o.id and state like 'waiting%') as promised_cents
    from orders o join tenants t on t.id = o.tenant_id join customers c on c.tenant_id = o.tenant_id and c.id = o.customer_id
    left join policies p on p.tenant_id = o.tenant_id
    where o.tenant_id = ${context.tenant} and o.customer_id = ${text(context.customerId)} and o.code_key = ${orderKey(orderId)}`,
    { signal: context.signal, label },
  );
  return order === undefined ? undefined : { ...order, rules: shopRules(order.rules) };
}

const variantsOf = sql`(
  select coalesce(jsonb_agg(to_jsonb(v) order by v.variant_id), '[]') from (
    select v.id as variant_id, v.product_id, r.name, v.options, v.price_cents, v.active and r.active as active,
      coalesce(s.on_hand, 0) as on_hand, s.restock_expected_on
    from variants v join products r on r.tenant_id = v.tenant_id and r.id = v.product_id
    left join stock s on s.tenant_id = v.tenant_id and s.variant_id = v.id
    where v.tenant_id = o.tenant_id
      and v.product_id in (select product_id from order_lines where tenant_id = o.tenant_id and order_id = o.id)
    order by v.active desc, v.id limit ${MOST_VARIANTS}) v)`;

/** Lines of which something can still be had. */
export function openLines(order: OrderForChange): readonly ReturnableLine[] {
  return order.lines.filter((line) => line.state === 'ordered');
}

export interface Needs {
  /** Units taken out of stock. */
  readonly stock?: readonly { readonly variant_id: string; readonly quantity: number }[];
  /** What a gift card has to hold. */
  readonly balance?: { readonly payment_method_id: string; readonly cents: number } | undefined;
}

/** The order as it was read, with enough in stock and on the gift card; all of it locked, stock in one order for everybody. */
export function basisOf(order: OrderForChange, context: ToolContext, { stock = [], balance }: Needs = {}): Sql {
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
  return sql`select id from orders where tenant_id = ${context.tenant} and id = ${order.id} and customer_id = ${text(context.customerId)} and version = ${order.version}
    and ${enoughStock} and ${enoughBalance} for update`;
}

export interface Entry {
  readonly kind: 'payment' | 'refund';
  readonly method: Pick<OwnMethod, 'payment_method_id' | 'kind'>;
  readonly cents: number;
}

/** New rows of the ledger, and the gift cards moved by them. Each card is changed once. */
export function settle(order: OrderForChange, entries: readonly Entry[], context: ToolContext): Record<string, Sql> {
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
export function moveStock(deltas: ReadonlyMap<string, number>, context: ToolContext): Record<string, Sql> {
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

/** Refunds that are promised and not paid out yet. */
export function promiseRefunds(
  order: OrderForChange,
  refunds: readonly { readonly payment_method_id: string; readonly amount_cents: number }[],
  state: 'waiting for goods' | 'waiting for approval',
  context: ToolContext,
): Record<string, Sql> {
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
