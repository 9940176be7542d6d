/** A shop with colours and sizes for tests of changes, returns and exchanges. */
import { day, identifier, join, json, sql, text, type Sql } from '@deskfleet/shared/database/sql.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { run } from './database-here.ts';
import { addCustomer } from './shop.ts';

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
  const said = Object.keys(rules).map((name) => sql`${identifier(name)} = r.${identifier(name)}`);
  if (said.length > 0)
    await run(sql`
      update policies set ${join(said)} from jsonb_populate_record(null::policies, ${json(rules)}) r where policies.tenant_id = ${tenant}`);
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

export interface ParcelRows {
  readonly id: string;
  readonly status: 'label_created' | 'in_transit' | 'delivered' | 'lost' | 'returned';
  /** Line number and units of each line inside. */
  readonly lines: readonly (readonly [number, number])[];
  /** ISO days. */
  readonly estimated?: string;
  readonly delivered?: string;
  readonly shipped?: string;
}

/** A parcel of the order `o7001`, or of another one. */
export async function addParcel(tenant: string, parcel: ParcelRows, order = 'o7001'): Promise<void> {
  const at = (day: string | undefined): Sql => sql`${text(day === undefined ? null : `${day}T12:00:00Z`)}::timestamptz`;
  await run(sql`insert into shipments (tenant_id, id, order_id, carrier, tracking_number, status, shipped_at, delivered_at, estimated_on)
    values (${tenant}, ${parcel.id}, ${order}, 'Swift Parcel', ${`T${parcel.id}`}, ${parcel.status}, ${at(parcel.shipped ?? '2026-11-02')}, ${at(parcel.delivered)}, ${day(parcel.estimated ?? null)})`);
  await run(sql`insert into shipment_lines (tenant_id, shipment_id, line_no, quantity)
    select ${tenant}, ${parcel.id}, l.n, l.quantity from jsonb_to_recordset(${json(parcel.lines.map(([n, quantity]) => ({ n, quantity })))}) as l(n int, quantity int)`);
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
    (select jsonb_agg(jsonb_build_array(shipment_id, circumstance, remedy, state) order by created_at, id) from missing_parcel_reports where tenant_id = ${tenant}) as reports,
    (select jsonb_agg(jsonb_build_array(order_id, kind, amount_cents, state, reason) order by created_at, id) from approvals where tenant_id = ${tenant}) as approvals,
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
  readonly reports: readonly (readonly [string, string, string, string])[] | null;
  readonly approvals: readonly (readonly [string, string, number, string, string | null])[] | null;
  readonly stock: Readonly<Record<Variant, number>>;
  readonly gift: number;
};
