/** What an approval and a refusal write, by what was asked for. */
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { refuse } from '@deskfleet/shared/agent/tool.ts';
import { instant, json, sql, textArray } from '@deskfleet/shared/database/sql.ts';
import { stockOfRefusal, type ApprovalKind, type Undo } from '../policy/approval.ts';
import type { PromisedRefund } from '../policy/refund.ts';
import { allow, type Verdict } from '../policy/verdict.ts';
import { closeRefunds, moveStock, payRefunds, stockNeeds, tally, type Effects, type Needs } from './order-effects.ts';
import type { OrderForChange } from './order-for-change.ts';
import {
  closeReport,
  orderAfterRefund,
  sendReplacement,
  standingUnits,
  type ReportedParcel,
} from './parcel-reports.ts';
import { refundedWords, settleRequest, type RequestPart } from './request-settlement.ts';

export type ApprovalOrder = OrderForChange & {
  readonly approval: {
    readonly id: string;
    readonly kind: ApprovalKind;
    readonly state: string;
    readonly amount_cents: number;
    readonly undo: Undo;
    readonly reason: string | null;
  };
  readonly request: RequestPart | null;
  readonly parcels: readonly ReportedParcel[];
  readonly on_hand: Readonly<Record<string, number>>;
};

export interface Outcome {
  readonly effects: Effects;
  readonly needs: Needs;
  readonly words: string;
  readonly state: 'paid' | 'waiting for goods' | 'refused' | 'settled';
}

export function approvalEffects(order: ApprovalOrder, context: ToolContext): Verdict<Outcome> {
  const { approval } = order;
  const refunds = refundsOf(order);
  switch (approval.kind) {
    case 'return':
    case 'exchange':
      return approvedRequest(order, refunds, context);
    case 'missing parcel':
      return approvedParcel(order, refunds, context);
    case 'cancellation':
    case 'item change':
      return allow({
        effects: { ...touched(order, context), ...payRefunds(order, approval.id, refunds, context) },
        needs: {},
        words: refundedWords(refunds, order.currency),
        state: 'paid',
      });
  }
}

function refundsOf({ promised, approval }: ApprovalOrder): readonly PromisedRefund[] {
  return promised.filter(({ request_id }) => request_id === approval.id);
}

function touched(order: ApprovalOrder, context: ToolContext): Effects {
  return {
    changed_order: sql`update orders set version = version + 1 from claim where orders.tenant_id = ${context.tenant} and orders.id = ${order.id}`,
  };
}

/** A return is paid when the goods are back; they may be back already. */
function approvedRequest(
  order: ApprovalOrder,
  refunds: readonly PromisedRefund[],
  context: ToolContext,
): Verdict<Outcome> {
  const { request, approval } = order;
  if (request !== null && request.received_condition !== null) {
    const settled = settleRequest(order, request, request.received_condition, undefined, context);
    return settled.ok ? allow({ ...settled.value, state: 'paid' }) : settled;
  }
  return allow({
    effects: {
      ...touched(order, context),
      open_request: sql`
        update return_requests set state = 'requested' from claim where return_requests.tenant_id = ${context.tenant} and return_requests.id = ${approval.id}`,
      ...(refunds.length > 0 ? closeRefunds(order, approval.id, 'waiting for goods', context) : {}),
    },
    needs: {},
    words: 'it is settled when the goods have come back',
    state: 'waiting for goods',
  });
}

function approvedParcel(
  order: ApprovalOrder,
  refunds: readonly PromisedRefund[],
  context: ToolContext,
): Verdict<Outcome> {
  const { approval } = order;
  const parcel = order.parcels.find(({ report }) => report?.id === approval.id);
  const closed = closeReport(approval.id, 'settled', context);
  if (refunds.length > 0)
    return allow({
      effects: {
        ...(parcel === undefined
          ? touched(order, context)
          : orderAfterRefund(order, order.parcels, parcel.shipment_id, [], context)),
        ...payRefunds(order, approval.id, refunds, context),
        ...closed,
      },
      needs: {},
      words: refundedWords(refunds, order.currency),
      state: 'paid',
    });
  const units = parcel === undefined ? [] : standingUnits(parcel, order);
  if (units.length === 0)
    return refuse(
      'nothing_to_send',
      `Order ${order.id} is ${order.status}: nothing of the parcel is to be sent again.`,
    );
  return allow({
    effects: { ...sendReplacement(order, units, context), ...closed },
    needs: {},
    words: 'the replacement is being packed',
    state: 'settled',
  });
}

