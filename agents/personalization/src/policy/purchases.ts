/** What a customer's own orders say about how they buy. Cancelled and returned goods are told apart from what was kept. */

export interface BoughtCategory {
  readonly category: string;
  /** All that was ordered, whatever became of it. */
  readonly ordered: number;
  readonly cancelled: number;
  readonly returned: number;
  /** Price of what was kept or is still to come, in cents. */
  readonly kept_cents: number;
}

export interface OrderFigures {
  readonly orders: number;
  readonly cancelled_orders: number;
  readonly paid_cents: number;
  readonly refunded_cents: number;
  /** Calendar days, 'YYYY-MM-DD', of the first and the last order that was not cancelled. */
  readonly first_on: string | null;
  readonly last_on: string | null;
}

const DAY_MS = 86_400_000;

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

/** Mean days from one order to the next; null for fewer than two orders. */
export function daysBetweenOrders({ orders, cancelled_orders, first_on, last_on }: OrderFigures): number | null {
  const kept = orders - cancelled_orders;
  if (kept < 2 || first_on === null || last_on === null) return null;
  return Math.round(daysBetween(first_on, last_on) / (kept - 1));
}

/** What the customer has really paid for, on average per order that was not cancelled; null without one. */
export function meanOrderCents({ orders, cancelled_orders, paid_cents, refunded_cents }: OrderFigures): number | null {
  const kept = orders - cancelled_orders;
  return kept <= 0 ? null : Math.round((paid_cents - refunded_cents) / kept);
}

export interface BoughtItems {
  readonly ordered: number;
  readonly cancelled: number;
  readonly returned: number;
  /** Ordered, and neither cancelled nor returned. */
  readonly kept: number;
}

export function itemsOf(categories: readonly Omit<BoughtCategory, 'category' | 'kept_cents'>[]): BoughtItems {
  const sum = (of: 'ordered' | 'cancelled' | 'returned'): number =>
    categories.reduce((total, category) => total + category[of], 0);
  const [ordered, cancelled, returned] = [sum('ordered'), sum('cancelled'), sum('returned')];
  return { ordered, cancelled, returned, kept: ordered - cancelled - returned };
}
