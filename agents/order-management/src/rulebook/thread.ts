/** What was asked before and is not settled: the messages since, and the question of ours that this turn may answer. */
import { readConsent } from '@deskfleet/shared/conversation/consent.ts';
import type { Reading } from '@deskfleet/shared/rulebook/reading.ts';

/** What our last question asked for. */
export type Asked =
  'item' | 'new_item' | 'payment' | 'condition' | 'address' | 'order' | 'route' | 'reason' | 'remedy' | 'parcel';

const QUESTIONS: readonly (readonly [Asked, RegExp])[] = [
  ['route', /do you want to return it that way\?/u],
  [
    'item',
    /which item of order \S+ do you want to (?:return|exchange|change)|that you could (?:return|exchange|change)\. it has:/u,
  ],
  ['new_item', /what would you like in place of\b|is out of stock\.|is no longer sold\.|you can wait for it\b/u],
  ['condition', /in which condition is what you want to return/u],
  [
    'payment',
    /which (?:other )?way of payment (?:do you mean|shall|would)|there is no such way of payment|does not hold the|is already paid with your/u,
  ],
  ['remedy', /^for parcel .* you can have .*what do you want\?|\bfor parcel \S+ of order .* you can have\b/u],
  ['parcel', /which parcel of order \S+ did not come/u],
  ['address', /where shall order \S+ be sent\?/u],
  ['reason', /why do you want to cancel order \S+: [^?]+\?/u],
  [
    'order',
    /which (?:one|order) (?:do you mean|is it about|shall i cancel)|tell me the order number|there is no order "/u,
  ],
];

export function askedFor(said: string): Asked | undefined {
  return QUESTIONS.find(([, asks]) => asks.test(said))?.[0];
}

/** A message of the customer and our question before it. */
export interface Turn {
  readonly raw: string;
  readonly asked: Asked | undefined;
  readonly now: boolean;
}

export interface Thread {
  /** Oldest first, without this turn. */
  readonly turns: readonly Turn[];
  readonly question: string;
  readonly asked: Asked;
}

/**
 * The messages from the one that asked for something to the question that is still open. A yes or no to a proposal in
 * between is skipped: it settled something else.
 * @param begins whether a message asks for something by itself.
 */
export function openThread(reading: Reading, begins: (raw: string) => boolean): Thread | undefined {
  const { earlier } = reading;
  const at = lastQuestionAt(earlier);
  const question = earlier[at];
  const asked = question?.role === 'assistant' ? askedFor(question.text) : undefined;
  if (question === undefined || asked === undefined) return undefined;
  const turns: Turn[] = [];
  for (let index = at + 1; index < earlier.length; index += 1) {
    const message = earlier[index];
    if (message?.role !== 'user' || isConsent(message.raw)) continue;
    const before = earlier[index + 1];
    const answered = before?.role === 'assistant' ? askedFor(before.text) : undefined;
    turns.unshift({ raw: message.raw, asked: answered, now: false });
    if (begins(message.raw) && answered === undefined) return { turns, question: question.text, asked };
    if (answered === undefined) break;
  }
  return turns.some(({ raw }) => begins(raw)) ? { turns, question: question.text, asked } : undefined;
}

/** Where our last message is that did not only settle a proposal. */
function lastQuestionAt(earlier: Reading['earlier']): number {
  let at = 0;
  while (isSettled(earlier, at)) at += 2;
  return at;
}

/** Our last message that did not only settle a proposal; empty when there is none. */
export function questionBefore({ earlier }: Reading): string {
  const message = earlier[lastQuestionAt(earlier)];
  return message?.role === 'assistant' ? message.text : '';
}

/** What our last question asked for, when it was one. */
export function openQuestion(reading: Reading): Asked | undefined {
  return askedFor(questionBefore(reading));
}

function isConsent(raw: string): boolean {
  return readConsent(raw) !== 'unclear';
}

/** Our reply there only settled a proposal. */
function isSettled(earlier: Reading['earlier'], at: number): boolean {
  const reply = earlier[at];
  const message = earlier[at + 1];
  return (
    reply?.role === 'assistant' &&
    message?.role === 'user' &&
    askedFor(reply.text) === undefined &&
    isConsent(message.raw)
  );
}
