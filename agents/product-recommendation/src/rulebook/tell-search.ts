/** Search results in words: only what the result says. */
import type { JsonObject } from '@deskfleet/shared/json.ts';
import type { Reading } from '@deskfleet/shared/rulebook/reading.ts';
import { wantsRecommendation } from './list-wish.ts';
import { called, listed, objects, ratingWords, shown, stockWords, texts } from './words.ts';

export function tellSearch(result: JsonObject, reading: Reading, input: JsonObject): string {
  const hits = objects(result['hits']);
  if (hits.length === 0) return nothingFound(result, input);
  const near = result['fits_all_words'] === false ? 'No product mentions all of that. These come closest:' : '';
  const from = Number(input['offset'] ?? 0) + 1;
  const [best, ...rest] = hits;
  const recommended = near === '' && from === 1 && wantsRecommendation(reading.text) && best !== undefined;
  const lines = recommended
    ? [
        recommendation(best, input),
        ...(rest.length > 0 ? ['Also possible:', ...rest.map((hit) => `- ${called(hit)}: ${facts(hit)}.`)] : []),
      ]
    : [near === '' ? 'This is what I found:' : near, ...hits.map(line)];
  return [...spelling(result), ...lines, ...paging(result, from, hits.length)].join('\n');
}

function recommendation(hit: JsonObject, input: JsonObject): string {
  return `I recommend the ${called(hit)}${reason(hit, input)}: ${facts(hit)}. ${shown(hit['description'])}`;
}

/** Why it stands first: the search was sorted that way. */
function reason(hit: JsonObject, input: JsonObject): string {
  const among = input['in_stock'] === true ? ' of those in stock' : '';
  if (input['sort'] === 'price_low') return `, the cheapest${among}`;
  return input['sort'] === 'rating' && typeof hit['rating'] === 'number' ? `, the best rated${among}` : '';
}

function line(hit: JsonObject): string {
  return `- ${called(hit)}: ${facts(hit)}. ${firstSentence(shown(hit['description']))}`;
}

function firstSentence(text: string): string {
  return /^.*?[.…](?=\s|$)/u.exec(text)?.[0] ?? text;
}

/** Price, rating and stock of a product in a list. */
export function facts(hit: JsonObject): string {
  const there = texts(hit['in_stock_options']);
  const gone = texts(hit['sold_out_options']);
  const forms = there.length > 0 && there.length + gone.length < 4 ? ` (${there.join('; ')})` : '';
  const missing = there.length > 0 && gone.length > 0 ? `, but not in ${listed(gone, 'or')}` : '';
  return `${shown(hit['price_text'])}, ${ratingWords(hit)}, ${stockWords(hit)}${forms}${missing}`;
}

/** Where in a long list we are. */
export function paging(result: JsonObject, from: number, count: number): readonly string[] {
  if (result['more'] === undefined)
    return from === 1 ? [] : [`Products ${from} to ${from + count - 1} of ${shown(result['total'])}.`];
  return [`Products ${from} to ${from + count - 1} of ${shown(result['total'])}. Ask for more to see the others.`];
}

/** "hedphones" was taken for "headphones". */
export function spelling(result: JsonObject): readonly string[] {
  return objects(result['spelled_as']).map(({ typed, meant }) => `I took "${shown(typed)}" for "${shown(meant)}".`);
}

/** That nothing was found, and which limits there were. */
export function nothingFound(result: JsonObject, input: JsonObject): string {
  if (Number(result['total'] ?? 0) > 0) return 'That was all I found.';
  const limits = [
    ...(input['in_stock'] === true ? ['in stock'] : []),
    ...(input['max_price_cents'] !== undefined || input['min_price_cents'] !== undefined
      ? ['in that price range']
      : []),
    ...(texts(input['options']).length > 0 ? [`in ${listed(texts(input['options']))}`] : []),
  ];
  const query = shown(input['query']);
  return (
    `I found no product${query === '' ? '' : ` for "${query}"`}${limits.length > 0 ? ` ${limits.join(' ')}` : ''}. ` +
    (limits.length > 0
      ? 'Shall I look without that limit, or for something else?'
      : 'Which other word describes what you are looking for?')
  );
}
