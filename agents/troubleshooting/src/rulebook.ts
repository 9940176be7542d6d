/** What this agent answers without a language model. */
import { defineRulebook, type Intent, type Step, type ToolWish } from '@deskfleet/shared/rulebook/engine.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import type { Reading } from '@deskfleet/shared/rulebook/reading.ts';
import { orderId } from '@deskfleet/shared/rulebook/slots.ts';
import { conceptsIn } from './policy/concepts.ts';
import { hazardIn } from './policy/hazard.ts';
import { chosenIssue, cited, lastQuestion, productTalkedAbout, wantsNext } from './rulebook/conversation.ts';
import { isBroken, productOfWarranty, requestsIn, type Requests } from './rulebook/requests.ts';
import { guideAction, guideChoiceAsked, wantsGuide, withoutGuideWords } from './rulebook/guide-talk.ts';
import { clausesOf, serviceRequestsIn, type ServiceTopic } from './rulebook/service-requests.ts';
import { answered, answerStep, serialGiven, serviceStep } from './rulebook/service-talk.ts';
import { tellArticles } from './rulebook/tell-articles.ts';
import { tellRecallCheck, tellStop } from './rulebook/tell-safety.ts';
import { tellGuide, tellSlots, tellTickets } from './rulebook/tell-service.ts';
import { tellWarranty } from './rulebook/tell-warranty.ts';
import { objects, shown } from './rulebook/words.ts';

const MOST_CHARACTERS = 600;
const MOST_NAME = 120;
const MOST_EXCLUDED = 40;
/** The engine answers everything that fits about equally well, so all requests weigh the same. */
const ASKED = 0.8;
const CERTAIN = 1;
const KNOWN_ISSUES = 'known-issues';

function search(query: string, more: JsonObject = {}): ToolWish {
  return { name: 'search_knowledge', input: { query: query.slice(0, MOST_CHARACTERS), ...more } };
}

function namesProduct(text: string): boolean {
  return conceptsIn(text).some(({ role }) => role === 'kind' || role === 'word');
}

/** A few words without a verb: an answer to "Which product is it?", or the same question about another one. */
function isName(text: string): boolean {
  const words = conceptsIn(text).filter(({ role }) => role === 'word');
  return (
    words.length <= 2 &&
    text.split(' ').length <= 7 &&
    !/(?<!^(?:it|that|this|mine)) (?:is|are|was|has|have|does|do|did|gets?|got|can|will|shows?|blinks?|makes?)\b/u.test(
      text,
    )
  );
}

function wantsPerson(reading: Reading): boolean {
  return /\b(?:talk|speak|chat|connect me|put me through|transfer me|contact|reach)\b.{0,30}\b(?:human|person|someone|somebody|agent|colleague|representative|team|support|staff)\b|\b(?:real|live) (?:human|person|agent)\b|\bhuman (?:being|agent)\b/u.test(
    reading.text,
  );
}

