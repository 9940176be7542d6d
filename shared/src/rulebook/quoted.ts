/**
 * Other people's words in a reply: reviews above all. They stand in curly quotation marks, which they cannot close
 * themselves, so that a later turn does not take them for something that we said.
 */

/** The words in quotation marks; those inside become plain ones. */
export function quoted(words: string): string {
  return `“${words.replaceAll(/[“”]/gu, '"')}”`;
}

/** A reply without the words of other people. */
export function withoutQuoted(reply: string): string {
  return reply.replaceAll(/“[^“”]*”/gu, '“…”');
}
