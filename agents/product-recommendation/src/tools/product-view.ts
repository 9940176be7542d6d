/** Variants as the tools report them. */
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { formatMoney } from '@deskfleet/shared/money.ts';
import { stockView, type StockRow } from '../policy/stock.ts';

/** One variant inside the JSON of a statement. */
export interface VariantPart extends StockRow {
  readonly id: string;
  readonly options: Readonly<Record<string, string>>;
  readonly price_cents: number;
}

/** "black, 128 GB"; empty when a product comes in one form only. */
export function optionsText(options: Readonly<Record<string, string>>): string {
  return Object.values(options).join(', ');
}

/** "$149.99" or "$149.99 to $199.99". Null without a variant. */
export function priceText(cents: readonly number[], currency: string): string | null {
  if (cents.length === 0) return null;
  const [low, high] = [Math.min(...cents), Math.max(...cents)];
  return low === high ? formatMoney(low, currency) : `${formatMoney(low, currency)} to ${formatMoney(high, currency)}`;
}

export function variantView(variant: VariantPart, currency: string, today: string): JsonObject {
  return {
    variant_id: variant.id,
    options: variant.options,
    options_text: optionsText(variant.options),
    price_cents: variant.price_cents,
    price_text: formatMoney(variant.price_cents, currency),
    ...stockView(variant, today),
  };
}

/** Compares options as people write them: "46mm" is "46 mm". */
export function hasOptions(variant: Pick<VariantPart, 'options'>, wanted: readonly string[]): boolean {
  const own = Object.values(variant.options).map(folded);
  return wanted.every((option) => own.includes(folded(option)));
}

export function folded(option: string): string {
  return option
    .toLowerCase()
    .replaceAll(/[\s-]+/gu, '')
    .replace(/^gray$/u, 'grey');
}

/** The shop's calendar day. */
export function today(now: Date, timeZone: string): string {
  // Swedish writes days the ISO way.
  return new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(now);
}
