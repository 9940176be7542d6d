/** What a list should show (a search, a recommendation, the best of a kind), from one message or from several. */
import type { JsonObject } from '@deskfleet/shared/json.ts';
import type { Reading } from '@deskfleet/shared/rulebook/reading.ts';
import { namesKind } from '../words/search-words.ts';
import { clauses, isForOthers } from './clauses.ts';
import { phraseIn } from './phrase.ts';
import { priceLimits } from './price.ts';
import type { ListTool, Request } from './request.ts';

/** Products told at once. */
export const PAGE = 5;
export const RECOMMENDED = 3;
/** Most places of a top list. */
const MOST_PLACES = 20;

const IN_STOCK = /\b(?:in[- ]stock|available|right now|not sold out|straight away|immediately)\b/u;
/** "Popular right now" says nothing about stock. */
const STOCKED = /\b(?:in[- ]stock|available|not sold out)\b/u;
const GOOD =
  /\b(?:recommend\w*|suggest\w*|advise|best|should i (?:get|buy|take|choose)|top[- ]rated|highest[- ]rated|good|great|nice|decent)\b/u;
const CHEAPEST = /\b(?:cheapest|lowest price|least expensive|cheap|inexpensive|affordable)\b/u;
const DEAREST = /\b(?:most expensive|priciest|premium|high-end)\b/u;

/** True when the customer wants to be told which one to take. */
export function wantsRecommendation(text: string): boolean {
  return GOOD.test(text);
}

const ASKS_ADVICE =
  /\b(?:recommend\w*|suggest\w*|advise|advice|gift|presents?(?: for| idea)|ideas?|inspir\w*|should i (?:get|buy|take|choose|go for)|what (?:would|do) you (?:think i|pick|choose|take)|(?:something|anything) (?:nice |good |new |else )?(?:for me|i (?:would|might|could|may) like|to (?:buy|treat))|goes? (?:well )?with what i|pick (?:one|something) for me|what else (?:would|could|might) i)\b/u;

/** "Recommend me a phone": advice for this customer, not the cheapest or dearest of a list. */
export function asksAdvice(clause: string): boolean {
  return ASKS_ADVICE.test(clause) && !CHEAPEST.test(clause) && !DEAREST.test(clause);
}

const BEST_SELLING =
  /\b(?:best[- ]?sell\w*|top[- ]sell\w*|sell(?:s|ing)? (?:the )?best|most (?:sold|bought|purchased)|sold most|biggest sellers?)\b/u;
const TOP_RATED =
  /\b(?:(?:top|best|highest|well)[- ]rated|(?:top|best|highest) (?:ratings?|reviews?|reviewed)|most (?:loved|liked)|favou?rites?)\b/u;
const POPULAR = /\b(?:most popular|popular|trending|in demand|most (?:viewed|wanted|looked at)|hottest)\b/u;
const TOP = /\btop (\d{1,2}|three|five|ten)\b/u;
const NUMBERS: Readonly<Record<string, number>> = { three: 3, five: 5, ten: 10 };

/** "Best selling speakers", "the top 3 phones". */
export function asksForTop(clause: string): boolean {
  return [BEST_SELLING, TOP_RATED, POPULAR, TOP].some((says) => says.test(clause));
}

