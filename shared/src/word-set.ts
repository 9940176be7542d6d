/** The words of a text, parted by white space: a readable way to write down many. */
export function wordSet(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/u));
}
