/** What this agent answers without a language model. */
import { defineRulebook, type Step, type ToolWish } from '@deskfleet/shared/rulebook/engine.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import type { Reading } from '@deskfleet/shared/rulebook/reading.ts';
import { orderId } from '@deskfleet/shared/rulebook/slots.ts';
import { conceptsIn } from './policy/concepts.ts';
import { askedWhichProduct, chosenOfList, cited, lastQuestion, wantsNext } from './rulebook/conversation.ts';
import { isBroken, productOfWarranty, requestsIn, type Requests } from './rulebook/requests.ts';
import { tellArticles } from './rulebook/tell-articles.ts';
import { tellWarranty } from './rulebook/tell-warranty.ts';

const MOST_WORDS = 600;
/** The engine answers everything that fits about equally well, so all requests weigh the same. */
const ASKED = 0.8;
const CERTAIN = 1;
const KNOWN_ISSUES = 'known-issues';

function search(query: string, more: JsonObject = {}): ToolWish {
  return { name: 'search_knowledge', input: { query: query.slice(0, MOST_WORDS), ...more } };
}

/** The product that was talked about, for a message that names none. */
function productBefore(reading: Reading): { readonly product?: string } {
  const names = conceptsIn(reading.text).some(({ role }) => role === 'kind' || role === 'word');
  const about = cited(reading)[0]?.about;
  return names || about === undefined ? {} : { product: about };
}

function warrantyCall(reading: Reading): ToolWish {
  const order_id = orderId(reading.text);
  const product = productOfWarranty(reading) ?? productBefore(reading).product;
  return { name: 'check_warranty', input: { ...(order_id === undefined ? {} : { order_id }), ...(product === undefined ? {} : { product }) } };
}

function steps(requests: Requests, reading: Reading): readonly ToolWish[] {
  const { ownWarranty, warrantyTerms, knownIssues, policy, help } = requests;
  const signedIn = reading.context.signed_in;
  return [
    ...(knownIssues ? [search(reading.text, { category: KNOWN_ISSUES, limit: 8, ...productBefore(reading) })] : []),
    ...(policy ? [search(reading.text, { category: 'policy' })] : []),
    ...(help ? [search(reading.text, productBefore(reading))] : []),
    ...(ownWarranty && signedIn ? [warrantyCall(reading)] : []),
    ...(ownWarranty && signedIn && isBroken(reading.text) && !help ? [search('how do i make a warranty claim', { category: 'warranty' })] : []),
    ...(warrantyTerms || (ownWarranty && !signedIn) ? [search(reading.text, { category: 'warranty' })] : []),
  ];
}

function asked(reading: Reading): readonly ToolWish[] {
  return steps(requestsIn(reading.text), reading);
}

export const rulebook = defineRulebook({
  agent: 'troubleshooting',
  intents: [
    {
      name: 'next',
      score: (reading) => (wantsNext(reading) ? CERTAIN : 0),
      step: (reading) => {
        const given = cited(reading);
        const about = given[0]?.about ?? '';
        return { call: search(lastQuestion(reading) ?? about, { product: about, exclude: [...new Set(given.map(({ id }) => id))].slice(0, 40) }) };
      },
    },
    {
      name: 'chosen',
      score: (reading) => (chosenOfList(reading) === undefined ? 0 : CERTAIN),
      step: (reading) => ({ call: search(chosenOfList(reading) ?? reading.text) }),
    },
    {
      name: 'which-product',
      score: (reading) => (askedWhichProduct(reading) && !conceptsIn(reading.text).some(({ role }) => role === 'symptom') && conceptsIn(reading.text).length > 0 ? CERTAIN : 0),
      step: (reading) => ({ call: search(lastQuestion(reading) ?? reading.text, { product: reading.text.slice(0, 120) }) }),
    },
    {
      name: 'asked',
      score: (reading) => (asked(reading).length > 0 ? ASKED : 0),
      step: (reading) => ({ call: asked(reading) }),
    },
  ],
  tell: {
    search_knowledge: (result, _, input) => tellArticles(result, input),
    check_warranty: (result, _, input) => tellWarranty(result, input),
  },
  otherwise: (reading): Step => (conceptsIn(reading.text).length > 0 ? { call: search(reading.text) } : {
    say: 'I help with products that do not work, with setting them up, known issues and warranty. Which product is it, and what happens exactly?',
  }),
});
