/** What a colleague may decide about a refund, and what a refusal gives back. */
import type { UnitLine } from './units.ts';
import { deny, type Refusal } from './verdict.ts';

export type ApprovalKind = 'cancellation' | 'item change' | 'return' | 'exchange' | 'missing parcel';

export interface LineBefore extends UnitLine {
  readonly variant_id: string;
  readonly name: string;
  readonly options: Readonly<Record<string, string>>;
  readonly unit_price_cents: number;
}

/** How an order was before the request, as far as its own rows do not tell. */
export interface Undo {
  readonly status?: string;
  readonly total_cents?: number;
  /** Lines that the request cancelled. */
  readonly cancelled?: readonly number[];
  /** Lines as they were, and the numbers of those that were added. */
  readonly lines?: readonly LineBefore[];
  readonly added?: readonly number[];
  /** Units set aside for it. */
  readonly aside?: readonly VariantUnits[];
}

export interface VariantUnits {
  readonly variant_id: string;
  readonly quantity: number;
}

export interface OrderNow {
  readonly order_id: string;
  readonly status: string;
  readonly lines: readonly (UnitLine & { readonly variant_id: string; readonly state: string })[];
  /** Whether all lines of the order are in `lines`. */
  readonly complete: boolean;
  readonly on_hand: Readonly<Record<string, number>>;
}

/** Units that a refusal takes out of stock again (`taken`) and puts back (`back`). */
export interface StockMoves {
  readonly back: readonly VariantUnits[];
  readonly taken: readonly VariantUnits[];
}

export function stockOfRefusal(kind: ApprovalKind, undo: Undo, order: OrderNow): StockMoves {
  switch (kind) {
    case 'cancellation':
      return { back: [], taken: order.lines.filter(({ line_no }) => undo.cancelled?.includes(line_no)) };
    case 'item change': {
      const changed = new Set([...(undo.lines ?? []).map(({ line_no }) => line_no), ...(undo.added ?? [])]);
      return { back: order.lines.filter(({ line_no }) => changed.has(line_no)), taken: undo.lines ?? [] };
    }
    case 'return':
    case 'exchange':
    case 'missing parcel':
      return { back: undo.aside ?? [], taken: [] };
  }
}

/**
 * Money may be kept only where the customer gets again what it was paid for: an order that cannot be put back must be
 * refunded.
 */
export function mayRefuse(kind: ApprovalKind, undo: Undo, order: OrderNow): Refusal | undefined {
  const { order_id, status } = order;
  if (kind === 'cancellation' && (status !== 'cancelled' || undo.cancelled === undefined))
    return cannotRefuse(order_id, 'it cannot be reopened');
  if (kind === 'item change' && (status !== 'pending (item modified)' || undo.lines === undefined))
    return cannotRefuse(order_id, 'its change cannot be taken back any more');
  if ((kind === 'return' || kind === 'exchange') && status !== `${kind} requested`)
    return cannotRefuse(order_id, `its ${kind} is not open any more`);
  if (!order.complete) return cannotRefuse(order_id, 'it has too many items to be put back here');
  const { back, taken } = stockOfRefusal(kind, undo, order);
  const needed = new Map<string, number>();
  for (const { variant_id, quantity } of taken) needed.set(variant_id, (needed.get(variant_id) ?? 0) + quantity);
  for (const { variant_id, quantity } of back) needed.set(variant_id, (needed.get(variant_id) ?? 0) - quantity);
  const gone = [...needed].some(([variant, quantity]) => quantity > (order.on_hand[variant] ?? 0));
  return gone ? cannotRefuse(order_id, 'its items are no longer in stock, so it cannot be put back') : undefined;
}

function cannotRefuse(orderId: string, why: string): Refusal {
  return deny('cannot_refuse', `The refund of order ${orderId} can only be approved: ${why}.`);
}
