/** One product in words: only what the result says, what was asked for first. */
import { isJsonObject, type JsonObject } from '@deskfleet/shared/json.ts';
import type { Reading } from '@deskfleet/shared/rulebook/reading.ts';
import { called, day, listed, namesakes, objects, ratingWords, shown, stockWords, texts } from './words.ts';

const COMPARES = /\b(?:compar\w+|versus|vs|difference|better)\b/u;
const PRICE = /\b(?:how much|prices?|costs?|cheap\w*|expensive)\b/u;
const FORMS = /\b(?:colou?rs?|versions?|variants?|sizes?|options?)\b/u;

export function tellProduct(product: JsonObject, reading: Reading): string {
  const others = COMPARES.test(reading.text) ? [] : namesakes(product);
  const parts = [
    headline(product),
    ...aspects(product, reading.text),
    ...(others.length > 0 ? [`Similar names: ${listed(others.map(called))}.`] : []),
  ];
  return parts.filter((part) => part !== '').join('\n');
}

function headline(product: JsonObject): string {
  const price = shown(product['price_text']);
  const stock = product['in_stock'] === true ? 'in stock' : soldOut(product);
  return `${called(product)}: ${[price, ratingWords(product), stock].filter((part) => part !== '').join(', ')}.`;
}

function soldOut(product: JsonObject): string {
  const restock = objects(product['variants'])
    .flatMap((variant) => shown(variant['restock_expected_on']) || [])
    .sort()[0];
  return stockWords({ stock: 'sold_out', ...(restock === undefined ? {} : { restock_expected_on: restock }) });
}

function aspects(product: JsonObject, text: string): readonly string[] {
  const price = PRICE.test(text);
  const forms = FORMS.test(text);
  if (!price && !forms) return [shown(product['description']), attributes(product), variants(product)];
  return [variants(product)];
}

function attributes(product: JsonObject): string {
  const entries = Object.entries(isJsonObject(product['attributes']) ? product['attributes'] : {});
  return entries.length === 0
    ? ''
    : `Details: ${entries.map(([name, value]) => `${name.replaceAll('_', ' ')} ${shown(value)}`).join('; ')}.`;
}

function variants(product: JsonObject): string {
  const all = objects(product['variants']).filter((variant) => shown(variant['options_text']) !== '');
  if (all.length === 0) return '';
  const onePrice = new Set(all.map((variant) => variant['price_cents'])).size === 1;
  return `Comes as: ${all.map((variant) => `${shown(variant['options_text'])} (${onePrice ? '' : `${shown(variant['price_text'])}, `}${stockWords(variant)})`).join('; ')}.`;
}

export function tellAvailability(result: JsonObject, reading: Reading): string {
  const others = namesakes(result);
  return `${availability(result, reading)}${others.length > 0 ? `\nSimilar names: ${listed(others.map(called))}.` : ''}`;
}

function availability(result: JsonObject, reading: Reading): string {
  const asked = objects(result['variants']);
  const others = objects(result['other_variants']);
  const options = texts(result['options_asked']);
  const name = called(result);
  if (asked.length === 0 && options.length > 0) {
    return `The shop does not have the ${name} in ${listed(options)}.${others.length > 0 ? ` It comes as: ${others.map(form).join('; ')}.` : ''}`;
  }
  if (asked.length === 0) return `The ${name} is not on sale at the moment.`;
  if (options.length === 0 && FORMS.test(reading.text))
    return `The ${name} comes as:\n${asked.map((variant) => `- ${form(variant)}`).join('\n')}`;
  const what = `${name}${options.length > 0 ? ` in ${listed(options)}` : ''}`;
  const there = asked.filter((variant) => variant['stock'] !== 'sold_out');
  if (there.length === 0) {
    const restock = asked.flatMap((variant) => shown(variant['restock_expected_on']) || []).sort()[0];
    const alternatives = others.filter((variant) => variant['stock'] !== 'sold_out');
    return (
      `No, the ${what} is sold out. ${restock === undefined ? 'No day for new stock is known.' : `New stock is expected on ${day(restock)}.`}` +
      (alternatives.length > 0 ? ` In stock: ${alternatives.map(form).join('; ')}.` : '')
    );
  }
  const single = asked.length === 1 ? asked[0] : undefined;
  if (single !== undefined) return `Yes, the ${what} is ${stockWords(single)}, at ${shown(single['price_text'])}.`;
  return `Yes, the ${what} is in stock:\n${asked.map((variant) => `- ${form(variant)}`).join('\n')}`;
}

function form(variant: JsonObject): string {
  const options = shown(variant['options_text']);
  return `${options === '' ? '' : `${options}: `}${shown(variant['price_text'])}, ${stockWords(variant)}`;
}
