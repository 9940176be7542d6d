/** Staff: what waits for a decision, oldest first. */
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { defineTool, done, type ToolResult } from '@deskfleet/shared/agent/tool.ts';
import { column, nullable, row } from '@deskfleet/shared/database/row.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import { money } from '@deskfleet/shared/money.ts';
import { dayIn, dayOf } from '../policy/calendar.ts';
import { methodName } from '../policy/payment-method.ts';
import type { Refund } from '../policy/refund.ts';

const KINDS = ['cancellation', 'item change', 'return', 'exchange', 'missing parcel'] as const;

const input = z.object({
  kind: z
    .enum(KINDS, `One of: ${KINDS.join(', ')}; or leave it out.`)
    .optional()
    .describe('Only approvals of this kind.'),
  limit: z
    .int()
    .min(1)
    .max(25, 'At most 25 approvals at a time; use offset for the next ones.')
    .default(20)
    .describe('Most approvals to return, 1 to 25.'),
  offset: z.int().min(0).max(10_000).default(0).describe('How many of the oldest to leave out; for the next page.'),
});
type Input = z.infer<typeof input>;

const approvalRow = row({
  id: column.text(),
  order_id: column.text(),
  kind: column.text(),
  amount_cents: column.int(),
  created_at: column.instant(),
  customer_id: column.text(),
  customer_name: column.text(),
  order_status: column.text(),
  refunds: column.json<readonly Refund[]>(),
  reason: nullable(column.text()),
  item_condition: nullable(column.text()),
  received_at: nullable(column.text()),
  shipment_id: nullable(column.text()),
  remedy: nullable(column.text()),
  found: column.int(),
  currency: column.text(),
  time_zone: column.text(),
});

export const listApprovals = defineTool({
  name: 'list_approvals',
  description:
    'Refunds, returns, exchanges, cancellations and missing parcels that wait for the approval of a colleague, oldest first: whose, how much, where to, why. Decide with approve_refund.',
  audience: 'staff',
  needsCustomer: false,
  input,
  sample: { customer: null, input: { limit: 5 } },
  run: list,
});

async function list({ kind, limit, offset }: Input, context: ToolContext): Promise<ToolResult> {
  const ofKind = kind === undefined ? sql`` : sql`and a.kind = ${kind}`;
  const rows = await context.database.query(
    approvalRow,
    sql`
    with waiting as (
      select a.*, count(*) over () as found from approvals a
      where a.tenant_id = ${context.tenant} and a.state = 'waiting' ${ofKind} order by a.created_at, a.id limit ${limit} offset ${offset}
    )
    select a.id, a.order_id, a.kind, a.amount_cents, a.created_at, o.customer_id, c.first_name || ' ' || c.last_name as customer_name, o.status as order_status,
      (select coalesce(jsonb_agg(jsonb_build_object('amount_cents', r.amount_cents, 'payment_method_id', m.id, 'kind', m.kind, 'brand', m.brand, 'last_four', m.last_four) order by r.id), '[]')
        from refunds r join payment_methods m on m.tenant_id = r.tenant_id and m.id = r.payment_method_id
        where r.tenant_id = a.tenant_id and r.order_id = a.order_id and r.request_id = a.id and r.state like 'waiting%') as refunds,
      case when a.kind = 'cancellation' then o.cancel_reason else left(q.reason, 200) end as reason, q.item_condition, q.received_at::text as received_at,
      m.shipment_id, m.remedy, a.found, t.currency, t.time_zone
    from waiting a join tenants t on t.id = a.tenant_id join orders o on o.tenant_id = a.tenant_id and o.id = a.order_id
    join customers c on c.tenant_id = o.tenant_id and c.id = o.customer_id
    left join return_requests q on q.tenant_id = a.tenant_id and q.id = a.id
    left join missing_parcel_reports m on m.tenant_id = a.tenant_id and m.id = a.id
    order by a.created_at, a.id`,
    { signal: context.signal, label: 'approval.list' },
  );
  const found = rows[0]?.found ?? 0;
  const next = offset + rows.length;
  return done({
    approvals: rows.map((entry) => ({
      approval_id: entry.id,
      kind: entry.kind,
      order_id: entry.order_id,
      order_status: entry.order_status,
      customer: entry.customer_id,
      customer_name: entry.customer_name,
      amount: money(entry.amount_cents, entry.currency),
      refunds: entry.refunds.map((refund) => ({
        amount: money(refund.amount_cents, entry.currency),
        method: methodName(refund),
      })),
      asked_on: dayIn(entry.created_at, entry.time_zone),
      ...(entry.reason === null ? {} : { reason: entry.reason }),
      ...(entry.item_condition === null ? {} : { condition: entry.item_condition }),
      ...(entry.received_at === null ? {} : { goods_received_on: dayOf(entry.received_at, entry.time_zone) }),
      ...(entry.shipment_id === null ? {} : { shipment_id: entry.shipment_id, remedy: entry.remedy }),
    })),
    ...(rows.length > 0 ? { approvals_in_all: found } : {}),
    ...(next < found ? { more: found - next, next_offset: next } : {}),
  });
}
