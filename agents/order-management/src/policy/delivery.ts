/** Where the delivery of an order stands, from its rows and today alone. */
import { daysBetween } from './calendar.ts';

export type ShipmentStatus = 'label_created' | 'in_transit' | 'out_for_delivery' | 'delivered' | 'lost' | 'returned';

export interface ParcelFacts {
  readonly status: ShipmentStatus;
  /** ISO day. */
  readonly estimated_on: string | null;
  readonly delivered_on: string | null;
  /** Numbers of the order's lines inside. */
  readonly lines: readonly number[];
}

export interface OrderFacts {
  readonly status: string;
  readonly estimated_on: string | null;
  readonly delivered_on: string | null;
  /** Numbers of the lines that are still to be had: cancelled ones are not. */
  readonly lines: readonly number[];
}

export const DELIVERY_STATES = [
  'not_shipped',
  'on_time',
  'late',
  'partially_shipped',
  'lost',
  'returned_to_sender',
  'delivered',
  'cancelled',
] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export interface Delivery {
  readonly state: DeliveryState;
  /** The day by which everything that is still to come should be there; null when nothing is to come or nobody knows. */
  readonly estimated_on: string | null;
  /** The day the last parcel arrived; null until everything has. */
  readonly delivered_on: string | null;
  /** Days after the estimate, today or on arrival; 0 when not late. */
  readonly days_late: number;
}

const ON_THE_WAY: readonly ShipmentStatus[] = ['in_transit', 'out_for_delivery'];
const ARRIVED: readonly string[] = ['delivered', 'return requested', 'exchange requested'];

/** @param today the shop's ISO day. */
export function deliveryOf(order: OrderFacts, parcels: readonly ParcelFacts[], today: string): Delivery {
  if (order.status === 'cancelled') return { state: 'cancelled', estimated_on: null, delivered_on: null, days_late: 0 };
  const lost = parcels.some((parcel) => parcel.status === 'lost');
  if (!lost && hasArrived(order, parcels)) return arrived(order, parcels);

  const estimated_on = lastDay(parcels.filter(isToCome).map((parcel) => parcel.estimated_on)) ?? order.estimated_on;
  const days_late = estimated_on === null ? 0 : Math.max(0, daysBetween(estimated_on, today));
  return { state: openState(order, parcels, days_late), estimated_on, delivered_on: null, days_late };
}

function hasArrived(order: OrderFacts, parcels: readonly ParcelFacts[]): boolean {
  if (ARRIVED.includes(order.status)) return true;
  return parcels.length > 0 && parcels.every((parcel) => parcel.status === 'delivered') && isWholeIn(order, parcels);
}

function arrived(order: OrderFacts, parcels: readonly ParcelFacts[]): Delivery {
  const delivered_on = order.delivered_on ?? lastDay(parcels.map((parcel) => parcel.delivered_on));
  const promised = lastDay(parcels.map((parcel) => parcel.estimated_on)) ?? order.estimated_on;
  const days_late = delivered_on === null || promised === null ? 0 : Math.max(0, daysBetween(promised, delivered_on));
  return { state: 'delivered', estimated_on: null, delivered_on, days_late };
}

function openState(order: OrderFacts, parcels: readonly ParcelFacts[], daysLate: number): DeliveryState {
  if (parcels.some((parcel) => parcel.status === 'lost')) return 'lost';
  if (parcels.some((parcel) => parcel.status === 'returned')) return 'returned_to_sender';
  const sent = parcels.filter((parcel) => parcel.status !== 'label_created');
  if (sent.length === 0) return parcels.length === 0 && order.status === 'shipped' ? onTheWay(daysLate) : 'not_shipped';
  return isWholeIn(order, sent) ? onTheWay(daysLate) : 'partially_shipped';
}

function onTheWay(daysLate: number): DeliveryState {
  return daysLate > 0 ? 'late' : 'on_time';
}

/** Whether every line is in one of the parcels. Shops that do not record the lines of parcels send everything at once. */
function isWholeIn(order: OrderFacts, parcels: readonly ParcelFacts[]): boolean {
  if (order.status === 'partially_shipped') {
    // The shop itself says that something is missing; only parcels that hold every line say otherwise.
    return order.lines.length > 0 && order.lines.every((line) => parcels.some((parcel) => parcel.lines.includes(line)));
  }
  const recorded = parcels.flatMap((parcel) => parcel.lines);
  return recorded.length === 0 || order.lines.every((line) => recorded.includes(line));
}

function isToCome(parcel: ParcelFacts): boolean {
  return parcel.status === 'label_created' || parcel.status === 'lost' || ON_THE_WAY.includes(parcel.status);
}

function lastDay(days: readonly (string | null)[]): string | null {
  return days.reduce((last, day) => (day !== null && (last === null || day > last) ? day : last), null);
}
