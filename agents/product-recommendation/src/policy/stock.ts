/** What customers are told about stock. Exact numbers stay with the shop above a few pieces. */

export type StockState = 'in_stock' | 'low' | 'sold_out';

export interface StockRow {
  readonly on_hand: number;
  readonly reorder_threshold: number;
  /** ISO day, or null when nobody knows. */
  readonly restock_expected_on: string | null;
}

/** Most pieces that are told as a number. */
export const EXACT_UP_TO = 10;

export function stockState({
  on_hand,
  reorder_threshold,
}: Pick<StockRow, 'on_hand' | 'reorder_threshold'>): StockState {
  if (on_hand <= 0) return 'sold_out';
  return on_hand <= Math.min(reorder_threshold, EXACT_UP_TO) ? 'low' : 'in_stock';
}

/** The number of pieces as text: exact up to {@link EXACT_UP_TO}. */
export function piecesText(onHand: number): string {
  return onHand > EXACT_UP_TO ? `more than ${EXACT_UP_TO}` : String(Math.max(onHand, 0));
}

/** The day new stock is expected; null when there is stock, when nobody knows, or when that day has passed. @param today ISO day. */
export function restockDay(row: StockRow, today: string): string | null {
  const day = row.restock_expected_on;
  return row.on_hand > 0 || day === null || day < today ? null : day;
}

/** An alias and no interface: only aliases count as JSON objects. */
export type StockView = Readonly<{ stock: StockState; pieces: string; restock_expected_on?: string }>;

export function stockView(row: StockRow, today: string): StockView {
  const restock = restockDay(row, today);
  return {
    stock: stockState(row),
    pieces: piecesText(row.on_hand),
    ...(restock === null ? {} : { restock_expected_on: restock }),
  };
}
