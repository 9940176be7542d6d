/** A shop with colours and sizes for tests of changes, returns and exchanges. */
import { sharedWorld } from '@deskfleet/local/testing/harness.ts';
import { json, sql, type Sql } from '@deskfleet/shared/database/sql.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { addCustomer } from './shop.ts';

async function run(statement: Sql): Promise<void> {
  await (await sharedWorld()).database.execute(statement);
}

/** Cents by variant: two products, `lamp-…` and `mug-…`. */
export const PRICES = {
  'lamp-black': 5_000,
  'lamp-white': 5_500,
  'lamp-red': 4_000,
  'mug-small': 900,
  'mug-large': 1_100,
} as const;
export type Variant = keyof typeof PRICES;
const OPTIONS: Readonly<Record<Variant, Readonly<Record<string, string>>>> = {
  'lamp-black': { color: 'black' },
  'lamp-white': { color: 'white' },
  'lamp-red': { color: 'red' },
  'mug-small': { size: '300 ml' },
  'mug-large': { size: '500 ml' },
};

const METHODS = [
  { id: 'visa', kind: 'credit_card', brand: 'Visa', lastFour: '4242' },
  { id: 'paypal', kind: 'paypal' },
  { id: 'gift', kind: 'gift_card', balanceCents: 700 },
] as const;

/** @param rules columns of `policies` other than their defaults. */
export async function openChangeShop(
  tenant: string,
  rules: Readonly<Record<string, unknown>> = {},
  stock: Partial<Record<Variant, number>> = {},
): Promise<void> {
  await run(
    sql`insert into tenants (id, name, currency, time_zone, support_email) values (${tenant}, 'Lamps', 'USD', 'UTC', 'help@lamps.example')`,
  );
  await run(sql`insert into policies (tenant_id) values (${tenant})`);
  await run(sql`
    update policies set refund_route = r.refund_route, staff_approval_over_cents = r.staff_approval_over_cents, return_windows = r.return_windows,
      restocking_fee_percent = r.restocking_fee_percent, final_sale_classes = r.final_sale_classes, opened_refused_classes = r.opened_refused_classes,
      return_window_enforced = r.return_window_enforced, cancellation_refunds = r.cancellation_refunds
    from policies old, jsonb_populate_record(old, ${json(rules)}) r where policies.tenant_id = ${tenant} and old.tenant_id = ${tenant}`);
  for (const product of ['lamp', 'mug']) {
    await run(
      sql`insert into products (tenant_id, id, name, category) values (${tenant}, ${product}, ${product === 'lamp' ? 'Glow Lamp' : 'Morning Mug'}, ${product === 'lamp' ? 'lighting' : 'kitchen'})`,
    );
  }
  for (const [id, cents] of Object.entries(PRICES)) {
    await run(
      sql`insert into variants (tenant_id, id, product_id, options, price_cents) values (${tenant}, ${id}, ${id.slice(0, id.indexOf('-'))}, ${json(OPTIONS[id as Variant])}, ${cents})`,
    );
    await run(
      sql`insert into stock (tenant_id, variant_id, on_hand, restock_expected_on) values (${tenant}, ${id}, ${stock[id as Variant] ?? 10}, '2026-12-01')`,
    );
  }
  await addCustomer(tenant, 'ann', METHODS);
}

export interface ChangeOrder {
  readonly id: string;
  readonly status?: string;
  readonly lines: readonly (readonly [Variant, number])[];
  readonly paidWith?: string;
  /** ISO day. */
  readonly delivered?: string;
}

export async function addChangeOrder(
  tenant: string,
  { id, status = 'pending', lines, paidWith = 'visa', delivered }: ChangeOrder,
): Promise<void> {
  const total = lines.reduce((sum, [variant, quantity]) => sum + PRICES[variant] * quantity, 0);
  await run(sql`insert into orders (tenant_id, id, customer_id, status, placed_at, delivered_at, shipping_address, total_cents)
    values (${tenant}, ${id}, 'ann', ${status}, '2026-11-01T12:00:00Z', ${delivered === undefined ? sql`null` : sql`${`${delivered}T12:00:00Z`}::timestamptz`},
      ${json({ line1: '1 Old St', city: 'Reno', state: 'NV', postal_code: '89501', country: 'US' })}, ${total})`);
  await run(sql`insert into order_lines (tenant_id, order_id, line_no, product_id, variant_id, name, options, quantity, unit_price_cents)
    select ${tenant}, ${id}, l.n, v.product_id, v.id, p.name, v.options, l.quantity, v.price_cents
    from jsonb_to_recordset(${json(lines.map(([variant, quantity], index) => ({ n: index + 1, variant, quantity })))}) as l(n int, variant text, quantity int)
    join variants v on v.tenant_id = ${tenant} and v.id = l.variant join products p on p.tenant_id = v.tenant_id and p.id = v.product_id`);
  await run(sql`insert into payments (tenant_id, id, order_id, kind, payment_method_id, amount_cents, created_at)
    values (${tenant}, ${`${id}-paid`}, ${id}, 'payment', ${paidWith}, ${total}, '2026-11-01T12:00:00Z')`);
}

/** Everything of a shop that a change may touch. */
export function worldOf(tenant: string): Sql {
  return sql`select
    (select jsonb_object_agg(id, jsonb_build_object('status', status, 'total', total_cents, 'address', shipping_address ->> 'line1')) from orders where tenant_id = ${tenant}) as orders,
    (select jsonb_agg(jsonb_build_array(order_id, variant_id, quantity, unit_price_cents, state) order by order_id, line_no) from order_lines where tenant_id = ${tenant}) as lines,
    (select jsonb_agg(jsonb_build_array(order_id, kind, payment_method_id, amount_cents) order by order_id, created_at, id) from payments where tenant_id = ${tenant}) as ledger,
    (select jsonb_agg(jsonb_build_array(order_id, payment_method_id, amount_cents, state) order by order_id, id) from refunds where tenant_id = ${tenant}) as promised,
    (select jsonb_agg(jsonb_build_array(r.order_id, r.kind, r.state, r.difference_cents, r.fee_cents, l.variant_id, l.quantity, l.new_variant_id) order by r.order_id, l.place)
      from return_requests r join return_request_lines l on l.tenant_id = r.tenant_id and l.request_id = r.id where r.tenant_id = ${tenant}) as requests,
    (select jsonb_object_agg(variant_id, on_hand) from stock where tenant_id = ${tenant}) as stock,
    (select balance_cents from payment_methods where tenant_id = ${tenant} and id = 'gift') as gift`;
}

export type ChangeWorld = JsonObject & {
  readonly orders: Readonly<
    Record<string, { readonly status: string; readonly total: number; readonly address: string }>
  >;
  readonly lines: readonly (readonly [string, Variant, number, number, string])[];
  readonly ledger: readonly (readonly [string, 'payment' | 'refund', string, number])[];
  readonly promised: readonly (readonly [string, string, number, string])[] | null;
  readonly requests:
    readonly (readonly [string, string, string, number, number, Variant, number, Variant | null])[] | null;
  readonly stock: Readonly<Record<Variant, number>>;
  readonly gift: number;
};
