/** One product of a search as it is reported. */
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { restockDay, stockState } from '../policy/stock.ts';
import { optionsText, priceText, type VariantPart } from './product-view.ts';

/** One product inside the JSON of the statement; `variants` are those that meet the filters. */
export interface HitPart {
  readonly id: string;
  readonly name: string;
  readonly category: string;
  readonly description: string;
  readonly rating: number | null;
  readonly review_count: number;
  readonly variants: readonly VariantPart[];
}

const SHORT = 160;
/** Most forms of a product that are named in a list. */
const MOST_FORMS = 6;

export function hitView(hit: HitPart, currency: string, day: string): JsonObject {
  const available = hit.variants.filter((variant) => variant.on_hand > 0);
  const restock = hit.variants.flatMap((variant) => restockDay(variant, day) ?? []).sort()[0];
  return {
    product_id: hit.id,
    name: hit.name,
    category: hit.category,
    price_text: priceText(
      hit.variants.map((variant) => variant.price_cents),
      currency,
    ),
    rating: hit.rating,
    review_count: hit.review_count,
    in_stock: available.length > 0,
    stock:
      available.length === 0
        ? 'sold_out'
        : available.some((variant) => stockState(variant) === 'in_stock')
          ? 'in_stock'
          : 'low',
    ...forms('in_stock_options', available),
    ...forms(
      'sold_out_options',
      hit.variants.filter((variant) => variant.on_hand <= 0),
    ),
    ...(available.length === 0 && restock !== undefined ? { restock_expected_on: restock } : {}),
    description: short(hit.description),
  };
}

function forms(name: string, variants: readonly VariantPart[]): JsonObject {
  const texts = [...new Set(variants.map((variant) => optionsText(variant.options)).filter((text) => text !== ''))];
  return texts.length === 0 ? {} : { [name]: texts.slice(0, MOST_FORMS) };
}

/** Whole sentences where they fit, else whole words. */
export function short(text: string): string {
  if (text.length <= SHORT) return text;
  const head = text.slice(0, SHORT);
  const sentence = head.lastIndexOf('. ');
  return sentence > SHORT / 3 ? head.slice(0, sentence + 1) : `${head.slice(0, head.lastIndexOf(' '))} …`;
}
