/** Whether and at what cost something comes back. Days are ISO texts of the shop's time zone, amounts are cents. */
import { addDays, daysBetween } from './calendar.ts';
import { itemName } from './matching.ts';
import type { OpenLine } from './picking.ts';
import type { ShopRules } from './shop-rules.ts';
import { allow, deny, type Verdict } from './verdict.ts';

const PAST = { return: 'returned', exchange: 'exchanged' } as const;

export const CONDITIONS = ['unopened', 'opened', 'damaged', 'faulty'] as const;
export type Condition = (typeof CONDITIONS)[number];

export interface ReturnableLine extends OpenLine {
  /** The product's category and, where it has a type, "category:type". */
  readonly classes: readonly string[];
}

/** Days after the day of delivery in which a product may come back. */
export function windowDays(
  rules: Pick<ShopRules, 'return_windows' | 'return_window_days'>,
  tier: string,
  classes: readonly string[],
): number {
  const ofClass = [...classes]
    .reverse()
    .map((name) => rules.return_windows[name])
    .find((days) => days !== undefined);
  const general = rules.return_windows['default'];
  return ofClass?.[tier] ?? ofClass?.['default'] ?? general?.[tier] ?? general?.['default'] ?? rules.return_window_days;
}

export interface ReturnFacts {
  readonly order_id: string;
  readonly tier: string;
  readonly delivered_on: string;
  readonly today: string;
  /** Undefined when the customer did not say. */
  readonly condition: Condition | undefined;
}

/** The last day on which all the lines may come back, or why one may not. Null when the shop keeps no window. */
export function mayComeBack(
  lines: readonly ReturnableLine[],
  facts: ReturnFacts,
  rules: ShopRules,
  action: 'return' | 'exchange',
): Verdict<{ readonly until: string | null }> {
  const lastDays: string[] = [];
  for (const line of lines) {
    const what = itemName(line.name, line.options);
    if (rules.final_sale_enforced && line.classes.some((name) => rules.final_sale_classes.includes(name))) {
      return deny(
        'final_sale',
        `The ${what} was a final sale, so it cannot be ${PAST[action]}${facts.condition === 'faulty' ? '; a defect is a case for the warranty' : ''}.`,
      );
    }
    if (rules.return_window_enforced) {
      const days = windowDays(rules, facts.tier, line.classes);
      const last = addDays(facts.delivered_on, days);
      if (daysBetween(facts.today, last) < 0) {
        return deny(
          'window_over',
          `The ${what} of order ${facts.order_id} was delivered on ${longDay(facts.delivered_on)}, and ${action}s are possible for ${days} days, so until ${longDay(last)}. It can no longer be ${PAST[action]}. If it is defective, I can help you with the warranty.`,
        );
      }
      lastDays.push(last);
    }
    if (
      rules.opened_rule_enforced &&
      (facts.condition === 'opened' || facts.condition === 'damaged') &&
      line.classes.some((name) => rules.opened_refused_classes.includes(name))
    ) {
      return deny(
        'opened_item',
        `The ${what} was opened, and this kind of item can only come back unopened or if it is faulty.`,
      );
    }
  }
  return allow({ until: lastDays.sort()[0] ?? null });
}

/** The fee for taking a price's worth back, in whole cents; never more than the price. */
export function restockingFee(
  priceCents: number,
  condition: Condition | undefined,
  rules: Pick<ShopRules, 'restocking_fee_charged' | 'restocking_fee_percent'>,
): number {
  if (!rules.restocking_fee_charged) return 0;
  const percent = rules.restocking_fee_percent[condition ?? 'unopened'] ?? 0;
  return Math.min(priceCents, Math.max(0, Math.round((priceCents * percent) / 100)));
}

/** True when the fee or the rule of opened items depends on an answer that was not given. */
export function conditionMatters(lines: readonly ReturnableLine[], rules: ShopRules): boolean {
  const fees =
    rules.restocking_fee_charged && CONDITIONS.some((condition) => (rules.restocking_fee_percent[condition] ?? 0) > 0);
  return fees || openedMatters(lines, rules);
}

/** True when one of the lines may only come back unopened or faulty. */
export function openedMatters(lines: readonly ReturnableLine[], rules: ShopRules): boolean {
  return (
    rules.opened_rule_enforced &&
    lines.some((line) => line.classes.some((name) => rules.opened_refused_classes.includes(name)))
  );
}

const STATUS_WORDS: Readonly<Record<string, string>> = {
  pending: 'has not been sent yet',
  'pending (item modified)': 'has not been sent yet',
  processed: 'is being packed and not delivered yet',
  shipped: 'has not arrived yet',
  partially_shipped: 'has not arrived completely yet',
  cancelled: 'was cancelled',
};

/** Why nothing of an order can come back now, from its status; undefined for a delivered one. */
export function notReturnable(orderId: string, status: string, action: 'return' | 'exchange'): string | undefined {
  if (status === 'delivered') return undefined;
  if (status === 'return requested')
    return `A return of order ${orderId} is already requested, so there is nothing more to ask for: just send the items in.`;
  if (status === 'exchange requested')
    return `An exchange of order ${orderId} is already requested, so there is nothing more to ask for: just send the items in.`;
  const state = STATUS_WORDS[status] ?? `is ${status}`;
  const instead = status === 'pending' ? ' While it is pending it can be cancelled or changed.' : '';
  return `Order ${orderId} ${state}, so nothing of it can be ${PAST[action]}.${instead}`;
}

const LONG_DAY = new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', dateStyle: 'long' });

export function longDay(day: string): string {
  return LONG_DAY.format(new Date(day));
}

/** Whether goods in this condition may be sold again. */
export function backOnShelf(condition: Condition, rules: Pick<ShopRules, 'restock_conditions'>): boolean {
  return rules.restock_conditions.includes(condition);
}
