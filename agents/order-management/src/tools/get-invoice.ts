/** The data of an order's invoice. */
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { defineTool, done, type ToolResult } from '@deskfleet/shared/agent/tool.ts';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { sql, text } from '@deskfleet/shared/database/sql.ts';
import { money } from '@deskfleet/shared/money.ts';
import { orderKey } from '@deskfleet/shared/order-key.ts';
import { dayIn } from '../policy/calendar.ts';
import { orderIdInput, orderNotFound } from './order-input.ts';
import { ledgerOf, linesOf, MOST_LINES, type LinePart, type PaymentPart } from './order-parts.ts';
import { lineView, paymentView } from './order-view.ts';

const input = z.object({ order_id: orderIdInput });

const invoiceRow = row({
  id: column.text(),
  status: column.text(),
  placed_at: column.instant(),
  total_cents: column.int(),
  shipping_address: column.json<Readonly<Record<string, string>>>(),
  first_name: column.text(),
  last_name: column.text(),
  seller: column.text(),
  support_email: column.text(),
  currency: column.text(),
  time_zone: column.text(),
  line_count: column.int(),
  lines: column.json<readonly LinePart[]>(),
  ledger: column.json<readonly PaymentPart[]>(),
});

export const getInvoice = defineTool({
  name: 'get_invoice',
  description:
    'The invoice of one order as data: seller, buyer, delivery address, items with prices, total, payments and refunds. For "send me the invoice" or a receipt.',
  input,
  run: read,
});

async function read({ order_id }: z.infer<typeof input>, context: ToolContext): Promise<ToolResult> {
  const order = await context.database.maybeOne(
    invoiceRow,
    sql`
    select o.id, o.status, o.placed_at, o.total_cents, o.shipping_address, c.first_name, c.last_name, t.name as seller, t.support_email, t.currency, t.time_zone,
      (select count(*) from order_lines where tenant_id = o.tenant_id and order_id = o.id) as line_count, ${linesOf} as lines, ${ledgerOf} as ledger
    from orders o join tenants t on t.id = o.tenant_id join customers c on c.tenant_id = o.tenant_id and c.id = o.customer_id
    where o.tenant_id = ${context.tenant} and o.customer_id = ${text(context.customerId)} and o.code_key = ${orderKey(order_id)}`,
    { signal: context.signal, label: 'order.invoice' },
  );
  if (!order) return orderNotFound(order_id);
  const entries = order.ledger.filter((entry) => entry.amount_cents > 0);
  const sum = (kind: 'payment' | 'refund'): number =>
    entries.reduce((all, entry) => all + (entry.kind_of_entry === kind ? entry.amount_cents : 0), 0);
  return done({
    invoice_number: `INV-${order.id.replaceAll(/[^\p{L}\p{N}-]/gu, '').toUpperCase()}`,
    order_id: order.id,
    status: order.status,
    date: dayIn(order.placed_at, order.time_zone),
    currency: order.currency,
    seller: { name: order.seller, email: order.support_email },
    buyer: { name: `${order.first_name} ${order.last_name}`, address: order.shipping_address },
    lines: order.lines.map((line) => ({
      ...lineView(line, order),
      amount: money(line.unit_price_cents * line.quantity, order.currency),
    })),
    ...(order.line_count > MOST_LINES ? { more_lines: order.line_count - MOST_LINES } : {}),
    total: money(order.total_cents, order.currency),
    paid: money(sum('payment'), order.currency),
    refunded: money(sum('refund'), order.currency),
    payments: entries.map((entry) => paymentView(entry, order)),
  });
}
