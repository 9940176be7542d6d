/** Everything a change of an order rests on, read in one statement. */
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { column, nullable, row, type RowOf } from '@deskfleet/shared/database/row.ts';
import { sql, text, type Sql } from '@deskfleet/shared/database/sql.ts';
import { orderKey } from '@deskfleet/shared/order-key.ts';
import type { StockedVariant } from '../policy/item-change.ts';
import type { OwnMethod } from '../policy/matching.ts';
import { withPromises, type LedgerEntry, type PromisedRefund } from '../policy/refund.ts';
import type { ReturnableLine } from '../policy/returning.ts';
import { shopRules, type ShopRules } from '../policy/shop-rules.ts';
import { ledgerOf } from './order-parts.ts';

/** Most lines of an order that can be changed, and most variants that are offered for them. */
export const MOST_LINES = 60;
const MOST_VARIANTS = 120;

export type StatedLine = ReturnableLine & { readonly state: string };

/** For a row shape that reads more of an order beside these. */
export const changeColumns = {
  id: column.text(),
  customer_id: column.text(),
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
  lines: column.json<readonly StatedLine[]>(),
  line_count: column.int(),
  last_line_no: column.int(),
  ledger: column.json<readonly LedgerEntry[]>(),
  promised: column.json<readonly PromisedRefund[]>(),
  methods: column.json<readonly OwnMethod[]>(),
  variants: column.json<readonly StockedVariant[]>(),
};
const changeRow = row(changeColumns);

type ChangeRow = RowOf<typeof changeRow>;

export type OrderForChange<Row extends ChangeRow = ChangeRow> = Omit<Row, 'rules'> & {
  readonly rules: ShopRules;
  /** The ledger as if every promised refund were paid. */
  readonly committed: readonly LedgerEntry[];
};

export async function readForChange(
  orderId: string,
  context: ToolContext,
  label: string,
  withVariants = false,
): Promise<OrderForChange | undefined> {
  const order = await context.database.maybeOne(
    changeRow,
    sql`select ${orderColumns(withVariants)} from ${ORDER_TABLES} where ${ownOrder(orderId, context)}`,
    { signal: context.signal, label },
  );
  return order === undefined ? undefined : forChange(order);
}

export function forChange<Row extends ChangeRow>(order: Row): OrderForChange<Row> {
  return { ...order, rules: shopRules(order.rules), committed: withPromises(order.ledger, order.promised) };
}

/** The order `o` of that id, if it is the customer's. */
export function ownOrder(orderId: string, context: ToolContext): Sql {
  return sql`o.tenant_id = ${context.tenant} and o.customer_id = ${text(context.customerId)} and o.code_key = ${orderKey(orderId)}`;
}

/** The order `o` of that id, whoever's it is: for staff tools only. */
export function anyOrder(orderId: string, context: ToolContext): Sql {
  return sql`o.tenant_id = ${context.tenant} and o.code_key = ${orderKey(orderId)}`;
}

export const ORDER_TABLES = sql`orders o join tenants t on t.id = o.tenant_id
  join customers c on c.tenant_id = o.tenant_id and c.id = o.customer_id left join policies p on p.tenant_id = o.tenant_id`;

/** @param withVariants the variants of the ordered products too. */
export function orderColumns(withVariants: boolean): Sql {
  return sql`o.id, o.customer_id, o.status, o.version, o.placed_at, o.delivered_at, o.total_cents, o.shipping_address, t.currency, t.time_zone, c.loyalty_tier,
    to_jsonb(p) as rules, ${ledgerOf} as ledger, ${promisedOf} as promised, ${withVariants ? variantsOf : sql`'[]'::jsonb`} as variants,
    (select coalesce(max(line_no), 0) from order_lines where tenant_id = o.tenant_id and order_id = o.id) as last_line_no,
    (select count(*) from order_lines where tenant_id = o.tenant_id and order_id = o.id) as line_count,
    (select coalesce(jsonb_agg(to_jsonb(l) order by l.line_no), '[]') from (
      select l.line_no, l.product_id, l.variant_id, l.name, l.options, l.quantity, l.unit_price_cents, l.state, r.category,
        case when r.attributes ? 'type' then jsonb_build_array(r.category, r.category || ':' || (r.attributes ->> 'type')) else jsonb_build_array(r.category) end as classes
      from order_lines l join products r on r.tenant_id = l.tenant_id and r.id = l.product_id
      where l.tenant_id = o.tenant_id and l.order_id = o.id order by l.line_no limit ${MOST_LINES}) l) as lines,
    (select coalesce(jsonb_agg(jsonb_build_object('payment_method_id', id, 'kind', kind, 'brand', brand, 'last_four', last_four, 'balance_cents', balance_cents) order by id), '[]')
      from payment_methods where tenant_id = o.tenant_id and customer_id = o.customer_id) as methods`;
}

/** Refunds of the order `o` that are promised and not paid, as `PromisedRefund[]`. */
export const promisedOf = sql`(
  select coalesce(jsonb_agg(jsonb_build_object('state', w.state, 'request_id', w.request_id, 'amount_cents', w.amount_cents,
      'payment_method_id', m.id, 'kind', m.kind, 'brand', m.brand, 'last_four', m.last_four) order by w.created_at, w.id), '[]')
  from refunds w join payment_methods m on m.tenant_id = w.tenant_id and m.id = w.payment_method_id
  where w.tenant_id = o.tenant_id and w.order_id = o.id and w.state like 'waiting%')`;

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
export function openLines(order: Pick<OrderForChange, 'lines'>): readonly StatedLine[] {
  return order.lines.filter((line) => line.state === 'ordered');
}
