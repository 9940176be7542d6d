/** What of a product can be had, variant by variant. */
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { defineTool, done, refuse, type ToolResult } from '@deskfleet/shared/agent/tool.ts';
import { column, nullable, row } from '@deskfleet/shared/database/row.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import { money } from '@deskfleet/shared/money.ts';

const input = z.object({
  product_id: z
    .string()
    .trim()
    .min(1, 'Give the product_id; get_order shows it with every item.')
    .max(64)
    .describe('Id of the product, or of one of its variants.'),
});

/** "few" is said up to this many; exact numbers are the shop's own business. */
const FEW = 5;

const stockRow = row({
  product_id: column.text(),
  name: column.text(),
  variant_id: column.text(),
  options: column.json<Readonly<Record<string, string>>>(),
  price_cents: column.int(),
  sold: column.boolean(),
  on_hand: column.int(),
  restock_expected_on: nullable(column.day()),
  currency: column.text(),
});

export const checkStock = defineTool({
  name: 'check_stock',
  description:
    'Which variants of a product are in stock, with options and price, and when the others are expected back. Use it before a change or an exchange of items.',
  input,
  needsCustomer: false,
  sample: { customer: null, input: { product_id: 'p011' } },
  run: check,
});

async function check({ product_id }: z.infer<typeof input>, context: ToolContext): Promise<ToolResult> {
  const variants = await context.database.query(
    stockRow,
    sql`
    select v.product_id, r.name, v.id as variant_id, v.options, v.price_cents, v.active and r.active as sold, coalesce(s.on_hand, 0) as on_hand, s.restock_expected_on, t.currency
    from products r join tenants t on t.id = r.tenant_id join variants v on v.tenant_id = r.tenant_id and v.product_id = r.id
    left join stock s on s.tenant_id = v.tenant_id and s.variant_id = v.id
    where r.tenant_id = ${context.tenant}
      and r.id in (select ${product_id} union select product_id from variants where tenant_id = ${context.tenant} and id = ${product_id})
    order by v.id limit 100`,
    { signal: context.signal, label: 'stock.check' },
  );
  const [first] = variants;
  if (first === undefined) return refuse('product_not_found', `There is no product "${product_id}".`);
  return done({
    product_id: first.product_id,
    name: first.name,
    variants: variants.map(({ variant_id, options, price_cents, sold, on_hand, restock_expected_on, currency }) => ({
      variant_id,
      options,
      price: money(price_cents, currency),
      state: stateOf(sold, on_hand),
      ...(sold && on_hand === 0 && restock_expected_on !== null ? { restock_expected_on } : {}),
    })),
  });
}

function stateOf(sold: boolean, onHand: number): string {
  if (!sold) return 'no longer sold';
  if (onHand === 0) return 'out of stock';
  return onHand <= FEW ? 'few left' : 'in stock';
}
