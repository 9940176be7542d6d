/** The order of a change that names none, among those that were listed for it. */
import type { JsonObject } from '@deskfleet/shared/json.ts';
import type { Step } from '@deskfleet/shared/rulebook/engine.ts';
import type { Reading } from '@deskfleet/shared/rulebook/reading.ts';
import { cannotCancel } from '../policy/cancellation.ts';
import { together, withOrder, type Alteration, type Wanted } from './changes.ts';
import { amount, day, item, objects, shown, statusWords } from './words.ts';

const FITTING: Readonly<Record<Alteration, readonly string[]>> = {
  return: ['delivered'],
  swap: ['delivered', 'pending'],
  address: ['pending', 'pending (item modified)'],
  payment: ['pending', 'pending (item modified)'],
  cancel: ['pending'],
};
const DONE: Readonly<Record<Alteration, string>> = {
  return: 'returned',
  swap: 'changed or exchanged',
  address: 'sent to another address',
  payment: 'paid another way',
  cancel: 'cancelled',
};

/** All that the list shows and that can be changed. */
const EVERY_ORDER = /\b(?:all|both|every|each)\b(?: (?:of|my|the|our|pending|open|current|\w+))* orders?\b/u;

function fits(order: JsonObject, topic: Alteration): boolean {
  return topic === 'cancel' ? order['can_be_cancelled'] === true : FITTING[topic].includes(shown(order['status']));
}

/** The list was fetched to find the order of a change. */
export function alterOneOf(
  orders: readonly JsonObject[],
  request: Wanted,
  input: JsonObject,
  reading: Reading,
): string | Step {
  const fitting = orders.filter((order) => fits(order, request.topic));
  const [first, ...others] = fitting;
  const newest = orders[0];
  if (first === undefined) {
    // The tool says best why not, where there is only one order it can be.
    if (newest !== undefined && (orders.length === 1 || input['product'] !== undefined))
      return request.topic === 'cancel'
        ? cannotCancel(shown(newest['order_id']), shown(newest['status']))
        : withOrder(request, shown(newest['order_id']), reading);
    return request.topic === 'cancel'
      ? 'None of your latest orders can be cancelled any more. Tell me the order number if you mean an older one.'
      : `None of your latest orders can be ${DONE[request.topic]} now. Tell me the order number if you mean an older one.`;
  }
  if (others.length > 0 && EVERY_ORDER.test(request.words))
    return together(fitting.map((order) => withOrder(request, shown(order['order_id']), reading)));
  if (others.length > 0)
    return [
      `Several of your orders can be ${DONE[request.topic]}. Which order do you mean?`,
      ...fitting.slice(0, 6).map(line),
    ].join('\n');
  return withOrder(request, shown(first['order_id']), reading);
}

function line(order: JsonObject): string {
  return `- ${shown(order['order_id'])}, ${day(order['placed_on'])}, ${statusWords(order['status'])}: ${objects(order['items']).map(item).join(', ')}, ${amount(order['total'])}`;
}
