/** What is paid back when a whole order falls away, and where to. Amounts in cents. */
import type { PaymentMethodFacts } from './payment-method.ts';
import type { RefundRoute } from './shop-rules.ts';

/** One row of the order's ledger, oldest first. */
export interface LedgerEntry extends PaymentMethodFacts {
  readonly kind_of_entry: 'payment' | 'refund';
  readonly payment_method_id: string;
  readonly amount_cents: number;
}

export interface Refund extends PaymentMethodFacts {
  readonly payment_method_id: string;
  readonly amount_cents: number;
}

/** A refund that is promised and not paid yet. */
export interface PromisedRefund extends Refund {
  readonly state: 'waiting for goods' | 'waiting for approval';
  /** Id of what promised it: a quote, a return, a report. */
  readonly request_id: string | null;
}

/** The ledger as it will be once every promise is kept: what is promised cannot be promised again. */
export function withPromises(
  ledger: readonly LedgerEntry[],
  promised: readonly PromisedRefund[],
): readonly LedgerEntry[] {
  return [
    ...ledger,
    ...promised.map(({ payment_method_id, kind, brand, last_four, amount_cents }): LedgerEntry => ({
      kind_of_entry: 'refund',
      payment_method_id,
      kind,
      brand,
      last_four,
      amount_cents,
    })),
  ];
}

/** What the customer has paid and not got back yet; never negative. */
export function outstandingCents(ledger: readonly LedgerEntry[]): number {
  return Math.max(
    0,
    ledger.reduce((sum, entry) => sum + signed(entry), 0),
  );
}

/**
 * Gives back everything that is outstanding: each payment to the method it came from, or, with the route `gift_card`
 * and a customer who has one, all of it to that card. The amounts add up to `outstandingCents(ledger)`, and no method
 * gets more than came from it.
 */
export function refundEverything(
  ledger: readonly LedgerEntry[],
  route: RefundRoute,
  giftCard: Omit<Refund, 'amount_cents'> | null,
): readonly Refund[] {
  const outstanding = outstandingCents(ledger);
  if (outstanding === 0) return [];
  if (route === 'gift_card' && giftCard !== null) return [{ ...giftCard, amount_cents: outstanding }];

  let left = outstanding;
  return netByMethod(ledger).flatMap((net) => {
    const amount_cents = Math.min(left, net.amount_cents);
    left -= Math.max(0, amount_cents);
    return amount_cents > 0 ? [{ ...net, amount_cents }] : [];
  });
}

/** Payments minus refunds of each method, in the order in which the methods first appear. */
export function netByMethod(ledger: readonly LedgerEntry[]): readonly Refund[] {
  const nets = new Map<string, Refund>();
  for (const entry of ledger) {
    const { payment_method_id, kind, brand, last_four } = entry;
    const before = nets.get(payment_method_id)?.amount_cents ?? 0;
    nets.set(payment_method_id, { payment_method_id, kind, brand, last_four, amount_cents: before + signed(entry) });
  }
  return [...nets.values()];
}

/** One refund for each row of the ledger, refunds included; see `policies.cancellation_refunds`. */
export function refundEveryEntry(ledger: readonly LedgerEntry[]): readonly Refund[] {
  return ledger
    .filter((entry) => entry.amount_cents > 0)
    .map(({ payment_method_id, kind, brand, last_four, amount_cents }) => ({
      payment_method_id,
      kind,
      brand,
      last_four,
      amount_cents,
    }));
}

function signed(entry: LedgerEntry): number {
  return entry.kind_of_entry === 'payment' ? entry.amount_cents : -entry.amount_cents;
}
