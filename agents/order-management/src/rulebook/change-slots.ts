/** Details of a change, gathered from everything the customer said about it. */
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { itemPhrases, itemRegion } from './item-words.ts';
import { contentWords, lineMeant, squeezed, unitsMeant, type Line } from './order-items.ts';
import { methodIn } from './payment-words.ts';
import type { OrderRequest, Part } from './requests.ts';
import { swapPhrases, wantsTheSame, type SwapWords } from './swap-words.ts';
import { shown } from './words.ts';

/** Parts that may speak of items, oldest first. */
function itemParts({ parts }: OrderRequest): readonly Part[] {
  return parts.filter(
    ({ kind, asked }) =>
      kind === 'ask' ||
      (kind === 'more' && (asked === undefined || asked === 'item' || asked === 'new_item' || asked === 'order')),
  );
}

/** Whether the customer said which items. */
export function saysItems(request: OrderRequest): boolean {
  return itemParts(request).some(({ text }) => contentWords(itemRegion(text)).length > 0);
}

const EVERYTHING =
  /\b(?:everything|all of (?:it|them)|all (?:the |my |of the |of my )?(?:two |three |four |five |six |\d+ )?(?:items?|products|things)|(?:the |my )?(?:whole|entire|complete|full) (?:order|thing|lot)|both (?:items|of them|things|products)|^all|every(?: single)? (?:item|thing|product))\b/u;
const EXCEPT = /\b(?:except(?: for)?|but not|other than|apart from)\b/u;

/** "Return everything", "both": as long as nothing is named beside it. */
export function wantsEverything(request: OrderRequest): boolean {
  return request.parts.some(
    ({ text, kind }) =>
      kind !== 'money' &&
      !EXCEPT.test(text) &&
      (EVERYTHING.test(text) || (/\bboth\b/u.test(text) && !saysItems(request))),
  );
}

/** Words of an item as a search for its order takes them. */
export function searchWords(request: OrderRequest): string | undefined {
  for (const { text } of itemParts(request)) {
    const [first] = itemPhrases(itemRegion(text.replaceAll(/\([^()]*\)/gu, ' ')), []);
    const words = contentWords((first ?? '').replace(/\s(?:for|to|into|against|with|in)\b.*$/u, ''));
    if (words.length > 0 && words.length <= 4) return words.join(' ');
  }
  return undefined;
}

const MOST_CHARACTERS = 120;

/** "Both lanterns", "the lanterns": every line that fits. */
function severalMeant(phrase: string, lines: readonly Line[]): readonly Line[] {
  const meant = lineMeant(phrase, lines);
  if (meant.kind !== 'unclear') return [];
  const heads = new Set(meant.lines.map(({ name }) => name.toLowerCase().split(' ').at(-1) ?? ''));
  const [head, ...others] = heads;
  const plural =
    head !== undefined &&
    others.length === 0 &&
    squeezed(phrase)
      .split(' ')
      .some((word) => word === `${head}s` || word === `${head}es`);
  return plural || /\b(?:both|all)\b/u.test(phrase) ? meant.lines : [];
}

function itemInputs(phrase: string, lines: readonly Line[]): readonly JsonObject[] {
  const several = severalMeant(phrase, lines);
  return several.length > 0 ? several.map(({ variant_id }) => ({ item: variant_id })) : [itemInput(phrase, lines)];
}

/** An item as a tool takes it: by id where the words leave no doubt, else in the customer's words. */
function itemInput(phrase: string, lines: readonly Line[]): JsonObject {
  const meant = lineMeant(phrase, lines);
  if (meant.kind === 'line') {
    const quantity = unitsMeant(phrase, meant.line);
    return { item: meant.line.variant_id, ...(quantity === undefined ? {} : { quantity }) };
  }
  const name = meant.kind === 'unclear' ? meant.lines[0]?.name : undefined;
  const words = name ?? (contentWords(phrase.replaceAll(/\([^()]*\)/gu, ' ')).join(' ') || phrase);
  return { item: words.slice(0, MOST_CHARACTERS) };
}

/** "Everything except the lamp". */
function exceptions(text: string): string | undefined {
  const except = EXCEPT.exec(text);
  return except === null ? undefined : text.slice(except.index + except[0].length);
}

