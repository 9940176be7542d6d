/**
 * What the classifier sees of a message: hashed words, pairs of words, groups of the lexicon and pairs of them, and parts
 * of words of three to five letters, which survive a mistyped one that could not be corrected.
 */
import { HASH_START, hashed } from './hash.ts';
import { groupsOf, THING } from './lexicon.ts';
import { stem, words } from './normalise.ts';
import type { Correct } from './spelling.ts';

export interface Features {
  /** What was found, each once, as its 32-bit hash. */
  readonly hashes: Uint32Array;
  /** How much each counts; every kind of feature has the length that KINDS gives it, however long the message is. */
  readonly values: Float32Array;
}

/** Kinds of features: the start of their hashes, and the length of their part of the vector. */
const KINDS = {
  word: { start: hashed('word', HASH_START), length: 1 },
  pair: { start: hashed('pair', HASH_START), length: 0.7 },
  skip: { start: hashed('skip', HASH_START), length: 0.4 },
  frame: { start: hashed('frame', HASH_START), length: 0.8 },
  frames: { start: hashed('frames', HASH_START), length: 0.6 },
  group: { start: hashed('group', HASH_START), length: 1.4 },
  groups: { start: hashed('groups', HASH_START), length: 0.7 },
  part: { start: hashed('part', HASH_START), length: 0.6 },
} as const;

type Kind = keyof typeof KINDS;

const SHORTEST_PART = 3;
const LONGEST_PART = 5;
/** Pairs of groups grow with the square of their number; the first ones say what it is about. */
const MOST_PAIRED_GROUPS = 14;

export function featuresOf(message: string, correct: Correct): Features {
  const said = words(message).flatMap((word) => correct(word).split(' '));
  const stems = said.map(stem);
  const found = new Map<number, number>();
  const add = (kind: Kind, texts: Iterable<string>): void => {
    const { start, length } = KINDS[kind];
    const distinct = new Set<number>();
    for (const text of texts) distinct.add(hashed(text, start));
    const value = length / Math.sqrt(distinct.size);
    for (const hash of distinct) found.set(hash, value);
  };
  const groups = groupsIn(stems);
  add('word', stems);
  add('pair', pairs(stems, 1));
  add('skip', pairs(stems, 2));
  const frame = stems.map(inFrame);
  add('frame', pairs(frame, 1));
  add('frames', triples(frame));
  add('group', groups);
  add('groups', groupPairs([...groups].slice(0, MOST_PAIRED_GROUPS)));
  add('part', parts(said));
  return { hashes: Uint32Array.from(found.keys()), values: Float32Array.from(found.values()) };
}

/** With the edges of the message as words: "cancel" alone is another thing than "cancel" somewhere. */
function pairs(stems: readonly string[], apart: number): string[] {
  const all = ['^', ...stems, '$'];
  return all.slice(0, -apart).map((one, place) => `${one} ${all[place + apart] ?? ''}`);
}

/** Three in a row, of which the outer two or all count. */
function triples(frame: readonly string[]): string[] {
  const all = ['^', ...frame, '$'];
  return all
    .slice(0, -2)
    .flatMap((one, place) => [
      `${one} ${all[place + 1] ?? ''} ${all[place + 2] ?? ''}`,
      `${one} * ${all[place + 2] ?? ''}`,
    ]);
}

/** The word as its surroundings see it: "how much is the drill" and "how much is the sofa" are built alike. */
function inFrame(one: string): string {
  const groups = groupsOf(one);
  if (groups.includes(THING)) return '@thing';
  return groups.length === 1 ? `@${groups[0] ?? ''}` : one;
}

function groupsIn(stems: readonly string[]): Set<string> {
  const groups = new Set<string>();
  stems.forEach((one, place) => {
    for (const group of groupsOf(one)) groups.add(group);
    const next = stems[place + 1];
    if (next !== undefined) for (const group of groupsOf(`${one}_${next}`)) groups.add(group);
  });
  return groups;
}

function* groupPairs(groups: readonly string[]): Generator<string> {
  const sorted = groups.toSorted();
  for (const [place, one] of sorted.entries()) {
    for (const other of sorted.slice(place + 1)) yield `${one} ${other}`;
  }
}

function* parts(said: readonly string[]): Generator<string> {
  for (const word of said) {
    const bounded = `<${word}>`;
    for (let length = SHORTEST_PART; length <= LONGEST_PART; length += 1) {
      for (let from = 0; from + length <= bounded.length; from += 1) yield bounded.slice(from, from + length);
    }
  }
}
