/** Tells a safety stop: the prepared text, its source, and the way to a person. Nothing else. */
import type { JsonObject } from '@deskfleet/shared/json.ts';
import type { Reading } from '@deskfleet/shared/rulebook/reading.ts';
import { sourceLine } from './conversation.ts';
import { ASK } from './service-talk.ts';
import { listed, object, objects, shown, texts } from './words.ts';

/** @returns undefined when the result is no safety stop. */
export function tellStop(result: JsonObject, reading: Reading): string | undefined {
  const stop = object(result['safety_stop']);
  switch (shown(stop['kind'])) {
    case 'hazard':
      return [shown(stop['script']), ...offer(reading)].join('\n');
    case 'recall':
      return [tellRecalls(objects(stop['recalls'])), ...offer(reading)].join('\n\n');
    default:
      return undefined;
  }
}

function offer({ context }: Reading): readonly string[] {
  return context.signed_in ? [ASK.offer] : ['Sign in and I open a ticket with our service team for you.'];
}

/** Each recall in the words the shop has prepared. */
export function tellRecalls(recalls: readonly JsonObject[]): string {
  const products = [...new Set(recalls.map((recall) => shown(recall['product'])))];
  return [
    `Important: there is a safety recall for the ${listed(products)}.`,
    ...recalls.flatMap((recall) => {
      const articles = objects(recall['articles']);
      const script = shown(recall['script']);
      const inArticles = articles.some((article) => shown(article['text']).includes(script));
      return [
        ...articles.map(
          (article) =>
            `${shown(article['text'])}\n${sourceLine(shown(article['id']), shown(article['title']), shown(article['section']))}`,
        ),
        ...(inArticles ? [] : [script]),
      ];
    }),
  ].join('\n\n');
}

/** What `check_recall` found. */
export function tellRecallCheck(result: JsonObject, reading: Reading, input: JsonObject): string {
  const stop = tellStop(result, reading);
  if (stop !== undefined) return stop;
  const unaffected = texts(result['not_affected']);
  if (unaffected.length > 0)
    return `With that serial number the ${listed(unaffected)} is not part of the recall: you can go on using it.`;
  const others = objects(result['other_recalls']);
  const asked = input['product'] !== undefined || input['order_id'] !== undefined;
  if (asked) {
    const products = texts(result['products']);
    return products.length === 0
      ? `I do not find "${shown(input['product'])}" among our products, so I know of no recall of it. Which product is it?`
      : `There is no recall of the ${listed(products.slice(0, MOST_NAMED))}.`;
  }
  const own = reading.context.signed_in ? 'Nothing that you bought from us is recalled.' : '';
  if (others.length === 0) return own === '' ? 'There is no recall at the moment.' : own;
  return [own, tellRecalls(others)].filter((part) => part !== '').join('\n\n');
}

const MOST_NAMED = 5;
