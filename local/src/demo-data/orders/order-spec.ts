import type { LineState, OrderStatus, ShipmentStatus } from '../order-rows.ts';

export interface LineSpec {
  variantId: string;
  quantity?: number;
  state?: LineState;
}

export interface ShipmentSpec {
  lines: readonly number[];
  status: ShipmentStatus;
  /** When the carrier took the parcel; with `label_created` when the label was printed. */
  shippedAt: string;
  /** When it was delivered, or declared lost. */
  endedAt?: string;
  estimatedOn: string;
  /** When the carrier announced a delay. */
  delayedAt?: string;
}

/** What has to be said about an order; everything else (amounts, parcels, events, warranties) follows from it. */
export interface OrderSpec {
  tenantId: string;
  id: string;
  customerId: string;
  status: OrderStatus;
  placedAt: string;
  lines: readonly LineSpec[];
  /** Amounts in cents; the last way of payment takes the rest. */
  pays: readonly { methodId: string; cents?: number }[];
  deliveredAt?: string;
  /** Calendar day; needed for orders that are still to arrive. */
  estimatedOn?: string;
  cancelledAt?: string;
  cancelReason?: string;
  /** When returned lines were refunded. */
  returnedAt?: string;
  /** Absent: one parcel with everything, as the status asks for. */
  shipments?: readonly ShipmentSpec[];
}
