/**
 * What the laptop answers in Titan's place: a deterministic embedding made of the words alone, so that texts which share
 * words, word stems or most letters of a word lie near each other. It knows nothing of meaning; see
 * docs/decisions/0010-embeddings.md.
 *
 * Each feature of the text is hashed onto one dimension, with a sign that is hashed, too, so that collisions cancel out
 * in the mean: stems (weight 1), neighbouring stems (0.5) and the letter groups of each word (together 1.2). The beginning
 * of a text, where headings stand, counts more than its end.
 */
const WORD = 1;
const NEIGHBOURS = 0.5;
const LETTERS = 1.2;
const GROUP = 3;
/** The word at this place counts half as much as the first. */
const BEGINNING = 12;

const STOP_WORDS: ReadonlySet<string> = new Set(
  `a about after again all also am an and any are as at be been but by can cannot could did do does doing don for from had has have
  how i if in into is it its just may me my no not of off on only or our please shall should so some than that the their them then
  there these they this those to too very was we were what when where which while who why will with would you your`
    .trim()
    .split(/\s+/u),
);

/** @param dimensions length of the vector. */
export function lexicalEmbedding(text: string, dimensions: number, normalize: boolean): number[] {
  const vector = new Array<number>(dimensions).fill(0);
  for (const [feature, weight] of featuresOf(text)) {
    const hash = fnv1a(feature);
    const place = (hash >>> 1) % dimensions;
    vector[place] = (vector[place] ?? 0) + ((hash & 1) === 0 ? weight : -weight);
  }
  if (!normalize) return vector;
  const length = Math.hypot(...vector);
  // A text without a single word still has a direction, as with any model.
  if (length === 0) vector[0] = 1;
  return length === 0 ? vector : vector.map((value) => value / length);
}

/** Features with their weights; what occurs often counts little more than what occurs once. */
function featuresOf(text: string): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  const stems = wordsOf(text).map(stem);
  stems.forEach((one, index) => {
    const place = 1 / (1 + index / BEGINNING);
    const add = (feature: string, weight: number): void => {
      // Once more counts, but less each time.
      weights.set(feature, Math.hypot(weights.get(feature) ?? 0, weight * place));
    };
    add(`w ${one}`, WORD);
    const next = stems[index + 1];
    if (next !== undefined) add(`b ${one} ${next}`, NEIGHBOURS);
    const groups = lettersOf(one);
    for (const group of groups) add(`l ${group}`, LETTERS / Math.sqrt(groups.length));
  });
  return weights;
}

function wordsOf(text: string): readonly string[] {
  const plain = text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/['’](?:s|t|re|ve|ll|d|m)\b/gu, '');
  return (plain.match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => !STOP_WORDS.has(word));
}

const ENDINGS: readonly (readonly [RegExp, string])[] = [
  [/(?:ss|x|ch|sh)es$/u, 'es'],
  [/ies$/u, 'y'],
  [/(?<![su])s$/u, ''],
  [/(?<=[aeiouy].*)(?:edly|ingly|ed|ing)$/u, ''],
  [/(?<=[aeiouy].{2,})(?:ation|ment|ness|able|ible|ful|ive|ly|er)$/u, ''],
];

/** A short stem: plural, tense and the commonest endings go, a doubled consonant and a silent e with them. */
function stem(word: string): string {
  if (word.length < 4 || /\d/u.test(word)) return word;
  let short = word;
  for (const [ending, kept] of ENDINGS) {
    const cut = kept === 'es' ? short.replace(ending, (all) => all.slice(0, -2)) : short.replace(ending, kept);
    if (cut.length >= 3) short = cut;
  }
  return short.replace(/([bdfgmnprt])\1$/u, '$1').replace(/(?<=..)e$/u, '');
}

function lettersOf(word: string): readonly string[] {
  const edged = `^${word}$`;
  return Array.from({ length: Math.max(1, edged.length - GROUP + 1) }, (_, at) => edged.slice(at, at + GROUP));
}

/** 32 bits, with a last mix so that the low bit, the sign, depends on all of the text. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text, 'utf8')) hash = Math.imul(hash ^ byte, 0x01000193);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  return hash >>> 0;
}
