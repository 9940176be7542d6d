/** Rows of the tenant `retail` in the shape of `db.json`. */
import type { Database } from '@deskfleet/shared/database/database.ts';
import { column, nullable, row, type RowOf } from '@deskfleet/shared/database/row.ts';
import { sql, textArray } from '@deskfleet/shared/database/sql.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { toTheirAddress, type RetailWorld } from './retail-data.ts';
import { RETAIL } from './retail-tenant.ts';

interface LinePart {
  readonly product_id: string;
  readonly variant_id: string;
  readonly name: string;
  readonly options: Readonly<Record<string, string>>;
  readonly unit_price_cents: number;
}
interface EntryPart {
  readonly kind: string;
  readonly amount_cents: number;
  readonly payment_method_id: string;
}
interface RequestPart {
  readonly kind: 'return' | 'exchange';
  readonly payment_method_id: string | null;
  readonly difference_cents: number;
  readonly old: readonly string[];
  readonly new: readonly string[];
}

const orderRow = row({
  id: column.text(),
  customer_id: column.text(),
  status: column.text(),
  cancel_reason: nullable(column.text()),
  shipping_address: column.json<Readonly<Record<string, string>>>(),
  lines: column.json<readonly LinePart[]>(),
  ledger: column.json<readonly EntryPart[]>(),
  request: nullable(column.json<RequestPart>()),
});

export async function retailOrders(
  database: Database,
  world: RetailWorld,
  ids: readonly string[],
): Promise<Record<string, JsonObject>> {
  const orders =
    ids.length === 0
      ? []
      : await database.query(
          orderRow,
          sql`
    select o.id, o.customer_id, o.status, o.cancel_reason, o.shipping_address,
      (select jsonb_agg(to_jsonb(l) order by l.line_no) from order_lines l where l.tenant_id = o.tenant_id and l.order_id = o.id) as lines,
      (select coalesce(jsonb_agg(to_jsonb(p) order by p.created_at, p.id), '[]') from payments p where p.tenant_id = o.tenant_id and p.order_id = o.id) as ledger,
      (select jsonb_build_object('kind', r.kind, 'payment_method_id', r.payment_method_id, 'difference_cents', r.difference_cents,
          'old', jsonb_agg(l.variant_id order by l.place), 'new', jsonb_agg(l.new_variant_id order by l.place))
        from return_requests r join return_request_lines l on l.tenant_id = r.tenant_id and l.request_id = r.id
        where r.tenant_id = o.tenant_id and r.order_id = o.id group by r.kind, r.payment_method_id, r.difference_cents) as request
    from orders o where o.tenant_id = ${RETAIL} and o.id = any(${textArray(ids)})`,
          { label: 'retail.orders' },
        );
  return Object.fromEntries(orders.map((order) => [order.id, theirOrder(order, world)]));
}

function theirOrder(order: RowOf<typeof orderRow>, world: RetailWorld): JsonObject {
  return {
    order_id: order.id,
    user_id: order.customer_id,
    address: toTheirAddress(order.shipping_address),
    status: order.status,
    items: order.lines.map((line) => ({
      name: line.name,
      product_id: line.product_id,
      item_id: line.variant_id,
      price: line.unit_price_cents / 100,
      options: line.options,
    })),
    payment_history: order.ledger.map((entry) => ({
      transaction_type: entry.kind,
      amount: entry.amount_cents / 100,
      payment_method_id: entry.payment_method_id,
    })),
    // Parcels are no part of any tool of this world, so they are as the file has them.
    fulfillments: (world.orders[order.id]?.fulfillments ?? []) as JsonObject[],
    ...(order.cancel_reason === null ? {} : { cancel_reason: order.cancel_reason }),
    ...(order.request === null ? {} : theirRequest(order.request)),
  };
}

