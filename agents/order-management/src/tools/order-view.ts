/** How the parts of an order look in a tool's result. */
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { money } from '@deskfleet/shared/money.ts';
import { dayIn, dayOf } from '../policy/calendar.ts';
import { deliveryOf, type Delivery } from '../policy/delivery.ts';
import { methodName } from '../policy/payment-method.ts';
import type { LinePart, ParcelPart, ParcelReport, PaymentPart } from './order-parts.ts';

/** Where the shop is and what it counts in. */
export interface Shop {
  readonly currency: string;
  readonly time_zone: string;
}

export function lineView(line: LinePart, { currency }: Shop): JsonObject {
  const { line_no, product_id, variant_id, name, options, quantity, state } = line;
  return {
    line_no,
    product_id,
    variant_id,
    name,
    options,
    quantity,
    unit_price: money(line.unit_price_cents, currency),
    state,
  };
}

export function paymentView(payment: PaymentPart, shop: Shop): JsonObject {
  const { kind, brand, last_four } = payment;
  return {
    kind: payment.kind_of_entry,
    amount: money(payment.amount_cents, shop.currency),
    method: methodName(payment),
    method_kind: kind,
    brand,
    last_four,
    on: dayOf(payment.created_at, shop.time_zone),
  };
}

export function parcelView(parcel: ParcelPart, lines: readonly LinePart[], { time_zone }: Shop): JsonObject {
  const { shipment_id, carrier, tracking_number, status, estimated_on } = parcel;
  return {
    shipment_id,
    carrier,
    tracking_number,
    status,
    shipped_on: dayOf(parcel.shipped_at, time_zone),
    delivered_on: dayOf(parcel.delivered_at, time_zone),
    estimated_on,
    items: lines.filter((line) => parcel.lines.includes(line.line_no)).map((line) => line.name),
    ...(parcel.report === null ? {} : { missing_report: reportView(parcel.report, time_zone) }),
  };
}

function reportView({ circumstance, remedy, state, created_at }: ParcelReport, timeZone: string): JsonObject {
  return { circumstance, remedy, state, reported_on: dayOf(created_at, timeZone) };
}

/** Lines that the customer has or will get: the rest was cancelled, sent back or exchanged. */
export function isStanding({ state }: Pick<LinePart, 'state'>): boolean {
  return state !== 'cancelled' && state !== 'returned' && state !== 'exchanged';
}

/** Parcels that still say something about the delivery: not those that were replaced, paid back or exchanged whole. */
export function countingParcels(parcels: readonly ParcelPart[], lines: readonly LinePart[]): readonly ParcelPart[] {
  const exchanged = new Set(lines.filter((line) => line.state === 'exchanged').map((line) => line.line_no));
  return parcels.filter(
    (parcel) =>
      !(parcel.report?.state === 'settled' && parcel.report.remedy !== 'trace') &&
      (parcel.lines.length === 0 || parcel.lines.some((line) => !exchanged.has(line))),
  );
}

interface OrderDates {
  readonly status: string;
  readonly estimated_delivery_on: string | null;
  readonly delivered_at: Date | null;
}

/** Where the delivery stands on the shop's day of `now`. */
export function deliveryView(
  order: OrderDates,
  lines: readonly LinePart[],
  parcels: readonly ParcelPart[],
  shop: Shop,
  now: Date,
): Delivery & JsonObject {
  const { status, estimated_delivery_on, delivered_at } = order;
  const facts = {
    status,
    estimated_on: estimated_delivery_on,
    delivered_on: delivered_at === null ? null : dayIn(delivered_at, shop.time_zone),
    lines: lines.filter(isStanding).map((line) => line.line_no),
  };
  const delivery = deliveryOf(
    facts,
    countingParcels(parcels, lines).map((parcel) => ({
      ...parcel,
      delivered_on: dayOf(parcel.delivered_at, shop.time_zone),
    })),
    dayIn(now, shop.time_zone),
  );
  return { ...delivery };
}
