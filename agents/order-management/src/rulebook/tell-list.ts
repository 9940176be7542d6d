/** A page of orders in words, and which of them a question was about. */
import type { JsonObject } from '@deskfleet/shared/json.ts';
import type { Step } from '@deskfleet/shared/rulebook/engine.ts';
import type { Reading } from '@deskfleet/shared/rulebook/reading.ts';
import { alterOneOf } from './alter-one-of.ts';
import { isAlteration } from './changes.ts';
import { searchWords } from './change-slots.ts';
import { reportInput } from './missing-parcel.ts';
import { idsIn } from './order-ids.ts';
import { productIn } from './product-in.ts';
import { requestsOf, type OrderRequest } from './requests.ts';
import { amount, day, item, listed, objects, statusWords, textOf, shown } from './words.ts';

/** Orders on a page that is read out; a search for one order looks at more. */
export const PAGE = 5;

/** Tells the list or, when it was fetched to find one order, goes on with that order. */
export function tellList(result: JsonObject, reading: Reading, input: JsonObject): string | Step {
  const orders = objects(result['orders']);
  if (orders.length === 0) return noneFound(input);
  if (input['limit'] === PAGE) return page(result, orders, input);
  const request = searchedFor(reading, input);
  if (request !== undefined && isAlteration(request)) return alterOneOf(orders, request, input, reading);
  const topic = request?.topic;
  if (request !== undefined && topic === 'missing') return missingOf(orders, request);
  if (topic === 'refund' || topic === 'invoice') return moneyOf(orders, topic);
  return lookAtOneOf(orders, topic === 'track' ? 'track_shipment' : 'get_order', input);
}

/** For which of the message's requests the order was searched: one that names no id, and the product that was searched. */
function searchedFor(reading: Reading, input: JsonObject): OrderRequest | undefined {
  const searching = requestsOf(reading).filter(
    ({ topic, parts }) => topic !== 'list' && topic !== 'unable' && parts.every(({ raw }) => idsIn(raw).length === 0),
  );
  const product = textOf(input['product']);
  const searches = (request: OrderRequest): boolean =>
    productIn(request.words) === product || (isAlteration(request) && searchWords(request) === product);
  return searching.find(searches) ?? searching[0];
}

const SENT = ['shipped', 'partially_shipped', 'delivered'];

/** The order whose parcel did not come: the only one of which something was sent. */
function missingOf(orders: readonly JsonObject[], request: OrderRequest): string | Step {
  const [first, ...others] = orders.filter((order) => SENT.includes(shown(order['status'])));
  if (first === undefined)
    return 'Nothing of your latest orders has been sent yet, so no parcel of them can be missing.';
  if (others.length > 0)
    return ['Which order do you mean?', ...[first, ...others].slice(0, PAGE).map(listedOrder)].join('\n');
  return { call: { name: 'report_missing_parcel', input: reportInput(request, shown(first['order_id'])) } };
}

const WITH_REFUND = ['cancelled', 'return requested', 'exchange requested'];

/** The order whose refund or invoice is meant: the only one that can be. */
function moneyOf(orders: readonly JsonObject[], topic: 'refund' | 'invoice'): string | Step {
  const likely = topic === 'refund' ? orders.filter((order) => WITH_REFUND.includes(shown(order['status']))) : orders;
  const [first, ...others] = likely.length > 0 ? likely : orders;
  if (others.length > 0)
    return [
      'Which order do you mean?',
      ...[first, ...others].slice(0, PAGE).map((order) => listedOrder(order ?? {})),
    ].join('\n');
  return {
    call: {
      name: topic === 'refund' ? 'get_refund_status' : 'get_invoice',
      input: { order_id: shown(first?.['order_id']) },
    },
  };
}

function noneFound(input: JsonObject): string {
  const product = textOf(input['product']);
  const status = textOf(input['status']);
  if (Number(input['offset'] ?? 0) > 0) return 'There are no older orders.';
  if (product !== undefined)
    return `I found no order with "${product}" among yours. Tell me the order number, or ask for a list of your orders.`;
  return status === undefined
    ? 'You have no orders with us yet.'
    : `You have no orders that are ${status === 'open' ? 'still open' : statusWords(status)}.`;
}

function page(result: JsonObject, orders: readonly JsonObject[], input: JsonObject): string {
  const from = Number(input['offset'] ?? 0) + 1;
  const all = Number(result['orders_in_all']);
  const product = textOf(input['product']);
  const status = textOf(input['status']);
  const which = [
    ...(product === undefined ? [] : [` with "${product}"`]),
    ...(status === undefined ? [] : [` that are ${status === 'open' ? 'still open' : statusWords(status)}`]),
  ].join('');
  const head =
    all === orders.length
      ? `Your orders${which}, newest first:`
      : `Your orders ${from} to ${from + orders.length - 1} of ${all}${which}, newest first:`;
  return [
    head,
    ...orders.map(listedOrder),
    ...(Number(result['more'] ?? 0) > 0 ? ['Ask for more to see older ones.'] : []),
  ].join('\n');
}

function listedOrder(order: JsonObject): string {
  const more = Number(order['more_items'] ?? 0);
  const items = objects(order['items']).map(item).join(', ') + (more > 0 ? ` and ${more} more` : '');
  return `- ${shown(order['order_id'])}, ${day(order['placed_on'])}, ${statusWords(order['status'])}: ${items}, ${amount(order['total'])}`;
}

const OVER = ['delivered', 'cancelled', 'return requested', 'exchange requested'];

function lookAtOneOf(orders: readonly JsonObject[], tool: string, input: JsonObject): string | Step {
  const open = orders.filter((order) => !OVER.includes(shown(order['status'])));
  const named = textOf(input['product']) !== undefined;
  // Who asks for a product by name most likely means the newest such order; "my order" is one that is still open.
  if (!named && open.length > 1)
    return [`You have ${open.length} open orders. Which order do you mean?`, ...open.map(listedOrder)].join('\n');
  const chosen = (named ? undefined : open[0]) ?? orders[0];
  return { call: { name: tool, input: { order_id: shown(chosen?.['order_id']) } } };
}

const MORE = /\b(?:more|next|older|rest|continue|go on)\b/u;
const SHOWN = /^your orders (\d+) to (\d+) of (\d+)/u;

/** "Show me more" right after a page of orders. */
export function isNextPage(reading: Reading): boolean {
  return MORE.test(reading.text) && nextOffset(reading) !== undefined;
}

/** Where the next page begins, when the last answer was a page with more behind it. */
export function nextOffset(reading: Reading): number | undefined {
  const last = reading.earlier[0];
  const shown = last?.role === 'assistant' ? SHOWN.exec(last.text) : null;
  return shown === null ? undefined : Number(shown[2]);
}

/** "o1, o2 or o3". */
export function choice(ids: readonly string[]): string {
  return listed(ids, 'or');
}
