/** What a request says about items: which ones, and what to have instead. */
import { masked, unmasked } from './message-parts.ts';
import { contentWords, isOption, lineMeant, namesItem, squeezed, type Line } from './order-items.ts';
import { withoutPayment } from './payment-words.ts';
import { NO_PRODUCT } from './product-in.ts';

const ORDER_WORDS =
  /(?:\b(?:(?:in|of|from|for|on|with|under|within|inside|to)\s+)?(?:my |the |this |that |same |our )*(?:(?:last|latest|recent|most recent|pending|delivered|other|same)\s+)*order\b(?:\s*(?:number|no\.?|id)\b)?(?:\s+is\b)?\s*[#:]?\s*(?:[ow#]*\d{4,12})?|(?:\b(?:in|of|from|for|on|with|under)\s+)?#?(?<![\w.])[ow]?#?[ow]?\d{5,9}\b)(?:\s*,?\s*(?:and|or|,)\s*#?[ow]\d{5,9}\b)*/giu;
const TAIL =
  /\b(?:because|since|cause|due to|so that|(?<!\bwell )as (?:it|they|i|we|the|my)\b|but\b(?! (?:with|in|the|an?)\b)|as a result|it was a|it's too|they(?:'re| are) too|it is too|which (?:is|was|i|are)|that (?:i|is|was|doesn'?t|don'?t|didn'?t)\b).*$/u;
const POLITE =
  /\b(?:please|kindly|thank you(?: very much| so much)?|thanks(?: a lot)?|if (?:that'?s |it'?s )?possible|if you (?:can|could)|when you can|asap|as soon as possible|hello|hi|hey|good (?:morning|afternoon|evening))\b/gu;
/** "The lamp should be replaced by …" says no more than "the lamp by …". */
const PASSIVE =
  /\b(?:(?:should|shall|must|can|could|may|has|have|needs?|ought|want|like)\s+)?(?:to\s+)?be(?:ing)?\s+(?:exchanged|swapped|replaced|changed|switched|modified|upgraded|updated|traded|converted|returned|refunded|sent back)\b/u;
const QUESTION_END = /[?!.:]+(?=\s|$)/gu;

/** The words about items that are left of a text. */
export function itemRegion(text: string): string {
  return withoutPayment(text)
    .replace(/\b(?:item|variant|product)s?(?: (?:id|number))?s?(?=[\s#:]*\d)/gu, ' ')
    .replaceAll(ORDER_WORDS, ' ')
    .replaceAll(POLITE, ' ')
    .replace(TAIL, ' ')
    .replace(PASSIVE, ' ')
    .replaceAll(QUESTION_END, ' ')
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/(?:\s*,)+\s*/gu, ', ')
    .trim();
}

const SEPARATOR =
  /\s+[-–—]\s+|\s*(?:,|;)\s*(?:and\s+|also\s+|plus\s+|then\s+)*|\s+(?:and|&|plus|also|as well as|along with|together with|then)\s+(?:also\s+|the other\s+(?=the\b))?/gu;

function chunks(region: string): readonly string[] {
  return masked(region)
    .split(SEPARATOR)
    .map((part) => unmasked(part).trim())
    .filter((part) => part !== '');
}

const CLAUSE_LIKE =
  /^(?:is|are|was|will|does|do|did|can|could|would|how|what|when|where|why|who)\b|\b(?:it|they|he|she|i|we|you)\b.{0,20}\b(?:is|are|was|were|do|does|did|don'?t|doesn'?t|didn'?t|have|has|had|want|need|like|would|will|can|am|fit|fits|work|works)\b|\b(?:i'm|it's|they're|i've|isn'?t|aren'?t|wasn'?t|doesn'?t|don'?t|didn'?t|not)\b/u;
const MOST_NOUN_WORDS = 6;

/** Whether words that fit no item still seem to name one, so that they must not be passed over. */
function seemsToName(phrase: string): boolean {
  const words = contentWords(phrase.replaceAll(/\([^()]*\)/gu, ' ')).filter((word) => !NO_PRODUCT.has(word));
  return words.length > 0 && words.length <= MOST_NOUN_WORDS && !CLAUSE_LIKE.test(phrase);
}

/** "I want to send", "please take back": what stands before the first item of a return. */
const BEFORE_RETURNED =
  /^.*?\b(?:(?:return|send|tak|giv|bring|ship|mail|hand)(?:e|ing)?(?: back)?|refund(?:ing)?(?: me)?(?: for)?|exchang(?:e|ing)|swap(?:ping)?|replac(?:e|ing)|chang(?:e|ing)|modify(?:ing)?)\b\s*(?=\S)/u;

/** "The black one" after "the red lantern" is the black lantern. */
function withProduct(phrase: string, before: string | undefined, lines: readonly Line[]): string {
  if (before === undefined || !/\bones?\b/u.test(phrase) || namesItem(phrase, lines)) return phrase;
  const meant = lineMeant(before, lines);
  const name = meant.kind === 'line' ? meant.line.name : meant.kind === 'unclear' ? meant.lines[0]?.name : undefined;
  return name === undefined ? phrase : `${phrase} ${name.toLowerCase()}`;
}

/** The phrases that name an item each. Options that stand apart ("…, color red") go to the item before them. */
export function itemPhrases(region: string, lines: readonly Line[]): readonly string[] {
  const phrases: string[] = [];
  for (const part of chunks(region.replaceAll(/\s\+\s/gu, ', '))) {
    const chunk = withProduct(part.replace(BEFORE_RETURNED, '').replace(/\s+back$/u, ''), phrases.at(-1), lines);
    if (phrases.length > 0 && isOption(chunk, lines)) phrases.push(`${phrases.pop() ?? ''}, ${chunk}`);
    else if (namesItem(chunk, lines) || phrases.length === 0) {
      if (
        contentWords(chunk).length > 0 &&
        (namesItem(chunk, lines) || lineMeant(chunk, lines).kind !== 'unknown' || seemsToName(chunk))
      )
        phrases.push(chunk);
    } else if (lineMeant(chunk, lines).kind !== 'unknown') {
      // "The black one and the white one" are two, "the lamp, color white" is one.
      if (/^(?:the|my|that|this|another|one)\b.*\bones?\b/u.test(part)) phrases.push(chunk);
      else phrases.push(`${phrases.pop() ?? ''}, ${chunk}`);
    } else if (seemsToName(chunk)) phrases.push(chunk);
  }
  return phrases;
}

export interface SwapWords {
  /** Undefined when only the new item is said. */
  readonly item: string | undefined;
  /** Empty when only the old item is said. */
  readonly wanted: string;
}

const VERB = String.raw`(?:exchang(?:e|es|ed|ing)|swap(?:s|ped|ping)?|replac(?:e|es|ed|ing|ement)|chang(?:e|es|ed|ing)|switch(?:es|ed|ing)?|modif(?:y|ies|ied|ying)|updat(?:e|es|ed|ing)|trad(?:e|es|ed|ing)|edit(?:ed|ing)?|(?:up|down)grad(?:e|es|ed|ing)|convert(?:ed|ing)?|alter(?:ed|ing)?|adjust(?:ed|ing)?|turn(?:ed|ing)?|mak(?:e|ing)|hav(?:e|ing)|get(?:ting)?|want|need|like|tak(?:e|ing))`;
const BEFORE_ITEM = new RegExp(
  String.raw`^.*?\b${VERB}\b(?:\s+(?:to\s+)?(?:\b${VERB}\b|me|out|over|around|please))*\s*`,
  'u',
);
const TO =
  /\s*(?:->|=>|→)\s*|(?:^|\s)(?:to|for|into|against)\s+(?!(?:me|my order|the order|exchange|change|swap|modify|replace|return|have|get|make|be)\b)/u;
const WITH = /(?:^|\s)(?:with|by)\s+(?=(?:an?|one|the|another|my|some|its|two)\b)/u;

/** "I'd like it in green" is about the item that was named before. */
const PRONOUN =
  /^(?:it|them|that|this|those|these)\b(?:\s+(?:should|shall|must|to|be|in|with|as|a|an|the))*\s+(\S.*)$/u;

/** "Exchange A for B and C for D", "change A to B", "B instead of A". */
export function swapPhrases(region: string, lines: readonly Line[]): readonly SwapWords[] {
  const pairs: { item: string | undefined; wanted: string }[] = [];
  const waiting: string[] = [];
  for (const chunk of chunks(withInsteadTurned(region))) {
    const { left, right } = halves(chunk);
    if (right !== undefined) {
      const item = withProduct(left.replace(BEFORE_ITEM, '').trim(), pairs.at(-1)?.item, lines);
      const names =
        contentWords(item).length > 0 &&
        (namesItem(item, lines) || lineMeant(item, lines).kind !== 'unknown' || seemsToName(item));
      if (!names && pairs.length > 0 && waiting.length === 0) append(pairs, right);
      else {
        pairs.push(...waiting.splice(0).map((one) => ({ item: one, wanted: right })));
        if (names || pairs.length === 0) pairs.push({ item: names ? item : undefined, wanted: right });
      }
      continue;
    }
    const last = pairs.at(-1);
    const item = chunk.replace(BEFORE_ITEM, '').trim();
    const look = PRONOUN.exec(item)?.[1];
    if (look !== undefined) {
      if (waiting.length > 0) pairs.push(...waiting.splice(0).map((one) => ({ item: one, wanted: look })));
      else if (last === undefined) pairs.push({ item: undefined, wanted: look });
      else append(pairs, look);
      continue;
    }
    if (contentWords(item).length === 0) {
      // "Size M" has no other words.
      if (last !== undefined && isOption(item, lines)) append(pairs, item);
      continue;
    }
    if (namesItem(item, lines) && !isOption(item, lines)) waiting.push(item);
    else if (last !== undefined && waiting.length === 0) {
      if (!CLAUSE_LIKE.test(item) || isOption(item, lines)) append(pairs, item);
    } else if (waiting.length > 0 && lineMeant(item, lines).kind !== 'unknown')
      waiting.push(`${waiting.pop() ?? ''}, ${item}`);
    else if (seemsToName(item)) waiting.push(item);
  }
  return [...pairs, ...waiting.map((item) => withLook(item, lines))];
}

/** "The chair in white", "the tablet should be silver", "the chair white": what follows the item is how it shall be. */
function withLook(phrase: string, lines: readonly Line[]): SwapWords {
  const said = masked(phrase);
  const parted = /^(.*?\S)\s+(?:in|with|as|(?:should|shall|must|to|needs to|has to) be|be)\s+(.+)$/u.exec(said);
  const [left, right] = parted ? [parted[1] ?? '', parted[2] ?? ''] : afterName(said, lines);
  const meant = lineMeant(unmasked(left), lines);
  if (right === '' || !namesItem(unmasked(left), lines)) return { item: phrase, wanted: '' };
  // "The lantern in red" of a red lantern only says which one.
  const own = meant.kind === 'line' ? [meant.line] : meant.kind === 'unclear' ? meant.lines : [];
  const known = own.some(({ options }) =>
    Object.values(options).some((value) => ` ${squeezed(right)} `.includes(` ${squeezed(value)} `)),
  );
  return known ? { item: phrase, wanted: '' } : { item: unmasked(left), wanted: unmasked(right) };
}

function afterName(phrase: string, lines: readonly Line[]): readonly [string, string] {
  const heads = lines.map(({ name }) => name.toLowerCase().split(' ').at(-1) ?? '');
  const words = phrase.split(' ');
  const end = words.findLastIndex((word) =>
    heads.some((head) => head !== '' && (word === head || word === `${head}s`)),
  );
  return end < 0 || end === words.length - 1
    ? [phrase, '']
    : [words.slice(0, end + 1).join(' '), words.slice(end + 1).join(' ')];
}

function append(pairs: { item: string | undefined; wanted: string }[], words: string): void {
  const last = pairs.pop();
  if (last !== undefined) pairs.push({ ...last, wanted: `${last.wanted}, ${words}` });
}

function halves(chunk: string): { readonly left: string; readonly right?: string } {
  const hidden = masked(chunk);
  // "want to exchange" has no "to" of ours.
  const from = BEFORE_ITEM.exec(hidden)?.[0].length ?? 0;
  const rest = hidden.slice(from);
  const joint = TO.exec(rest) ?? WITH.exec(rest);
  if (joint === null) return { left: chunk };
  return {
    left: unmasked(hidden.slice(0, from + joint.index)),
    right: unmasked(rest.slice(joint.index + joint[0].length)).trim(),
  };
}

/** "The red lamp instead of the black one" as "the black one to the red lamp". */
function withInsteadTurned(region: string): string {
  const behind =
    /^(?:.*?(?:\b(?:have|get|want|like|prefer|take|need|rather)\b\s+(?:to\s+)?)+)?(.+?)\s+(?:instead of|rather than|in place of)\s+(.+)$/u.exec(
      region,
    );
  if (behind) return `${withNoun(behind[2] ?? '', behind[1] ?? '')} to ${behind[1] ?? ''}`;
  const before =
    /\b(?:instead of|rather than|in place of)\s+(.+?),?\s+(?:i(?:'d| would| want| need)?|give me|(?:can|could|may) i|please|send me)\s+(?:(?:like|prefer|rather|want|to|have|get|take|need)\s+)*(.+)$/u.exec(
      region,
    );
  if (before) return `${before[1] ?? ''} to ${before[2] ?? ''}`;
  const alone = /^.*?(?:\b(?:have|get|want|like|prefer|take|need|rather)\b\s+(?:to\s+)?)+(.+?)\s+instead$/u.exec(
    region,
  );
  if (alone && halves(region).right === undefined) return `${alone[1] ?? ''} to ${alone[1] ?? ''}`;
  return region.replace(/\s+instead$/u, '');
}

/** "The black one" of a sentence that is about lamps is the black lamp. */
function withNoun(item: string, wanted: string): string {
  return /\bones?\b/u.test(item)
    ? item.replace(
        /\bones?\b/u,
        wanted
          .replaceAll(/\b(?:the|an?|my)\b/gu, '')
          .trim()
          .split(' ')
          .at(-1) ?? '',
      )
    : item;
}

const SAME =
  /\b(?:(?:very|exact|exactly|identical|the)\s+)*(?:same|identical)\b(?:\s+(?:one|item|thing|product|model|kind|variant|version|options?|again))*/gu;

/** "The very same one", with nothing said that is different. */
export function wantsTheSame(wanted: string): boolean {
  return (
    wanted.search(SAME) >= 0 &&
    contentWords(
      wanted
        .replaceAll(SAME, ' ')
        .replaceAll(/\b(?:again|new|another|replacement|identical|exact|working|fresh)\b/gu, ' '),
    ).length === 0
  );
}
