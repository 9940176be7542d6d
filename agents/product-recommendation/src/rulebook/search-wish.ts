/** What a search should look for, from one message or from several that narrow it down. */
import type { JsonObject } from '@deskfleet/shared/json.ts';
import type { Reading } from '@deskfleet/shared/rulebook/reading.ts';
import { namesKind } from '../words/search-words.ts';
import { clauses, isForOthers } from './clauses.ts';
import { phraseIn } from './phrase.ts';
import { priceLimits } from './price.ts';

/** Products told at once. */
export const PAGE = 5;

const IN_STOCK = /\b(?:in[- ]stock|available|right now|not sold out|straight away|immediately)\b/u;
const RECOMMEND =
  /\b(?:recommend\w*|suggest\w*|advise|best|should i (?:get|buy|take|choose)|top[- ]rated|highest[- ]rated|good|great|nice|decent)\b/u;
const CHEAPEST = /\b(?:cheapest|lowest price|least expensive|cheap|inexpensive|affordable)\b/u;
const DEAREST = /\b(?:most expensive|priciest|premium|high-end)\b/u;

/** True when the customer wants to be told which one to take. */
export function wantsRecommendation(text: string): boolean {
  return RECOMMEND.test(text);
}

export function searchIn(clause: string): JsonObject {
  const query = queryIn(clause);
  return {
    ...(query === '' ? {} : { query }),
    ...(query === '' || BEST_SELLERS.test(clause) ? { in_stock: true, sort: 'rating' } : {}),
    ...filtersIn(clause),
    limit: PAGE,
  };
}

const ABOUT_IT = /\b(?:does|do|has|have|is|are|can|will) (?:it|they|this one|that one)\b/u;

/** "Does it have a good camera?" looks for no camera. */
export function isAboutOne(clause: string): boolean {
  return ABOUT_IT.test(clause);
}

const BEST_SELLERS = /\b(?:best ?sellers?|most popular)\b/u;
/** Everything the shop has. */
const RANGE =
  /\b(?:what|which) (?:products|things|items|categories|kinds? of (?:products|things))? ?(?:do|can|are) (?:you|we|i|there)(?: \w+)? ?(?:sell|have|offer|buy|carry)\b|\b(?:best ?sellers?|most popular|top[- ]rated) ?(?:products?|items?|things?)?\W*$|\byour (?:range|products|catalogu?e)\b/u;

/** "What do you sell?" */
export function asksForRange(clause: string): boolean {
  return RANGE.test(clause);
}

/** Words between the thing and what it should have or be good for. */
const TURN = /\s(?:with|for|to|that|has|have|having)\s/u;

/** The words of the search. What is wanted stands before "with": "which phone has the best camera" looks for phones. */
function queryIn(clause: string): string {
  return clause
    .split(TURN)
    .map((part) => phraseIn(part).words.join(' '))
    .filter((words) => words !== '')
    .join(' with ');
}

/** Price, options, stock and order that a text asks for. */
export function filtersIn(clause: string): JsonObject {
  const { options } = phraseIn(clause);
  const sort = sortOf(clause);
  return {
    ...priceLimits(clause),
    ...(options.length > 0 ? { options } : {}),
    ...(IN_STOCK.test(clause) || wantsRecommendation(clause) ? { in_stock: true } : {}),
    ...(sort === undefined ? {} : { sort }),
  };
}

function sortOf(clause: string): string | undefined {
  if (CHEAPEST.test(clause)) return 'price_low';
  if (DEAREST.test(clause)) return 'price_high';
  return wantsRecommendation(clause) ? 'rating' : undefined;
}

const MORE =
  /^\W*(?:and |please |can you |could you |show |me |tell |go on|the |some |any |are there )*(?:more|next|others?|rest|continue|what else|anything else)\b/u;
const CHEAPER = /\b(?:cheaper|less expensive|lower price)\b/u;
const SHOWN = /products? (\d+) to (\d+) of (\d+)/u;
const PRICE = /[$€£](\d[\d,]*(?:\.\d{2})?)/gu;

/** The search of earlier messages with what this clause adds; undefined when it adds nothing or there was none. */
export function searchSoFar(reading: Reading, clause: string): JsonObject | undefined {
  const before = earlierSearch(reading);
  if (before === undefined) return undefined;
  const last = reading.earlier.find(({ role }) => role === 'assistant')?.text ?? '';
  if (MORE.test(clause)) {
    const shown = SHOWN.exec(last);
    return shown === null ? undefined : { ...before, offset: Number(shown[2]) };
  }
  if (CHEAPER.test(clause) && Object.keys(priceLimits(clause)).length === 0) {
    const prices = [...last.matchAll(PRICE)].map((match) =>
      Math.round(Number((match[1] ?? '').replaceAll(',', '')) * 100),
    );
    return prices.length === 0 ? undefined : { ...before, max_price_cents: Math.max(Math.min(...prices) - 1, 0) };
  }
  const added = filtersIn(clause);
  return Object.keys(added).length === 0 ? undefined : { ...before, ...added };
}

function earlierSearch(reading: Reading): JsonObject | undefined {
  let wish: JsonObject | undefined;
  for (const { role, text } of [...reading.earlier].reverse()) {
    if (role !== 'user') continue;
    for (const clause of clauses(text).filter((one) => !isForOthers(one) && !isAboutOne(one))) {
      if (namesKind(clause) || asksForRange(clause) || phraseIn(clause).words.length > 0) wish = searchIn(clause);
      else if (wish !== undefined) wish = { ...wish, ...filtersIn(clause) };
    }
  }
  return wish;
}
