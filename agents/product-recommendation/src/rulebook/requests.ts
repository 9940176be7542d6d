/** What a message asks of this agent: one request a question. */
import type { JsonObject } from '@deskfleet/shared/json.ts';
import type { Reading } from '@deskfleet/shared/rulebook/reading.ts';
import { namesKind } from '../words/search-words.ts';
import { clauses, isForOthers } from './clauses.ts';
import { lastProduct, listWasShown, placeNamed, recentProducts } from './mentioned.ts';
import { phraseIn } from './phrase.ts';
import { asksForRange, filtersIn, isAboutOne, searchIn, searchSoFar } from './search-wish.ts';
import { shown } from './words.ts';

export type Request =
  | { readonly tool: 'search_products'; readonly input: JsonObject }
  | { readonly tool: 'get_product' | 'check_availability'; readonly input: JsonObject & { readonly product: string } };

const AVAILABILITY =
  /\b(?:availab\w+|in[- ]stock|out of stock|sold out|re-?stock\w*|do you (?:still )?(?:have|sell|carry|stock)|have you got|(?:come|comes|get|buy) (?:it |them |this |that )?in|when .{0,30}\bback\b|how many .{0,20}\bleft|still have|any left|can i (?:still )?(?:get|buy))\b/u;
const DETAILS =
  /\b(?:tell me (?:more |something )?about|more (?:about|info\w*|details)|details?|describe|specs?|specifications?|features?|info(?:rmation)?|reviews?|ratings?|rated|opinions?|feedback|people|customers|users|buyers|complain\w*|praise|how much|prices?|costs?|what is|what's|how (?:good|heavy|big|large|long|loud|fast)|pros|cons|any good|worth|colou?rs|versions|variants|sizes|does|is)\b/u;
const RECOMMEND =
  /\b(?:recommend\w*|suggest\w*|looking for|show me|find me|search|which|any|i need|i want|i'd like|i would like|best|good|cheapest)\b/u;
const PRONOUN = /\b(?:it|its|it's|they|them|their|this|that|these|those|one)\b/u;
const COMPARE =
  /\b(?:compare|comparison|compared|versus|vs|difference between|differences between|differ|which (?:one )?is better|which (?:one )?(?:should|would)|\w+er than|or)\b/u;
/** Two products that were talked about: "compare them", "which one is cheaper?". */
const THEM =
  /\b(?:compare|difference between|which of) (?:them|both|these|those|the two)\b|\bwhich (?:one|of them|of the two)?\s*(?:is|has|costs|looks|lasts)\b(?! (?:in stock|available))/u;
/** Products looked at in one go. */
const MOST = 3;

/** Up to three requests; empty when the message asks nothing of this agent. */
export function requestsOf(reading: Reading): readonly Request[] {
  const own = clauses(reading.text).filter((clause) => !isForOthers(clause));
  const requests: Request[] = [];
  for (const clause of own) requests.push(...requestsIn(clause, reading, requests));
  return withAllFilters(distinct(requests), own).slice(0, MOST);
}

/** "My budget is 300, which headphones …?": with one search, limits may stand anywhere in the message. */
function withAllFilters(requests: readonly Request[], own: readonly string[]): readonly Request[] {
  if (requests.length !== 1 || own.length < 2) return requests;
  return requests.map((request) =>
    request.tool === 'search_products'
      ? { ...request, input: { ...filtersIn(own.join(' ')), ...request.input } }
      : request,
  );
}

function requestsIn(clause: string, reading: Reading, before: readonly Request[]): readonly Request[] {
  const phrase = phraseIn(clause);
  const compared = comparedIn(clause, reading);
  if (compared.length > 1) return compared.map((product) => ({ tool: 'get_product', input: { product } }));
  const { name } = phrase;
  if (OWN.test(clause) && namesKind(clause) && !RECOMMEND.test(clause))
    return REPLACES.test(clause) ? [{ tool: 'search_products', input: searchIn(clause) }] : [];
  if (name !== undefined) {
    if (AVAILABILITY.test(clause) && (!isPlural(clause) || /^(?:are|is)\b|\b(?:left|back)\b/u.test(clause)))
      return [{ tool: 'check_availability', input: withOptions(name, phrase.options) }];
    if ((DETAILS.test(clause) || !RECOMMEND.test(clause)) && !asksForSeveral(clause))
      return [{ tool: 'get_product', input: { product: name } }];
    return [{ tool: 'search_products', input: searchIn(clause) }];
  }
  const asked = isAboutOne(clause) ? aboutKnown(clause, reading, before) : undefined;
  if (asked !== undefined) return asked;
  if (namesKind(clause) && placeNamed(clause) === undefined && !/\b(?:that|this) \w+\W*$/u.test(clause))
    return [{ tool: 'search_products', input: searchIn(clause) }];
  if (asksForRange(clause)) return [{ tool: 'search_products', input: searchIn(clause) }];
  if (phrase.words.length > 0 && WANTED.test(clause) && !ONE.test(clause))
    return [{ tool: 'search_products', input: searchIn(clause) }];
  const listed = before.length === 0 && listWasShown(reading) && !ONE.test(clause) && placeNamed(clause) === undefined;
  return (
    (listed ? refined(clause, reading) : undefined) ??
    aboutKnown(clause, reading, before) ??
    refined(clause, reading) ??
    (WANTED.test(clause) ? [{ tool: 'search_products', input: searchIn(clause) }] : [])
  );
}

const ONE = /\b(?:it|its|it's|that|this|one|they|them|their)\b/u;
/** "My laptop is too slow" tells why something is wanted, and names no product of the shop. */
const OWN = /\bmy\b/u;
const REPLACES = /\b(?:need|want|replace\w*|new one|another one)\b/u;
/** Wishes that are clear even where no kind of product is named: "recommend a gift", "do you have anything for gaming". */
const WANTED =
  /\b(?:recommend\w*|suggest\w*|looking for|show me|find me|search|i need|i want|i'd like|i would like|do you (?:have|sell|carry|offer)|have you got|is there|are there|anything|something|cheapest)\b/u;

/** A question about what was talked about: in this message, or before. */
function aboutKnown(clause: string, reading: Reading, before: readonly Request[]): readonly Request[] | undefined {
  const { options } = phraseIn(clause);
  const short = /^(?:and |what about |how about |also )+(?:in |the )*/u.test(clause) && options.length > 0;
  if (
    !PRONOUN.test(clause) &&
    placeNamed(clause) === undefined &&
    !short &&
    !(AVAILABILITY.test(clause) || DETAILS.test(clause))
  )
    return undefined;
  if (WANTS_OTHERS.test(clause)) return undefined;
  const own = before.at(-1);
  if (own?.tool === 'search_products') {
    // "I want a Nova phone. What do people say about it?" asks about the product, once it is known which one.
    const name = nameIn(clauses(reading.text));
    return name === undefined ? [] : [{ tool: 'get_product', input: { product: name } }];
  }
  const product =
    own?.input.product ??
    nameIn(clauses(reading.text).filter((part) => WARRANTY.test(part))) ??
    lastProduct(reading, clause);
  if (product === undefined) return undefined;
  return AVAILABILITY.test(clause) || options.length > 0
    ? [{ tool: 'check_availability', input: withOptions(product, options) }]
    : [{ tool: 'get_product', input: { product } }];
}

/** Left to others, but it may say which product the rest of the message is about. */
const WARRANTY = /\b(?:warrant\w*|guarantee)\b/u;
const WANTS_OTHERS =
  /\b(?:others?|else|more|another|cheaper|less expensive|next|alternatives?)\b(?! (?:about|info|information|details))/u;

function refined(clause: string, reading: Reading): readonly Request[] | undefined {
  const input = searchSoFar(reading, clause);
  return input === undefined ? undefined : [{ tool: 'search_products', input }];
}

/** The products of a comparison. "it" and "the first one" are those talked about. */
function comparedIn(clause: string, reading: Reading): readonly string[] {
  if (!COMPARE.test(clause) && !THEM.test(clause)) return [];
  if (THEM.test(clause)) {
    const recent = recentProducts(reading);
    if (recent.length > 1) return recent;
  }
  const joints = /\b(?:and|or|versus|vs\.?|with|to|than|from)\b|,/gu;
  const parts = clause.replaceAll(/\bwhich (?:one )?(?:is|should|would)\b.*?(?:,|:|$)/gu, ' ').split(joints);
  const products = parts.flatMap((part) => {
    const phrase = phraseIn(part);
    if (phrase.name !== undefined) return [phrase.name];
    return PRONOUN.test(part) || placeNamed(part) !== undefined ? (lastProduct(reading, part) ?? []) : [];
  });
  return [...new Set(products)].slice(0, MOST);
}

function nameIn(parts: readonly string[]): string | undefined {
  return parts.map((part) => phraseIn(part).name).find((name) => name !== undefined);
}

function withOptions(product: string, options: readonly string[]): JsonObject & { readonly product: string } {
  return options.length === 0 ? { product } : { product, options };
}

const PLURAL_KINDS =
  /\b(?:laptops|notebooks|computers|tablets|phones|smartphones|watches|smartwatches|speakers|monitors|cameras|earbuds|lamps|chairs)\b/u;

/** "Nova phones" are several; "ZenSound headphones" are one. */
function isPlural(clause: string): boolean {
  return PLURAL_KINDS.test(clause);
}

/** "what … do you have", "show me …": a list is wanted, not one product. */
function asksForSeveral(clause: string): boolean {
  return (
    isPlural(clause) ||
    /\b(?:show me|which|looking for|recommend\w*|suggest\w*|do you (?:have|sell)|search|find)\b/u.test(clause)
  );
}

function distinct(requests: readonly Request[]): readonly Request[] {
  // A search for a name is not needed beside a look at the product of that name.
  const looked = requests.flatMap((request) => (request.tool === 'get_product' ? [request.input.product] : []));
  const keys = requests.map((request) => JSON.stringify(request));
  return requests.filter(
    (request, index) =>
      keys.indexOf(keys[index] ?? '') === index &&
      !(request.tool === 'search_products' && looked.includes(shown(request.input['query']))),
  );
}
