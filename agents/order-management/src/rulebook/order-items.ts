/** Which lines of an order a customer's words mean. */
import { wordSet } from '@deskfleet/shared/word-set.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { productPatterns } from '../policy/product-words.ts';
import { object, objects, shown } from './words.ts';

export interface Line {
  readonly variant_id: string;
  readonly name: string;
  readonly options: Readonly<Record<string, string>>;
  readonly quantity: number;
}

/** Different items of an order as `get_order` shows it, each with all of its units that can still be had. */
export function linesOf(order: JsonObject): readonly Line[] {
  const lines = new Map<string, Line>();
  for (const line of objects(order['lines'])) {
    if (line['state'] !== undefined && line['state'] !== 'ordered') continue;
    const variant_id = shown(line['variant_id']);
    const options = Object.fromEntries(
      Object.entries(object(line['options'])).map(([name, value]) => [name.toLowerCase(), shown(value).toLowerCase()]),
    );
    const quantity = Number(line['quantity'] ?? 1) + (lines.get(variant_id)?.quantity ?? 0);
    lines.set(variant_id, { variant_id, name: shown(line['name']), options, quantity });
  }
  return [...lines.values()];
}

/** Letters, digits and what belongs to sizes; a hyphen parts words, "46 mm" and "46mm" are alike. */
export function squeezed(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/(?<=\p{L})'s?\b/gu, '')
    .replaceAll(/(?<=\d),(?=\d{3}\b)/gu, '')
    .replaceAll(/[^\p{L}\p{N}%.+]+|(?<!\d)\.|\.(?!\d)/gu, ' ')
    .replaceAll(
      /(?<=\d) (?=(?:mm|cm|inch(?:es)?|in|gb|tb|ml|liters?|litres?|l|w|kg|g|m|k|ft|lbs?|mah|hours?|mp|x|bar|cups?|piece)\b)/gu,
      '',
    )
    .replaceAll(/\s+/gu, ' ')
    .trim();
}

function tokens(text: string): readonly string[] {
  return squeezed(text)
    .split(' ')
    .filter((word) => word !== '');
}

function singular(word: string): string {
  return word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
}

/** How much of an item's name is said: whole words count one, everyday words for its kind a half. */
function nameScore(phrase: readonly string[], name: string): number {
  const said = phrase.map(singular);
  const words = tokens(name).map(singular);
  const joined = words.join('');
  if (
    words.length > 1 &&
    (said.includes(joined) || said.some((word, index) => word + (said[index + 1] ?? '') === joined))
  )
    return words.length;
  const kinds = said.flatMap((word) => productPatterns(word)).map((pattern) => pattern.split('|'));
  return words.reduce((sum, word) => {
    if (said.includes(word)) return sum + 1;
    return sum + (kinds.some((kind) => kind.length > 1 && kind.includes(word)) ? 0.5 : 0);
  }, 0);
}

const CONTRADICTED = -1;

/** How well the options of an item fit what is said: "frame color black" counts more than "black". */
function optionScore(text: string, options: Line['options'], rivals: readonly Line[]): number {
  const said = ` ${text} `;
  return Object.entries(options).reduce((sum, [name, value]) => {
    const [option, own] = [squeezed(name), squeezed(value)];
    const paired = (what: string): boolean =>
      said.includes(` ${option} ${what} `) ||
      said.includes(` ${what} ${option} `) ||
      said.includes(` ${option} is ${what} `) ||
      said.includes(` ${option} of ${what} `);
    if (paired(own)) return sum + 2;
    const others = new Set(rivals.map((rival) => squeezed(rival.options[name] ?? '')));
    if ([...others].some((other) => other !== '' && other !== own && paired(other) && !own.includes(other)))
      return sum + CONTRADICTED;
    return sum + (own !== '' && said.includes(` ${own} `) ? 1 : 0);
  }, 0);
}

