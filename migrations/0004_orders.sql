create table orders (
  tenant_id text not null,
  id text not null,
  -- What is left of an id when a customer types it by hand: #12345, ORD-12345 and o12345 are one order.
  code_key text not null generated always as (
    regexp_replace(regexp_replace(lower(id), '[^a-z0-9]', '', 'g'), '^o(rder|rd)?(?=[0-9])', '')
  ) stored,
  customer_id text not null,
  status text not null check (status in (
    'pending', 'pending (item modified)', 'processed', 'partially_shipped', 'shipped', 'delivered',
    'cancelled', 'return requested', 'exchange requested'
  )),
  placed_at timestamptz not null default now(),
  delivered_at timestamptz,
  estimated_delivery_on date,
  cancel_reason text,
  cancelled_at timestamptz,
  shipping_address jsonb not null default '{}'::jsonb,
  total_cents integer not null check (total_cents >= 0),
  version integer not null default 1,
  primary key (tenant_id, id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id)
);

create unique index orders_code_key on orders (tenant_id, code_key);

create index orders_customer on orders (tenant_id, customer_id, placed_at desc);

-- Name, options and price are kept on the line: what was bought does not change when the catalogue does.
create table order_lines (
  tenant_id text not null,
  order_id text not null,
  line_no integer not null check (line_no > 0),
  product_id text not null,
  variant_id text not null,
  name text not null,
  options jsonb not null default '{}'::jsonb,
  quantity integer not null check (quantity > 0),
  unit_price_cents integer not null check (unit_price_cents >= 0),
  state text not null default 'ordered' check (state in (
    'ordered', 'cancelled', 'return requested', 'returned', 'exchange requested', 'exchanged'
  )),
  primary key (tenant_id, order_id, line_no),
  foreign key (tenant_id, order_id) references orders (tenant_id, id),
  foreign key (tenant_id, product_id) references products (tenant_id, id),
  foreign key (tenant_id, variant_id) references variants (tenant_id, id)
);

create index order_lines_product on order_lines (tenant_id, product_id);

create index order_lines_variant on order_lines (tenant_id, variant_id);

-- The ledger of an order. What the customer has paid is payments minus refunds, nothing is ever updated.
create table payments (
  tenant_id text not null,
  id text not null,
  order_id text not null,
  kind text not null check (kind in ('payment', 'refund')),
  payment_method_id text not null,
  amount_cents integer not null check (amount_cents > 0),
  created_at timestamptz not null default now(),
  quote_id text,
  primary key (tenant_id, id),
  foreign key (tenant_id, order_id) references orders (tenant_id, id),
  foreign key (tenant_id, payment_method_id) references payment_methods (tenant_id, id)
);

create index payments_order on payments (tenant_id, order_id);

create index payments_payment_method on payments (tenant_id, payment_method_id);
