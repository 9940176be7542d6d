/** Whether a product, or anything the customer bought, is recalled. */
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { defineTool, done, refuse, type ToolResult } from '@deskfleet/shared/agent/tool.ts';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { bool, sql, text } from '@deskfleet/shared/database/sql.ts';
import { orderKey } from '@deskfleet/shared/order-key.ts';
import { namesIn } from '../policy/concepts.ts';
import { recallState } from '../policy/recall.ts';
import { shopDay } from '../policy/warranty.ts';
import { orderIdInput, serialInput } from './inputs.ts';
import { namedProducts } from './product-naming.ts';
import { recallStop, recallsOf, recallView, type RecallPart } from './safety.ts';

const input = z.object({
  product: z
    .string()
    .trim()
    .min(1, 'Give the name of the product, or leave it out.')
    .max(120, "Use a few words of the product's name.")
    .optional()
    .describe('Name or kind of the product, e.g. "power bank". Without it everything the customer bought is checked.'),
  order_id: orderIdInput.describe('Only what was bought with this order of the customer, e.g. "o12345".'),
  serial_number: serialInput,
});
type Input = z.infer<typeof input>;

const foundRow = row({
  support_email: column.text(),
  time_zone: column.text(),
  order_found: column.boolean(),
  products: column.json<readonly string[]>(),
  recalls: column.json<readonly RecallPart[]>(),
});

const MOST_PRODUCTS = 12;

export const checkRecall = defineTool({
  name: 'check_recall',
  description:
    "Whether a product is recalled: by name, by one of the customer's orders, or, without either, everything they bought and the shop's recalls in general. " +
    'A hit is a safety stop: give the script and nothing else. A serial number that is not affected lifts it.',
  input,
  needsCustomer: false,
  sample: { customer: 'cust116', input: { product: 'VoltEdge Power Bank' } },
  run: check,
});

async function check({ product, order_id, serial_number }: Input, context: ToolContext): Promise<ToolResult> {
  if (order_id !== undefined && context.customerId === null)
    return refuse(
      'sign_in_required',
      'Orders can be looked at only once the customer is signed in. Ask for the product instead.',
    );
  const names = product === undefined ? [] : namesIn(product);
  const found = await context.database.one(
    foundRow,
    sql`
    with ${namedProducts(names, product ?? '', context)},
    bought as materialized (
      select distinct l.product_id from orders o join order_lines l on l.tenant_id = o.tenant_id and l.order_id = o.id
      where o.tenant_id = ${context.tenant} and o.customer_id = ${text(context.customerId)} and o.code_key = ${orderKey(order_id ?? '')}
    )
    select t.support_email, t.time_zone, exists (select from bought) as order_found,
      (select coalesce(jsonb_agg(name order by name), '[]') from (select name from best where named or id in (select product_id from bought) order by name limit ${MOST_PRODUCTS}) n) as products,
      ${recallsOf(
        sql`select query from names where role = 'symptom'`,
        context,
        sql`
        case when ${bool(product === undefined && order_id === undefined)} then true
          else (b.named or ${bool(product === undefined)}) and (${bool(order_id === undefined)} or b.id in (select product_id from bought)) end`,
      )} as recalls
    from tenants t where t.id = ${context.tenant}`,
    { signal: context.signal, label: 'recall.check' },
  );
  if (order_id !== undefined && !found.order_found)
    return refuse('order_not_found', `There is no order "${order_id}" among your orders.`);

  const today = shopDay(context.now, found.time_zone);
  const states = found.recalls.map((recall) => ({ recall, state: recallState(recall, today, serial_number) }));
  const hits = states.filter(({ state }) => state === 'stop').map(({ recall }) => recall);
  // Asked in general, what the customer owns is a stop; what others own is news.
  const asked = product !== undefined || order_id !== undefined;
  const stops = hits.filter(({ owned }) => asked || owned);
  if (stops.length > 0) return recallStop(stops, found.support_email);
  return done({
    checked_on: today,
    products: found.products,
    not_affected: states.filter(({ state }) => state === 'not_affected').map(({ recall }) => recall.product),
    other_recalls: hits.map(recallView),
    support_email: found.support_email,
  });
}
