/** What shall be remembered or forgotten, in the customer's words. */

const PLEASE = String.raw`(?:(?:and|also|please|then|hey|hi|hello|ok|okay|so|just|by the way|oh|can you|could you|would you|will you|i(?:'d| would) like you to|i want you to|you (?:can|should|may)|for (?:next time|the future|future reference|later)),?\s+)*`;
const REMEMBER = new RegExp(
  String.raw`^${PLEASE}(?:remember|note(?: down)?|make a note|keep (?:it |this )?in mind|bear in mind|take note|memori[sz]e|don'?t forget|do not forget|never forget)\b(?: for (?:next time|the future|later))?(?: (?:this|the following|it)\b(?! is| was))?(?: about me)?[\s,:-]*(?:of |down )?(?:that\b[\s,:]*)?`,
  'iu',
);
const TOLD =
  /^(?:just so you know|for (?:your information|future reference|the future|next time)|fyi|you should know(?: that)?)[\s,:]+/iu;

/** The fact after "remember that"; empty when none is said; undefined when nothing is to be remembered. */
export function factIn(words: string): string | undefined {
  const raw = words.trim();
  const found = REMEMBER.exec(raw) ?? TOLD.exec(raw);
  if (found === null || ASKS_BACK.test(raw)) return undefined;
  const fact = raw
    .slice(found[0].length)
    .replace(/[\s,.!?]*\b(?:please|for (?:next time|the future|later)|thanks|thank you|ok|okay)?[\s,.!?]*$/iu, '')
    .trim();
  return /^(?:it|this|that|(?:something|a few things|a thing|some things)(?: (?:for|about) me)?|me|)$/iu.test(fact)
    ? ''
    : fact;
}

/** "Do you remember …?" asks for what is remembered. */
const ASKS_BACK = /^(?:do|did|what|which|can you remember\b.*\?)\b/iu;
export const ASKS_MEMORIES =
  /\b(?:what|which|anything|everything|all|things|facts?|notes?|list|show|see|tell me)\b.{0,40}\b(?:you(?:'ve| have| do)? (?:remember|noted|memori[sz]ed?|keep in mind)|you(?:r)? (?:memory|memories|notes) (?:of|about|on) me|i (?:asked|told) you to (?:remember|note))\b|\bdo you (?:still )?remember\b(?! (?:when|how|where))|\b(?:my|your|the|stored|saved) memories\b|\bmemories (?:of|about) me\b|\bdid you (?:note|remember)\b/u;

export type ForgetWish =
  { readonly all: true } | { readonly words: string } | { readonly number: number } | { readonly missing: true };

const FORGET = new RegExp(
  String.raw`^${PLEASE}(?:forget|stop remembering|un-?remember|no longer remember|don'?t remember|(?:delete|remove|erase|drop|clear) (?:(?:all |the |my |your |that |this |any )*(?:memor(?:y|ies)|notes?|facts?)|(?:everything|all|what|anything)(?: that)? you(?:'ve| have)? (?:remember\w*|noted|memori[sz]ed)))\b(?: about\b(?! me\b)| of\b(?! me\b))?[\s,:-]*(?:that\b(?=\s+\p{L})\s*)?`,
  'iu',
);
const ALL =
  /^(?:(?:all|everything|anything|whatever|it all|all of (?:it|them|that)|them all|them|both)\b.*|about me.*|)$/iu;

/** What to forget; undefined when nothing is. "Forget it" and "forget me" mean something else. */
export function forgetIn(words: string): ForgetWish | undefined {
  const raw = words.trim().replace(/[\s,.!?]*\b(?:please|thanks|any ?more|now|again)?[\s,.!?]*$/iu, '');
  if (/\bforget (?:about )?(?:it|me|myself)(?: please)?$/iu.test(raw) || /\bright to be forgotten\b/iu.test(raw))
    return undefined;
  const found = FORGET.exec(raw);
  if (found === null) return undefined;
  return forgetTarget(raw.slice(found[0].length), /\b(?:memor|notes|facts|you)/iu.test(found[0]));
}

const ORDINALS: Readonly<Record<string, number>> = { first: 1, second: 2, third: 3, fourth: 4, fifth: 5 };

/** The thing itself, as in an answer to "What shall I forget?". */
export function forgetTarget(said: string, everythingByDefault = false): ForgetWish {
  const target = said
    .replace(/^(?:the one |the thing |the fact |the note |what i said )?(?:about |that |with )?/iu, '')
    .replace(/[.!?\s]+$/u, '');
  const number = /^(?:the |number |no\.? ?|#)*(\d{1,2})(?:st|nd|rd|th)?(?: one| thing)?$/iu.exec(target)?.[1];
  if (number !== undefined) return { number: Number(number) };
  const ordinal = /^(?:the )?(first|second|third|fourth|fifth)(?: one| thing| memory)?$/iu.exec(target)?.[1];
  if (ordinal !== undefined) return { number: ORDINALS[ordinal.toLowerCase()] ?? 1 };
  if (
    /^(?:that|this|something|some of (?:it|that|them)|a few things|the last one|the last thing|what i (?:just )?said)?$/iu.test(
      target,
    )
  )
    return target === '' && everythingByDefault ? { all: true } : { missing: true };
  if (ALL.test(target)) return { all: true };
  return { words: target };
}

/** The lines of a list of memories as we told them, in order. */
export function listedMemories(said: string): readonly string[] {
  return [...said.matchAll(/(?:^|\s)(\d{1,2})\. "(.+?)"(?=\s\d{1,2}\. "|\s*(?:ask for more|say |$))/gu)].map(
    ([, , text]) => text ?? '',
  );
}

/** The memory that our last message was about. */
export function lastMemory(said: string): string | undefined {
  return /\bi (?:will|already) remember(?: that)?: "(.+?)"/u.exec(said)?.[1];
}

/** "What do you remember about my hands?": the hands; undefined when everything is asked for. */
export function memorySubject(text: string): string | undefined {
  return /\b(?:remember|noted|memor\w+|know)\b.{0,15}? (?:about|of) (?!me\b|it\b|that\b)([^?.!,]{2,60})[?.!\s]*$/u
    .exec(text)?.[1]
    ?.trim();
}
