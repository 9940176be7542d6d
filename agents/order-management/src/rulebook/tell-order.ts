/** One order in words. */
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { amount, cents, day, item, listed, object, objects, statusWords, textOf, shown } from './words.ts';

/** Most items of an order that are read out. */
const MOST_ITEMS = 8;

export function tellOrder(order: JsonObject, asked: string): string {
  const id = shown(order['order_id']);
  const lines = objects(order['lines']);
  const more = lines.length - MOST_ITEMS + Number(order['more_lines'] ?? 0);
  return [
    `Order ${id} is ${statusWords(order['status'])}${deliveryClause(object(order['delivery']))}. It was placed on ${day(order['placed_on'])}; the total is ${amount(order['total'])}.`,
    ...cancelled(order),
    ...lines
      .slice(0, MOST_ITEMS)
      .map((line) => `- ${item(line)}, ${amount(line['unit_price'])} each${lineState(line, order)}`),
    ...(more > 0 ? [`- and ${more} more`] : []),
    paymentWords(order),
    ...(/\baddress\b|\bwhere .*\b(?:sent|going|shipped to)\b/u.test(asked)
      ? [addressWords(object(order['shipping_address']))]
      : []),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function deliveryClause(delivery: JsonObject): string {
  const estimated = textOf(delivery['estimated_on']);
  const delivered = textOf(delivery['delivered_on']);
  switch (shown(delivery['state'])) {
    case 'delivered':
      return delivered === undefined ? '' : `; it arrived on ${day(delivered)}`;
    case 'lost':
      return ', but the carrier reports a parcel of it as lost';
    case 'late':
      return estimated === undefined ? '' : ` and late: it should have arrived on ${day(estimated)}`;
    case 'on_time':
      return estimated === undefined ? '' : ` and should arrive on ${day(estimated)}`;
    case 'not_shipped':
    case 'partially_shipped':
      return estimated === undefined ? '' : `; the estimated delivery is ${day(estimated)}`;
    default:
      return '';
  }
}

function cancelled(order: JsonObject): string[] {
  const on = textOf(order['cancelled_on']);
  if (on === undefined) return [];
  const reason = textOf(order['cancel_reason']);
  return [`It was cancelled on ${day(on)}${reason === undefined ? '' : `. Reason: ${reason}`}.`];
}

function lineState(line: JsonObject, order: JsonObject): string {
  return line['state'] === 'ordered' || order['status'] === 'cancelled' ? '' : ` (${shown(line['state'])})`;
}

function paymentWords(order: JsonObject): string {
  const said = (kind: string): string =>
    listed(
      objects(order['payments'])
        .filter((payment) => payment['kind'] === kind)
        .map(
          (payment) =>
            `${amount(payment['amount'])} ${kind === 'payment' ? 'with' : 'to'} your ${shown(payment['method'])}`,
        ),
    );
  return [
    ...(cents(order['paid']) > 0 ? [`You paid ${said('payment')}.`] : []),
    ...(cents(order['refunded']) > 0 ? [`Refunded: ${said('refund')}.`] : []),
  ].join(' ');
}

function addressWords(address: JsonObject): string {
  const parts = ['line1', 'line2', 'city', 'state', 'postal_code', 'country'].flatMap(
    (name) => textOf(address[name]) ?? [],
  );
  return parts.length === 0 ? '' : `It is sent to ${parts.join(', ')}.`;
}
