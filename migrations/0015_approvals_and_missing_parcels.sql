-- What waits for the decision of a colleague. The id is that of the quote that asked for it, which its refunds and its
-- return or report carry too.
create table approvals (
  tenant_id text not null,
  id text not null,
  order_id text not null,
  kind text not null check (kind in ('cancellation', 'item change', 'return', 'exchange', 'missing parcel')),
  amount_cents integer not null check (amount_cents >= 0),
  state text not null default 'waiting' check (state in ('waiting', 'approved', 'refused')),
  -- How the order was before, so that a refusal can put it back: status, lines, total. What a return or an exchange
  -- changed is in its own rows.
  undo jsonb not null default '{}'::jsonb,
  -- Why it was refused, in words for the customer.
  reason text,
  created_at timestamptz not null default now(),
  decided_at timestamptz,
  decided_by text,
  primary key (tenant_id, id),
  foreign key (tenant_id, order_id) references orders (tenant_id, id)
);

create index approvals_waiting on approvals (tenant_id, created_at, id) where state = 'waiting';

create index approvals_order on approvals (tenant_id, order_id);

-- What waited before there was this table. The lines before a change of items are not known any more, so such a
-- refund can be approved only.
insert into approvals (tenant_id, id, order_id, kind, amount_cents, created_at)
select r.tenant_id, r.request_id, r.order_id, coalesce(max(q.kind), 'item change'), sum(r.amount_cents)::int, min(r.created_at)
from refunds r left join return_requests q on q.tenant_id = r.tenant_id and q.id = r.request_id
where r.state = 'waiting for approval' and r.request_id is not null
group by r.tenant_id, r.request_id, r.order_id;

insert into approvals (tenant_id, id, order_id, kind, amount_cents, created_at)
select q.tenant_id, q.id, q.order_id, q.kind, abs(q.difference_cents), q.created_at
from return_requests q where q.state = 'waiting for approval'
on conflict do nothing;

-- Goods may arrive before a colleague has decided; the request is settled when both have happened.
alter table return_requests
  add column received_at timestamptz,
  add column received_condition text check (received_condition in ('unopened', 'opened', 'damaged', 'faulty'));

-- What the new item of an exchange costs is promised with the exchange, whatever the catalogue says later.
alter table return_request_lines add column new_unit_price_cents integer check (new_unit_price_cents >= 0);

-- A customer's word that a parcel did not come, and what is done about it.
create table missing_parcel_reports (
  tenant_id text not null,
  id text not null,
  order_id text not null,
  shipment_id text not null,
  circumstance text not null check (circumstance in ('late', 'lost', 'not received')),
  remedy text not null check (remedy in ('trace', 'replacement', 'refund')),
  -- open: the carrier searches. closed: a later report took its place.
  state text not null check (state in ('open', 'waiting for approval', 'settled', 'refused', 'closed')),
  created_at timestamptz not null default now(),
  closed_at timestamptz,
  quote_id text,
  primary key (tenant_id, id),
  foreign key (tenant_id, order_id) references orders (tenant_id, id),
  foreign key (tenant_id, shipment_id) references shipments (tenant_id, id)
);

-- One open report per parcel.
create unique index missing_parcel_reports_open on missing_parcel_reports (tenant_id, shipment_id) where state in ('open', 'waiting for approval');

create index missing_parcel_reports_order on missing_parcel_reports (tenant_id, order_id);

alter table policies
  -- Days after the estimated day from which a parcel on its way may be reported missing.
  add column missing_late_days integer not null default 3 check (missing_late_days >= 0),
  -- A parcel that the carrier calls delivered may be reported from so many days after that day, for so many days.
  add column missing_delivered_wait_days integer not null default 1 check (missing_delivered_wait_days >= 0),
  add column missing_delivered_report_days integer not null default 30 check (missing_delivered_report_days >= 0),
  -- Days that a search may take; after that the parcel counts as lost.
  add column missing_trace_days integer not null default 7 check (missing_trace_days >= 0),
  -- What is offered, by what happened to the parcel.
  add column missing_remedies jsonb not null default '{"late": ["trace"], "lost": ["replacement", "refund"], "not received": ["trace", "replacement", "refund"]}'::jsonb,
  -- Conditions in which returned goods go back on the shelf.
  add column restock_conditions jsonb not null default '["unopened"]'::jsonb;
