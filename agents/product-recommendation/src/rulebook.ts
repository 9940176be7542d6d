/** What this agent answers without a language model. */
import { defineRulebook, type Step } from '@deskfleet/shared/rulebook/engine.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import type { Reading } from '@deskfleet/shared/rulebook/reading.ts';
import { clauses, isForOthers } from './rulebook/clauses.ts';
import { tellNotifications } from './rulebook/notify-wish.ts';
import { isRequest } from './rulebook/request.ts';
import { wishesOf } from './rulebook/requests.ts';
import { asksForOpinions, reviewsOf } from './rulebook/review-wish.ts';
import { tellComparison } from './rulebook/tell-comparison.ts';
import { tellCategories, tellRecommendations, tellTop } from './rulebook/tell-list.ts';
import { tellAvailability, tellProduct } from './rulebook/tell-product.ts';
import { tellReviews } from './rulebook/tell-reviews.ts';
import { tellSearch } from './rulebook/tell-search.ts';
import { objects, shown } from './rulebook/words.ts';

const OF_IT = /\b(?:it|them|that|this|its|their)\b/u;

/** "I need a gaming laptop. What do people say about it?": the first hit is looked at once it is known. */
function reviewsOfBest(products: readonly JsonObject[], reading: Reading): Step | undefined {
  const [best] = products;
  const clause = clauses(reading.text).find((one) => !isForOthers(one) && asksForOpinions(one) && OF_IT.test(one));
  if (clause === undefined || best === undefined) return undefined;
  const { tool, input } = reviewsOf(shown(best['product_id']), clause);
  return { call: { name: tool, input } };
}

export const rulebook = defineRulebook({
  agent: 'product-recommendation',
  foreseen: ['get_product', 'get_reviews', 'check_availability', 'compare_products', 'list_categories'],
  intents: [
    {
      name: 'requests',
      score: (reading) => (wishesOf(reading).some(isRequest) ? 1 : 0),
      step: (reading) => ({
        call: wishesOf(reading)
          .filter(isRequest)
          .map(({ tool, input }) => ({ name: tool, input })),
      }),
    },
    {
      name: 'questions back',
      score: (reading) => (wishesOf(reading).some((wish) => !isRequest(wish)) ? 1 : 0),
      step: (reading) => ({
        say: wishesOf(reading)
          .flatMap((wish) => (isRequest(wish) ? [] : [wish.ask]))
          .join(' '),
      }),
    },
  ],
  tell: {
    search_products: (result, reading, input) =>
      reviewsOfBest(objects(result['hits']), reading) ?? tellSearch(result, reading, input),
    recommend_products: (result, reading, input) =>
      reviewsOfBest(objects(result['recommendations']), reading) ?? tellRecommendations(result, input),
    get_top_products: (result, reading, input) =>
      reviewsOfBest(objects(result['products']), reading) ?? tellTop(result, input),
    get_product: tellProduct,
    compare_products: tellComparison,
    get_reviews: tellReviews,
    check_availability: tellAvailability,
    list_categories: tellCategories,
    list_stock_notifications: (result, reading) => tellNotifications(result, reading.text),
  },
  otherwise: () => ({
    notMine:
      'I can search our products, recommend some, compare them, tell you what people say about one and whether it is in stock, ' +
      'and note that you want to hear when something is back. What are you looking for?',
  }),
});
