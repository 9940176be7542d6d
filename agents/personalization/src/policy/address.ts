/** What makes a postal address one that parcels reach: which parts it needs and how they look, by country. */
import type { PostalAddress } from '@deskfleet/shared/postal-address.ts';

export type AddressPart = keyof PostalAddress;

export const ADDRESS_PARTS = ['line1', 'line2', 'city', 'state', 'postal_code', 'country'] as const;

interface CountryRules {
  /** ISO 3166 alpha-2. */
  readonly code: string;
  readonly names: readonly string[];
  readonly postalCode: RegExp;
  readonly example: string;
  /** States by code, where an address names one. */
  readonly states?: Readonly<Record<string, string>>;
}

const US_STATES: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'AL Alabama,AK Alaska,AZ Arizona,AR Arkansas,CA California,CO Colorado,CT Connecticut,DE Delaware,DC District of Columbia,FL Florida,GA Georgia,' +
    'HI Hawaii,ID Idaho,IL Illinois,IN Indiana,IA Iowa,KS Kansas,KY Kentucky,LA Louisiana,ME Maine,MD Maryland,MA Massachusetts,MI Michigan,MN Minnesota,' +
    'MS Mississippi,MO Missouri,MT Montana,NE Nebraska,NV Nevada,NH New Hampshire,NJ New Jersey,NM New Mexico,NY New York,NC North Carolina,ND North Dakota,' +
    'OH Ohio,OK Oklahoma,OR Oregon,PA Pennsylvania,PR Puerto Rico,RI Rhode Island,SC South Carolina,SD South Dakota,TN Tennessee,TX Texas,UT Utah,VT Vermont,' +
    'VA Virginia,WA Washington,WV West Virginia,WI Wisconsin,WY Wyoming'
  )
    .split(',')
    .map((line) => [line.slice(0, 2), line.slice(3)]),
);

/** Countries whose form is known. Others pass with what every address needs. */
export const COUNTRIES: readonly CountryRules[] = [
  {
    code: 'US',
    names: ['us', 'usa', 'united states', 'united states of america', 'america'],
    postalCode: /^\d{5}(-\d{4})?$/u,
    example: '80205',
    states: US_STATES,
  },
  { code: 'CA', names: ['canada'], postalCode: /^[A-Z]\d[A-Z] ?\d[A-Z]\d$/u, example: 'K1A 0B1' },
  {
    code: 'GB',
    names: ['uk', 'united kingdom', 'great britain', 'england', 'scotland', 'wales'],
    postalCode: /^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$/u,
    example: 'SW1A 1AA',
  },
  { code: 'DE', names: ['germany', 'deutschland'], postalCode: /^\d{5}$/u, example: '10115' },
  { code: 'AT', names: ['austria', 'österreich'], postalCode: /^\d{4}$/u, example: '1070' },
  { code: 'CH', names: ['switzerland', 'schweiz', 'suisse'], postalCode: /^\d{4}$/u, example: '8001' },
  { code: 'FR', names: ['france'], postalCode: /^\d{5}$/u, example: '69002' },
  { code: 'IT', names: ['italy', 'italia'], postalCode: /^\d{5}$/u, example: '20121' },
  { code: 'ES', names: ['spain', 'españa'], postalCode: /^\d{5}$/u, example: '28013' },
  {
    code: 'NL',
    names: ['netherlands', 'the netherlands', 'holland'],
    postalCode: /^\d{4} ?[A-Z]{2}$/u,
    example: '1012 AB',
  },
  { code: 'BE', names: ['belgium', 'belgique'], postalCode: /^\d{4}$/u, example: '1000' },
];

export function countryRules(country: string): CountryRules | undefined {
  const wanted = country.trim().toLowerCase().replaceAll('.', '');
  return COUNTRIES.find(({ code, names }) => code.toLowerCase() === wanted || names.includes(wanted));
}

/** "Colorado", "colorado" and "co" are CO; undefined for what is no state of the country. */
function stateCode(state: string, states: Readonly<Record<string, string>>): string | undefined {
  const wanted = state.trim().toLowerCase().replaceAll('.', '');
  return Object.entries(states).find(
    ([code, name]) => code.toLowerCase() === wanted || name.toLowerCase() === wanted,
  )?.[0];
}

