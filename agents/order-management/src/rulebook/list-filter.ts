/** Which orders a request for a list is about. */
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { productIn } from './product-in.ts';

const STATUSES: readonly (readonly [status: string, says: RegExp])[] = [
  ['open', /\b(?:open|current|active|unfinished|outstanding|ongoing|upcoming|on (?:its|their|the) way)\b/u],
  ['cancelled', /\bcancell?ed\b/u],
  ['delivered', /\b(?:delivered|arrived|received|completed)\b/u],
  ['partially_shipped', /\bpart(?:ly|ially)[ -]shipped\b/u],
  ['shipped', /\bshipped\b/u],
  ['pending', /\bpending\b/u],
  ['processed', /\b(?:processed|processing|being packed)\b/u],
];

/** Product and status of "show my delivered orders with headphones"; empty for all orders. */
export function listFilter(text: string): JsonObject {
  const status =
    STATUSES.find(([, says]) => says.test(text))?.[0] ?? (/\bwhere (?:are|is)\b/u.test(text) ? 'open' : undefined);
  const words = text.replaceAll(
    /\b(?:open|current|active|unfinished|outstanding|ongoing|upcoming|cancell?ed|delivered|completed|shipped|pending|processed|processing|received)\b/gu,
    ' ',
  );
  const product = productIn(words);
  return { ...(status === undefined ? {} : { status }), ...(product === undefined ? {} : { product }) };
}
