-- Quotes: what a write would do, stored before it is done. The id is the key that lets it happen once.
create table quotes (
  tenant_id text not null references tenants (id),
  id text not null,
  customer_id text not null,
  conversation_id text,
  proposed_turn_id text,
  agent text not null,
  tool text not null,
  subject text not null,
  input jsonb not null,
  summary text not null,
  terms jsonb not null,
  state text not null default 'open' check (state in ('open', 'confirmed', 'declined', 'expired', 'superseded', 'stale')),
  idempotency_key text,
  result jsonb,
  decided_by text,
  decided_turn_id text,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  decided_at timestamptz,
  primary key (tenant_id, id)
);

create index quotes_by_conversation on quotes (tenant_id, conversation_id, state);

create unique index quotes_by_idempotency_key on quotes (tenant_id, customer_id, idempotency_key) where idempotency_key is not null;

-- What every model call cost, by turn, agent and model. Cost in millionths of a US dollar.
create table usage_ledger (
  tenant_id text not null,
  turn_id text not null,
  agent text not null,
  model_id text not null,
  model_calls integer not null,
  input_tokens integer not null,
  output_tokens integer not null,
  cached_tokens integer not null,
  cost_micros bigint not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, turn_id, agent, model_id)
);

-- The month's sum, so that the budget is checked without adding up the ledger.
create table tenant_usage (
  tenant_id text not null references tenants (id),
  month date not null,
  cost_micros bigint not null default 0,
  primary key (tenant_id, month)
);

create table audit_log (
  tenant_id text not null,
  id text not null,
  actor text not null,
  action text not null,
  subject text not null,
  customer_id text,
  quote_id text,
  turn_id text,
  detail jsonb not null default '{}',
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);

create index audit_log_by_subject on audit_log (tenant_id, subject, created_at);
