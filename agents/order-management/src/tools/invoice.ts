/** The data of an invoice: what `get_invoice` tells and the printable page shows. */
import { column, row, type RowOf } from '@deskfleet/shared/database/row.ts';
import type { Database } from '@deskfleet/shared/database/database.ts';
import { sql, type Sql } from '@deskfleet/shared/database/sql.ts';
import { fleetMember } from '@deskfleet/shared/fleet.ts';
import { ledgerOf, type LinePart, type PaymentPart } from './order-parts.ts';

const invoiceRow = row({
  id: column.text(),
  status: column.text(),
  placed_at: column.instant(),
  total_cents: column.int(),
  shipping_address: column.json<Readonly<Record<string, string>>>(),
  first_name: column.text(),
  last_name: column.text(),
  email: column.text(),
  seller: column.text(),
  support_email: column.text(),
  currency: column.text(),
  time_zone: column.text(),
  line_count: column.int(),
  lines: column.json<readonly LinePart[]>(),
  ledger: column.json<readonly PaymentPart[]>(),
});

export interface Invoice extends RowOf<typeof invoiceRow> {
  readonly number: string;
  readonly paid_cents: number;
  readonly refunded_cents: number;
}

/** @param order condition on the order `o`. @param mostLines more are only counted. */
export async function readInvoice(
  database: Pick<Database, 'maybeOne'>,
  order: Sql,
  mostLines: number,
  signal?: AbortSignal,
): Promise<Invoice | undefined> {
  const found = await database.maybeOne(
    invoiceRow,
    sql`
    select o.id, o.status, o.placed_at, o.total_cents, o.shipping_address, c.first_name, c.last_name, c.email, t.name as seller, t.support_email, t.currency, t.time_zone,
      (select count(*) from order_lines where tenant_id = o.tenant_id and order_id = o.id) as line_count, ${ledgerOf} as ledger,
      (select coalesce(jsonb_agg(to_jsonb(l) order by l.line_no), '[]') from (
        select line_no, product_id, variant_id, name, options, quantity, unit_price_cents, state from order_lines
        where tenant_id = o.tenant_id and order_id = o.id order by line_no limit ${mostLines}) l) as lines
    from orders o join tenants t on t.id = o.tenant_id join customers c on c.tenant_id = o.tenant_id and c.id = o.customer_id
    where ${order}`,
    { label: 'order.invoice', ...(signal === undefined ? {} : { signal }) },
  );
  if (found === undefined) return undefined;
  const ledger = found.ledger.filter((entry) => entry.amount_cents > 0);
  const sum = (kind: 'payment' | 'refund'): number =>
    ledger.reduce((all, entry) => all + (entry.kind_of_entry === kind ? entry.amount_cents : 0), 0);
  return {
    ...found,
    ledger,
    number: `INV-${found.id.replaceAll(/[^\p{L}\p{N}-]/gu, '').toUpperCase()}`,
    paid_cents: sum('payment'),
    refunded_cents: sum('refund'),
  };
}

/** Where the printable page of an order's invoice is. */
export function invoicePath(orderId: string): string {
  return `${fleetMember('order-management').prefix}/orders/${encodeURIComponent(orderId)}/invoice`;
}
