/** How the customer buys: what, how often, how much. From their own orders and their ledger only. */
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { defineTool, done, type ToolResult } from '@deskfleet/shared/agent/tool.ts';
import { column, nullable, row } from '@deskfleet/shared/database/row.ts';
import { day, sql, text } from '@deskfleet/shared/database/sql.ts';
import { money } from '@deskfleet/shared/money.ts';
import { daysBetweenOrders, itemsOf, meanOrderCents } from '../policy/purchases.ts';
import { liveCustomer, noAccount } from './account.ts';

const input = z.object({
  since: z
    .string('Use a day as YYYY-MM-DD.')
    .trim()
    .refine((day) => day === '' || z.iso.date().safeParse(day).success, 'Use a day as YYYY-MM-DD.')
    .default('')
    .describe('Only orders placed on or after this day, YYYY-MM-DD; empty for all.'),
});

interface CategoryPart {
  readonly category: string;
  readonly ordered: number;
  readonly cancelled: number;
  readonly returned: number;
  readonly coming_back: number;
  readonly kept_cents: number;
}

interface ProductPart {
  readonly product_id: string;
  readonly name: string;
  readonly quantity: number;
}

const profileRow = row({
  currency: column.text(),
  orders: column.int(),
  cancelled_orders: column.int(),
  first_on: nullable(column.day()),
  last_on: nullable(column.day()),
  paid_cents: column.int(),
  refunded_cents: column.int(),
  categories: column.json<readonly CategoryPart[]>(),
  products: column.json<readonly ProductPart[]>(),
  paid_with: column.json<Readonly<Record<string, number>>>(),
});

/** Most categories and products that are listed. */
const MOST_CATEGORIES = 12;
const MOST_PRODUCTS = 5;

export const getPurchaseProfile = defineTool({
  name: 'get_purchase_profile',
  description:
    "How the customer buys, from their own orders: number of orders, how often, what was paid and refunded, items by category (ordered, cancelled, returned, kept), what they bought most, ways of payment used. Single orders are the order specialist's.",
  input,
  sample: { customer: 'cust005', input: {} },
  run: readPurchases,
});

async function readPurchases({ since }: z.infer<typeof input>, context: ToolContext): Promise<ToolResult> {
  const found = await context.database.maybeOne(
    profileRow,
    sql`
    with own as (
      select o.id, o.status, (o.placed_at at time zone t.time_zone)::date as placed_on from orders o join tenants t on t.id = o.tenant_id
      where o.tenant_id = ${context.tenant} and o.customer_id = ${text(context.customerId)}
        and (${day(since === '' ? null : since)} is null or (o.placed_at at time zone t.time_zone)::date >= ${day(since === '' ? null : since)})
    ), lines as (
      select p.category, l.product_id, p.name, l.quantity, l.quantity * l.unit_price_cents as cents, own.status = 'cancelled' or l.state = 'cancelled' as cancelled,
        l.state = 'returned' as returned, l.state in ('return requested', 'exchange requested') as coming_back
      from own join order_lines l on l.tenant_id = ${context.tenant} and l.order_id = own.id join products p on p.tenant_id = l.tenant_id and p.id = l.product_id
    ), ledger as (
      select y.kind, y.amount_cents, y.order_id, m.kind as method from own join payments y on y.tenant_id = ${context.tenant} and y.order_id = own.id
        join payment_methods m on m.tenant_id = y.tenant_id and m.id = y.payment_method_id
    )
    select t.currency, (select count(*) from own) as orders, (select count(*) from own where status = 'cancelled') as cancelled_orders,
      (select min(placed_on) from own where status <> 'cancelled') as first_on, (select max(placed_on) from own where status <> 'cancelled') as last_on,
      (select coalesce(sum(amount_cents), 0)::bigint from ledger where kind = 'payment') as paid_cents,
      (select coalesce(sum(amount_cents), 0)::bigint from ledger where kind = 'refund') as refunded_cents,
      (select coalesce(jsonb_agg(to_jsonb(g) order by g.kept_cents desc, g.ordered desc, g.category), '[]') from (
        select category, sum(quantity)::int as ordered, coalesce(sum(quantity) filter (where cancelled), 0)::int as cancelled,
          coalesce(sum(quantity) filter (where returned and not cancelled), 0)::int as returned, coalesce(sum(quantity) filter (where coming_back and not cancelled), 0)::int as coming_back,
          coalesce(sum(cents) filter (where not cancelled and not returned), 0)::bigint as kept_cents
        from lines group by category) g) as categories,
      (select coalesce(jsonb_agg(to_jsonb(g) order by g.quantity desc, g.name), '[]') from (
        select product_id, min(name) as name, sum(quantity)::int as quantity from lines where not cancelled and not returned group by product_id
        order by sum(quantity) desc, min(name) limit ${MOST_PRODUCTS}) g) as products,
      (select coalesce(jsonb_object_agg(g.method, g.orders), '{}') from (select method, count(distinct order_id) as orders from ledger where kind = 'payment' group by method) g) as paid_with
    from customers c join tenants t on t.id = c.tenant_id where ${liveCustomer(context)}`,
    { signal: context.signal, label: 'purchases.profile' },
  );
  if (!found) return noAccount();

  const { currency, orders, cancelled_orders, first_on, last_on, paid_cents, refunded_cents } = found;
  const mean = meanOrderCents(found);
  const { kept, ...items } = itemsOf(found.categories);
  return done({
    ...(since === '' ? {} : { since }),
    orders,
    cancelled_orders,
    first_order_on: first_on,
    last_order_on: last_on,
    days_between_orders: daysBetweenOrders(found),
    paid: money(paid_cents, currency),
    refunded: money(refunded_cents, currency),
    spent: money(paid_cents - refunded_cents, currency),
    spent_per_order: mean === null ? null : money(mean, currency),
    items: {
      ...items,
      being_returned: found.categories.reduce((sum, { coming_back }) => sum + coming_back, 0),
      kept,
    },
    by_category: found.categories.slice(0, MOST_CATEGORIES).map((one) => ({
      category: one.category,
      ordered: one.ordered,
      cancelled: one.cancelled,
      returned: one.returned,
      kept: one.ordered - one.cancelled - one.returned,
      value_kept: money(one.kept_cents, currency),
    })),
    bought_most: found.products.map(({ product_id, name, quantity }) => ({ product_id, name, quantity })),
    orders_paid_with: found.paid_with,
  });
}
