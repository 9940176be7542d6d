/** How customers name what they bought, as patterns that every word of a matching order line has to meet. */

/** Everyday words for a kind of product, beside those of the catalogue. */
const KINDS: readonly (readonly string[])[] = [
  ['computer', 'laptop', 'notebook', 'pc'],
  ['phone', 'smartphone', 'cellphone', 'mobile', 'handset'],
  ['watch', 'smartwatch', 'wristwatch'],
  ['headphone', 'headset', 'earphone', 'earbud', 'earpod'],
  ['speaker', 'soundbox', 'boombox'],
];

const MOST_WORDS = 6;

/** One regular expression a word, made of letters and digits only. Empty for a text without words. */
export function productPatterns(text: string): readonly string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.slice(0, MOST_WORDS).map((word) => {
    const one = singular(word);
    return (KINDS.find((kind) => kind.includes(one)) ?? [one]).join('|');
  });
}

function singular(word: string): string {
  if (word.length <= 3 || !word.endsWith('s') || word.endsWith('ss')) return word;
  return /(?:ch|sh|x|ss)es$/u.test(word) ? word.slice(0, -2) : word.slice(0, -1);
}
