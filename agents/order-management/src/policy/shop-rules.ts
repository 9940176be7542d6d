/** The tenant's row of `policies`, as far as this agent's rules read it. */
export type RefundRoute = 'original' | 'gift_card' | 'original_or_gift_card';

export interface ShopRules {
  readonly cancel_statuses: readonly string[];
  readonly cancel_reasons: readonly string[];
  readonly refund_route: RefundRoute;
  readonly cancellation_refunds: 'outstanding' | 'every_entry';
  /** Refunds above this wait for a colleague; null for no limit. */
  readonly staff_approval_over_cents: number | null;
  readonly return_window_enforced: boolean;
  readonly return_window_days: number;
  /** Days by product class and loyalty tier; `default` stands for every class or tier that is not listed. */
  readonly return_windows: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly restocking_fee_charged: boolean;
  /** Percent of the price by condition. */
  readonly restocking_fee_percent: Readonly<Record<string, number>>;
  readonly final_sale_enforced: boolean;
  readonly final_sale_classes: readonly string[];
  readonly opened_rule_enforced: boolean;
  readonly opened_refused_classes: readonly string[];
  readonly address_checked: boolean;
  readonly change_refund_to_any_method: boolean;
  readonly missing_late_days: number;
  readonly missing_delivered_wait_days: number;
  readonly missing_delivered_report_days: number;
  readonly missing_trace_days: number;
  /** What is offered by what happened to a parcel: `late`, `lost`, `not received`. */
  readonly missing_remedies: Readonly<Record<string, readonly string[]>>;
  /** Conditions in which returned goods go back on the shelf. */
  readonly restock_conditions: readonly string[];
}

/** What a tenant without a row gets; the same as the columns' defaults. */
export const DEFAULT_RULES: ShopRules = {
  cancel_statuses: ['pending'],
  cancel_reasons: ['no longer needed', 'ordered by mistake'],
  refund_route: 'original',
  cancellation_refunds: 'outstanding',
  staff_approval_over_cents: null,
  return_window_enforced: true,
  return_window_days: 30,
  return_windows: {},
  restocking_fee_charged: true,
  restocking_fee_percent: {},
  final_sale_enforced: true,
  final_sale_classes: [],
  opened_rule_enforced: true,
  opened_refused_classes: [],
  address_checked: true,
  change_refund_to_any_method: false,
  missing_late_days: 3,
  missing_delivered_wait_days: 1,
  missing_delivered_report_days: 30,
  missing_trace_days: 7,
  missing_remedies: {
    late: ['trace'],
    lost: ['replacement', 'refund'],
    'not received': ['trace', 'replacement', 'refund'],
  },
  restock_conditions: ['unopened'],
};

export function shopRules(row: Partial<ShopRules> | null): ShopRules {
  return { ...DEFAULT_RULES, ...row };
}

/** The limit is a number that is just allowed. */
export function needsApproval(refundCents: number, rules: Pick<ShopRules, 'staff_approval_over_cents'>): boolean {
  return rules.staff_approval_over_cents !== null && refundCents > rules.staff_approval_over_cents;
}
