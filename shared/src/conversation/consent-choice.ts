/**
 * Which of several proposals the customer's own words take or turn down: "yes to all", "only the first", "1 and 3",
 * "yes, but not the second". Code decides this, never a model. Anything that is not plainly a choice is `unclear`.
 */
import { readConsent } from './consent.ts';

export interface Choice {
  /** Places in the list, from 0. */
  readonly confirmed: readonly number[];
  readonly declined: readonly number[];
}

const ORDINALS: readonly (readonly [RegExp, number])[] = [
  [/^(?:#?1[.)]?|one|first|1st)$/u, 0],
  [/^(?:#?2[.)]?|two|second|2nd)$/u, 1],
  [/^(?:#?3[.)]?|three|third|3rd)$/u, 2],
  [/^(?:#?4[.)]?|four|fourth|4th)$/u, 3],
  [/^(?:#?5[.)]?|five|fifth|5th)$/u, 4],
  [/^(?:#?6[.)]?|six|sixth|6th)$/u, 5],
  [/^(?:#?7[.)]?|seven|seventh|7th)$/u, 6],
  [/^(?:#?8[.)]?|eight|eighth|8th)$/u, 7],
  [/^(?:last)$/u, -1],
];
const YES = /^(?:yes|yeah|yep|yup|sure|ok|okay|do|confirm|take|proceed|go|ahead)$/u;
const NO = /^(?:no|nope|not|don't|except|without|skip|leave|drop|decline)$/u;
const ONLY = /^(?:only|just)$/u;
const ALL = /^(?:all|everything|both)$/u;
/** Words that carry no choice of their own. */
const FILLER =
  /^(?:please|the|that|it|i|want|with|to|for|and|&|of|them|number|no\.|nr|option|change|changes|one|ones|thanks|thank|you|but|out|them|these|those|then)$/u;

const MOST_CHARACTERS = 200;

/** @param count how many proposals the list has, 1 or more. */
export function readChoice(message: string, count: number): Choice | 'unclear' {
  const whole = readWhole(message, count);
  if (count < 2 || message.length > MOST_CHARACTERS) return whole;
  const text = message.toLowerCase().replaceAll(/[’‘]/gu, "'");
  const words = text.match(/#?\d+(?:st|nd|rd|th)?|[\p{L}']+|[&?]/gu) ?? [];
  const placed = words.some((_, index) => placeOf(words, index, count) !== undefined);
  return placed ? readPlaces(words, count) : whole;
}

function readWhole(message: string, count: number): Choice | 'unclear' {
  const every = Array.from({ length: count }, (_, index) => index);
  const consent = readConsent(message);
  // "Only …" of a list leaves something out, and no place was named.
  if (consent === 'yes') return { confirmed: every, declined: [] };
  if (consent === 'no') return { confirmed: [], declined: every };
  const all =
    /^\W*(?:yes\W+|please\W+|do\W+)?(?:all|both|everything)(?: of (?:them|it|these|those))?\W*(?:please)?\W*$/iu;
  return count > 1 && all.test(message) ? { confirmed: every, declined: [] } : 'unclear';
}

/** The place a word names; "one" in "the first one" or "the one" is no number. */
function placeOf(words: readonly string[], index: number, count: number): number | undefined {
  const word = words[index] ?? '';
  const place = ORDINALS.find(([says]) => says.test(word))?.[1];
  if (place === undefined) return undefined;
  const before = words[index - 1] ?? '';
  if (word === 'one' && (/^(?:the|this|that|a|number)$/u.test(before) || isOrdinal(before))) {
    return before === 'number' ? place : undefined;
  }
  return place < 0 ? count - 1 : place;
}

function isOrdinal(word: string): boolean {
  return word !== 'one' && ORDINALS.some(([says]) => says.test(word));
}

function readPlaces(words: readonly string[], count: number): Choice | 'unclear' {
  const confirmed = new Set<number>();
  const declined = new Set<number>();
  let positive = true;
  let only = false;
  let all = false;
  for (const [index, word] of words.entries()) {
    const place = placeOf(words, index, count);
    if (place !== undefined) {
      if (place >= count) return 'unclear';
      (positive ? confirmed : declined).add(place);
    } else if (NO.test(word)) positive = false;
    else if (YES.test(word)) positive = true;
    else if (ONLY.test(word)) only = true;
    else if (ALL.test(word)) all = positive || all;
    else if (word === 'but' && ALL.test(words[index - 1] ?? '')) positive = false;
    else if (!FILLER.test(word)) return 'unclear';
  }
  if ([...confirmed].some((place) => declined.has(place))) return 'unclear';
  const every = Array.from({ length: count }, (_, index) => index);
  if (all) every.filter((place) => !declined.has(place)).forEach((place) => confirmed.add(place));
  // "Yes, but not the second" takes the others; "not the second" alone says nothing about them.
  else if (confirmed.size === 0 && YES.test(words[0] ?? ''))
    every.filter((place) => !declined.has(place)).forEach((place) => confirmed.add(place));
  if (only && confirmed.size > 0)
    every.filter((place) => !confirmed.has(place)).forEach((place) => declined.add(place));
  const sorted = (places: ReadonlySet<number>): number[] => [...places].sort((a, b) => a - b);
  return { confirmed: sorted(confirmed), declined: sorted(declined) };
}
