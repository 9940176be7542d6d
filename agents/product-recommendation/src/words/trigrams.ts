/** Words in pieces of three letters, to see which are spelled alike. */

/** With the edges of the words, each piece once. */
export function trigrams(words: readonly string[]): readonly string[] {
  return [
    ...new Set(
      words.flatMap((word) => {
        const framed = `  ${word} `;
        return Array.from({ length: framed.length - 2 }, (_, start) => framed.slice(start, start + 3));
      }),
    ),
  ];
}
