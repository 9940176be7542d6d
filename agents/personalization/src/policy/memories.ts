/** What may be remembered about a customer, and which memories are meant by words. */
import { refuse } from '@deskfleet/shared/agent/tool.ts';

export interface Memory {
  readonly memory_id: string;
  readonly text: string;
  /** Cosine similarity to what was asked for; null or left out without vectors. */
  readonly similarity?: number | null;
}

/** Most characters of one memory, and most memories of one customer. */
export const LONGEST_MEMORY = 300;
export const MOST_MEMORIES = 50;

type Refusal = ReturnType<typeof refuse>;

/** One line, without what a sentence has around it. */
export function memoryText(said: string): string {
  return said
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim()
    .replace(/[.!,;]+$/u, '');
}

/** Why a fact is not kept; undefined when it is. */
export function mayRemember(fact: string, known: readonly Memory[]): Refusal | undefined {
  if (!/\p{L}{2}/u.test(fact)) return refuse('nothing_to_remember', 'What shall I remember?');
  if (hasSecret(fact))
    return refuse(
      'secret_not_kept',
      'I do not keep card numbers, account numbers, codes or passwords. Please do not write them here.',
    );
  if (known.some(({ text }) => text.toLowerCase() === fact.toLowerCase()))
    return refuse('already_remembered', `I already remember that: "${fact}".`);
  if (known.length >= MOST_MEMORIES)
    return refuse(
      'memory_full',
      `I already remember ${known.length} things, which is the most. Ask me to forget something first.`,
    );
  return undefined;
}

/** Card and account numbers, and what is called a password, a PIN or a code. */
export function hasSecret(text: string): boolean {
  if (/\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}\b/u.test(text)) return true;
  const runs = text.match(/\d(?:[ -]?\d){11,18}/gu) ?? [];
  if (runs.some((run) => passesLuhn(run.replaceAll(/\D/gu, '')))) return true;
  return /\b(?:password|passcode|passphrase|pin|cvv|cvc|security code|one[- ]time code)\b.{0,20}?(?:\bis\b|[:=]|\d{3,})/iu.test(
    text,
  );
}

/** The check digit of card numbers. */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const digit = Number(digits[digits.length - 1 - place]);
    const doubled = place % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return digits.length > 0 && sum % 10 === 0;
}

const EMPTY_WORDS: ReadonlySet<string> = new Set(
  'a about am an and any are as at be been but by did do does for from had has have i i_m in is it its like me my of on or remember said so that the this to told was were what will with you your'.split(
    ' ',
  ),
);

function wordsOf(text: string): readonly string[] {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])
    .map((word) => (word.length > 3 ? word.replace(/s$/u, '') : word))
    .filter((word) => !EMPTY_WORDS.has(word));
}

/** From here on two texts count as near in meaning. What is found so is shown before anything is done with it. */
const NEAR = 0.4;

/**
 * The memory that says exactly this, or else all that have every word of it that carries meaning, or else the ones that are
 * near in meaning, the nearest first.
 */
export function memoriesMeant<M extends Memory>(words: string, known: readonly M[]): readonly M[] {
  const exact = known.filter(({ text }) => memoryText(text).toLowerCase() === memoryText(words).toLowerCase());
  if (exact.length > 0) return exact;
  const wanted = wordsOf(words);
  if (wanted.length === 0) return [];
  const literal = known.filter(({ text }) => {
    const has = new Set(wordsOf(text));
    return wanted.every((word) => has.has(word));
  });
  if (literal.length > 0) return literal;
  return known
    .filter(({ similarity }) => (similarity ?? 0) >= NEAR)
    .toSorted((one, other) => (other.similarity ?? 0) - (one.similarity ?? 0));
}

export function sharesWord(one: string, other: string): boolean {
  const words = new Set(wordsOf(one));
  return wordsOf(other).some((word) => words.has(word));
}
