/** Ids of orders in a text. */
import { orderKey } from '@deskfleet/shared/order-key.ts';
import { plain } from '@deskfleet/shared/rulebook/reading.ts';
import { orderId } from '@deskfleet/shared/rulebook/slots.ts';
import { withoutOtherNumbers } from './numbers.ts';
import { withoutWho } from './who-words.ts';

const MOST_IDS = 9;

/** Ids in the words of a customer, as they were written but in lower case; each order once. */
export function idsIn(message: string): readonly string[] {
  const found: string[] = [];
  let rest = plain(withoutOtherNumbers(withoutWho(message))).replaceAll(/\bw #?(?=\d{5,})/gu, 'w');
  for (let id = orderId(rest); id !== undefined && found.length < MOST_IDS; id = orderId(rest)) {
    found.push(id);
    rest = rest.slice(rest.indexOf(id) + id.length);
  }
  return distinct(found);
}

export function distinct(ids: readonly string[]): readonly string[] {
  const keys = ids.map(orderKey);
  return ids.filter((id, index) => id !== '' && keys.indexOf(orderKey(id)) === index);
}

export const LATEST =
  /\b(?:order|buy|bought|purchase)\w* last\b(?! (?:week|month|year|night|monday|tuesday|wednesday|thursday|friday|saturday|sunday))|\b(?:last|latest|most recent|newest|recent) (?:order|purchase|one|thing|delivery|package|parcel|shipment)\b|\bi(?:'ve| have)? just (?:ordered|bought|placed|made)\b|\border i (?:just )?(?:placed|made)\b/u;

/** Whether a text speaks of an order of its own without an id: "my last order", "my other order". */
export function pointsAtOrder(text: string): boolean {
  return LATEST.test(text) || /\b(?:other|another|second|different|next) order\b/u.test(text);
}
