create table shipments (
  tenant_id text not null,
  id text not null,
  order_id text not null,
  carrier text not null,
  tracking_number text,
  status text not null check (status in (
    'label_created', 'in_transit', 'out_for_delivery', 'delivered', 'lost', 'returned'
  )),
  shipped_at timestamptz,
  delivered_at timestamptz,
  estimated_on date,
  primary key (tenant_id, id),
  foreign key (tenant_id, order_id) references orders (tenant_id, id)
);

create index shipments_order on shipments (tenant_id, order_id);

create index shipments_tracking_number on shipments (tenant_id, tracking_number);

-- line_no is the line of the order that the shipment belongs to.
create table shipment_lines (
  tenant_id text not null,
  shipment_id text not null,
  line_no integer not null,
  quantity integer not null check (quantity > 0),
  primary key (tenant_id, shipment_id, line_no),
  foreign key (tenant_id, shipment_id) references shipments (tenant_id, id)
);

create table shipment_events (
  tenant_id text not null,
  shipment_id text not null,
  occurred_at timestamptz not null,
  status text not null check (status in (
    'label_created', 'in_transit', 'out_for_delivery', 'delayed', 'delivered', 'lost', 'returned'
  )),
  location text,
  description text not null default '',
  primary key (tenant_id, shipment_id, occurred_at, status),
  foreign key (tenant_id, shipment_id) references shipments (tenant_id, id)
);

-- One row for each delivered order line that carries a warranty. Both days are included.
create table warranties (
  tenant_id text not null,
  order_id text not null,
  line_no integer not null,
  product_id text not null,
  starts_on date not null,
  ends_on date not null,
  coverage text not null,
  primary key (tenant_id, order_id, line_no),
  foreign key (tenant_id, order_id, line_no) references order_lines (tenant_id, order_id, line_no),
  foreign key (tenant_id, product_id) references products (tenant_id, id),
  check (ends_on >= starts_on)
);

create index warranties_product on warranties (tenant_id, product_id);
