/** The sixteen tools of the retail world in terms of ours. What our agents have no tool for is a small statement here. */
import type { Database } from '@deskfleet/shared/database/database.ts';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import type { Json, JsonObject } from '@deskfleet/shared/json.ts';
import { calculate } from './calculator.ts';
import type { OrderAgent } from './order-agent.ts';
import { toOurAddress, type RetailWorld } from './retail-data.ts';
import { retailOrders, retailProduct, retailUsers, retailVariant } from './retail-rows.ts';
import { REASONS, RETAIL } from './retail-tenant.ts';

export type Outcome = { readonly ok: true; readonly result?: Json } | { readonly ok: false; readonly error: string };

export interface RetailServices {
  readonly database: Database;
  readonly orders: OrderAgent;
  readonly world: RetailWorld;
  /** Remembers what a case may have changed. */
  readonly touch: (orderId: string | undefined, userId: string) => void;
}

type Args = Readonly<Record<string, unknown>>;
type RetailTool = (args: Args, services: RetailServices) => Promise<Outcome>;

const text = (args: Args, name: string): string => (typeof args[name] === 'string' ? args[name] : '');
const texts = (args: Args, name: string): readonly string[] =>
  Array.isArray(args[name]) ? args[name].filter((value) => typeof value === 'string') : [];
const refused = (error: string): Outcome => ({ ok: false, error });
const found = (result: Json | undefined, otherwise: string): Outcome =>
  result === undefined ? refused(otherwise) : { ok: true, result };

const idRow = row({ id: column.text() });

async function userWhere(database: Database, condition: ReturnType<typeof sql>): Promise<Outcome> {
  const [user] = await database.query(
    idRow,
    sql`
    select c.id from customers c join addresses a on a.tenant_id = c.tenant_id and a.id = c.default_address_id where c.tenant_id = ${RETAIL} and ${condition} limit 1`,
    { label: 'retail.find-user' },
  );
  return found(user?.id, 'User not found');
}

function addressOf(args: Args): Record<string, string> {
  const [address1, address2, city, country, state, zip] = [
    'address1',
    'address2',
    'city',
    'country',
    'state',
    'zip',
  ].map((name) => text(args, name));
  return toOurAddress({
    address1: address1 ?? '',
    address2: address2 ?? '',
    city: city ?? '',
    country: country ?? '',
    state: state ?? '',
    zip: zip ?? '',
  });
}

/** Calls a tool of the order agent for the customer whose order it is. Here ids are exact; our tools take them as typed. */
async function onOrder(
  tool: string,
  args: Args,
  { database, orders, touch }: RetailServices,
  input: JsonObject,
): Promise<Outcome> {
  const order_id = text(args, 'order_id');
  const owner = await database.maybeOne(
    idRow,
    sql`select customer_id as id from orders where tenant_id = ${RETAIL} and id = ${order_id}`,
    { label: 'retail.owner' },
  );
  if (!owner) return refused('Order not found');
  touch(order_id, owner.id);
  const answer = await orders.call(tool, RETAIL, owner.id, { order_id, ...input });
  return answer.ok ? { ok: true } : refused(answer.error);
}

/** One entry an id: the retail tools name an item as often as it is meant. */
function swapTool(tool: string): RetailTool {
  return (args, services) => {
    const [old, wanted] = [texts(args, 'item_ids'), texts(args, 'new_item_ids')];
    if (old.length !== wanted.length)
      return Promise.resolve(refused('The number of items to be exchanged should match.'));
    return onOrder(tool, args, services, {
      items: old.map((item, index) => ({ item, new_item: wanted[index] ?? '', quantity: 1 })),
      payment_method: text(args, 'payment_method_id'),
    });
  };
}

const rowOf = async (rows: Promise<Record<string, JsonObject>>, id: string, otherwise: string): Promise<Outcome> =>
  found((await rows)[id], otherwise);

export const RETAIL_TOOLS: Readonly<Record<string, RetailTool>> = {
  // Our tool takes a reason in any case and spacing; here it is meant to the letter.
  cancel_pending_order: (args, services) =>
    REASONS.includes(text(args, 'reason'))
      ? onOrder('cancel_order', args, services, { reason: text(args, 'reason') })
      : Promise.resolve(refused('Invalid reason')),
  modify_pending_order_items: swapTool('change_order_items'),
  exchange_delivered_order_items: swapTool('exchange_items'),
  modify_pending_order_payment: (args, services) =>
    onOrder('change_order_payment', args, services, { payment_method: text(args, 'payment_method_id') }),
  modify_pending_order_address: (args, services) => onOrder('change_order_address', args, services, addressOf(args)),
  return_delivered_order_items: (args, services) =>
    onOrder('return_items', args, services, {
      items: texts(args, 'item_ids').map((item) => ({ item, quantity: 1 })),
      payment_method: text(args, 'payment_method_id'),
    }),
  modify_user_address: async (args, { database, touch }) => {
    const id = text(args, 'user_id');
    const { line1, line2, city, state, postal_code, country } = addressOf(args);
    const { rowsUpdated } = await database.execute(sql`
      update addresses set line1 = ${line1 ?? ''}, line2 = ${line2 ?? ''}, city = ${city ?? ''}, state = ${state ?? ''}, postal_code = ${postal_code ?? ''}, country = ${country ?? ''}
      where tenant_id = ${RETAIL} and id = ${id}`);
    if (rowsUpdated === 0) return refused('User not found');
    touch(undefined, id);
    return { ok: true };
  },
  find_user_id_by_email: (args, { database }) =>
    userWhere(database, sql`lower(c.email) = lower(${text(args, 'email')})`),
  find_user_id_by_name_zip: (args, { database }) =>
    userWhere(
      database,
      sql`
    lower(c.first_name) = lower(${text(args, 'first_name')}) and lower(c.last_name) = lower(${text(args, 'last_name')}) and a.postal_code = ${text(args, 'zip')}`,
    ),
  get_order_details: (args, { database, world }) =>
    rowOf(retailOrders(database, world, [text(args, 'order_id')]), text(args, 'order_id'), 'Order not found'),
  get_user_details: (args, { database, world }) =>
    rowOf(retailUsers(database, world, [text(args, 'user_id')]), text(args, 'user_id'), 'User not found'),
  get_product_details: async (args, { database }) =>
    found(await retailProduct(database, text(args, 'product_id')), 'Product not found'),
  get_item_details: async (args, { database }) =>
    found(await retailVariant(database, text(args, 'item_id')), 'Item not found'),
  list_all_product_types: async (_, { database }) => {
    const products = await database.query(
      row({ name: column.text(), id: column.text() }),
      sql`select name, id from products where tenant_id = ${RETAIL} order by name collate "C"`,
      { label: 'retail.products' },
    );
    return { ok: true, result: JSON.stringify(Object.fromEntries(products.map(({ name, id }) => [name, id]))) };
  },
  calculate: (args) => Promise.resolve(calculate(text(args, 'expression'))),
  transfer_to_human_agents: () => Promise.resolve({ ok: true, result: 'Transfer successful' }),
};
