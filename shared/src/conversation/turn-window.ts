/** Which earlier messages a turn sees as they were said, and what becomes of those that no longer fit. Pure. */
import type { HistoryMessage } from '../agent/context.ts';
import { briefingText } from './briefing.ts';
import { digestOf } from './digest.ts';

export interface EarlierMessage {
  readonly position: number | null;
  readonly role: 'user' | 'assistant' | 'staff' | 'note' | 'briefing' | null;
  readonly body: string | null;
}

/** The digest of a conversation that takes the place of one that reached up to `from`. Positions of messages. */
export interface NewDigest {
  readonly from: number;
  readonly upTo: number;
  readonly text: string;
}

export interface Window {
  readonly history: readonly HistoryMessage[];
  /** What to keep of the messages that no longer fit; null when all do. */
  readonly digest: NewDigest | null;
}

/**
 * @param rows the oldest first
 * @param characters how much fits
 * @param before the digest so far, and the position up to which it reaches
 */
export function windowOf(
  rows: readonly EarlierMessage[],
  characters: number,
  before: { readonly text: string; readonly position: number },
): Window {
  const { kept, left } = latest(rows, characters);
  const history = kept.flatMap(spoken);
  if (left.length === 0) return { history, digest: null };
  const upTo = Math.max(...left.map(({ position }) => position ?? 0));
  return { history, digest: { from: before.position, upTo, text: digestOf(before.text, left.flatMap(spoken)) } };
}

/** A colleague's words are part of the conversation, and so is what they told the fleet; notes are not even read. */
function spoken({ role, body }: EarlierMessage): HistoryMessage[] {
  if (body === null || role === null) return [];
  if (role === 'briefing') return [{ role: 'assistant', text: briefingText(body) }];
  return [{ role: role === 'user' ? 'user' : 'assistant', text: body }];
}

/** The latest messages that fit into the window together, oldest first; what is left out is cut off in whole turns. */
function latest(
  rows: readonly EarlierMessage[],
  characters: number,
): { readonly kept: readonly EarlierMessage[]; readonly left: readonly EarlierMessage[] } {
  const messages = rows.filter(({ position }) => position !== null);
  let left = characters;
  let cut = messages.findLastIndex(({ body }) => (left -= body?.length ?? 0) < 0) + 1;
  // Never an answer without its question.
  while (cut > 0 && cut < messages.length && messages[cut]?.role !== 'user') cut += 1;
  return { kept: messages.slice(cut), left: messages.slice(0, cut) };
}
