/**
 * Free text of people in a reply: reviews, subjects of tickets, a colleague's reason. It stands in curly quotation marks,
 * which it cannot close itself, so that a later turn does not take it for something that we said.
 */

/** The words in quotation marks; those inside become plain ones. */
export function quoted(words: string): string {
  return `“${words.replaceAll(/[“”]/gu, '"')}”`;
}

/** A reply without the words of other people. */
export function withoutQuoted(reply: string): string {
  return reply.replaceAll(/“[^“”]*”/gu, '“…”');
}
