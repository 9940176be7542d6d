/** What a customer may set about themselves, and to what. Shops may narrow it (policies.preference_values). */

/** Where the allowed values come from: a list, the shop's own catalogue, or a form. */
type Allowed =
  | { readonly from: 'list'; readonly values: readonly string[] }
  | { readonly from: 'categories' | 'brands' }
  | { readonly from: 'price' };

export interface PreferenceDefinition {
  readonly name: string;
  readonly label: string;
  readonly allowed: Allowed;
}

export const PREFERENCES = [
  { name: 'preferred_category', label: 'preferred category', allowed: { from: 'categories' } },
  { name: 'preferred_brand', label: 'preferred brand', allowed: { from: 'brands' } },
  { name: 'price_range', label: 'price range', allowed: { from: 'price' } },
  {
    name: 'contact_channel',
    label: 'contact channel',
    allowed: { from: 'list', values: ['e-mail', 'chat', 'telephone'] },
  },
  {
    name: 'language',
    label: 'language',
    allowed: { from: 'list', values: ['English', 'German', 'French', 'Spanish', 'Italian', 'Dutch'] },
  },
  {
    name: 'delivery_time',
    label: 'delivery time',
    allowed: { from: 'list', values: ['morning', 'afternoon', 'evening', 'any'] },
  },
  {
    name: 'personalised_recommendations',
    label: 'personalised recommendations',
    allowed: { from: 'list', values: ['on', 'off'] },
  },
  {
    // Read by the supervisor before it writes down what a conversation came to.
    name: 'conversation_notes',
    label: 'notes on our conversations',
    allowed: { from: 'list', values: ['on', 'off'] },
  },
] as const satisfies readonly PreferenceDefinition[];

export type PreferenceName = (typeof PREFERENCES)[number]['name'];
export const PREFERENCE_NAMES = PREFERENCES.map(({ name }) => name) as [PreferenceName, ...PreferenceName[]];

/** What the shop sells and how it departs from the usual. */
export interface PreferenceShop {
  readonly categories: readonly string[];
  readonly brands: readonly string[];
  readonly currency: string;
  readonly preference_values: Readonly<Record<string, readonly string[]>>;
}

export interface PreferenceOffer {
  readonly name: PreferenceName;
  readonly label: string;
  /** Null for a price range, which is a form and no list. */
  readonly values: readonly string[] | null;
}

/** The preferences of this shop with what they may be; what the shop has switched off is left out. */
export function offeredPreferences(shop: PreferenceShop): readonly PreferenceOffer[] {
  return PREFERENCES.flatMap(({ name, label, allowed }): PreferenceOffer[] => {
    const own = shop.preference_values[name];
    if (own?.length === 0) return [];
    if (own !== undefined) return [{ name, label, values: own }];
    switch (allowed.from) {
      case 'list':
        return [{ name, label, values: allowed.values }];
      case 'price':
        return [{ name, label, values: null }];
      case 'categories':
      case 'brands':
        return shop[allowed.from].length === 0 ? [] : [{ name, label, values: shop[allowed.from] }];
    }
  });
}

export type PreferenceVerdict =
  | { readonly ok: true; readonly name: PreferenceName; readonly label: string; readonly value: string }
  | { readonly ok: false; readonly code: 'preference_unknown' | 'value_not_allowed'; readonly message: string };

/** Most allowed values that are named in a sentence. */
const MOST_NAMED = 12;

/** The stored form of what was said: "e-mail" for "Email", "under 100 dollars" for "below $100". */
export function acceptedPreference(name: string, said: string, shop: PreferenceShop): PreferenceVerdict {
  const offered = offeredPreferences(shop);
  const offer = offered.find((candidate) => candidate.name === name);
  if (offer === undefined)
    return {
      ok: false,
      code: 'preference_unknown',
      message: `There is no such preference. You can set: ${offered.map(({ label }) => label).join(', ')}.`,
    };
  const value = offer.values === null ? priceRangeText(said, shop.currency) : sameWord(said, offer.values);
  if (value !== undefined) return { ok: true, name: offer.name, label: offer.label, value };
  return {
    ok: false,
    code: 'value_not_allowed',
    message:
      offer.values === null
        ? `What shall your ${offer.label} be? Say it like "under 100", "100 to 300", "over 500" or "any".`
        : `Your ${offer.label} can be: ${someOf(offer.values)}. Which shall it be?`,
  };
}

function someOf(values: readonly string[]): string {
  const more = values.length - MOST_NAMED;
  return `${values.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

const SYNONYMS: Readonly<Record<string, string>> = {
  phone: 'telephone',
  call: 'telephone',
  calls: 'telephone',
  mail: 'email',
  yes: 'on',
  no: 'off',
  whenever: 'any',
  anytime: 'any',
  mornings: 'morning',
  afternoons: 'afternoon',
  evenings: 'evening',
  deutsch: 'german',
  francais: 'french',
  espanol: 'spanish',
  italiano: 'italian',
  laptop: 'computer',
  notebook: 'computer',
  smartphone: 'phone',
  smartwatch: 'watch',
  earbud: 'headphones',
  earphone: 'headphones',
};

function sameWord(said: string, values: readonly string[]): string | undefined {
  const wanted = fold(said);
  if (wanted === '') return undefined;
  const find = (word: string): string | undefined =>
    values.find((value) => fold(value) === word) ?? values.find((value) => singular(fold(value)) === singular(word));
  const other = SYNONYMS[wanted] ?? SYNONYMS[singular(wanted)];
  return find(wanted) ?? (other === undefined ? undefined : find(other));
}

function fold(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();
}

function singular(word: string): string {
  return word.replace(/ies$/u, 'y').replace(/s$/u, '');
}

const CURRENCY_WORDS: Readonly<Record<string, string>> = { USD: 'dollars', EUR: 'euros', GBP: 'pounds', CHF: 'francs' };

/** Whole units only: "under 100 dollars", "100 to 300 dollars", "over 500 dollars" or "any". */
export function priceRangeText(said: string, currency: string): string | undefined {
  const text = said.toLowerCase().replaceAll(',', '').trim();
  if (/^(?:any|all|no limit|unlimited|any price|does ?n['o]t matter)$/u.test(text)) return 'any';
  const amounts = [...text.matchAll(/\d{1,6}/gu)].map(([digits]) => Number(digits));
  const [first, second, third] = amounts;
  if (first === undefined || third !== undefined || /\d[.]\d/u.test(text)) return undefined;
  const unit = CURRENCY_WORDS[currency] ?? currency;
  if (second !== undefined) return first < second ? `${first} to ${second} ${unit}` : undefined;
  if (first === 0) return undefined;
  if (/\b(?:over|above|more than|at least|from|min\w*)\b/u.test(text)) return `over ${first} ${unit}`;
  return /\b(?:under|below|less|up to|at most|max\w*|within|cheaper|no more)\b|^\D{0,3}\d+\D*$/u.test(text)
    ? `under ${first} ${unit}`
    : undefined;
}
