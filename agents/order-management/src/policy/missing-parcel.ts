/** Parcels that did not come: when one may be reported, and what is offered then. Days are ISO texts of the shop. */
import { addDays } from './calendar.ts';
import type { ShipmentStatus } from './delivery.ts';
import { longDay } from './returning.ts';
import type { ShopRules } from './shop-rules.ts';
import { allow, deny, type Refusal, type Verdict } from './verdict.ts';

export const REMEDIES = ['trace', 'replacement', 'refund'] as const;
export type Remedy = (typeof REMEDIES)[number];
export type Circumstance = 'late' | 'lost' | 'not received';

export interface ReportFacts {
  readonly state: 'open' | 'waiting for approval' | 'settled' | 'refused' | 'closed';
  readonly remedy: Remedy;
  readonly reported_on: string;
}

export interface MissingParcel {
  readonly shipment_id: string;
  readonly status: ShipmentStatus;
  readonly shipped_on: string | null;
  /** The parcel's own estimate, or the order's. */
  readonly estimated_on: string | null;
  readonly delivered_on: string | null;
  /** The latest report about it. */
  readonly report: ReportFacts | null;
}

type MissingRules = Pick<
  ShopRules,
  | 'missing_late_days'
  | 'missing_delivered_wait_days'
  | 'missing_delivered_report_days'
  | 'missing_trace_days'
  | 'missing_remedies'
>;

export interface Reportable {
  readonly circumstance: Circumstance;
  readonly offered: readonly Remedy[];
  /** A search that is over: the new report takes its place. */
  readonly endsTrace: boolean;
}

/** What the customer may have when they say that this parcel did not come, or why nothing yet. */
export function mayReport(parcel: MissingParcel, today: string, rules: MissingRules): Verdict<Reportable> {
  const { report } = parcel;
  if (report !== null && (report.state === 'settled' || report.state === 'waiting for approval'))
    return deny('already_reported', alreadyReported(parcel, report));
  const searching = report?.state === 'open';
  const searchEnds = searching ? addDays(report.reported_on, rules.missing_trace_days) : null;
  const declaredLost = parcel.status === 'lost';
  const searchOver = searchEnds !== null && today > searchEnds;
  if (searchEnds !== null && !declaredLost && !searchOver) {
    return deny(
      'already_reported',
      `A search for parcel ${parcel.shipment_id} has been running since ${longDay(report?.reported_on ?? today)}. If it has not turned up by ${longDay(searchEnds)}, tell me again.`,
    );
  }
  const circumstance = declaredLost || searchOver ? allow<Circumstance>('lost') : whatHappened(parcel, today, rules);
  if (!circumstance.ok) return circumstance;
  const refused = report?.state === 'refused' ? report.remedy : undefined;
  const offered = REMEDIES.filter(
    (remedy) => remedy !== refused && rules.missing_remedies[circumstance.value]?.includes(remedy),
  );
  if (offered.length === 0)
    return deny('no_remedy', `For parcel ${parcel.shipment_id} a colleague has to find a solution; I cannot do it.`);
  return allow({ circumstance: circumstance.value, offered, endsTrace: searching });
}

function whatHappened(parcel: MissingParcel, today: string, rules: MissingRules): Verdict<Circumstance> {
  const { shipment_id, status, delivered_on } = parcel;
  if (status === 'label_created')
    return deny('not_sent', `Parcel ${shipment_id} has not been handed to the carrier yet, so it cannot be missing.`);
  if (status === 'returned')
    return deny(
      'returned_to_sender',
      `The carrier could not deliver parcel ${shipment_id} and has sent it back to us. A colleague has to decide what happens with it.`,
    );
  if (status === 'delivered') return notReceived(shipment_id, delivered_on, today, rules);
  const due = parcel.estimated_on ?? parcel.shipped_on;
  const from = due === null ? null : addDays(due, rules.missing_late_days + 1);
  if (from !== null && today >= from) return allow<Circumstance>('late');
  const expected = parcel.estimated_on === null ? '' : ` and expected on ${longDay(parcel.estimated_on)}`;
  return deny(
    'not_missing_yet',
    `Parcel ${shipment_id} is on its way${expected}.${from === null ? '' : ` If it has not come by then, it can be reported missing from ${longDay(from)}.`}`,
  );
}

