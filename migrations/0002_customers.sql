-- default_address_id has no foreign key on purpose: addresses refer to customers, and a pair of
-- foreign keys in a circle could not be loaded one statement at a time.
create table customers (
  tenant_id text not null references tenants (id),
  id text not null,
  first_name text not null,
  last_name text not null,
  email text not null,
  phone text,
  loyalty_tier text not null default 'bronze' check (loyalty_tier in ('bronze', 'silver', 'gold', 'platinum')),
  age integer check (age between 0 and 150),
  newsletter boolean not null default false,
  default_address_id text,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);

-- Not unique: shops are imported as they are, and a lookup must be able to see that an address is ambiguous.
create index customers_email on customers (tenant_id, lower(email));

create index customers_name on customers (tenant_id, lower(last_name), lower(first_name));

create table addresses (
  tenant_id text not null,
  id text not null,
  customer_id text not null,
  line1 text not null,
  line2 text,
  city text not null,
  state text,
  postal_code text not null,
  country text not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id)
);

create index addresses_customer on addresses (tenant_id, customer_id);

create table payment_methods (
  tenant_id text not null,
  id text not null,
  customer_id text not null,
  kind text not null check (kind in ('credit_card', 'debit_card', 'paypal', 'gift_card')),
  brand text,
  last_four text,
  balance_cents integer check (balance_cents >= 0),
  primary key (tenant_id, id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  check ((kind = 'gift_card') = (balance_cents is not null))
);

create index payment_methods_customer on payment_methods (tenant_id, customer_id);
