/** What a message asks this agent for. One message may ask for several things, each in a part of its own. */
import type { Reading } from '@deskfleet/shared/rulebook/reading.ts';
import { changeAsked, type ChangeTopic, type MoneyTopic } from './change-requests.ts';
import { UNABLE } from './unable.ts';

export type Topic = 'cancel' | 'track' | 'list' | 'status' | 'unable' | ChangeTopic | MoneyTopic;

export interface OrderRequest {
  readonly topic: Topic;
  /** The words that ask for it. */
  readonly words: string;
  /** What is said in place of doing it, for `unable`. */
  readonly say?: string;
  /** True when only a word such as "order" speaks for it. */
  readonly weak?: true;
}

const NEXT_REQUEST =
  /(?<=[.;!?])\s+|,\s+(?=(?:i want|i'd like|i need|please|can you|could you|where|when|what)\b)|,?\s+(?:and|also|then|plus)\s+(?:also\s+|then\s+|please\s+)*(?=(?:cancel|where|when|what|which|how|track|show|list|tell|give|can|could|will|would|is|are|has|have|did|does|do|i want|i'd like|i need)\b)/u;

const CANCEL =
  /\bcancel(?:l?ing)?\b|\bcall(?:ing)? off\b|\bstop (?:\w+ )?order\b|\b(?:don'?t|do not|no longer) (?:want|need) (?:(?:my|the|this|that) (?:last |latest |recent )?)?(?:order\b|[ow#]?\d{4,})/u;
const DONE_CANCELLING = /\b(?:did|have|has|was|were|when|why|who|already)\b.{0,30}\bcancel\b/u;
const LAST_ORDERED =
  /\b(?:order|buy|bought|purchase)\w* last\b(?! (?:week|month|year|night|monday|tuesday|wednesday|thursday|friday|saturday|sunday))|\blast (?:order|purchase|thing i)\b/u;
const ORDERS =
  /\b(?:orders|purchases)\b|\border history\b|\bpurchase history\b|\bwhat (?:have i|did i|i) (?:ever |recently |already )?(?:order|buy|bought|purchase)\w*|\b(?:have|did) i (?:ever|already) (?:order|buy|bought|purchase)\w*/u;
const TRACK =
  /\btrack(?:ing)?\b|\bwhere(?:'s)?\b(?! (?:can|could|do|should) (?:i|you|we)\b)|\bwhen(?:'s| is| are| will| does| do| can| should| would)\b|\beta\b|\barriv(?:e|es|ed|al|ing)\b|\bhow (?:long|soon|late|far)\b|\blate\b|\bdelay(?:ed|s)?\b|\blost\b|\bmissing\b|\boverdue\b|\bon (?:its|the|their) way\b|\b(?:come|came|coming|get|got|getting) (?:here|yet|to me)\b|\bcoming\b|\bshow(?:n|ed)? up\b|\b(?:supposed to|should have) (?:come|came|arrive|been|be)\b|\bin transit\b|\bship(?:s|ped|ping|ment|ments)?\b|\bcouriers?\b|\bcarriers?\b|\bparcels?\b|\bpackages?\b|\b(?:expected|estimated|expect)\b|\bdeliver(?:y|ed|ies|ing|s)?\b|\b(?:still )?waiting\b|\b(?:not|haven'?t|hasn'?t|didn'?t|never|yet)\b.{0,15}\b(?:receiv\w*|gotten|got|get|come|came)\b|\b(?:come|came) yet\b/u;
const STATUS =
  /\bstatus\b|\bdetails?\b|\bhow (?:much|is|did i pay)\b|\bwhat(?:'s| is| was| were) (?:in|the total|happening|going on)\b|\bwhat happened\b|\b(?:total|cost|paid|pay)\b|\bupdate on\b|\bhow's\b|\b(?:was|is|has|why|when|did)\b.{0,40}\bcancel(?:l?ed)?\b/u;
const ORDER = /\border(?:ed)?\b|\bpurchase\b/u;
/** Words of other specialists: what a shop sells, not what was bought. */
const NOT_OURS = /\b(?:in stock|back in|restock\w*|recommend\w*|suggest\w*|warranty|review\w*)\b/u;

/** Everything a message asks for, in its own order; unnamed follow-ups are the caller's business. */
export function requestsIn(text: string): readonly OrderRequest[] {
  const found = text
    .split(NEXT_REQUEST)
    .map(requestIn)
    .filter((request) => request !== undefined);
  const strong = found.filter((request) => request.weak !== true);
  // A cancellation and a return come with their refund.
  const refunds = strong.some((request) => request.topic === 'cancel' || request.topic === 'return');
  const comesBack = strong.some((request) => request.topic === 'return' || request.topic === 'swap');
  return unique(
    strong.length === 0
      ? found
      : strong.filter((request) => !(refunds && request.topic === 'refund') && !(comesBack && request.say === CLAIM)),
  );
}

/** What is damaged or faulty and shall come back is no claim of its own. */
const CLAIM = UNABLE.find(({ name }) => name === 'claim')?.say;

function requestIn(words: string): OrderRequest | undefined {
  const unable = unableIn(words);
  const cancels = CANCEL.test(words) && !DONE_CANCELLING.test(words);
  // "Cancel it and give me my money back" asks for a cancellation, which comes with its refund.
  if (cancels && unable?.name.startsWith('cancel-') !== true) return { topic: 'cancel', words };
  if (unable?.name.startsWith('cancel-') === true) return { topic: 'unable', words, say: unable.say };
  // "Why was it cancelled and is there a refund?" asks about the money; rules in general are the articles'.
  const change = changeAsked(words);
  if (change !== undefined && !(unable !== undefined && BEFORE_A_CHANGE.has(unable.name) && change !== 'return'))
    return { topic: change, words };
  if (unable) return { topic: 'unable', words, say: unable.say };
  if (NOT_OURS.test(words)) return undefined;
  if (ORDERS.test(words) && !LAST_ORDERED.test(words)) return { topic: 'list', words };
  // "When was it cancelled?" is about the order, not about its parcel.
  if (/\bcancel(?:l?ed)?\b/u.test(words) && STATUS.test(words)) return { topic: 'status', words };
  if (TRACK.test(words) && !/\bwhat(?:'s| is| was) in\b/u.test(words)) return { topic: 'track', words };
  if (STATUS.test(words)) return { topic: 'status', words };
  return ORDER.test(words) ? { topic: 'status', words, weak: true } : undefined;
}

/** Wishes that look like a change of the order and are none. */
const BEFORE_A_CHANGE: ReadonlySet<string> = new Set(['delivery-wish', 'place-order']);

function unableIn(words: string): (typeof UNABLE)[number] | undefined {
  return UNABLE.find(({ asks }) => asks.test(words));
}

/** One request a topic: a second question of the same kind is answered by the same words. */
function unique(requests: readonly OrderRequest[]): readonly OrderRequest[] {
  return requests.filter(
    (request, index) =>
      requests.findIndex((other) => other.topic === request.topic && other.say === request.say) === index,
  );
}

/** What the assistant said last, when it is the latest message before this one. */
export function lastSaid(reading: Reading): string {
  const last = reading.earlier[0];
  return last?.role === 'assistant' ? last.text : '';
}

const WHICH = /which (?:one|order) (?:do you mean|shall i cancel)/u;

/** The requests of this turn, where a short answer ("the second one") stands for what was asked before. */
export function requestsOf(reading: Reading): readonly OrderRequest[] {
  const now = requestsIn(reading.text);
  if (now.some((request) => request.weak !== true)) return now;
  const before = reading.earlier.find(
    (message) => message.role === 'user' && requestsIn(message.text).some((request) => request.weak !== true),
  );
  const meant =
    before === undefined
      ? []
      : requestsIn(before.text).filter((request) => request.topic !== 'unable' && request.topic !== 'list');
  if (WHICH.test(lastSaid(reading))) return meant.map((request) => ({ ...request, words: reading.text }));
  const looks = meant.filter((request) => request.topic !== 'cancel');
  // "And o14005?", "what about my headphones?": the same question about something else.
  if (/^(?:and|what about|how about|same for|also)\b/u.test(reading.text) && looks.length > 0)
    return looks.map((request) => ({ ...request, words: reading.text }));
  return now;
}
