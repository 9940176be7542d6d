/**
 * A reply that says something was done, or that somebody is being brought in, without the event for it. A model may say
 * so; the code knows whether it happened, and corrects it before the turn ends. English, as the replies are.
 */
import type { TurnRecord } from '../agent/turn-record.ts';

const DONE =
  'cancel(?:l?ed)|refunded|returned|exchanged|replaced|changed|updated|modified|booked|rebooked|reserved|ordered|placed|sent|shipped|emailed|e-mailed|credited|charged|subscribed|unsubscribed|deleted|erased|removed|saved|opened|created|reported|filed|registered|applied|issued|processed|submitted|requested|arranged|scheduled';
/** "I have cancelled", "I've just refunded", "I went ahead and booked", "we have issued". */
const CLAIMS_ACTION = new RegExp(
  `\\b(?:i|we)(?:'ve|’ve| have)?(?: now| just| already| also| successfully| gone ahead and| went ahead and)* (?:${DONE})\\b(?! (?:in|with|by|about|from)? ?(?:the past|before|mind)\\b)`,
  'iu',
);
const CLAIMS_PERSON =
  /\b(?:i am|i'm|i’m|i'll|i’ll|i will|i have|i've|i’ve|let me|we are|we're)\b(?: now| just| already)* (?:transferr?(?:ing|ed)?|connect(?:ing|ed)?|hand(?:ing|ed)?|escalat(?:e|ing|ed)|forward(?:ing|ed)?|pass(?:ing|ed)?)\b.{0,40}\b(?:colleague|person|human|agent|representative|manager|supervisor|specialist|team|someone|support)\b/iu;

export const CORRECTIONS = {
  action:
    'Correction: nothing has been changed by this answer. Anything that changes something is shown to you first and done only after your yes.',
  person: 'Correction: nobody has been called yet. Say "I want to talk to a person" and I will put you through.',
} as const;

/** What the reply claims that has not happened in this turn; undefined when it claims nothing of the kind. */
export function unbackedPromise(
  reply: string,
  record: Pick<TurnRecord, 'quotes' | 'owner' | 'toolCalls'>,
): keyof typeof CORRECTIONS | undefined {
  const settled = record.quotes.some((quote) => quote.state === 'confirmed');
  // A write that was done before is told by the tool that was asked to do it again.
  const told = record.toolCalls.some((call) => call.tool === 'confirm_quote' && !call.is_error);
  const said = withoutQuestions(reply);
  if (!settled && !told && CLAIMS_ACTION.test(said)) return 'action';
  if (record.owner === 'agent' && CLAIMS_PERSON.test(said)) return 'person';
  return undefined;
}

/** What is offered or asked is no claim: "Shall I …?", "I can …", "once you have returned it". */
function withoutQuestions(reply: string): string {
  return reply
    .split(/(?<=[.!?])\s+|\n+/u)
    .filter(
      (sentence) =>
        !/\?\s*$/u.test(sentence) && !/^\W*(?:once|when|after|if|as soon as|until|before)\b/iu.test(sentence),
    )
    .join('\n');
}
