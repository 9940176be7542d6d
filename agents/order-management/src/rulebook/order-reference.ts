/** Which order a customer means: by id, by place in a list, the last one, by what is in it, or the one talked about. */
import { wordSet } from '@deskfleet/shared/word-set.ts';
import type { Reading } from '@deskfleet/shared/rulebook/reading.ts';
import { orderId } from '@deskfleet/shared/rulebook/slots.ts';
import { orderKey } from '@deskfleet/shared/order-key.ts';
import { lastSaid, requestsOf } from './requests.ts';

export type OrderReference =
  | { readonly kind: 'ids'; readonly ids: readonly string[] }
  | { readonly kind: 'latest' }
  | { readonly kind: 'product'; readonly product: string }
  /** Several were talked about and "it" may be any of them. */
  | { readonly kind: 'unclear'; readonly ids: readonly string[] }
  | { readonly kind: 'none' };

/** @param words the part of the message that asks. */
export function referenceOf(words: string, reading: Reading): OrderReference {
  const ids = firstNonEmpty(idsIn(words), looseIds(words, reading));
  if (ids.length > 0) return { kind: 'ids', ids };
  const spoken = spokenAbout(reading);
  const placed = placeIn(words, idsInReply(lastSaid(reading)));
  if (placed !== undefined) return { kind: 'ids', ids: [placed] };
  if (LATEST.test(words)) return { kind: 'latest' };
  const product = productIn(words) ?? productIn(reading.text);
  if (product !== undefined) return { kind: 'product', product };
  if (spoken.length === 1) return { kind: 'ids', ids: spoken };
  return spoken.length > 1 && POINTS.test(words) ? { kind: 'unclear', ids: spoken } : { kind: 'none' };
}

const LATEST =
  /\b(?:order|buy|bought|purchase)\w* last\b(?! (?:week|month|year|night|monday|tuesday|wednesday|thursday|friday|saturday|sunday))|\b(?:last|latest|most recent|newest|recent) (?:order|purchase|one|thing|delivery|package|parcel|shipment)\b|\bi(?:'ve| have)? just (?:ordered|bought|placed|made)\b|\border i (?:just )?(?:placed|made)\b/u;
const POINTS = /\b(?:it|that|this|they|them|one)\b/u;

/** Ids in the words of a customer, as they were written; each order once. */
export function idsIn(text: string): readonly string[] {
  const found: string[] = [];
  let rest = text;
  for (let id = orderId(rest); id !== undefined && found.length < 9; id = orderId(rest)) {
    found.push(id);
    rest = rest.slice(rest.indexOf(id) + id.length);
  }
  return distinct(found);
}

/** Ids of the message that no other request in it speaks of: "It is about o12345. Where is it?" */
function looseIds(words: string, reading: Reading): readonly string[] {
  const elsewhere = requestsOf(reading)
    .filter((request) => request.words !== words)
    .flatMap((request) => idsIn(request.words))
    .map(orderKey);
  return idsIn(reading.text).filter((id) => !elsewhere.includes(orderKey(id)));
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

function distinct(ids: readonly string[]): readonly string[] {
  const keys = ids.map(orderKey);
  return ids.filter((id, index) => id !== '' && keys.indexOf(orderKey(id)) === index);
}

/** The orders of the newest earlier message that names any. */
function spokenAbout(reading: Reading): readonly string[] {
  for (const { role, text } of reading.earlier) {
    const ids = role === 'assistant' ? idsInReply(text) : idsIn(text);
    if (ids.length > 0) return ids;
  }
  return [];
}

const PLACES: readonly (readonly [RegExp, number])[] = [
  [/\b(?:first|1st|top|former) (?:one|order)\b|^(?:the )?first\W*$/u, 0],
  [/\b(?:second|2nd|latter|other) (?:one|order)\b|^(?:the )?second\W*$/u, 1],
  [/\b(?:third|3rd) (?:one|order)\b|^(?:the )?third\W*$/u, 2],
  [/\b(?:last|bottom) one\b|^(?:the )?last\W*$/u, -1],
];

function placeIn(words: string, ids: readonly string[]): string | undefined {
  if (ids.length < 2) return undefined;
  const place = PLACES.find(([says]) => says.test(words))?.[1];
  return place === undefined ? undefined : ids.at(place);
}

const BEFORE_NOUN = wordSet(`
  my the those these that this a an some any with containing of our about ordered bought
`);
const AFTER_NOUN = wordSet(`
  arrive arrived arrives arriving come comes came coming been ship shipped ships deliver delivered get gets
  got show showed is are was were be being has have had will would should can could may might do does did with
  from in at on to for of by into until since before after than i i've you we he she they it that which who
  and or but if because so as please yet already now today tomorrow still not late lost delayed ordered bought
  purchased placed made where when how why what my the a an here there again cancel cancelled canceled gone
  going paid cost back into against instead using
`);
/** Words that stand where a product would and name none. */
const NO_PRODUCT = wordSet(`
  order orders package packages parcel parcels shipment shipments delivery deliveries purchase purchases stuff
  item items thing things last latest recent newest most new status state detail details number id tracking
  track info information carrier courier eta date day time update news total price amount cost money reason
  mistake accident address account shop store way mail post week month year monday tuesday wednesday thursday
  friday saturday sunday yesterday moment minute one ones first second third other same estimated expected
  arrival shipping pending open current own whole entire all hell heck long bit lot while me list history past
  previous this that these those just placed processed line contents content problem question issue help delay
  next old older copy summary overview everything anything something goods products product box system
  customer any some more few couple many much out up left door home house yesterday's weeks days months years
  hours hour ago two three four five six ten half part rest instead office work warehouse company anymore
  missing receipt receipts invoice invoices bill refund return exchange swap replacement friend wrong right
  different another payment method credit debit card gift paypal color colour size version option options
  model variant bigger smaller larger longer supposed ever
`);
const MOST_WORDS = 5;

/** "did my ProMax laptop arrive?" → "promax laptop". */
export function productIn(text: string): string | undefined {
  const words = text.match(/[\p{L}\p{N}][\p{L}\p{N}'-]*/gu) ?? [];
  for (let start = 0; start < words.length; start += 1) {
    if (!BEFORE_NOUN.has(words[start] ?? '')) continue;
    const after = words.slice(start + 1, start + 1 + MOST_WORDS);
    const end = after.findIndex((word) => AFTER_NOUN.has(word));
    const noun = (end < 0 ? after : after.slice(0, end)).filter(
      (word) => !NO_PRODUCT.has(word) && !BEFORE_NOUN.has(word),
    );
    if (noun.length > 0) return noun.join(' ').replace(/'s$/u, '');
  }
  return undefined;
}

function firstNonEmpty<T>(...lists: readonly (readonly T[])[]): readonly T[] {
  return lists.find((list) => list.length > 0) ?? [];
}
