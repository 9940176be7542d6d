/** What this agent answers without a language model. */
import { defineRulebook, type Intent, type Step } from '@deskfleet/shared/rulebook/engine.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { oncePerReading, type Reading } from '@deskfleet/shared/rulebook/reading.ts';
import { orderKey } from '@deskfleet/shared/order-key.ts';
import { askReason } from './policy/cancellation.ts';
import { chosenReason, pendingReasons } from './rulebook/cancel-reason.ts';
import { alter, alterOrder, isAlteration, SEARCHED, together } from './rulebook/changes.ts';
import { listFilter } from './rulebook/list-filter.ts';
import { reportInput } from './rulebook/missing-parcel.ts';
import { idsIn } from './rulebook/order-ids.ts';
import { referenceOf } from './rulebook/order-reference.ts';
import { requestsIn, requestsOf, type OrderRequest, type Topic } from './rulebook/requests.ts';
import { onceRefunded } from './rulebook/promised-funds.ts';
import { openQuestion } from './rulebook/thread.ts';
import { choice, isNextPage, nextOffset, PAGE, tellList } from './rulebook/tell-list.ts';
import { tellOrder } from './rulebook/tell-order.ts';
import { tellInvoice, tellRefunds, tellStock, tellSummary } from './rulebook/tell-money.ts';
import { tellTracking } from './rulebook/tell-tracking.ts';

/** Orders looked up in one go when several are named. */
const MOST_ORDERS = 3;
/** The engine answers every request of a message that fits about equally well, so all topics weigh the same. */
const ASKED = 0.8;
const CERTAIN = 1;

/** The requests of a message are answered side by side; the last place takes all that are left. */
const PLACES = [0, 1, 2] as const;
const LAST_PLACE = 2;

/** What to do for each request; what two of them need is looked up once. */
const stepsOf = oncePerReading((reading): readonly Step[] => {
  const requests = requestsOf(reading);
  const strong = requests.filter(({ weak }) => weak !== true);
  const seen = new Set<string>();
  return (strong.length > 0 ? strong : requests).flatMap((request): readonly Step[] => {
    const next = step(request, reading);
    if (!('call' in next)) return [next];
    const fresh = [next.call].flat().filter((call) => !seen.has(JSON.stringify(call)));
    fresh.forEach((call) => seen.add(JSON.stringify(call)));
    return fresh.length === 0 ? [] : [{ call: fresh }];
  });
});

function requestIntent(place: number): Intent {
  const at = (reading: Reading): readonly Step[] =>
    stepsOf(reading).slice(place, place === LAST_PLACE ? undefined : place + 1);
  return {
    name: `request-${String(place + 1)}`,
    score: (reading) => (at(reading).length > 0 ? ASKED : 0),
    step: (reading) => together(at(reading)),
  };
}

function step(request: OrderRequest, reading: Reading): Step {
  if (isAlteration(request)) return alter(request, reading);
  const { topic } = request;
  if (topic === 'summary') return { call: { name: 'get_order_summary', input: {} } };
  if (topic === 'list') return search({ ...listFilter(request.words), limit: PAGE });
  if (topic === 'missing')
    return withOrders(request, reading, (ids) => ({
      call: ids.map((order_id) => ({ name: 'report_missing_parcel', input: reportInput(request, order_id) })),
    }));
  if (topic === 'unable') return { say: request.say ?? '' };
  return lookAt(LOOKS[topic] ?? 'get_order', request, reading);
}

