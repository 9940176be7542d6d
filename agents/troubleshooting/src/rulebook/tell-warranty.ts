/** Tells what `check_warranty` found. */
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { day, days, object, objects, shown } from './words.ts';

export function tellWarranty(result: JsonObject, input: JsonObject): string {
  const purchases = objects(result['purchases']);
  if (purchases.length === 0) return nothingFound(input);
  const [only] = purchases;
  if (purchases.length === 1 && only !== undefined) return `${verdict(only)}${one(only)}`;
  const more = Number(result['more'] ?? 0);
  return [
    `I found ${purchases.length + more} purchases:`,
    ...purchases.map((purchase) => `- ${one(purchase, false)}`),
    ...(more > 0 ? [`${more} older ones are not listed; name the product or the order and I look at it.`] : []),
  ].join('\n');
}

function nothingFound({ product, order_id }: JsonObject): string {
  const what = product === undefined ? 'any purchase' : `anything called "${shown(product)}"`;
  return `I do not see ${what} ${order_id === undefined ? 'among your orders' : `in order ${shown(order_id)}`}. Which product or order is it about?`;
}

function verdict(purchase: JsonObject): string {
  switch (shown(object(purchase['warranty'])['state'])) {
    case 'active':
      return 'Yes. ';
    case 'ended':
      return 'No. ';
    default:
      return '';
  }
}

function one(purchase: JsonObject, withCoverage = true): string {
  const warranty = object(purchase['warranty']);
  const what = `${shown(purchase['product'])} (order ${shown(purchase['order_id'])}, line ${shown(purchase['line_no'])})`;
  const coverage = shown(warranty['coverage']);
  const covers = coverage === '' || !withCoverage ? '' : ` It covers: ${coverage.replace(/\.$/u, '')}.`;
  switch (shown(warranty['state'])) {
    case 'active':
      return `${what}: under warranty until ${day(warranty['ends_on'])}, that day included; ${left(Number(warranty['days_left']))}.${covers}`;
    case 'ended':
      return `${what}: the warranty ended on ${day(warranty['ends_on'])}, ${days(Number(warranty['days_since_end']))} ago.`;
    case 'not_started':
      return `${what}: the warranty starts on ${day(warranty['starts_on'])} and ends on ${day(warranty['ends_on'])}.${covers}`;
    default:
      return `${what}: no warranty is recorded. The order is ${shown(purchase['order_status'])}.`;
  }
}

function left(count: number): string {
  return count === 0 ? 'today is its last day' : `${days(count)} left`;
}
