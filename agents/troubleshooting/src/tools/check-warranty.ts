/** Whether what the customer bought is under warranty, with the order line that proves it. */
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { defineTool, done, refuse, type ToolResult } from '@deskfleet/shared/agent/tool.ts';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { sql, text } from '@deskfleet/shared/database/sql.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { namesIn } from '../policy/concepts.ts';
import { orderKey } from '@deskfleet/shared/order-key.ts';
import { shopDay, warrantyOn } from '../policy/warranty.ts';
import { offsetInput, orderIdInput } from './inputs.ts';
import { conceptRows, nameScore } from './product-naming.ts';

const input = z.object({
  order_id: orderIdInput,
  product: z
    .string()
    .trim()
    .min(1)
    .max(120, "Use a few words of the product's name.")
    .optional()
    .describe(
      'Name or kind of the product, e.g. "ThunderBolt" or "speaker". Without order id and product all purchases are returned.',
    ),
  limit: z
    .int()
    .min(1)
    .max(50, 'At most 50 purchases at a time.')
    .default(10)
    .describe('Most purchases to return, newest first, 1 to 50.'),
  offset: offsetInput,
});
type Input = z.infer<typeof input>;

interface LinePart {
  readonly order_id: string;
  readonly line_no: number;
  readonly product: string;
  readonly order_status: string;
  readonly bought_on: string;
  readonly delivered_on: string | null;
  readonly starts_on: string | null;
  readonly ends_on: string | null;
  readonly coverage: string | null;
}

const linesRow = row({
  time_zone: column.text(),
  order_id: column.text(),
  lines: column.json<readonly LinePart[]>(),
  found: column.int(),
});

export const checkWarranty = defineTool({
  name: 'check_warranty',
  description:
    'Whether purchases of the signed-in customer are under warranty: first and last day, coverage, days left or days since the end, and the proof: order line, day of purchase and of delivery. ' +
    'By order id, by product, or both; several matching purchases are all listed, newest first.',
  input,
  sample: { customer: 'cust108', input: { order_id: 'o14108' } },
  run: check,
});

async function check({ order_id, product, limit, offset }: Input, context: ToolContext): Promise<ToolResult> {
  const names = product === undefined ? [] : namesIn(product);
  const found = await context.database.one(
    linesRow,
    sql`
    with names as materialized (${conceptRows(names)}),
    own as materialized (
      select o.id as order_id, l.line_no, l.name as product, o.status as order_status, o.placed_at,
        to_char(o.placed_at at time zone t.time_zone, 'YYYY-MM-DD') as bought_on, to_char(o.delivered_at at time zone t.time_zone, 'YYYY-MM-DD') as delivered_on, w.starts_on, w.ends_on, w.coverage, ${nameScore(product ?? '')} as score
      from orders o join tenants t on t.id = o.tenant_id
      join order_lines l on l.tenant_id = o.tenant_id and l.order_id = o.id
      join products p on p.tenant_id = l.tenant_id and p.id = l.product_id
      left join warranties w on w.tenant_id = l.tenant_id and w.order_id = l.order_id and w.line_no = l.line_no
      where o.tenant_id = ${context.tenant} and o.customer_id = ${text(context.customerId)}
        and ${order_id === undefined ? sql`o.status <> 'cancelled'` : sql`o.code_key = ${orderKey(order_id)}`}
    ),
    matching as (select * from own where ${names.length === 0} or (score > 0 and score = (select max(score) from own)))
    select t.time_zone, coalesce((select min(order_id) from own), '') as order_id,
      (select count(*) from matching) as found,
      (select coalesce(jsonb_agg(to_jsonb(m) - 'score' - 'placed_at' order by m.placed_at desc, m.order_id desc, m.line_no), '[]')
        from (select * from matching order by placed_at desc, order_id desc, line_no limit ${limit} offset ${offset}) m) as lines
    from tenants t where t.id = ${context.tenant}`,
    { signal: context.signal, label: 'warranty.check' },
  );

  if (order_id !== undefined && found.order_id === '')
    return refuse('order_not_found', `There is no order "${order_id}" among your orders.`);
  const today = shopDay(context.now, found.time_zone);
  const more = found.found - offset - found.lines.length;
  return done({
    today,
    purchases: found.lines.map((line) => purchaseView(line, today)),
    ...(more > 0 ? { more, next_offset: offset + found.lines.length } : {}),
  });
}

function purchaseView(
  { order_id, line_no, product, order_status, bought_on, delivered_on, starts_on, ends_on, coverage }: LinePart,
  today: string,
): JsonObject {
  return {
    product,
    order_id,
    line_no,
    order_status,
    proof: { order_id, line_no, bought_on, delivered_on },
    warranty: {
      ...warrantyOn({ starts_on, ends_on }, today),
      ...(starts_on === null || ends_on === null ? {} : { starts_on, ends_on, coverage }),
    },
  };
}
