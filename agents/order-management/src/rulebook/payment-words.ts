/** Ways of payment as people name them: by id, by kind, by brand, by the last digits. */

/** "credit_card_1234567", "pm_17-2": ids of ways of payment have an underscore and a digit, or are ours. */
const ID = String.raw`[a-z]+(?:_[a-z]+)*_\d[\w-]*|pm\d+-\d+`;
const ENDING = String.raw`(?:[^.,;]{0,12}?\b(?:ending|ends)(?: (?:in|with|on))? \d{4})?`;
const KIND = String.raw`gift ?cards?(?: balance)?|vouchers?|pay ?pal(?: account)?|(?:credit|debit|bank) ?cards?|visa(?: card)?|master ?card|american express|amex(?: card)?|discover(?: card)?|store credit`;
export const METHOD = String.raw`(?:(?:${ID})(?![\w-])|\b(?:${KIND})\b${ENDING}|\bcards? (?:ending|ends)(?: (?:in|with|on))? \d{4}\b|\bending(?: (?:in|with|on))? \d{4}\b)`;

const ANY = new RegExp(METHOD, 'gu');
const NOT_WANTED = new RegExp(
  String.raw`\b(?:instead of|rather than|not|away from|(?:i|we|was|were|is|had|have|it's|already|been|initially|which|that)\s+(?:already |initially |originally )?paid (?:for )?(?:it |this |that )?(?:with|by|from|using|via)|originally (?:paid )?(?:with|on|by)|from)\s+(?:using |with |to |by )?(?:my |the |a |an )?(?:\w+ ){0,2}?${METHOD}`,
  'gu',
);

/** The way of payment that a text names as the one to use, the last one where it corrects itself. */
export function methodIn(text: string): string | undefined {
  return text.replaceAll(NOT_WANTED, ' ').match(ANY)?.at(-1)?.trim();
}

/** A text without the ways of payment that were used before. */
export function withoutOldMethod(text: string): string {
  return text.replaceAll(NOT_WANTED, ' ');
}

const SETTLING = new RegExp(
  String.raw`(?:\b(?:and|then|please|i'?ll|i will|i want to|i'?d like to|you can)\s+)*\b(?:(?:with|using|use|via|by|to|on|onto|from|through|charge|pay|paid|put|book|refund\w*|take|have|money|it|back|for|me|over|the|any|price|difference|amount|balance|rest|payment|method|being|is|my|goes|go|should|shall|can|may|credit(?:ed)?|issued|sent|made|processed|applied|paying|paid|balance)[\s:]+){1,12}${METHOD}(?:\s+(?:account|please))*(?:,?\s+(?:for|to (?:cover|pay|settle))\s+(?:the|any|whatever|that)?\s*(?:price |cost |extra )?(?:differences?|costs?|rest|amount|extra))?`,
  'gu',
);
const DIFFERENCE =
  /(?:,|\band\b)?\s*\b(?:for|to (?:cover|pay|settle)|i'?ll pay|i will pay|pay(?:ing)?|charge|refund(?:ing)?)\s+(?:me )?(?:(?:the|any|whatever)\s+(?:price |cost )?differences?|(?:whatever|what) (?:it|that|they) (?:may )?costs?(?: (?:more|extra))?)\b(?: please)?/gu;

/** A text without what it says about paying and refunding, so that what is left speaks of items. */
export function withoutPayment(text: string): string {
  return text
    .replaceAll(NOT_WANTED, ' ')
    .replaceAll(SETTLING, ' , ')
    .replaceAll(ANY, ' , ')
    .replaceAll(DIFFERENCE, ' , ');
}

/** Whether words say how money shall move: "Use my PayPal for any difference." */
export function speaksOfMoney(text: string): boolean {
  const money =
    ANY.test(text) ||
    /\b(?:differences?|refund\w*|money|original (?:payment|method|way|card)|same (?:card|way|payment|method))\b/u.test(
      text,
    );
  ANY.lastIndex = 0;
  return money;
}
