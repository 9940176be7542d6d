/** Where an order's parcels are, in words. */
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { day, days, listed, object, objects, textOf, texts, shown } from './words.ts';

const PARCEL_STATUS: Readonly<Record<string, string>> = {
  label_created: 'waiting for the carrier',
  in_transit: 'in transit',
  out_for_delivery: 'out for delivery',
  delivered: 'delivered',
  lost: 'lost',
  returned: 'on its way back to the shop',
};

export function tellTracking(tracked: JsonObject): string {
  const delivery = object(tracked['delivery']);
  const parcels = objects(tracked['shipments']);
  const showsParcels = delivery['state'] !== 'delivered' && delivery['state'] !== 'cancelled';
  return [headline(tracked, delivery), ...(showsParcels ? parcelWords(parcels) : []), missingWords(tracked)]
    .filter((part) => part !== '')
    .join('\n');
}

function headline(tracked: JsonObject, delivery: JsonObject): string {
  const id = `${shown(tracked['order_id'])}${itemWords(texts(tracked['items']))}`;
  const estimated = textOf(delivery['estimated_on']);
  const late = Number(delivery['days_late']);
  const when =
    estimated === undefined
      ? 'No delivery day is known yet.'
      : `It should arrive ${estimated === tracked['today'] ? 'today, ' : 'on '}${day(estimated)}.`;
  const overdue = estimated === undefined ? '' : `It should have arrived on ${day(estimated)}, ${days(late)} ago.`;
  switch (shown(delivery['state'])) {
    case 'cancelled':
      return `Order ${id} was cancelled, so nothing of it is on its way.`;
    case 'delivered':
      return delivered(id, delivery, late);
    case 'lost':
      return `I am sorry: the carrier reports a parcel of order ${id} as lost.${late > 0 ? ` ${overdue}` : ''}`;
    case 'returned_to_sender':
      return `A parcel of order ${id} is on its way back to the shop.`;
    case 'late':
      return `Order ${id} is late by ${days(late)}: it should have arrived on ${day(estimated)}.`;
    case 'partially_shipped':
      return `Order ${id} has been shipped in part. ${late > 0 ? overdue : when}`;
    case 'not_shipped':
      return `Order ${id} has not been shipped yet. ${late > 0 ? overdue : when}`;
    default:
      return `Order ${id} is on its way${progress(tracked, estimated)}. ${when}`;
  }
}

/** Most items that are named beside the order's id. */
const MOST_NAMED = 2;

function itemWords(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  return names.length === 0
    ? ''
    : ` (${listed([...names.slice(0, MOST_NAMED), ...(more > 0 ? [`${more} more`] : [])])})`;
}

/** On time against the day that holds now; a day that the carrier moved is said to be moved. */
function progress(tracked: JsonObject, estimated: string | undefined): string {
  const moved = objects(tracked['shipments']).some((parcel) =>
    objects(parcel['events']).some((event) => event['status'] === 'delayed'),
  );
  if (moved) return ', but the carrier reported a delay';
  return estimated === undefined ? '' : ' and on time';
}

function delivered(id: string, delivery: JsonObject, late: number): string {
  const on = textOf(delivery['delivered_on']);
  const sentence = on === undefined ? `Order ${id} has been delivered` : `Order ${id} was delivered on ${day(on)}`;
  return `${sentence}${late > 0 ? `, ${days(late)} after the estimated day` : ''}.`;
}

function parcelWords(parcels: readonly JsonObject[]): string[] {
  return parcels.map((parcel) => {
    const number = textOf(parcel['tracking_number']);
    const names = texts(parcel['items']);
    const what = parcels.length > 1 && names.length > 0 ? `${listed(names)}: ` : '';
    const status = PARCEL_STATUS[shown(parcel['status'])] ?? shown(parcel['status']);
    const arrived = textOf(parcel['delivered_on']);
    return (
      `- ${what}${shown(parcel['carrier'])}${number === undefined ? '' : `, tracking number ${number}`}, ${status}` +
      `${parcel['status'] === 'delivered' && arrived !== undefined ? ` on ${day(arrived)}` : lastReport(objects(parcel['events'])[0])}.`
    );
  });
}

function lastReport(event: JsonObject | undefined): string {
  if (event === undefined) return '';
  const words = textOf(event['description'])?.replace(/[.!\s]+$/u, '');
  const place = textOf(event['location']);
  return `. Last report, ${day(event['at'])}${place === undefined ? '' : `, ${place}`}${words === undefined ? '' : `: ${words}`}`;
}

function missingWords(tracked: JsonObject): string {
  const waiting = texts(tracked['not_shipped_yet']);
  return waiting.length === 0 ? '' : `Not shipped yet: ${listed(waiting)}.`;
}
