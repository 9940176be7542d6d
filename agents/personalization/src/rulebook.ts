/** What this agent answers without a language model. */
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { defineRulebook } from '@deskfleet/shared/rulebook/engine.ts';
import type { Reading } from '@deskfleet/shared/rulebook/reading.ts';
import { nextVisits, questionsOf } from './rulebook/questions.ts';
import { tellBrowsing, tellProfile } from './rulebook/tell.ts';

/** Visits read out at once. */
const PAGE = 6;
/** The engine answers everything that fits about equally well, so all questions weigh the same. */
const ASKED = 0.8;

/** What was asked besides and cannot be done here, said after what was found. */
function withUnable(text: string, reading: Reading): string {
  return [text, ...questionsOf(reading).unable].join('\n\n');
}

function browse(input: JsonObject): { readonly call: { readonly name: string; readonly input: JsonObject } } {
  return { call: { name: 'get_browsing_history', input: { limit: PAGE, ...input } } };
}

export const rulebook = defineRulebook({
  agent: 'personalization',
  intents: [
    {
      name: 'next-visits',
      score: (reading) => (nextVisits(reading) === undefined ? 0 : 1),
      step: (reading) => browse({ offset: nextVisits(reading) ?? 0 }),
    },
    {
      name: 'profile',
      score: (reading) => (questionsOf(reading).aspects.length > 0 ? ASKED : 0),
      step: () => ({ call: { name: 'get_profile', input: {} } }),
    },
    {
      name: 'browsing',
      score: (reading) => (questionsOf(reading).browsing ? ASKED : 0),
      step: () => browse({}),
    },
    {
      name: 'unable',
      score: (reading) => (questionsOf(reading).unable.length > 0 ? ASKED : 0),
      step: (reading) => ({ say: questionsOf(reading).unable.join('\n\n') }),
    },
  ],
  tell: {
    get_profile: (profile, reading) => withUnable(tellProfile(profile, questionsOf(reading).aspects), reading),
    get_browsing_history: (history, reading, input) => {
      const told = tellBrowsing(history, input);
      // With a profile question in the same message, what cannot be done is said there.
      return questionsOf(reading).aspects.length > 0 ? told : withUnable(told, reading);
    },
  },
  otherwise: () => ({
    say: 'I can tell you what your account says: name, e-mail, address, loyalty tier, newsletter, ways of payment, gift card balance, preferences, and what you looked at lately. What would you like to know?',
  }),
});
