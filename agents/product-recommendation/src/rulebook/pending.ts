/** Answers to our own questions: what was missing is put into what was asked for before. */
import type { Reading } from '@deskfleet/shared/rulebook/reading.ts';
import { wordsIn } from '../words/search-words.ts';
import { namesIn } from './compare-wish.ts';
import { idsIn, lastProduct, placeNamed } from './mentioned.ts';
import { phraseIn } from './phrase.ts';
import { ASK, isRequest, withOptions, type Request, type Wish } from './request.ts';
import { reviewsOf } from './review-wish.ts';

/** A message with a request of its own is no answer. */
const OWN_REQUEST =
  /\b(?:what|how|do you|recommend\w*|suggest\w*|show me|search|compare|where|when|instead|do you have|tell me|notify|looking for)\b/u;
const SEVERAL = /several products fit "([^"]*)": (.*)\. which one do you mean\?/u;
const VARIANTS = /several variants of the .*?\(([^()\s]+)\) are sold out: (.*)\. which one shall i watch for you\?/u;
const OTHER = /which other product shall i compare the (.*) with\?/u;

/**
 * @param requestsBefore what the message before asked for, read as it was then
 * @returns undefined when we asked nothing or this is no answer to it
 */
export function answered(
  reading: Reading,
  requestsBefore: (earlier: Reading) => readonly Wish[],
): readonly Wish[] | undefined {
  const [last, ...before] = reading.earlier;
  if (last?.role !== 'assistant' || OWN_REQUEST.test(reading.text)) return undefined;
  const several = SEVERAL.exec(last.text);
  if (several !== null) return chosenProduct(reading, several[1] ?? '', several[2] ?? '', requestsBefore);
  const variants = VARIANTS.exec(last.text);
  if (variants !== null) return chosenVariant(reading, variants[1] ?? '', variants[2] ?? '');
  const other = OTHER.exec(last.text)?.[1];
  const names = namesIn(reading.text);
  const [name] = names.length > 0 ? names : [pointedAt(reading)];
  if (name === undefined) return undefined;
  if (other !== undefined && name === other) return [{ ask: ASK.compareWith(other) }];
  if (other !== undefined) return [{ tool: 'compare_products', input: { products: [other, name] } }];
  if (asked(last.text, ASK.compare)) {
    return names.length > 1
      ? [{ tool: 'compare_products', input: { products: names.slice(0, 4) } }]
      : [{ ask: ASK.compareWith(name) }];
  }
  const { options } = phraseIn(reading.text);
  if (asked(last.text, ASK.reviews)) return [reviewsOf(name, before[0]?.text ?? '')];
  if (asked(last.text, ASK.notify)) return [{ tool: 'notify_when_in_stock', input: withOptions(name, options) }];
  if (!asked(last.text, ASK.product)) return undefined;
  // What was asked about "it" is asked about the product now named.
  const again = requestsBefore({
    ...earlierReading(reading),
    earlier: [{ role: 'user', text: name, raw: name }],
  }).filter(isRequest);
  return again.length > 0 ? again : undefined;
}

function asked(text: string, question: string): boolean {
  return text.endsWith(question.toLowerCase());
}

function pointedAt(reading: Reading): string | undefined {
  return placeNamed(reading.text) === undefined && !/\b(?:that|this) one\b/u.test(reading.text)
    ? undefined
    : lastProduct(reading, reading.text);
}

/** The message before, as it was read then. */
function earlierReading(reading: Reading): Reading {
  const text = reading.earlier[1]?.text ?? '';
  return { ...reading, raw: text, text, earlier: reading.earlier.slice(2) };
}

function chosenProduct(
  reading: Reading,
  said: string,
  offered: string,
  requestsBefore: (earlier: Reading) => readonly Wish[],
): readonly Wish[] | undefined {
  const candidates = offered.split('), ').map((entry) => ({ id: idsIn(`${entry})`)[0] ?? '', words: wordsIn(entry) }));
  const place = placeNamed(reading.text);
  const words = new Set(wordsIn(reading.text));
  const points = candidates.map(
    (candidate) => (words.has(candidate.id) ? 10 : 0) + candidate.words.filter((word) => words.has(word)).length,
  );
  const most = Math.max(0, ...points);
  const best = candidates.filter((_, index) => most > 0 && points[index] === most);
  const product =
    (place === undefined ? undefined : candidates.at(place)?.id) ??
    (best.length === 1 ? best[0]?.id : undefined) ??
    phraseIn(reading.text).name;
  if (product === undefined || product === '') return undefined;
  const again = requestsBefore(earlierReading(reading))
    .filter(isRequest)
    .flatMap((request) => replaced(request, said, product));
  return again.length > 0 ? again : [{ tool: 'get_product', input: { product } }];
}

/** The request with the product in place of what was said; nothing when it was not about that. */
function replaced(request: Request, said: string, product: string): readonly Request[] {
  const { input } = request;
  if (input['product'] === said) return [{ ...request, input: { ...input, product } }];
  const { products } = input;
  if (!isTexts(products) || !products.includes(said)) return [];
  return [{ ...request, input: { ...input, products: products.map((one) => (one === said ? product : one)) } }];
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

function chosenVariant(reading: Reading, product: string, offered: string): readonly Wish[] | undefined {
  const forms = offered.split('; ');
  const place = placeNamed(reading.text);
  const { options } = phraseIn(reading.text);
  const words = new Set(wordsIn(reading.text));
  const named = forms.filter((form) => wordsIn(form).some((word) => words.has(word)));
  const form =
    (place === undefined ? undefined : forms.at(place)) ??
    (options.length === 0 && named.length === 1 ? named[0] : undefined);
  const wanted = form === undefined ? options : form.split(', ');
  return wanted.length === 0 ? undefined : [{ tool: 'notify_when_in_stock', input: withOptions(product, wanted) }];
}
