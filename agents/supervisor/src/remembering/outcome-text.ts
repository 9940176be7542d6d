/** What one stretch of a conversation came to, in a few words. What was done comes from confirmed rows only. Pure. */
import { LONGEST_OUTCOME } from '@deskfleet/shared/conversation/past-conversations.ts';
import { shortened } from '@deskfleet/shared/conversation/digest.ts';
import { masked } from '@deskfleet/shared/telemetry/mask.ts';

export interface Stretch {
  /** Day of the last message, `YYYY-MM-DD`. */
  readonly day: string;
  readonly messages: readonly { readonly role: 'user' | 'assistant' | 'staff'; readonly text: string }[];
  /** Proposals that were confirmed and carried out, in the words the customer said yes to. */
  readonly done: readonly string[];
  /** Whether a specialist answered anything. */
  readonly answered: boolean;
  /** Whether a colleague took the conversation over. */
  readonly colleague: boolean;
}

const MOST_DONE = 3;
const DONE_CHARACTERS = 110;
const ASKED_CHARACTERS = 120;

/** @param summary of a model, if there is one @returns null when there is nothing worth keeping: a greeting, small talk */
export function outcomeText(stretch: Stretch, summary: string | null): string | null {
  const { done, colleague } = stretch;
  if (!stretch.answered && done.length === 0 && !colleague) return null;
  const more = done.length - MOST_DONE;
  const parts = [
    summary ?? asked(stretch),
    ...(colleague ? ['A colleague took over.'] : []),
    ...(done.length === 0
      ? []
      : [
          `Done: ${done
            .slice(0, MOST_DONE)
            .map((one) => shortened(line(one).replace(/[.\s]+$/u, ''), DONE_CHARACTERS))
            .join('; ')}${more > 0 ? `; and ${more} more` : ''}.`,
        ]),
  ];
  // Told to the customer between quotation marks, so there are none inside.
  return shortened(`${dayText(stretch.day)}: ${masked(parts.join(' ')).replaceAll('"', "'")}`, LONGEST_OUTCOME);
}

/** What a model is given to shorten, a message a line. */
export function transcript({ messages }: Stretch): string {
  const voices = { user: 'Customer', assistant: 'Shop', staff: 'Colleague' } as const;
  return messages.map(({ role, text }) => `${voices[role]}: ${line(text)}`).join('\n');
}

function asked({ messages }: Stretch): string {
  const questions = messages.filter(({ role }) => role === 'user');
  const [first] = questions;
  if (first === undefined) return '';
  const more = questions.length - 1;
  const words = shortened(line(first.text), ASKED_CHARACTERS);
  return `You wrote '${words}'${more > 0 ? ` and ${more} more message${more === 1 ? '' : 's'}` : ''}.`;
}

function line(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

function dayText(day: string): string {
  const [year, month, date] = day.split('-').map(Number);
  return `${date} ${MONTHS[(month ?? 1) - 1]} ${year}`;
}
