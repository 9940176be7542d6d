-- Handing a conversation to a person and back.
alter table policies
  -- Hours of the shop's day in which colleagues answer: {"mon": [["09:00", "17:00"]], "sat": []}. A day that is not
  -- listed has none; an empty map means always.
  add column business_hours jsonb not null default '{}'::jsonb,
  -- Hours without a message after which a conversation that waits for the customer counts as resolved. Null: never.
  add column auto_resolve_hours integer check (auto_resolve_hours > 0);

alter table conversations
  add column queued_at timestamptz,
  add column resolved_at timestamptz,
  -- The one question after the end, 1 (bad) to 5 (good).
  add column csat integer check (csat between 1 and 5),
  add column csat_comment text;

create index conversations_queue on conversations (tenant_id, owner, queued_at);

-- One row for each time a person was asked for. The packet is what the colleague reads first.
create table handoffs (
  tenant_id text not null references tenants (id),
  id text not null,
  conversation_id text not null,
  reason text not null check (reason in ('asked', 'policy_limit', 'not_understood', 'anger', 'safety', 'failure')),
  requested_by text not null,
  packet jsonb not null,
  created_at timestamptz not null default now(),
  claimed_by text,
  claimed_at timestamptz,
  closed_at timestamptz,
  outcome text check (outcome in ('handed_back', 'resolved', 'withdrawn')),
  -- What the colleague tells the fleet when handing back.
  note text,
  primary key (tenant_id, id),
  foreign key (tenant_id, conversation_id) references conversations (tenant_id, id) on delete cascade
);

create unique index handoffs_open on handoffs (tenant_id, conversation_id) where closed_at is null;

create index handoffs_by_time on handoffs (tenant_id, created_at);

create table canned_replies (
  tenant_id text not null references tenants (id),
  id text not null,
  title text not null,
  body text not null,
  updated_by text,
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
