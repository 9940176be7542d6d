/**
 * Variants of an example for training: other things in place of the one named, typing errors, small talk around it,
 * politer openings, words left out or put in, two requests for the same route in one message. What is kept in the
 * repository is only what was written by hand.
 */
import { THINGS } from '@deskfleet/supervisor/routing/things.ts';
import { ASKING, FILLERS, PADDING, VERBS } from './padding.ts';
import { pick, type Random } from './random.ts';
import type { LabelledRow } from './rows.ts';

const NOUNS: readonly string[] = Object.values(THINGS).flatMap((list) =>
  list.split(' ').map((noun) => noun.replaceAll('_', ' ')),
);
const KNOWN_NOUNS = new Set(NOUNS);
const NEIGHBOURS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];

const NOT_OURS = 'out-of-scope';
/** How often another thing is put in. Rarely where it is no request to a shop, but often enough that a thing alone does not make it one. */
const OTHER_THING = 0.7;
const OTHER_THING_NOT_OURS = 0.3;

/** Typing errors in one variant. */
const MOST_ERRORS = 3;

/** Utterances that a variant may be joined with, by route. */
export type Others = (route: string) => readonly string[];

export function variant(row: LabelledRow, random: Random, others: Others): string {
  let text = row.utterance;
  if (random() < (row.route === NOT_OURS ? OTHER_THING_NOT_OURS : OTHER_THING)) text = otherThing(text, random);
  if (random() < 0.35) text = asking(text, random);
  if (random() < 0.12)
    text = `${text} ${pick(random, ['. ', ', ', ' and ', ' also '])} ${pick(random, others(row.route))}`;
  if (random() < 0.45) text = pick(random, PADDING).replace('…', () => text);
  if (random() < 0.15) text = withoutWord(text, random);
  if (random() < 0.15) text = filled(text, random);
  for (let errors = 0; errors < MOST_ERRORS && random() < 0.4; errors += 1) text = mistyped(text, random);
  return text;
}

/** Another thing of any department, so that no thing belongs to a route. */
function otherThing(text: string, random: Random): string {
  return text.replaceAll(/\p{L}[\p{L}-]*/gu, (word) => {
    const lower = word.toLowerCase();
    if (KNOWN_NOUNS.has(lower)) return pick(random, NOUNS);
    return lower.endsWith('s') && KNOWN_NOUNS.has(lower.slice(0, -1)) ? `${pick(random, NOUNS)}s` : word;
  });
}

function asking(text: string, random: Random): string {
  const first = /^\p{L}+/u.exec(text)?.[0].toLowerCase() ?? '';
  return VERBS.has(first) ? pick(random, ASKING).replace('…', () => text) : text;
}

function withoutWord(text: string, random: Random): string {
  const words = text.split(' ');
  if (words.length < 4) return text;
  words.splice(Math.floor(random() * words.length), 1);
  return words.join(' ');
}

function filled(text: string, random: Random): string {
  const words = text.split(' ');
  words.splice(Math.floor(random() * words.length), 0, pick(random, FILLERS));
  return words.join(' ');
}

function mistyped(text: string, random: Random): string {
  const place = 1 + Math.floor(random() * Math.max(1, text.length - 2));
  const letter = text[place];
  if (letter === undefined || !/[a-z]/iu.test(letter)) return text;
  const before = text.slice(0, place);
  const after = text.slice(place + 1);
  switch (Math.floor(random() * 5)) {
    case 0:
      return before + after;
    case 4:
      return withoutVowels(text, place);
    case 1:
      return before + letter + letter + after;
    case 2:
      return before + (after[0] ?? '') + letter + after.slice(1);
    default:
      return before + neighbour(letter, random) + after;
  }
}

/** The word at the place as people abbreviate it: "delivery" as "dlvry". */
function withoutVowels(text: string, place: number): string {
  return text.replaceAll(/[a-z]{5,}/giu, (word, at: number) =>
    place >= at && place < at + word.length ? word.slice(0, 1) + word.slice(1).replaceAll(/[aeiou]/giu, '') : word,
  );
}

function neighbour(letter: string, random: Random): string {
  const row = NEIGHBOURS.find((keys) => keys.includes(letter.toLowerCase()));
  if (row === undefined) return letter;
  const place = row.indexOf(letter.toLowerCase()) + (random() < 0.5 ? 1 : -1);
  return row[place] ?? letter;
}
