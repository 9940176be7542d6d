/** When the shop lets an order be cancelled, and for which reasons. Both lists are the tenant's own (`policies`). */
export interface CancellationPolicy {
  readonly cancel_statuses: readonly string[];
  readonly cancel_reasons: readonly string[];
}

/** Columns of `policies` that a tenant without a row there gets; the same as the columns' defaults. */
export const DEFAULT_CANCELLATION: CancellationPolicy = {
  cancel_statuses: ['pending'],
  cancel_reasons: ['no longer needed', 'ordered by mistake'],
};

export function mayCancel(status: string, policy: CancellationPolicy): boolean {
  return policy.cancel_statuses.includes(status);
}

/** The policy's own wording of a reason, whatever its case and spacing; undefined when the shop does not accept it. */
export function acceptedReason(reason: string, policy: CancellationPolicy): string | undefined {
  return policy.cancel_reasons.find((accepted) => folded(accepted) === folded(reason));
}

function folded(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** The question for a reason: "Why do you want to cancel order o10023: no longer needed, or ordered by mistake?" */
export function askReason(orderId: string, reasons: readonly string[]): string {
  const offered =
    reasons.length < 2 ? reasons.join('') : `${reasons.slice(0, -1).join(', ')}, or ${reasons.at(-1) ?? ''}`;
  return `Why do you want to cancel order ${orderId}: ${offered}?`;
}

const STATUS_WORDS: Readonly<Record<string, string>> = {
  processed: 'is already being packed',
  shipped: 'has already been shipped',
  partially_shipped: 'has already been shipped in part',
  delivered: 'has already been delivered',
  cancelled: 'is already cancelled',
  'return requested': 'has already been delivered and a return is requested',
  'exchange requested': 'has already been delivered and an exchange is requested',
  'pending (item modified)': 'was changed after it was placed',
};

/** Why an order cannot be cancelled, for the customer. */
export function cannotCancel(orderId: string, status: string): string {
  const state = STATUS_WORDS[status] ?? `is ${status}`;
  return `Order ${orderId} ${state}, so it ${status === 'cancelled' ? 'cannot be cancelled again' : 'can no longer be cancelled'}.`;
}
