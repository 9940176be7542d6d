/** Price limits in the words of customers, in cents. */
import { priceRange } from '@deskfleet/shared/rulebook/slots.ts';

export interface PriceLimits {
  readonly min_price_cents?: number;
  readonly max_price_cents?: number;
}

const BELOW = /\b(?:under|below|less than|cheaper than)\b/u;
const ABOVE = /\b(?:over|above|more than)\b/u;
const MEASURE =
  /\b\d+(?:\.\d+)?[ -]?(?:gb|tb|mm|cm|watts?|w|mah|hours?|h|inch(?:es)?|hz|mp|megapixels?|kg|days?|weeks?|months?|years?|people|percent|%)(?![\p{L}\p{N}])/gu;
const AROUND =
  /\b(?:around|about|roughly|approximately)\s+[$€£]?\s?(\d+(?:\.\d{1,2})?)(?=\s?(?:dollars?|bucks|usd|euros?|[$€£])|\W*$)/u;
const OR_LESS =
  /[$€£]?\s?(\d+(?:\.\d{1,2})?)\s?(?:dollars?|bucks|usd|euros?|[$€£])?\s+(?:or less|or cheaper|max|maximum|at most|tops)\b/u;
const BUDGET =
  /\b(?:budget(?: is| of)?|spend|afford|limit is)\s+(?:about |around |up to |at most |max )?[$€£]?\s?(\d+(?:\.\d{1,2})?)/u;
/** "I have 300 dollars": only with a currency, people have many things. */
const HAVE =
  /\bi(?:'ve| have)(?: got)? (?:about |around |only |just )?(?:[$€£]\s?(\d+(?:\.\d{1,2})?)|(\d+(?:\.\d{1,2})?)\s?(?:dollars?|bucks|usd|euros?|[$€£]))/u;
/** "not more than 50", "I don't want to spend over 50". */
const NOT_MORE = /(?:n't|\bnot|\bno|\bnever)\s+(?:\w+\s+){0,4}?(?:more than|over|above)\b/gu;
/** How far "around 200" reaches to both sides. */
const NEAR = 0.2;

/** "below 1,500" leaves out 1,500.00 itself; "at most 1500" and "between 50 and 80" include their ends. */
export function priceLimits(text: string): PriceLimits {
  const plainText = text
    .replaceAll(/(\d),(\d{3})(?!\d)/gu, '$1$2')
    .replaceAll(NOT_MORE, 'at most')
    .replaceAll(MEASURE, ' ');
  const around = AROUND.exec(plainText);
  if (around) {
    const cents = Number(around[1]) * 100;
    return { min_price_cents: Math.round(cents * (1 - NEAR)), max_price_cents: Math.round(cents * (1 + NEAR)) };
  }
  const { minCents, maxCents } = priceRange(plainText);
  const most = OR_LESS.exec(plainText) ?? BUDGET.exec(plainText) ?? HAVE.exec(plainText);
  const max =
    maxCents === undefined
      ? most
        ? Math.round(Number(most[1] ?? most[2]) * 100)
        : undefined
      : maxCents - (BELOW.test(plainText) ? 1 : 0);
  const min = minCents === undefined ? undefined : minCents + (ABOVE.test(plainText) ? 1 : 0);
  return {
    ...(min === undefined ? {} : { min_price_cents: min }),
    ...(max === undefined ? {} : { max_price_cents: Math.max(max, 0) }),
  };
}
