/** Lists of products in words: recommendations, top lists, categories. Only what the result says. */
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { called, objects, shown, texts } from './words.ts';
import { facts, nothingFound, paging, spelling } from './tell-search.ts';

export function tellRecommendations(result: JsonObject, input: JsonObject): string {
  const [best, ...rest] = objects(result['recommendations']);
  const sponsored = objects(result['sponsored']).map(
    (one) => `- ${called(one)}, sponsored by ${shown(one['sponsor'])}: ${facts(one)}.`,
  );
  if (best === undefined && sponsored.length === 0) return nothingFound(result, { ...input, in_stock: true });
  const near = result['fits_all_words'] === false ? ['No product mentions all of that. These come closest:'] : [];
  const from = Number(input['offset'] ?? 0) + 1;
  return [
    ...spelling(result),
    ...near,
    ...(best === undefined
      ? ['I have nothing else to recommend.']
      : [`I recommend the ${called(best)}: ${facts(best)}. Why: ${reasons(best)}`]),
    ...(rest.length > 0
      ? ['Also possible:', ...rest.map((one) => `- ${called(one)}: ${facts(one)}. Why: ${reasons(one)}`)]
      : []),
    ...(best === undefined ? [] : paging(result, from, rest.length + 1)),
    ...(sponsored.length > 0 ? ['Advertisement, not part of what I recommend:', ...sponsored] : []),
  ].join('\n');
}

function reasons(product: JsonObject): string {
  return texts(product['reasons']).join(' ');
}

const TITLES: Readonly<Record<string, string>> = {
  best_sellers: 'Our best sellers',
  top_rated: 'Our top rated products',
  most_popular: 'Our most popular products',
};

export function tellTop(result: JsonObject, input: JsonObject): string {
  const products = objects(result['products']);
  if (products.length === 0) return nothingFound(result, input);
  const near = result['fits_all_words'] === false ? ['No product mentions all of that. These come closest:'] : [];
  return [
    ...spelling(result),
    ...near,
    `${TITLES[shown(result['by'])] ?? 'The first of our products'} (${shown(result['counted'])}):`,
    ...products.map((one) => `- ${shown(one['place'])}. ${called(one)}: ${facts(one)}.`),
    ...paging(result, Number(input['offset'] ?? 0) + 1, products.length),
  ].join('\n');
}

export function tellCategories(result: JsonObject): string {
  const categories = objects(result['categories']);
  if (categories.length === 0) return 'The shop has nothing on sale at the moment.';
  const lines = categories.map((one) => {
    const count = Number(one['products']);
    const there = Number(one['in_stock']);
    const stock = there === count ? (count === 1 ? 'in stock' : 'all in stock') : `${there} in stock`;
    return `- ${shown(one['category'])}: ${count === 1 ? '1 product' : `${count} products`}, ${stock}, ${shown(one['price_text'])}`;
  });
  const more = result['more'] === undefined ? [] : [`and ${shown(result['more'])} more categories.`];
  return ['This is what we sell:', ...lines, ...more, 'What would you like to see?'].join('\n');
}
