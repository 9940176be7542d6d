/** From a request for a change to the tool call that proposes it, over as many turns as it takes. */
import { readConsent } from '@deskfleet/shared/conversation/consent.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import type { Step } from '@deskfleet/shared/rulebook/engine.ts';
import type { Reading } from '@deskfleet/shared/rulebook/reading.ts';
import { addressIn } from './address-words.ts';
import { isChange, type ChangeTopic } from './change-requests.ts';
import {
  conditionWords,
  itemWords,
  newItemWords,
  openChange,
  paymentWords,
  wantsEverything,
  type ChangeTalk,
} from './change-slots.ts';
import { referenceOf } from './order-reference.ts';
import { lastSaid, requestsIn, requestsOf, type OrderRequest } from './requests.ts';
import { amount, day, item, listed, objects, shown, statusWords } from './words.ts';

/** Orders fetched to find the one that is meant. */
const SEARCHED = 10;

/** The change this turn is about: the answer to a question of ours, or what the message asks for. */
export function talkOf(reading: Reading, request?: OrderRequest): ChangeTalk | undefined {
  const open = openChange(reading);
  if (open !== undefined && isAnswer(reading, open)) return open;
  const asked = request ?? requestsOf(reading).find(({ topic }) => isChange(topic));
  return asked !== undefined && isChange(asked.topic)
    ? { topic: asked.topic, parts: [{ text: wordsWithContext(asked, reading), asked: undefined }] }
    : undefined;
}

/** A short request such as "I want to return it" leaves the rest of its message to say what is meant. */
function wordsWithContext(request: OrderRequest, reading: Reading): string {
  return requestsOf(reading).length === 1 ? reading.text : request.words;
}

/** Another plain request ends the question. */
export function isAnswer(reading: Reading, { topic, parts }: ChangeTalk): boolean {
  const asked = parts.at(-1)?.asked;
  return requestsIn(reading.text).every(
    (request) =>
      request.weak === true ||
      request.topic === topic ||
      (request.topic === 'unable' && (asked === 'condition' || asked === 'item')) ||
      (asked === 'address' && request.topic === 'address') ||
      (asked === 'payment' && request.topic === 'payment') ||
      (asked === 'new_item' && request.topic === 'swap'),
  );
}

export function change(talk: ChangeTalk, reading: Reading): Step {
  const words = orderPart(talk, talk.parts.at(-1)?.text ?? reading.text);
  const named = orderAsked(reading);
  const meant = referenceOf(words, talk.topic === 'address' ? { ...reading, text: words } : reading);
  if (named !== undefined && meant.kind !== 'ids') return withOrder(talk, named, reading);
  switch (meant.kind) {
    case 'ids':
      return meant.ids.length === 1
        ? withOrder(talk, meant.ids[0] ?? '', reading)
        : { say: `I can do that for one order at a time. Which order do you mean: ${listed(meant.ids, 'or')}?` };
    case 'latest':
      return { call: { name: 'list_orders', input: { limit: 1 } } };
    case 'unclear':
      return { say: `Which order do you mean: ${listed(meant.ids, 'or')}?` };
    case 'product':
    case 'none': {
      const product = itemWords(talk);
      const usual: JsonObject =
        product === undefined || talk.topic === 'address' || talk.topic === 'payment' ? {} : { product };
      return { call: { name: 'list_orders', input: { ...usual, limit: SEARCHED } } };
    }
  }
}

/** Numbers of a street and postal codes are no orders. */
function orderPart({ topic }: ChangeTalk, words: string): string {
  return topic === 'address'
    ? (words.split(',')[0] ?? '').replace(/\b(?:to|at|is)\s+\d{1,6}[a-z]?\s+\p{L}.*$/u, '')
    : words;
}

