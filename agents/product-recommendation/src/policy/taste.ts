/** What a customer told the shop about their taste, read from the preferences that are stored as words. */

export interface Preference {
  readonly name: string;
  readonly value: string;
}

export interface PriceWish {
  readonly min_cents: number;
  /** Infinity when there is no upper end. */
  readonly max_cents: number;
  /** As the customer put it. */
  readonly words: string;
}

export interface Taste {
  readonly category: string | null;
  readonly brand: string | null;
  readonly price: PriceWish | null;
}

export function tasteOf(preferences: readonly Preference[]): Taste {
  const value = (name: string): string | null =>
    preferences.find((preference) => preference.name === name && preference.value.trim() !== '')?.value.trim() ?? null;
  const price = value('price_range');
  return {
    category: value('preferred_category'),
    brand: value('preferred_brand'),
    price: price === null ? null : priceWish(price),
  };
}

/** "under 100 dollars", "100 to 500 dollars", "over 50 euros"; null for "any" and for what says no amount. */
export function priceWish(words: string): PriceWish | null {
  const amounts = [...words.replaceAll(/(\d),(\d{3})(?!\d)/gu, '$1$2').matchAll(/\d{1,7}(?:\.\d{1,2})?/gu)].map(
    ([amount]) => Math.round(Number(amount) * 100),
  );
  const [first, second] = amounts;
  if (first === undefined) return null;
  if (second !== undefined) return { min_cents: Math.min(first, second), max_cents: Math.max(first, second), words };
  return /\b(?:over|above|from|more than|at least)\b/u.test(words.toLowerCase())
    ? { min_cents: first, max_cents: Number.POSITIVE_INFINITY, words }
    : { min_cents: 0, max_cents: first, words };
}
