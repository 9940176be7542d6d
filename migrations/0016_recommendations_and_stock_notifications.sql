-- Rules of the shop about what is recommended. 0 switches each of them off.
-- sponsored_shown: most paid placements shown beside a recommendation.
-- recently_bought_days: for how long nothing is recommended that was just bought.
-- top_rated_min_reviews: reviews a product needs before it counts as top rated.
alter table policies
  add column sponsored_shown integer not null default 2 check (sponsored_shown >= 0),
  add column recently_bought_days integer not null default 365 check (recently_bought_days >= 0),
  add column top_rated_min_reviews integer not null default 3 check (top_rated_min_reviews >= 0);

-- After how many days a consumable is usually needed again. Null: something that is bought once.
alter table products add column repurchase_days integer check (repurchase_days > 0);

-- Paid placements. They are shown marked and apart; no ranking reads this table.
create table sponsored_products (
  tenant_id text not null,
  id text not null,
  product_id text not null,
  sponsor text not null,
  tier text not null check (tier in ('premium', 'standard', 'basic')),
  priority integer not null default 0 check (priority >= 0),
  starts_on date not null,
  ends_on date not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, product_id) references products (tenant_id, id),
  check (starts_on <= ends_on)
);

create index sponsored_products_running on sponsored_products (tenant_id, ends_on, starts_on);

create index sponsored_products_product on sponsored_products (tenant_id, product_id);

-- Who wants to hear when a variant is back. No e-mail address here: it is the customer's own at the time of sending.
create table stock_notifications (
  tenant_id text not null,
  id text not null,
  customer_id text not null,
  variant_id text not null,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'cancelled')),
  created_at timestamptz not null default now(),
  ended_at timestamptz,
  quote_id text,
  primary key (tenant_id, id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  foreign key (tenant_id, variant_id) references variants (tenant_id, id),
  check ((state = 'waiting') = (ended_at is null))
);

create unique index stock_notifications_once on stock_notifications (tenant_id, customer_id, variant_id) where state = 'waiting';

create index stock_notifications_variant on stock_notifications (tenant_id, variant_id) where state = 'waiting';

create index stock_notifications_customer on stock_notifications (tenant_id, customer_id, created_at desc);
