/** The data of an order's invoice, and where its printable page is. */
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { defineTool, done, type ToolResult } from '@deskfleet/shared/agent/tool.ts';
import { money } from '@deskfleet/shared/money.ts';
import { dayIn } from '../policy/calendar.ts';
import { invoicePath, readInvoice } from './invoice.ts';
import { ownOrder } from './order-for-change.ts';
import { orderIdInput, orderNotFound } from './order-input.ts';
import { MOST_LINES } from './order-parts.ts';
import { lineView, paymentView } from './order-view.ts';

const input = z.object({ order_id: orderIdInput });

export const getInvoice = defineTool({
  name: 'get_invoice',
  description:
    'The invoice of one order as data: seller, buyer, delivery address, items with prices, total, payments and refunds; and the path of a page to print. For "send me the invoice" or a receipt.',
  input,
  sample: { customer: 'cust001', input: { order_id: 'o12345' } },
  run: read,
});

async function read({ order_id }: z.infer<typeof input>, context: ToolContext): Promise<ToolResult> {
  const order = await readInvoice(context.database, ownOrder(order_id, context), MOST_LINES, context.signal);
  if (!order) return orderNotFound(order_id);
  return done({
    invoice_number: order.number,
    order_id: order.id,
    page: invoicePath(order.id),
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
    paid: money(order.paid_cents, order.currency),
    refunded: money(order.refunded_cents, order.currency),
    payments: order.ledger.map((entry) => paymentView(entry, order)),
  });
}
