-- A tenant is one shop. Everything else in the schema belongs to exactly one tenant,
-- and every key and foreign key carries the tenant, so rows of two shops cannot be mixed up.
create table tenants (
  id text primary key,
  name text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  time_zone text not null default 'UTC',
  support_email text not null,
  created_at timestamptz not null default now()
);

-- What the shop allows, as data. The rules that read these columns live in the agents.
create table policies (
  tenant_id text primary key references tenants (id),
  cancel_statuses jsonb not null default '["pending"]'::jsonb,
  cancel_reasons jsonb not null default '["no longer needed", "ordered by mistake"]'::jsonb,
  return_window_days integer not null default 30 check (return_window_days >= 0),
  warranty_days_default integer not null default 365 check (warranty_days_default >= 0),
  refund_route text not null default 'original' check (refund_route in ('original', 'gift_card')),
  staff_approval_over_cents integer check (staff_approval_over_cents >= 0),
  anonymous_chat boolean not null default true,
  quote_ttl_seconds integer not null default 900 check (quote_ttl_seconds > 0),
  monthly_model_budget_micros bigint check (monthly_model_budget_micros >= 0)
);
