/** Rows of orders and of what becomes of them: payments, parcels, returns, warranties. */
import type { Options } from './shop-rows.ts';

export type OrderStatus =
  | 'pending'
  | 'pending (item modified)'
  | 'processed'
  | 'partially_shipped'
  | 'shipped'
  | 'delivered'
  | 'cancelled'
  | 'return requested'
  | 'exchange requested';

export type LineState = 'ordered' | 'cancelled' | 'return requested' | 'returned' | 'exchange requested' | 'exchanged';

export type ShipmentStatus = 'label_created' | 'in_transit' | 'out_for_delivery' | 'delivered' | 'lost' | 'returned';

export interface OrderRow {
  tenant_id: string;
  id: string;
  customer_id: string;
  status: OrderStatus;
  placed_at: string;
  delivered_at: string | null;
  estimated_delivery_on: string | null;
  cancel_reason: string | null;
  cancelled_at: string | null;
  shipping_address: Options;
  total_cents: number;
}

export interface OrderLineRow {
  tenant_id: string;
  order_id: string;
  line_no: number;
  product_id: string;
  variant_id: string;
  name: string;
  options: Options;
  quantity: number;
  unit_price_cents: number;
  state: LineState;
}

export interface PaymentRow {
  tenant_id: string;
  id: string;
  order_id: string;
  kind: 'payment' | 'refund';
  payment_method_id: string;
  amount_cents: number;
  created_at: string;
}

export interface ReturnRequestRow {
  tenant_id: string;
  id: string;
  order_id: string;
  kind: 'return' | 'exchange';
  state: 'requested' | 'waiting for approval';
  reason: string | null;
  item_condition: 'unopened' | 'opened' | 'damaged' | 'faulty' | null;
  payment_method_id: string | null;
  created_at: string;
}

export interface ReturnRequestLineRow {
  tenant_id: string;
  request_id: string;
  place: number;
  line_no: number;
  variant_id: string;
  quantity: number;
  new_variant_id: string | null;
  new_unit_price_cents: number | null;
}

export interface RefundRow {
  tenant_id: string;
  id: string;
  order_id: string;
  request_id: string;
  payment_method_id: string;
  amount_cents: number;
  state: 'waiting for goods' | 'waiting for approval';
  created_at: string;
}

export interface ApprovalRow {
  tenant_id: string;
  id: string;
  order_id: string;
  kind: 'return' | 'exchange';
  amount_cents: number;
  created_at: string;
}

export interface ShipmentRow {
  tenant_id: string;
  id: string;
  order_id: string;
  carrier: string;
  tracking_number: string;
  status: ShipmentStatus;
  shipped_at: string | null;
  delivered_at: string | null;
  estimated_on: string;
}

export interface ShipmentLineRow {
  tenant_id: string;
  shipment_id: string;
  line_no: number;
  quantity: number;
}

export interface ShipmentEventRow {
  tenant_id: string;
  shipment_id: string;
  occurred_at: string;
  status: ShipmentStatus | 'delayed';
  location: string;
  description: string;
}

export interface WarrantyRow {
  tenant_id: string;
  order_id: string;
  line_no: number;
  product_id: string;
  starts_on: string;
  ends_on: string;
  coverage: string;
}
