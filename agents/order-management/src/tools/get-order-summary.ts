/** How many orders a customer has and what they are worth, by status. */
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { defineTool, done, type ToolResult } from '@deskfleet/shared/agent/tool.ts';
import { column, nullable, row } from '@deskfleet/shared/database/row.ts';
import { sql, text } from '@deskfleet/shared/database/sql.ts';
import { money } from '@deskfleet/shared/money.ts';
import { dayIn } from '../policy/calendar.ts';

const summaryRow = row({
  status: nullable(column.text()),
  orders: column.int(),
  total_cents: column.int(),
  paid_cents: column.int(),
  refunded_cents: column.int(),
  first_at: nullable(column.instant()),
  last_at: nullable(column.instant()),
  currency: column.text(),
  time_zone: column.text(),
});

export const getOrderSummary = defineTool({
  name: 'get_order_summary',
  description:
    'How many orders the customer has and their totals, all in all and by status; what was paid and refunded. For "how many orders do I have", "how much have I spent".',
  input: z.object({}),
  sample: { customer: 'cust001', input: {} },
  run: summarize,
});

async function summarize(_: object, context: ToolContext): Promise<ToolResult> {
  const rows = await context.database.query(
    summaryRow,
    sql`
    select o.status, count(o.id)::int as orders, coalesce(sum(o.total_cents), 0)::int as total_cents,
      coalesce(sum(l.paid), 0)::int as paid_cents, coalesce(sum(l.refunded), 0)::int as refunded_cents,
      min(o.placed_at) as first_at, max(o.placed_at) as last_at, t.currency, t.time_zone
    from tenants t left join orders o on o.tenant_id = t.id and o.customer_id = ${text(context.customerId)}
    left join lateral (
      select sum(amount_cents) filter (where kind = 'payment') as paid, sum(amount_cents) filter (where kind = 'refund') as refunded
      from payments where tenant_id = o.tenant_id and order_id = o.id) l on true
    where t.id = ${context.tenant} group by o.status, t.currency, t.time_zone order by count(o.id) desc, o.status`,
    { signal: context.signal, label: 'order.summary' },
  );
  const counted = rows.flatMap((entry) => (entry.status === null ? [] : [{ ...entry, status: entry.status }]));
  const currency = rows[0]?.currency ?? 'USD';
  const zone = rows[0]?.time_zone ?? 'UTC';
  const sum = (of: 'orders' | 'total_cents' | 'paid_cents' | 'refunded_cents'): number =>
    counted.reduce((all, entry) => all + entry[of], 0);
  const days = counted
    .flatMap(({ first_at, last_at }) => [first_at, last_at])
    .filter((at) => at !== null)
    .sort((a, b) => a.getTime() - b.getTime());
  const [first, last] = [days[0], days.at(-1)];
  return done({
    orders: sum('orders'),
    total: money(sum('total_cents'), currency),
    paid: money(sum('paid_cents'), currency),
    refunded: money(sum('refunded_cents'), currency),
    by_status: counted.map(({ status, orders, total_cents }) => ({
      status,
      orders,
      total: money(total_cents, currency),
    })),
    ...(first && last ? { first_placed_on: dayIn(first, zone), last_placed_on: dayIn(last, zone) } : {}),
  });
}
