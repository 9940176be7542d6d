/** Staff: the decision about what waits for approval. */
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { defineWriteTool, refuse, type Planned, type WriteTool } from '@deskfleet/shared/agent/tool.ts';
import { column, nullable, row } from '@deskfleet/shared/database/row.ts';
import { instant, sql, text } from '@deskfleet/shared/database/sql.ts';
import { money } from '@deskfleet/shared/money.ts';
import { mayRefuse, type ApprovalKind, type Undo } from '../policy/approval.ts';
import { approvalEffects, refusalEffects, type ApprovalOrder } from './approval-outcomes.ts';
import { basisOf } from './order-effects.ts';
import { changeColumns, forChange, MOST_LINES, ORDER_TABLES, orderColumns } from './order-for-change.ts';
import { reportedParcelsOf, type ReportedParcel } from './parcel-reports.ts';
import { openRequestOf, type RequestPart } from './request-settlement.ts';

const input = z.object({
  approval_id: z
    .string()
    .trim()
    .min(1, 'Give the approval_id that list_approvals shows.')
    .max(64)
    .describe('What is decided about: approval_id of list_approvals.'),
  decision: z.enum(['approve', 'refuse'], 'Either "approve" or "refuse".').describe('Whether the money is paid.'),
  reason: z
    .string()
    .trim()
    .max(300, 'At most 300 characters.')
    .default('')
    .describe('Why it is refused, in words for the customer. Needed for a refusal only.'),
});
type Input = z.infer<typeof input>;

const decisionRow = row({
  ...changeColumns,
  approval: column.json<{
    id: string;
    kind: ApprovalKind;
    state: string;
    amount_cents: number;
    undo: Undo;
    reason: string | null;
  }>(),
  request: nullable(column.json<RequestPart>()),
  parcels: column.json<readonly ReportedParcel[]>(),
  on_hand: column.json<Readonly<Record<string, number>>>(),
});

export const approveRefund: WriteTool = defineWriteTool({
  name: 'approve_refund',
  description:
    'Approve or refuse a refund, return, exchange, cancellation or missing parcel that waits for approval. What depends on goods is paid when they are back, everything else at once. ' +
    'A refusal needs a reason and puts the order back as it was; where that is not possible, it can only be approved.',
  audience: 'staff',
  needsCustomer: false,
  input,
  sample: { customer: null, input: { approval_id: 'ret14122', decision: 'approve' } },
  plan,
});

async function plan({ approval_id, decision, reason }: Input, context: ToolContext): Promise<Planned> {
  const found = await context.database.maybeOne(
    decisionRow,
    sql`
    select ${orderColumns(false)}, to_jsonb(a) as approval, ${openRequestOf} as request, ${reportedParcelsOf} as parcels,
      (select coalesce(jsonb_object_agg(s.variant_id, s.on_hand), '{}') from stock s where s.tenant_id = o.tenant_id and s.variant_id in (
        select variant_id from order_lines where tenant_id = o.tenant_id and order_id = o.id
        union select l.value ->> 'variant_id' from jsonb_array_elements(coalesce(a.undo -> 'lines', '[]'::jsonb)) l)) as on_hand
    from approvals a join ${ORDER_TABLES} on o.tenant_id = a.tenant_id and o.id = a.order_id
    where a.tenant_id = ${context.tenant} and a.id = ${approval_id}`,
    { signal: context.signal, label: 'approval.read' },
  );
  if (!found)
    return refuse('approval_not_found', `There is no approval "${approval_id}"; list_approvals shows what waits.`);
  const order: ApprovalOrder = forChange(found);
  const { approval } = order;
  if (approval.state !== 'waiting')
    return refuse(
      'already_decided',
      `That was ${approval.state} already${approval.reason === null ? '' : `: ${approval.reason}`}.`,
    );
  if (decision === 'refuse') {
    if (reason === '') return refuse('reason_missing', 'Say why it is refused, in words for the customer.');
    const not = mayRefuse(approval.kind, approval.undo, {
      order_id: order.id,
      status: order.status,
      lines: order.lines,
      complete: order.line_count <= MOST_LINES,
      on_hand: order.on_hand,
    });
    if (not) return not;
  }
  const outcome = decision === 'approve' ? approvalEffects(order, context) : refusalEffects(order, reason, context);
  if (!outcome.ok) return outcome;
  const { effects, needs, words, state } = outcome.value;
  const terms = {
    approval_id,
    order_id: order.id,
    kind: approval.kind,
    decision,
    amount: money(approval.amount_cents, order.currency),
    state,
    ...(decision === 'refuse' ? { reason } : {}),
  };
  return {
    ok: true,
    plan: {
      summary: `${decision === 'approve' ? 'Approve' : 'Refuse'} the ${approval.kind} of order ${order.id}: ${words}.`,
      subject: `order:${order.id}`,
      customerId: order.customer_id,
      terms,
      basis: basisOf(order, context, needs),
      effects: {
        decided: sql`
          update approvals set state = ${decision === 'approve' ? 'approved' : 'refused'}, reason = ${text(decision === 'refuse' ? reason : null)},
            decided_at = ${instant(context.now)}, decided_by = ${`${context.principal.kind}:${context.principal.subject}`}
          from claim where approvals.tenant_id = ${context.tenant} and approvals.id = ${approval_id}`,
        ...effects,
      },
      result: {
        status: decision === 'approve' ? 'approved' : 'refused',
        ...terms,
        message: `The ${approval.kind} of order ${order.id} is ${decision === 'approve' ? 'approved' : 'refused'}: ${words}.`,
      },
    },
  };
}
