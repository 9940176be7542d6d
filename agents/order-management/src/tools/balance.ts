/** A gift card that shall pay more than it holds. */
import { refuse } from '@deskfleet/shared/agent/tool.ts';
import { money } from '@deskfleet/shared/money.ts';
import type { OwnMethod } from '../policy/matching.ts';

/** @param cents what it shall pay. The details say what is missing, and on which way of payment. */
export function balanceTooLow(method: OwnMethod, cents: number, currency: string, message: string) {
  return refuse('balance_too_low', message, {
    payment_method_id: method.payment_method_id,
    missing: money(cents - (method.balance_cents ?? 0), currency),
  });
}
