/** What the shop sells, category by category. */
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { defineTool, done, type ToolResult } from '@deskfleet/shared/agent/tool.ts';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { int, sql } from '@deskfleet/shared/database/sql.ts';
import { limitInput, offsetInput, pageView } from './filter-input.ts';
import { priceText } from './product-view.ts';

const input = z.object({ limit: limitInput(50, 30, 'categories'), offset: offsetInput });

interface CategoryPart {
  readonly category: string;
  readonly products: number;
  readonly in_stock: number;
  readonly lowest: number;
  readonly highest: number;
}

const categoriesRow = row({
  categories: column.json<readonly CategoryPart[]>(),
  total: column.int(),
  currency: column.text(),
});

export const listCategories = defineTool({
  name: 'list_categories',
  description:
    'The categories of the shop with how many products each has, how many of them are in stock, and the range of prices. For "what do you sell?".',
  input,
  needsCustomer: false,
  sample: { customer: null, input: {} },
  run: readCategories,
});

async function readCategories({ limit, offset }: z.infer<typeof input>, context: ToolContext): Promise<ToolResult> {
  const found = await context.database.one(
    categoriesRow,
    sql`
    with sold as (
        select p.category, p.id, min(v.price_cents) as lowest, max(v.price_cents) as highest, bool_or(coalesce(s.on_hand, 0) > 0) as there
        from products p join variants v on v.tenant_id = p.tenant_id and v.product_id = p.id and v.active
          left join stock s on s.tenant_id = v.tenant_id and s.variant_id = v.id
        where p.tenant_id = ${context.tenant} and p.active group by p.category, p.id),
      by_category as (
        select category, count(*) as products, count(*) filter (where there) as in_stock, min(lowest) as lowest, max(highest) as highest
        from sold group by category),
      page as (select * from by_category order by products desc, category limit ${int(limit)} offset ${int(offset)})
    select (select coalesce(jsonb_agg(to_jsonb(page) order by products desc, category), '[]') from page) as categories,
      (select count(*) from by_category) as total, t.currency
    from tenants t where t.id = ${context.tenant}`,
    { signal: context.signal, label: 'product.categories' },
  );
  return done({
    categories: found.categories.map(({ category, products, in_stock, lowest, highest }) => ({
      category,
      products,
      in_stock,
      price_text: priceText([lowest, highest], found.currency),
    })),
    ...pageView(found.total, offset, found.categories.length),
  });
}
