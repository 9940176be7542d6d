/** What a message asks this agent for. One message may ask for several things, each in a part of its own. */
import { oncePerReading, plain, type Reading } from '@deskfleet/shared/rulebook/reading.ts';
import { orderKey } from '@deskfleet/shared/order-key.ts';
import { piecesByOrder } from './by-order.ts';
import { reasonIn } from './cancel-reason-words.ts';
import { isChange } from './change-requests.ts';
import { itemRegion } from './item-words.ts';
import { sentences, splitRequests } from './message-parts.ts';
import { contentWords } from './order-items.ts';
import { idsIn, pointsAtOrder } from './order-ids.ts';
import { methodIn, speaksOfMoney } from './payment-words.ts';
import { openThread, type Asked, type Turn } from './thread.ts';
import { asksFor, isForOthers, type Topic } from './topics.ts';
import { withoutWho } from './who-words.ts';

export type { Topic } from './topics.ts';

/** A part of a message, in the turn in which it was said. */
export interface Part {
  readonly raw: string;
  /** In lower case. */
  readonly text: string;
  /** `ask` asks for something, `money` only says how to pay or where to refund, `more` is anything else about it. */
  readonly kind: 'ask' | 'money' | 'more';
  /** Our question that it may answer. */
  readonly asked: Asked | undefined;
  /** Said in this turn. */
  readonly now: boolean;
}

export interface OrderRequest {
  readonly topic: Topic;
  readonly parts: readonly Part[];
  /** The words that belong to it. */
  readonly words: string;
  /** What is said in place of doing it, for `unable`. */
  readonly say?: string;
  /** True when only a word such as "order" speaks for it. */
  readonly weak?: true;
}

interface Clause extends Omit<Part, 'kind'> {
  readonly found: ReturnType<typeof asksFor>;
}

function clausesOf({ raw, asked, now }: Turn): readonly Clause[] {
  return sentences(withoutWho(raw))
    .flatMap((sentence) => splitRequests(sentence, (text) => strong(asksFor(text)) || isForOthers(text)))
    .flatMap((part) => {
      const found = asksFor(plain(part));
      return piecesByOrder(part, found?.topic).map((piece) => ({ raw: piece, text: plain(piece), asked, now, found }));
    });
}

function strong(found: ReturnType<typeof asksFor>): boolean {
  return found !== undefined && found.weak !== true;
}

/** Everything a message asks for, in its own order; unnamed follow-ups are the caller's business. */
export function requestsIn(message: string): readonly OrderRequest[] {
  const clauses = clausesOf({ raw: message, asked: undefined, now: true });
  const found = grouped(clauses);
  if (found.length > 0) return found;
  const faint = clauses.find((clause) => clause.found !== undefined);
  return faint?.found === undefined
    ? []
    : [request({ ...faint.found, parts: clauses.map((clause) => ({ ...clause, kind: 'more' })) })];
}

interface Draft {
  readonly topic: Topic;
  readonly say?: string;
  readonly name?: string;
  readonly weak?: true;
  readonly parts: readonly Part[];
}

function request({ name: _, ...draft }: Draft): OrderRequest {
  return { ...draft, words: draft.parts.map(({ text }) => text).join(' ') };
}

