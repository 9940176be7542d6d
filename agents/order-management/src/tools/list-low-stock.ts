/** Staff: what has to be ordered again. */
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { defineTool, done, type ToolResult } from '@deskfleet/shared/agent/tool.ts';
import { column, nullable, row } from '@deskfleet/shared/database/row.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';

const input = z.object({
  category: z.string().trim().min(1).max(80).optional().describe('Only products of this category.'),
  sold_out_only: z.boolean().default(false).describe('True for what cannot be had at all right now.'),
  limit: z
    .int()
    .min(1)
    .max(50, 'At most 50 variants at a time; use offset for the next ones.')
    .default(25)
    .describe('Most variants to return, 1 to 50.'),
  offset: z.int().min(0).max(10_000).default(0).describe('How many to leave out; for the next page.'),
});
type Input = z.infer<typeof input>;

const lowRow = row({
  product_id: column.text(),
  name: column.text(),
  category: column.text(),
  variant_id: column.text(),
  options: column.json<Readonly<Record<string, string>>>(),
  on_hand: column.int(),
  reorder_threshold: column.int(),
  reorder_quantity: column.int(),
  restock_expected_on: nullable(column.day()),
  open_units: column.int(),
  found: column.int(),
});

export const listLowStock = defineTool({
  name: 'list_low_stock',
  description:
    'Variants on sale of which no more than the reorder threshold is left, the emptiest first: units on hand, threshold, what to reorder, when more is expected, and units in orders that have not left yet.',
  audience: 'staff',
  needsCustomer: false,
  input,
  sample: { customer: null, input: { limit: 5 } },
  run: list,
});

async function list({ category, sold_out_only, limit, offset }: Input, context: ToolContext): Promise<ToolResult> {
  const ofCategory = category === undefined ? sql`` : sql`and lower(r.category) = lower(${category})`;
  const rows = await context.database.query(
    lowRow,
    sql`
    with low as (
      select v.product_id, r.name, r.category, v.id as variant_id, v.options, s.on_hand, s.reorder_threshold, s.reorder_quantity, s.restock_expected_on,
        count(*) over () as found
      from stock s join variants v on v.tenant_id = s.tenant_id and v.id = s.variant_id join products r on r.tenant_id = v.tenant_id and r.id = v.product_id
      where s.tenant_id = ${context.tenant} and v.active and r.active and s.on_hand <= ${sold_out_only ? sql`0` : sql`s.reorder_threshold`} ${ofCategory}
      order by s.on_hand - s.reorder_threshold, s.on_hand, v.id limit ${limit} offset ${offset}
    )
    select low.*, (
      select coalesce(sum(l.quantity), 0)::int from order_lines l join orders o on o.tenant_id = l.tenant_id and o.id = l.order_id
      where l.tenant_id = ${context.tenant} and l.variant_id = low.variant_id and l.state = 'ordered' and o.status in ('pending', 'pending (item modified)', 'processed')) as open_units
    from low order by low.on_hand - low.reorder_threshold, low.on_hand, low.variant_id`,
    { signal: context.signal, label: 'stock.low' },
  );
  const found = rows[0]?.found ?? 0;
  const next = offset + rows.length;
  return done({
    variants: rows.map(({ found: _, open_units, ...variant }) => ({ ...variant, units_in_open_orders: open_units })),
    ...(rows.length > 0 ? { variants_in_all: found } : {}),
    ...(next < found ? { more: found - next, next_offset: next } : {}),
  });
}
