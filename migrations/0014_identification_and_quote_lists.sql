-- A conversation that began without a token may be bound to one customer, once. It stays the visitor's (customer_id is
-- null): who holds its id may go on with it.
alter table conversations
  add column identified_customer_id text,
  add column identified_at timestamptz,
  add column identification_tries integer not null default 0,
  add constraint conversations_one_customer check (customer_id is null or identified_customer_id is null),
  add foreign key (tenant_id, identified_customer_id) references customers (tenant_id, id);

create index conversations_by_identified_customer on conversations (tenant_id, identified_customer_id) where identified_customer_id is not null;

alter table policies
  add column identification_allowed boolean not null default false,
  -- Wrong guesses: in one conversation, and from one address within an hour.
  add column identification_tries_per_conversation integer not null default 5 check (identification_tries_per_conversation > 0),
  add column identification_tries_per_address integer not null default 20 check (identification_tries_per_address > 0);

-- Wrong guesses by network address. The address itself is not kept, only a keyed hash.
create table identification_addresses (
  tenant_id text not null references tenants (id),
  address_hash text not null,
  hour_began_at timestamptz not null default now(),
  tries integer not null default 0,
  primary key (tenant_id, address_hash)
);

-- Quotes of one turn are one list; this is the place in it.
alter table quotes add column list_no integer not null default 1;