/** The items to return; undefined when none are named. */
export function itemsOf(request: OrderRequest, lines: readonly Line[]): readonly JsonObject[] | undefined {
  const phrases: string[] = [];
  for (const { text, asked, now, kind } of itemParts(request)) {
    const without = exceptions(text);
    if (without !== undefined && (EVERYTHING.test(text) || /\ball\b/u.test(text))) {
      const kept = itemPhrases(itemRegion(without), lines).map((phrase) => lineMeant(phrase, lines));
      return lines
        .filter((line) => !kept.some((one) => one.kind === 'line' && one.line.variant_id === line.variant_id))
        .map(({ variant_id }) => ({ item: variant_id }));
    }
    for (const phrase of itemPhrases(itemRegion(text), lines)) {
      const unclear = phrases.findIndex((one) => lineMeant(one, lines).kind === 'unclear');
      const meant = lineMeant(phrase, lines);
      // "The white one" says which of the lamps that were named before.
      if (asked === 'item' && unclear >= 0) phrases[unclear] = refined(phrases[unclear] ?? '', phrase, lines);
      else if (meant.kind !== 'unknown' || (now && (kind === 'ask' || asked === 'item'))) phrases.push(phrase);
    }
  }
  if (phrases.length === 0) return undefined;
  return merged(phrases.flatMap((phrase) => itemInputs(phrase, lines)));
}

/** Ids of the ordered items that a question is about; the only one where none is named. */
export function itemVariants(request: OrderRequest, lines: readonly Line[]): readonly string[] {
  const meant = request.parts
    .map(({ text }) => lineMeant(itemRegion(text), lines))
    .find(({ kind }) => kind !== 'unknown');
  if (meant?.kind === 'line') return [meant.line.variant_id];
  const [only, ...others] = meant?.kind === 'unclear' ? meant.lines.slice(0, 1) : lines;
  return only !== undefined && others.length === 0 ? [only.variant_id] : [];
}

function refined(phrase: string, more: string, lines: readonly Line[]): string {
  const together = `${phrase}, ${more}`;
  return lineMeant(more, lines).kind === 'line' ? more : together;
}

/** The same item named twice is two units of it where each was one, and else said again. */
function merged(items: readonly JsonObject[]): readonly JsonObject[] {
  const found = new Map<string, JsonObject>();
  for (const item of items) {
    const key = shown(item['item']);
    const before = found.get(key);
    const both = typeof before?.['quantity'] === 'number' && typeof item['quantity'] === 'number';
    found.set(
      key,
      both ? { ...item, quantity: Number(before['quantity']) + Number(item['quantity']) } : (before ?? item),
    );
  }
  return [...found.values()];
}

/** The swaps of a request, over all its turns. @param question our last one, which may offer new items. */
export function swapsOf(request: OrderRequest, lines: readonly Line[], question: string): readonly JsonObject[] {
  const pairs: SwapWords[] = [];
  for (const { text, asked, now, kind } of itemParts(request)) {
    const region = itemRegion(text);
    if (asked === 'new_item') answerNewItem(pairs, region, question, lines);
    else if (asked === 'item') answerItem(pairs, region, lines);
    else {
      for (const pair of swapPhrases(region, lines)) {
        const last = pairs.at(-1);
        const known = pair.item !== undefined && lineMeant(pair.item, lines).kind !== 'unknown';
        // What is said beside the request counts only where it is plainly about an item.
        if (!known && kind !== 'ask' && asked !== 'order') continue;
        if (pair.item === undefined && last !== undefined)
          pairs[pairs.length - 1] = { ...last, wanted: joined(last.wanted, pair.wanted) };
        else if (known || now || pair.item === undefined) pairs.push(pair);
      }
    }
  }
  if (pairs.length === 0) pairs.push({ item: undefined, wanted: '' });
  return pairs.flatMap((pair) => {
    const several = pair.item === undefined ? [] : severalMeant(pair.item, lines);
    const items = several.length > 0 ? several.map(({ variant_id }) => variant_id) : [pair.item];
    return items.map((item) => swapInput({ item, wanted: pair.wanted }, lines));
  });
}

function joined(...words: readonly string[]): string {
  return words.filter((word) => word !== '').join(', ');
}

function swapInput({ item, wanted }: SwapWords, lines: readonly Line[]): JsonObject {
  const [only, ...others] = lines;
  const input = item === undefined ? {} : itemInput(item, lines);
  const id = typeof input['item'] === 'string' ? input['item'] : others.length === 0 ? only?.variant_id : undefined;
  const same = wantsTheSame(wanted) && id !== undefined && lines.some(({ variant_id }) => variant_id === id);
  return { ...input, new_item: same ? id : wanted.slice(0, MOST_CHARACTERS) };
}