function theirRequest(request: RequestPart): JsonObject {
  return request.kind === 'return'
    ? { return_items: [...request.old].sort(), return_payment_method_id: request.payment_method_id }
    : {
        exchange_items: [...request.old].sort(),
        exchange_new_items: [...request.new].sort(),
        exchange_payment_method_id: request.payment_method_id,
        exchange_price_difference: request.difference_cents / 100,
      };
}

interface MethodPart {
  readonly id: string;
  readonly kind: string;
  readonly brand: string | null;
  readonly last_four: string | null;
  readonly balance_cents: number | null;
}

const userRow = row({
  id: column.text(),
  first_name: column.text(),
  last_name: column.text(),
  email: column.text(),
  address: column.json<Readonly<Record<string, string>>>(),
  methods: column.json<readonly MethodPart[]>(),
});

export async function retailUsers(
  database: Database,
  world: RetailWorld,
  ids: readonly string[],
): Promise<Record<string, JsonObject>> {
  const users =
    ids.length === 0
      ? []
      : await database.query(
          userRow,
          sql`
    select c.id, c.first_name, c.last_name, c.email, to_jsonb(a) as address,
      (select coalesce(jsonb_agg(to_jsonb(m) order by m.id), '[]') from payment_methods m where m.tenant_id = c.tenant_id and m.customer_id = c.id) as methods
    from customers c join addresses a on a.tenant_id = c.tenant_id and a.id = c.default_address_id
    where c.tenant_id = ${RETAIL} and c.id = any(${textArray(ids)})`,
          { label: 'retail.users' },
        );
  return Object.fromEntries(
    users.map((user) => [
      user.id,
      {
        user_id: user.id,
        name: { first_name: user.first_name, last_name: user.last_name },
        email: user.email,
        address: toTheirAddress(user.address),
        payment_methods: Object.fromEntries(user.methods.map((method) => [method.id, theirMethod(method)])),
        orders: world.users[user.id]?.orders ?? [],
      },
    ]),
  );
}

function theirMethod({ id, kind, brand, last_four, balance_cents }: MethodPart): JsonObject {
  return {
    source: kind,
    id,
    ...(brand === null ? {} : { brand }),
    ...(last_four === null ? {} : { last_four }),
    ...(balance_cents === null ? {} : { balance: balance_cents / 100 }),
  };
}

const variantRow = row({
  product_id: column.text(),
  name: column.text(),
  id: column.text(),
  options: column.json<Readonly<Record<string, string>>>(),
  price_cents: column.int(),
  available: column.boolean(),
});

/** A product with all its variants; undefined when there is none of that id. */
export async function retailProduct(database: Database, id: string): Promise<JsonObject | undefined> {
  const variants = await database.query(
    variantRow,
    sql`
    select v.product_id, r.name, v.id, v.options, v.price_cents, v.active and s.on_hand > 0 as available
    from variants v join products r on r.tenant_id = v.tenant_id and r.id = v.product_id join stock s on s.tenant_id = v.tenant_id and s.variant_id = v.id
    where v.tenant_id = ${RETAIL} and v.product_id = ${id}`,
    { label: 'retail.product' },
  );
  const [first] = variants;
  return (
    first && {
      name: first.name,
      product_id: first.product_id,
      variants: Object.fromEntries(variants.map((variant) => [variant.id, theirVariant(variant)])),
    }
  );
}

export async function retailVariant(database: Database, id: string): Promise<JsonObject | undefined> {
  const variant = await database.maybeOne(
    variantRow,
    sql`
    select v.product_id, '' as name, v.id, v.options, v.price_cents, v.active and s.on_hand > 0 as available
    from variants v join stock s on s.tenant_id = v.tenant_id and s.variant_id = v.id where v.tenant_id = ${RETAIL} and v.id = ${id}`,
    { label: 'retail.item' },
  );
  return variant && theirVariant(variant);
}

function theirVariant({ id, options, price_cents, available }: RowOf<typeof variantRow>): JsonObject {
  return { item_id: id, options, available, price: price_cents / 100 };
}
