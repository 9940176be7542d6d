import { addDays, DEMO_CLOCK } from '../clock.ts';
import type {
  ApprovalRow,
  OrderLineRow,
  OrderRow,
  RefundRow,
  ReturnRequestLineRow,
  ReturnRequestRow,
} from '../order-rows.ts';
import { policyOf } from '../tenants.ts';
import type { OrderTables } from './order-book.ts';

export interface ReturnTables {
  return_requests: ReturnRequestRow[];
  return_request_lines: ReturnRequestLineRow[];
  refunds: RefundRow[];
  approvals: ApprovalRow[];
}

/**
 * The request behind every order with a return or an exchange open, and the refund it promises; above the shop's limit
 * a colleague has to approve it first. Exchanges are for the same item anew.
 */
export function returnRows(tables: Pick<OrderTables, 'orders' | 'order_lines' | 'payments'>): ReturnTables {
  const rows: ReturnTables = { return_requests: [], return_request_lines: [], refunds: [], approvals: [] };
  for (const order of tables.orders) {
    if (order.status !== 'return requested' && order.status !== 'exchange requested') continue;
    const own = (row: { tenant_id: string; order_id: string }): boolean =>
      row.tenant_id === order.tenant_id && row.order_id === order.id;
    const lines = tables.order_lines.filter((line) => own(line) && line.state === order.status);
    const payment = tables.payments.find((row) => own(row) && row.kind === 'payment');
    if (payment === undefined) throw new Error(`Order ${order.id} has a return and no payment.`);
    add(rows, order, lines, payment.payment_method_id);
  }
  return rows;
}

function add(rows: ReturnTables, order: OrderRow, lines: readonly OrderLineRow[], methodId: string): void {
  const { tenant_id, id: order_id } = order;
  const id = `ret${order_id.slice(1)}`;
  const kind = order.status === 'return requested' ? 'return' : 'exchange';
  const created_at = dayAfter(order.delivered_at ?? order.placed_at);
  const cents = kind === 'return' ? lines.reduce((sum, line) => sum + line.quantity * line.unit_price_cents, 0) : 0;
  const limit = policyOf(tenant_id).staff_approval_over_cents;
  const waits = limit !== null && cents > limit;
  rows.return_requests.push({
    tenant_id,
    id,
    order_id,
    kind,
    state: waits ? 'waiting for approval' : 'requested',
    reason: null,
    item_condition: 'unopened',
    payment_method_id: methodId,
    created_at,
  });
  rows.return_request_lines.push(
    ...lines.map((line, place) => ({
      tenant_id,
      request_id: id,
      place: place + 1,
      line_no: line.line_no,
      variant_id: line.variant_id,
      quantity: line.quantity,
      new_variant_id: kind === 'exchange' ? line.variant_id : null,
      new_unit_price_cents: kind === 'exchange' ? line.unit_price_cents : null,
    })),
  );
  if (cents > 0)
    rows.refunds.push({
      tenant_id,
      id: `${id}-w1`,
      order_id,
      request_id: id,
      payment_method_id: methodId,
      amount_cents: cents,
      state: waits ? 'waiting for approval' : 'waiting for goods',
      created_at,
    });
  if (waits) rows.approvals.push({ tenant_id, id, order_id, kind, amount_cents: cents, created_at });
}

/** A day after the goods came, and not later than now. */
function dayAfter(instant: string): string {
  const later = `${addDays(instant.slice(0, 10), 1)}${instant.slice(10)}`;
  return later < DEMO_CLOCK ? later : DEMO_CLOCK;
}
