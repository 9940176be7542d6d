/** Why a customer wants to cancel: their own wording as one of the reasons shops accept, and what our question offered. */
import { orderKey } from '@deskfleet/shared/order-key.ts';
import type { Reading } from '@deskfleet/shared/rulebook/reading.ts';
import { reasonIn } from './cancel-reason-words.ts';
import { idsIn } from './order-ids.ts';
import type { OrderRequest } from './requests.ts';
import { questionBefore } from './thread.ts';

export interface PendingReason {
  readonly orderId: string;
  /** The reasons that were offered, in the shop's wording, lower case. */
  readonly reasons: readonly string[];
}

/** What `askReason` asked, of one order or of several. */
export function pendingReasons(reading: Reading): readonly PendingReason[] {
  return [...questionBefore(reading).matchAll(/why do you want to cancel order (\S+?): ([^?]+)\?/gu)].map((asked) => ({
    orderId: asked[1] ?? '',
    reasons: (asked[2] ?? '').split(/,\s*(?:or\s+)?|\s+or\s+/u).filter((reason) => reason !== ''),
  }));
}

const PLACES: readonly RegExp[] = [
  /\b(?:first|former|1st|1)\b/u,
  /\b(?:second|latter|2nd|2)\b/u,
  /\b(?:third|3rd|3)\b/u,
];

/** The offered reason that an answer chooses, in its own words, the shop's or by its place. */
export function chosenReason(text: string, reasons: readonly string[]): string | undefined {
  const literal = reasons.find((reason) => text.includes(reason));
  const placed = reasons.find((_, index) => text.split(' ').length <= 5 && PLACES[index]?.test(text));
  return literal ?? reasonIn(text) ?? placed;
}

const ORDINALS: readonly RegExp[] = [
  /\b(?:first|former|1st)\b/u,
  /\b(?:second|latter|other|2nd)\b/u,
  /\b(?:third|3rd)\b/u,
];

/** The piece of an answer to several questions that is about one of them. */
function pieceFor(text: string, orderId: string, place: number): string | undefined {
  return text
    .split(/\s*(?:[,;.]|\band\b|\bbut\b)\s*/u)
    .find((piece) => idsIn(piece).some((id) => orderKey(id) === orderKey(orderId)) || ORDINALS[place]?.test(piece));
}

/** The reason of a request to cancel, as said now or before. */
export function reasonOf({ parts }: OrderRequest, orderId: string, reading: Reading): string | undefined {
  const pending = pendingReasons(reading);
  const place = pending.findIndex((one) => orderKey(one.orderId) === orderKey(orderId));
  const asked = pending[place];
  for (const { text, now } of [...parts].reverse()) {
    const piece = now && pending.length > 1 ? pieceFor(text, orderId, place) : undefined;
    const found = now && asked !== undefined ? chosenReason(piece ?? text, asked.reasons) : reasonIn(text);
    if (found !== undefined) return found;
  }
  return undefined;
}
