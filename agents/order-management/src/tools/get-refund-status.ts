/** Where the money of an order stands: refunds made, refunds promised, and the return or exchange behind them. */
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { defineTool, done, type ToolResult } from '@deskfleet/shared/agent/tool.ts';
import { column, nullable, row } from '@deskfleet/shared/database/row.ts';
import { sql, text } from '@deskfleet/shared/database/sql.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { money } from '@deskfleet/shared/money.ts';
import { orderKey } from '@deskfleet/shared/order-key.ts';
import { dayOf } from '../policy/calendar.ts';
import { methodName, type PaymentMethodFacts } from '../policy/payment-method.ts';
import { orderIdInput, orderNotFound } from './order-input.ts';
import { ledgerOf, type PaymentPart } from './order-parts.ts';
import { paymentView, type Shop } from './order-view.ts';

const input = z.object({ order_id: orderIdInput });

interface PromisedPart extends PaymentMethodFacts {
  readonly state: string;
  readonly amount_cents: number;
  readonly created_at: string;
}
interface DecisionPart {
  readonly kind: string;
  readonly state: 'waiting' | 'approved' | 'refused';
  readonly amount_cents: number;
  readonly reason: string | null;
  readonly created_at: string;
  readonly decided_at: string | null;
}
interface RequestPart {
  readonly kind: string;
  readonly state: string;
  readonly created_at: string;
  readonly difference_cents: number;
  readonly fee_cents: number;
  readonly received_at: string | null;
}

const refundRow = row({
  id: column.text(),
  status: column.text(),
  currency: column.text(),
  time_zone: column.text(),
  ledger: column.json<readonly PaymentPart[]>(),
  promised: column.json<readonly PromisedPart[]>(),
  requests: column.json<readonly RequestPart[]>(),
  decisions: column.json<readonly DecisionPart[]>(),
  cancelled_at: nullable(column.instant()),
});

export const getRefundStatus = defineTool({
  name: 'get_refund_status',
  description:
    'Refunds of one order: what was refunded when and to where, what is promised and waits for goods or for approval, the return or exchange request behind it, and what a colleague decided and why.',
  input,
  sample: { customer: 'cust105', input: { order_id: 'o14105' } },
  run: read,
});

async function read({ order_id }: z.infer<typeof input>, context: ToolContext): Promise<ToolResult> {
  const order = await context.database.maybeOne(
    refundRow,
    sql`
    select o.id, o.status, o.cancelled_at, t.currency, t.time_zone, ${ledgerOf} as ledger,
      (select coalesce(jsonb_agg(jsonb_build_object('state', r.state, 'amount_cents', r.amount_cents, 'created_at', r.created_at,
          'kind', m.kind, 'brand', m.brand, 'last_four', m.last_four) order by r.created_at, r.id), '[]')
        from refunds r join payment_methods m on m.tenant_id = r.tenant_id and m.id = r.payment_method_id
        where r.tenant_id = o.tenant_id and r.order_id = o.id and r.state like 'waiting%') as promised,
      (select coalesce(jsonb_agg(jsonb_build_object('kind', kind, 'state', state, 'created_at', created_at, 'difference_cents', difference_cents, 'fee_cents', fee_cents, 'received_at', received_at) order by created_at), '[]')
        from return_requests where tenant_id = o.tenant_id and order_id = o.id) as requests,
      (select coalesce(jsonb_agg(jsonb_build_object('kind', kind, 'state', state, 'amount_cents', amount_cents, 'reason', reason, 'created_at', created_at, 'decided_at', decided_at) order by created_at, id), '[]')
        from approvals where tenant_id = o.tenant_id and order_id = o.id) as decisions
    from orders o join tenants t on t.id = o.tenant_id
    where o.tenant_id = ${context.tenant} and o.customer_id = ${text(context.customerId)} and o.code_key = ${orderKey(order_id)}`,
    { signal: context.signal, label: 'order.refunds' },
  );
  if (!order) return orderNotFound(order_id);
  const { currency, time_zone } = order;
  const refunds = order.ledger.filter((entry) => entry.kind_of_entry === 'refund' && entry.amount_cents > 0);
  return done({
    order_id: order.id,
    status: order.status,
    refunded: money(
      refunds.reduce((sum, entry) => sum + entry.amount_cents, 0),
      currency,
    ),
    refunds: refunds.map((entry) => paymentView(entry, order)),
    waiting: order.promised.map((entry) => ({
      state: entry.state,
      amount: money(entry.amount_cents, currency),
      method: methodName(entry),
      method_kind: entry.kind,
      since: dayOf(entry.created_at, time_zone),
    })),
    requests: order.requests.map((request) => ({
      kind: request.kind,
      state: request.state,
      requested_on: dayOf(request.created_at, time_zone),
      ...(request.received_at === null ? {} : { goods_received_on: dayOf(request.received_at, time_zone) }),
      ...(request.kind === 'exchange'
        ? { difference: money(request.difference_cents, currency) }
        : { restocking_fee: money(request.fee_cents, currency) }),
    })),
    ...(order.decisions.length === 0 ? {} : { approvals: order.decisions.map((entry) => decisionView(entry, order)) }),
  });
}

function decisionView(entry: DecisionPart, { currency, time_zone }: Shop): JsonObject {
  return {
    kind: entry.kind,
    state: entry.state,
    amount: money(entry.amount_cents, currency),
    asked_on: dayOf(entry.created_at, time_zone),
    ...(entry.decided_at === null ? {} : { decided_on: dayOf(entry.decided_at, time_zone) }),
    ...(entry.reason === null ? {} : { reason: entry.reason }),
  };
}
