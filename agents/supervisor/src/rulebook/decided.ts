/** "What was decided?", asked after a colleague has handed the conversation back: answered from what they left behind. */
import { readBriefing } from '@deskfleet/shared/conversation/briefing.ts';
import { quoted } from '@deskfleet/shared/rulebook/quoted.ts';
import type { Reading } from '@deskfleet/shared/rulebook/reading.ts';

const ASKS =
  /^(?:(?:and|so|ok|okay|hi|hello|please|well)\b\W*)*(?:what|which|did|has|have|was|is|can you|could you|do you know|tell me|remind me)\b/u;
const COLLEAGUE =
  /\b(?:colleagues?|coworkers?|person|human|somebody|someone|representative|rep|employee|manager|staff)\b/u;
const TOLD_OR_DONE =
  /\b(?:sa(?:y|id)|tell|told|wr[io]te|decid\w*|agree[ds]?|promise[ds]?|arrange[ds]?|settled?|offer(?:ed)?|mean(?:t)?|did|done|do)\b/u;
const DECIDED = /\b(?:decided?|agreed(?: on| to)?|arranged|settled|decision|outcome|agreement)\b\W*$/u;

/** @returns undefined when nothing was left behind or something else is asked */
export function tellDecided({ text, earlier }: Reading): string | undefined {
  if (!ASKS.test(text)) return undefined;
  if (!DECIDED.test(text) && !(COLLEAGUE.test(text) && TOLD_OR_DONE.test(text))) return undefined;
  for (const { role, raw } of earlier) {
    const briefing = role === 'assistant' ? readBriefing(raw) : undefined;
    if (briefing === undefined) continue;
    const note = `My colleague has left this note about it: ${quoted(briefing.note)}`;
    if (briefing.done.length === 0) return note;
    return `${note}\n\nThis was done meanwhile:\n${briefing.done.map((line) => `- ${line}`).join('\n')}`;
  }
  return undefined;
}
