/** What a message asks of this agent: a request, or a question back, for each question in it. */
import type { Reading } from '@deskfleet/shared/rulebook/reading.ts';
import { namesKind } from '../words/search-words.ts';
import { clauses, isForOthers } from './clauses.ts';
import { comparisonIn } from './compare-wish.ts';
import {
  RECOMMENDED,
  addedTo,
  adviceIn,
  asksAdvice,
  asksForMore,
  asksForRange,
  asksForTop,
  isAboutOne,
  listSoFar,
  searchIn,
  topIn,
} from './list-wish.ts';
import { lastProduct, listWasShown, placeNamed } from './mentioned.ts';
import { asksToBeTold, asksToStop, asksWhatIsWatched, watchIn } from './notify-wish.ts';
import { answered } from './pending.ts';
import { phraseIn } from './phrase.ts';
import { ASK, isRequest, productOf, withOptions, type ListTool, type Request, type Wish } from './request.ts';
import { asksForOpinions, furtherReviews, nextReviews, reviewsOf } from './review-wish.ts';
import { shown } from './words.ts';

const AVAILABILITY =
  /\b(?:availab\w+|in[- ]stock|out of stock|sold out|re-?stock\w*|do you (?:still )?(?:have|sell|carry|stock)|have you got|(?:come|comes|get|buy) (?:it |them |this |that )?in|when .{0,30}\bback\b|how many .{0,20}\bleft|still have|any left|can i (?:still )?(?:get|buy))\b/u;
