/** Which units of an order a request is about. */
import { itemName, itemsNamed, type OrderedItem } from './matching.ts';
import { allow, deny, type Verdict } from './verdict.ts';

export interface OpenLine extends OrderedItem {
  readonly line_no: number;
  readonly product_id: string;
  readonly quantity: number;
  readonly unit_price_cents: number;
}

/** An item as the request names it; without a quantity all of it is meant. */
export interface WantedItem {
  readonly item: string;
  readonly quantity?: number | undefined;
}

/** Units of one variant, taken from the order's lines in their order. */
export interface Picked<W extends WantedItem = WantedItem> {
  readonly wanted: W;
  readonly variant_id: string;
  readonly quantity: number;
  /** The first line that holds it. */
  readonly line: OpenLine;
  readonly parts: readonly { readonly line: OpenLine; readonly quantity: number }[];
}

/** @param action for the question, such as "return". @param lines with units that can still be had. */
export function pickUnits<W extends WantedItem>(
  orderId: string,
  wanted: readonly W[],
  lines: readonly OpenLine[],
  action: string,
): Verdict<readonly Picked<W>[]> {
  const left = new Map(lines.map((line) => [line.line_no, line.quantity]));
  const picked: Picked<W>[] = [];
  for (const want of wanted) {
    const named = itemsNamed(want.item, lines);
    const variants = [...new Set(named.map((line) => line.variant_id))];
    const [variant] = variants;
    const line = named[0];
    if (variant === undefined || line === undefined)
      return deny(
        'item_not_found',
        `Order ${orderId} has no item "${want.item}" that you could ${action}. It has: ${choices(lines)}.`,
      );
    if (variants.length > 1)
      return deny('item_unclear', `Which item of order ${orderId} do you want to ${action}: ${choices(named)}?`);
    const of = lines.filter((candidate) => candidate.variant_id === variant);
    const available = of.reduce((sum, { line_no }) => sum + (left.get(line_no) ?? 0), 0);
    const quantity = want.quantity ?? available;
    if (quantity < 1 || quantity > available) {
      return deny(
        'item_not_found',
        `Order ${orderId} has ${available === 0 ? 'no more' : `only ${available}`} of "${itemName(line.name, line.options)}" that you could ${action}.`,
      );
    }
    let rest = quantity;
    const parts = of.flatMap((candidate) => {
      const take = Math.min(rest, left.get(candidate.line_no) ?? 0);
      rest -= take;
      left.set(candidate.line_no, (left.get(candidate.line_no) ?? 0) - take);
      return take > 0 ? [{ line: candidate, quantity: take }] : [];
    });
    picked.push({ wanted: want, variant_id: variant, quantity, line, parts });
  }
  return allow(picked);
}

/** When nothing is named: the only item, or the question which one. */
export function theOnlyItem(orderId: string, lines: readonly OpenLine[], action: string): Verdict<string> {
  const variants = [...new Set(lines.map((line) => line.variant_id))];
  if (variants.length === 0) return deny('item_not_found', `Order ${orderId} has no item that you could ${action}.`);
  if (variants.length === 1) return allow(variants[0] ?? '');
  return deny('items_missing', `Which item of order ${orderId} do you want to ${action}: ${choices(lines)}?`);
}

function choices(lines: readonly OpenLine[]): string {
  const names = [...new Set(lines.map((line) => itemName(line.name, line.options)))];
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join('; ')}; or ${names.at(-1) ?? ''}`;
}
