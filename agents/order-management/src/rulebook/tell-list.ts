/** A page of orders in words, and which of them a question was about. */
import type { JsonObject } from '@deskfleet/shared/json.ts';
import type { Step } from '@deskfleet/shared/rulebook/engine.ts';
import type { Reading } from '@deskfleet/shared/rulebook/reading.ts';
import { cannotCancel } from '../policy/cancellation.ts';
import { isChange } from './change-requests.ts';
import { changeOneOf, talkOf } from './changes.ts';
import { reasonIn } from './cancel-reason.ts';
import { idsIn, productIn } from './order-reference.ts';
import { requestsOf, type Topic } from './requests.ts';
import { amount, day, item, listed, objects, statusWords, textOf, shown } from './words.ts';

/** Orders on a page that is read out; a search for one order looks at more. */
export const PAGE = 5;

/** Tells the list or, when it was fetched to find one order, goes on with that order. */
export function tellList(result: JsonObject, reading: Reading, input: JsonObject): string | Step {
  const orders = objects(result['orders']);
  if (orders.length === 0) return noneFound(input);
  if (input['limit'] === PAGE) return page(result, orders, input);
  const topic = searchedFor(reading, input);
  if (topic === 'cancel') return cancelOneOf(orders, reading, input);
  const talk = topic === undefined || isChange(topic) ? talkOf(reading) : undefined;
  if (talk !== undefined) return changeOneOf(orders, talk, input, reading);
  if (topic === 'refund' || topic === 'invoice') return moneyOf(orders, topic);
  return lookAtOneOf(orders, topic === 'track' ? 'track_shipment' : 'get_order', input);
}

/** For which of the message's requests the order was searched: one that names no id, and the product that was searched. */
function searchedFor(reading: Reading, input: JsonObject): Topic | undefined {
  const searching = requestsOf(reading).filter(
    ({ topic, words }) => topic !== 'list' && topic !== 'unable' && idsIn(words).length === 0,
  );
  const product = textOf(input['product']);
  return (searching.find(({ words }) => productIn(words) === product) ?? searching[0])?.topic;
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

function cancelOneOf(orders: readonly JsonObject[], reading: Reading, input: JsonObject): string | Step {
  const possible = orders.filter((order) => order['can_be_cancelled'] === true);
  const [first, ...others] = possible;
  if (first === undefined) {
    const newest = orders[0];
    if (newest !== undefined && (orders.length === 1 || textOf(input['product']) !== undefined))
      return cannotCancel(shown(newest['order_id']), shown(newest['status']));
    return 'None of your latest orders can be cancelled any more. Tell me the order number if you mean an older one.';
  }
  if (others.length > 0)
    return ['Several of your orders can be cancelled. Which order do you mean?', ...possible.map(listedOrder)].join(
      '\n',
    );
  const order_id = shown(first['order_id']);
  const reason = reasonIn(reading.text);
  return {
    call:
      reason === undefined
        ? { name: 'get_order', input: { order_id } }
        : { name: 'cancel_order', input: { order_id, reason } },
  };
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
