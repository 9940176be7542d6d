/** What a request for other items says: which ones, and what to have instead. */
import { chunks, CLAUSE_LIKE, isOneWith, joinedItems, saysMore, seemsToName, withProduct } from './item-words.ts';
import { masked, unmasked } from './message-parts.ts';
import {
  contentWords,
  isOption,
  lineMeant,
  namesItem,
  optionsOf,
  saysKnown,
  saysOptions,
  squeezed,
  startsWithOption,
  type Line,
} from './order-items.ts';

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
const WITH = /(?:^|\s)(?:with|by)\s+(?=(?:an?|one|the|another|my|some|its|two)\b)/gu;

/** "I'd like it in green" is about the item that was named before. */
const PRONOUN =
  /^(?:it|them|that|this|those|these)\b(?:\s+(?:should|shall|must|to|be|in|with|as|a|an|the))*\s+(\S.*)$/u;

/** "…, M" has no other words. */
const SIZE = /^(?:\d{1,2}|x{0,3}[sml])$/u;

/** "Exchange A for B and C for D", "change A to B", "B instead of A". */
export function swapPhrases(region: string, lines: readonly Line[]): readonly SwapWords[] {
  const pairs: { item: string | undefined; wanted: string }[] = [];
  const waiting: string[] = [];
  for (const chunk of joinedItems(chunks(withInsteadTurned(region, lines)), lines, (part) =>
    withoutVerb(part, lines),
  )) {
    const { left, right: wanted } = halves(chunk, lines);
    if (wanted !== undefined) {
      const { of: said, option } = optionOf(withoutVerb(left, lines).trim(), lines);
      const right = option === undefined ? wanted : `${option} ${wanted}`;
      if (said === '' && pairs.length > 0 && waiting.length === 0) {
        append(pairs, right);
        continue;
      }
      const open = waiting.at(-1);
      if (open !== undefined && (saysMore(said, lines) || isOneWith(said))) {
        waiting[waiting.length - 1] = `${open}, ${said}`;
        pairs.push(...waiting.splice(0).map((one) => ({ item: one, wanted: right })));
        continue;
      }
      const item = withProduct(said, open ?? pairs.at(-1)?.item, lines);
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
    const item = isOption(chunk, lines) ? chunk : withoutVerb(chunk, lines).trim();
    const look = PRONOUN.exec(item)?.[1];
    if (look !== undefined) {
      if (waiting.length > 0) pairs.push(...waiting.splice(0).map((one) => ({ item: one, wanted: look })));
      else if (last === undefined) pairs.push({ item: undefined, wanted: look });
      else append(pairs, look);
      continue;
    }
    if (contentWords(item).length === 0) {
      // "Size M" has no other words.
      if (waiting.length > 0) waiting.push(`${waiting.pop() ?? ''}, ${item}`);
      else if (last !== undefined && (saysOptions(item, lines) || SIZE.test(item))) append(pairs, item);
      continue;
    }
    if (namesItem(item, lines) && !saysOptions(item, lines)) waiting.push(item);
    else if (last !== undefined && waiting.length === 0) {
      if (!CLAUSE_LIKE.test(item) || saysOptions(item, lines)) append(pairs, item);
    } else if (waiting.length > 0 && (saysOptions(item, lines) || lineMeant(item, lines).kind !== 'unknown'))
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
  const known = saysKnown(right, own);
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

/** "The size of the chair", "the chair's size", "the size": an option, and the item that it is of. */
function optionOf(phrase: string, lines: readonly Line[]): { readonly of: string; readonly option?: string } {
  const said = phrase.replace(/^(?:the|its|their|my)\s+/u, '');
  for (const option of optionsOf(lines)) {
    if (squeezed(said) === option) return { of: '', option };
    if (said.startsWith(`${option} of `)) return { of: said.slice(option.length + ' of '.length), option };
    const owner = new RegExp(`^(.+)['’]s ${option}$`, 'u').exec(phrase)?.[1];
    if (owner !== undefined) return { of: owner, option };
  }
  return { of: phrase };
}

/** What stands behind "I want to exchange"; a word of an option's name ("switch type") is no verb. */
function withoutVerb(chunk: string, lines: readonly Line[]): string {
  const end = BEFORE_ITEM.exec(chunk)?.[0].length ?? 0;
  const inOption = optionsOf(lines).some((option) => {
    const at = unmasked(chunk).indexOf(option);
    return at >= 0 && at < end && at + option.length > end;
  });
  return inOption ? chunk : chunk.slice(end);
}

function halves(chunk: string, lines: readonly Line[]): { readonly left: string; readonly right?: string } {
  const hidden = masked(chunk);
  // "want to exchange" has no "to" of ours.
  const from = hidden.length - withoutVerb(hidden, lines).length;
  const rest = hidden.slice(from);
  const joint =
    TO.exec(rest) ??
    // "With the color black" says how an item is.
    [...rest.matchAll(WITH)].find(
      (one) => one[0].includes('by') || !startsWithOption(unmasked(rest.slice(one.index + one[0].length)), lines),
    );
  if (joint === undefined) return { left: chunk };
  return {
    left: unmasked(hidden.slice(0, from + joint.index)),
    right: unmasked(rest.slice(joint.index + joint[0].length)).trim(),
  };
}

const INSTEAD_AGAIN =
  /,?\s+(?:and|also|plus)\s+(?=(?:i'd|i would|i want|i need|i'll)\b.*\b(?:instead|in place) of\b)/gu;

function withInsteadTurned(region: string, lines: readonly Line[]): string {
  const several = region.split(/\b(?:instead|in place) of\b/u).length > 2 ? region.split(INSTEAD_AGAIN) : [region];
  return several.map((part) => insteadTurned(part, lines)).join(', and ');
}

/** "The red lamp instead of the black one" as "the black one to the red lamp". */
function insteadTurned(region: string, lines: readonly Line[]): string {
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
  if (alone && halves(region, lines).right === undefined) return `${alone[1] ?? ''} to ${alone[1] ?? ''}`;
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