const FILLER = wordSet(`
  the a an my our your his her this that these those some one ones it its them they he she item items thing things
  of in from with on at by for to and or as well too also both all every each just only please kindly thanks thank
  you me i we want wants need needs like would 'd d ll m s can could will may shall do does did be is are was were
  have has had get got give take send return returns returning returned back exchange exchanging exchanged swap
  swapping replace replacing change changing modify modifying switch switching trade update updating make refund
  refunded refunds order orders number color colour size version variant model option options kind type instead
  new other same very exactly hello hi hey there so then still again now really actually decided decide bought
  ordered purchased purchase received delivered arrived got ship shipped item(s) product products goods stuff
  something anything everything whole entire unit units piece pieces pair pairs two three four first second
  following below which what that's i'd i'll i'm let's go ahead how what when where why who back yes ok okay well sure about am if possible help
`);

/** Words of a phrase that could name something. */
export function contentWords(phrase: string): readonly string[] {
  return tokens(phrase).filter((word) => !FILLER.has(word) && !/^\d$/u.test(word));
}

export type Meant =
  | { readonly kind: 'line'; readonly line: Line }
  /** Several lines fit equally well. */
  | { readonly kind: 'unclear'; readonly lines: readonly Line[] }
  | { readonly kind: 'unknown' };

/** Whether a phrase names an item by words of its name, and not by options alone. */
export function namesItem(phrase: string, lines: readonly Line[]): boolean {
  const words = contentWords(phrase);
  return lines.some(
    (line) => nameScore(words, line.name) > 0 || tokens(phrase).includes(line.variant_id.toLowerCase()),
  );
}

const MOST_VALUE_WORDS = 3;

/** "Set type fixed" and "fixed set type" say how an item is and name none, although "set" is a word of a name. */
export function isOption(phrase: string, lines: readonly Line[]): boolean {
  if (lines.some(({ name }) => ` ${squeezed(phrase)} `.includes(` ${squeezed(name)} `)))
    return startsWithOption(phrase, lines);
  const named = /^(?:the|my|this|that|another)\b/u.test(phrase);
  if (named) return startsWithOption(phrase, lines);
  const said = ` ${withoutLead(phrase)} `;
  return startsWithOption(phrase, lines) || optionsOf(lines).some((option) => isValueBefore(said, option));
}

/** "Dark green color", but not a whole sentence that ends so. */
function isValueBefore(said: string, option: string): boolean {
  const end = ` ${option} `;
  return said.endsWith(end) && said.slice(0, -end.length).trim().split(' ').length <= MOST_VALUE_WORDS;
}

/** "The material oak", but not "the material". */
export function startsWithOption(phrase: string, lines: readonly Line[]): boolean {
  const said = `${withoutLead(phrase)} `;
  return optionsOf(lines).some((option) => said.startsWith(`${option} `) && said.trim() !== option);
}

function withoutLead(phrase: string): string {
  return squeezed(phrase.replace(/^(?:(?:with|in|and|of|having|has|whose|its|the|an?)\s+)+/u, ''));
}

export function optionsOf(lines: readonly Line[]): readonly string[] {
  return [...new Set(lines.flatMap(({ options }) => Object.keys(options).map(squeezed)))].filter((name) => name !== '');
}

/** Whether a phrase says nothing but how an item is: "size fixed", "black and 10-inch". */
export function saysOptions(phrase: string, lines: readonly Line[]): boolean {
  return isOption(phrase, lines) || saysKnown(phrase, lines);
}

