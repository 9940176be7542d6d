create table reviews (
  tenant_id text not null,
  id text not null,
  product_id text not null,
  customer_id text not null,
  rating integer not null check (rating between 1 and 5),
  title text not null,
  body text not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, product_id) references products (tenant_id, id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id)
);

create index reviews_product on reviews (tenant_id, product_id, created_at desc);

create index reviews_customer on reviews (tenant_id, customer_id);

create table preferences (
  tenant_id text not null,
  customer_id text not null,
  name text not null,
  value text not null,
  primary key (tenant_id, customer_id, name),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id)
);

create table browsing_events (
  tenant_id text not null,
  id text not null,
  customer_id text not null,
  product_id text not null,
  occurred_at timestamptz not null default now(),
  action text not null check (action in ('view', 'compare', 'add_to_cart', 'add_to_wishlist', 'read_reviews')),
  seconds integer not null default 0 check (seconds >= 0),
  referrer text,
  primary key (tenant_id, id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  foreign key (tenant_id, product_id) references products (tenant_id, id)
);

create index browsing_events_customer on browsing_events (tenant_id, customer_id, occurred_at desc);

create index browsing_events_product on browsing_events (tenant_id, product_id);
