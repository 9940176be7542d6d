/** Where money goes back to, and who may pay. Amounts in cents. */
import type { OwnMethod } from './matching.ts';
import { methodName } from './payment-method.ts';
import { netByMethod, outstandingCents, type LedgerEntry, type Refund } from './refund.ts';
import type { RefundRoute } from './shop-rules.ts';
import { allow, deny, type Verdict } from './verdict.ts';

/**
 * Splits a refund over the shop's route. It is never more than what is outstanding, and by the original route no method
 * gets more than came from it.
 * @param chosen the method the customer asked for, if any. @param anyMethod it may be any of their own.
 */
export function routeRefund(
  ledger: readonly LedgerEntry[],
  amount: number,
  route: RefundRoute,
  chosen: OwnMethod | undefined,
  methods: readonly OwnMethod[],
  anyMethod = false,
): Verdict<readonly Refund[]> {
  const due = Math.min(amount, outstandingCents(ledger));
  const paid = netByMethod(ledger).filter((net) => net.amount_cents > 0);
  const allTo = (method: OwnMethod): Verdict<readonly Refund[]> => {
    const { payment_method_id, kind, brand, last_four } = method;
    return allow(due > 0 ? [{ payment_method_id, kind, brand, last_four, amount_cents: due }] : []);
  };
  const gift = methods.find((method) => method.kind === 'gift_card');
  const only = paid.length === 1 ? paid[0] : undefined;
  if (chosen !== undefined) {
    const paidWith = only?.payment_method_id === chosen.payment_method_id && due <= only.amount_cents;
    const byCard = route !== 'original' && chosen.kind === 'gift_card';
    if (
      anyMethod ||
      byCard ||
      (route !== 'gift_card' && paidWith) ||
      (route === 'gift_card' && gift === undefined && paidWith)
    )
      return allTo(chosen);
    const to = route === 'gift_card' && gift !== undefined ? methodName(gift) : paid.map(methodName).join(' and ');
    return deny(
      'refund_route',
      `The money can only go back to your ${to}${route === 'gift_card' ? '' : ', with which you paid'}, not to your ${methodName(chosen)}.`,
    );
  }
  if (route === 'gift_card' && gift !== undefined) return allTo(gift);
  let left = due;
  return allow(
    paid.flatMap((net) => {
      const amount_cents = Math.min(left, net.amount_cents);
      left -= amount_cents;
      return amount_cents > 0 ? [{ ...net, amount_cents }] : [];
    }),
  );
}

/** The method that pays a difference when none was named: the one the order was paid with, if it is one. */
export function usualPayer(ledger: readonly LedgerEntry[], methods: readonly OwnMethod[]): Verdict<OwnMethod> {
  const ids = [
    ...new Set(ledger.filter((entry) => entry.kind_of_entry === 'payment').map((entry) => entry.payment_method_id)),
  ];
  const used = methods.filter((method) => ids.includes(method.payment_method_id));
  const candidates = used.length > 0 ? used : methods;
  const [only, ...others] = candidates;
  if (only !== undefined && others.length === 0) return allow(only);
  return deny(
    'payment_method_missing',
    only === undefined
      ? 'There is no way of payment on your account.'
      : `Which way of payment shall I use: ${candidates.map(methodName).join(', ')}?`,
  );
}

/** A gift card must hold what it shall pay; every other method is charged by its provider. */
export function canPay(method: OwnMethod, cents: number): boolean {
  return method.kind !== 'gift_card' || (method.balance_cents ?? 0) >= cents;
}
