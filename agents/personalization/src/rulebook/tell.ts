/** The account in words: only what was asked for, only what the result says. */
import { isJsonObject, type Json, type JsonObject } from '@deskfleet/shared/json.ts';
import { ASPECTS, type Aspect } from './questions.ts';

const LONG_DAY = new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', dateStyle: 'long' });

export function shown(value: Json | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

export function day(value: Json | undefined): string {
  return LONG_DAY.format(new Date(shown(value)));
}

export function objects(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

export function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}

export function tellProfile(profile: JsonObject, aspects: readonly Aspect[]): string {
  const asked = aspects.length === 0 ? ASPECTS : aspects;
  return asked
    .map((aspect) => TELL[aspect](profile))
    .filter((sentence, index, all) => sentence !== '' && all.indexOf(sentence) === index)
    .map((sentence) => (asked.length > 3 ? `- ${sentence}` : sentence))
    .join('\n');
}

const TELL: Readonly<Record<Aspect, (profile: JsonObject) => string>> = {
  name: (profile) => `Your name is ${shown(profile['first_name'])} ${shown(profile['last_name'])}.`,
  email: (profile) => `Your e-mail address is ${shown(profile['email'])}.`,
  phone: (profile) =>
    shown(profile['phone']) === '' ? 'No phone number is stored.' : `Your phone number is ${shown(profile['phone'])}.`,
  address: (profile) => {
    const address = profile['default_address'];
    if (!isJsonObject(address)) return 'No default address is stored.';
    const parts = ['line1', 'line2', 'city', 'state', 'postal_code', 'country']
      .map((name) => shown(address[name]))
      .filter((part) => part !== '');
    return `Your default address is ${parts.join(', ')}.`;
  },
  tier: (profile) => `Your loyalty tier is ${shown(profile['loyalty_tier'])}.`,
  newsletter: (profile) =>
    profile['newsletter'] === true
      ? 'You are subscribed to the newsletter.'
      : 'You are not subscribed to the newsletter.',
  payment: (profile) => {
    const methods = objects(profile['payment_methods']);
    return methods.length === 0
      ? 'No way of payment is stored.'
      : `Your ways of payment: ${listed(methods.map(methodWords))}.`;
  },
  gift_card: (profile) => {
    const cards = objects(profile['payment_methods']).filter((method) => method['kind'] === 'gift_card');
    return cards.length === 0
      ? 'You have no gift card stored.'
      : cards.map((card) => `Your ${methodName(card)} has ${balance(card)} left.`).join(' ');
  },
  preferences: (profile) => {
    const preferences = Object.entries(isJsonObject(profile['preferences']) ? profile['preferences'] : {});
    return preferences.length === 0
      ? 'No preferences are stored.'
      : `Your preferences: ${preferences.map(([name, value]) => `${name.replaceAll('_', ' ')}: ${shown(value)}`).join('; ')}.`;
  },
  member_since: (profile) => `You have been a member since ${day(profile['member_since'])}.`,
};

export const KINDS: Readonly<Record<string, string>> = {
  credit_card: 'credit card',
  debit_card: 'debit card',
  paypal: 'PayPal',
  gift_card: 'gift card',
};

function methodName(method: JsonObject): string {
  const brand = shown(method['brand']);
  const lastFour = shown(method['last_four']);
  const kind = KINDS[shown(method['kind'])] ?? shown(method['kind']);
  return `${brand === '' ? '' : `${brand} `}${kind}${lastFour === '' ? '' : ` ending ${lastFour}`}`;
}

function methodWords(method: JsonObject): string {
  return method['balance'] === undefined ? methodName(method) : `${methodName(method)} with ${balance(method)} left`;
}

function balance(method: JsonObject): string {
  return isJsonObject(method['balance']) ? shown(method['balance']['text']) : '';
}

const ACTIONS: Readonly<Record<string, string>> = {
  view: 'viewed',
  compare: 'compared',
  add_to_cart: 'put in the cart',
  add_to_wishlist: 'put on the wish list',
  read_reviews: 'read reviews of',
};

export function tellBrowsing(history: JsonObject, input: JsonObject): string {
  const visits = objects(history['visits']);
  const all = Number(history['visits_in_all']);
  if (visits.length === 0) return all > 0 ? 'There are no older visits.' : 'I see no visits of yours to product pages.';
  const from = Number(input['offset'] ?? 0) + 1;
  const categories = objects(history['by_category']).map(
    ({ category, visits: count }) => `${shown(category)} ${shown(count)}`,
  );
  return [
    `What you looked at, visits ${from} to ${from + visits.length - 1} of ${all}, newest first:`,
    ...visits.map(
      (visit) =>
        `- ${day(visit['at'])}: ${ACTIONS[shown(visit['action'])] ?? shown(visit['action'])} ${shown(visit['product'])}, ${duration(Number(visit['seconds']))}`,
    ),
    ...(from === 1 ? [`Visits by category: ${categories.join(', ')}.`] : []),
    ...(Number(history['more'] ?? 0) > 0 ? ['Ask for more to see older ones.'] : []),
  ].join('\n');
}

function duration(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds} s` : `${minutes} min ${seconds % 60} s`;
}
