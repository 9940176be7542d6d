/** Which items a request names. */
import { masked, unmasked } from './message-parts.ts';
import { contentWords, lineMeant, namesItem, saysOptions, type Line } from './order-items.ts';
import { withoutPayment } from './payment-words.ts';
import { NO_PRODUCT } from './product-in.ts';

const ORDER_WORDS =
  /(?:\b(?:(?:in|of|from|for|on|with|under|within|inside|to)\s+)?(?:my |the |this |that |same |our )*(?:(?:last|latest|recent|most recent|pending|delivered|other|same)\s+)*order\b(?:\s*(?:number|no\.?|id)\b)?(?:\s+is\b)?\s*[#:]?\s*(?:[ow#]*\d{4,12})?|(?:\b(?:in|of|from|for|on|with|under)\s+)?#?(?<![\w.])[ow]?#?[ow]?\d{5,9}\b)(?:\s*,?\s*(?:and|or|,)\s*#?[ow]\d{5,9}\b)*/giu;
const TAIL =
  /\b(?:because|since|cause|due to|so that|(?<!\bwell )as (?:it|they|i|we|the|my)\b|but\b(?! (?:with|in|the|an?)\b)|as a result|it was a|it's too|they(?:'re| are) too|it is too|which i\b|that (?:i|doesn'?t|don'?t|didn'?t)\b|(?:that|which) (?:is|are|was|were)\b).*$/u;
/** "The lamp that is broken for a new one": the reason stands in between. */
const FAULT =
  /\s,?(?:that|which) (?:is|are|was|were) (?:(?!\b(?:for|to|into|with|by)\b)[^,;])*(?=\s(?:for|to|into|with|by) (?:an?|one|ones|the|another)\b)/u;
/** "The lamp that is black" says which lamp, "the lamp that is broken" why. */
const WHICH_IS =
  /\b(?:that|which) (?:is|are) (?!(?:not|no(?! \()|too|so|very|really|just|still|now|already|broken|damaged|defective|faulty|wrong|scratched|cracked|dented|missing|stained|torn|worn|old|useless|dead|bad|all|what|where|why|how|because|order|in|on|at|from|for|under|part|supposed|\w+ing)\b)/gu;
/** "Change it so that it has …", "exchange it and get one with …" say what for. */
const SO_THAT = /,?\s+so (?:that )?(?:it|they) (?:has|have|is|are|comes? (?:in|with))\b/gu;
const AND_GET =
  /,?\s+(?:and|then)\s+(?:get|have|receive|take|give me|send me)\s+(?=(?:one|ones|another one|an?(?: new| different)? one|the one|something)\b)/gu;
/** "With a capacity of 2 l", "having", "whose". */
const WITH_WORDS = /\b(?:(?:that|which) (?:has|have|comes? (?:in|with))|having|featuring|whose)\b/gu;
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
    .replaceAll(WHICH_IS, 'with ')
    .replaceAll(WITH_WORDS, 'with')
    .replaceAll(SO_THAT, ' to one with')
    .replaceAll(AND_GET, ' for ')
    .replace(FAULT, ' ')
    .replace(TAIL, ' ')
    .replace(PASSIVE, ' ')
    .replaceAll(/\bto be (?!able\b)/gu, 'to ')
    .replaceAll(QUESTION_END, ' ')
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/(?:\s*,)+\s*/gu, ', ')
    .trim();
}

const SEPARATOR =
  /\s+[-–—]\s+|\s*(?:,|;)\s*(?:and\s+|also\s+|plus\s+|then\s+)*|\s+(?:and|&|plus|also|as well as|along with|together with|then)\s+(?:also\s+|the other\s+(?=the\b))?/gu;

export function chunks(region: string): readonly string[] {
  return masked(region)
    .split(SEPARATOR)
    .map((part) => unmasked(part).trim())
    .filter((part) => part !== '');
}

export const CLAUSE_LIKE =
  /^(?:is|are|was|will|does|do|did|can|could|would|how|what|when|where|why|who)\b|\b(?:it|they|he|she|i|we|you)\b.{0,20}\b(?:is|are|was|were|do|does|did|don'?t|doesn'?t|didn'?t|have|has|had|want|need|like|would|will|can|am|fit|fits|work|works)\b|\b(?:i'm|it's|they're|i've|isn'?t|aren'?t|wasn'?t|doesn'?t|don'?t|didn'?t|not)\b/u;
const MOST_NOUN_WORDS = 6;

/** Whether words that fit no item still seem to name one, so that they must not be passed over. */
export function seemsToName(phrase: string): boolean {
  const words = contentWords(phrase.replaceAll(/\([^()]*\)/gu, ' ')).filter((word) => !NO_PRODUCT.has(word));
  return words.length > 0 && words.length <= MOST_NOUN_WORDS && !CLAUSE_LIKE.test(phrase);
}

/** "I want to send", "please take back": what stands before the first item of a return. */
const BEFORE_RETURNED =
  /^.*?\b(?:(?:return|send|tak|giv|bring|ship|mail|hand)(?:e|ing)?(?: back)?|refund(?:ing)?(?: me)?(?: for)?|exchang(?:e|ing)|swap(?:ping)?|replac(?:e|ing)|chang(?:e|ing)|modify(?:ing)?)\b\s*(?=\S)/u;

/** "The black one" after "the red lantern" is the black lantern. */
export function withProduct(phrase: string, before: string | undefined, lines: readonly Line[]): string {
  if (before === undefined || !/\bones?\b/u.test(phrase) || namesItem(phrase, lines)) return phrase;
  const meant = lineMeant(before, lines);
  const name = meant.kind === 'line' ? meant.line.name : meant.kind === 'unclear' ? meant.lines[0]?.name : undefined;
  return name === undefined ? phrase : `${phrase} ${name.toLowerCase()}`;
}

/** "The one with LED" after an item says which one of these it is. */
export function isOneWith(phrase: string): boolean {
  return /^(?:(?:the|an?|my|that) )?(?:ones?|version|variant|model)\s+(?:with|that|in|which|of)\b/u.test(phrase);
}

/** Whether words only say more about the item before them: "red", "size 10", but not "the red one". */
export function saysMore(phrase: string, lines: readonly Line[]): boolean {
  if (/^(?:the|my|this|that|another|one)\b.*\bones?\b/u.test(phrase)) return false;
  return saysOptions(phrase, lines);
}

/** Puts "the oak", "round", "small Table" of a list together where what stands before the name is split off. */
export function joinedItems(
  parts: readonly string[],
  lines: readonly Line[],
  withoutVerb: (part: string) => string,
): readonly string[] {
  const joined: string[] = [];
  for (let at = 0; at < parts.length; at += 1) {
    const part = parts[at] ?? '';
    const start = withoutVerb(part);
    let end = at;
    if (/^(?:the|my|that|this)\s/u.test(start) && !/\bones?\b/u.test(start) && saysOptions(start, lines)) {
      while (end + 1 < parts.length && saysOptions(parts[end + 1] ?? '', lines)) end += 1;
      const next = parts[end + 1] ?? '';
      if (!/^(?:the|my|that|this|an?|to|for|with|in|into)\s/u.test(next) && namesItem(next, lines)) end += 1;
      else end = at;
    }
    joined.push(parts.slice(at, end + 1).join(', '));
    at = end;
  }
  return joined;
}

/** The phrases that name an item each. Options that stand apart ("…, color red") go to the item before them. */
export function itemPhrases(region: string, lines: readonly Line[]): readonly string[] {
  const phrases: string[] = [];
  for (const part of joinedItems(chunks(region.replaceAll(/\s\+\s/gu, ', ')), lines, (one) =>
    one.replace(BEFORE_RETURNED, ''),
  )) {
    const said = part.replace(BEFORE_RETURNED, '').replace(/\s+back$/u, '');
    const before = phrases.at(-1);
    const more = before !== undefined && (saysMore(said, lines) || isOneWith(said));
    const chunk = more ? said : withProduct(said, before, lines);
    if (more) phrases.push(`${phrases.pop() ?? ''}, ${chunk}`);
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
