/** From a request for a change to the tool call that proposes it, over as many turns as it takes. */
import { readConsent } from '@deskfleet/shared/conversation/consent.ts';
import { orderKey } from '@deskfleet/shared/order-key.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import type { Step, ToolWish } from '@deskfleet/shared/rulebook/engine.ts';
import type { Reading } from '@deskfleet/shared/rulebook/reading.ts';
import { askReason, cannotCancel } from '../policy/cancellation.ts';
import { addressOf, isComplete, NEEDED } from './address-slots.ts';
import { reasonOf } from './cancel-reason.ts';
import { isChange, type ChangeTopic } from './change-requests.ts';
import {
  conditionOf,
  itemsOf,
  itemVariants,
  paymentOf,
  saysItems,
  searchWords,
  swapsOf,
  wantsEverything,
} from './change-slots.ts';
import { linesOf } from './order-items.ts';
import { referenceOf } from './order-reference.ts';
import { requestsOf, type OrderRequest } from './requests.ts';
import { questionBefore } from './thread.ts';
import { listed, object, shown, textOf, texts } from './words.ts';

/** Orders fetched to find the one that is meant. */
export const SEARCHED = 10;

export type Alteration = ChangeTopic | 'cancel';

export function isAlteration(request: OrderRequest): request is Wanted {
  return isChange(request.topic) || request.topic === 'cancel';
}

export type Wanted = OrderRequest & { readonly topic: Alteration };

/** What to do about a request to change or cancel. */
export function alter(request: Wanted, reading: Reading): Step {
  const meant = referenceOf(request, reading);
  switch (meant.kind) {
    case 'ids':
      return together(meant.ids.map((id) => withOrder(request, id, reading)));
    case 'latest':
      return { call: { name: 'list_orders', input: { limit: 1 } } };
    case 'unclear':
      return { say: `Which order do you mean: ${listed(meant.ids, 'or')}?` };
    case 'product':
    case 'none': {
      const product =
        request.topic === 'return' || request.topic === 'swap'
          ? searchWords(request)
          : meant.kind === 'product'
            ? meant.product
            : undefined;
      return {
        call: { name: 'list_orders', input: { ...(product === undefined ? {} : { product }), limit: SEARCHED } },
      };
    }
  }
}

/** Calls of several steps at once; questions only where there is nothing to call. */
export function together(steps: readonly Step[]): Step {
  const calls = steps.flatMap((step): readonly ToolWish[] => ('call' in step ? [step.call].flat() : []));
  return calls.length > 0
    ? { call: distinct(calls) }
    : { say: steps.flatMap((step) => ('say' in step ? step.say : [])).join('\n\n') };
}

function distinct(calls: readonly ToolWish[]): readonly ToolWish[] {
  const keys = calls.map((call) => JSON.stringify(call));
  return calls.filter((_, index) => keys.indexOf(keys[index] ?? '') === index);
}

/** The order is known: the tool that proposes the change, or the order first where its items or state decide. */
export function withOrder(request: Wanted, order_id: string, reading: Reading): Step {
  const look: Step = { call: { name: 'get_order', input: { order_id } } };
  switch (request.topic) {
    case 'cancel': {
      const reason = reasonOf(request, order_id, reading);
      return reason === undefined ? look : { call: { name: 'cancel_order', input: { order_id, reason } } };
    }
    // Whether it is a change or an exchange depends on where the order is.
    case 'swap':
      return look;
    case 'return':
      return saysItems(request) && !wantsEverything(request)
        ? look
        : { call: { name: 'return_items', input: returnInput(request, order_id, reading) } };
    case 'address': {
      const address = addressOf(request);
      return isComplete(address) ? { call: { name: 'change_order_address', input: { order_id, ...address } } } : look;
    }
    case 'payment': {
      const payment_method = paymentOf(request);
      return payment_method === undefined
        ? { say: `Which way of payment shall order ${order_id} be paid with?` }
        : { call: { name: 'change_order_payment', input: { order_id, payment_method } } };
    }
  }
}

/** The order was read, to be changed: the requests that waited for it go on. */
export function alterOrder(order: JsonObject, reading: Reading): Step | undefined {
  const order_id = shown(order['order_id']);
  const steps = requestsAbout(order, reading).flatMap((request): readonly Step[] => {
    if (!isAlteration(request)) return [stockOf(request, order)];
    return isLook(withOrder(request, order_id, reading)) ? [withOrderRead(request, order, reading)] : [];
  });
  return steps.length === 0 ? undefined : together(steps);
}