/** Puts the order back as it was; `mayRefuse` has said that this is possible. */
export function refusalEffects(order: ApprovalOrder, reason: string, context: ToolContext): Verdict<Outcome> {
  const { approval } = order;
  const { back, taken } = stockOfRefusal(approval.kind, approval.undo, {
    order_id: order.id,
    status: order.status,
    lines: order.lines,
    complete: true,
    on_hand: order.on_hand,
  });
  const aside = (order.request?.lines ?? []).flatMap(({ new_variant_id, quantity }) =>
    new_variant_id === null ? [] : [{ variant_id: new_variant_id, quantity }],
  );
  const deltas = tally([...back, ...(approval.kind === 'exchange' ? aside : [])], taken);
  const refunds = refundsOf(order);
  return allow({
    effects: {
      ...putBack(order, context),
      ...moveStock(deltas, context),
      ...(refunds.length > 0 ? closeRefunds(order, approval.id, 'refused', context) : {}),
    },
    needs: { stock: stockNeeds(deltas) },
    words: `${REOPENED[approval.kind]}. Reason: ${reason.replace(/[.\s]+$/u, '')}`,
    state: 'refused',
  });
}

const REOPENED: Readonly<Record<ApprovalKind, string>> = {
  cancellation: 'nothing is refunded and the order is open again',
  'item change': 'nothing is refunded and the order has its former items again',
  return: 'nothing is refunded and the customer keeps the items',
  exchange: 'nothing is exchanged and the customer keeps the items',
  'missing parcel': 'nothing is paid or sent',
};

function putBack(order: ApprovalOrder, context: ToolContext): Effects {
  const { approval, request } = order;
  const { undo } = approval;
  const ofOrder = sql`orders.tenant_id = ${context.tenant} and orders.id = ${order.id}`;
  switch (approval.kind) {
    case 'cancellation':
      return {
        changed_order: sql`
          update orders set status = ${undo.status ?? 'pending'}, cancel_reason = null, cancelled_at = null, version = version + 1 from claim where ${ofOrder}`,
        ...reopenLines(order, undo.cancelled ?? [], context),
      };
    case 'item change':
      return {
        changed_order: sql`
          update orders set status = ${undo.status ?? 'pending'}, total_cents = ${undo.total_cents ?? order.total_cents}, version = version + 1 from claim where ${ofOrder}`,
        ...formerLines(order, undo, context),
      };
    case 'missing parcel':
      return {
        ...touched(order, context),
        ...reopenLines(order, undo.cancelled ?? [], context),
        ...closeReport(approval.id, 'refused', context),
      };
    case 'return':
    case 'exchange':
      return {
        changed_order: sql`update orders set status = 'delivered', version = version + 1 from claim where ${ofOrder}`,
        ...reopenLines(
          order,
          order.lines.filter(({ state }) => state === `${approval.kind} requested`).map(({ line_no }) => line_no),
          context,
        ),
        ...(request === null
          ? {}
          : {
              refused_request: sql`
                update return_requests set state = 'refused', closed_at = ${instant(context.now)} from claim
                where return_requests.tenant_id = ${context.tenant} and return_requests.id = ${request.id}`,
            }),
      };
  }
}

function reopenLines(order: ApprovalOrder, numbers: readonly number[], context: ToolContext): Effects {
  if (numbers.length === 0) return {};
  return {
    reopened_lines: sql`
      update order_lines set state = 'ordered' from claim
      where order_lines.tenant_id = ${context.tenant} and order_lines.order_id = ${order.id} and order_lines.line_no::text = any(${textArray(numbers.map(String))})`,
  };
}

function formerLines(order: ApprovalOrder, { lines = [], added = [] }: Undo, context: ToolContext): Effects {
  return {
    former_lines: sql`
      update order_lines set variant_id = l.variant_id, name = l.name, options = l.options, quantity = l.quantity, unit_price_cents = l.unit_price_cents
      from claim, jsonb_to_recordset(${json(lines)}) as l(line_no int, variant_id text, name text, options jsonb, quantity int, unit_price_cents int)
      where order_lines.tenant_id = ${context.tenant} and order_lines.order_id = ${order.id} and order_lines.line_no = l.line_no`,
    ...(added.length === 0
      ? {}
      : {
          removed_lines: sql`
            delete from order_lines using claim
            where order_lines.tenant_id = ${context.tenant} and order_lines.order_id = ${order.id} and order_lines.line_no::text = any(${textArray(added.map(String))})`,
        }),
  };
}
