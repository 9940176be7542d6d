/** Splits a message into the questions it holds, and leaves out what other specialists answer. */

const JOINT =
  /(?<=[.!?;])\s+|\s*,?\s+(?:and|also|plus|then)\s+(?:also\s+|please\s+)*(?=(?:do|does|is|are|can|could|would|what|when|where|which|who|how|tell|show|recommend|suggest|find|compare|i want|i need|i'd)\b)|\s*,?\s+(?:and|with|plus|including)\s+(?=(?:(?:its|their|the|any|some|a few)\s+)?(?:hints?|tips|known (?:issues?|problems?)|warrant\w*|troubleshooting)\b)|\s*,\s+(?=(?:do|does|is|are|can|could|what|which|how|where|tell|show|recommend|suggest|compare)\b)/u;

export function clauses(text: string): readonly string[] {
  return text
    .split(JOINT)
    .map((part) => part.trim())
    .filter((part) => /[\p{L}\p{N}]/u.test(part));
}

const OTHERS =
  /\b(?:orders?|ordered|deliver\w*|arriv\w*|parcels?|packages?|shipments?|shipped|track(?:ed|ing)?|(?<!noise[ -])cancel\w*|refund\w*|returns?|returned|returning|exchange[sd]?|invoices?|warrant\w*|guarantees?|known (?:issues?|problems?)|troubleshoot\w*|hints?|tips|broken|defect\w*|overheat\w*|(?:has|have|had|with|is|are|get|there) no (?:sound|power|picture|signal)|syncing|do you (?:ship|open|close|accept|take)|address|profile|account|loyalty|newsletter|browsing|pair(?:ing)?(?! of)|set ?up|reset|recall(?:ed)?)\b|\b(?:does|do|will|is|are)(?:n't| not) (?:\w+ )?(?:work|connect|turn|start|charge|sync|pair|play)\w*\b|\bwon't\b/u;
const OURS =
  /\b(?:recommend\w*|suggest\w*|price[sd]?|how much|costs?|reviews?|rat(?:ing|ings|ed)|opinions?|people (?:say|think)|in stock|available|availability|compare|comparison|versus|vs|looking for|buy)\b/u;

/** True when a clause is about orders, faults or the account and about nothing the shop offers. */
export function isForOthers(clause: string): boolean {
  return OTHERS.test(clause) && !OURS.test(clause);
}
