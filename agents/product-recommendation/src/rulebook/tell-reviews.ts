/** Opinions in words: what customers say, in their own words and with the ids of their reviews. */
import { isJsonObject, type JsonObject } from '@deskfleet/shared/json.ts';
import { quoted } from '@deskfleet/shared/rulebook/quoted.ts';
import type { Reading } from '@deskfleet/shared/rulebook/reading.ts';
import { wantsToRead } from './review-wish.ts';
import { called, listed, namesakes, objects, ratingWords, shown } from './words.ts';

/** Themes told of each side. */
const MOST_THEMES = 5;
const BAD = /\b(?:complain\w*|cons|dislike|hate|problems?|negative|criticis\w*|unhappy)\b/u;
const GOOD = /\b(?:praise\w*|pros|love|like|positive)\b/u;

export function tellReviews(result: JsonObject, reading: Reading, input: JsonObject): string {
  const others = namesakes(result);
  const stock = result['in_stock'] === true ? 'in stock' : 'sold out';
  return [
    `${called(result)}: ${[shown(result['price_text']), ratingWords(result), stock].filter((part) => part !== '').join(', ')}.`,
    ...opinions(result, reading, input),
    ...(others.length > 0 ? [`Similar names: ${listed(others.map(called))}.`] : []),
  ].join('\n');
}

function opinions(result: JsonObject, reading: Reading, input: JsonObject): readonly string[] {
  if (Number(result['review_count'] ?? 0) === 0 && objects(result['reviews']).length === 0)
    return ['There are no reviews of it yet.'];
  const { text } = reading;
  if (wantsToRead(text) || input['offset'] !== undefined) return reviews(result, input);
  const bad = BAD.test(text) && !/\b(?:pros|praise)\b/u.test(text);
  const good = GOOD.test(text) && !bad && !BAD.test(text) && !/\bwhat do\b/u.test(text);
  return [
    ...spread(result),
    ...(bad ? [] : themes('What people praise', result['praise'])),
    ...(good ? [] : themes('What people complain of', result['complaints'])),
    ...(bad && objects(result['complaints']).length === 0 ? ['Nobody complains of anything in the reviews.'] : []),
  ];
}

function spread(result: JsonObject): readonly string[] {
  const stars = isJsonObject(result['ratings_by_stars']) ? result['ratings_by_stars'] : {};
  const parts = Object.entries(stars)
    .sort(([a], [b]) => b.localeCompare(a))
    .map(([star, count]) => `${shown(count)} × ${star} ${star === '1' ? 'star' : 'stars'}`);
  return parts.length === 0 ? [] : [`Ratings: ${parts.join(', ')}.`];
}

function themes(title: string, value: JsonObject[string] | undefined): readonly string[] {
  const all = objects(value).slice(0, MOST_THEMES);
  if (all.length === 0) return [];
  return [
    `${title}:`,
    ...all.map((theme) => {
      const [quote] = objects(theme['quotes']);
      const mentions = Number(theme['mentions'] ?? 0);
      const count = mentions > 1 ? ` (${mentions} reviews)` : '';
      const [title, text] = [shown(quote?.['title']), shown(quote?.['text'])];
      const from = title === '' || title.includes(text) ? '' : `${quoted(title)}, `;
      return `- ${shown(theme['theme'])}${count}: ${quoted(text)} (${from}${shown(quote?.['rating'])} of 5, review ${shown(quote?.['review_id'])})`;
    }),
  ];
}

function reviews(result: JsonObject, input: JsonObject): readonly string[] {
  const page = objects(result['reviews']);
  if (page.length === 0) return ['There are no such reviews.'];
  const from = Number(input['offset'] ?? 0) + 1;
  const more = result['more'] === undefined ? '' : ' Ask for more to see the others.';
  return [
    ...page.map(
      (review) =>
        `- ${quoted(shown(review['title']))}: ${quoted(shown(review['text']))} (${shown(review['rating'])} of 5, review ${shown(review['review_id'])})`,
    ),
    `Reviews ${from} to ${from + page.length - 1} of ${shown(result['total'])}.${more}`,
  ];
}
