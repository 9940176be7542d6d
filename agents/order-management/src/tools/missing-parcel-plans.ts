/** What is written for each remedy of a missing parcel. */
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { refuse, type Planned, type WritePlan } from '@deskfleet/shared/agent/tool.ts';
import { instant, json, sql } from '@deskfleet/shared/database/sql.ts';
import { money } from '@deskfleet/shared/money.ts';
import { addDays, dayIn } from '../policy/calendar.ts';
import type { Remedy, Reportable } from '../policy/missing-parcel.ts';
import { routeRefund } from '../policy/money-route.ts';
import { methodName } from '../policy/payment-method.ts';
import type { Refund } from '../policy/refund.ts';
import { longDay } from '../policy/returning.ts';
import { needsApproval } from '../policy/shop-rules.ts';
import { takeUnits, type TakenUnits, type UnitLine } from '../policy/units.ts';
import { refundWords } from './item-input.ts';
import {
  askApproval,
  basisOf,
  moveStock,
  moveUnits,
  promiseRefunds,
  settle,
  stockNeeds,
  tally,
  type Effects,
  type Entry,
  type Needs,
} from './order-effects.ts';
import type { OrderForChange } from './order-for-change.ts';
import {
  closeReport,
  orderAfterRefund,
  renumberParcel,
  sendReplacement,
  type ReportedParcel,
} from './parcel-reports.ts';

export type OrderWithParcels = OrderForChange & { readonly parcels: readonly ReportedParcel[] };

export interface Report {
  readonly order: OrderWithParcels;
  readonly parcel: ReportedParcel;
  readonly units: readonly UnitLine[];
  /** The same units by variant. */
  readonly held: readonly { readonly variant_id: string; readonly quantity: number }[];
  readonly reportable: Reportable;
  /** "1 × Nova 5G (color black)". */
  readonly items: string;
}

export function tracePlan(report: Report, context: ToolContext): WritePlan {
  const { order, parcel, items } = report;
  const until = addDays(dayIn(context.now, order.time_zone), order.rules.missing_trace_days);
  return written(
    report,
    'trace',
    'open',
    {
      terms: { search_until: until },
      summary: `Have the carrier search for parcel ${parcel.shipment_id} of order ${order.id} (${items}) until ${longDay(until)}. If it has not turned up by then, tell us again.`,
      message: `The carrier searches for parcel ${parcel.shipment_id} of order ${order.id}. If it has not turned up by ${longDay(until)}, tell us again.`,
      effects: touched(order, context),
    },
    context,
  );
}

function touched(order: OrderWithParcels, context: ToolContext): Effects {
  return {
    changed_order: sql`update orders set version = version + 1 from claim where orders.tenant_id = ${context.tenant} and orders.id = ${order.id}`,
  };
}

export function replacementPlan(report: Report, price: number, context: ToolContext): WritePlan {
  const { order, parcel, units, held: aside, items } = report;
  const approval = needsApproval(price, order.rules);
  const deltas = tally([], aside);
  return written(
    report,
    'replacement',
    approval ? 'waiting for approval' : 'settled',
    {
      terms: { items: aside, value: money(price, order.currency) },
      summary: `Send ${items} of order ${order.id} again, free of charge, in place of parcel ${parcel.shipment_id}${approval ? ', once a colleague has approved it' : ''}. It is set aside for you.`,
      message: approval
        ? `The replacement for parcel ${parcel.shipment_id} of order ${order.id} is set aside and waiting for the approval of a colleague.`
        : `${items} of order ${order.id} is being packed again, in place of parcel ${parcel.shipment_id}.`,
      needs: { stock: stockNeeds(deltas) },
      effects: {
        ...moveStock(deltas, context),
        ...(approval
          ? {
              ...touched(order, context),
              ...askApproval(order, 'missing parcel', price, sql`${json({ aside })}`, context),
            }
          : sendReplacement(order, units, context)),
      },
    },
    context,
  );
}