/** Which item: for the change whose item is not known yet. */
function answerItem(pairs: SwapWords[], region: string, lines: readonly Line[]): void {
  const said = swapPhrases(region, lines);
  const [first] = said;
  const phrase = first?.item ?? region;
  const open = pairs.findIndex(({ item }) => item === undefined || lineMeant(item, lines).kind !== 'line');
  const pair = pairs[open];
  if (pair === undefined) {
    pairs.push(...said);
    return;
  }
  const item =
    pair.item === undefined || lineMeant(pair.item, lines).kind === 'unknown'
      ? phrase
      : refined(pair.item, phrase, lines);
  pairs[open] = { item, wanted: first?.item === undefined || first.wanted === '' ? pair.wanted : first.wanted };
}

/** What instead: for the item that our question names. */
function answerNewItem(pairs: SwapWords[], region: string, question: string, lines: readonly Line[]): void {
  const named = /in place of the ([^?(]+?)(?: \(([^)]*)\))?\?/u.exec(question);
  const about = named === null ? undefined : lineMeant(`${named[1] ?? ''} ${named[2] ?? ''}`, lines);
  const places = pairs.map(({ item }, place) => ({
    place,
    meant: item === undefined ? undefined : lineMeant(item, lines),
  }));
  const known = places.find(
    ({ meant }) => meant?.kind === 'line' && about?.kind === 'line' && meant.line.variant_id === about.line.variant_id,
  );
  const place = known?.place ?? pairs.findIndex(({ wanted }) => wanted === '');
  const at = place < 0 ? Math.max(0, pairs.length - 1) : place;
  const before = pairs[at];
  const answer = swapPhrases(region, lines)[0];
  const words =
    answer !== undefined && answer.wanted !== ''
      ? answer.wanted
      : region.replace(/^.*?\b(?:have|get|take|want|like|prefer)\b(?: to (?:have|get|take))?\s+/u, '');
  pairs[at] = { item: before?.item, wanted: offered(words, before?.wanted ?? '', question) ?? words };
}

const PLACES: readonly RegExp[] = [
  /\b(?:first|1st)\b/u,
  /\b(?:second|2nd)\b/u,
  /\b(?:third|3rd)\b/u,
  /\b(?:fourth|4th)\b/u,
];

/** The one of the variants that our question offered which the answer means, with all its options. */
function offered(answer: string, before: string, question: string): string | undefined {
  const list = /in stock: (.+?)\.(?:\s|$)/u.exec(question)?.[1]?.split(/;\s*/u) ?? [];
  const place = PLACES.findIndex((says) => says.test(answer));
  if (place >= 0 && contentWords(answer).length === 0) return list[place];
  const fits = (words: string, among: readonly string[]): readonly string[] => {
    const said = contentWords(words);
    return said.length === 0
      ? []
      : among.filter((one) => said.every((word) => ` ${squeezed(one)} `.includes(` ${word} `)));
  };
  const fitting = fits(answer, list);
  if (fitting.length === 1) return fitting[0];
  const both = fits(before, fitting);
  return both.length === 1 ? both[0] : undefined;
}

/** The way of payment to use, the one said last. */
export function paymentOf({ parts }: OrderRequest): string | undefined {
  for (const { text, asked, now } of [...parts].reverse()) {
    const named = methodIn(text);
    if (named !== undefined) return named;
    if (now && asked === 'payment' && contentWords(text).length > 0 && contentWords(text).length <= 4) return text;
  }
  return undefined;
}

const CONDITIONS: readonly (readonly [string, RegExp])[] = [
  [
    'unopened',
    /\b(?:unopened|un-opened|sealed|(?:never|not|haven'?t|didn'?t|hasn'?t)\b.{0,12}\bopen(?:ed)?|unused|brand new)\b/u,
  ],
  [
    'faulty',
    /\b(?:faulty|defect\w*|broken|malfunction\w*|(?:doesn'?t|does not|not|stopped) work\w*|dead on arrival)\b/u,
  ],
  ['damaged', /\b(?:damaged|scratched|dented|cracked|shattered)\b/u],
  ['opened', /\b(?:opened|unboxed|unsealed|used it|worn|tried (?:it|them))\b/u],
];

/** In which condition the items are, as far as it was said; the latest word counts. */
export function conditionOf({ parts }: OrderRequest): string | undefined {
  for (const { text } of [...parts].reverse()) {
    const found = CONDITIONS.find(([, says]) => says.test(text.replaceAll(/\([^()]*\)/gu, ' ')))?.[0];
    if (found !== undefined) return found;
  }
  return undefined;
}
