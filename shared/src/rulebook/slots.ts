/** Finders for what messages name: order ids, amounts of money. They read the `text` of a Reading. */

const ORDER_ID =
  /(?:^|[^a-z0-9])(?:(?:#\s?(w?\d{4,12}))|(?:ord(?:er)?[-\s_#:.]*(?:number|no\.?|id)?[-\s_#:.]*((?:[ow]|ord)?-?\d{4,12}(?:-\d+)*))|(o\d{4,12}|w\d{6,12})|((?<![$€£.\d])\d{5,12}(?![\d.,]*\s*(?:dollars|euros?|usd|eur|\$|€))))(?![a-z0-9])/u;

/** The first order id in a text, in the form it was written without decoration: `o12345`, `12345`, `w2378156`. */
export function orderId(text: string): string | undefined {
  const match = ORDER_ID.exec(text);
  const found = match?.[1] ?? match?.[2] ?? match?.[3] ?? match?.[4];
  return found?.replace(/^ord-?/u, '');
}

const AMOUNT = /(?:[$€£]\s?)?(\d{1,6}(?:[.,]\d{1,2})?)\s?(?:dollars?|bucks|usd|eur(?:os?)?|[$€£])?/u;
const AT_MOST = new RegExp(
  `(?:under|below|less than|cheaper than|at most|up to|max(?:imum)?(?: of)?|no more than|within|not over)\\s+(?:a budget of\\s+)?${AMOUNT.source}`,
  'u',
);
const AT_LEAST = new RegExp(
  `(?:over|above|more than|at least|from|starting at|min(?:imum)?(?: of)?)\\s+${AMOUNT.source}`,
  'u',
);
const BETWEEN = new RegExp(`between\\s+${AMOUNT.source}\\s+and\\s+${AMOUNT.source}`, 'u');

export interface PriceRange {
  readonly minCents?: number;
  readonly maxCents?: number;
}

/** "under 100 dollars", "between 50 and 80": amounts in cents. */
export function priceRange(text: string): PriceRange {
  const between = BETWEEN.exec(text);
  if (between) return { minCents: cents(between[1]), maxCents: cents(between[2]) };
  const most = AT_MOST.exec(text);
  const least = AT_LEAST.exec(text);
  return { ...(least ? { minCents: cents(least[1]) } : {}), ...(most ? { maxCents: cents(most[1]) } : {}) };
}

function cents(amount: string | undefined): number {
  return Math.round(Number((amount ?? '0').replace(',', '.')) * 100);
}