/** The changes that are about an order that was looked up; those that name no order when none names this one. */
function requestsAbout(order: JsonObject, reading: Reading): readonly OrderRequest[] {
  const id = orderKey(shown(order['order_id']));
  const all = requestsOf(reading);
  const about = (request: OrderRequest): 'this' | 'other' | 'any' => {
    const meant = referenceOf(request, reading);
    if (meant.kind !== 'ids') return 'any';
    return meant.ids.some((one) => orderKey(one) === id) ? 'this' : 'other';
  };
  const named = all.filter((request) => about(request) === 'this');
  // Who only asks about this order wants to be told.
  const goesOn = (request: OrderRequest): boolean => isAlteration(request) || request.topic === 'stock';
  if (named.length > 0) return named.filter(goesOn);
  return all.filter((request) => goesOn(request) && about(request) === 'any');
}

/** What else there is of an ordered item. */
function stockOf(request: OrderRequest, order: JsonObject): Step {
  const lines = linesOf(order);
  const variants = itemVariants(request, lines);
  return variants.length > 0
    ? { call: variants.map((product_id) => ({ name: 'check_stock', input: { product_id } })) }
    : {
        say: `Which item of order ${shown(order['order_id'])} do you mean: ${listed(
          lines.map(({ name }) => name),
          'or',
        )}?`,
      };
}

function withOrderRead(request: Wanted, order: JsonObject, reading: Reading): Step {
  const order_id = shown(order['order_id']);
  switch (request.topic) {
    case 'cancel':
      return { say: whetherToCancel(order) };
    case 'return':
      return {
        call: {
          name: 'return_items',
          input: { ...returnInput(request, order_id, reading), ...itemsInput(request, order) },
        },
      };
    case 'swap':
      return swapIn(order, request, reading);
    case 'address':
      return addressIncomplete(order, request);
    case 'payment':
      return withOrder(request, order_id, reading);
  }
}

function isLook(step: Step): boolean {
  return 'call' in step && [step.call].flat().every(({ name }) => name === 'get_order');
}

/** For a customer who wants to cancel and gave no reason: whether it can be done, and the question. */
export function whetherToCancel(order: JsonObject): string {
  const id = shown(order['order_id']);
  const cancellation = object(order['cancellation']);
  return cancellation['possible'] === true
    ? askReason(id, texts(cancellation['reasons']))
    : cannotCancel(id, shown(order['status']));
}

function itemsInput(request: OrderRequest, order: JsonObject): JsonObject {
  const items = itemsOf(request, linesOf(order));
  return items === undefined ? {} : { items };
}

function returnInput(request: OrderRequest, order_id: string, reading: Reading): JsonObject {
  const agreed = request.parts.at(-1)?.asked === 'route' && readConsent(reading.raw) === 'yes';
  const payment_method = agreed ? undefined : paymentOf(request);
  const condition = conditionOf(request);
  return {
    order_id,
    ...(wantsEverything(request) ? { everything: true } : {}),
    ...(condition === undefined ? {} : { condition }),
    ...(payment_method === undefined ? {} : { payment_method }),
  };
}

/** The order of a swap was read: pending ones are changed, all others exchanged or refused as such. */
function swapIn(order: JsonObject, request: OrderRequest, reading: Reading): Step {
  const payment_method = paymentOf(request);
  const condition = conditionOf(request);
  const status = shown(order['status']);
  const input = {
    order_id: shown(order['order_id']),
    items: swapsOf(request, linesOf(order), questionBefore(reading)),
    ...(payment_method === undefined ? {} : { payment_method }),
  };
  const before = status.startsWith('pending') || status === 'processed';
  return {
    call: before
      ? { name: 'change_order_items', input }
      : { name: 'exchange_items', input: { ...input, ...(condition === undefined ? {} : { condition }) } },
  };
}

/** What is missing is asked for, a country is the one of the present address; what cannot be changed any more is refused first. */
function addressIncomplete(order: JsonObject, request: OrderRequest): Step {
  const order_id = shown(order['order_id']);
  const address = addressOf(request);
  const missing = NEEDED.filter(([part]) => textOf(address[part]) === undefined).map(([, words]) => words);
  if (missing.length > 0 && shown(order['status']).startsWith('pending'))
    return {
      say: `Where shall order ${order_id} be sent?${missing.length === NEEDED.length ? ' Please tell me the whole address.' : ` I still need the ${listed(missing)} of the new address.`}`,
    };
  const country = textOf(address['country']) ?? shown(object(order['shipping_address'])['country']);
  return { call: { name: 'change_order_address', input: { order_id, ...address, country } } };
}