function notReceived(
  id: string,
  deliveredOn: string | null,
  today: string,
  rules: MissingRules,
): Verdict<Circumstance> {
  if (deliveredOn === null) return allow<Circumstance>('not received');
  const from = addDays(deliveredOn, rules.missing_delivered_wait_days);
  if (today < from)
    return deny(
      'not_missing_yet',
      `The carrier reported parcel ${id} delivered on ${longDay(deliveredOn)}. Please look with your neighbours first; if it has not turned up, it can be reported missing from ${longDay(from)}.`,
    );
  const until = addDays(deliveredOn, rules.missing_delivered_report_days);
  if (today > until)
    return deny(
      'report_too_late',
      `The carrier reported parcel ${id} delivered on ${longDay(deliveredOn)}. That it did not arrive could be reported until ${longDay(until)}.`,
    );
  return allow<Circumstance>('not received');
}

function alreadyReported({ shipment_id }: MissingParcel, report: ReportFacts): string {
  const since = `Parcel ${shipment_id} was reported missing on ${longDay(report.reported_on)}`;
  if (report.state === 'waiting for approval')
    return `${since}, and the ${report.remedy} is waiting for the approval of a colleague.`;
  return `${since}, and it was settled by a ${report.remedy}.`;
}

/**
 * The parcel that a report is about: the named one, or the only one that can be reported. A lost or late parcel is
 * meant rather than one that was delivered.
 * @returns its place in the list.
 */
export function parcelMeant(
  orderId: string,
  parcels: readonly MissingParcel[],
  shipmentId: string | undefined,
  today: string,
  rules: MissingRules,
): Verdict<{ readonly parcel: MissingParcel; readonly reportable: Reportable }> {
  const named =
    shipmentId === undefined ? parcels : parcels.filter(({ shipment_id }) => sameId(shipment_id, shipmentId));
  if (named.length === 0)
    return shipmentId === undefined
      ? deny('not_sent', `Nothing of order ${orderId} has been sent yet, so no parcel of it can be missing.`)
      : deny('shipment_not_found', `Order ${orderId} has no parcel "${shipmentId}".`);
  const refusals: Refusal[] = [];
  const found = named.flatMap((parcel) => {
    const reportable = mayReport(parcel, today, rules);
    if (!reportable.ok) refusals.push(reportable);
    return reportable.ok ? [{ parcel, reportable: reportable.value }] : [];
  });
  const undelivered = found.filter(({ reportable }) => reportable.circumstance !== 'not received');
  const likely = undelivered.length > 0 ? undelivered : found;
  const [only, ...others] = likely;
  if (only === undefined) {
    const first = refusals.find(({ code }) => code === 'already_reported') ?? refusals[0];
    return first ?? deny('shipment_not_found', `Order ${orderId} has no parcel that could be missing.`);
  }
  if (others.length === 0) return allow(only);
  return deny(
    'shipment_missing',
    `Which parcel of order ${orderId} did not come: ${likely.map(({ parcel }) => parcel.shipment_id).join(', ')}?`,
  );
}

function sameId(id: string, said: string): boolean {
  return id.toLowerCase() === said.trim().toLowerCase();
}

/** Where an order stands once a missing parcel was paid back. */
export function statusAfterRefund(
  status: string,
  standingLines: readonly number[],
  otherParcels: readonly { readonly status: ShipmentStatus; readonly lines: readonly number[] }[],
): string {
  if (standingLines.length === 0) return 'cancelled';
  const arrived = new Set(
    otherParcels.filter((parcel) => parcel.status === 'delivered').flatMap((parcel) => parcel.lines),
  );
  return standingLines.every((line) => arrived.has(line)) ? 'delivered' : status;
}

/** Where an order stands while something is packed anew: the rest of it may have been sent. */
export function statusWhilePacking(
  repacked: readonly number[],
  standingLines: readonly number[],
): 'processed' | 'partially_shipped' {
  return standingLines.every((line) => repacked.includes(line)) ? 'processed' : 'partially_shipped';
}
