/** One order, whole. */
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { defineTool, done, type ToolResult } from '@deskfleet/shared/agent/tool.ts';
import { column, nullable, row } from '@deskfleet/shared/database/row.ts';
import { sql, text } from '@deskfleet/shared/database/sql.ts';
import { money } from '@deskfleet/shared/money.ts';
import { orderKey } from '@deskfleet/shared/order-key.ts';
import { dayIn } from '../policy/calendar.ts';
import { DEFAULT_CANCELLATION, mayCancel } from '../policy/cancellation.ts';
import { orderIdInput, orderNotFound } from './order-input.ts';
import {
  ledgerOf,
  linesOf,
  MOST_LINES,
  parcelsOf,
  type LinePart,
  type ParcelPart,
  type PaymentPart,
} from './order-parts.ts';
import { deliveryView, lineView, parcelView, paymentView } from './order-view.ts';

const input = z.object({ order_id: orderIdInput });

const orderRow = row({
  id: column.text(),
  status: column.text(),
  placed_at: column.instant(),
  delivered_at: nullable(column.instant()),
  estimated_delivery_on: nullable(column.day()),
  cancel_reason: nullable(column.text()),
  cancelled_at: nullable(column.instant()),
  shipping_address: column.json<Readonly<Record<string, string>>>(),
  total_cents: column.int(),
  line_count: column.int(),
  currency: column.text(),
  time_zone: column.text(),
  cancel_statuses: nullable(column.json<readonly string[]>()),
  cancel_reasons: nullable(column.json<readonly string[]>()),
  lines: column.json<readonly LinePart[]>(),
  ledger: column.json<readonly PaymentPart[]>(),
  parcels: column.json<readonly ParcelPart[]>(),
});

export const getOrder = defineTool({
  name: 'get_order',
  description:
    'One order of the customer, whole: items with options and prices, status, what was paid and refunded and how, parcels, delivery, ' +
    "address, and whether it can still be cancelled. Use track_shipment for the carrier's reports.",
  input,
  sample: { customer: 'cust001', input: { order_id: 'o12345' } },
  run: readOrder,
});

async function readOrder({ order_id }: z.infer<typeof input>, context: ToolContext): Promise<ToolResult> {
  const order = await context.database.maybeOne(
    orderRow,
    sql`
    select o.id, o.status, o.placed_at, o.delivered_at, o.estimated_delivery_on, o.cancel_reason, o.cancelled_at, o.shipping_address, o.total_cents,
      (select count(*) from order_lines where tenant_id = o.tenant_id and order_id = o.id) as line_count,
      t.currency, t.time_zone, p.cancel_statuses, p.cancel_reasons, ${linesOf} as lines, ${ledgerOf} as ledger, ${parcelsOf} as parcels
    from orders o join tenants t on t.id = o.tenant_id left join policies p on p.tenant_id = o.tenant_id
    where o.tenant_id = ${context.tenant} and o.customer_id = ${text(context.customerId)} and o.code_key = ${orderKey(order_id)}`,
    { signal: context.signal, label: 'order.get' },
  );
  if (!order) return orderNotFound(order_id);

  const sumOf = (kind: PaymentPart['kind_of_entry']): number =>
    order.ledger.reduce((sum, entry) => sum + (entry.kind_of_entry === kind ? entry.amount_cents : 0), 0);
  const policy = {
    cancel_statuses: order.cancel_statuses ?? DEFAULT_CANCELLATION.cancel_statuses,
    cancel_reasons: order.cancel_reasons ?? DEFAULT_CANCELLATION.cancel_reasons,
  };
  return done({
    order_id: order.id,
    status: order.status,
    placed_on: dayIn(order.placed_at, order.time_zone),
    total: money(order.total_cents, order.currency),
    paid: money(sumOf('payment'), order.currency),
    refunded: money(sumOf('refund'), order.currency),
    lines: order.lines.map((line) => lineView(line, order)),
    ...(order.line_count > MOST_LINES ? { more_lines: order.line_count - MOST_LINES } : {}),
    payments: order.ledger.map((entry) => paymentView(entry, order)),
    delivery: deliveryView(order, order.lines, order.parcels, order, context.now),
    shipments: order.parcels.map((parcel) => parcelView(parcel, order.lines, order)),
    shipping_address: order.shipping_address,
    ...(order.cancelled_at === null
      ? {}
      : { cancelled_on: dayIn(order.cancelled_at, order.time_zone), cancel_reason: order.cancel_reason }),
    cancellation: mayCancel(order.status, policy)
      ? { possible: true, reasons: policy.cancel_reasons }
      : { possible: false },
  });
}