const DETAILS =
  /\b(?:tell me (?:more |something )?about|more (?:about|info\w*|details)|details?|describe|specs?|specifications?|features?|info(?:rmation)?|how much|prices?|costs?|what is|what's|how (?:good|heavy|big|large|long|loud|fast)|colou?rs|versions|variants|sizes|does|is)\b/u;
const WANTS =
  /\b(?:recommend\w*|suggest\w*|looking for|show me|find me|search|which|any|i need|i want|i'd like|i would like|best|good|cheapest)\b/u;
const PRONOUN = /\b(?:it|its|it's|they|them|their|this|that|these|those|one)\b/u;
/** Requests of one message that are answered in one go. */
const MOST = 3;

/** Up to three wishes; empty when the message asks nothing of this agent. */
export function wishesOf(reading: Reading): readonly Wish[] {
  return answered(reading, askedIn) ?? askedIn(reading);
}

function askedIn(reading: Reading): readonly Wish[] {
  // Which alerts are meant is read from the whole message, once they are known.
  if (asksToStop(reading.text)) return [{ tool: 'list_stock_notifications', input: {} }];
  const own = clauses(reading.text).filter((clause) => !isForOthers(clause));
  const wishes: Wish[] = [];
  for (const clause of own) wishes.push(...wishesIn(clause, reading, wishes));
  return withAllFilters(oneAdvice(distinct(wishes)), own).slice(0, MOST);
}

/** "My budget is 300, which headphones …?": with one list, limits may stand anywhere in the message. */
function withAllFilters(wishes: readonly Wish[], own: readonly string[]): readonly Wish[] {
  const [only] = wishes;
  if (wishes.length !== 1 || own.length < 2 || only === undefined || !isRequest(only)) return wishes;
  const limits = addedTo('recommend_products', own.join(' '));
  // "I have 300 dollars, what can I get?"
  if (only.tool === 'list_categories' && Object.keys(limits).length > 0)
    return [{ tool: 'recommend_products', input: { ...limits, limit: RECOMMENDED } }];
  if (!isList(only)) return wishes;
  return [{ ...only, input: { ...addedTo(only.tool, own.join(' ')), ...only.input } }];
}

/** "I need new headphones. What would you suggest?" is one request. */
function oneAdvice(wishes: readonly Wish[]): readonly Wish[] {
  const advice = wishes.find((wish) => isRequest(wish) && wish.tool === 'recommend_products');
  const search = wishes.find((wish) => isRequest(wish) && wish.tool === 'search_products');
  if (advice === undefined || search === undefined || !isRequest(advice) || !isRequest(search)) return wishes;
  if (advice.input['query'] !== undefined) return wishes;
  const { in_stock: _, sort: __, ...wanted } = search.input;
  return wishes.flatMap((wish) =>
    wish === search ? [] : wish === advice ? [{ ...advice, input: { ...wanted, ...advice.input } }] : [wish],
  );
}

function isList(wish: Wish): wish is Request & { readonly tool: ListTool } {
  return (
    isRequest(wish) &&
    (wish.tool === 'search_products' || wish.tool === 'recommend_products' || wish.tool === 'get_top_products')
  );
}

function wishesIn(clause: string, reading: Reading, before: readonly Wish[]): readonly Wish[] {
  if (asksWhatIsWatched(clause)) return [{ tool: 'list_stock_notifications', input: {} }];
  if (asksToBeTold(clause)) return [watchIn(clause, reading, before.findLast(isRequest))];
  const comparison = comparisonIn(clause, reading);
  if (comparison !== undefined) return [comparison];
  if (asksForTop(clause) && (!PRONOUN.test(clause) || namesKind(clause))) return [topIn(clause)];
  const { name } = phraseIn(clause);
  if (OWN.test(clause) && namesKind(clause) && !WANTS.test(clause))
    return REPLACES.test(clause) ? [searchIn(clause)] : [];
  if (asksAdvice(clause) && !asksForOpinions(clause)) return [adviceIn(clause)];
  if (name !== undefined) return [aboutNamed(name, clause)];
  return aboutUnnamed(clause, reading, before);
}

const FOR = /\s(?:for|fits?|fitting|with) (?:the|my|a|an|our|this) /u;

/** "Do you have a case for the Nova 5G?" looks for a case. */
function isForAnother(clause: string): boolean {
  const [head = '', tail] = clause.split(FOR);
  if (tail === undefined || !WANTED.test(clause)) return false;
  const { name, words } = phraseIn(head);
  return name === undefined && words.length > 0;
}

/** "Is the Nova 5G in stock?", "tell me about the Nova 5G", "show me Nova phones". */
function aboutNamed(name: string, clause: string): Request {
  const { options } = phraseIn(clause);
  if (asksForOpinions(clause) && !isPlural(clause)) return reviewsOf(name, clause);
  if (isForAnother(clause)) return searchIn(clause);
  if (AVAILABILITY.test(clause) && (!isPlural(clause) || /^(?:are|is)\b|\b(?:left|back)\b/u.test(clause)))
    return { tool: 'check_availability', input: withOptions(name, options) };
  if ((DETAILS.test(clause) || !WANTS.test(clause)) && !asksForSeveral(clause))
    return { tool: 'get_product', input: { product: name } };
  return searchIn(clause);
}

function aboutUnnamed(clause: string, reading: Reading, before: readonly Wish[]): readonly Wish[] {
  const asked = isAboutOne(clause) ? aboutKnown(clause, reading, before) : undefined;
  if (asked !== undefined) return asked;
  const further = before.length === 0 ? furtherReviews(reading, clause) : undefined;
  if (further !== undefined) return [further];
  const next =
    asksForMore(clause) && before.length === 0 ? (nextReviews(reading) ?? listSoFar(reading, clause)) : undefined;
  if (next !== undefined) return [next];
  if (namesKind(clause) && placeNamed(clause) === undefined && !/\b(?:that|this) \w+\W*$/u.test(clause))
    return [searchIn(clause)];
  if (asksForRange(clause)) return [{ tool: 'list_categories', input: {} }];
  if (phraseIn(clause).words.length > 0 && WANTED.test(clause) && !ONE.test(clause)) return [searchIn(clause)];
  const listed = before.length === 0 && listWasShown(reading) && !ONE.test(clause) && placeNamed(clause) === undefined;
  return (
    (listed && !asksForOpinions(clause) ? refined(clause, reading) : undefined) ??
    aboutKnown(clause, reading, before) ??
    refined(clause, reading) ??
    (WANTED.test(clause) && !asksForOpinions(clause) ? [searchIn(clause)] : missing(clause))
  );
}

/** A question about a product that nobody has named. */
function missing(clause: string): readonly Wish[] {
  if (asksForOpinions(clause)) return [{ ask: ASK.reviews }];
  const points = PRONOUN.test(clause) && (AVAILABILITY.test(clause) || /\b(?:how much|prices?|costs?)\b/u.test(clause));
  return points ? [{ ask: ASK.product }] : [];
}

const ONE = /\b(?:it|its|it's|that|this|one|they|them|their)\b/u;
/** "My laptop is too slow" tells why something is wanted, and names no product of the shop. */
const OWN = /\bmy\b/u;
const REPLACES = /\b(?:need|want|replace\w*|new one|another one)\b/u;
/** Wishes that are clear even where no kind of product is named: "do you have anything for gaming". */
const WANTED =
  /\b(?:recommend\w*|suggest\w*|looking for|show me|find me|search|i need|i want|i'd like|i would like|do you (?:have|sell|carry|offer)|have you got|is there|are there|anything|something|cheapest)\b/u;

/** A question about what was talked about: in this message, or before. */
function aboutKnown(clause: string, reading: Reading, before: readonly Wish[]): readonly Wish[] | undefined {
  const { options } = phraseIn(clause);
  const short = /^(?:and |what about |how about |also )+(?:in |the )*/u.test(clause) && options.length > 0;
  const opinions = asksForOpinions(clause);
  if (
    !PRONOUN.test(clause) &&
    placeNamed(clause) === undefined &&
    !short &&
    !(AVAILABILITY.test(clause) || DETAILS.test(clause) || opinions)
  )
    return undefined;
  if (WANTS_OTHERS.test(clause)) return undefined;
  const own = before.at(-1);
  if (own !== undefined && isList(own)) {
    // "I want a Nova phone. What do people say about it?" asks about the product, once it is known which one.
    const name = nameIn(clauses(reading.text));
    if (name === undefined) return [];
    return [opinions ? reviewsOf(name, clause) : { tool: 'get_product', input: { product: name } }];
  }
  const product =
    productOf(own) ??
    nameIn(clauses(reading.text).filter((part) => WARRANTY.test(part))) ??
    lastProduct(reading, clause);
  if (product === undefined) return undefined;
  if (opinions) return [reviewsOf(product, clause)];
  return AVAILABILITY.test(clause) || options.length > 0
    ? [{ tool: 'check_availability', input: withOptions(product, options) }]
    : [{ tool: 'get_product', input: { product } }];
}

/** Left to others, but it may say which product the rest of the message is about. */
const WARRANTY = /\b(?:warrant\w*|guarantee)\b/u;
const WANTS_OTHERS =
  /\b(?:others?|else|more|another|cheaper|less expensive|next|alternatives?)\b(?! (?:about|info|information|details|reviews?|people|customers|buyers|say|think))/u;

function refined(clause: string, reading: Reading): readonly Wish[] | undefined {
  const list = listSoFar(reading, clause);
  return list === undefined ? undefined : [list];
}

function nameIn(parts: readonly string[]): string | undefined {
  return parts.map((part) => phraseIn(part).name).find((name) => name !== undefined);
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

function distinct(wishes: readonly Wish[]): readonly Wish[] {
  const requests = wishes.filter(isRequest);
  // Reviews come with the head line of the product, and a search for a name is not needed beside a look at it.
  const reviewed = requests.flatMap((one) => (one.tool === 'get_reviews' ? [productOf(one)] : []));
  const looked = [...reviewed, ...requests.flatMap((one) => (one.tool === 'get_product' ? [productOf(one)] : []))];
  const keys = wishes.map((wish) => JSON.stringify(wish));
  return wishes.filter((wish, index) => {
    if (keys.indexOf(keys[index] ?? '') !== index) return false;
    if (!isRequest(wish)) return true;
    if (wish.tool === 'get_product') return !reviewed.includes(productOf(wish));
    return !(isList(wish) && looked.includes(shown(wish.input['query'])));
  });
}
