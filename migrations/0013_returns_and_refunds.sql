-- An even change of items is an entry of zero, so that the ledger shows every settlement.
alter table payments drop constraint payments_amount_cents_check;

alter table payments add constraint payments_amount_cents_check check (amount_cents >= 0);

create table return_requests (
  tenant_id text not null,
  id text not null,
  order_id text not null,
  kind text not null check (kind in ('return', 'exchange')),
  state text not null check (state in ('requested', 'waiting for approval', 'completed', 'refused')),
  reason text,
  item_condition text,
  -- Who pays or gets the money; null when it goes back to several methods.
  payment_method_id text,
  -- Exchange: price of the new items minus the old ones; it is settled when the goods have come back.
  difference_cents integer not null default 0,
  fee_cents integer not null default 0 check (fee_cents >= 0),
  created_at timestamptz not null default now(),
  closed_at timestamptz,
  quote_id text,
  primary key (tenant_id, id),
  foreign key (tenant_id, order_id) references orders (tenant_id, id),
  foreign key (tenant_id, payment_method_id) references payment_methods (tenant_id, id)
);

-- One open return or exchange per order.
create unique index return_requests_open on return_requests (tenant_id, order_id) where state in ('requested', 'waiting for approval');

create index return_requests_order on return_requests (tenant_id, order_id);

create table return_request_lines (
  tenant_id text not null,
  request_id text not null,
  place integer not null check (place > 0),
  line_no integer not null,
  variant_id text not null,
  quantity integer not null check (quantity > 0),
  -- Exchange: what is sent instead. It is set aside, so it is no longer in stock.
  new_variant_id text,
  primary key (tenant_id, request_id, place),
  foreign key (tenant_id, request_id) references return_requests (tenant_id, id),
  foreign key (tenant_id, variant_id) references variants (tenant_id, id),
  foreign key (tenant_id, new_variant_id) references variants (tenant_id, id)
);

-- Money that is promised and not paid yet. Once paid it is a row of the ledger (payments).
create table refunds (
  tenant_id text not null,
  id text not null,
  order_id text not null,
  request_id text,
  payment_method_id text not null,
  amount_cents integer not null check (amount_cents > 0),
  state text not null check (state in ('waiting for goods', 'waiting for approval', 'paid', 'refused')),
  created_at timestamptz not null default now(),
  settled_at timestamptz,
  quote_id text,
  primary key (tenant_id, id),
  foreign key (tenant_id, order_id) references orders (tenant_id, id),
  foreign key (tenant_id, payment_method_id) references payment_methods (tenant_id, id)
);

create index refunds_order on refunds (tenant_id, order_id);
