/** Parcels of an order with what they hold and the customer's latest report, and what settling a report writes. */
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { instant, json, sql, text } from '@deskfleet/shared/database/sql.ts';
import { dayOf } from '../policy/calendar.ts';
import type { ShipmentStatus } from '../policy/delivery.ts';
import {
  statusAfterRefund,
  statusWhilePacking,
  type MissingParcel,
  type Remedy,
  type ReportFacts,
} from '../policy/missing-parcel.ts';
import type { UnitLine } from '../policy/units.ts';
import { packParcel, type Effects } from './order-effects.ts';
import { openLines, type OrderForChange } from './order-for-change.ts';

/** Most parcels of one order that a report is looked for in. */
const MOST_PARCELS = 20;

export interface ReportedParcel {
  readonly shipment_id: string;
  readonly status: ShipmentStatus;
  readonly shipped_at: string | null;
  readonly estimated_on: string | null;
  readonly delivered_at: string | null;
  readonly lines: readonly UnitLine[];
  readonly report: {
    readonly id: string;
    readonly state: ReportFacts['state'];
    readonly remedy: Remedy;
    readonly created_at: string;
  } | null;
}

/** Parcels of the order `o`, as `ReportedParcel[]`. */
export const reportedParcelsOf = sql`(
  select coalesce(jsonb_agg(to_jsonb(s) order by s.shipped_at nulls last, s.shipment_id), '[]') from (
    select s.id as shipment_id, s.status, s.shipped_at, coalesce(s.estimated_on, o.estimated_delivery_on) as estimated_on, s.delivered_at,
      (select coalesce(jsonb_agg(jsonb_build_object('line_no', line_no, 'quantity', quantity) order by line_no), '[]') from shipment_lines
        where tenant_id = s.tenant_id and shipment_id = s.id) as lines,
      (select jsonb_build_object('id', m.id, 'state', m.state, 'remedy', m.remedy, 'created_at', m.created_at) from missing_parcel_reports m
        where m.tenant_id = s.tenant_id and m.shipment_id = s.id order by m.created_at desc, m.id desc limit 1) as report
    from shipments s where s.tenant_id = o.tenant_id and s.order_id = o.id order by s.shipped_at desc nulls last, s.id limit ${MOST_PARCELS}) s)`;

export function missingParcel(parcel: ReportedParcel, timeZone: string): MissingParcel {
  const { shipment_id, status, estimated_on, report } = parcel;
  return {
    shipment_id,
    status,
    estimated_on,
    shipped_on: dayOf(parcel.shipped_at, timeZone),
    delivered_on: dayOf(parcel.delivered_at, timeZone),
    report:
      report === null
        ? null
        : { state: report.state, remedy: report.remedy, reported_on: dayOf(report.created_at, timeZone) ?? '' },
  };
}

/** Units in a parcel that still stand in the order. A shop that does not record what is inside sends everything at once. */
export function standingUnits(parcel: ReportedParcel, order: OrderForChange): readonly UnitLine[] {
  const open = openLines(order);
  if (parcel.lines.length === 0) return open.map(({ line_no, quantity }) => ({ line_no, quantity }));
  return parcel.lines.flatMap(({ line_no, quantity }) => {
    const line = open.find((candidate) => candidate.line_no === line_no);
    return line === undefined ? [] : [{ line_no, quantity: Math.min(quantity, line.quantity) }];
  });
}

/** The order once the money for a parcel is paid back. @param gone lines that fall away with it. */
export function orderAfterRefund(
  order: OrderForChange,
  parcels: readonly ReportedParcel[],
  shipmentId: string,
  gone: readonly number[],
  context: ToolContext,
): Effects {
  const standing = openLines(order)
    .map(({ line_no }) => line_no)
    .filter((line_no) => !gone.includes(line_no));
  const others = parcels
    .filter((parcel) => parcel.shipment_id !== shipmentId)
    .map(({ status, lines }) => ({ status, lines: lines.map(({ line_no }) => line_no) }));
  const status = statusAfterRefund(order.status, standing, others);
  const cancelled = status === 'cancelled';
  return {
    changed_order: sql`
      update orders set status = ${status}, version = version + 1,
        cancel_reason = ${cancelled ? text('parcel missing') : sql`cancel_reason`}, cancelled_at = ${cancelled ? instant(context.now) : sql`cancelled_at`}
      from claim where orders.tenant_id = ${context.tenant} and orders.id = ${order.id}`,
  };
}

/** A second parcel with the same items. */
export function sendReplacement(order: OrderForChange, units: readonly UnitLine[], context: ToolContext): Effects {
  const status = statusWhilePacking(
    units.map(({ line_no }) => line_no),
    openLines(order).map(({ line_no }) => line_no),
  );
  return {
    changed_order: sql`
      update orders set status = ${status}, delivered_at = null, version = version + 1 from claim
      where orders.tenant_id = ${context.tenant} and orders.id = ${order.id}`,
    ...packParcel(order, units, context),
  };
}

export function closeReport(reportId: string, state: 'settled' | 'refused' | 'closed', context: ToolContext): Effects {
  return {
    closed_report: sql`
      update missing_parcel_reports set state = ${state}, closed_at = ${instant(context.now)} from claim
      where missing_parcel_reports.tenant_id = ${context.tenant} and missing_parcel_reports.id = ${reportId} returning missing_parcel_reports.id`,
  };
}

/** Parts of lines that became lines of their own are in the parcel under the new number. */
export function renumberParcel(
  shipmentId: string,
  split: readonly { readonly line_no: number; readonly from_line_no: number }[],
  context: ToolContext,
): Effects {
  if (split.length === 0) return {};
  return {
    renumbered: sql`
      update shipment_lines set line_no = l.line_no from claim, jsonb_to_recordset(${json(split)}) as l(line_no int, from_line_no int)
      where shipment_lines.tenant_id = ${context.tenant} and shipment_lines.shipment_id = ${shipmentId} and shipment_lines.line_no = l.from_line_no`,
  };
}
