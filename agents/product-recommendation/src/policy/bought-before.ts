/** What the customer has already is not recommended again, with two exceptions: consumables and other variants. */
import type { Candidate, OfferedVariant } from './recommending.ts';
import { daysBetween } from './days.ts';

export interface Offer {
  readonly candidate: Candidate;
  /** In stock and not just bought. Never empty. */
  readonly variants: readonly OfferedVariant[];
  /** Why something that was bought before is offered again; null for what was not, or long ago. */
  readonly again: 'consumable' | 'other variant' | null;
}

/** Undefined when nothing of the product may be recommended. `recentDays` 0 switches the rule off. */
export function offerable(candidate: Candidate, recentDays: number, today: string): Offer | undefined {
  const variants = candidate.variants.filter(({ on_hand }) => on_hand > 0);
  if (variants.length === 0) return undefined;
  const { bought, repurchase_days } = candidate;
  const since = bought === null ? Number.POSITIVE_INFINITY : daysBetween(bought.last_on, today);
  if (bought === null || (since >= recentDays && repurchase_days === null)) return { candidate, variants, again: null };
  if (recentDays === 0) return { candidate, variants, again: null };
  // What came back is not wanted in another colour either.
  if (bought.returned) return since >= recentDays ? { candidate, variants, again: null } : undefined;
  if (repurchase_days !== null) {
    return since >= repurchase_days ? { candidate, variants, again: 'consumable' } : undefined;
  }
  const others = variants.filter(({ id }) => !bought.variant_ids.includes(id));
  return others.length > 0 ? { candidate, variants: others, again: 'other variant' } : undefined;
}
