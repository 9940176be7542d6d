/** A sentence that asks the same of several orders: "Return the lamp of o12345 and the chair of o12346." */
import { reasonIn } from './cancel-reason-words.ts';
import { itemRegion } from './item-words.ts';
import { idsIn } from './order-ids.ts';
import { contentWords } from './order-items.ts';
import { methodIn } from './payment-words.ts';
import type { Topic } from './topics.ts';

/** One piece an order where each says something of its own; else the sentence as it is. */
export function piecesByOrder(raw: string, topic: Topic | undefined): readonly string[] {
  if (topic !== 'return' && topic !== 'swap' && topic !== 'cancel') return [raw];
  const places = placesOf(raw);
  if (places.length < 2) return [raw];
  const says = (piece: string): boolean => {
    const text = piece.toLowerCase();
    return topic === 'cancel' ? reasonIn(text) !== undefined : contentWords(itemRegion(text)).length > 0;
  };
  // "The lamp of o12345, the chair of o12346": ids behind; "In o12345 the lamp, in o12346 the chair": ids before.
  const pieces = [cut(raw, places, 'behind'), cut(raw, places, 'before')].find((one) => one.every(says));
  if (pieces === undefined) return [raw];
  const method = methodIn(raw.toLowerCase());
  return pieces.map((piece) =>
    method === undefined || methodIn(piece.toLowerCase()) !== undefined ? piece : `${piece}, with ${method}`,
  );
}

interface Place {
  readonly from: number;
  readonly to: number;
}

function placesOf(raw: string): readonly Place[] {
  const text = raw.toLowerCase();
  let from = 0;
  return idsIn(raw).flatMap((id) => {
    const at = text.indexOf(id, from);
    if (at < 0) return [];
    from = at + id.length;
    return [{ from: at, to: from }];
  });
}

function cut(raw: string, places: readonly Place[], where: 'behind' | 'before'): readonly string[] {
  return places.map((place, index) => {
    const first = index === 0;
    const last = index === places.length - 1;
    return where === 'behind'
      ? raw.slice(first ? 0 : (places[index - 1]?.to ?? 0), last ? raw.length : place.to)
      : raw.slice(first ? 0 : place.from, last ? raw.length : (places[index + 1]?.from ?? raw.length));
  });
}