/** The order our question names. */
function orderAsked(reading: Reading): string | undefined {
  const open = openChange(reading);
  if (open === undefined || !isAnswer(reading, open)) return undefined;
  const said = reading.earlier.filter(({ role }) => role === 'assistant').slice(0, open.parts.length);
  for (const { text } of [{ text: lastSaid(reading) }, ...said]) {
    const id = /\border (#?[a-z]*\d[a-z0-9-]{2,})/u.exec(text)?.[1];
    if (id !== undefined) return id;
  }
  // "What would you like in place of …?" names none, but what was asked for does.
  const first = referenceOf(open.parts[0]?.text ?? '', reading);
  return first.kind === 'ids' && first.ids.length === 1 ? first.ids[0] : undefined;
}

function withOrder(talk: ChangeTalk, order_id: string, reading: Reading): Step {
  switch (talk.topic) {
    // Whether it is a change or an exchange depends on where the order is.
    case 'swap':
      return { call: { name: 'get_order', input: { order_id } } };
    case 'return':
      return { call: { name: 'return_items', input: returnInput(talk, order_id, reading) } };
    case 'address':
      return { call: { name: 'change_order_address', input: { order_id, ...addressIn(reading.raw) } } };
    case 'payment': {
      const payment_method = paymentWords(talk);
      return payment_method === undefined
        ? { say: `Which way of payment shall order ${order_id} be paid with?` }
        : { call: { name: 'change_order_payment', input: { order_id, payment_method } } };
    }
  }
}

function returnInput(talk: ChangeTalk, order_id: string, reading: Reading): JsonObject {
  const agreed = talk.parts.at(-1)?.asked === 'route' && readConsent(reading.raw) === 'yes';
  const words = itemWords(talk);
  const payment_method = agreed ? undefined : paymentWords(talk);
  const condition = conditionWords(talk);
  return {
    order_id,
    ...(wantsEverything(talk)
      ? { everything: true }
      : words === undefined
        ? {}
        : { items: several(words).map((one) => ({ item: one })) }),
    ...(condition === undefined ? {} : { condition }),
    ...(payment_method === undefined ? {} : { payment_method }),
  };
}

/** "the lamp and the chair" are two items. */
function several(words: string): readonly string[] {
  const parts = words.split(/\s+and\s+|\s*,\s*/u).filter((part) => part !== '');
  return parts.length > 0 ? parts : [words];
}

/** The order of a swap was read: pending ones are changed, all others exchanged or refused as such. */
export function swapIn(order: JsonObject, talk: ChangeTalk): Step {
  const words = itemWords(talk);
  const new_item = newItemWords(talk);
  const payment_method = paymentWords(talk);
  const condition = conditionWords(talk);
  const status = shown(order['status']);
  const input = {
    order_id: shown(order['order_id']),
    items: [{ ...(words === undefined ? {} : { item: words }), new_item }],
    ...(payment_method === undefined ? {} : { payment_method }),
  };
  const before = status.startsWith('pending') || status === 'processed';
  return {
    call: before
      ? { name: 'change_order_items', input }
      : { name: 'exchange_items', input: { ...input, ...(condition === undefined ? {} : { condition }) } },
  };
}

const FITTING: Readonly<Record<ChangeTopic, readonly string[]>> = {
  return: ['delivered'],
  swap: ['delivered', 'pending'],
  address: ['pending', 'pending (item modified)'],
  payment: ['pending', 'pending (item modified)'],
};
const DONE: Readonly<Record<ChangeTopic, string>> = {
  return: 'returned',
  swap: 'changed or exchanged',
  address: 'sent to another address',
  payment: 'paid another way',
};

/** The list was fetched to find the order of a change. */
export function changeOneOf(
  orders: readonly JsonObject[],
  talk: ChangeTalk,
  input: JsonObject,
  reading: Reading,
): string | Step {
  const fitting = orders.filter((order) => FITTING[talk.topic].includes(shown(order['status'])));
  const [first, ...others] = fitting;
  const newest = orders[0];
  if (first === undefined) {
    // The tool says best why not, where there is only one order it can be.
    if (newest !== undefined && (orders.length === 1 || input['product'] !== undefined))
      return withOrder(talk, shown(newest['order_id']), reading);
    return `None of your latest orders can be ${DONE[talk.topic]} now. Tell me the order number if you mean an older one.`;
  }
  if (others.length > 0)
    return [
      `Several of your orders can be ${DONE[talk.topic]}. Which order do you mean?`,
      ...fitting.slice(0, 6).map(line),
    ].join('\n');
  return withOrder(talk, shown(first['order_id']), reading);
}

function line(order: JsonObject): string {
  return `- ${shown(order['order_id'])}, ${day(order['placed_on'])}, ${statusWords(order['status'])}: ${objects(order['items']).map(item).join(', ')}, ${amount(order['total'])}`;
}
