/** A postal address as people write it, whole or in parts, with or without commas. */
import type { PostalAddress } from '@deskfleet/shared/postal-address.ts';
import { ADDRESS_PARTS, COUNTRIES, countryRules, type AddressPart } from '../policy/address.ts';

type Parts = Partial<Record<AddressPart, string>>;

const STREET_TYPE = String.raw`(?:street|st\.?|avenue|ave\.?|road|rd\.?|lane|ln\.?|drive|dr\.?|boulevard|blvd\.?|court|ct\.?|way|place|pl\.?|terrace|circle|circles|parkway|pkwy|square|sq\.?|highway|hwy|trail|close|crescent|gardens|row|walk|mews|plaza|alley|loop|run|path)`;
/** "12 Main St", "1200a King's Road". A code before a city, such as "10115 Berlin", is none. */
const NUMBER_FIRST =
  /(?<![\p{L}\p{N}#-])(?<!\b(?:apartment|apt\.?|suite|ste\.?|unit|floor|room|number|no\.?|#) ?)\d{1,6}[a-z]?(?:[-/]\d{1,4})?\s+(?!(?:to|is|are|my|in|at|on|and|or|for|of|please|now|times?|days?|dollars?|euros?)\b)(?:\p{L}|\d+(?:st|nd|rd|th)\b)[\p{L}\p{N}.'’ -]*/iu;
/** "Lindenstraße 12", "Via Torino 5". */
const NUMBER_LAST =
  /(?:(?:\p{L}[\p{L}.'’-]*\s+){0,3}\p{L}[\p{L}.'’-]*(?:straße|strasse|straat|str\.|gasse|weg|platz|allee|laan|damm|ufer)|(?:via|viale|piazza|corso|calle|plaza)\s+\p{L}[\p{L}.'’ -]*?)\s+\d{1,5}[a-z]?(?![\p{L}\p{N}])/iu;
const SECOND_LINE =
  /(?:^|[,\s])(?:(?:apartment|apt\.?|suite|ste\.?|unit|floor|room|building)(?!\p{L})(?: (?:number|no\.?))?\s*#?\s*(?:is |to |: ?)?[a-z]?\d*[a-z]?(?!\p{L})|#\s?\d+[a-z]?)/iu;
const POSTAL_CODES: readonly RegExp[] = [
  /(?<![\p{L}\p{N}])\d{5}(?:-\d{4})?(?![\p{L}\p{N}])/u,
  /(?<![\p{L}\p{N}])[a-z]\d[a-z] ?\d[a-z]\d(?![\p{L}\p{N}])/iu,
  /(?<![\p{L}\p{N}])[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}(?![\p{L}\p{N}])/iu,
  /(?<![\p{L}\p{N}])\d{4} [A-Z]{2}(?![\p{L}\p{N}])/u,
  /(?<![\p{L}\p{N}])\d{4}(?![\p{L}\p{N}])/u,
];
const NOISE =
  /^(?:(?:and|is|it'?s|its|the|my|to|at|in|of|now|new|a|please|thanks|thank you|so|ok|okay|sure|well|that'?s|city|town|state|zip|postal|post|code|zip ?code|postcode|country|number|be|should|would|i|we|live|address)(?![\p{L}\p{N}])[\s:,.]*)+/iu;
/** Words that no city or country has in its name. */
const NO_PLACE =
  /\b(?:updat\w*|chang\w*|correct\w*|fix|set|use|please|it|is|was|not|don'?t|never|mind|know|zip|code|postal|address|apartment|my|me|you|your|thanks?|sorry|what|how|why|when|remember|subscribe|unsubscribe|newsletter)\b/iu;
const TRAILING =
  /[\s,.!?]*\b(?:please|thanks|thank you|now|instead|from now on|as of (?:today|now|next \w+)|since \w+|starting \w+|today)?[\s,.!?]*$/iu;

/** What a text says of an address. `asked`: the parts our question was about, which a bare answer names. */
export function addressParts(text: string, asked: readonly AddressPart[] = []): Parts {
  let rest = text.replaceAll(/\s+/gu, ' ').replace(TRAILING, '');
  const found: Parts = {};
  const take = (pattern: RegExp): string | undefined => {
    const match = pattern.exec(rest);
    if (match === null) return undefined;
    rest = `${rest.slice(0, match.index)},${rest.slice(match.index + match[0].length)}`;
    return match[0];
  };

  const street = streetIn(rest);
  if (street !== undefined) {
    rest = rest.slice(street.start);
    const second = SECOND_LINE.exec(rest.slice(street.length))?.[0];
    found.line1 = street.text;
    rest = rest.slice(street.length);
    if (second !== undefined) rest = rest.replace(second, ',');
    if (second !== undefined) found.line2 = titled(secondLine(second));
  } else {
    const second = take(SECOND_LINE);
    if (second !== undefined) found.line2 = titled(secondLine(second));
  }
  if (street === undefined && asked.length === 0 && !NAMES_PART.test(rest)) return found;

  const named = street === undefined ? NAMES_PART.exec(rest) : null;
  if (named !== null && asked.length === 0) rest = rest.slice(named.index);
  for (const pattern of POSTAL_CODES) {
    const code = take(pattern);
    if (code === undefined) continue;
    found.postal_code = code.toUpperCase();
    break;
  }
  const places = rest
    .split(/,|;|\band\b|\bin\b/iu)
    .map((part) => part.trim().replace(NOISE, '').replace(TRAILING, '').trim())
    .filter((part) => /\p{L}{2}/u.test(part) && !NO_PLACE.test(part));
  for (const place of places) addPlace(place, found);
  return found;
}

/** Words that name a part: a correction such as "my zip code is 80206". */
const NAMES_PART =
  /\b(?:zip|postal|post) ?codes?\b|\bpostcode\b|\bzip\b|\b(?:city|town|state|country)\b(?=\s*(?:is|:|to|should))/iu;

interface Street {
  readonly text: string;
  readonly start: number;
  /** Characters of the rest, from `start`, that belong to it. */
  readonly length: number;
}

function streetIn(text: string): Street | undefined {
  const last = NUMBER_LAST.exec(text);
  if (last !== null) {
    const words = last[0].replace(/^(?:.*\b(?:to|at|is|address|now|in)\s+)/iu, '');
    const start = last.index + last[0].length - words.length;
    return { text: titled(words), start, length: words.length };
  }
  const first = NUMBER_FIRST.exec(text);
  if (first === null) return undefined;
  // Up to the kind of street, when it is said; else up to the next comma or "in".
  const typed = new RegExp(
    String.raw`^.+?\b${STREET_TYPE}(?=[\s,]|$)(?:\s+(?:north|south|east|west|n|s|e|w|ne|nw|se|sw)\b\.?)?`,
    'iu',
  ).exec(first[0]);
  const words = typed?.[0] ?? first[0].replace(/\s+(?:in|and)\s.*$/iu, '').trimEnd();
  const code = /^\d{4,5}\s/u.test(words) && typed === null;
  return code ? undefined : { text: titled(words), start: first.index, length: words.length };
}

function secondLine(text: string): string {
  return text
    .replace(/^[,\s]+/u, '')
    .replace(/\b(?:number|no\.?|is|to)\b/giu, ' ')
    .replaceAll(/\s+|:/gu, ' ')
    .trim();
}

/** A city with or without its state, a state alone, a country. */
function addPlace(place: string, found: Parts): void {
  if (found.city !== undefined || found.state !== undefined || found.line1 === undefined) {
    const country = countryRules(place);
    // "CA" behind a city is California before it is Canada.
    if (
      country !== undefined &&
      !(place.length === 2 && found.state === undefined && stateAtEnd(place) !== undefined)
    ) {
      found.country ??= country.code;
      return;
    }
  }
  const state = stateAtEnd(place);
  if (state !== undefined && (found.state === undefined || found.city === undefined)) {
    const before = place.slice(0, place.length - state.length).trim();
    // "New York" alone is the city where none is named yet.
    if (before === '' && place.length > 2 && found.city === undefined && state.name === 'New York') {
      found.city = state.name;
      return;
    }
    if (before !== '') found.city ??= titled(before);
    found.state ??= state.code;
    return;
  }
  if (found.city === undefined) found.city = titled(place);
  else found.country ??= titled(place);
}

const STATES = Object.entries(COUNTRIES.find(({ states }) => states !== undefined)?.states ?? {});

function stateAtEnd(
  place: string,
): { readonly code: string; readonly name: string; readonly length: number } | undefined {
  const lower = place.toLowerCase();
  for (const [code, name] of STATES) {
    for (const word of [name.toLowerCase(), code.toLowerCase()]) {
      if (lower === word || lower.endsWith(` ${word}`)) return { code, name, length: word.length };
    }
  }
  return undefined;
}

const LOWER: ReadonlySet<string> = new Set(['de', 'la', 'le', 'du', 'des', 'der', 'den', 'am', 'an', 'of', 'the']);

/** Earlier messages are known in lower case only; names are written with capitals. */
function titled(text: string): string {
  const tidy = text.replaceAll(/\s+/gu, ' ').replaceAll(/^[\s,.:]+|[\s,:]+$/gu, '');
  if (tidy !== tidy.toLowerCase()) return tidy;
  return tidy
    .split(' ')
    .map((word, place) =>
      place > 0 && LOWER.has(word) ? word : word.replace(/^\p{L}/u, (letter) => letter.toUpperCase()),
    )
    .join(' ')
    .replaceAll(/\b(\d+)([a-z])\b/gu, (_, digits: string, letter: string) => `${digits}${letter.toUpperCase()}`);
}

/** Later words correct earlier ones. A new street starts over: the old one's second line goes with it. */
export function mergedParts(all: readonly Parts[]): Partial<PostalAddress> {
  return all.reduce<Parts>((before, now) => {
    const kept = now.line1 !== undefined && before.line1 !== undefined ? {} : before;
    return { ...kept, ...now };
  }, {});
}

/** Which parts a question of ours asks for. */
export function partsAsked(said: string): readonly AddressPart[] {
  if (said.includes('what is your new address?')) return ADDRESS_PARTS;
  const words =
    /i still need the ([^.]+) of your new address\./u.exec(said)?.[1] ??
    /what is the right ([\p{L} ]+)\?$/u.exec(said)?.[1];
  if (words === undefined) return [];
  const named: readonly (readonly [AddressPart, string])[] = [
    ['line1', 'street and number'],
    ['line2', 'second line'],
    ['city', 'city'],
    ['state', 'state'],
    ['postal_code', 'zip or postal code'],
    ['country', 'country'],
  ];
  return named.filter(([, label]) => words.includes(label)).map(([part]) => part);
}
