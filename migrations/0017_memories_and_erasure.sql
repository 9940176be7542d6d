-- What a customer asked to be remembered about them. Only their own statements, in their own words; they can list them
-- and have each or all of them forgotten.
create table memories (
  tenant_id text not null,
  id text not null,
  customer_id text not null,
  text text not null check (length(text) between 1 and 300),
  -- The turn in which it was said; null when a service stored it. No foreign key: a turn may be deleted first.
  source_turn_id text,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id)
);

create index memories_by_customer on memories (tenant_id, customer_id, created_at desc);

create unique index memories_once on memories (tenant_id, customer_id, lower(text));

-- A memory as a vector, so that it is found in other words too; it goes with its row. Null until it has been embedded.
-- Without the vector extension (0008) the column is text that nobody compares, and the statements stay the same.
do $$
begin
  if exists (select from pg_extension where extname = 'vector') then
    execute 'alter table memories add column embedding vector(512)';
    execute 'create function memory_vector(of text) returns vector language sql immutable as ''select of::vector(512)''';
  else
    execute 'alter table memories add column embedding text';
    execute 'create function memory_vector(of text) returns text language sql immutable as ''select of''';
  end if;
end
$$;

-- Cosine distance of a customer's memories to a query. No rows where vectors cannot be compared; that is why the body is
-- built only when it is run.
create function memory_distances(of_tenant text, of_customer text, query text) returns table (memory_id text, distance double precision)
language plpgsql stable as $$
begin
  if query is not null and exists (
    select from pg_attribute where attrelid = to_regclass('memories') and attname = 'embedding' and format_type(atttypid, null) = 'vector'
  ) then
    return query execute
      'select id, (embedding <=> $3::vector)::double precision from memories where tenant_id = $1 and customer_id = $2 and embedding is not null'
      using of_tenant, of_customer, query;
  end if;
end
$$;

-- Set once the personal data of a customer was erased. The row stays: the books refer to it.
alter table customers add column erased_at timestamptz;

-- A review outlives its author.
alter table reviews alter column customer_id drop not null;

-- The proof that an erasure happened: when, and how many rows of each kind. Nothing in it leads to a person.
create table erasures (
  tenant_id text not null references tenants (id),
  id text not null,
  erased_at timestamptz not null,
  counts jsonb not null,
  primary key (tenant_id, id)
);

-- What customers may choose, where a shop departs from the usual: {"contact_channel": ["e-mail"]}. An empty list
-- switches a preference off.
alter table policies add column preference_values jsonb not null default '{}'::jsonb;
