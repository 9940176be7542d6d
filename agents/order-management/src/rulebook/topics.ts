/** What one part of a message asks for, by its words. */
import { ABOUT_RULES, changeAsked, type ChangeTopic, type MoneyTopic } from './change-requests.ts';
import { reportsMissing } from './missing-parcel.ts';
import { idsIn } from './order-ids.ts';
import { withoutOldMethod } from './payment-words.ts';
import { UNABLE } from './unable.ts';

export type Topic = 'cancel' | 'track' | 'list' | 'status' | 'missing' | 'stock' | 'unable' | ChangeTopic | MoneyTopic;

export interface Found {
  readonly topic: Topic;
  readonly say?: string;
  /** Which of the things we cannot do. */
  readonly name?: string;
  readonly weak?: true;
}

const CANCEL =
  /\bcancel(?:l?ing|led|lation)?\b|\bcall(?:ing)? off\b|\bget rid of (?:my |the |this )?(?:order\b|#?[ow]\d{4,})|\bstop (?:\w+ )?order\b|\b(?:don'?t|do not|no longer) (?:want|need) (?:(?:my|the|this|that) (?:last |latest |recent )?)?(?:order\b|[ow#]*\d{4,})/u;
const DONE_CANCELLING =
  /\b(?:did|have|has|was|were|when|why|who|already)\b(?:(?!\b(?:want|like|please|can|could|would)\b|[,.;:]).){0,30}\bcancel(?:l?ed)?\b|\bcancell?ed orders?\b|\b(?:do not|don'?t|never|not to)\b.{0,10}\bcancel\b|\bi cancell?ed\b/u;
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
/** Which variants there are of something that was ordered. */
const STOCK =
  /\b(?:which|what)(?! (?:has|have|had|is|are|was|were|comes?|came)\b)(?: other| else)?\b.{0,20}\b(?:colou?rs?|sizes?|options?|variants?|versions?)\b|\bin stock\b|\bavailable\b/u;
/** Wishes that look like a change of the order and are none. */
const BEFORE_A_CHANGE: ReadonlySet<string> = new Set(['delivery-wish', 'place-order']);

/** Whether a text asks another specialist. */
export function isForOthers(words: string): boolean {
  return NOT_OURS.test(words);
}

export function asksFor(words: string): Found | undefined {
  const unable = UNABLE.find(({ asks }) => asks.test(words));
  const cannot: Found | undefined = unable && { topic: 'unable', say: unable.say, name: unable.name };
  const partly = unable?.name.startsWith('cancel-') === true;
  // "Cancel it and give me my money back" asks for a cancellation, which comes with its refund.
  if (CANCEL.test(words) && !DONE_CANCELLING.test(words) && !ABOUT_RULES.test(words) && !partly)
    return { topic: 'cancel' };
  if (partly) return cannot;
  if (reportsMissing(words)) return { topic: 'missing' };
  if (STOCK.test(words) && (idsIn(words).length > 0 || /\bmy (?:last |latest |recent )?order\b/u.test(words)))
    return { topic: 'stock' };
  // "Why was it cancelled and is there a refund?" asks about the money; rules in general are the articles'.
  const change = changeAsked(words);
  if (change !== undefined && !(unable !== undefined && BEFORE_A_CHANGE.has(unable.name) && change !== 'return'))
    return { topic: change };
  if (cannot) return cannot;
  if (NOT_OURS.test(words)) return undefined;
  if (ORDERS.test(words) && !LAST_ORDERED.test(words)) return { topic: 'list' };
  // "When was it cancelled?" is about the order, not about its parcel.
  if (/\bcancel(?:l?ed)?\b/u.test(words) && STATUS.test(words)) return { topic: 'status' };
  if (TRACK.test(words) && !/\bwhat(?:'s| is| was) in\b/u.test(words)) return { topic: 'track' };
  // "I paid with my PayPal" tells and does not ask.
  if (STATUS.test(words.includes('?') ? words : withoutOldMethod(words))) return { topic: 'status' };
  return ORDER.test(words) ? { topic: 'status', weak: true } : undefined;
}