/** What to do with the orders that are meant; where the message does not name them, they are looked for or asked for first. */
function withOrders(request: OrderRequest, reading: Reading, use: (ids: readonly string[]) => Step): Step {
  const meant = referenceOf(request, reading);
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

type Look = 'get_order' | 'track_shipment' | 'get_refund_status' | 'get_invoice';
const LOOKS: Partial<Readonly<Record<Topic, Look>>> = {
  refund: 'get_refund_status',
  invoice: 'get_invoice',
  track: 'track_shipment',
};

function lookAt(tool: Look, request: OrderRequest, reading: Reading): Step {
  return withOrders(request, reading, (ids) => ({
    call: ids.slice(0, MOST_ORDERS).map((order_id) => ({ name: tool, input: { order_id } })),
  }));
}

function search(input: JsonObject): Step {
  return { call: { name: 'list_orders', input } };
}

const NEVER_MIND =
  /\b(?:never ?mind|forget it|leave it|keep (?:it|the order|my order)|changed my mind|don'?t cancel|do not cancel|rather not)\b|^\W*(?:no|nope|nah)\b/u;

/** An answer to "Why do you want to cancel order …?" that gives none of the reasons. */
const noReason: Intent = {
  name: 'no-reason',
  score: (reading) => {
    const pending = pendingReasons(reading);
    if (pending.length === 0) return 0;
    if (keepsIt(reading)) return CERTAIN;
    const ids = pending.map(({ orderId }) => orderKey(orderId));
    const other =
      requestsIn(reading.raw).some(({ weak, topic }) => weak !== true && topic !== 'cancel') ||
      idsIn(reading.raw).some((id) => !ids.includes(orderKey(id)));
    return other || pending.some(({ reasons }) => chosenReason(reading.text, reasons) !== undefined) ? 0 : CERTAIN;
  },
  step: (reading) => {
    const pending = pendingReasons(reading);
    if (keepsIt(reading) || NEVER_MIND.test(reading.text))
      return { say: pending.map(({ orderId }) => `All right, order ${orderId} stays as it is.`).join(' ') };
    const questions = pending.map(({ orderId, reasons }) => askReason(orderId, reasons)).join(' ');
    return { say: `I need one of the shop's reasons for that. ${questions}` };
  },
};

/** "I changed my mind, keep it" is about the cancellation, not a reason for it. */
function keepsIt({ text }: Reading): boolean {
  return /\b(?:don'?t|do not) cancel\b/u.test(text) || (/\bchanged my mind\b/u.test(text) && /\bkeep\b/u.test(text));
}

/** The customer drops what we asked about. */
const dropped: Intent = {
  name: 'dropped',
  score: (reading) =>
    openQuestion(reading) !== undefined &&
    pendingReasons(reading).length === 0 &&
    NEVER_MIND.test(reading.text) &&
    requestsIn(reading.raw).every(({ weak }) => weak === true)
      ? CERTAIN
      : 0,
  step: () => ({ say: 'All right, nothing was changed.' }),
};

const nextPage: Intent = {
  name: 'next-page',
  score: (reading) => (isNextPage(reading) ? CERTAIN : 0),
  step: (reading) => {
    const before = reading.earlier.find(
      (message) => message.role === 'user' && requestsIn(message.raw).some((request) => request.topic === 'list'),
    );
    return search({ ...listFilter(before?.text ?? ''), limit: PAGE, offset: nextOffset(reading) ?? 0 });
  },
};

/** Only an order id, or a follow-up about the order that was just talked about. */
const bareId: Intent = {
  name: 'bare-id',
  score: (reading) => (requestsOf(reading).length === 0 && idsIn(reading.raw).length > 0 ? ASKED : 0),
  step: (reading) => ({
    call: idsIn(reading.raw)
      .slice(0, MOST_ORDERS)
      .map((order_id) => ({ name: 'get_order', input: { order_id } })),
  }),
};

export const rulebook = defineRulebook({
  agent: 'order-management',
  foreseen: ['get_order', 'track_shipment', 'get_refund_status', 'get_invoice', 'get_order_summary', 'list_orders'],
  intents: [noReason, dropped, nextPage, ...PLACES.map(requestIntent), bareId],
  tell: {
    get_order: (order, reading) => alterOrder(order, reading) ?? tellOrder(order, reading.text),
    get_refund_status: tellRefunds,
    get_invoice: tellInvoice,
    get_order_summary: tellSummary,
    check_stock: tellStock,
    track_shipment: tellTracking,
    list_orders: tellList,
  },
  refused: onceRefunded,
  otherwise: () => ({
    notMine:
      'I can tell you about your orders: their status, where a parcel is and when it should arrive, a list of your orders, refunds and invoices. I can cancel or change an order that has not left yet, and return or exchange what has arrived. ' +
      'Which order is it about?',
  }),
});
