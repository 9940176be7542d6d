-- What a shop allows once an order is placed: changes, returns, exchanges. The rules that read these columns live in
-- the order-management agent; each rule has a switch.
alter table policies
  add column return_window_enforced boolean not null default true,
  -- Days by product class and loyalty tier: {"default": {"gold": 45}, "phone": {"default": 14, "gold": 21}}.
  -- What is listed nowhere has return_window_days.
  add column return_windows jsonb not null default '{}'::jsonb,
  add column restocking_fee_charged boolean not null default true,
  -- Percent of the price by condition: {"opened": 10, "damaged": 50}. What is not listed costs nothing.
  add column restocking_fee_percent jsonb not null default '{}'::jsonb,
  add column final_sale_enforced boolean not null default true,
  -- Product classes: a category ("clearance") or a category and its type ("headphones:in-ear").
  add column final_sale_classes jsonb not null default '[]'::jsonb,
  add column opened_rule_enforced boolean not null default true,
  -- Product classes that come back only unopened or faulty.
  add column opened_refused_classes jsonb not null default '[]'::jsonb,
  add column address_checked boolean not null default true,
  -- Whether money left over by a change of items may go to any of the customer's own methods.
  add column change_refund_to_any_method boolean not null default false,
  -- outstanding: what was paid and not yet refunded. every_entry: one refund for each row of the ledger, refunds
  -- included, as some order systems book it; it can pay back more than was paid.
  add column cancellation_refunds text not null default 'outstanding' check (cancellation_refunds in ('outstanding', 'every_entry'));

alter table policies drop constraint policies_refund_route_check;

alter table policies add constraint policies_refund_route_check
  check (refund_route in ('original', 'gift_card', 'original_or_gift_card'));
