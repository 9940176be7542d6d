/** The customer's orders, newest first, a page at a time. */
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { defineTool, done, type ToolResult } from '@deskfleet/shared/agent/tool.ts';
import { column, nullable, row, type RowOf } from '@deskfleet/shared/database/row.ts';
import { day, join, sql, text, textArray, type Sql } from '@deskfleet/shared/database/sql.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { money } from '@deskfleet/shared/money.ts';
import { dayIn } from '../policy/calendar.ts';
import { DEFAULT_CANCELLATION, mayCancel } from '../policy/cancellation.ts';
import { productPatterns } from '../policy/product-words.ts';

const STATUSES = [
  'pending',
  'pending (item modified)',
  'processed',
  'partially_shipped',
  'shipped',
  'delivered',
  'cancelled',
  'return requested',
  'exchange requested',
] as const;
/** `open`: everything that is neither delivered nor cancelled. */
const OPEN = ['pending', 'pending (item modified)', 'processed', 'partially_shipped', 'shipped'] as const;

/** Most items named of one order in a list. */
const MOST_ITEMS = 5;

const input = z.object({
  status: z
    .enum(['open', ...STATUSES])
    .optional()
    .describe('Only orders in this status. "open" means neither delivered nor cancelled.'),
  product: z
    .string()
    .trim()
    .max(80, "Use a few words of the product's name.")
    .optional()
    .describe(
      'Only orders with such an item: a few words of its name, kind or options, e.g. "ProMax" or "headphones".',
    ),
  placed_from: z.iso
    .date('Give the day as YYYY-MM-DD.')
    .optional()
    .describe('Only orders placed on this day (YYYY-MM-DD) or later.'),
  placed_until: z.iso
    .date('Give the day as YYYY-MM-DD.')
    .optional()
    .describe('Only orders placed on this day (YYYY-MM-DD) or earlier.'),
  limit: z
    .int()
    .min(1)
    .max(50, 'At most 50 orders at a time; use offset for the next ones.')
    .default(10)
    .describe('Most orders to return, 1 to 50.'),
  offset: z
    .int()
    .min(0)
    .max(10_000)
    .default(0)
    .describe('How many of the newest orders to leave out; for the next page.'),
});
type Input = z.infer<typeof input>;

interface ItemPart {
  readonly name: string;
  readonly quantity: number;
  readonly options: Readonly<Record<string, string>>;
}

const listedRow = row({
  id: column.text(),
  status: column.text(),
  placed_at: column.instant(),
  delivered_at: nullable(column.instant()),
  estimated_delivery_on: nullable(column.day()),
  total_cents: column.int(),
  found: column.int(),
  currency: column.text(),
  time_zone: column.text(),
  cancel_statuses: nullable(column.json<readonly string[]>()),
  items: column.json<readonly ItemPart[]>(),
  line_count: column.int(),
});

export const listOrders = defineTool({
  name: 'list_orders',
  description:
    "The customer's orders, newest first: id, status, day, total, items. Can be narrowed to a status, to orders with a product or to days. " +
    'Use it for "my last order" (limit 1) and to find the order that holds something.',
  input,
  sample: { customer: 'cust001', input: { limit: 3 } },
  run: list,
});

async function list(wanted: Input, context: ToolContext): Promise<ToolResult> {
  const orders = await context.database.query(
    listedRow,
    sql`
    with found as (
      select o.*, count(*) over () as found from orders o
      where ${join(conditions(wanted, context), ' and ')}
      order by o.placed_at desc, o.id desc limit ${wanted.limit} offset ${wanted.offset}
    )
    select o.id, o.status, o.placed_at, o.delivered_at, o.estimated_delivery_on, o.total_cents, o.found, t.currency, t.time_zone, p.cancel_statuses, i.items, i.line_count
    from found o join tenants t on t.id = o.tenant_id left join policies p on p.tenant_id = o.tenant_id
    cross join lateral (
      select coalesce(jsonb_agg(jsonb_build_object('name', name, 'quantity', quantity, 'options', options) order by line_no) filter (where line_no <= ${MOST_ITEMS}), '[]') as items,
        count(*) as line_count
      from order_lines where tenant_id = o.tenant_id and order_id = o.id
    ) i
    order by o.placed_at desc, o.id desc`,
    { signal: context.signal, label: 'order.list' },
  );

  const found = orders[0]?.found ?? 0;
  const views = fitting(orders.map(orderView));
  const next = wanted.offset + views.length;
  return done({
    orders: views,
    ...(orders.length > 0 ? { orders_in_all: found } : {}),
    ...(next < found ? { more: found - next, next_offset: next } : {}),
  });
}

/** Long orders make a shorter page: a result too large for a model would be no result. */
const PAGE_CHARACTERS = 14_000;

function fitting(views: readonly JsonObject[]): readonly JsonObject[] {
  let size = 0;
  const end = views.findIndex((view) => (size += JSON.stringify(view).length) > PAGE_CHARACTERS);
  return end === -1 ? views : views.slice(0, Math.max(1, end));
}

function conditions({ status, product, placed_from, placed_until }: Input, context: ToolContext): Sql[] {
  const own = sql`o.tenant_id = ${context.tenant} and o.customer_id = ${text(context.customerId)}`;
  const statuses = status === undefined ? [] : [sql`o.status = any(${textArray(status === 'open' ? OPEN : [status])})`];
  const patterns = productPatterns(product ?? '');
  const products =
    patterns.length === 0
      ? []
      : [
          sql`exists (
    select from order_lines l join products c on c.tenant_id = l.tenant_id and c.id = l.product_id
    where l.tenant_id = o.tenant_id and l.order_id = o.id and not exists (
      select from unnest(${textArray(patterns)}) as wanted(pattern)
      where lower(l.name || ' ' || c.category || ' ' || coalesce(c.brand, '') || ' ' || l.options::text) !~ wanted.pattern))`,
        ];
  const placedOn = sql`(o.placed_at at time zone (select time_zone from tenants where id = ${context.tenant}))::date`;
  const from = placed_from === undefined ? [] : [sql`${placedOn} >= ${day(placed_from)}`];
  const until = placed_until === undefined ? [] : [sql`${placedOn} <= ${day(placed_until)}`];
  return [own, ...statuses, ...products, ...from, ...until];
}

function orderView(order: RowOf<typeof listedRow>): JsonObject {
  const policy = {
    ...DEFAULT_CANCELLATION,
    ...(order.cancel_statuses === null ? {} : { cancel_statuses: order.cancel_statuses }),
  };
  return {
    order_id: order.id,
    status: order.status,
    placed_on: dayIn(order.placed_at, order.time_zone),
    delivered_on: order.delivered_at === null ? null : dayIn(order.delivered_at, order.time_zone),
    estimated_delivery_on: order.estimated_delivery_on,
    total: money(order.total_cents, order.currency),
    items: order.items.map(({ name, quantity, options }) => ({ name, quantity, options })),
    ...(order.line_count > order.items.length ? { more_items: order.line_count - order.items.length } : {}),
    can_be_cancelled: mayCancel(order.status, policy),
  };
}
