/** Other variants in the place of ordered ones: what they are, what they cost more or less, and the lines afterwards. */
import { itemName, optionWords, variantsNamed, type Choosable, type Options } from './matching.ts';
import type { OpenLine, Picked, WantedItem } from './picking.ts';
import { allow, deny, type Verdict } from './verdict.ts';

export interface StockedVariant extends Choosable {
  readonly name: string;
  readonly price_cents: number;
  readonly active: boolean;
  readonly on_hand: number;
  /** ISO day, or null when nobody knows. */
  readonly restock_expected_on: string | null;
}

export interface WantedSwap extends WantedItem {
  /** Variant id, or the options in the customer's words; empty when they did not say. */
  readonly new_item: string;
}

export interface Swap<V extends StockedVariant = StockedVariant> {
  readonly picked: Picked;
  readonly variant: V;
}

/**
 * Finds the new variant of each picked item. `out_of_stock` and `new_item_unclear` say what there is instead.
 * @param sameAllowed an exchange may be for the same thing, a change of a pending order may not.
 */
export function swaps(
  picked: readonly Picked<WantedSwap>[],
  variants: readonly StockedVariant[],
  sameAllowed: boolean,
): Verdict<readonly Swap[]> {
  const found: Swap[] = [];
  const taken = new Map<string, number>();
  for (const one of picked) {
    const ofProduct = variants.filter((variant) => variant.product_id === one.line.product_id);
    const named = variantsNamed(one.wanted.new_item, one.line, ofProduct);
    const [variant, ...others] = named;
    const what = itemName(one.line.name, one.line.options);
    if (variant === undefined || others.length > 0) {
      const offered = (others.length > 0 ? named : ofProduct).filter(
        (candidate) => isSold(candidate) && candidate.variant_id !== one.variant_id,
      );
      return deny(
        one.wanted.new_item === '' || others.length > 0 ? 'new_item_unclear' : 'new_item_not_found',
        choose(what, offered),
      );
    }
    if (variant.variant_id === one.variant_id && !sameAllowed)
      return deny(
        'same_item',
        `That is what you ordered already: ${what}. ${choose(
          what,
          ofProduct.filter((candidate) => isSold(candidate) && candidate.variant_id !== one.variant_id),
        )}`,
      );
    const needed = (taken.get(variant.variant_id) ?? 0) + one.quantity;
    taken.set(variant.variant_id, needed);
    if (!variant.active || variant.on_hand < needed) return deny('out_of_stock', outOfStock(variant));
    found.push({ picked: one, variant });
  }
  return allow(found);
}

function isSold(variant: StockedVariant): boolean {
  return variant.active && variant.on_hand > 0;
}

function choose(what: string, offered: readonly StockedVariant[]): string {
  if (offered.length === 0) return `There is nothing else in stock to have in place of the ${what}.`;
  return `What would you like in place of the ${what}? In stock: ${offered
    .slice(0, 8)
    .map((variant) => optionWords(variant.options))
    .join('; ')}.`;
}

const LONG_DAY = new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', dateStyle: 'long' });

function outOfStock(variant: StockedVariant): string {
  const name = itemName(variant.name, variant.options);
  if (!variant.active) return `The ${name} is no longer sold.`;
  const back =
    variant.restock_expected_on === null
      ? ''
      : ` It is expected back about ${LONG_DAY.format(new Date(variant.restock_expected_on))}.`;
  return variant.on_hand > 0
    ? `There are only ${variant.on_hand} of the ${name} in stock.`
    : `The ${name} is out of stock.${back}`;
}

export interface LineAfter {
  readonly line_no: number;
  readonly variant_id: string;
  readonly name: string;
  readonly options: Options;
  readonly quantity: number;
  readonly unit_price_cents: number;
}

/**
 * The lines that come out when the swaps are made one after the other, each to the first unit that is of its old
 * variant then. A line whose units part becomes two. Only lines that changed or are new are returned.
 */
export function linesAfter(
  lines: readonly OpenLine[],
  changes: readonly Swap[],
  lastLineNo: number,
): readonly LineAfter[] {
  type Unit = Omit<LineAfter, 'quantity'>;
  const units: Unit[] = lines.flatMap((line) =>
    Array.from({ length: line.quantity }, () => ({
      line_no: line.line_no,
      variant_id: line.variant_id,
      name: line.name,
      options: line.options,
      unit_price_cents: line.unit_price_cents,
    })),
  );
  for (const { picked, variant } of changes) {
    for (let count = 0; count < picked.quantity; count += 1) {
      const index = units.findIndex((unit) => unit.variant_id === picked.variant_id);
      const unit = units[index];
      if (unit === undefined) throw new Error('a picked unit is not in the order');
      units[index] = {
        line_no: unit.line_no,
        variant_id: variant.variant_id,
        name: variant.name,
        options: variant.options,
        unit_price_cents: variant.price_cents,
      };
    }
  }
  let free = lastLineNo;
  return lines.flatMap((line) => {
    const groups = new Map<string, LineAfter>();
    for (const unit of units.filter(({ line_no }) => line_no === line.line_no)) {
      const key = `${unit.variant_id} ${unit.unit_price_cents}`;
      groups.set(key, { ...unit, quantity: (groups.get(key)?.quantity ?? 0) + 1 });
    }
    // What stays as it was keeps the line's number.
    const after = [...groups.values()].sort(
      (a, b) => Number(b.variant_id === line.variant_id) - Number(a.variant_id === line.variant_id),
    );
    const numbered = after.map((group, index) => (index === 0 ? group : { ...group, line_no: (free += 1) }));
    return numbered.filter(
      (group) =>
        group.line_no !== line.line_no ||
        group.variant_id !== line.variant_id ||
        group.quantity !== line.quantity ||
        group.unit_price_cents !== line.unit_price_cents,
    );
  });
}

/** Cents the changed order costs more (positive) or less than before. */
export function changeOfPrice(lines: readonly OpenLine[], after: readonly LineAfter[]): number {
  const replaced = lines.filter((line) => after.some(({ line_no }) => line_no === line.line_no));
  return worth(after) - worth(replaced);
}

/** Cents the new items of an exchange cost more than the old ones. */
export function exchangeDifference(changes: readonly Swap[]): number {
  return changes.reduce(
    (sum, { picked, variant }) =>
      sum +
      variant.price_cents * picked.quantity -
      worth(picked.parts.map(({ line, quantity }) => ({ ...line, quantity }))),
    0,
  );
}

function worth(lines: readonly { readonly quantity: number; readonly unit_price_cents: number }[]): number {
  return lines.reduce((sum, line) => sum + line.quantity * line.unit_price_cents, 0);
}
