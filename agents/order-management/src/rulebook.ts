/** What this agent answers without a language model. */
import { defineRulebook, type Intent, type Step } from '@deskfleet/shared/rulebook/engine.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import type { Reading } from '@deskfleet/shared/rulebook/reading.ts';
import { orderKey } from '@deskfleet/shared/order-key.ts';
import { askReason } from './policy/cancellation.ts';
import { isChange } from './rulebook/change-requests.ts';
import { openChange } from './rulebook/change-slots.ts';
import { change, isAnswer, swapIn, talkOf } from './rulebook/changes.ts';
import { chosenReason, pendingReason, reasonIn } from './rulebook/cancel-reason.ts';
import { listFilter } from './rulebook/list-filter.ts';
import { idsIn, referenceOf } from './rulebook/order-reference.ts';
import { requestsIn, requestsOf, type OrderRequest, type Topic } from './rulebook/requests.ts';
import { choice, isNextPage, nextOffset, PAGE, tellList } from './rulebook/tell-list.ts';
import { tellCancellation, tellOrder } from './rulebook/tell-order.ts';
import { tellInvoice, tellRefunds, tellStock, tellSummary } from './rulebook/tell-money.ts';
import { tellTracking } from './rulebook/tell-tracking.ts';
import { shown } from './rulebook/words.ts';

/** Orders looked up in one go when several are named. */
const MOST_ORDERS = 3;
/** Orders fetched to find the one that is meant. */
const SEARCHED = 10;

/** The engine answers every request of a message that fits about equally well, so all topics weigh the same. */
const ASKED = 0.8;
const CERTAIN = 1;

function topicIntent(topic: Topic, step: (request: OrderRequest, reading: Reading) => Step): Intent {
  const find = (reading: Reading): OrderRequest | undefined =>
    requestsOf(reading).find((request) => request.topic === topic);
  return {
    name: topic,
    score: (reading) => (find(reading) === undefined ? 0 : ASKED),
    step: (reading) => step(find(reading) ?? { topic, words: reading.text }, reading),
  };
}

/** What to do with the orders that are meant; where the message does not name them, they are looked for or asked for first. */
function withOrders({ words }: OrderRequest, reading: Reading, use: (ids: readonly string[]) => Step): Step {
  const meant = referenceOf(words, reading);
  switch (meant.kind) {
    case 'ids':
      return use(meant.ids);
    case 'latest':
      return search({ limit: 1 });
    case 'product':
      return search({ product: meant.product, limit: SEARCHED });
    case 'unclear':
      return { say: `Which order do you mean: ${choice(meant.ids)}?` };
    case 'none':
      return search({ limit: SEARCHED });
  }
}

function lookAt(tool: 'get_order' | 'track_shipment' | 'get_refund_status' | 'get_invoice') {
  return (request: OrderRequest, reading: Reading): Step =>
    withOrders(request, reading, (ids) => ({
      call: ids.slice(0, MOST_ORDERS).map((order_id) => ({ name: tool, input: { order_id } })),
    }));
}

function cancel(request: OrderRequest, reading: Reading): Step {
  return withOrders(request, reading, (ids) =>
    ids.length === 1
      ? cancelOne(ids[0] ?? '', reading)
      : { say: `I can cancel one order at a time. Which order do you mean: ${choice(ids)}?` },
  );
}

/** Without a reason the order is read first: it may be too late, and the shop's own reasons are in it. */
function cancelOne(order_id: string, reading: Reading): Step {
  const before = reading.earlier.find((message) => message.role === 'user');
  const reason =
    reasonIn(reading.text) ??
    (requestsIn(reading.text).some((request) => request.topic === 'cancel') ? undefined : reasonIn(before?.text ?? ''));
  return {
    call:
      reason === undefined
        ? { name: 'get_order', input: { order_id } }
        : { name: 'cancel_order', input: { order_id, reason } },
  };
}

function search(input: JsonObject): Step {
  return { call: { name: 'list_orders', input } };
}

