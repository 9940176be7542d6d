/** Preferences, purchases, insights, memories and the export in words: only what the result says. */
import { isJsonObject, type Json, type JsonObject } from '@deskfleet/shared/json.ts';
import { day, KINDS, listed, objects, shown } from './tell.ts';

/** Allowed values that are read out. */
const MOST_VALUES = 20;

function amount(value: Json | undefined): string {
  return isJsonObject(value) ? shown(value['text']) : '';
}

function several(count: Json | undefined, one: string, many = `${one}s`): string {
  return `${shown(count)} ${Number(count) === 1 ? one : many}`;
}

function valuesOf(offer: JsonObject): string {
  const { values } = offer;
  if (!Array.isArray(values)) return shown(values);
  const more = values.length - MOST_VALUES;
  return `${values.slice(0, MOST_VALUES).map(shown).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** All that can be set, or the question to what one of them shall be set. */
export function tellPreferences(found: JsonObject, asked: string | undefined): string {
  const stored = isJsonObject(found['preferences']) ? found['preferences'] : {};
  const offers = objects(found['can_be_set']);
  const one = offers.find((offer) => offer['name'] === asked);
  if (one !== undefined) {
    const now = stored[shown(one['name'])];
    return `${now === undefined ? '' : `Your ${shown(one['label'])} is ${shown(now)} now. `}Your ${shown(one['label'])} can be: ${valuesOf(one)}. Which shall it be?`;
  }
  if (asked !== undefined) return 'This shop does not offer that preference.';
  return [
    'You can set:',
    ...offers.map((offer) => {
      const now = stored[shown(offer['name'])];
      return `- ${shown(offer['label'])}${now === undefined ? '' : ` (now: ${shown(now)})`}: ${valuesOf(offer)}`;
    }),
    `- newsletter: ${found['newsletter'] === true ? 'you get it' : 'you do not get it'}`,
  ].join('\n');
}

export function tellPurchases(profile: JsonObject): string {
  const orders = Number(profile['orders']);
  const since = shown(profile['since']);
  const from = since === '' ? '' : ` since ${day(since)}`;
  if (orders === 0) return `I see no orders of yours${from}.`;
  const items = isJsonObject(profile['items']) ? profile['items'] : {};
  const cancelled = Number(profile['cancelled_orders']);
  const gap = profile['days_between_orders'];
  const refunded = isJsonObject(profile['refunded']) ? Number(profile['refunded']['cents']) : 0;
  const lost = (
    [
      ['cancelled', 'cancelled'],
      ['returned', 'returned'],
      ['being_returned', 'on the way back'],
    ] as const
  ).flatMap(([name, words]) => (Number(items[name]) > 0 ? [`${shown(items[name])} ${words}`] : []));
  const categories = objects(profile['by_category'])
    .filter(({ kept }) => Number(kept) > 0)
    .slice(0, 5)
    .map(({ category, kept, value_kept }) => `${shown(category)} ${shown(kept)} (${amount(value_kept)})`);
  const most = objects(profile['bought_most'])
    .slice(0, 3)
    .map(({ name, quantity }) => `${shown(quantity)} × ${shown(name)}`);
  const kinds = Object.entries(isJsonObject(profile['orders_paid_with']) ? profile['orders_paid_with'] : {})
    .sort(([, one], [, other]) => Number(other) - Number(one))
    .map(([kind]) => KINDS[kind] ?? kind);
  return [
    `You have placed ${several(orders, 'order')}${from}${cancelled > 0 ? `, ${cancelled} of them cancelled` : ''}${
      profile['last_order_on'] === null ? '' : `; the last one on ${day(profile['last_order_on'])}`
    }.`,
    ...(typeof gap === 'number' ? [`On average you order every ${several(gap, 'day')}.`] : []),
    `You have paid ${amount(profile['paid'])}${refunded > 0 ? ` and got ${amount(profile['refunded'])} back, so you have spent ${amount(profile['spent'])}` : ''}${
      profile['spent_per_order'] === null ? '' : `: ${amount(profile['spent_per_order'])} an order`
    }.`,
    `Items: ${shown(items['ordered'])} ordered${lost.length === 0 ? '' : `, ${lost.join(', ')}`}, ${shown(items['kept'])} kept.`,
    ...(categories.length === 0 ? [] : [`By category: ${categories.join(', ')}.`]),
    ...(most.length === 0 ? [] : [`Bought most: ${most.join(', ')}.`]),
    ...(kinds.length === 0 ? [] : [`Paid with: ${listed(kinds)}.`]),
  ].join('\n');
}

export function tellInsights(insights: JsonObject): string {
  const figures = (name: string): string =>
    objects(insights[name])
      .map((figure) => `${shown(figure['name'])} (at least ${shown(figure['people_at_least'])})`)
      .join(', ');
  const lines = (
    [
      ['categories', 'They buy'],
      ['products', 'Common products'],
      ['brands', 'Common brands'],
    ] as const
  ).flatMap(([name, words]) => (figures(name) === '' ? [] : [`${words}: ${figures(name)}.`]));
  const order = amount(insights['typical_order']);
  return [
    `At least ${shown(insights['people_at_least'])} other customers ${shown(insights['alike_in'])}, like you.`,
    ...(lines.length === 0 ? ['Nothing is shared by enough of them to be told.'] : lines),
    ...(order === '' ? [] : [`An order of theirs typically costs about ${order}.`]),
  ].join('\n');
}

export function tellMemories(found: JsonObject): string {
  const memories = objects(found['memories']);
  const about = shown(found['about']);
  if (memories.length === 0 && about !== '') return `I remember nothing about ${about}.`;
  if (memories.length === 0) return 'I remember nothing about you yet.';
  return [
    about === '' ? 'This is what I remember about you:' : `This is what I remember about ${about}:`,
    ...memories.map(({ text }, place) => `${place + 1}. "${shown(text)}"`),
    ...(Number(found['more'] ?? 0) > 0 ? ['Ask for more to see older ones.'] : []),
  ].join('\n');
}

export function tellExport(found: JsonObject): string {
  const counts = Object.entries(isJsonObject(found['counts']) ? found['counts'] : {})
    .filter(([, count]) => Number(count) > 0)
    .map(([kind, count]) => `${kind.replaceAll('_', ' ')} ${shown(count)}`);
  const path = isJsonObject(found['download']) ? shown(found['download']['path']) : '';
  return `This is how much we hold about you: ${counts.join(', ')}.\nDownload all of it while you are signed in: ${path}`;
}
