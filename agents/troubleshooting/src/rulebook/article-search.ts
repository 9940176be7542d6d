/** What a message asks of the articles and of the warranties, as calls; and how a search is told. */
import type { JsonObject } from '@deskfleet/shared/json.ts';
import type { Step, ToolWish } from '@deskfleet/shared/rulebook/engine.ts';
import type { Reading } from '@deskfleet/shared/rulebook/reading.ts';
import { orderId } from '@deskfleet/shared/rulebook/slots.ts';
import { conceptsIn } from '../policy/concepts.ts';
import { productTalkedAbout } from './conversation.ts';
import { asksShop, isBroken, productOfWarranty, requestsIn, type Requests } from './requests.ts';
import { tellArticles } from './tell-articles.ts';
import { tellStop } from './tell-safety.ts';
import { objects, shown } from './words.ts';

export const MOST_CHARACTERS = 600;
/** Finds what the shop says of repairs in and after the warranty. */
const ON_CLAIMS = 'how do i make a warranty claim';
const REPAIR_COSTS =
  /\brepairs?\b.{0,40}\b(?:costs?|prices?|charges?|fees?)\b|\b(?:costs?|prices?|how much|charge|fee)\b.{0,40}\brepair(?:s|ed|ing)?\b/u;
const KNOWN_ISSUES = 'known-issues';

export function search(query: string, more: JsonObject = {}): ToolWish {
  return { name: 'search_knowledge', input: { query: query.slice(0, MOST_CHARACTERS), ...more } };
}

export function namesProduct(text: string): boolean {
  return conceptsIn(text).some(({ role }) => role === 'kind' || role === 'word');
}

/** A few words without a verb: an answer to "Which product is it?", or the same question about another one. */
export function isName(text: string): boolean {
  const words = conceptsIn(text).filter(({ role }) => role === 'word');
  return (
    words.length <= 2 &&
    text.split(' ').length <= 7 &&
    !asksShop(text) &&
    !/^(?:do|does|did|can|could|will|would|may)\b/u.test(text) &&
    !/(?<!^(?:it|that|this|mine)) (?:is|are|was|has|have|does|do|did|gets?|got|can|will|shows?|blinks?|makes?)\b/u.test(
      text,
    )
  );
}

export function wantsPerson(reading: Reading): boolean {
  return /\b(?:talk|speak|chat|connect me|put me through|transfer me|contact|reach)\b.{0,30}\b(?:human|person|someone|somebody|agent|colleague|representative|team|support|staff)\b|\b(?:real|live) (?:human|person|agent)\b|\bhuman (?:being|agent)\b/u.test(
    reading.text,
  );
}

const PRONOUN = /\b(?:it|its|it's|they|them|their)\b/u;

/** The product that was talked about, for a message that names none. */
export function productBefore(reading: Reading): { readonly product?: string } {
  const about = productTalkedAbout(reading);
  const named = PRONOUN.test(reading.text)
    ? conceptsIn(reading.text).some(({ role }) => role === 'kind') || /\bmy [a-z]/u.test(reading.text)
    : namesProduct(reading.text);
  return named || namesOther(reading.text) || asksShop(reading.text) || about === undefined ? {} : { product: about };
}

const ALL_PURCHASES =
  /\b(?:all|every\w*|any|which|what) (?:of )?(?:my |the )?(?:things?|purchases?|products?|devices?|items?|orders?|stuff)\b|\beverything\b/u;

function warrantyCall(reading: Reading): ToolWish {
  const order_id = orderId(reading.text);
  const product =
    productOfWarranty(reading) ??
    (ALL_PURCHASES.test(reading.text) || order_id !== undefined ? undefined : productBefore(reading).product);
  return {
    name: 'check_warranty',
    input: { ...(order_id === undefined ? {} : { order_id }), ...(product === undefined ? {} : { product }) },
  };
}

export function steps(requests: Requests, reading: Reading): readonly ToolWish[] {
  const { ownWarranty, warrantyTerms, knownIssues, policy, help } = requests;
  const signedIn = reading.context.signed_in;
  return [
    ...(knownIssues ? [search(reading.text, { category: KNOWN_ISSUES, limit: 8, ...productBefore(reading) })] : []),
    ...(policy ? [search(reading.text, { category: 'policy' })] : []),
    ...(help && !REPAIR_COSTS.test(reading.text) ? [search(reading.text, productBefore(reading))] : []),
    ...(REPAIR_COSTS.test(reading.text) ? [search(ON_CLAIMS, { category: 'warranty' })] : []),
    ...(ownWarranty && signedIn ? [warrantyCall(reading)] : []),
    ...(ownWarranty && signedIn && isBroken(reading.text) && !help
      ? [search(ON_CLAIMS, { category: 'warranty' })]
      : []),
    ...(warrantyTerms || (ownWarranty && !signedIn) ? [search(reading.text, { category: 'warranty' })] : []),
  ];
}

/** "My tablet …": a thing the shop does not know is not the one that was talked about. A recall is no matter of one product. */
function namesOther(text: string): boolean {
  const mine = /\bmy ([\p{L}\p{N}-]+)/u.exec(text)?.[1];
  return /\brecall/u.test(text) || (mine !== undefined && namesProduct(mine));
}

export function tellSearch(result: JsonObject, reading: Reading, input: JsonObject): string | Step {
  const stop = tellStop(result, reading);
  if (stop !== undefined) return stop;
  if (wantsPerson(reading))
    return `I cannot pass you on from this chat, but our team helps you at ${shown(result['support_email'])}.`;
  const before = productTalkedAbout(reading);
  // Nothing in the message names a product that fits, so it is about the one that was talked about.
  const named = objects(result['products']).filter(
    ({ name }) =>
      objects(result['articles']).length > 0 || reading.text.includes(shown(name).toLowerCase().split(' ')[0] ?? ''),
  );
  if (
    named.length === 0 &&
    !namesOther(reading.text) &&
    !asksShop(reading.text) &&
    input['product'] === undefined &&
    input['category'] === undefined &&
    before !== undefined
  ) {
    return { call: { name: 'search_knowledge', input: { ...input, product: before } } };
  }
  const told = tellArticles(result, input);
  const own = input['category'] === 'warranty' && requestsIn(reading.text).ownWarranty && !reading.context.signed_in;
  return own ? `These are the general terms. Sign in and I look up your own purchase.\n${told}` : told;
}
