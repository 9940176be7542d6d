/** Where the parcels of an order are. */
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { defineTool, done, type ToolResult } from '@deskfleet/shared/agent/tool.ts';
import { column, nullable, row } from '@deskfleet/shared/database/row.ts';
import { sql, text } from '@deskfleet/shared/database/sql.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { orderKey } from '@deskfleet/shared/order-key.ts';
import { dayIn } from '../policy/calendar.ts';
import { orderIdInput, orderNotFound } from './order-input.ts';
import { eventsOf, linesOf, parcelsOf, type EventPart, type LinePart, type ParcelPart } from './order-parts.ts';
import { countingParcels, deliveryView, isStanding, parcelView } from './order-view.ts';

const input = z.object({ order_id: orderIdInput });

const trackedRow = row({
  id: column.text(),
  status: column.text(),
  delivered_at: nullable(column.instant()),
  estimated_delivery_on: nullable(column.day()),
  currency: column.text(),
  time_zone: column.text(),
  lines: column.json<readonly LinePart[]>(),
  parcels: column.json<readonly ParcelPart[]>(),
  events: column.json<readonly EventPart[]>(),
});

export const trackShipment = defineTool({
  name: 'track_shipment',
  description:
    'Where the parcels of an order are: what the carriers reported (newest first), when everything should arrive, and whether it is on time, ' +
    'late, lost, partly shipped or not shipped yet; and what became of a parcel that was reported missing.',
  input,
  sample: { customer: 'cust001', input: { order_id: 'o12345' } },
  run: track,
});

async function track({ order_id }: z.infer<typeof input>, context: ToolContext): Promise<ToolResult> {
  const order = await context.database.maybeOne(
    trackedRow,
    sql`
    select o.id, o.status, o.delivered_at, o.estimated_delivery_on, t.currency, t.time_zone,
      ${linesOf} as lines, ${parcelsOf} as parcels, ${eventsOf} as events
    from orders o join tenants t on t.id = o.tenant_id
    where o.tenant_id = ${context.tenant} and o.customer_id = ${text(context.customerId)} and o.code_key = ${orderKey(order_id)}`,
    { signal: context.signal, label: 'order.track' },
  );
  if (!order) return orderNotFound(order_id);

  const sent = countingParcels(order.parcels, order.lines)
    .filter((parcel) => parcel.status !== 'label_created')
    .flatMap((parcel) => parcel.lines);
  const waiting = order.lines.filter((line) => isStanding(line) && !sent.includes(line.line_no));
  const delivery = deliveryView(order, order.lines, order.parcels, order, context.now);
  return done({
    order_id: order.id,
    status: order.status,
    items: order.lines
      .filter((line) => isStanding(line) || line.state === 'returned' || order.status === 'cancelled')
      .map((line) => line.name),
    today: dayIn(context.now, order.time_zone),
    delivery,
    shipments: order.parcels.map((parcel): JsonObject => ({
      ...parcelView(parcel, order.lines, order),
      events: order.events.filter((event) => event.shipment_id === parcel.shipment_id).map(eventView),
    })),
    ...(delivery.state === 'partially_shipped' ? { not_shipped_yet: waiting.map((line) => line.name) } : {}),
  });
}

function eventView({ occurred_at, status, location, description }: EventPart): JsonObject {
  return { at: new Date(occurred_at).toISOString(), status, location, description };
}
