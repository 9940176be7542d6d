/** Small pieces of wording that several answers share. Everything is read from a tool's result. */
import { isJsonObject, type Json, type JsonObject } from '@deskfleet/shared/json.ts';

/** A text or number as it is; nothing for anything else. */
export function shown(value: Json | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

const LONG_DAY = new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', dateStyle: 'long' });

/** "November 18, 2026" from an ISO day or instant. */
export function day(value: Json | undefined): string {
  return LONG_DAY.format(new Date(shown(value)));
}

export function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The objects of a list; empty when there is no list. */
export function objects(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

export function texts(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

export function object(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** "$12.50" of a money value. */
export function amount(value: Json | undefined): string {
  return shown(object(value)['text']);
}

export function cents(value: Json | undefined): number {
  return Number(object(value)['cents']);
}

/** "a, b and c". */
export function listed(parts: readonly string[], last: 'and' | 'or' = 'and'): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} ${last} ${parts.at(-1) ?? ''}`;
}

export function days(count: number): string {
  return count === 1 ? '1 day' : `${count} days`;
}

const STATUS: Readonly<Record<string, string>> = {
  processed: 'being packed',
  partially_shipped: 'partly shipped',
  'return requested': 'delivered, return requested',
  'exchange requested': 'delivered, exchange requested',
};

/** An order's status in everyday words. */
export function statusWords(status: Json | undefined): string {
  return STATUS[shown(status)] ?? shown(status);
}

/** "1 × ZenSound (color black)". */
export function item(line: JsonObject): string {
  const options = Object.entries(object(line['options'])).map(([name, value]) => `${name} ${shown(value)}`);
  return `${shown(line['quantity'])} × ${shown(line['name'])}${options.length > 0 ? ` (${options.join(', ')})` : ''}`;
}