const NEVER_MIND =
  /\b(?:never ?mind|forget it|leave it|keep (?:it|the order|my order)|changed my mind|don'?t cancel|do not cancel|rather not)\b|^\W*(?:no|nope|nah)\b/u;

/** The answer to "Why do you want to cancel order …?". */
const reasonGiven: Intent = {
  name: 'cancel-reason',
  score: (reading) => {
    const asked = pendingReason(reading);
    if (asked === undefined) return 0;
    const other =
      requestsIn(reading.text).some((request) => request.weak !== true && request.topic !== 'cancel') ||
      namesAnother(reading, asked.orderId);
    return !other || (chosenReason(reading.text, asked.reasons) !== undefined && !namesAnother(reading, asked.orderId))
      ? CERTAIN
      : 0;
  },
  step: (reading) => {
    const asked = pendingReason(reading) ?? { orderId: '', reasons: [] };
    const reason = chosenReason(reading.text, asked.reasons);
    const changedMind = /\bchanged my mind\b/u.test(reading.text) && /\bkeep\b|\bdon'?t cancel\b/u.test(reading.text);
    if (reason !== undefined && !changedMind)
      return { call: { name: 'cancel_order', input: { order_id: asked.orderId, reason } } };
    if (NEVER_MIND.test(reading.text)) return { say: `All right, order ${asked.orderId} stays as it is.` };
    return { say: `I need one of the shop's reasons for that. ${askReason(asked.orderId, asked.reasons)}` };
  },
};

function namesAnother(reading: Reading, orderId: string): boolean {
  return idsIn(reading.text).some((id) => orderKey(id) !== orderKey(orderId));
}

const nextPage: Intent = {
  name: 'next-page',
  score: (reading) => (isNextPage(reading) ? CERTAIN : 0),
  step: (reading) => {
    const before = reading.earlier.find(
      (message) => message.role === 'user' && requestsIn(message.text).some((request) => request.topic === 'list'),
    );
    return search({ ...listFilter(before?.text ?? ''), limit: PAGE, offset: nextOffset(reading) ?? 0 });
  },
};

/** The answer to a question about a change: which item, what instead, which address. */
const changeAnswered: Intent = {
  name: 'change-answer',
  score: (reading) => {
    const open = openChange(reading);
    return open !== undefined && isAnswer(reading, open) ? CERTAIN : 0;
  },
  step: (reading) => {
    const open = openChange(reading);
    if (open === undefined || NEVER_MIND.test(reading.text)) return { say: 'All right, nothing was changed.' };
    return change(open, reading);
  },
};

const changeIntent = (topic: Topic): Intent =>
  topicIntent(topic, (request, reading) => {
    const talk = talkOf(reading, request);
    return talk === undefined ? { say: 'Which order is it about?' } : change(talk, reading);
  });

/** Whether this order was looked up to change what is in it. */
function swapTalk(order: JsonObject, reading: Reading): ReturnType<typeof talkOf> {
  const id = orderKey(shown(order['order_id']));
  const requests = requestsOf(reading);
  const about = requests.find((request) => idsIn(request.words).some((named) => orderKey(named) === id));
  const talk = talkOf(
    reading,
    about !== undefined && isChange(about.topic) ? about : requests.find(({ topic }) => topic === 'swap'),
  );
  return talk?.topic === 'swap' && (about === undefined || about.topic === 'swap') ? talk : undefined;
}

/** Only an order id, or a follow-up about the order that was just talked about. */
const bareId: Intent = {
  name: 'bare-id',
  score: (reading) => (requestsOf(reading).length === 0 && idsIn(reading.text).length > 0 ? ASKED : 0),
  step: (reading) => lookAt('get_order')({ topic: 'status', words: reading.text }, reading),
};

/** Whether this order was looked up because it shall be cancelled, and not to be told about. */
function isForCancelling(order: JsonObject, reading: Reading): boolean {
  const requests = requestsOf(reading);
  const about = requests.find((request) =>
    idsIn(request.words).some((id) => orderKey(id) === orderKey(shown(order['order_id']))),
  );
  return (about ?? requests.find((request) => request.topic === 'cancel'))?.topic === 'cancel';
}

export const rulebook = defineRulebook({
  agent: 'order-management',
  intents: [
    reasonGiven,
    changeAnswered,
    nextPage,
    topicIntent('cancel', cancel),
    changeIntent('return'),
    changeIntent('swap'),
    changeIntent('address'),
    changeIntent('payment'),
    topicIntent('refund', lookAt('get_refund_status')),
    topicIntent('invoice', lookAt('get_invoice')),
    topicIntent('summary', () => ({ call: { name: 'get_order_summary', input: {} } })),
    topicIntent('track', lookAt('track_shipment')),
    topicIntent('status', lookAt('get_order')),
    topicIntent('list', (_, reading) => search({ ...listFilter(reading.text), limit: PAGE })),
    topicIntent('unable', (_, reading) => ({
      say: requestsOf(reading)
        .flatMap((request) => request.say ?? [])
        .join('\n\n'),
    })),
    bareId,
  ],
  tell: {
    get_order: (order, reading) => {
      const swap = swapTalk(order, reading);
      if (swap !== undefined) return swapIn(order, swap);
      return isForCancelling(order, reading) ? tellCancellation(order) : tellOrder(order, reading.text);
    },
    get_refund_status: tellRefunds,
    get_invoice: tellInvoice,
    get_order_summary: tellSummary,
    check_stock: tellStock,
    track_shipment: tellTracking,
    list_orders: tellList,
  },
  otherwise: () => ({
    say:
      'I can tell you about your orders: their status, where a parcel is and when it should arrive, a list of your orders, refunds and invoices. I can cancel or change an order that has not left yet, and return or exchange what has arrived. ' +
      'Which order is it about?',
  }),
});
