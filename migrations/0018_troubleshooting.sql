-- Embeddings of article sections, guides that are walked step by step, recalls, repairs and tickets.

-- What a section's embedding was made from: a hash of model and text. A section whose text changed is embedded anew.
alter table articles add column embedded_from text;

-- Cosine distance of a shop's sections to a query. No rows where the vector extension is missing, so that the statement
-- which uses this is the same everywhere; that is why its body is built only when it is run.
create function article_distances(of_tenant text, query text) returns table (section_id text, distance double precision)
language plpgsql stable as $$
begin
  if query is not null and exists (
    select from pg_attribute where attrelid = to_regclass('articles') and attname = 'embedding' and not attisdropped
  ) then
    return query execute
      'select id, (embedding <=> $2::vector)::double precision from articles where tenant_id = $1 and embedding is not null'
      using of_tenant, query;
  end if;
end
$$;

-- Where a conversation stands in a guide: an article of category "guide" whose sections are its steps. One guide a
-- conversation, of a visitor too; gone with the conversation. A turn moves it once, however often its call is repeated.
create table guide_places (
  tenant_id text not null,
  conversation_id text not null,
  article_id text not null,
  step_no integer not null check (step_no > 0),
  state text not null default 'walking' check (state in ('walking', 'solved', 'exhausted', 'stopped')),
  moved_in_turn text not null,
  updated_at timestamptz not null default now(),
  primary key (tenant_id, conversation_id),
  foreign key (tenant_id, conversation_id) references conversations (tenant_id, id) on delete cascade
);

-- A recall stops all troubleshooting of its product; the customer is told the script and nothing else.
create table recalls (
  tenant_id text not null,
  id text not null,
  product_id text not null,
  title text not null,
  -- What may happen, in the shop's words.
  hazard text not null,
  -- Units that are affected, by the beginning of their serial number, both included. Null: all of them.
  serial_from text,
  serial_to text,
  script text not null,
  -- The article that tells more.
  article_id text,
  issued_on date not null,
  -- Null while it lasts.
  ended_on date,
  primary key (tenant_id, id),
  foreign key (tenant_id, product_id) references products (tenant_id, id),
  check ((serial_from is null) = (serial_to is null)),
  check (serial_from <= serial_to)
);

create index recalls_product on recalls (tenant_id, product_id);

create table service_slots (
  tenant_id text not null references tenants (id),
  id text not null,
  kind text not null check (kind in ('on_site', 'remote')),
  -- Leading digits of the postal codes a technician drives to; null for remote sessions.
  area text,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  state text not null default 'free' check (state in ('free', 'booked')),
  primary key (tenant_id, id),
  check (ends_at > starts_at),
  check ((kind = 'remote') = (area is null))
);

create index service_slots_by_time on service_slots (tenant_id, state, starts_at);

-- What a repair costs outside the warranty. The category '' holds for all that have no price of their own.
create table repair_prices (
  tenant_id text not null references tenants (id),
  category text not null,
  kind text not null check (kind in ('on_site', 'remote')),
  price_cents integer not null check (price_cents >= 0),
  primary key (tenant_id, category, kind)
);

create table repair_bookings (
  tenant_id text not null,
  -- What the customer is told, such as r7k3m9q2x.
  id text not null,
  customer_id text not null,
  order_id text not null,
  line_no integer not null,
  slot_id text not null,
  problem text not null,
  under_warranty boolean not null,
  price_cents integer not null check (price_cents >= 0),
  state text not null default 'booked' check (state in ('booked', 'cancelled', 'done')),
  created_at timestamptz not null default now(),
  cancelled_at timestamptz,
  quote_id text,
  primary key (tenant_id, id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  foreign key (tenant_id, order_id, line_no) references order_lines (tenant_id, order_id, line_no),
  foreign key (tenant_id, slot_id) references service_slots (tenant_id, id)
);

create unique index repair_bookings_one_per_slot on repair_bookings (tenant_id, slot_id) where state = 'booked';

create unique index repair_bookings_one_per_line on repair_bookings (tenant_id, order_id, line_no) where state = 'booked';

create index repair_bookings_by_customer on repair_bookings (tenant_id, customer_id, created_at desc);

create table service_tickets (
  tenant_id text not null,
  -- What the customer is told, such as t7k3m9q2x.
  id text not null,
  customer_id text not null,
  conversation_id text,
  subject text not null,
  description text not null,
  product_id text,
  order_id text,
  state text not null default 'open' check (state in ('open', 'in_progress', 'answered', 'closed')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  quote_id text,
  primary key (tenant_id, id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  foreign key (tenant_id, product_id) references products (tenant_id, id),
  foreign key (tenant_id, order_id) references orders (tenant_id, id)
);

create index service_tickets_by_customer on service_tickets (tenant_id, customer_id, created_at desc);
