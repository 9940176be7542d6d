/** Small pieces of wording that several answers share. Everything is read from a tool's result. */
import { isJsonObject, type Json, type JsonObject } from '@deskfleet/shared/json.ts';

/** A text or number as it is; nothing for anything else. */
export function shown(value: Json | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** The objects of a list; empty when there is no list. */
export function objects(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** The texts of a list; empty when there is no list. */
export function texts(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

export function object(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

const LONG_DAY = new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', dateStyle: 'long' });

/** "November 18, 2026" from an ISO day. */
export function day(value: Json | undefined): string {
  return LONG_DAY.format(new Date(shown(value)));
}

export function days(count: number): string {
  return count === 1 ? '1 day' : `${count} days`;
}

/** "a, b or c". */
export function listed(parts: readonly string[], last: 'and' | 'or' = 'and'): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} ${last} ${parts.at(-1) ?? ''}`;
}