const THANKS = /\b(?:thanks?|thank you|(?:it|that|this) (?:helped|worked)|(?:it )?works (?:now|again)|solved)\b/u;
const PRONOUN = /\b(?:it|its|it's|they|them|their)\b/u;

/** The product that was talked about, for a message that names none. */
function productBefore(reading: Reading): { readonly product?: string } {
  const about = productTalkedAbout(reading);
  const named = PRONOUN.test(reading.text)
    ? conceptsIn(reading.text).some(({ role }) => role === 'kind') || /\bmy [a-z]/u.test(reading.text)
    : namesProduct(reading.text);
  return named || namesOther(reading.text) || about === undefined ? {} : { product: about };
}

const ALL_PURCHASES =
  /\b(?:all|every\w*|any|which|what) (?:of )?(?:my |the )?(?:things?|purchases?|products?|devices?|items?|orders?|stuff)\b|\beverything\b/u;

function warrantyCall(reading: Reading): ToolWish {
  const order_id = orderId(reading.text);
  const product =
    productOfWarranty(reading) ??
    (ALL_PURCHASES.test(reading.text) || order_id !== undefined ? undefined : productBefore(reading).product);
  return {
    name: 'check_warranty',
    input: { ...(order_id === undefined ? {} : { order_id }), ...(product === undefined ? {} : { product }) },
  };
}

function steps(requests: Requests, reading: Reading): readonly ToolWish[] {
  const { ownWarranty, warrantyTerms, knownIssues, policy, help } = requests;
  const signedIn = reading.context.signed_in;
  return [
    ...(knownIssues ? [search(reading.text, { category: KNOWN_ISSUES, limit: 8, ...productBefore(reading) })] : []),
    ...(policy ? [search(reading.text, { category: 'policy' })] : []),
    ...(help ? [search(reading.text, productBefore(reading))] : []),
    ...(ownWarranty && signedIn ? [warrantyCall(reading)] : []),
    ...(ownWarranty && signedIn && isBroken(reading.text) && !help
      ? [search('how do i make a warranty claim', { category: 'warranty' })]
      : []),
    ...(warrantyTerms || (ownWarranty && !signedIn) ? [search(reading.text, { category: 'warranty' })] : []),
  ];
}

/** What is asked of articles and warranties, in the parts of the message that ask nothing else. */
function asked(reading: Reading): readonly ToolWish[] {
  const rest = withoutService(reading);
  return rest.text === '' ? [] : steps(requestsIn(rest.text), rest);
}

const ASKS = /\?|\b(?:how|what|why|warrant\w*|guarantee|polic\w*)\b/u;

/** The message without its requests to the service department and for a guide. */
function withoutService(reading: Reading): Reading {
  const others = [...serviceRequestsIn(reading.text).map(({ words }) => words), ...guideWords(reading)];
  if (others.length === 0) return reading;
  const text = clausesOf(reading.text)
    .filter((clause) => !others.includes(clause))
    .join('. ');
  // What is wrong with the thing to be repaired needs no search of its own.
  return { ...reading, text: ASKS.test(text) ? text : '' };
}

function guideWords(reading: Reading): readonly string[] {
  return clausesOf(reading.text).filter((clause) => wantsGuide(clause));
}

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

/** "My tablet …": a thing the shop does not know is not the one that was talked about. A recall is no matter of one product. */
function namesOther(text: string): boolean {
  const mine = /\bmy ([\p{L}\p{N}-]+)/u.exec(text)?.[1];
  return /\brecall/u.test(text) || (mine !== undefined && namesProduct(mine));
}

function tellSearch(result: JsonObject, reading: Reading, input: JsonObject): string | Step {
  const stop = tellStop(result, reading);
  if (stop !== undefined) return stop;
  if (wantsPerson(reading))
    return `I cannot pass you on from this chat, but our team helps you at ${shown(result['support_email'])}.`;
  const before = productTalkedAbout(reading);
  // Nothing in the message names a product that fits, so it is about the one that was talked about.
  const named = objects(result['products']).filter(
    ({ name }) =>
      objects(result['articles']).length > 0 || reading.text.includes(shown(name).toLowerCase().split(' ')[0] ?? ''),
  );
  if (
    named.length === 0 &&
    !namesOther(reading.text) &&
    input['product'] === undefined &&
    input['category'] === undefined &&
    before !== undefined
  ) {
    return { call: { name: 'search_knowledge', input: { ...input, product: before } } };
  }
  const told = tellArticles(result, input);
  const own = input['category'] === 'warranty' && requestsIn(reading.text).ownWarranty && !reading.context.signed_in;
  return own ? `These are the general terms. Sign in and I look up your own purchase.\n${told}` : told;
}

const articleIntents: readonly Intent[] = [
  {
    name: 'next',
    score: (reading) => (wantsNext(reading) ? CERTAIN : 0),
    step: (reading) => {
      const given = cited(reading);
      const product = productTalkedAbout(reading);
      const question = lastQuestion(reading);
      // After a list of known issues the matter is the one that was chosen.
      const matter =
        question === undefined || requestsIn(question).knownIssues ? (given[0]?.section ?? reading.text) : question;
      return {
        call: search(matter, {
          ...(product === undefined ? {} : { product }),
          exclude: [...new Set(given.map(({ id }) => id))].slice(0, MOST_EXCLUDED),
        }),
      };
    },
  },
  {
    name: 'chosen-issue',
    score: (reading) => (chosenIssue(reading) === undefined ? 0 : CERTAIN),
    step: (reading) => {
      const chosen = chosenIssue(reading);
      return { call: search(chosen?.issue ?? reading.text, chosen?.product ? { product: chosen.product } : {}) };
    },
  },
  {
    name: 'person',
    score: (reading) => (wantsPerson(reading) ? CERTAIN : 0),
    step: () => ({ call: search('contact our support team', { limit: 1 }) }),
  },
  {
    // "The ZenSound", "and my watch?": the same question about that product.
    name: 'product-only',
    score: (reading) =>
      asked(reading).length === 0 &&
      serviceRequestsIn(reading.text).length === 0 &&
      guideWords(reading).length === 0 &&
      !wantsNext(reading) &&
      !wantsPerson(reading) &&
      isName(reading.text) &&
      namesProduct(reading.text) &&
      lastQuestion(reading) !== undefined
        ? CERTAIN
        : 0,
    step: (reading) => ({
      call: search(lastQuestion(reading) ?? reading.text, { product: reading.text.slice(0, MOST_NAME) }),
    }),
  },
  {
    name: 'asked',
    score: (reading) => (asked(reading).length > 0 ? ASKED : 0),
    step: (reading) => ({ call: asked(reading) }),
  },
];

export const rulebook = defineRulebook({
  agent: 'troubleshooting',
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
  otherwise: (reading): Step =>
    THANKS.test(reading.text)
      ? { say: 'I am glad that helped. Just ask when something else comes up.' }
      : conceptsIn(reading.text).length > 0
        ? { call: search(reading.text, productBefore(reading)) }
        : {
            say: 'I help with products that do not work, with setting them up, known issues and warranty. Which product is it, and what happens exactly?',
          },
});