/** Puts each clause to the request that it begins or belongs to. */
function grouped(clauses: readonly Clause[], focusOf?: (drafts: readonly Draft[]) => number): readonly OrderRequest[] {
  const drafts: Draft[] = [];
  const leading: Part[] = [];
  let target = -1;
  /** The request that our question is about: only there is what is said now an answer. */
  let focused = -1;
  let entered = false;
  for (const [place, clause] of clauses.entries()) {
    if (clause.now && !entered) {
      entered = true;
      target = focusOf?.(drafts) ?? target;
      focused = target;
    }
    const { found, ...said } = clause;
    const current = drafts[target];
    const part = clause.now && target !== focused ? { ...said, asked: undefined } : said;
    const add = (kind: Part['kind']): void => {
      if (current === undefined) leading.push({ ...part, kind });
      else drafts[target] = { ...current, parts: [...current.parts, { ...part, kind }] };
    };
    if (paysForNext(current, clause, clauses.slice(place + 1)))
      leading.push({ ...part, asked: undefined, kind: 'money' });
    else if (leadsToNext(current, clause, clauses.slice(place + 1)))
      leading.push({ ...part, asked: undefined, kind: 'more' });
    else if (found === undefined || found.weak === true) add('more');
    else if (
      current !== undefined &&
      leading.length === 0 &&
      belongsTo(current, { ...part, found }) &&
      !beginsAnother(current, clause, clauses[place + 1])
    )
      add(kindOf(current, clause));
    else {
      drafts.push({ ...found, parts: [...leading.splice(0), { ...part, asked: undefined, kind: 'ask' }] });
      target = drafts.length - 1;
    }
  }
  // What is damaged or wrong and shall come back or be changed is no claim of its own.
  const comesBack = drafts.find(({ topic }) => topic === 'return' || topic === 'swap');
  const claims = drafts.filter(({ name }) => comesBack !== undefined && name === 'claim');
  const said = claims.flatMap(({ parts }) => parts.map((part): Part => ({ ...part, kind: 'more' })));
  return drafts
    .filter((draft) => !claims.includes(draft))
    .map((draft) => request(draft === comesBack ? { ...draft, parts: [...said, ...draft.parts] } : draft));
}

/** "I'll pay any difference with my PayPal. Please exchange …": how to pay may be said before what it is for. */
function paysForNext(
  current: Draft | undefined,
  { found, text, raw, asked }: Clause,
  behind: readonly Clause[],
): boolean {
  if (found === undefined || asked !== undefined || !MONEY_TOPICS.has(found.topic)) return false;
  if (idsIn(raw).length > 0 || !saysOnlyMoney(text)) return false;
  const next = behind.find((clause) => strong(clause.found))?.found?.topic;
  const fits = next === 'swap' ? /\bdifferences?\b/u.test(text) : next === 'return' && /\brefund\w*\b/u.test(text);
  if (!fits || methodIn(text) === undefined) return false;
  // What is still without a way of payment takes it itself.
  const open = current !== undefined && SETTLES.has(current.topic);
  return !open || current.parts.some((part) => methodIn(part.text) !== undefined);
}

/** "Then there is order o12346. The lamp should be …": another order is named before what it is about. */
function leadsToNext(current: Draft | undefined, { found, text, asked }: Clause, behind: readonly Clause[]): boolean {
  if (current === undefined || asked !== undefined || strong(found) || !pointsElsewhere(current, text)) return false;
  const next = behind.find((clause) => strong(clause.found));
  return (
    next?.found !== undefined &&
    (isChange(next.found.topic) || next.found.topic === 'cancel') &&
    idsIn(next.raw).length === 0 &&
    !saysOnlyMoney(next.text)
  );
}

const MONEY_TOPICS: ReadonlySet<Topic> = new Set<Topic>(['refund', 'payment', 'swap']);
const SETTLES: ReadonlySet<Topic> = new Set<Topic>(['swap', 'return']);

/** "Return the lamp of o12345. I also return the chair. It is o12346.": the order of a request may be named after it. */
function beginsAnother(current: Draft, clause: Clause, next: Clause | undefined): boolean {
  if (clause.found?.topic !== current.topic || idsIn(clause.raw).length > 0) return false;
  const about =
    next !== undefined && (next.found === undefined || next.found.weak === true || ABOUT_BEFORE.has(next.found.topic));
  return about && pointsElsewhere(current, next.text);
}

const ABOUT_BEFORE: ReadonlySet<Topic> = new Set<Topic>(['refund', 'payment', 'status']);

function kindOf(current: Draft, { found, text }: Clause): Part['kind'] {
  if (found?.topic === current.topic) return 'ask';
  return saysOnlyMoney(text) ? 'money' : 'more';
}

/** Nothing but how to pay or where to refund. */
function saysOnlyMoney(text: string): boolean {
  return speaksOfMoney(text) && contentWords(itemRegion(text)).length === 0;
}

const REMEDY_TOPICS: ReadonlySet<Topic> = new Set<Topic>(['refund', 'swap', 'track', 'return', 'address']);

