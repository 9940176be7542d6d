/** Splits a message into the requests it holds. */

/** Ends of sentences, and joints at which a second request usually begins. */
const JOINT =
  /(?<=[.!?;])\s+|\s*,?\s+(?:and|also|plus|as well as|then)\s+(?=(?:also\b|do|does|did|is|are|was|can|could|would|will|what|when|where|which|who|how|why|please(?=\s+\w)|i|i'd|i'm|my|tell|show|recommend|suggest|find|cancel|track|check|give|help|subscribe|unsubscribe|change|update|remember|forget|exchange|return|replace|swap|notify|alert|compare|send|delete|erase|export|remove|ship|refund|let|(?:set|sign|book|open)(?= (?:up|me|my|the|an?|it|this|that)\b)|for a|its|their|troubleshoot\w*)\b)|\s*,\s+(?=(?:its|their|do|does|did|is|are|can|could|would|will|what|when|where|which|how|why|please(?=\s+\w)|tell|show|recommend|suggest|find|cancel|track|check|subscribe|unsubscribe|change|update|remember|forget|exchange|return|replace|swap|notify|alert|compare|send|delete|erase|export|remove|ship|refund|let|(?:set|sign|book|open)(?= (?:up|me|my|the|an?|it|this|that)\b)|i (?:want|need|would)|i'd)\b)/giu;

export function clauses(message: string): string[] {
  const parts = splitOutsideBrackets(message)
    .map((part) => part.trim())
    .filter((part) => /\p{L}|\d/u.test(part));
  return parts.reduce<string[]>((whole, part) => {
    const before = whole.at(-1);
    if (before !== undefined && OPENING.test(before)) whole[whole.length - 1] = `${before}, ${part}`;
    else whole.push(part);
    return whole;
  }, []);
}

/** What stands in brackets belongs together, whatever words are in it. */
function splitOutsideBrackets(message: string): string[] {
  const masked = message.replaceAll(/\([^()]*\)/gu, (inside) => 'x'.repeat(inside.length));
  const joints = [...masked.matchAll(JOINT)];
  const starts = [0, ...joints.map((joint) => joint.index + joint[0].length)];
  const ends = [...joints.map((joint) => joint.index), message.length];
  return starts.map((start, place) => message.slice(start, ends[place]));
}

/** Says what the next words are about and asks for nothing itself: "In order #12345, …", "For my last order, …". */
const OPENING =
  /^(?:and |also |then |hi |hello |hey )?(?:in|for|on|of|about|regarding|concerning|from|with|as for|when it comes to)\s[^.!?;]{1,60}$/iu;

/** A clause that leans on another one: without it nobody knows what "its" is. */
export function leans(clause: string): boolean {
  return /\b(it|its|it's|they|them|their|that one|those|this one|these)\b/iu.test(clause);
}
