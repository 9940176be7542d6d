/** The parts of a message in which one thing each is asked or said. */
import { plain } from '@deskfleet/shared/rulebook/reading.ts';

/** Ends of sentences; "St.", "Apt." and "1.5" end none. */
const SENTENCE =
  /(?<=[;!?]["')]*)\s+|(?<=(?<!\b(?:st|ave|apt|ste|no|blvd|rd|dr|mr|mrs|ms|u\.s|inc|ln|ct|approx|vs|e\.g|i\.e))\.["')]*)\s+|(?<=\bno\.)\s+(?=\p{L})|\s*\n+\s*(?:[-*•]\s+|\d{1,2}[.)]\s+)?|^\s*(?:[-*•]|\d{1,2}[.)])\s+/giu;

/** Where another request may begin within a sentence, also where whoever passed it on has left out the "and". */
const JOINT =
  /\s*[,:–—-]?\s+(?:and|but|also|then|plus|as well as|while you(?:'| a)re at it)[,:]?\s+(?:(?:also|then|please|secondly|finally|lastly|next),?\s+)*(?=(?:for|in|from|on|of|to)?\s*\S)|,\s+(?=\S)|(?<!\b(?:or|to|and|please|you|not|also|then))\s+(?=(?:return|exchange|swap|cancel|modify|replace|refund)\s+(?:the|my|order|both|everything|#)(?!\w))|(?<!\b(?:if|and|or|that|because|so|as|since|but|when|what|where|how|which|also|then|please|hi|hello|hey)|[,:;–—-])\s+(?=(?:i'd like to|i(?: also)? (?:want|need) to|(?:can|could|would) you|please|in my (?:other )?order|for order)\s)/giu;

const REASON_FIRST = /^\W*(?:since|because|as|given that)\b/iu;

/** Words with which a request of its own begins. */
const OPENER =
  /^(?:(?:also|then|please|kindly|just|secondly|second|first|firstly|finally|lastly|next|furthermore|additionally|besides|to)\b,?\s+)*(?:(?:for|in|from|on|with|regarding|about|concerning)\s+(?:(?:my|the|that|another|this)\s+)?(?:\w+\s+)?(?:order\s*)?(?:#?w?o?\d{4,}|order)\S*,?\s+(?:(?:please|i|can|could)\s+)*)?(?:i (?:want|need|would|wish|also|think|still)|i'd|i'll|i'm|id (?=like|rather|prefer)|im |i am|we|can|could|would|will|may|let's|cancel|return|send|give|take|ship|deliver|exchange|swap|replace|trade|chang\w*|modif\w*|update|switch(?! types?\b)|upgrade|downgrade|edit|make|pay|charge|use|set (?:the|my|it|up)|move|refund|redirect|reroute|correct|fix|call off|stop|where|when|what|which|how|who|why|track|show|list|tell|check|look|get(?! (?:ones?|another one|an? (?:new|different) one|something)\b)|help|is|are|was|has|have|did|does|do)\b/iu;

const LIST_POINT = /^\s*(?:[-*•]|\d{1,2}[.)])\s/u;

/** Lines that are no sentences and no list are one sentence: an address over several lines. */
function joinedLines(message: string): string {
  return message.split('\n').reduce((text, line) => {
    const before = text.slice(text.lastIndexOf('\n') + 1).trim();
    if (before === '' || line.trim() === '' || /[.!?;]$/u.test(before)) return `${text}\n${line}`;
    // A line that is not indented does not go on what a point of a list says.
    if (LIST_POINT.test(line) || (LIST_POINT.test(before) && !/^\s/u.test(line))) return `${text}\n${line}`;
    return `${text.trimEnd()}${/[,:]$/u.test(before) ? ' ' : ', '}${line.trimStart()}`;
  });
}

/** Sentences; what is in brackets stays together. */
export function sentences(message: string): readonly string[] {
  return masked(joinedLines(message))
    .split(SENTENCE)
    .map(unmasked)
    .filter((part) => /\p{L}|\d/u.test(part));
}

/**
 * Splits a sentence where a new request begins, as long as both sides are requests.
 * @param asks whether a text asks for something by itself.
 */
export function splitRequests(sentence: string, asks: (text: string) => boolean): readonly string[] {
  const text = masked(sentence);
  const parts: string[] = [];
  let from = 0;
  for (const joint of text.matchAll(JOINT)) {
    const before = unmasked(text.slice(from, joint.index));
    const after = unmasked(text.slice(joint.index + joint[0].length));
    // "Since I don't need it, cancel …" is one request with its reason.
    if (parts.length === 0 && REASON_FIRST.test(before)) continue;
    if (!OPENER.test(after) || !asks(plain(before)) || !asks(plain(firstPart(after)))) continue;
    parts.push(before);
    from = joint.index + joint[0].length;
  }
  return [...parts, unmasked(text.slice(from))];
}

/** Up to where the next request could begin, at least as far as that needs to be understood. */
function firstPart(text: string): string {
  return text.slice(0, 200);
}

const MASKS: readonly (readonly [string, string])[] = [
  [',', '\u0001'],
  [' ', '\u0002'],
  ['.', '\u0003'],
  [';', '\u0004'],
  ['/', '\u0005'],
];

/** Hides what separates things inside brackets. */
export function masked(text: string): string {
  return text.replaceAll(/\([^()]*\)|\[[^[\]]*\]/gu, (inside) =>
    MASKS.reduce((hidden, [plainly, mask]) => hidden.replaceAll(plainly, mask), inside),
  );
}

export function unmasked(text: string): string {
  return MASKS.reduce((shown, [plainly, mask]) => shown.replaceAll(mask, plainly), text);
}
