/** What this agent answers without a language model. */
import { defineRulebook, type Intent, type NotMine, type Step } from '@deskfleet/shared/rulebook/engine.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import type { Reading } from '@deskfleet/shared/rulebook/reading.ts';
import { conceptsIn } from './policy/concepts.ts';
import { hazardIn } from './policy/hazard.ts';
import { articleIntents, ASKED, CERTAIN, guideWords, MOST_NAME } from './rulebook/article-intents.ts';
import { MOST_CHARACTERS, namesProduct, productBefore, search, tellSearch } from './rulebook/article-search.ts';
import { lastQuestion } from './rulebook/conversation.ts';
import { guideAction, guideChoiceAsked, withoutGuideWords } from './rulebook/guide-talk.ts';
import { serviceRequestsIn, type ServiceTopic } from './rulebook/service-requests.ts';
import { answered, answerStep, serialGiven, serviceStep } from './rulebook/service-talk.ts';
import { tellRecallCheck } from './rulebook/tell-safety.ts';
import { tellGuide, tellSlots, tellTickets } from './rulebook/tell-service.ts';
import { tellWarranty } from './rulebook/tell-warranty.ts';

const THANKS = /\b(?:thanks?|thank you|(?:it|that|this) (?:helped|worked)|(?:it )?works (?:now|again)|solved)\b/u;

/** What goes before everything else that a message may be read as. */
type Foremost = 'danger' | 'guide-move' | 'answer' | 'guide-choice' | 'serial';

function foremost(reading: Reading): Foremost | undefined {
  if (hazardIn(reading.text) !== undefined) return 'danger';
  if (answered(reading) !== undefined) return 'answer';
  if (guideAction(reading) !== undefined) return 'guide-move';
  if (guideChoiceAsked(reading) && namesProduct(reading.text) && serviceRequestsIn(reading.text).length === 0)
    return 'guide-choice';
  return serialGiven(reading) === undefined ? undefined : 'serial';
}

const first = (name: Foremost, step: (reading: Reading) => Step): Intent => ({
  name,
  score: (reading) => (foremost(reading) === name ? CERTAIN : 0),
  step,
});

/** An intent that counts only where nothing goes before it. */
const other = (intent: Intent): Intent => ({
  ...intent,
  score: (reading) => (foremost(reading) === undefined ? intent.score(reading) : 0),
});

const SERVICE_TOPICS: readonly ServiceTopic[] = [
  'recall',
  'book_repair',
  'list_service_slots',
  'cancel_repair',
  'move_repair',
  'open_ticket',
  'list_tickets',
];

const serviceIntents = SERVICE_TOPICS.map((topic): Intent => {
  const find = (reading: Reading) => serviceRequestsIn(reading.text).find((request) => request.topic === topic);
  return other({
    name: topic,
    score: (reading) => (find(reading) === undefined ? 0 : ASKED),
    step: (reading) => serviceStep(find(reading) ?? { topic, words: reading.text }, reading),
  });
});

/** The problem that the guide is for: told in this message, or before. */
function guideStart(reading: Reading): Step {
  const own = withoutGuideWords(guideWords(reading).join('. '));
  const tells = (text: string): boolean => conceptsIn(text).some(({ role }) => role === 'symptom');
  const words = tells(own) ? own : withoutGuideWords(reading.text);
  const told = tells(words);
  const query = told ? words : `${lastQuestion(reading) ?? ''} ${words}`.trim();
  if (conceptsIn(query).length === 0) return { say: 'Gladly. Which product is it, and what happens exactly?' };
  const about = namesProduct(words) ? {} : productBefore({ ...reading, text: words });
  return { call: { name: 'get_guide', input: { query: query.slice(0, MOST_CHARACTERS), ...about } } };
}

/** Where there is no guide the articles may still help. */
function searchInstead(reading: Reading, input: JsonObject): Step {
  const { query, product } = input;
  return {
    call: search(typeof query === 'string' ? query : reading.text, typeof product === 'string' ? { product } : {}),
  };
}

export const rulebook = defineRulebook({
  agent: 'troubleshooting',
  foreseen: ['search_knowledge', 'check_warranty', 'check_recall', 'list_tickets'],
  intents: [
    // Also a tool's business: it gives the prepared text and nothing else.
    first('danger', (reading) => ({ call: search(reading.text) })),
    first('answer', (reading) => answerStep(answered(reading) ?? 'slot', reading)),
    first('guide-move', (reading) => ({
      call: { name: 'get_guide', input: { action: guideAction(reading) ?? 'repeat' } },
    })),
    first('guide-choice', (reading) => ({
      call: {
        name: 'get_guide',
        input: {
          query: withoutGuideWords(lastQuestion(reading) ?? reading.text),
          product: reading.text.slice(0, MOST_NAME),
        },
      },
    })),
    first('serial', (reading) => serialGiven(reading) ?? { say: 'Which serial number is it?' }),
    ...serviceIntents,
    other({
      name: 'guide',
      score: (reading) => (guideWords(reading).length > 0 ? ASKED : 0),
      step: guideStart,
    }),
    ...articleIntents.map(other),
  ],
  tell: {
    search_knowledge: tellSearch,
    get_guide: (result, reading, input) => tellGuide(result, reading, () => searchInstead(reading, input)),
    check_recall: tellRecallCheck,
    list_service_slots: (result, _, input) => tellSlots(result, input),
    list_tickets: tellTickets,
    check_warranty: (result, _, input) => tellWarranty(result, input),
  },
  otherwise: (reading): Step | NotMine =>
    THANKS.test(reading.text)
      ? { say: 'I am glad that helped. Just ask when something else comes up.' }
      : conceptsIn(reading.text).length > 0
        ? { call: search(reading.text, productBefore(reading)) }
        : {
            notMine:
              'I help with products that do not work, with setting them up, known issues and warranty. Which product is it, and what happens exactly?',
          },
});
