/** Numbers in a message that are no order: of ways of payment, items, postal codes, addresses, telephones. */
import { METHOD } from './payment-words.ts';

const STREET =
  'street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|way|court|ct|place|pl|square|terrace|highway|hwy|parkway|broadway';
/** {@link HOUSE} takes V8 long to compile, which the first message would wait for. */
const PERHAPS_HOUSE = new RegExp(String.raw`\b(?:${STREET})\b`, 'iu');
const HOUSE = new RegExp(String.raw`\b\d{1,6}\s+(?:\p{Lu}[\p{L}.'-]*\s+){1,4}(?:${STREET})\b`, 'giu');

const OTHERS: readonly RegExp[] = [
  new RegExp(METHOD, 'giu'),
  /\S+@\S+/gu,
  /\b(?:zip|post(?:al)?)(?: ?code)?\b\W{0,3}(?:(?:is|of|number|=)\W{0,3})?[\da-z]{1,4}[\d -]{2,7}\b/giu,
  /\b(?:items?|variants?|products?|article|sku|phone|telephone|mobile|tracking)(?: (?:number|no\.?|id|ids|code))?\b[\s#:]*(?:is )?\d{5,14}(?:\s*(?:,|and|to|for|or|with|->)\s*(?:items? |variants? )?\d{5,14}(?!\d))*/giu,
  // "Austin, TX 78701"; HOUSE: "12345 Main Street".
  /\b[A-Z]{2},?\s+\d{5}(?:-\d{4})?\b/gu,
  /\b(?:usa?|united states(?: of america)?)\s*,\s*\d{5}(?:-\d{4})?\b/giu,
  /\b\p{L}{2,}(?: \p{L}+)?,?\s+\d{5}(?:-\d{4})?(?=\s*,?\s*(?:usa?|united states)\b)/giu,
];

export function withoutOtherNumbers(text: string): string {
  const patterns = PERHAPS_HOUSE.test(text) ? [...OTHERS, HOUSE] : OTHERS;
  return patterns.reduce((rest, pattern) => rest.replaceAll(pattern, ' , '), text);
}
