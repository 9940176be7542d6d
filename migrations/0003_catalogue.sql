create table products (
  tenant_id text not null references tenants (id),
  id text not null,
  name text not null,
  category text not null,
  description text not null default '',
  brand text,
  rating numeric(2,1) check (rating between 1 and 5),
  review_count integer not null default 0 check (review_count >= 0),
  popularity integer not null default 0 check (popularity >= 0),
  attributes jsonb not null default '{}'::jsonb,
  -- Days of warranty of this product. Null means the default of the tenant policy.
  warranty_days integer check (warranty_days >= 0),
  active boolean not null default true,
  search tsvector generated always as (
    setweight(to_tsvector('english'::regconfig, name || ' ' || coalesce(brand, '')), 'A')
    || setweight(to_tsvector('english'::regconfig, category), 'B')
    || setweight(to_tsvector('english'::regconfig, description), 'C')
    || setweight(to_tsvector('english'::regconfig, attributes), 'D')
  ) stored,
  primary key (tenant_id, id)
);

create index products_search on products using gin (search);

create index products_category on products (tenant_id, category);

create table variants (
  tenant_id text not null,
  id text not null,
  product_id text not null,
  options jsonb not null default '{}'::jsonb,
  price_cents integer not null check (price_cents >= 0),
  active boolean not null default true,
  primary key (tenant_id, id),
  foreign key (tenant_id, product_id) references products (tenant_id, id)
);

create index variants_product on variants (tenant_id, product_id);

create table stock (
  tenant_id text not null,
  variant_id text not null,
  on_hand integer not null check (on_hand >= 0),
  reorder_threshold integer not null default 0 check (reorder_threshold >= 0),
  reorder_quantity integer not null default 0 check (reorder_quantity >= 0),
  restock_expected_on date,
  primary key (tenant_id, variant_id),
  foreign key (tenant_id, variant_id) references variants (tenant_id, id)
);
