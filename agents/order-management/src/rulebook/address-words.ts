/** A postal address as people type it, in parts. */
import type { JsonObject } from '@deskfleet/shared/json.ts';

const SECOND_LINE = /^(?:apt|apartment|suite|ste|unit|floor|fl|room|rm|building|bldg|#)\b|^#/iu;
const COUNTRY =
  /^(?:usa?|u\.s\.a?\.?|united states(?: of america)?|canada|uk|united kingdom|germany|deutschland|france|austria|switzerland|italy|spain|netherlands|belgium|de|fr|at|ch|it|es|nl|be|gb|ca)\.?$/iu;
const POSTAL_CODE = /^[A-Z]{0,2}-?\d[\dA-Z -]{2,9}$/iu;

/** Parts of "12 Main St, Apt 4, Denver, CO 80205, USA"; undefined when there is no street with a number. */
export function addressIn(raw: string): JsonObject | undefined {
  const text = raw
    .replaceAll(
      /\b(?:for |of |on )?(?:my |the )?order\s*(?:number|no\.?|id)?\s*[#:]?\s*[ow#]*\d{4,12}\b|#[ow]?\d{4,12}\b|\b[ow]\d{4,12}\b/giu,
      ' ',
    )
    .replaceAll(/\s+/gu, ' ');
  const start = /(?<![\p{L}\p{N}])(?:\d{1,6}[a-z]?\s+\p{L}[^,]*,|\p{Lu}[\p{L}.' -]*\s\d{1,5}[a-z]?\s*,)/u.exec(text);
  if (start === null) return undefined;
  const parts = text
    .slice(start.index)
    .replace(/[.!?]*\s*(?:please|thanks?|thank you)?[.!?]*$/iu, '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const line1 = (parts.shift() ?? '').replace(/^.*\b(?:to|at|is)\s+(?=\p{Lu}|\d)/u, '');
  const line2 = SECOND_LINE.test(parts[0] ?? '') ? (parts.shift() ?? '') : '';
  const found = { line1, line2, city: '', state: '', postal_code: '', country: '' };
  const rest: string[] = [];
  for (const part of parts) {
    const stateAndCode = /^(\p{L}[\p{L}. ]*?)\s+(\d[\d-]{3,9})$/u.exec(part);
    const codeAndCity = /^(\d{4,6})\s+(\p{L}.*)$/u.exec(part);
    if (POSTAL_CODE.test(part)) found.postal_code = part;
    else if (codeAndCity) [found.postal_code, found.city] = [codeAndCity[1] ?? '', codeAndCity[2] ?? ''];
    else if (stateAndCode) {
      found.postal_code = stateAndCode[2] ?? '';
      rest.push(stateAndCode[1] ?? '');
    } else if (COUNTRY.test(part) && (found.city !== '' || rest.length >= 1)) found.country = part;
    else rest.push(part);
  }
  if (found.city === '') found.city = rest.shift() ?? '';
  found.state = rest.shift() ?? '';
  if (found.country === '') found.country = rest.shift() ?? '';
  // "CA" and "DE" are states where a code of a country does not follow.
  if (found.state === '' && /^[A-Z]{2}$/u.test(found.country) && /^\d{5}/u.test(found.postal_code))
    [found.state, found.country] = [found.country, ''];
  return found;
}
