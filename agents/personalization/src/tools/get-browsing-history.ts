/** What the customer looked at, newest first, a page at a time. */
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { defineTool, done, type ToolResult } from '@deskfleet/shared/agent/tool.ts';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { sql, text } from '@deskfleet/shared/database/sql.ts';

const input = z.object({
  limit: z
    .int()
    .min(1)
    .max(50, 'At most 50 visits at a time; use offset for the next ones.')
    .default(10)
    .describe('Most visits to return, 1 to 50.'),
  offset: z
    .int()
    .min(0)
    .max(10_000)
    .default(0)
    .describe('How many of the newest visits to leave out; for the next page.'),
});

interface VisitPart {
  readonly product_id: string;
  readonly product: string;
  readonly category: string;
  readonly action: string;
  readonly seconds: number;
  readonly occurred_at: string;
}

interface CategoryPart {
  readonly category: string;
  readonly visits: number;
  readonly seconds: number;
}

const historyRow = row({
  visits: column.json<readonly VisitPart[]>(),
  by_category: column.json<readonly CategoryPart[]>(),
  visits_in_all: column.int(),
});

export const getBrowsingHistory = defineTool({
  name: 'get_browsing_history',
  description:
    'What the customer looked at in the shop, newest first: product, what they did (viewed, compared, read reviews, put in cart or on the wish list) ' +
    'and for how long, with a summary of the whole history by category.',
  input,
  sample: { customer: 'cust010', input: { limit: 5 } },
  run: readHistory,
});

async function readHistory({ limit, offset }: z.infer<typeof input>, context: ToolContext): Promise<ToolResult> {
  const history = await context.database.one(
    historyRow,
    sql`
    with own as (
      select e.id, e.product_id, p.name as product, p.category, e.action, e.seconds, e.occurred_at
      from browsing_events e join products p on p.tenant_id = e.tenant_id and p.id = e.product_id
      where e.tenant_id = ${context.tenant} and e.customer_id = ${text(context.customerId)}
    )
    select (select count(*) from own) as visits_in_all,
      (select coalesce(jsonb_agg(to_jsonb(v) - 'id' order by v.occurred_at desc, v.id desc), '[]')
        from (select * from own order by occurred_at desc, id desc limit ${limit} offset ${offset}) v) as visits,
      (select coalesce(jsonb_agg(to_jsonb(s) order by s.visits desc, s.seconds desc, s.category), '[]')
        from (select category, count(*) as visits, sum(seconds) as seconds from own group by category) s) as by_category`,
    { signal: context.signal, label: 'profile.browsing' },
  );

  const next = offset + history.visits.length;
  return done({
    visits: history.visits.map(({ product_id, product, category, action, seconds, occurred_at }) => ({
      product_id,
      product,
      category,
      action,
      seconds,
      at: new Date(occurred_at).toISOString(),
    })),
    visits_in_all: history.visits_in_all,
    ...(next < history.visits_in_all && history.visits.length > 0
      ? { more: history.visits_in_all - next, next_offset: next }
      : {}),
    by_category: history.by_category.map(({ category, visits, seconds }) => ({ category, visits, seconds })),
  });
}
