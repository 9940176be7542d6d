/** Mistyped words as the words they were probably meant to be: the nearest one that the router knows. */
import { isListed } from './lexicon.ts';
import { stem } from './normalise.ts';

export type Correct = (word: string) => string;

/** Shorter words are near too many others. */
const SHORTEST = 4;
/** From this length on two errors are forgiven. */
const LONG = 7;

/** @param known words that are right as they are, the most common first */
export function correctorOf(known: readonly string[]): Correct {
  const stems = new Set(known.map(stem));
  const byStart = new Map<string, string[]>();
  for (const word of known) {
    // Only a word that means something for routing is worth a guess.
    if (word.length < SHORTEST || !isListed(stem(word))) continue;
    const start = word.charAt(0);
    const list = byStart.get(start) ?? [];
    list.push(word);
    byStart.set(start, list);
  }
  const isKnown = (word: string): boolean => {
    const bare = stem(word);
    return stems.has(bare) || isListed(bare);
  };
  return (word) => {
    if (word.length < SHORTEST || !/^[a-z]+$/u.test(word) || isKnown(word)) return word;
    let nearest = word;
    let errors = word.length < LONG ? 2 : 3;
    for (const candidate of byStart.get(word.charAt(0)) ?? []) {
      if (Math.abs(candidate.length - word.length) >= errors) continue;
      const distance = typingErrors(word, candidate, errors);
      if (distance < errors) {
        nearest = candidate;
        errors = distance;
        if (distance === 1) break;
      }
    }
    return nearest;
  };
}

/** Letters left out, added, replaced, or swapped with the next one. Stops counting at `most`. */
function typingErrors(one: string, other: string, most: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, place) => place);
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    let least = row;
    for (let column = 1; column <= other.length; column += 1) {
      const same = one.charCodeAt(row - 1) === other.charCodeAt(column - 1);
      let errors = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      const swapped =
        row > 1 &&
        column > 1 &&
        one.charCodeAt(row - 1) === other.charCodeAt(column - 2) &&
        one.charCodeAt(row - 2) === other.charCodeAt(column - 1);
      if (swapped) errors = Math.min(errors, (beforeLast[column - 2] ?? 0) + 1);
      current.push(errors);
      least = Math.min(least, errors);
    }
    if (least >= most) return most;
    beforeLast = last;
    last = current;
  }
  return last[other.length] ?? most;
}
