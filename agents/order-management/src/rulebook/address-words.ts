/** A postal address as people type it, in parts. */
import type { JsonObject } from '@deskfleet/shared/json.ts';

const UNIT = String.raw`(?:apt|apartment|suite|ste|unit|floor|fl|room|rm|building|bldg)\b\.?\s*#?\s*[\w-]+|#\s*\w+`;
const SECOND_LINE = new RegExp(String.raw`^(?:${UNIT}|\d+(?:st|nd|rd|th) floor)$`, 'iu');
const UNIT_BEHIND = new RegExp(String.raw`^(.+?)[\s]+((?:${UNIT}))$`, 'iu');
const UNIT_IN_TOWN = new RegExp(String.raw`^(${UNIT})\s+in\s+(.+)$`, 'iu');
const COUNTRY =
  /^(?:usa?|u\.s\.(?:a\.?)?|united states(?: of america)?|canada|uk|united kingdom|germany|deutschland|france|austria|switzerland|italy|spain|netherlands|belgium|de|fr|at|ch|it|es|nl|be|gb|ca)\.?$/iu;
const POSTAL_CODE = /^[A-Z]{0,2}-?\d[\dA-Z -]{2,9}$/iu;
const COUNTRY_BEHIND = /^(.+?)[\s]+(USA|U\.S\.A\.|US|United States(?: of America)?)$/iu;

const STREET =
  /(?<![\p{L}\p{N}#])(?:\d{1,6}[a-z]?\s+(?:[NSEW]\.?\s+)?\p{L}[^,;\n]*(?:[,;\n]|$)|(?!\p{Lu}{2}\s)\p{Lu}[\p{L}.' -]*\s\d{1,5}[a-z]?\s*[,;\n])/u;
const ORDER =
  /\b(?:(?:for|of|on|in)\s+)?(?:my |the |this )?order\s*(?:number|no\.?|id)?\s*(?:is\s+)?[#:]?\s*[ow#]*\d{4,12}\b|#[ow]?\d{4,12}\b|\b[ow]\d{4,12}\b|\b(?:(?:for|of|on)\s+)(?:my |the |this )?order\b/giu;
/** What follows an address and is none of it. */
const BEHIND =
  /[\s,;]*(?:\b(?:instead|please|thanks?|thank you|rather than .*|is where .*|from now on|asap|if (?:possible|that'?s? .*)|because .*|since .*|as i .*|not (?:to )?(?:my|the) .*)\b[\s.!?,]*)+$/iu;
const LABEL =
  /^(?:(?:new|shipping|delivery|street|postal|zip|house)\s+)*(?:address(?: line)?(?: [12])?|street|city|town|state|province|region|zip(?: ?code)?|post(?:al)? ?code|country|code)\s*(?:is|:|=)?\s*:?\s*(?=\S)/iu;

interface Parts {
  line1: string;
  line2: string;
  city: string;
  state: string;
  postal_code: string;
  country: string;
}

/** Parts of "12 Main St, Apt 4, Denver, CO 80205, USA"; undefined when there is no street with a number. */
export function addressIn(raw: string): JsonObject | undefined {
  const text = raw.replaceAll(ORDER, ' ').replaceAll(/[ \t]+/gu, ' ');
  const start = STREET.exec(text);
  if (start === null) return undefined;
  const before = /((?:apt|apartment|suite|ste|unit|room|floor)\.?\s*#?\s*[\w-]+)\s*,\s*$/iu.exec(
    text.slice(0, start.index),
  )?.[1];
  const parts = text
    .slice(start.index)
    .replace(/[\s.!?]+$/u, '')
    .replace(BEHIND, '')
    .replace(/[\s.!?]+$/u, '')
    .split(/[,;\n]/u)
    .map((part) =>
      part
        .trim()
        .replace(LABEL, '')
        .replace(/^(?:in|and|at)\s+/u, ''),
    )
    .flatMap((part) => {
      const town = UNIT_IN_TOWN.exec(part);
      return town ? [town[1] ?? '', town[2] ?? ''] : [part];
    })
    .filter((part) => part !== '');
  const street = (parts.shift() ?? '').replace(/^.*\b(?:to|at|is)\s+(?=\p{Lu}|\d)/u, '');
  const found: Parts = { line1: street, line2: before ?? '', city: '', state: '', postal_code: '', country: '' };
  splitStreet(found, parts);
  if (found.line2 === '' && SECOND_LINE.test(parts[0] ?? '')) found.line2 = parts.shift() ?? '';
  place(found, parts.flatMap(countryApart));
  return { ...found };
}

/** "544 Sunset Drive Suite 337" and "544 Sunset Drive in Austin". */
function splitStreet(found: Parts, rest: string[]): void {
  const town = /^(.+?)\s+in\s+(\p{Lu}.*)$/u.exec(found.line1);
  if (town) {
    found.line1 = town[1] ?? '';
    rest.unshift(town[2] ?? '');
  }
  const unit = UNIT_BEHIND.exec(found.line1);
  if (unit && found.line2 === '') [found.line1, found.line2] = [unit[1] ?? '', unit[2] ?? ''];
}

function countryApart(part: string): readonly string[] {
  const apart = COUNTRY_BEHIND.exec(part);
  return apart && /\d/u.test(apart[1] ?? '') ? [apart[1] ?? '', apart[2] ?? ''] : [part];
}

function isCountry(part: string): boolean {
  return COUNTRY.test(part);
}

function place(found: Parts, parts: readonly string[]): void {
  const rest: string[] = [];
  for (const [at, part] of parts.entries()) {
    const all = /^(\p{L}[\p{L}.' -]*?)\s+([A-Z]{2})\s+(\d{5}(?:-\d{4})?)$/u.exec(part);
    const cityAndState = /^(\p{L}[\p{L}.' -]+?)\s+([A-Z]{2})$/u.exec(part);
    const stateAndCode = /^(\p{L}[\p{L}. ]*?)\s+(\d[\d-]{3,9})$/u.exec(part);
    const codeAndCity = /^(\d{4,6})\s+(\p{L}.*)$/u.exec(part);
    if (POSTAL_CODE.test(part)) found.postal_code = part;
    else if (codeAndCity) [found.postal_code, found.city] = [codeAndCity[1] ?? '', codeAndCity[2] ?? ''];
    else if (all && found.city === '' && rest.length === 0)
      [found.city, found.state, found.postal_code] = [all[1] ?? '', all[2] ?? '', all[3] ?? ''];
    else if (stateAndCode) {
      found.postal_code = stateAndCode[2] ?? '';
      rest.push(stateAndCode[1] ?? '');
    } else if (cityAndState && found.city === '' && rest.length === 0)
      [found.city, found.state] = [cityAndState[1] ?? '', cityAndState[2] ?? ''];
    // "San Diego, CA, 92101, USA": a code before the country is a state.
    else if (COUNTRY.test(part) && !parts.slice(at + 1).some(isCountry) && (found.city !== '' || rest.length >= 1))
      found.country = part;
    else rest.push(part);
  }
  if (found.city === '') found.city = rest.shift() ?? '';
  if (found.state === '') found.state = rest.shift() ?? '';
  if (found.country === '') found.country = rest.shift() ?? '';
  // "CA" and "DE" are states where a code of a country does not follow.
  if (found.state === '' && /^[A-Z]{2}$/u.test(found.country) && /^\d{5}/u.test(found.postal_code))
    [found.state, found.country] = [found.country, ''];
}
