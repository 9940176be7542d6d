/** Money that a proposal of the same turn will put on a way of payment, and that is not there yet. */
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { object, objects, shown } from './words.ts';

/** Cents that the proposal refunds to it. */
function refundedTo(proposal: JsonObject, methodId: string): number {
  const terms = object(proposal['terms']);
  const moved = [
    ...objects(terms['refunds']),
    ...objects(terms['settled']).filter((entry) => entry['kind'] === 'refund'),
  ];
  return moved
    .filter((entry) => entry['payment_method_id'] === methodId)
    .reduce((sum, entry) => sum + Number(object(entry['amount'])['cents']), 0);
}

/**
 * "Cancel one order and pay the other from what comes back": each is looked at as things are now, so the payment is
 * refused. @returns what to do about it; undefined when the refunds would not be enough either.
 */
export function onceRefunded(refusal: JsonObject, proposals: readonly JsonObject[]): string | undefined {
  if (refusal['error'] !== 'balance_too_low') return undefined;
  const method = shown(refusal['payment_method_id']);
  const giving = proposals.filter((proposal) => refundedTo(proposal, method) > 0);
  const coming = giving.reduce((sum, proposal) => sum + refundedTo(proposal, method), 0);
  if (giving.length === 0 || coming < Number(object(refusal['missing'])['cents'])) return undefined;
  const orders = giving.map((proposal) => shown(object(proposal['terms'])['order_id'])).join(' and ');
  return `The refund of order ${orders} is not on it yet: say yes to that first, and ask me for this again once the money is there.`;
}