/** Whether a clause that asks for something only says more about the request before it. */
function belongsTo(current: Draft, { text, found, asked }: Clause): boolean {
  if (found === undefined) return true;
  const { topic } = current;
  const elsewhere = topic !== 'unable' && pointsElsewhere(current, text);
  if (found.topic === topic) return !elsewhere && found.say === current.say;
  if (elsewhere) return false;
  const comesBack = topic === 'return' || topic === 'swap';
  // A parcel that did not come: what the customer wants for it, or more of what happened.
  if (topic === 'missing') return REMEDY_TOPICS.has(found.topic);
  if ((comesBack || topic === 'cancel') && !text.includes('?') && saysOnlyMoney(text)) return true;
  if (found.topic === 'refund') return comesBack || topic === 'cancel' || topic === 'payment';
  // "Use my PayPal for it": which way of payment, and not another way for the order.
  if (found.topic === 'payment')
    return (comesBack && (methodIn(text) !== undefined || asked === 'payment')) || asked === 'payment';
  if (found.topic === 'unable')
    return (comesBack && found.name === 'claim') || (topic === 'cancel' && reasonIn(text) !== undefined);
  // "Change it to 12 Main Street" after we asked where to.
  return asked === 'address' && topic === 'address' && found.topic === 'swap';
}

/** Whether a clause names an order, and another one than the request before it. */
function pointsElsewhere({ parts }: Draft, text: string): boolean {
  const own = parts.flatMap((part) => idsIn(part.raw)).map(orderKey);
  const named = idsIn(text).map(orderKey);
  if (named.length > 0) return own.length > 0 && named.some((id) => !own.includes(id));
  return own.length > 0 && pointsAtOrder(text);
}

/** What the assistant said last, when it is the latest message before this one. */
export function lastSaid(reading: Reading): string {
  const last = reading.earlier[0];
  return last?.role === 'assistant' ? last.text : '';
}

/** The requests of this turn: what it asks for, and what it answers or corrects of what was asked before. */
export const requestsOf = oncePerReading((reading): readonly OrderRequest[] => {
  const thread = openThread(reading, (raw) => requestsIn(raw).some(({ weak }) => weak !== true));
  if (thread !== undefined) {
    const turns: readonly Turn[] = [...thread.turns, { raw: reading.raw, asked: thread.asked, now: true }];
    const all = grouped(turns.flatMap(clausesOf), (drafts) => focus(drafts, thread.question));
    const touched = all.filter(({ parts }) => parts.some(({ now }) => now));
    if (touched.length > 0) return touched;
  }
  const now = requestsIn(reading.raw);
  if (now.some(({ weak }) => weak !== true)) return now;
  // "And o14005?", "what about my headphones?": the same question about something else.
  if (!/^(?:and|what about|how about|same for|also)\b/u.test(reading.text)) return now;
  const before = reading.earlier.find(
    ({ role, raw }) => role === 'user' && requestsIn(raw).some(({ weak }) => weak !== true),
  );
  const looks = requestsIn(before?.raw ?? '').filter(
    ({ topic }) => topic !== 'unable' && topic !== 'list' && topic !== 'cancel' && !isChange(topic),
  );
  if (looks.length === 0) return now;
  const parts: readonly Part[] = [{ raw: reading.raw, text: reading.text, kind: 'ask', asked: undefined, now: true }];
  return looks.map(({ topic }) => request({ topic, parts }));
});

/** Topics that a question of ours can be about, by its words. */
const ABOUT: readonly (readonly [topics: readonly Topic[], says: RegExp])[] = [
  [['cancel'], /\bcancel(?:led)?\b/u],
  [['return'], /\breturn(?:ed)?\b/u],
  [['swap'], /\b(?:exchanged?|changed?|in place of)\b/u],
  [['missing'], /\bparcel\b/u],
  [['address'], /\bbe sent\b|\baddress\b/u],
  [['payment', 'swap', 'return'], /\bway of payment\b|\bpaid\b/u],
];

/** Which of the requests our question is about; the last one where it does not say. */
function focus(drafts: readonly Draft[], question: string): number {
  const ids = idsIn(question).map(orderKey);
  const topics = ABOUT.filter(([, says]) => says.test(question)).flatMap(([of]) => of);
  const scored = drafts.map((draft) => {
    const own = draft.parts.flatMap(({ raw }) => idsIn(raw)).map(orderKey);
    return (topics.includes(draft.topic) ? 2 : 0) + (own.some((id) => ids.includes(id)) ? 1 : 0);
  });
  return scored.lastIndexOf(Math.max(...scored));
}
