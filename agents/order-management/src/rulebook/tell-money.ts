/** Refunds, invoices and sums in words. */
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { quoted } from '@deskfleet/shared/rulebook/quoted.ts';
import { amount, cents, day, item, listed, object, objects, shown, statusWords, textOf } from './words.ts';

export function tellRefunds(result: JsonObject): string {
  const id = shown(result['order_id']);
  const made = objects(result['refunds']).map(
    (refund) => `${amount(refund['amount'])} to your ${shown(refund['method'])} on ${day(refund['on'])}`,
  );
  const waiting = objects(result['waiting']).map(
    (refund) => `${amount(refund['amount'])} to your ${shown(refund['method'])}, ${shown(refund['state'])}`,
  );
  const requests = objects(result['requests']).map(
    (request) =>
      `The ${shown(request['kind'])} you asked for on ${day(request['requested_on'])} is ${shown(request['state'])}.`,
  );
  const decisions = objects(result['approvals']).map(decision);
  const parts = [
    ...(made.length > 0 ? [`Refunded for order ${id}: ${listed(made)}.`] : []),
    ...(waiting.length > 0 ? [`Still to come for order ${id}: ${waiting.join('; ')}.`] : []),
    ...requests,
    ...decisions,
  ];
  if (parts.length > 0) return parts.join(' ');
  const requested = /^(?:return|exchange) requested$/u.test(shown(result['status']));
  return `There is no refund for order ${id} so far; the order is ${statusWords(result['status'])}.${requested ? ' The refund follows once the items have come back.' : ' Cancelling or returning it would bring one.'}`;
}

/** What a colleague has decided about a refund, or still has to. */
function decision(approval: JsonObject): string {
  const what = `${amount(approval['amount'])} for the ${shown(approval['kind'])}`;
  const on = textOf(approval['decided_on']);
  const reason = textOf(approval['reason']);
  if (approval['state'] === 'waiting')
    return `A colleague still has to approve ${what}; that was asked on ${day(approval['asked_on'])}.`;
  return `A colleague ${shown(approval['state'])} ${what}${on === undefined ? '' : ` on ${day(on)}`}${reason === undefined ? '' : `: ${quoted(reason)}`}.`;
}

const MOST_ITEMS = 10;

export function tellInvoice(invoice: JsonObject): string {
  const lines = objects(invoice['lines']);
  const buyer = object(invoice['buyer']);
  return [
    `Invoice ${shown(invoice['invoice_number'])} for order ${shown(invoice['order_id'])} of ${day(invoice['date'])}, from ${shown(object(invoice['seller'])['name'])} to ${shown(buyer['name'])}:`,
    ...lines.slice(0, MOST_ITEMS).map((line) => `- ${item(line)}: ${amount(line['amount'])}`),
    ...(lines.length > MOST_ITEMS ? [`- and ${lines.length - MOST_ITEMS} more`] : []),
    `Total ${amount(invoice['total'])}; paid ${amount(invoice['paid'])}${cents(invoice['refunded']) > 0 ? `, refunded ${amount(invoice['refunded'])}` : ''}.`,
    ...(textOf(invoice['page']) === undefined ? [] : [`To print it: ${shown(invoice['page'])}`]),
  ].join('\n');
}

export function tellSummary(summary: JsonObject): string {
  const count = Number(summary['orders']);
  if (count === 0) return 'You have no orders with us yet.';
  const first = textOf(summary['first_placed_on']);
  return [
    `You have ${count === 1 ? '1 order' : `${count} orders`} with us, ${amount(summary['total'])} in all${first === undefined ? '' : `, the first of ${day(first)}`}:`,
    ...objects(summary['by_status']).map(
      (entry) => `- ${statusWords(entry['status'])}: ${shown(entry['orders'])}, ${amount(entry['total'])}`,
    ),
    `You paid ${amount(summary['paid'])}${cents(summary['refunded']) > 0 ? ` and got ${amount(summary['refunded'])} back` : ''}.`,
  ].join('\n');
}

export function tellStock(result: JsonObject): string {
  return [
    `${shown(result['name'])}:`,
    ...objects(result['variants'])
      .slice(0, 12)
      .map((variant) => {
        const options = Object.entries(object(variant['options']))
          .map(([name, value]) => `${name} ${shown(value)}`)
          .join(', ');
        const back = textOf(variant['restock_expected_on']);
        return `- ${options}: ${shown(variant['state'])}${back === undefined ? '' : `, expected back about ${day(back)}`}, ${amount(variant['price'])}`;
      }),
  ].join('\n');
}
