/** What this agent answers without a language model. */
import { defineRulebook, type Step } from '@deskfleet/shared/rulebook/engine.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import type { Reading } from '@deskfleet/shared/rulebook/reading.ts';
import { clauses, isForOthers } from './rulebook/clauses.ts';
import { requestsOf } from './rulebook/requests.ts';
import { tellAvailability, tellProduct } from './rulebook/tell-product.ts';
import { tellSearch } from './rulebook/tell-search.ts';
import { objects, shown } from './rulebook/words.ts';

const OPINIONS_OF_IT =
  /\b(?:people|customers|users|reviews?|opinions?)\b.*\b(?:it|them|that|this)\b|\b(?:its|their) (?:reviews?|ratings?)\b/u;

/** "I need a gaming laptop. What do people say about it?": the first hit is looked at once it is known. */
function reviewsOfBest(result: JsonObject, reading: Reading): Step | undefined {
  const [best] = objects(result['hits']);
  const wanted = clauses(reading.text).some((clause) => !isForOthers(clause) && OPINIONS_OF_IT.test(clause));
  return wanted && best !== undefined
    ? { call: { name: 'get_product', input: { product: shown(best['product_id']) } } }
    : undefined;
}

export const rulebook = defineRulebook({
  agent: 'product-recommendation',
  intents: [
    {
      name: 'products',
      score: (reading) => (requestsOf(reading).length > 0 ? 1 : 0),
      step: (reading) => ({ call: requestsOf(reading).map(({ tool, input }) => ({ name: tool, input })) }),
    },
  ],
  tell: {
    search_products: (result, reading, input) => reviewsOfBest(result, reading) ?? tellSearch(result, reading, input),
    get_product: tellProduct,
    check_availability: tellAvailability,
  },
  otherwise: () => ({
    say: 'I can search our products by kind, price and colour, tell you what is in stock, what a product costs and what people say about it, and compare two products. What are you looking for?',
  }),
});
