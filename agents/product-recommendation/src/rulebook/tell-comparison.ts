/** A comparison in words: what was asked for first, then what differs, then what is the same. */
import { isJsonObject, type JsonObject } from '@deskfleet/shared/json.ts';
import type { Reading } from '@deskfleet/shared/rulebook/reading.ts';
import { wordsIn } from '../words/search-words.ts';
import { called, listed, objects, ratingWords, shown, stockWords, texts } from './words.ts';

const PRICE = /\b(?:cheap\w*|price\w*|costs?|expensive|afford\w*)\b/u;
const RATING = /\b(?:better|best|rated|rating|reviews?|good|people)\b/u;
const STOCK = /\b(?:in stock|available|sold out)\b/u;

export function tellComparison(result: JsonObject, reading: Reading): string {
  const products = objects(result['products']);
  const differences = objects(result['different']);
  const asked = differences.filter((one) => asksFor(reading.text, shown(one['attribute'])));
  return [
    // Who has the longer battery is read from the line about it.
    ...(asked.length > 0 ? [] : verdicts(result, reading.text, products)),
    `Side by side: ${listed(products.map(called))}.`,
    ...products.map(
      (one) => `- ${shown(one['name'])}: ${shown(one['price_text'])}, ${ratingWords(one)}, ${stockWords(one)}.`,
    ),
    ...different(asked.length > 0 ? asked : differences, products),
    ...same(objects(result['same'])),
  ].join('\n');
}

function verdicts(result: JsonObject, text: string, products: readonly JsonObject[]): readonly string[] {
  const named = (ids: readonly string[]): string =>
    listed(products.filter((one) => ids.includes(shown(one['product_id']))).map((one) => `the ${shown(one['name'])}`));
  const cheapest = texts(result['cheapest']);
  const best = texts(result['best_rated']);
  const two = products.length === 2;
  return [
    ...(PRICE.test(text) || !RATING.test(text)
      ? [
          cheapest.length === 0
            ? 'None of them starts at a lower price.'
            : `${two ? 'Cheaper' : 'Cheapest'}: ${named(cheapest)}.`,
        ]
      : []),
    ...(RATING.test(text) || !PRICE.test(text)
      ? [best.length === 0 ? 'None of them is rated better.' : `${two ? 'Better' : 'Best'} rated: ${named(best)}.`]
      : []),
    ...(STOCK.test(text)
      ? [
          `In stock: ${named(products.filter((one) => one['in_stock'] === true).map((one) => shown(one['product_id']))) || 'none of them'}.`,
        ]
      : []),
  ];
}

/** "Which has the longer battery?" asks for the attribute "battery". */
function asksFor(text: string, attribute: string): boolean {
  const words = new Set(wordsIn(text));
  return wordsIn(attribute.replaceAll('_', ' ')).some((word) => words.has(word) || words.has(`${word}s`));
}

function different(differences: readonly JsonObject[], products: readonly JsonObject[]): readonly string[] {
  if (differences.length === 0) return ['Everything else the shop says about them is the same.'];
  return [
    'What differs:',
    ...differences.map((one) => {
      const values = isJsonObject(one['values']) ? one['values'] : {};
      const each = products.map(
        (product) => `${shown(product['name'])} ${shown(values[shown(product['product_id'])]) || 'not given'}`,
      );
      return `- ${shown(one['attribute']).replaceAll('_', ' ')}: ${each.join('; ')}`;
    }),
  ];
}

function same(attributes: readonly JsonObject[]): readonly string[] {
  return attributes.length === 0
    ? []
    : [
        `The same for all: ${attributes.map((one) => `${shown(one['attribute']).replaceAll('_', ' ')} ${shown(one['value'])}`).join('; ')}.`,
      ];
}
