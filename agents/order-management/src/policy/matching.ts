/** What customers name in their own words - items of an order, variants, ways of payment - found among what there is. */
import { wordSet } from '@deskfleet/shared/word-set.ts';
import { methodName, type PaymentMethodFacts } from './payment-method.ts';
import { productPatterns } from './product-words.ts';
import { allow, deny, type Verdict } from './verdict.ts';

export type Options = Readonly<Record<string, string>>;

export interface OrderedItem {
  readonly variant_id: string;
  readonly name: string;
  readonly category: string;
  readonly options: Options;
}

export interface Choosable {
  readonly variant_id: string;
  readonly product_id: string;
  readonly options: Options;
}

export interface OwnMethod extends PaymentMethodFacts {
  readonly payment_method_id: string;
  readonly balance_cents: number | null;
}

/** Ids are meant to the letter: an unknown one must not be taken for words that happen to fit. */
function isId(text: string): boolean {
  return /^\S*(?:_|\d{6,})\S*$/u.test(text.trim());
}

/** "Nova 5G (color blue, storage 128 GB)". */
export function itemName(name: string, options: Options): string {
  const said = optionWords(options);
  return said === '' ? name : `${name} (${said})`;
}

export function optionWords(options: Options): string {
  return Object.entries(options)
    .map(([option, value]) => `${option} ${value}`)
    .join(', ');
}

const FILLER = wordSet(`
  the a an my one ones in with of for it this that these those and please item items size color colour instead
  order to from version variant model option just only both new i want
`);

/**
 * The variants of an order that a text names: by variant id, or by words of which each is found in the item's name,
 * kind or options. Words that fit no item at all are left out when others do.
 */
export function itemsNamed<T extends OrderedItem>(wanted: string, items: readonly T[]): readonly T[] {
  const exact = items.filter((item) => item.variant_id === wanted.trim());
  if (exact.length > 0 || isId(wanted)) return exact;
  const words = (wanted.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => !FILLER.has(word));
  const patterns = words
    .flatMap((word) => productPatterns(word))
    .map((pattern) => new RegExp(`(?<![\\p{L}\\p{N}])(?:${pattern})`, 'u'));
  const told = items.map((item) => ({
    item,
    text: `${item.name} ${item.category} ${optionWords(item.options)}`.toLowerCase(),
  }));
  const useful = patterns.filter((pattern) => told.some(({ text }) => pattern.test(text)));
  if (useful.length === 0) return [];
  const fits = told.map(({ item, text }) => ({ item, score: useful.filter((pattern) => pattern.test(text)).length }));
  const best = Math.max(...fits.map(({ score }) => score));
  return fits.filter(({ score }) => score === best).map(({ item }) => item);
}

/**
 * Option values that a text names: "a blue 256GB one" gives color blue, storage 256 GB. A value beside its option's name
 * ("frame color brown") counts before one alone, and longer ones before shorter ones.
 */
function optionsNamed(wanted: string, variants: readonly Choosable[]): ReadonlyMap<string, string> {
  let rest = ` ${partsOf(wanted)} `;
  const values = [
    ...new Map(
      variants.flatMap(({ options }) => Object.entries(options)).map((entry) => [entry.join(' '), entry]),
    ).values(),
  ].sort(([, a], [, b]) => b.length - a.length);
  const named = new Map<string, string>();
  const take = (option: string, value: string, wording: string): void => {
    for (const said of new Set([` ${partsOf(wording)} `, ` ${squeezed(wording)} `])) {
      if (named.has(option) || said.trim() === '' || !rest.includes(said)) continue;
      named.set(option, value);
      rest = rest.replace(said, '  ');
    }
  };
  for (const [option, value] of values) {
    for (const wording of [
      `${option} ${value}`,
      `${option} is ${value}`,
      `${option} of ${value}`,
      `${value} ${option}`,
      ...withoutOption(option, value),
    ])
      take(option, value, wording);
  }
  for (const [option, value] of values) {
    for (const wording of [
      value,
      value.replaceAll(/(?<=\p{L})-(?=\p{L})/gu, ''),
      ...(/^yes$/iu.test(value) ? [option] : []),
    ])
      take(option, value, wording);
  }
  return named;
}

/** "Not waterproof", tried before "waterproof" alone. */
function withoutOption(option: string, value: string): readonly string[] {
  return /^no$/iu.test(value) ? [`not ${option}`, `non ${option}`, `without ${option}`] : [];
}

/** What commas part stays apart, so that "frame black, lens brown" has no "black lens". */
function partsOf(text: string): string {
  return text
    .split(/[,;](?=\s)/u)
    .map(squeezed)
    .join(' , ');
}

/** Lower case, no punctuation, "46 mm" and "46mm" alike. */
function squeezed(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}%.]+/gu, ' ')
    .replaceAll(/(?<=\d) (?=(?:mm|cm|inch|gb|tb|ml|l|w|kg|g|m|k)\b)/gu, '')
    .trim();
}

/**
 * The variant that a customer wants instead of an item: by id, or by the options they name while the others stay as
 * they are. Several are left where the words do not decide.
 * @param variants of the item's own product only.
 */
export function variantsNamed<T extends Choosable>(
  wanted: string,
  current: OrderedItem,
  variants: readonly T[],
): readonly T[] {
  const exact = variants.filter((variant) => variant.variant_id === wanted.trim());
  if (exact.length > 0 || isId(wanted)) return exact;
  const named = optionsNamed(wanted, variants);
  if (named.size === 0) return [];
  const fitting = variants.filter(({ options }) => [...named].every(([option, value]) => options[option] === value));
  const kept = fitting.filter(({ options }) =>
    Object.entries(current.options).every(([option, value]) => named.has(option) || options[option] === value),
  );
  return kept.length > 0 ? kept : fitting;
}

const KINDS: readonly (readonly [OwnMethod['kind'], RegExp])[] = [
  ['gift_card', /\bgift ?card\b|\bvoucher\b/u],
  ['paypal', /\bpay ?pal\b/u],
  ['debit_card', /\bdebit\b/u],
  ['credit_card', /\bcredit ?card\b|\bcredit\b/u],
];

/** One of the customer's own ways of payment: by id, kind, brand or last digits. */
export function methodNamed(wanted: string, methods: readonly OwnMethod[]): Verdict<OwnMethod> {
  const exact = methods.find((method) => method.payment_method_id === wanted.trim());
  if (exact) return allow(exact);
  const text = wanted.toLowerCase();
  const kind = isId(wanted) ? undefined : KINDS.find(([, says]) => says.test(text))?.[0];
  const digits = /\b\d{4}\b/u.exec(text)?.[0];
  const named = isId(wanted)
    ? []
    : methods.filter((method) => {
        const brand = method.brand !== null && text.includes(method.brand.toLowerCase());
        const card = /\bcards?\b/u.test(text) && method.kind.endsWith('card') && method.kind !== 'gift_card';
        const ofKind = kind === undefined ? brand || card || digits !== undefined : method.kind === kind;
        return ofKind && (digits === undefined || method.last_four === digits);
      });
  const [only, ...others] = named;
  if (only !== undefined && others.length === 0) return allow(only);
  if (methods.length === 0) return deny('payment_method_not_found', 'There is no way of payment on your account.');
  const choices = (named.length > 0 ? named : methods).map(methodName).join(', ');
  return named.length > 0
    ? deny('payment_method_unclear', `Which way of payment do you mean: ${choices}?`)
    : deny('payment_method_not_found', `There is no such way of payment on your account. You have: ${choices}.`);
}
