/** Rows of what a shop is and sells: itself, its catalogue, what it writes about it. */
export type Options = Record<string, string>;

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

export interface CannedReplyRow {
  tenant_id: string;
  id: string;
  title: string;
  body: string;
}
