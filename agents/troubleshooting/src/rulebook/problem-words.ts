/** What a customer said is wrong, in their own words, wherever in the conversation they said it. */
import type { Reading } from '@deskfleet/shared/rulebook/reading.ts';
import { conceptsIn } from '../policy/concepts.ts';
import { hazardIn } from '../policy/hazard.ts';
import { NO_HELP } from './conversation.ts';
import { withoutGuideWords } from './guide-talk.ts';
import { clausesOf, serviceRequestsIn } from './service-requests.ts';

const BROKEN =
  /\b(?:broken|broke|breaks|defect\w*|fault\w*|damaged|dead|crack(?:s|ed)?|torn|loose|bent|scratched|stopped|fails?|failed|malfunction\w*|wobbl\w*|(?:does|is|do|did|will|can|has|was)(?:n't| not)|won't|cannot|can't|no longer|keeps?|blinks?|flickers?|missing)\b/u;

const EVERY_NO_HELP = new RegExp(NO_HELP, 'gu');

/** Words that concern the shop's rules and not a device. */
const RULES = new Set(['warranty', 'claim', 'covered', 'return', 'refund', 'exchange', 'cancel', 'recall']);

export function tellsProblem(text: string): boolean {
  // "That didn't help" is about our steps, not about a device.
  if (NO_HELP.test(text) && conceptsIn(text.replaceAll(EVERY_NO_HELP, ' ')).length === 0) return false;
  return (
    BROKEN.test(text) ||
    hazardIn(text) !== undefined ||
    conceptsIn(text).some(({ role, words }) => role === 'symptom' && !RULES.has(words[0] ?? ''))
  );
}

const MOST = 500;

/** Of "book s10003 because it crackles" what comes after the request. */
function reasonIn(clause: string): string {
  const reason = /\b(?:because|since)\b\s+(.+)$/u.exec(clause)?.[1];
  return reason !== undefined && serviceRequestsIn(clause).length > 0 ? reason : clause;
}

/** The clauses of a text that tell a problem, as one sentence; undefined when none does. */
export function problemIn(text: string): string | undefined {
  const told = clausesOf(text)
    .map((clause) =>
      withoutGuideWords(reasonIn(clause))
        .replace(/^[\s,:]+/u, '')
        .replace(/[\s,:]+(?:please)?[\s,:]*$/u, ''),
    )
    .filter(
      (clause) => tellsProblem(clause) && !serviceRequestsIn(clause).some(({ topic }) => topic !== 'book_repair'),
    );
  return told.length === 0 ? undefined : sentence(told.join('. '));
}

/** How many messages of the customer back a problem still counts as the one that is meant. */
const MESSAGES_BACK = 8;

export function problemBefore(reading: Reading): string | undefined {
  for (const { text } of reading.earlier.filter(({ role }) => role === 'user').slice(0, MESSAGES_BACK)) {
    const problem = problemIn(text);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

export function sentence(text: string): string {
  const trimmed = text.trim().slice(0, MOST);
  return trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
}