/** Whether all that a phrase says is how these items are already. */
export function saysKnown(phrase: string, lines: readonly Line[]): boolean {
  let rest = ` ${squeezed(phrase)} `;
  const take = (words: readonly string[]): boolean => {
    const before = rest;
    for (const word of [...new Set(words)].sort((a, b) => b.length - a.length))
      if (word !== '') rest = rest.replaceAll(` ${word} `, '  ');
    return rest !== before;
  };
  const entries = lines.flatMap(({ options }) =>
    Object.entries(options).map(([name, value]) => [squeezed(name), squeezed(value)] as const),
  );
  const paired = take(
    entries.flatMap(([name, value]) => [
      `${name} ${value}`,
      `${value} ${name}`,
      `${name} is ${value}`,
      `${name} of ${value}`,
    ]),
  );
  if (lines.some(({ name }) => rest.includes(` ${squeezed(name)} `))) return false;
  const alone = take(entries.map(([, value]) => value));
  return (paired || alone) && contentWords(rest).length === 0;
}

/** The line that a phrase means. */
export function lineMeant(phrase: string, lines: readonly Line[]): Meant {
  const said = tokens(phrase);
  const exact = lines.find((line) => said.includes(line.variant_id.toLowerCase()));
  if (exact) return { kind: 'line', line: exact };
  const words = contentWords(phrase);
  const named = lines.map((line) => ({ line, score: nameScore(words, line.name) }));
  const bestName = Math.max(0, ...named.map(({ score }) => score));
  const candidates = bestName > 0 ? named.filter(({ score }) => score === bestName).map(({ line }) => line) : lines;
  // What a comma parts is no pair: "black, lens color brown".
  const text = phrase
    .split(/[,;](?=\s)/u)
    .map(squeezed)
    .join(' , ');
  const scored = candidates.map((line) => ({ line, score: optionScore(text, line.options, candidates) }));
  const best = Math.max(...scored.map(({ score }) => score));
  const fitting = scored.filter(({ score }) => score === best).map(({ line }) => line);
  if (bestName === 0 && best <= 0) return { kind: 'unknown' };
  if (bestName > 0 && !coversHead(words, candidates, text)) return { kind: 'unknown' };
  const [only, ...others] = fitting;
  if (only === undefined) return { kind: 'unknown' };
  return others.length === 0 ? { kind: 'line', line: only } : { kind: 'unclear', lines: fitting };
}

/** "Water bottle" is no "Water Heater": what is said beside a part of the name must be of its name or options. */
function coversHead(words: readonly string[], lines: readonly Line[], text: string): boolean {
  return lines.some((line) => {
    const name = tokens(line.name).map(singular);
    const head = name.at(-1) ?? '';
    if (words.map(singular).includes(head) || nameScore(words, line.name) >= name.length) return true;
    const known = new Set([
      ...name,
      ...Object.entries(line.options).flatMap(([option, value]) => [...tokens(option), ...tokens(value)]),
    ]);
    const strange = words.filter((word) => !known.has(word) && !known.has(singular(word)));
    return (
      strange.every((word) => productPatterns(word).some((pattern) => new RegExp(`^(?:${pattern})`, 'u').test(head))) &&
      text !== ''
    );
  });
}

/** How many units a phrase means: one where it speaks of one, all where it speaks of several. */
export function unitsMeant(phrase: string, { name, quantity }: Line): number | undefined {
  if (quantity < 2) return undefined;
  if (/\b(?:only |just )?(?:one|1) of (?:the|my|these|those)\b/u.test(phrase)) return 1;
  const number =
    /\b(?:(\d{1,2}) (?:x|of|units?|pieces?|pcs)\b|(\d{1,2}) ?[x×]|(two|three|four|five|six)\b|(both|all|every|each)\b)/u.exec(
      phrase,
    );
  if (number?.[4] !== undefined) return undefined;
  const said = Number(number?.[1] ?? number?.[2] ?? (number?.[3] === undefined ? NaN : NUMBERS.indexOf(number[3])));
  if (said >= 1) return said;
  const head = tokens(name).at(-1) ?? '';
  const plural = tokens(phrase).some((word) => word === `${head}s` || word === `${head}es`);
  return plural ? undefined : 1;
}

const NUMBERS = ['', 'one', 'two', 'three', 'four', 'five', 'six'];
