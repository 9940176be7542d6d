/** Inputs by which several tools narrow down the products of the shop. */
import { z } from 'zod';
import { optionsInput } from './product-parts.ts';
import type { Correction } from './spelled-terms.ts';

const cents = z
  .int('Give a whole number of cents.')
  .min(0, 'A price in cents is 0 or more.')
  .max(1_000_000_000, 'That is more than any price.');

/** What every list of products can be narrowed down by. */
export const filterShape = {
  query: z
    .string()
    .trim()
    .max(200, 'Use at most 200 characters: a few words that name what is wanted.')
    .default('')
    .describe(
      'A few words that say what is wanted, for example "gaming laptop" or "waterproof speaker". Leave it empty for all products.',
    ),
  category: z
    .string()
    .trim()
    .min(1, 'Name a category, or leave category out.')
    .max(60, 'A category has at most 60 characters; list_categories has them all.')
    .exactOptional()
    .describe('A category of the shop, for example "headphones". Not needed when the query names it.'),
  min_price_cents: cents.exactOptional().describe('Lowest price in cents, included.'),
  max_price_cents: cents.exactOptional().describe('Highest price in cents, included: 149999 for "below 1500".'),
  options: optionsInput,
} as const;

export const offsetInput = z
  .int('Give a whole number.')
  .min(0, 'offset is 0 for the first page.')
  .max(10_000, 'offset goes up to 10000; narrow the list down instead.')
  .default(0)
  .describe('How many of the first entries to leave out; for the next page.');

/** How many entries a page has. */
export function limitInput(most: number, usual: number, what: string): z.ZodDefault<z.ZodInt> {
  return z
    .int('Give a whole number.')
    .min(1, `Ask for at least one of the ${what}.`)
    .max(most, `At most ${most} ${what} at a time; use offset for the next ones.`)
    .default(usual)
    .describe(`Most ${what} to return, 1 to ${most}.`);
}

export const PRICES_IN_ORDER = {
  check: ({ min_price_cents: min, max_price_cents: max }: PriceBounds): boolean =>
    min === undefined || max === undefined || min <= max,
  message: 'min_price_cents is above max_price_cents; swap them.',
} as const;

interface PriceBounds {
  readonly min_price_cents?: number;
  readonly max_price_cents?: number;
}

/** `more` and `next_offset` while a list goes on. */
export function pageView(
  total: number,
  offset: number,
  count: number,
): { readonly total: number; readonly more?: number; readonly next_offset?: number } {
  const next = offset + count;
  return next < total && count > 0 ? { total, more: total - next, next_offset: next } : { total };
}

/** `spelled_as` when a word was taken for another one. */
export function correctionView(corrections: readonly Correction[]): { readonly spelled_as?: readonly Correction[] } {
  return corrections.length === 0 ? {} : { spelled_as: corrections };
}