export function refundPlan(report: Report, price: number, context: ToolContext): Planned {
  const { order, parcel, units, items } = report;
  const routed = routeRefund(order.committed, price, order.rules.refund_route, undefined, order.methods);
  if (!routed.ok) return routed;
  const refunds = routed.value;
  if (refunds.length === 0)
    return refuse('nothing_to_refund', `Nothing of what was paid for order ${order.id} is left to refund.`);
  const total = refunds.reduce((sum, one) => sum + one.amount_cents, 0);
  const approval = needsApproval(total, order.rules);
  const taken = takeUnits(order.lines, units, order.last_line_no);
  const back = refundWords(refunds, order.currency);
  const plan = written(
    report,
    'refund',
    approval ? 'waiting for approval' : 'settled',
    {
      terms: {
        refund: money(total, order.currency),
        refunds: refunds.map((one) => ({
          payment_method_id: one.payment_method_id,
          method: methodName(one),
          amount: money(one.amount_cents, order.currency),
        })),
      },
      summary: `Refund ${back} for parcel ${parcel.shipment_id} of order ${order.id} (${items})${approval ? ', once a colleague has approved it' : ''}. It is not sent again.`,
      message: approval
        ? `The refund of ${back} for parcel ${parcel.shipment_id} of order ${order.id} is waiting for the approval of a colleague.`
        : `I have refunded ${back} for parcel ${parcel.shipment_id} of order ${order.id}.`,
      effects: {
        ...moveUnits(order, taken, 'cancelled', context),
        ...renumberParcel(parcel.shipment_id, taken.split, context),
        ...(approval
          ? waitForApproval(order, refunds, total, taken, context)
          : payAtOnce(report, refunds, taken, context)),
      },
    },
    context,
  );
  return { ok: true, plan };
}

function waitForApproval(
  order: OrderWithParcels,
  refunds: readonly Refund[],
  total: number,
  taken: TakenUnits,
  context: ToolContext,
): Effects {
  const cancelled = [...taken.whole, ...taken.split.map(({ line_no }) => line_no)];
  return {
    ...touched(order, context),
    ...promiseRefunds(order, refunds, 'waiting for approval', context),
    ...askApproval(order, 'missing parcel', total, sql`${json({ cancelled })}`, context),
  };
}

function payAtOnce(report: Report, refunds: readonly Refund[], taken: TakenUnits, context: ToolContext): Effects {
  const { order, parcel } = report;
  const entries = refunds.map((one): Entry => ({ kind: 'refund', method: one, cents: one.amount_cents }));
  return {
    ...orderAfterRefund(order, order.parcels, parcel.shipment_id, taken.whole, context),
    ...settle(order, entries, context),
  };
}

interface Outcome {
  readonly terms: WritePlan['terms'];
  readonly summary: string;
  readonly message: string;
  readonly needs?: Needs;
  readonly effects: Effects;
}

function written(
  { order, parcel, reportable }: Report,
  remedy: Remedy,
  state: 'open' | 'waiting for approval' | 'settled',
  outcome: Outcome,
  context: ToolContext,
): WritePlan {
  const { circumstance, endsTrace } = reportable;
  const terms = {
    order_id: order.id,
    shipment_id: parcel.shipment_id,
    circumstance,
    remedy,
    state,
    ...outcome.terms,
  };
  return {
    summary: outcome.summary,
    subject: `order:${order.id}`,
    terms,
    basis: basisOf(order, context, outcome.needs),
    effects: {
      ...(endsTrace && parcel.report !== null ? closeReport(parcel.report.id, 'closed', context) : {}),
      // One open report per parcel: the old one has to be closed before the new one is written.
      report: sql`
        insert into missing_parcel_reports (tenant_id, id, order_id, shipment_id, circumstance, remedy, state, created_at, closed_at, quote_id)
        select ${context.tenant}, claim.id, ${order.id}, ${parcel.shipment_id}, ${circumstance}, ${remedy}, ${state}, ${instant(context.now)},
          ${state === 'settled' ? instant(context.now) : sql`null::timestamptz`}, claim.id
        from claim ${endsTrace && parcel.report !== null ? sql`, (select count(*) from closed_report) ended` : sql``}`,
      ...outcome.effects,
    },
    result: { ...terms, message: outcome.message, status: state },
  };
}
