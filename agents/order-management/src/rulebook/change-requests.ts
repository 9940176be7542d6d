/** What customers ask to be changed about an order, or to be told about its money, by their words. */
import { METHOD, withoutOldMethod, withoutPayment } from './payment-words.ts';

export const CHANGE_TOPICS = ['return', 'swap', 'address', 'payment'] as const;
export type ChangeTopic = (typeof CHANGE_TOPICS)[number];
export type MoneyTopic = 'refund' | 'invoice' | 'summary';

const SUMMARY =
  /\bhow many orders\b|\bhow much (?:have|did) i (?:spen[dt]|paid|pay) (?:in total|overall|altogether|so far|with you|here)\b|\b(?:summary|overview) of (?:all )?my orders\b|\border summary\b|\btotal spen[dt]\w*\b/u;
const REFUND_ASKED =
  /\b(?:where(?:'s| is| are)?|when|status|has|have|did|was|were|how long)\b.{0,40}\b(?:refund\w*|money back|reimburse\w*|my money)\b|\brefund status\b|\b(?:status|state) of (?:my|the) (?:refund|return|exchange)\b|\b(?:where|when)\b.{0,30}\bmy money\b/u;
const SWAP =
  /\bexchang(?:e|es|ed|ing)\b|\bswap(?:s|ped|ping)?\b|\btrad(?:e|ing)\b|\breplac(?:e|ed|ement|ements|ing)\b|\b(?:up|down)grad(?:e|ing)\b|\b(?:different|another|other) (?:colou?r|size|model|version|option|variant|storage)\b/u;
const RETURN =
  /\breturn(?:s|ed|ing)?\b(?! to sender)|\b(?:send|give|ship|bring|take|hand|mail)(?:ing)?\b(?!.{0,30}\bmoney\b)(?: .{1,120})? back\b(?! to (?:work|life))|\b(?:go|going|come) back\b(?! to)|\brma\b/u;
/** "Refund the kettle", "I want a refund for the kettle": items, not money that is on its way. */
const REFUND_OF_ITEM =
  /\brefund (?:me )?(?:for )?(?:the|my|this|these|that|those|both)\b(?! (?:money|difference|order|amount|rest|payment|price|card)\b)|\b(?:want|like|need|get|have)\b.{0,15}\b(?:refund|money back)(?: (?:to|on|onto|via) (?:my |the )?\S+(?: (?:card|account))?)? (?:for|on|of) (?:the|my|this|these|both)\b(?! (?:order|rest|difference|return)\b)/u;
/** "A refund for order o12345: the kettle and the lamp". */
const REFUND_OF_ORDERED =
  /\b(?:want|like|need|get|have)\b.{0,15}\b(?:refund|money back)\b.{0,80}?\b(?:order|from|in|for|of)\b\s*(?:number\s*)?#?\w*\d{4,}\w*\s*[:,–—-]\s*(?:for\s+)?(?:the|my|that|both|these|those|this)\b/u;
const REFUND = /\b(?:refund(?:s|ed|ing)?|reimburse\w*|money back|store credit)\b/u;
const INVOICE = /\b(?:invoices?|receipts?|bills?|proof of purchase|tax document)\b/u;
const ADDRESS =
  /\b(?:chang(?:e|ing)|updat(?:e|ing)|correct|fix|edit|modify(?:ing)?|set|switch|replace|wrong|new|different|another)\b.{0,40}\b(?:address|destination)\b|\baddress\b.{0,40}\b(?:is wrong|is incorrect|has changed|should be|needs? to be|to be|chang\w+|updat\w+)\b|\b(?:redirect|reroute|forward|re-?direct)\b|\b(?:ship(?:ped|ping)?|send(?:ing)?|sent|deliver(?:ed|ing)?|mail(?:ed|ing)?)\b(?: (?:it|them|this|that|everything|the (?:order|package|parcel|items)|my (?:order|package|parcel)|order|orders))*(?: (?:number|no\.?))? ?(?:#?\w*\d{4,}\w*)? (?:instead )?to\b(?! me\b)|\bdeliver(?:ed)? to (?:my|a|an|another|the) (?:office|work\w*|neighbou?r|friend|different|new)\b|\bshould (?:go|be (?:sent|shipped|delivered)) to\b|\bis where\b.{0,40}\b(?:should|must|has to|needs to|shall) (?:go|be (?:sent|shipped|delivered))\b/u;
/** An address is there, and something shall be done with it. */
const ADDRESS_GIVEN =
  /\b(?:updat\w*|chang\w*|correct|ship|send|deliver|use|set|moved|go)\b.*\b\d{1,6}[a-z]? [a-z].{2,60},.{2,60}\b\d{5}\b|\b(?:moved|moving)\b.{0,80}\b(?:to|is)\b.{0,20}\d/u;
/** The way of payment as the object of the change. */
const PAYMENT =
  /\b(?:chang\w*|switch\w*|updat\w*|modif\w*|edit\w*|replac\w*|set|move|different|another|other)\b(?: (?!to\b|for\b|into\b)\S+){0,3}? (?:payments?|way (?:to|of) pay\w*|pay(?:ing)? method|(?<!\b(?:sd|cf|microsd|memory|sim|graphics|video|sound|greeting|playing|post|birthday|expansion) )cards?|paypal)\b|\b(?:different|another|other) (?:payment|way (?:to|of) pay\w*|card)\b|\b(?:chang\w*|switch\w*)\b.{0,15}\bpay(?:ing)?\b|\bpay(?:ing)?\b.{0,40}\b(?:differently|(?:another|different|other) way)\b|\bto be the (?:payment|way (?:to|of) pay\w*)\b|\bpayment (?:method|option|type)?\b.{0,40}\b(?:changed|switched|updated|to be|should be|instead)\b/u;
/** "Pay for order 12345 with …", "charge it to …". */
const PAY_WITH = new RegExp(
  String.raw`\b(?:pay|paid|paying|charge|charged|bill|billed)\b.{0,60}?\b(?:with|by|to|using|from|on|via|through)\b.{0,30}?(?:${METHOD}|\b(?:instead|another|different|my other)\b)`,
  'u',
);
/** "Bill order o12345 to …" asks for no bill. */
const BILL_TO = new RegExp(
  String.raw`\bbill (?:order|it|this|that|my order|#?\w*\d{4,})\b.{0,40}?\b(?:to|on)\b.{0,20}?${METHOD}`,
  'u',
);
/** "Put o12345 on my …", "switch 12345 to my PayPal", "use my … for order 12345". */
const MOVE_TO = new RegExp(
  String.raw`\b(?:switch|chang\w*|move|put|set|transfer)\b (?:it|this|that|(?:the |my )?(?:order )?(?:number )?#?\w*\d{4,}\w*|(?:my |the )?order)(?: over)?(?: (?:from|away from) .{1,30}?)? (?:to|onto|on) (?:my |the |a )?(?:\w+ )?${METHOD}` +
    String.raw`|\b(?:use|charge|bill|take|debit)\b.{0,40}?${METHOD}.{0,20}?\b(?:for (?:the |my |this )?(?:order|payment|#?\w*\d{4,})|instead|as (?:the|my) payment)|\buse\b.{0,20}\b(?:other|different|another) card\b`,
  'u',
);
/** Verbs that change an item when nothing else is said to be their object. */
const WEAK_SWAP =
  /\b(?:chang(?:e|ed|ing)|modif(?:y|ied|ying)|edit(?:ing)?|updat(?:e|ed|ing)|switch(?:ed|ing)?|alter|adjust|convert)\b.{0,200}(?:\b(?:orders?|items?|following|colou?r|size|options?|storage|it|to|into|for|with)\b|[-=]>|→)|\b(?:instead|in place) of\b|\bmake (?:it|them|the \S.{0,60}?|my \S.{0,60}?) (?:an? |in )?(?!sure)\S+|\b(?:rather|prefer to) have\b|\b(?:get|have|take|want|like|need) (?:the|an?|my) .{1,120} instead\b/u;

const LOOK = String.raw`(?:black|white|gr[ae]y|silver|gold|red|blue|green|yellow|orange|purple|pink|brown|beige|navy|teal|turquoise|cream|xs|s|m|l|xl|xxl|small|medium|large|smaller|bigger|larger|cotton|leather|metal|wood(?:en)?|plastic|glass|steel|\d+(?:[.,]\d+)? ?(?:gb|tb|mm|cm|ml|l|inch(?:es)?|"|ft|kg|g|lbs|w)|size \w+|(?:material|colou?r|size|capacity|style|type|storage|features?|finish|fabric|length|width|height|thickness|brand|resolution|zoom|brightness|pieces|display|connectivity|compatibility|resistance|range|level)\b \S+|(?:an?other|a different|the other) (?:colou?r|size))`;
/** "Can I have it in blue?", "I'd like the tablet with 128GB". */
const WANTED_LOOK = new RegExp(
  String.raw`\b(?:get|have|want|like|prefer|take|need|be)\b(?: (?:it|them|that|this|those|these|the|my|mine)\b.{0,80}?)? (?:in|with) (?:an? |the )?(?:\w+ )?${LOOK}\b|\bshould be ${LOOK}\b`,
  'u',
);

// The two patterns take V8 long to compile, which the first message would wait for: words that are always in them go before.
function movesTo(words: string): boolean {
  return /\b(?:switch|chang|move|put|set|transfer|use|charge|bill|take|debit)/u.test(words) && MOVE_TO.test(words);
}

function wantsLook(words: string): boolean {
  return / (?:in|with) |\bshould be /u.test(words) && WANTED_LOOK.test(words);
}

/** Questions about rules and how things work are for the articles, not for an order. */
export const ABOUT_RULES = /\b(?:policy|policies|rules|conditions|in general)\b/u;
/** Requests that need more than another variant. */
const OTHER_CHANGE = /\b(?:add(?:ing)?|increase|reduce|remove|quantity|how many|one more|second one)\b/u;

/** Tried in this order: a return that mentions its refund is a return, an exchange that says how to pay is an exchange. */
export function changeAsked(words: string): ChangeTopic | MoneyTopic | undefined {
  if (ABOUT_RULES.test(words)) return undefined;
  // Options in brackets ask for nothing.
  const text = words.replaceAll(/\([^()]*\)/gu, ' ').replaceAll(/\s+/gu, ' ');
  const core = withoutPayment(text).replaceAll(/\bchang\w* (?:my|our|his|her) minds?\b/gu, ' ');
  // "I paid with my PayPal" asks for nothing.
  const paysWith = PAY_WITH.test(withoutOldMethod(text));
  if (SUMMARY.test(text)) return 'summary';
  if (REFUND_ASKED.test(text)) return 'refund';
  if (PAYMENT.test(text) && !/\b(?:exchang|swap)\w*\b/u.test(core)) return 'payment';
  if (ADDRESS.test(core) || ADDRESS_GIVEN.test(core)) return 'address';
  if (SWAP.test(core)) return 'swap';
  if (RETURN.test(core) || REFUND_OF_ITEM.test(text) || REFUND_OF_ORDERED.test(text)) return 'return';
  if (REFUND.test(text)) return 'refund';
  if (INVOICE.test(core) && !BILL_TO.test(text)) return 'invoice';
  if (movesTo(text) || (paysWith && !WEAK_SWAP.test(core) && !wantsLook(core))) return 'payment';
  if (OTHER_CHANGE.test(core)) return undefined;
  if (WEAK_SWAP.test(core) || (wantsLook(core) && !/\b(?:buy|sell|stock|recommend)\b/u.test(core))) return 'swap';
  return paysWith ? 'payment' : undefined;
}

export function isChange(topic: string): topic is ChangeTopic {
  return CHANGE_TOPICS.some((change) => change === topic);
}
