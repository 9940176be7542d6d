/** Small pieces of wording that several answers share. Everything is read from a tool's result. */
import { isJsonObject, type Json, type JsonObject } from '@deskfleet/shared/json.ts';

/** A text or number as it is; nothing for anything else. */
export function shown(value: Json | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

const LONG_DAY = new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', dateStyle: 'long' });

/** "December 1, 2026" from an ISO day. */
export function day(value: Json | undefined): string {
  return LONG_DAY.format(new Date(shown(value)));
}

export function objects(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

export function texts(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** "a, b and c". */
export function listed(parts: readonly string[], last: 'and' | 'or' = 'and'): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} ${last} ${parts.at(-1) ?? ''}`;
}

/** "ZenSound Headphones (p001)": the id lets a later message be about it. */
export function called(product: JsonObject): string {
  return `${shown(product['name'])} (${shown(product['product_id'])})`;
}

/** Products that begin with the same word; others only share a brand. */
export function namesakes(product: JsonObject): readonly JsonObject[] {
  const word = firstWord(product);
  return objects(product['other_matches']).filter((other) => firstWord(other) === word);
}

function firstWord(product: JsonObject): string {
  return shown(product['name']).split(' ')[0] ?? '';
}

/** "rated 4.4 of 5 (8 reviews)". */
export function ratingWords(product: JsonObject): string {
  const rating = product['rating'];
  const count = Number(product['review_count'] ?? 0);
  return typeof rating === 'number'
    ? `rated ${rating.toFixed(1)} of 5 (${count === 1 ? '1 review' : `${count} reviews`})`
    : 'not rated yet';
}

/** Stock in words: a variant's, or a whole product's. */
export function stockWords(view: JsonObject): string {
  const restock = view['restock_expected_on'];
  if (view['stock'] === 'sold_out' || view['in_stock'] === false) {
    return restock === undefined ? 'sold out' : `sold out, new stock expected on ${day(restock)}`;
  }
  if (view['stock'] !== 'low') return 'in stock';
  const pieces = shown(view['pieces']);
  return pieces === '' ? 'in stock, only a few left' : `in stock, only ${pieces} left`;
}
