/** What customers ask to be changed about an order, or to be told about its money, by their words. */

export const CHANGE_TOPICS = ['return', 'swap', 'address', 'payment'] as const;
export type ChangeTopic = (typeof CHANGE_TOPICS)[number];
export type MoneyTopic = 'refund' | 'invoice' | 'summary';

/** Tried in this order: a return that mentions its refund is a return. */
const ASKS: readonly (readonly [topic: ChangeTopic | MoneyTopic, asks: RegExp])[] = [
  [
    'summary',
    /\bhow many orders\b|\bhow much (?:have|did) i (?:spen[dt]|paid|pay) (?:in total|overall|altogether|so far|with you|here)\b|\b(?:summary|overview) of (?:all )?my orders\b|\border summary\b|\btotal spen[dt]\w*\b/u,
  ],
  [
    'refund',
    /\b(?:where(?:'s| is| are)?|when|status|has|have|did|was|were|how long)\b.{0,40}\b(?:refund\w*|money back|reimburse\w*|my money)\b|\brefund status\b|\b(?:status|state) of (?:my|the) (?:refund|return|exchange)\b|\b(?:where|when)\b.{0,30}\bmy money\b/u,
  ],
  [
    'swap',
    /\bexchang(?:e|es|ing)\b|\bswap(?:s|ping)?\b|\breplac(?:e|ement|ements|ing)\b|\b(?:different|another|other) (?:colou?r|size|model|version|option|variant|storage)\b/u,
  ],
  [
    'return',
    /\breturn(?:s|ing)?\b(?! to sender)|\b(?:send|give|ship|bring)\b(?!.{0,30}\bmoney\b).{1,40}\bback\b(?! to (?:work|life))|\brma\b/u,
  ],
  ['refund', /\b(?:refund(?:s|ed|ing)?|reimburse\w*|money back|store credit)\b/u],
  ['invoice', /\b(?:invoices?|receipts?|bills?|proof of purchase|tax document)\b/u],
  [
    'address',
    /\b(?:chang(?:e|ing)|updat(?:e|ing)|correct|fix|edit|modify|wrong|new|different|another)\b.{0,40}\baddress\b|\baddress\b.{0,40}\b(?:is wrong|is incorrect|has changed|chang\w+|updat\w+)\b|\b(?:redirect|reroute|(?:ship|send|deliver) (?:it|them|this|that|my order|the order|order \S+|[ow#]?\d{4,}) to)\b|\bdeliver(?:ed)? to (?:my|a|an|another|the) (?:office|work\w*|neighbou?r|friend|different|new)\b/u,
  ],
  [
    'payment',
    /\b(?:chang\w*|switch\w*|updat\w*|different|another|other)\b.{0,40}\b(?:payment|pay|card|paypal|way to pay)\b|\b(?:pay|charge|paid)\b.{0,40}\b(?:with|by|to|using|from)\b.{0,20}\b(?:paypal|gift ?card|instead|another|different|my other)\b|\buse\b.{0,30}\b(?:paypal|(?:gift|credit|debit|other|different|another) ?card)\b/u,
  ],
  [
    'swap',
    /\b(?:chang(?:e|ing)|modify(?:ing)?|edit(?:ing)?|updat(?:e|ing)|switch(?:ing)?)\b.{0,60}\b(?:orders?|items?|colou?r|size|options?|storage|it|to|into)\b|\binstead of\b/u,
  ],
];

/** Questions about rules and how things work are for the articles, not for an order. */
const ABOUT_RULES = /\b(?:policy|policies|rules|conditions|in general)\b/u;
/** Requests that need more than another variant. */
const OTHER_CHANGE = /\b(?:add(?:ing)?|increase|reduce|remove|quantity|how many|one more|second one)\b/u;

export function changeAsked(words: string): ChangeTopic | MoneyTopic | undefined {
  if (ABOUT_RULES.test(words)) return undefined;
  const topic = ASKS.find(([, asks]) => asks.test(words))?.[0];
  return topic === 'swap' && OTHER_CHANGE.test(words) ? undefined : topic;
}

export function isChange(topic: string): topic is ChangeTopic {
  return CHANGE_TOPICS.some((change) => change === topic);
}
