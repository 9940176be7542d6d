import type { DemoData } from './model.ts';

type Row<Table extends keyof DemoData> = DemoData[Table][number];

/**
 * The columns of each table with their PostgreSQL types, in an order in which every row finds what it refers to.
 * The compiler checks that no column of the row types is missing.
 */
export const TABLE_COLUMNS: { readonly [Table in keyof DemoData]: Readonly<Record<keyof Row<Table>, string>> } = {
  tenants: {
    id: 'text', name: 'text', currency: 'text', time_zone: 'text', support_email: 'text',
    created_at: 'timestamptz',
  },
  policies: {
    tenant_id: 'text', cancel_statuses: 'jsonb', cancel_reasons: 'jsonb', return_window_days: 'integer',
    warranty_days_default: 'integer', refund_route: 'text', staff_approval_over_cents: 'integer',
    anonymous_chat: 'boolean', quote_ttl_seconds: 'integer', monthly_model_budget_micros: 'bigint',
  },
  customers: {
    tenant_id: 'text', id: 'text', first_name: 'text', last_name: 'text', email: 'text', phone: 'text',
    loyalty_tier: 'text', age: 'integer', newsletter: 'boolean', default_address_id: 'text', created_at: 'timestamptz',
  },
  addresses: {
    tenant_id: 'text', id: 'text', customer_id: 'text', line1: 'text', line2: 'text', city: 'text', state: 'text',
    postal_code: 'text', country: 'text',
  },
  payment_methods: {
    tenant_id: 'text', id: 'text', customer_id: 'text', kind: 'text', brand: 'text', last_four: 'text',
    balance_cents: 'integer',
  },
  products: {
    tenant_id: 'text', id: 'text', name: 'text', category: 'text', description: 'text', brand: 'text',
    rating: 'numeric(2,1)', review_count: 'integer', popularity: 'integer', attributes: 'jsonb',
    warranty_days: 'integer', active: 'boolean',
  },
  variants: {
    tenant_id: 'text', id: 'text', product_id: 'text', options: 'jsonb', price_cents: 'integer', active: 'boolean',
  },
  stock: {
    tenant_id: 'text', variant_id: 'text', on_hand: 'integer', reorder_threshold: 'integer',
    reorder_quantity: 'integer',
    restock_expected_on: 'date',
  },
  orders: {
    tenant_id: 'text', id: 'text', customer_id: 'text', status: 'text', placed_at: 'timestamptz',
    delivered_at: 'timestamptz',
    estimated_delivery_on: 'date', cancel_reason: 'text', cancelled_at: 'timestamptz', shipping_address: 'jsonb',
    total_cents: 'integer',
  },
  order_lines: {
    tenant_id: 'text', order_id: 'text', line_no: 'integer', product_id: 'text', variant_id: 'text', name: 'text',
    options: 'jsonb', quantity: 'integer', unit_price_cents: 'integer', state: 'text',
  },
  payments: {
    tenant_id: 'text', id: 'text', order_id: 'text', kind: 'text', payment_method_id: 'text',
    amount_cents: 'integer', created_at: 'timestamptz',
  },
  shipments: {
    tenant_id: 'text', id: 'text', order_id: 'text', carrier: 'text', tracking_number: 'text', status: 'text',
    shipped_at: 'timestamptz', delivered_at: 'timestamptz', estimated_on: 'date',
  },
  shipment_lines: { tenant_id: 'text', shipment_id: 'text', line_no: 'integer', quantity: 'integer' },
  shipment_events: {
    tenant_id: 'text', shipment_id: 'text', occurred_at: 'timestamptz', status: 'text', location: 'text',
    description: 'text',
  },
  warranties: {
    tenant_id: 'text', order_id: 'text', line_no: 'integer', product_id: 'text', starts_on: 'date',
    ends_on: 'date', coverage: 'text',
  },
  reviews: {
    tenant_id: 'text', id: 'text', product_id: 'text', customer_id: 'text', rating: 'integer', title: 'text',
    body: 'text', created_at: 'timestamptz',
  },
  preferences: { tenant_id: 'text', customer_id: 'text', name: 'text', value: 'text' },
  browsing_events: {
    tenant_id: 'text', id: 'text', customer_id: 'text', product_id: 'text', occurred_at: 'timestamptz', action: 'text',
    seconds: 'integer', referrer: 'text',
  },
  articles: {
    tenant_id: 'text', id: 'text', article_id: 'text', title: 'text', section_no: 'integer', section: 'text',
    body: 'text',
    category: 'text', product_id: 'text', updated_at: 'timestamptz',
  },
};

/** The tables in the order in which they are loaded. */
export const TABLE_NAMES = Object.keys(TABLE_COLUMNS) as (keyof DemoData)[];
