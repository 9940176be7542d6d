/** The retail world as a tenant: loading it, and putting back what a case changed. */
import type { Database, Statements } from '@deskfleet/shared/database/database.ts';
import { identifier, join, json, sql, statementOfFile, textArray } from '@deskfleet/shared/database/sql.ts';
import { catalogueRows, orderRows, peopleRows, type RetailWorld } from './retail-data.ts';

export const RETAIL = 'retail';
export const REASONS: readonly string[] = ['no longer needed', 'ordered by mistake'];

/** Columns that are filled here, by table. */
const COLUMNS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  products: { id: 'text', name: 'text', category: 'text' },
  variants: { id: 'text', product_id: 'text', options: 'jsonb', price_cents: 'int', active: 'boolean' },
  stock: { variant_id: 'text', on_hand: 'int' },
  customers: { id: 'text', first_name: 'text', last_name: 'text', email: 'text', default_address_id: 'text' },
  addresses: {
    id: 'text',
    customer_id: 'text',
    line1: 'text',
    line2: 'text',
    city: 'text',
    state: 'text',
    postal_code: 'text',
    country: 'text',
  },
  payment_methods: {
    id: 'text',
    customer_id: 'text',
    kind: 'text',
    brand: 'text',
    last_four: 'text',
    balance_cents: 'int',
  },
  orders: {
    id: 'text',
    customer_id: 'text',
    status: 'text',
    shipping_address: 'jsonb',
    placed_at: 'timestamptz',
    total_cents: 'int',
  },
  order_lines: {
    order_id: 'text',
    line_no: 'int',
    product_id: 'text',
    variant_id: 'text',
    name: 'text',
    options: 'jsonb',
    quantity: 'int',
    unit_price_cents: 'int',
  },
  payments: {
    id: 'text',
    order_id: 'text',
    kind: 'text',
    payment_method_id: 'text',
    amount_cents: 'int',
    created_at: 'timestamptz',
  },
};

type Rows = readonly Readonly<Record<string, unknown>>[];

/** A statement's parameters have to stay below the Data API's 4 MiB. */
const BATCH = 1000;

async function insert(database: Statements, tables: Readonly<Record<string, Rows>>): Promise<void> {
  for (const [table, rows] of Object.entries(tables)) {
    const columns = Object.entries(COLUMNS[table] ?? {});
    const names = join(columns.map(([name]) => identifier(name)));
    const typed = statementOfFile(columns.map(([name, type]) => `${name} ${type}`).join(', '));
    for (let from = 0; from < rows.length; from += BATCH) {
      await database.execute(
        sql`insert into ${identifier(table)} (tenant_id, ${names}) select ${RETAIL}, ${names} from jsonb_to_recordset(${json(rows.slice(from, from + BATCH))}) as r(${typed})`,
      );
    }
  }
}

/** A shop whose rules are off: no windows, fees, approval or checks of addresses. Visitors may say who they are. */
export async function loadRetailTenant(database: Database, world: RetailWorld): Promise<void> {
  await database.execute(
    sql`insert into tenants (id, name, currency, support_email) values (${RETAIL}, 'Retail', 'USD', 'help@retail.example')`,
  );
  await database.execute(sql`
    insert into policies (tenant_id, cancel_statuses, cancel_reasons, refund_route, cancellation_refunds, staff_approval_over_cents, return_window_enforced,
      restocking_fee_charged, final_sale_enforced, opened_rule_enforced, address_checked, change_refund_to_any_method, identification_allowed)
    values (${RETAIL}, ${json(['pending'])}, ${json(REASONS)}, 'original_or_gift_card', 'every_entry', null, false, false, false, false, false, true, true)`);
  await insert(database, {
    ...catalogueRows(world),
    ...peopleRows(Object.values(world.users)),
    ...orderRows(Object.values(world.orders)),
  });
}

export interface Touched {
  readonly orders: ReadonlySet<string>;
  readonly users: ReadonlySet<string>;
}

/** Puts the touched orders and users back as the world has them. Stock never runs out here, so it is left alone. */
export async function restore(database: Database, world: RetailWorld, touched: Touched): Promise<void> {
  const orders = [...touched.orders].flatMap((id) => world.orders[id] ?? []);
  const users = [...touched.users].flatMap((id) => world.users[id] ?? []);
  if (orders.length > 0) {
    const ids = textArray(orders.map((order) => order.order_id));
    const { orders: originals, ...parts } = orderRows(orders);
    await database.transaction(async (transaction) => {
      await transaction.execute(sql`
        with lines as (delete from return_request_lines where tenant_id = ${RETAIL} and request_id in (select id from return_requests where tenant_id = ${RETAIL} and order_id = any(${ids}))),
          promised as (delete from refunds where tenant_id = ${RETAIL} and order_id = any(${ids})),
          ledger as (delete from payments where tenant_id = ${RETAIL} and order_id = any(${ids})),
          items as (delete from order_lines where tenant_id = ${RETAIL} and order_id = any(${ids}))
        update orders set status = r.status, shipping_address = r.shipping_address, total_cents = r.total_cents, cancel_reason = null, cancelled_at = null
        from jsonb_to_recordset(${json(originals)}) as r(id text, status text, shipping_address jsonb, total_cents int)
        where orders.tenant_id = ${RETAIL} and orders.id = r.id`);
      await transaction.execute(
        sql`delete from return_requests where tenant_id = ${RETAIL} and order_id = any(${ids})`,
      );
      await insert(transaction, parts);
    });
  }
  if (users.length > 0) {
    const { addresses, payment_methods } = peopleRows(users);
    await database.execute(sql`
      with cards as (
        update payment_methods set balance_cents = r.balance_cents from jsonb_to_recordset(${json(payment_methods)}) as r(id text, balance_cents int)
        where payment_methods.tenant_id = ${RETAIL} and payment_methods.id = r.id and payment_methods.kind = 'gift_card')
      update addresses set line1 = r.line1, line2 = r.line2, city = r.city, state = r.state, postal_code = r.postal_code, country = r.country
      from jsonb_to_recordset(${json(addresses)}) as r(id text, line1 text, line2 text, city text, state text, postal_code text, country text)
      where addresses.tenant_id = ${RETAIL} and addresses.id = r.id`);
  }
}
