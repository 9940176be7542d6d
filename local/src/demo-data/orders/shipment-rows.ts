import { DEMO_CLOCK, dayOf, daysAgo, hoursAfter } from '../clock.ts';
import type { ShipmentEventRow, ShipmentRow } from '../order-rows.ts';
import type { OrderSpec, ShipmentSpec } from './order-spec.ts';

const CARRIERS = ['Swift Parcel', 'NorthStar Freight', 'Blue Heron Express'] as const;
const WAREHOUSE: Readonly<Record<string, string>> = { acme: 'Louisville, KY', globex: 'Leipzig' };
const HUB: Readonly<Record<string, string>> = { acme: 'Indianapolis, IN', globex: 'Nürnberg' };

const HOUR_MS = 3_600_000;

/** Of older parcels the carrier keeps only where they started and where they arrived. */
const FULL_TRACKING_DAYS = 90;

/** The parcels of an order whose specification does not list any. */
export function defaultShipments(spec: OrderSpec): readonly ShipmentSpec[] {
  const lines = spec.lines.map((_, place) => place + 1);
  const shippedAt = hoursAfter(spec.placedAt, 26);
  if (spec.deliveredAt !== undefined) {
    const estimatedOn = spec.estimatedOn ?? dayOf(spec.deliveredAt);
    return [{ lines, status: 'delivered', shippedAt, endedAt: spec.deliveredAt, estimatedOn }];
  }
  if (spec.estimatedOn === undefined) return [];
  if (spec.status === 'shipped') {
    const arrivesToday = spec.estimatedOn === dayOf(DEMO_CLOCK);
    return [
      { lines, status: arrivesToday ? 'out_for_delivery' : 'in_transit', shippedAt, estimatedOn: spec.estimatedOn },
    ];
  }
  if (spec.status === 'partially_shipped') {
    return [{ lines: lines.slice(0, 1), status: 'in_transit', shippedAt, estimatedOn: spec.estimatedOn }];
  }
  return [];
}

/** The events of a parcel in order of time, none after the demo clock. */
function eventsOf(row: ShipmentRow, spec: ShipmentSpec, city: string): ShipmentEventRow[] {
  const events: ShipmentEventRow[] = [];
  const warehouse = WAREHOUSE[row.tenant_id] ?? 'Warehouse';
  const hub = HUB[row.tenant_id] ?? 'Hub';
  const add = (
    occurred_at: string,
    status: ShipmentEventRow['status'],
    location: string,
    description: string,
  ): void => {
    events.push({ tenant_id: row.tenant_id, shipment_id: row.id, occurred_at, status, location, description });
  };
  if (spec.status === 'label_created') {
    add(spec.shippedAt, 'label_created', warehouse, 'Label printed, waiting for the carrier.');
    return events;
  }
  const end = spec.endedAt ?? DEMO_CLOCK;
  const hours = (Date.parse(end) - Date.parse(spec.shippedAt)) / HOUR_MS;
  if (spec.status === 'delivered' && end < daysAgo(FULL_TRACKING_DAYS)) {
    add(spec.shippedAt, 'in_transit', warehouse, 'Picked up by the carrier.');
    add(end, 'delivered', city, 'Delivered.');
    return events;
  }
  add(hoursAfter(spec.shippedAt, -6), 'label_created', warehouse, 'Label printed, waiting for the carrier.');
  add(spec.shippedAt, 'in_transit', warehouse, 'Picked up by the carrier.');
  add(hoursAfter(spec.shippedAt, hours / 2), 'in_transit', hub, 'Sorted in the parcel centre.');
  if (spec.delayedAt !== undefined) {
    add(spec.delayedAt, 'delayed', hub, 'Delayed by bad weather; the estimated day was moved.');
  }
  if (spec.status === 'out_for_delivery')
    add(hoursAfter(end, -3), 'out_for_delivery', city, 'On the van for delivery today.');
  if (spec.status === 'delivered') {
    add(hoursAfter(end, -5), 'out_for_delivery', city, 'On the van for delivery today.');
    add(end, 'delivered', city, 'Delivered.');
  }
  if (spec.status === 'lost')
    add(end, 'lost', hub, 'The search ended without result; the carrier declares the parcel lost.');
  return events;
}

/** One parcel of an order with its events; `place` counts from 1 and `city` is where it goes. */
export function shipmentRows(
  order: OrderSpec,
  spec: ShipmentSpec,
  place: number,
  city: string,
): { shipment: ShipmentRow; events: ShipmentEventRow[] } {
  const number = order.id.slice(1);
  const carrier = CARRIERS[(Number(number) + place) % CARRIERS.length] ?? CARRIERS[0];
  const shipment: ShipmentRow = {
    tenant_id: order.tenantId,
    id: `s${number}-${place}`,
    order_id: order.id,
    carrier,
    tracking_number: `${carrier.slice(0, 2).toUpperCase()}${order.tenantId === 'acme' ? 'US' : 'EU'}${number}${place}`,
    status: spec.status,
    shipped_at: spec.status === 'label_created' ? null : spec.shippedAt,
    delivered_at: spec.status === 'delivered' ? (spec.endedAt ?? null) : null,
    estimated_on: spec.estimatedOn,
  };
  return { shipment, events: eventsOf(shipment, spec, city) };
}
