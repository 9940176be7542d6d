/** A shop of its own for tests that write: no other test sees its rows. */
import { json, sql, textArray, type Sql } from '@deskfleet/shared/database/sql.ts';
import { run } from './database-here.ts';

export interface ShopOptions {
  readonly refundRoute?: 'original' | 'gift_card';
  readonly cancelStatuses?: readonly string[];
  readonly cancelReasons?: readonly string[];
  /** False leaves the tenant without a row in `policies`. */
  readonly policy?: boolean;
}

export interface Method {
  readonly id: string;
  readonly kind: 'credit_card' | 'debit_card' | 'paypal' | 'gift_card';
  readonly brand?: string;
  readonly lastFour?: string;
  readonly balanceCents?: number;
}

export interface OrderRows {
  readonly id: string;
  readonly customerId: string;
  readonly status?: string;
  /** Variant `kettle` costs 60.00 and `cup` 10.00. */
  readonly lines: readonly { readonly variant: 'kettle' | 'cup'; readonly quantity: number; readonly state?: string }[];
  readonly ledger: readonly { readonly kind: 'payment' | 'refund'; readonly method: string; readonly cents: number }[];
}

const PRICES = { kettle: 6_000, cup: 1_000 } as const;

/** A shop in US dollars with two products, ten of each in stock. */
export async function openShop(tenant: string, options: ShopOptions = {}): Promise<void> {
  await run(
    sql`insert into tenants (id, name, currency, time_zone, support_email) values (${tenant}, 'Kettles', 'USD', 'America/New_York', 'help@kettles.example')`,
  );
  if (options.policy !== false) {
    await run(sql`insert into policies (tenant_id, cancel_statuses, cancel_reasons, refund_route)
      values (${tenant}, ${json(options.cancelStatuses ?? ['pending'])}, ${json(options.cancelReasons ?? ['no longer needed', 'ordered by mistake'])}, ${options.refundRoute ?? 'original'})`);
  }
  for (const [id, cents] of Object.entries(PRICES)) {
    await run(
      sql`insert into products (tenant_id, id, name, category, brand) values (${tenant}, ${id}, ${id === 'cup' ? 'Blue Cup' : 'Steel Kettle'}, 'kitchen', 'Harbor')`,
    );
    await run(
      sql`insert into variants (tenant_id, id, product_id, options, price_cents) values (${tenant}, ${id}, ${id}, ${json({ size: 'large' })}, ${cents})`,
    );
    await run(sql`insert into stock (tenant_id, variant_id, on_hand) values (${tenant}, ${id}, 10)`);
  }
}

export async function addCustomer(tenant: string, id: string, methods: readonly Method[]): Promise<void> {
  await run(
    sql`insert into customers (tenant_id, id, first_name, last_name, email) values (${tenant}, ${id}, 'Ann', 'Lee', ${`${id}@example.com`})`,
  );
  await run(sql`insert into payment_methods (tenant_id, id, customer_id, kind, brand, last_four, balance_cents)
    select ${tenant}, m.id, ${id}, m.kind, m.brand, m."lastFour", m."balanceCents"
    from jsonb_to_recordset(${json(methods)}) as m(id text, kind text, brand text, "lastFour" text, "balanceCents" int)`);
}

export async function addOrder(tenant: string, order: OrderRows): Promise<void> {
  const total = order.lines.reduce((sum, line) => sum + line.quantity * PRICES[line.variant], 0);
  await run(sql`insert into orders (tenant_id, id, customer_id, status, placed_at, estimated_delivery_on, total_cents)
    values (${tenant}, ${order.id}, ${order.customerId}, ${order.status ?? 'pending'}, '2026-11-15T15:00:00Z', '2026-11-20', ${total})`);
  const lines = order.lines.map((line, index) => ({
    line_no: index + 1,
    cents: PRICES[line.variant],
    state: 'ordered',
    ...line,
  }));
  await run(sql`insert into order_lines (tenant_id, order_id, line_no, product_id, variant_id, name, options, quantity, unit_price_cents, state)
    select ${tenant}, ${order.id}, l.line_no, l.variant, l.variant, p.name, '{"size":"large"}', l.quantity, l.cents, l.state
    from jsonb_to_recordset(${json(lines)}) as l(line_no int, variant text, quantity int, cents int, state text)
    join products p on p.tenant_id = ${tenant} and p.id = l.variant`);
  const ledger = order.ledger.map((entry, index) => ({ place: index, ...entry }));
  await run(sql`insert into payments (tenant_id, id, order_id, kind, payment_method_id, amount_cents, created_at)
    select ${tenant}, ${order.id} || '-' || e.place, ${order.id}, e.kind, e.method, e.cents, '2026-11-15T15:00:00Z'
    from jsonb_to_recordset(${json(ledger)}) as e(place int, kind text, method text, cents int)`);
}

/** What a write may change of some orders and all of the shop's stock and gift cards, for comparing before and after. */
export function stateOf(tenant: string, orders: readonly string[]): Sql {
  return sql`select
    (select jsonb_agg(jsonb_build_object('id', id, 'status', status, 'cancel_reason', cancel_reason, 'cancelled_at', cancelled_at, 'total_cents', total_cents, 'version', version) order by id)
      from orders where tenant_id = ${tenant} and id = any(${textArray(orders)})) as orders,
    (select jsonb_agg(state order by order_id, line_no) from order_lines where tenant_id = ${tenant} and order_id = any(${textArray(orders)})) as lines,
    (select jsonb_agg(jsonb_build_array(order_id, kind, payment_method_id, amount_cents) order by order_id, created_at, id) from payments
      where tenant_id = ${tenant} and order_id = any(${textArray(orders)})) as ledger,
    (select jsonb_object_agg(variant_id, on_hand) from stock where tenant_id = ${tenant}) as stock,
    (select jsonb_object_agg(id, balance_cents) from payment_methods where tenant_id = ${tenant} and kind = 'gift_card') as gift_cards`;
}
