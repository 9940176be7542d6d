/** Rows of customers and of what is known about them. */
export type PaymentKind = 'credit_card' | 'debit_card' | 'paypal' | 'gift_card';

export type LoyaltyTier = 'bronze' | 'silver' | 'gold' | 'platinum';

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

export interface StockNotificationRow {
  tenant_id: string;
  id: string;
  customer_id: string;
  variant_id: string;
  state: 'waiting' | 'sent' | 'cancelled';
  created_at: string;
  ended_at: string | null;
}
