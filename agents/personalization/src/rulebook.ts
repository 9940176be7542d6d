/** What this agent answers without a language model. */
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { defineRulebook, type Intent, type Step, type ToolWish } from '@deskfleet/shared/rulebook/engine.ts';
import type { Reading } from '@deskfleet/shared/rulebook/reading.ts';
import { addressStep, answerStep, ASK, correctionStep, forgetStep, rememberStep } from './rulebook/pending.ts';
import { nextVisits } from './rulebook/questions.ts';
import { find, requestsOf, type Request, type Topic } from './rulebook/requests.ts';
import { tellBrowsing, tellProfile } from './rulebook/tell.ts';
import { tellExport, tellInsights, tellMemories, tellPreferences, tellPurchases } from './rulebook/tell-more.ts';

/** Visits read out at once. */
const PAGE = 6;
/** The engine answers everything that fits about equally well, so all requests weigh the same. */
const ASKED = 0.8;
const CERTAIN = 1;

function browse(input: JsonObject): Step {
  return call('get_browsing_history', { limit: PAGE, ...input });
}

function call(name: string, input: JsonObject = {}): Step {
  return { call: { name, input } };
}

/** Several requests of one kind become one step. */
function together(steps: readonly Step[]): Step {
  const calls = steps.flatMap((step): readonly ToolWish[] => ('call' in step ? [step.call].flat() : []));
  return calls.length > 0 ? { call: calls } : (steps[0] ?? { say: '' });
}

function intent<T extends Topic>(
  topic: T,
  step: (request: Extract<Request, { topic: T }>, reading: Reading) => Step,
): Intent {
  return {
    name: topic,
    score: (reading) => (find(reading, topic).length > 0 ? ASKED : 0),
    step: (reading) => together(find(reading, topic).map((request) => step(request, reading))),
  };
}

/** A question of ours, or a proposal, that this message answers or corrects. */
const answered: Intent = {
  name: 'answer',
  score: (reading) => (answerStep(reading) === undefined && correctionStep(reading) === undefined ? 0 : CERTAIN),
  step: (reading) => answerStep(reading) ?? correctionStep(reading) ?? { say: '' },
};

export const rulebook = defineRulebook({
  agent: 'personalization',
  foreseen: ['get_profile', 'get_preferences', 'get_browsing_history', 'get_purchase_profile', 'list_memories'],
  intents: [
    answered,
    {
      name: 'next-visits',
      score: (reading) => (nextVisits(reading) === undefined ? 0 : CERTAIN),
      step: (reading) => browse({ offset: nextVisits(reading) ?? 0 }),
    },
    intent('profile', () => call('get_profile')),
    intent('browsing', () => browse({})),
    intent('options', () => call('get_preferences')),
    intent('purchases', ({ since }) => call('get_purchase_profile', since === undefined ? {} : { since })),
    intent('insights', () => call('get_similar_customer_insights')),
    intent('memories', ({ about }) => call('list_memories', about === undefined ? {} : { about })),
    intent('export', () => call('export_my_data')),
    intent('address', (_, reading) => addressStep(reading)),
    intent('preference', ({ preference, value }) => {
      if (preference === undefined) return { say: ASK.preference };
      // What it may be is in the shop's data, so the question comes from there.
      return value === undefined ? call('get_preferences') : call('set_preference', { preference, value });
    }),
    intent('newsletter', ({ subscribed }) => call('set_newsletter', { subscribed })),
    intent('remember', ({ fact }) => rememberStep(fact)),
    intent('forget', ({ wish }, reading) => forgetStep(wish, reading)),
    intent('erase', () => call('erase_my_data')),
    {
      name: 'unable',
      score: (reading) => (find(reading, 'unable').length > 0 ? ASKED : 0),
      step: (reading) => ({
        say: find(reading, 'unable')
          .map(({ say }) => say)
          .join('\n\n'),
      }),
    },
  ],
  tell: {
    get_profile: (profile, reading) =>
      tellProfile(
        profile,
        find(reading, 'profile').flatMap(({ aspects }) => aspects),
      ),
    get_preferences: (found, reading) =>
      tellPreferences(
        found,
        requestsOf(reading).flatMap((request) => (request.topic === 'preference' ? (request.preference ?? []) : []))[0],
      ),
    get_browsing_history: (history, _, input) => tellBrowsing(history, input),
    get_purchase_profile: tellPurchases,
    get_similar_customer_insights: tellInsights,
    list_memories: tellMemories,
    export_my_data: tellExport,
  },
  otherwise: () => ({
    notMine:
      'I can tell you what your account says: name, e-mail, address, loyalty tier, newsletter, ways of payment, gift card balance, preferences, what you looked at lately and how you buy. ' +
      'I can change your default address, your preferences and the newsletter, remember things about you, and send or erase your data. What would you like?',
  }),
});
