/** Plain rows of the shop tables, named and shaped as in `migrations/`. Money is integer cents. */

export type Options = Record<string, string>;

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

export type PaymentKind = 'credit_card' | 'debit_card' | 'paypal' | 'gift_card';

export type LoyaltyTier = 'bronze' | 'silver' | 'gold' | 'platinum';

export interface TenantRow {
  id: string;
  name: string;
  currency: string;
  time_zone: string;
  support_email: string;
  created_at: string;
}

export interface PolicyRow {
  tenant_id: string;
  cancel_statuses: string[];
  cancel_reasons: string[];
  return_window_days: number;
  warranty_days_default: number;
  refund_route: 'original' | 'gift_card';
  staff_approval_over_cents: number | null;
  anonymous_chat: boolean;
  identification_allowed: boolean;
  quote_ttl_seconds: number;
  monthly_model_budget_micros: number | null;
  opened_refused_classes: string[];
  business_hours: Record<string, [string, string][]>;
  auto_resolve_hours: number | null;
}

export interface CustomerRow {
  tenant_id: string;
  id: string;
  first_name: string;
  last_name: string;
  email: string;
  phone: string;
  loyalty_tier: LoyaltyTier;
  age: number;
  newsletter: boolean;
  default_address_id: string;
  created_at: string;
}

export interface AddressRow {
  tenant_id: string;
  id: string;
  customer_id: string;
  line1: string;
  line2: string | null;
  city: string;
  state: string | null;
  postal_code: string;
  country: string;
}

export interface PaymentMethodRow {
  tenant_id: string;
  id: string;
  customer_id: string;
  kind: PaymentKind;
  brand: string | null;
  last_four: string | null;
  balance_cents: number | null;
}

export interface ProductRow {
  tenant_id: string;
  id: string;
  name: string;
  category: string;
  description: string;
  brand: string;
  rating: number | null;
  review_count: number;
  popularity: number;
  attributes: Options;
  warranty_days: number | null;
  active: boolean;
  repurchase_days: number | null;
}

export interface VariantRow {
  tenant_id: string;
  id: string;
  product_id: string;
  options: Options;
  price_cents: number;
  active: boolean;
}

export interface StockRow {
  tenant_id: string;
  variant_id: string;
  on_hand: number;
  reorder_threshold: number;
  reorder_quantity: number;
  restock_expected_on: string | null;
}

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

export interface ReviewRow {
  tenant_id: string;
  id: string;
  product_id: string;
  customer_id: string;
  rating: number;
  title: string;
  body: string;
  created_at: string;
}

export interface PreferenceRow {
  tenant_id: string;
  customer_id: string;
  name: string;
  value: string;
}

export interface MemoryRow {
  tenant_id: string;
  id: string;
  customer_id: string;
  /** Said by the customer, or what a past conversation came to. */
  kind: 'stated' | 'outcome';
  text: string;
  conversation_id: string | null;
  source_turn_id: string | null;
  created_at: string;
}

export interface BrowsingEventRow {
  tenant_id: string;
  id: string;
  customer_id: string;
  product_id: string;
  occurred_at: string;
  action: 'view' | 'compare' | 'add_to_cart' | 'add_to_wishlist' | 'read_reviews';
  seconds: number;
  referrer: string | null;
}

export interface SponsoredProductRow {
  tenant_id: string;
  id: string;
  product_id: string;
  sponsor: string;
  tier: 'premium' | 'standard' | 'basic';
  priority: number;
  starts_on: string;
  ends_on: string;
}

export interface StockNotificationRow {
  tenant_id: string;
  id: string;
  customer_id: string;
  variant_id: string;
  state: 'waiting' | 'sent' | 'cancelled';
  created_at: string;
  ended_at: string | null;
}

export interface ArticleRow {
  tenant_id: string;
  id: string;
  article_id: string;
  title: string;
  section_no: number;
  section: string;
  body: string;
  category: string;
  product_id: string | null;
  updated_at: string;
}

export interface RecallRow {
  tenant_id: string;
  id: string;
  product_id: string;
  title: string;
  hazard: string;
  serial_from: string | null;
  serial_to: string | null;
  script: string;
  article_id: string | null;
  issued_on: string;
  ended_on: string | null;
}

export interface ServiceSlotRow {
  tenant_id: string;
  id: string;
  kind: 'on_site' | 'remote';
  area: string | null;
  starts_at: string;
  ends_at: string;
  state: 'free' | 'booked';
}

export interface RepairBookingRow {
  tenant_id: string;
  id: string;
  customer_id: string;
  order_id: string;
  line_no: number;
  slot_id: string;
  problem: string;
  under_warranty: boolean;
  price_cents: number;
  state: 'booked' | 'cancelled' | 'done';
  created_at: string;
}

export interface ServiceTicketRow {
  tenant_id: string;
  id: string;
  customer_id: string;
  subject: string;
  description: string;
  product_id: string | null;
  order_id: string | null;
  state: 'open' | 'in_progress' | 'answered' | 'closed';
  created_at: string;
  updated_at: string;
}

export interface CannedReplyRow {
  tenant_id: string;
  id: string;
  title: string;
  body: string;
}

export interface RepairPriceRow {
  tenant_id: string;
  category: string;
  kind: 'on_site' | 'remote';
  price_cents: number;
}

/** All rows of the demo shops, keyed by table. */
export interface DemoData {
  tenants: TenantRow[];
  policies: PolicyRow[];
  customers: CustomerRow[];
  addresses: AddressRow[];
  payment_methods: PaymentMethodRow[];
  products: ProductRow[];
  variants: VariantRow[];
  stock: StockRow[];
  orders: OrderRow[];
  order_lines: OrderLineRow[];
  payments: PaymentRow[];
  return_requests: ReturnRequestRow[];
  return_request_lines: ReturnRequestLineRow[];
  refunds: RefundRow[];
  approvals: ApprovalRow[];
  shipments: ShipmentRow[];
  shipment_lines: ShipmentLineRow[];
  shipment_events: ShipmentEventRow[];
  warranties: WarrantyRow[];
  reviews: ReviewRow[];
  preferences: PreferenceRow[];
  browsing_events: BrowsingEventRow[];
  memories: MemoryRow[];
  sponsored_products: SponsoredProductRow[];
  stock_notifications: StockNotificationRow[];
  articles: ArticleRow[];
  recalls: RecallRow[];
  service_slots: ServiceSlotRow[];
  repair_prices: RepairPriceRow[];
  canned_replies: CannedReplyRow[];
  repair_bookings: RepairBookingRow[];
  service_tickets: ServiceTicketRow[];
}
