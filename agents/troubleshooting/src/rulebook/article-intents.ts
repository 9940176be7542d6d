/** Questions that articles and warranties answer. */
import type { Intent, ToolWish } from '@deskfleet/shared/rulebook/engine.ts';
import type { Reading } from '@deskfleet/shared/rulebook/reading.ts';
import { isName, namesProduct, search, steps, wantsPerson } from './article-search.ts';
import { chosenIssue, cited, lastQuestion, productTalkedAbout, wantsNext } from './conversation.ts';
import { wantsGuide } from './guide-talk.ts';
import { requestsIn } from './requests.ts';
import { clausesOf, serviceRequestsIn } from './service-requests.ts';

/** The engine answers everything that fits about equally well, so all requests weigh the same. */
export const ASKED = 0.8;
export const CERTAIN = 1;
export const MOST_NAME = 120;
const MOST_EXCLUDED = 40;

/** What is asked of articles and warranties, in the parts of the message that ask nothing else. */
function asked(reading: Reading): readonly ToolWish[] {
  const rest = withoutService(reading);
  return rest.text === '' ? [] : steps(requestsIn(rest.text), rest);
}

const ASKS =
  /\?|\b(?:how|what|why|which|warrant\w*|guarantee|polic\w*)\b|^(?:is|are|does|do|did|can|could|has|have|will|when)\b/u;

/** The message without its requests to the service department and for a guide. */
function withoutService(reading: Reading): Reading {
  const others = [...serviceRequestsIn(reading.text).map(({ words }) => words), ...guideWords(reading)];
  if (others.length === 0) return reading;
  const rest = clausesOf(reading.text).filter((clause) => !others.includes(clause));
  // What is wrong with the thing to be repaired needs no search of its own.
  return { ...reading, text: rest.some((clause) => ASKS.test(clause)) ? rest.join('. ') : '' };
}

/** The parts of a message that ask to be led. */
export function guideWords(reading: Reading): readonly string[] {
  return clausesOf(reading.text).filter((clause) => wantsGuide(clause));
}

export const articleIntents: readonly Intent[] = [
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
