-- Conversations, turns and messages. One row a turn and two a message pair; a tool call and its result are one row,
-- so that neither can be kept without the other.

create table conversations (
  tenant_id text not null references tenants (id),
  id text not null,
  customer_id text,
  state text not null default 'open' check (state in ('open', 'waiting_for_customer', 'waiting_for_staff', 'resolved', 'reopened')),
  owner text not null default 'agent',
  turn_count integer not null default 0,
  last_agent text,
  title text,
  lease_turn_id text,
  lease_until timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id)
);

create index conversations_by_customer on conversations (tenant_id, customer_id, updated_at desc);

create table turns (
  tenant_id text not null,
  id text not null,
  conversation_id text not null,
  number integer not null,
  state text not null default 'running' check (state in ('running', 'done', 'failed', 'aborted')),
  key_scope text,
  idempotency_key text,
  request_hash text,
  response text,
  stream text,
  agents jsonb not null default '[]',
  degraded boolean not null default false,
  model_calls integer not null default 0,
  input_tokens integer not null default 0,
  output_tokens integer not null default 0,
  cached_tokens integer not null default 0,
  cost_micros bigint not null default 0,
  data_api_calls integer not null default 0,
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, conversation_id) references conversations (tenant_id, id) on delete cascade
);

create unique index turns_by_idempotency_key on turns (tenant_id, key_scope, idempotency_key) where idempotency_key is not null;

create index turns_by_conversation on turns (tenant_id, conversation_id, number);

create table messages (
  tenant_id text not null,
  conversation_id text not null,
  position integer not null,
  turn_id text not null,
  role text not null check (role in ('user', 'assistant', 'staff', 'note')),
  body text not null,
  citations jsonb not null default '[]',
  created_at timestamptz not null default now(),
  primary key (tenant_id, conversation_id, position),
  foreign key (tenant_id, turn_id) references turns (tenant_id, id) on delete cascade
);

create index messages_by_turn on messages (tenant_id, turn_id);

create table tool_calls (
  tenant_id text not null,
  id text not null,
  turn_id text not null,
  agent text not null,
  tool text not null,
  input jsonb not null,
  result jsonb not null,
  is_error boolean not null,
  milliseconds integer not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, turn_id, id),
  foreign key (tenant_id, turn_id) references turns (tenant_id, id) on delete cascade
);

create table feedback (
  tenant_id text not null,
  conversation_id text not null,
  turn_id text not null,
  thumb text not null check (thumb in ('up', 'down')),
  reason text,
  created_at timestamptz not null default now(),
  primary key (tenant_id, turn_id),
  foreign key (tenant_id, turn_id) references turns (tenant_id, id) on delete cascade
);
