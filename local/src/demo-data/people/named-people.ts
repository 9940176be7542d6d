import type { LoyaltyTier, PaymentKind } from '../customer-rows.ts';

export interface NamedPerson {
  id: string;
  firstName: string;
  lastName: string;
  tier: LoyaltyTier;
  age: number;
  /** Ways of payment; the first is `pm<number>-1`, the second `pm<number>-2`. */
  pays: readonly PaymentKind[];
  /** What is left on the gift card, in cents. */
  giftCardCents?: number;
}

function person(
  id: string,
  firstName: string,
  lastName: string,
  tier: LoyaltyTier,
  age: number,
  pays: readonly PaymentKind[],
  giftCardCents?: number,
): NamedPerson {
  const base = { id, firstName, lastName, tier, age, pays };
  return giftCardCents === undefined ? base : { ...base, giftCardCents };
}

/** Customers of Acme that sample questions and the named cases are about. */
export const NAMED_PEOPLE: readonly NamedPerson[] = [
  person('cust001', 'Maya', 'Thompson', 'gold', 34, ['credit_card', 'paypal']),
  person('cust002', 'Daniel', 'Okafor', 'silver', 41, ['debit_card']),
  person('cust003', 'Priya', 'Raman', 'gold', 29, ['credit_card']),
  person('cust004', 'Lucas', 'Meyer', 'bronze', 23, ['paypal']),
  person('cust005', 'Sofia', 'Alvarez', 'platinum', 38, ['credit_card', 'gift_card'], 5_000),
  person('cust006', 'Ethan', 'Brooks', 'silver', 52, ['debit_card']),
  person('cust007', 'Grace', 'Kim', 'silver', 27, ['paypal', 'credit_card']),
  person('cust008', 'Omar', 'Haddad', 'gold', 31, ['credit_card']),
  person('cust009', 'Hannah', 'Novak', 'bronze', 45, ['debit_card']),
  person('cust010', 'Noah', 'Bennett', 'silver', 36, ['credit_card']),
  person('cust011', 'Isabel', 'Costa', 'gold', 48, ['credit_card', 'gift_card'], 2_500),
  person('cust012', 'Ryan', 'Murphy', 'silver', 33, ['paypal']),
  person('cust013', 'Aisha', 'Bello', 'platinum', 44, ['credit_card']),
  person('cust014', 'Tom', 'Fischer', 'silver', 59, ['debit_card']),
  person('cust015', 'Elena', 'Petrova', 'gold', 39, ['credit_card']),
  person('cust016', 'Jack', 'Sullivan', 'bronze', 21, ['paypal']),
  person('cust101', 'Walter', 'Lindqvist', 'silver', 57, ['credit_card']),
  person('cust102', 'Nadia', 'Rahman', 'gold', 35, ['credit_card']),
  person('cust103', 'Pedro', 'Santos', 'bronze', 30, ['debit_card']),
  person('cust104', 'Emily', 'Carter', 'silver', 26, ['gift_card', 'credit_card'], 0),
  person('cust105', 'Victor', 'Huang', 'bronze', 42, ['paypal']),
  person('cust106', 'Lena', 'Hoffmann', 'silver', 37, ['credit_card']),
  person('cust107', 'George', 'Papadakis', 'gold', 63, ['credit_card']),
  person('cust108', 'Rosa', 'Martinez', 'gold', 49, ['debit_card']),
  person('cust109', 'Alice', 'Warren', 'silver', 32, ['credit_card']),
  person('cust110', 'Brian', 'Keller', 'silver', 33, ['credit_card']),
  person('cust111', 'Chloe', 'Dubois', 'bronze', 24, ['credit_card']),
  person('cust112', 'Samuel', 'Osei', 'gold', 40, ['gift_card', 'credit_card'], 0),
  person('cust113', 'Yuki', 'Tanaka', 'silver', 28, ['paypal']),
  person('cust114', 'Martha', 'Olsen', 'bronze', 66, ['debit_card']),
  person('cust115', 'Felix', 'Baumann', 'silver', 31, ['credit_card']),
  person('cust116', 'Irene', 'Walsh', 'bronze', 54, ['credit_card']),
  person('cust117', 'Andre', 'Laurent', 'platinum', 46, ['credit_card']),
  person('cust118', 'Joyce', 'Mbeki', 'silver', 38, ['debit_card']),
  person('cust119', 'Kevin', 'Doyle', 'gold', 29, ['credit_card']),
  person('cust120', 'Carla', 'Romano', 'silver', 43, ['credit_card']),
  person('cust121', 'Peter', 'Nowak', 'bronze', 35, ['paypal']),
];
