/** The new address of an order, gathered from everything the customer said about it. */
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { addressIn } from './address-words.ts';
import type { OrderRequest } from './requests.ts';
import { textOf } from './words.ts';

const ADDRESS_PARTS = ['line1', 'line2', 'city', 'state', 'postal_code', 'country'] as const;
export const NEEDED = [
  ['line1', 'street and number'],
  ['city', 'city'],
  ['postal_code', 'postal code'],
] as const;

/** Stands for the street where only the rest of an address is said. */
const NO_STREET = '0 X';

/** The new address, put together from what was said in several turns; later words count. */
export function addressOf({ parts }: OrderRequest): JsonObject {
  const found: Record<string, string> = {};
  for (const { raw, asked, kind } of parts) {
    const said = addressIn(raw);
    // "There are 2 things to change" has a number and is no street.
    if (kind === 'more' && asked === undefined && said?.['city'] === '' && said['postal_code'] === '') continue;
    const address = said ?? (asked === 'address' ? addressIn(`${NO_STREET}, ${raw}`) : undefined) ?? {};
    for (const part of ADDRESS_PARTS) {
      const value = textOf(address[part]);
      if (value !== undefined && value !== NO_STREET) found[part] = value;
    }
  }
  return Object.keys(found).length === 0
    ? {}
    : Object.fromEntries(ADDRESS_PARTS.map((part) => [part, found[part] ?? '']));
}

export function isComplete(address: JsonObject): boolean {
  return [...NEEDED, ['country'] as const].every(([part]) => textOf(address[part]) !== undefined);
}
