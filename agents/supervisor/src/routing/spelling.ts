/** Mistyped words as the words they were probably meant to be: the nearest one that the router knows. */
import { isListed } from './lexicon.ts';
import { stem } from './normalise.ts';

/** One word, or two with a space between when the space was forgotten. */
export type Correct = (word: string) => string;

/** Shorter words are near too many others. */
const SHORTEST = 4;
/** Words of so many letters can be two that were written as one. */
const SHORTEST_TWO = 6;
/** They may begin with one of these; other parts have the length that can be corrected. */
const SHORT_STARTS: ReadonlySet<string> = new Set(['my', 'the', 'for', 'can', 'how', 'not']);
/** So many of the most common words are as good a guess as those that mean something for routing: "what", "have". */
const COMMON = 250;
/** What makes any other word a worse one. */
const MEANINGLESS = 0.25;

/** @param known words that are right as they are, the most common first */
export function correctorOf(known: readonly string[]): Correct {
  const stems = new Set(known.map(stem));
  const exact = new Set(known);
  const byStart = new Map<string, { readonly candidate: string; readonly handicap: number }[]>();
  known.forEach((candidate, place) => {
    if (candidate.length < SHORTEST) return;
    const start = candidate.charAt(0);
    const list = byStart.get(start) ?? [];
    list.push({ candidate, handicap: place < COMMON || isListed(stem(candidate)) ? 0 : MEANINGLESS });
    byStart.set(start, list);
  });
  const isKnown = (word: string): boolean => {
    const bare = stem(word);
    return stems.has(bare) || isListed(bare);
  };
  const isPart = (part: string): boolean => part.length >= SHORTEST && exact.has(part);
  const apart = (word: string): string | undefined => {
    for (let place = 2; place <= word.length - SHORTEST; place += 1) {
      const [first, second] = [word.slice(0, place), word.slice(place)];
      if ((SHORT_STARTS.has(first) || isPart(first)) && isPart(second)) return `${first} ${second}`;
    }
    return undefined;
  };
  const nearest = (word: string): string | undefined => {
    let found: string | undefined;
    let least = forgiven(word) + SMALLEST;
    // The first two letters may have changed places.
    for (const start of new Set([word.charAt(0), word.charAt(1)])) {
      for (const { candidate, handicap } of byStart.get(start) ?? []) {
        if (start !== word.charAt(0) && candidate.charAt(1) !== word.charAt(0)) continue;
        if (Math.abs(candidate.length - word.length) * SMALLEST >= least) continue;
        const cost = typingErrors(word, candidate, least - handicap) + handicap;
        if (cost >= least) continue;
        found = candidate;
        least = cost;
      }
    }
    return found;
  };
  return (word) => {
    if (word.length < SHORTEST || !/^[a-z]+$/u.test(word) || isKnown(word)) return word;
    return (word.length >= SHORTEST_TWO ? apart(word) : undefined) ?? nearest(word) ?? word;
  };
}

const SMALLEST = 0.5;
/** Vowels are left out more often than taken for each other: "mony" is money rather than many. */
const ANOTHER_VOWEL = 0.75;
const VOWELS = 'aeiou';
/** Letters that sound alike, or are written one for the other. */
const ALIKE: ReadonlySet<string> = new Set(['ck', 'cs', 'sz', 'iy', 'gj', 'kq', 'vw', 'fv', 'mn'].flatMap(bothWays));

function bothWays(pair: string): string[] {
  return [pair, `${pair.charAt(1)}${pair.charAt(0)}`];
}

/** How many errors a word may hold: two from seven letters on, fewer in a shorter one that has vowels. */
function forgiven(word: string): number {
  if (word.length >= 7) return 2;
  const isAbbreviated = !/[aeiou]/u.test(word);
  return word.length === 6 || isAbbreviated ? 1.5 : 1;
}

function isVowel(letter: string): boolean {
  return VOWELS.includes(letter);
}

function replaced(typed: string, meant: string): number {
  if (typed === meant) return 0;
  if (isVowel(typed) && isVowel(meant)) return ANOTHER_VOWEL;
  return ALIKE.has(typed + meant) ? SMALLEST : 1;
}

/**
 * Letters left out, added, replaced, or swapped with the next one. A vowel left out, a letter doubled or not, two letters
 * swapped, and letters that sound alike are half an error. Stops counting at `most`.
 */
function typingErrors(typed: string, meant: string, most: number): number {
  const leftOut = (column: number): number => {
    const letter = meant.charAt(column - 1);
    return column > 1 && (isVowel(letter) || letter === meant.charAt(column - 2)) ? SMALLEST : 1;
  };
  let beforeLast: number[] = [];
  let leastBefore = 0;
  let last = [0];
  for (let column = 1; column <= meant.length; column += 1) last.push((last[column - 1] ?? 0) + leftOut(column));
  for (let row = 1; row <= typed.length; row += 1) {
    const letter = typed.charAt(row - 1);
    const added = row > 1 && letter === typed.charAt(row - 2) ? SMALLEST : 1;
    const current = [(last[0] ?? 0) + added];
    let least = current[0] ?? 0;
    for (let column = 1; column <= meant.length; column += 1) {
      let errors = Math.min(
        (last[column] ?? 0) + added,
        (current[column - 1] ?? 0) + leftOut(column),
        (last[column - 1] ?? 0) + replaced(letter, meant.charAt(column - 1)),
      );
      const swapped =
        row > 1 &&
        column > 1 &&
        letter === meant.charAt(column - 2) &&
        typed.charAt(row - 2) === meant.charAt(column - 1);
      if (swapped) errors = Math.min(errors, (beforeLast[column - 2] ?? 0) + SMALLEST);
      current.push(errors);
      least = Math.min(least, errors);
    }
    // A swap reaches back over two rows.
    if (Math.min(least, leastBefore) >= most) return most;
    leastBefore = least;
    beforeLast = last;
    last = current;
  }
  return last[meant.length] ?? most;
}