export type AddressVerdict =
  | { readonly ok: true; readonly address: PostalAddress }
  /** Parts to ask for. */
  | {
      readonly ok: false;
      readonly code: 'address_incomplete';
      readonly missing: readonly AddressPart[];
      readonly message: string;
    }
  | { readonly ok: false; readonly code: 'address_invalid'; readonly part: AddressPart; readonly message: string };

const WORDS: Readonly<Record<AddressPart, string>> = {
  line1: 'street and number',
  line2: 'second line',
  city: 'city',
  state: 'state',
  postal_code: 'zip or postal code',
  country: 'country',
};

/**
 * The new address of somebody who lived at `present`. A new street is a move: its city and code have to be said, they are
 * not taken over. Without a street it is a correction: what is not named stays.
 */
export function newAddress(given: Partial<PostalAddress>, present: PostalAddress | null): AddressVerdict {
  const said = (part: AddressPart): string => tidy(given[part] ?? '');
  const corrected = said('line1') === '' ? present : null;
  const kept = (part: AddressPart): string => corrected?.[part] ?? '';
  const country = said('country') === '' ? (present?.country ?? '') : said('country');
  const rules = countryRules(country);
  const otherPlace = said('city') !== '' && said('city').toLowerCase() !== (present?.city ?? '').toLowerCase();
  const merged: PostalAddress = {
    line1: said('line1') || kept('line1'),
    line2: said('line2') || kept('line2'),
    city: said('city') || kept('city'),
    state: said('state') || (otherPlace ? '' : kept('state')),
    // Another city has another code.
    postal_code: (said('postal_code') || (otherPlace ? '' : kept('postal_code'))).toUpperCase(),
    country: rules?.code ?? country,
  };

  const needed: readonly AddressPart[] = [
    'line1',
    'city',
    ...(rules?.states === undefined ? [] : (['state'] as const)),
    'postal_code',
    'country',
  ];
  const missing = needed.filter((part) => merged[part] === '');
  if (missing.length > 0)
    return {
      ok: false,
      code: 'address_incomplete',
      missing,
      message: `I still need the ${listed(missing.map((part) => WORDS[part]))} of your new address. What ${missing.length === 1 ? 'is it' : 'are they'}?`,
    };
  return checked(merged, rules);
}

function checked(address: PostalAddress, rules: CountryRules | undefined): AddressVerdict {
  const wrong = (part: AddressPart, message: string): AddressVerdict => ({
    ok: false,
    code: 'address_invalid',
    part,
    message: `${message} What is the right ${WORDS[part]}?`,
  });
  for (const part of ADDRESS_PARTS) {
    if (address[part].length > 100) return wrong(part, `The ${WORDS[part]} is too long: at most 100 characters.`);
    if (/[\p{Cc}<>{}]|@|https?:/u.test(address[part]))
      return wrong(part, `"${address[part]}" is no ${WORDS[part]} of a postal address.`);
  }
  if (!/\p{L}/u.test(address.line1) || !/\d/u.test(address.line1))
    return wrong('line1', `"${address.line1}" needs a street and a number, such as "12 Main Street".`);
  if (!/\p{L}{2}/u.test(address.city) || /\d{3}/u.test(address.city))
    return wrong('city', `"${address.city}" is no city.`);
  if (rules === undefined) {
    return /\p{L}{2}/u.test(address.country)
      ? { ok: true, address }
      : wrong('country', `"${address.country}" is no country.`);
  }
  if (!rules.postalCode.test(address.postal_code))
    return wrong(
      'postal_code',
      `"${address.postal_code}" is no zip or postal code of ${rules.code}; it looks like ${rules.example}.`,
    );
  if (rules.states === undefined) return { ok: true, address };
  const state = stateCode(address.state, rules.states);
  return state === undefined
    ? wrong(
        'state',
        `"${address.state}" is no state of ${rules.code}; say it like ${Object.keys(rules.states)[5] ?? ''}.`,
      )
    : { ok: true, address: { ...address, state } };
}

export function sameAddress(one: PostalAddress, other: PostalAddress): boolean {
  return ADDRESS_PARTS.every((part) => one[part] === other[part]);
}

function tidy(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').trim();
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}
