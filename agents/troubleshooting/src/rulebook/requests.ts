/** What a message asks this agent for. Parts that concern other colleagues are left out. */
import { orderId } from '@deskfleet/shared/rulebook/slots.ts';
import type { Reading } from '@deskfleet/shared/rulebook/reading.ts';
import { conceptsIn } from '../policy/concepts.ts';

export interface Requests {
  /** Whether the customer's own purchase is under warranty. */
  readonly ownWarranty: boolean;
  /** The warranty terms of the shop or of a product. */
  readonly warrantyTerms: boolean;
  /** A list of what is known to go wrong. */
  readonly knownIssues: boolean;
  /** The shop's rules on returns and the like. */
  readonly policy: boolean;
  /** A symptom, a how-to or any other question that articles may answer. */
  readonly help: boolean;
}

const WARRANTY = /\b(?:warrant(?:y|ies)|guarantees?|warrantied|covered)\b/u;
const TERMS =
  /\b(?:what|which|how long|how many|does|do|is|are)\b.{0,40}\b(?:cover(?:s|ed|age)?|last|run|terms?|conditions?|include[sd]?|period|length|void)\b|\bhow (?:do|can|should|would|to)\b.{0,30}\b(?:claim|use)\b|\bwarranty (?:terms|conditions|policy|period|coverage|claims?)\b|\b(?:make|file|open|start|submit) (?:a |an |my )?(?:warranty )?claim\b|\b(?:cover|covers|covered)\b/u;
const OWN =
  /\b(?:my|mine|i (?:bought|purchased|own|ordered|have|got)|i've)\b|\bstill\b|\border\b|\b(?:it|this|that|they) (?:\w+ )?(?:under|in|within|covered|have)\b|\b(?:is|are) (?:it|this|they)\b|\bexpir\w*|\brun(?:s)? out\b|\bleft\b|\bin warranty\b|\bunder warranty\b/u;
const BEFORE_BUYING =
  /\b(?:want|need|looking for|thinking (?:of|about)|consider\w*|interested in|would like|going to buy|buy(?:ing)?|do (?:you|your)|does (?:the|a|an|it) \w+(?: \w+){0,3} (?:have|come|carry))\b/u;
const KNOWN =
  /\b(?:known|common|typical|frequent|usual|reported|any) (?:issues?|problems?|faults?|defects?|bugs?|flaws?|weaknesses)\b|\b(?:issues?|problems?|bugs?) (?:are|is) (?:known|there|common|reported)\b/u;
const POLICY =
  /\b(?:return|refund|exchange|cancel(?:l?ation)?|shipping|delivery|privacy|payment) (?:polic(?:y|ies)|rules?|terms|window|period|conditions)\b|\bpolic(?:y|ies)\b|\bfaqs?\b|\b(?:how long|until when|can i|could i|may i|am i allowed|how (?:do|can|to)|is it possible)\b.{0,40}\b(?:return|refund|exchange|send (?:it|them|this) back)\w*\b|\b(?:returns?|refunds?|exchanges?)\b.{0,30}\b(?:work|take|possible|allowed|opened)\b/u;
const HOW_TO =
  /\bhow (?:do|can|should|would|to|does|long|many|much)\b|\b(?:set(?:ting)? ?up|reset|pair|install|update|clean|calibrate|instructions?|manual|guide)\b|\b(?:can|may|could) (?:i|it|they|the)\b|\bis (?:it|the|my)\b/u;
const TROUBLE =
  /\b(?:issues?|problems?|troubles?|broken|defect\w*|fault\w*|fail\w*|error|(?:does|do|did|is|are|will|can|could|has|have|was)(?:n't| not)|won't|can't|cannot|no longer|stopped|keeps?|recall\w*|help\w*)\b/u;

export function requestsIn(text: string): Requests {
  const warranty = WARRANTY.test(text);
  const buying = BEFORE_BUYING.test(text) && !/\bmy\b/u.test(text) && orderId(text) === undefined;
  const order = orderId(text) !== undefined;
  const terms = TERMS.test(text.replaceAll(/\b(?:still|is it|is my [\w ]{1,30}) covered\b/gu, ' '));
  const ownWarranty =
    warranty &&
    !buying &&
    (order || (OWN.test(text) && !(terms && !/\bstill\b|\bmy\b.{0,40}\bunder\b|\bexpir|\bruns? out\b/u.test(text))));
  const knownIssues = KNOWN.test(text);
  const policy = POLICY.test(text) && !warranty;
  return {
    ownWarranty,
    warrantyTerms: warranty && !ownWarranty,
    knownIssues,
    policy,
    help: !knownIssues && !policy && asksForHelp(text),
  };
}

const TO_THE_SHOP =
  /\b(?:do|does|can|could|will|would|are|have|did) (?:you|your|acme|globex|the (?:shop|store))\b|\byou (?:offer|sell|ship|deliver|accept|take|have)\b|\byour (?:shop|stores?|company|opening)\b|(?<!\b(?:it|they) )\b(?:ship(?:s|ped|ping)?|shipments?|deliver(?:y|ies|s|ed|ing)?|abroad|overseas|countr(?:y|ies)|(?:a|the|your|any) (?:shops?|stores?|branch(?:es)?)|opening hours|pay(?:s|ing|ments?)?|discounts?|coupons?|vouchers?|gift|student|customs|express)\b/u;

/** Whether the shop is asked what it does, and not for help with a device that was talked about. */
export function asksShop(text: string): boolean {
  return TO_THE_SHOP.test(text) && !tellsTrouble(text);
}

/** Whether something is wrong with a device, or it is not known how to use it. */
export function tellsTrouble(text: string): boolean {
  return TROUBLE.test(text) || conceptsIn(text).some(({ role }) => role === 'symptom');
}

/** What warranties do; batteries are said to do it too. */
const RUNS_OUT = /\bwarranty\b.{0,20}\b(?:runs?|running|ran) out\b/u;

/** A matter beside the warranty itself. */
function asksForHelp(text: string): boolean {
  const matter = conceptsIn(text).filter(({ words }) => !['warranty', 'claim', 'covered'].includes(words[0] ?? ''));
  const symptoms = matter.some(({ role }) => role === 'symptom');
  if (WARRANTY.test(text)) return symptoms && !RUNS_OUT.test(text) && !/\bcover\w*\b/u.test(text);
  return symptoms || (matter.length > 0 && (HOW_TO.test(text) || TROUBLE.test(text)));
}

/** Whether something is said to be broken, so that the way to a claim belongs to the answer. */
export function isBroken(text: string): boolean {
  return /\b(?:broken|broke|defect\w*|fault\w*|damaged|dead|repair\w*|replac\w*|claims?|stopped working|(?:does|is|do)(?:n't| not) work\w*)\b/u.test(
    text,
  );
}

const WARRANTY_FILLER =
  /\b(?:warrant(?:y|ies)|guarantees?|warrantied|claims?|coverage|repair\w*|replac\w*)\b|#?\s?\b[ow]?\d{4,}\b/gu;

/** The words that name the product of a warranty question; undefined when it names none. */
export function productOfWarranty(reading: Reading): string | undefined {
  const words = conceptsIn(reading.text.replaceAll(WARRANTY_FILLER, ' '))
    .filter(({ role }) => role === 'kind' || role === 'word')
    .flatMap(({ words: [first] }) => first ?? []);
  return words.length === 0 ? undefined : words.slice(0, 6).join(' ');
}
