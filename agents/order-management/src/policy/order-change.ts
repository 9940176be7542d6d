/** Which orders can still be changed, by status. */
import { deny, type Refusal } from './verdict.ts';

/** Items can be changed once: after that the order is `pending (item modified)`. */
export function mayChangeItems(orderId: string, status: string): Refusal | undefined {
  if (status === 'pending') return undefined;
  return deny(
    'cannot_change',
    status === 'pending (item modified)'
      ? `The items of order ${orderId} were changed already, which is possible once only.`
      : cannot(orderId, status),
  );
}

/** Address and way of payment can be changed as long as nothing is packed. */
export function mayChangeDetails(orderId: string, status: string): Refusal | undefined {
  return status === 'pending' || status === 'pending (item modified)'
    ? undefined
    : deny('cannot_change', cannot(orderId, status));
}

const STATUS_WORDS: Readonly<Record<string, string>> = {
  processed: 'is already being packed',
  shipped: 'has already been shipped',
  partially_shipped: 'has already been shipped in part',
  delivered: 'has already been delivered',
  cancelled: 'is cancelled',
  'return requested': 'has already been delivered and a return is requested',
  'exchange requested': 'has already been delivered and an exchange is requested',
};

function cannot(orderId: string, status: string): string {
  return `Order ${orderId} ${STATUS_WORDS[status] ?? `is ${status}`}, so it can no longer be changed.${status === 'delivered' ? ' Its items may be returned or exchanged.' : ''}`;
}
