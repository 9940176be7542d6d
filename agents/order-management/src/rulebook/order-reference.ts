/** Which order a customer means: by id, by place in a list, the last one, by what is in it, or the one talked about. */
import { orderKey } from '@deskfleet/shared/order-key.ts';
import type { Reading } from '@deskfleet/shared/rulebook/reading.ts';
import { isChange } from './change-requests.ts';
import { distinct, idsIn, LATEST, pointsAtOrder } from './order-ids.ts';
import { productIn } from './product-in.ts';
import { requestsIn, requestsOf, type OrderRequest } from './requests.ts';
import { openQuestion, questionBefore } from './thread.ts';
import { isForOthers } from './topics.ts';

export type OrderReference =
  | { readonly kind: 'ids'; readonly ids: readonly string[] }
  | { readonly kind: 'latest' }
  | { readonly kind: 'product'; readonly product: string }
  /** Several were talked about and "it" may be any of them. */
  | { readonly kind: 'unclear'; readonly ids: readonly string[] }
  | { readonly kind: 'none' };

export function referenceOf(request: OrderRequest, reading: Reading): OrderReference {
  const { parts, words } = request;
  const idsOf = (some: OrderRequest['parts']): readonly string[] => distinct(some.flatMap(({ raw }) => idsIn(raw)));
  const changes = isChange(request.topic) || request.topic === 'cancel';
  const ids = firstNonEmpty(
    () => idsOf(parts.filter(({ now, kind }) => now && kind === 'ask')),
    () => idsOf(parts.filter(({ now }) => now)),
    () => idsOf(parts.filter(({ kind }) => kind === 'ask')),
    () => idsOf(parts),
    () => looseIds(request, reading),
    () => ((changes || request.topic === 'missing') && !pointsAtOrder(words) ? inherited(request, reading) : []),
  );
  if (ids.length > 0) return { kind: 'ids', ids };
  const placed = placesIn(
    parts
      .filter(({ now }) => now)
      .map(({ text }) => text)
      .join(' '),
    idsInReply(questionBefore(reading)),
  );
  if (placed.length > 0) return { kind: 'ids', ids: placed };
  if (LATEST.test(words)) return { kind: 'latest' };
  const asked = openQuestion(reading) === undefined ? [] : idsInReply(questionBefore(reading));
  if ((changes || request.topic === 'missing') && asked.length === 1) return { kind: 'ids', ids: asked };
  const product = changes ? undefined : (productIn(words) ?? productIn(reading.text));
  if (product !== undefined) return { kind: 'product', product };
  const item = changes
    ? productIn(request.parts.map(({ text }) => text.replaceAll(/\([^()]*\)/gu, ' ')).join(' '))
    : undefined;
  if (item !== undefined && !POINTS_BACK.test(words) && spokenAbout(reading).length !== 1)
    return { kind: 'product', product: item };
  const spoken = spokenAbout(reading);
  if (spoken.length === 1) return { kind: 'ids', ids: spoken };
  if (item !== undefined) return { kind: 'product', product: item };
  return spoken.length > 1 && POINTS.test(words) ? { kind: 'unclear', ids: spoken } : { kind: 'none' };
}

const POINTS = /\b(?:it|that|this|they|them|one)\b/u;
const POINTS_BACK = /\b(?:this|that|same) order\b/u;

/** Ids of the message that no other request in it speaks of: "It is about o12345. Where is it?" */
function looseIds(request: OrderRequest, reading: Reading): readonly string[] {
  const elsewhere = requestsOf(reading)
    .filter((other) => other.words !== request.words)
    .flatMap(({ parts }) => parts.flatMap(({ raw }) => idsIn(raw)))
    .map(orderKey);
  return idsIn(reading.raw).filter((id) => !elsewhere.includes(orderKey(id)));
}

/** The one order of the request before in the same message: "In o12345, change … and also pay it with …". */
function inherited(request: OrderRequest, reading: Reading): readonly string[] {
  const all = requestsOf(reading);
  const place = all.findIndex((other) => other.words === request.words && other.topic === request.topic);
  for (const { parts } of all.slice(0, Math.max(place, 0)).reverse()) {
    const ids = distinct(parts.flatMap(({ raw }) => idsIn(raw)));
    if (ids.length > 0) return ids.length === 1 ? ids : [];
  }
  // "Return the lamp and exchange the chair, both from o12345."
  const behind = all.slice(place + 1).find(({ words }) => /\b(?:both|all)\b.{0,20}\b(?:from|in|of|on)\b/u.test(words));
  return distinct(behind?.parts.flatMap(({ raw }) => idsIn(raw)) ?? []);
}

/** Ids in our own words. These always say "order o12345" or "- o12345"; other numbers there are none. */
function idsInReply(text: string): readonly string[] {
  return distinct(
    [
      ...text.matchAll(
        /(?:\border |(?:^|\s)- |which (?:one|order) do you mean: )(#?[a-z]*\d[a-z0-9-]{2,})(?=[\s,.:;?!)]|$)/gu,
      ),
    ].map((match) => match[1] ?? ''),
  );
}

/** The orders of the newest earlier message that names any. */
function spokenAbout(reading: Reading): readonly string[] {
  for (const [place, { role, text, raw }] of reading.earlier.entries()) {
    if (role === 'assistant' && isForColleagues(reading.earlier[place + 1])) continue;
    const ids = role === 'assistant' ? idsInReply(text) : idsIn(raw);
    if (ids.length > 0) return ids;
  }
  return [];
}

/** A question about products: what is told of those may name orders that nobody spoke about. */
function isForColleagues(asked: Reading['earlier'][number] | undefined): boolean {
  if (asked?.role !== 'user' || !(isForOthers(asked.text) || OPINIONS.test(asked.text))) return false;
  return requestsIn(asked.raw).every(({ weak }) => weak === true);
}

const OPINIONS = /\b(?:people|customers|others) (?:say|think)\b|\b(?:opinions?|rat(?:ed|ings?)|compare)\b/u;

const PLACES: readonly (readonly [RegExp, number])[] = [
  [/\b(?:first|1st|top|former) (?:one|order)\b|^(?:the )?first\W*$/u, 0],
  [/\b(?:second|2nd|latter|other) (?:one|order)\b|^(?:the )?second\W*$/u, 1],
  [/\b(?:third|3rd) (?:one|order)\b|^(?:the )?third\W*$/u, 2],
  [/\b(?:last|bottom) one\b|^(?:the )?last\W*$/u, -1],
];

function placesIn(words: string, ids: readonly string[]): readonly string[] {
  if (ids.length < 2) return [];
  if (/^\W*(?:please )?(?:all|both)(?: of (?:them|these|those))?\b/u.test(words)) return ids;
  const place = PLACES.find(([says]) => says.test(words))?.[1];
  return place === undefined ? [] : [ids.at(place) ?? ''];
}

/** The first list that is not empty; what comes after it is not worked out. */
function firstNonEmpty<T>(...lists: readonly (() => readonly T[])[]): readonly T[] {
  for (const list of lists) {
    const found = list();
    if (found.length > 0) return found;
  }
  return [];
}
