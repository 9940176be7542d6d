/** Why a customer wants to cancel: their own wording as one of the reasons shops accept, and what our question offered. */
import type { Reading } from '@deskfleet/shared/rulebook/reading.ts';
import { lastSaid } from './requests.ts';

const WORDINGS: readonly (readonly [reason: string, wording: RegExp])[] = [
  ['found cheaper elsewhere', /\b(?:cheaper|better (?:price|deal|offer)|lower price|for less|less expensive)\b/u],
  [
    'ordered by mistake',
    /\bmistak\w*|\baccident\w*|\bwrong (?:one|item|product|order|thing|colou?r|size|model)\b|\b(?:didn'?t|did not) mean\b|\bduplicate\b|\btwice\b|\bunintention\w*|\bby error\b/u,
  ],
  [
    'no longer needed',
    /\bno longer\b.{0,20}\b(?:need|want|require|interest|use)\w*|\b(?:don'?t|do not|doesn'?t|won'?t|will not|not)\b.{0,15}\b(?:need|want|require|use)\w*|\bchang\w* (?:my|our) mind\b|\bunneeded\b|\bnot interested\b|\bhave one already\b|\balready have (?:one|it)\b/u,
  ],
];

/** The shop's wording of the reason in a text; undefined when it gives none that is known. */
export function reasonIn(text: string): string | undefined {
  return WORDINGS.find(([, wording]) => wording.test(text))?.[0];
}

export interface PendingReason {
  readonly orderId: string;
  /** The reasons that were offered, in the shop's wording, lower case. */
  readonly reasons: readonly string[];
}

/** What `askReason` asked in the assistant's last message. */
export function pendingReason(reading: Reading): PendingReason | undefined {
  const asked = /why do you want to cancel order (\S+?): ([^?]+)\?/u.exec(lastSaid(reading));
  if (asked === null) return undefined;
  return {
    orderId: asked[1] ?? '',
    reasons: (asked[2] ?? '').split(/,\s*(?:or\s+)?|\s+or\s+/u).filter((reason) => reason !== ''),
  };
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
