/** The columns of `policies` that a file may set; a test compares them with the table. */
import { z } from 'zod';
import { text, whole } from './fields.ts';

const CLOCK = /^([01]\d|2[0-4]):[0-5]\d$/u;

const texts = () => z.array(text(200));
const days = () => whole(0, 36_500);

export const policySchema = z
  .strictObject({
    cancel_statuses: texts().describe('Statuses in which an order can be cancelled.'),
    cancel_reasons: texts(),
    return_window_days: days(),
    return_window_enforced: z.boolean(),
    return_windows: z.record(text(200), z.record(text(50), days())).describe('Days by product class and loyalty tier.'),
    restocking_fee_charged: z.boolean(),
    restocking_fee_percent: z
      .record(text(100), z.number().min(0).max(100))
      .describe('Percent by condition of the item.'),
    final_sale_enforced: z.boolean(),
    final_sale_classes: texts(),
    opened_rule_enforced: z.boolean(),
    opened_refused_classes: texts(),
    refund_route: z.enum(['original', 'gift_card', 'original_or_gift_card']),
    change_refund_to_any_method: z.boolean(),
    cancellation_refunds: z.enum(['outstanding', 'every_entry']),
    staff_approval_over_cents: whole().nullable(),
    address_checked: z.boolean(),
    missing_late_days: days(),
    missing_delivered_wait_days: days(),
    missing_delivered_report_days: days(),
    missing_trace_days: days(),
    missing_remedies: z.record(text(50), texts()).describe('What is offered, by what happened to the parcel.'),
    restock_conditions: texts().describe('Conditions in which returned goods go back on the shelf.'),
    warranty_days_default: days(),
    anonymous_chat: z.boolean(),
    identification_allowed: z.boolean(),
    identification_tries_per_conversation: whole(1),
    identification_tries_per_address: whole(1),
    quote_ttl_seconds: whole(1),
    monthly_model_budget_micros: z.int().min(0).nullable(),
    sponsored_shown: whole(),
    recently_bought_days: whole(),
    top_rated_min_reviews: whole(),
    preference_values: z
      .record(text(100), texts())
      .describe('What customers may choose, where the shop departs from the usual.'),
    business_hours: z
      .record(z.string(), z.array(z.array(z.string().regex(CLOCK, 'is no time such as 09:00')).length(2)))
      .describe('Hours in which colleagues answer: `{"mon": [["09:00", "17:00"]]}`. Empty: always.'),
    auto_resolve_hours: whole(1).nullable(),
  })
  .partial();
