/** Splits text into word-sized pieces that join to exactly the same text; each piece keeps the space before it. */
export function wordChunks(text: string): readonly string[] {
  return text.match(/\s*\S+|\s+$/g) ?? [];
}
