/** How a way of payment is named to its owner, and never more of it than the last four digits. */
export interface PaymentMethodFacts {
  readonly kind: 'credit_card' | 'debit_card' | 'paypal' | 'gift_card';
  readonly brand: string | null;
  readonly last_four: string | null;
}

const PLAIN = {
  credit_card: 'credit card',
  debit_card: 'debit card',
  paypal: 'PayPal account',
  gift_card: 'gift card',
} as const;

/** "Visa ending 4242", "debit card ending 1881", "PayPal account", "gift card". */
export function methodName({ kind, brand, last_four }: PaymentMethodFacts): string {
  const name = brand !== null && (kind === 'credit_card' || kind === 'debit_card') ? brand : PLAIN[kind];
  return last_four === null ? name : `${name} ending ${last_four}`;
}