const RANGE =
  /\b(?:what|which) (?:(?:all|else|sorts?|kinds?|types?)(?: of)? )?(?:products?|things?|items?|stuff|goods)? ?(?:do|can|are|does) (?:you|we|i|there|the shop|your shop)(?: \w+)? ?(?:sell|have|offer|buy|carry|get)(?: here| from you| in your shop| in store)?\W*$|^\W*what(?:'s| is| do you have) (?:in stock|available)\W*$|\byour (?:range|assortment|products|catalogu?e|selection)\b|\b(?:what|which|list|show|all)(?: \w+){0,3} (?:categories|departments|product groups)\b/u;

/** "What do you sell?" */
export function asksForRange(clause: string): boolean {
  return RANGE.test(clause) && !namesKind(clause);
}

const ABOUT_IT = /\b(?:does|do|has|have|is|are|can|will) (?:it|they|this one|that one)\b/u;

/** "Does it have a good camera?" looks for no camera. */
export function isAboutOne(clause: string): boolean {
  return ABOUT_IT.test(clause);
}

export function searchIn(clause: string): Request {
  const query = queryIn(clause);
  return {
    tool: 'search_products',
    input: {
      ...(query === '' ? { in_stock: true, sort: 'rating' } : { query }),
      ...filtersIn(clause),
      limit: PAGE,
    },
  };
}

export function adviceIn(clause: string): Request {
  return { tool: 'recommend_products', input: { ...named(clause), ...limitsIn(clause), limit: RECOMMENDED } };
}

export function topIn(clause: string): Request {
  const places = TOP.exec(clause)?.[1];
  const limit = places === undefined ? PAGE : (NUMBERS[places] ?? Number(places));
  const by = BEST_SELLING.test(clause)
    ? 'best_sellers'
    : TOP_RATED.test(clause)
      ? 'top_rated'
      : POPULAR.test(clause)
        ? 'most_popular'
        : 'top_rated';
  return {
    tool: 'get_top_products',
    input: {
      by,
      ...named(clause.replace(TOP, ' ')),
      ...limitsIn(clause.replace(TOP, ' ')),
      ...(STOCKED.test(clause) ? { in_stock: true } : {}),
      limit: Math.min(Math.max(limit, 1), MOST_PLACES),
    },
  };
}

/** The list a clause asks for, whichever kind. */
export function listIn(clause: string): Request {
  if (asksForTop(clause)) return topIn(clause);
  return asksAdvice(clause) ? adviceIn(clause) : searchIn(clause);
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

function named(clause: string): JsonObject {
  const query = queryIn(clause);
  return query === '' ? {} : { query };
}

/** Price limits and options. */
function limitsIn(clause: string): JsonObject {
  const { options } = phraseIn(clause);
  return { ...priceLimits(clause), ...(options.length > 0 ? { options } : {}) };
}

/** Price, options, stock and order that a text asks for. */
function filtersIn(clause: string): JsonObject {
  const sort = sortOf(clause);
  return {
    ...limitsIn(clause),
    ...(IN_STOCK.test(clause) || wantsRecommendation(clause) ? { in_stock: true } : {}),
    ...(sort === undefined ? {} : { sort }),
  };
}

function sortOf(clause: string): string | undefined {
  if (CHEAPEST.test(clause)) return 'price_low';
  if (DEAREST.test(clause)) return 'price_high';
  return wantsRecommendation(clause) ? 'rating' : undefined;
}

/** "For a child", "with noise cancelling": says more about what is looked for. */
const QUALIFIES = /^(?:and |maybe |ideally |preferably |something |one |ones |but |only )*(?:for|with) /u;

function qualified(clause: string, query: JsonObject[string] | undefined): JsonObject {
  const words = QUALIFIES.test(clause) ? queryIn(clause) : '';
  if (words === '') return {};
  return { query: typeof query === 'string' && query !== '' ? `${query} with ${words}` : words };
}

/** What a further remark adds to a list of this kind. `before` is what the list was narrowed down by until now. */
export function addedTo(tool: ListTool, clause: string, before: JsonObject = {}): JsonObject {
  const query = qualified(clause, before['query']);
  if (tool === 'search_products') return { ...query, ...filtersIn(clause) };
  return {
    ...query,
    ...limitsIn(clause),
    ...(tool === 'get_top_products' && STOCKED.test(clause) ? { in_stock: true } : {}),
  };
}

const MORE =
  /^\W*(?:and |please |can you |could you |show |me |tell |go on|the |some |any |are there |what )*(?:more|next|others?|rest|continue|else|anything else|something else)\b(?! (?:about|info\w*|details|on)\b)/u;
const CHEAPER = /\b(?:cheaper|less expensive|lower price)\b/u;
const SHOWN = /products? (\d+) to (\d+) of (\d+)/u;
const PRICE = /[$€£](\d[\d,]*(?:\.\d{2})?)/gu;

/** True for "more", "the next ones". */
export function asksForMore(clause: string): boolean {
  return MORE.test(clause);
}

/** The list of earlier messages with what this clause adds; undefined when it adds nothing or there was none. */
export function listSoFar(reading: Reading, clause: string): Request | undefined {
  const before = earlierList(reading);
  if (before === undefined) return undefined;
  const { tool, input } = before;
  const last = reading.earlier.find(({ role }) => role === 'assistant')?.text ?? '';
  if (MORE.test(clause)) {
    const shown = SHOWN.exec(last);
    return shown === null ? undefined : { tool, input: { ...input, offset: Number(shown[2]) } };
  }
  if (CHEAPER.test(clause) && Object.keys(priceLimits(clause)).length === 0) {
    const prices = [...last.matchAll(PRICE)].map((match) =>
      Math.round(Number((match[1] ?? '').replaceAll(',', '')) * 100),
    );
    return prices.length === 0
      ? undefined
      : { tool, input: { ...input, max_price_cents: Math.max(Math.min(...prices) - 1, 0) } };
  }
  const added = addedTo(tool, clause, input);
  return Object.keys(added).length === 0 ? undefined : { tool, input: { ...input, ...added } };
}

interface List {
  readonly tool: ListTool;
  readonly input: JsonObject;
}

function earlierList(reading: Reading): List | undefined {
  let wish: List | undefined;
  for (const { role, text } of [...reading.earlier].reverse()) {
    if (role !== 'user') continue;
    for (const clause of clauses(text).filter((one) => !isForOthers(one) && !isAboutOne(one))) {
      if (startsList(clause) && (wish === undefined || !QUALIFIES.test(clause))) wish = listIn(clause) as List;
      else if (wish !== undefined)
        wish = { ...wish, input: { ...wish.input, ...addedTo(wish.tool, clause, wish.input) } };
    }
  }
  return wish;
}

function startsList(clause: string): boolean {
  return (
    namesKind(clause) ||
    asksForRange(clause) ||
    asksForTop(clause) ||
    asksAdvice(clause) ||
    phraseIn(clause).words.length > 0
  );
}
