/** What customers who resemble this one buy: figures over at least five people, and nothing about any one of them. */
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { defineTool, done, refuse, type ToolResult } from '@deskfleet/shared/agent/tool.ts';
import { column, nullable, row } from '@deskfleet/shared/database/row.ts';
import { sql, text } from '@deskfleet/shared/database/sql.ts';
import { money } from '@deskfleet/shared/money.ts';
import { FEWEST_PEOPLE, insightsOf, type PeerGroup, type SharedFigure } from '../policy/insights.ts';
import { liveCustomer, noAccount } from './account.ts';

const input = z.object({});

interface GroupPart {
  readonly place: number;
  readonly people: number;
  readonly buyers: number;
  readonly median_order_cents: number | null;
  readonly categories: readonly SharedFigure[];
  readonly products: readonly SharedFigure[];
  readonly brands: readonly SharedFigure[];
}

const insightsRow = row({
  currency: column.text(),
  tier: column.text(),
  category: nullable(column.text()),
  groups: column.json<readonly GroupPart[]>(),
});

/** Most people a group is made of: enough for the figures, and the work stays the same in a shop of a million. */
const MOST_PEERS = 2_000;

export const getSimilarCustomerInsights = defineTool({
  name: 'get_similar_customer_insights',
  description:
    'What customers like this one buy: common categories, products and brands, and what an order typically costs them. Only figures shared by at least five people; never about a single person.',
  input,
  sample: { customer: 'cust010', input: {} },
  run: readInsights,
});

/** How many people of a group share something; what fewer share than may be told does not leave the database. */
const shared = (what: 'category' | 'name' | 'brand') => {
  const value = { category: sql`b.category`, name: sql`b.name`, brand: sql`b.brand` }[what];
  return sql`(select coalesce(jsonb_agg(jsonb_build_object('name', f.name, 'people', f.people) order by f.people desc, f.name), '[]') from (
      select ${value} as name, count(distinct b.customer_id)::int as people from member m join bought b on b.customer_id = m.customer_id
      where m.place = g.place and ${value} is not null group by ${value} having count(distinct b.customer_id) >= ${FEWEST_PEOPLE} order by 2 desc, 1 limit 20) f)`;
};

async function readInsights(_: z.infer<typeof input>, context: ToolContext): Promise<ToolResult> {
  const found = await context.database.maybeOne(
    insightsRow,
    sql`
    with me as (
      select c.id, c.tenant_id, c.loyalty_tier as tier, t.currency, coalesce(
        (select p.value from preferences p where p.tenant_id = c.tenant_id and p.customer_id = c.id and p.name = 'preferred_category'),
        (select p.category from orders o join order_lines l on l.tenant_id = o.tenant_id and l.order_id = o.id join products p on p.tenant_id = l.tenant_id and p.id = l.product_id
          where o.tenant_id = c.tenant_id and o.customer_id = c.id and o.status <> 'cancelled' and l.state not in ('cancelled', 'returned')
          group by p.category order by sum(l.quantity) desc, p.category limit 1)) as category
      from customers c join tenants t on t.id = c.tenant_id where ${liveCustomer(context)}
    ), peer as (
      select c.id as customer_id, c.loyalty_tier = me.tier as same_tier,
        exists (select 1 from preferences p where p.tenant_id = c.tenant_id and p.customer_id = c.id and p.name = 'preferred_category' and p.value = me.category)
        or exists (select 1 from orders o join order_lines l on l.tenant_id = o.tenant_id and l.order_id = o.id join products p on p.tenant_id = l.tenant_id and p.id = l.product_id
          where o.tenant_id = c.tenant_id and o.customer_id = c.id and o.status <> 'cancelled' and l.state not in ('cancelled', 'returned') and p.category = me.category) as same_category
      from me join customers c on c.tenant_id = me.tenant_id and c.id <> me.id and c.erased_at is null
      order by c.id limit ${MOST_PEERS}
    ), member as (
      select 1 as place, customer_id from peer where same_tier and same_category
      union all select 2, customer_id from peer where same_category
      union all select 3, customer_id from peer where same_tier
    ), bought as (
      select distinct o.customer_id, p.category, p.name, p.brand from peer join orders o on o.tenant_id = ${context.tenant} and o.customer_id = peer.customer_id and o.status <> 'cancelled'
        join order_lines l on l.tenant_id = o.tenant_id and l.order_id = o.id and l.state not in ('cancelled', 'returned') join products p on p.tenant_id = l.tenant_id and p.id = l.product_id
    ), placed as (
      select o.customer_id, o.total_cents from peer join orders o on o.tenant_id = ${context.tenant} and o.customer_id = peer.customer_id and o.status <> 'cancelled'
    )
    select me.currency, me.tier, me.category,
      (select coalesce(jsonb_agg(jsonb_build_object('place', g.place, 'people', g.people,
          'buyers', (select count(distinct q.customer_id) from member m join placed q on q.customer_id = m.customer_id where m.place = g.place),
          'median_order_cents', (select round(percentile_cont(0.5) within group (order by q.total_cents))::int from member m join placed q on q.customer_id = m.customer_id where m.place = g.place),
          'categories', ${shared('category')}, 'products', ${shared('name')}, 'brands', ${shared('brand')}) order by g.place), '[]')
        from (select place, count(*)::int as people from member group by place) g) as groups
    from me where me.id = ${text(context.customerId)}`,
    { signal: context.signal, label: 'insights.similar' },
  );
  if (!found) return noAccount();

  const { tier, category, currency } = found;
  const insights = insightsOf(found.groups.map((group) => toGroup(group, tier, category)));
  if (insights === undefined)
    return refuse(
      'too_few_people',
      `There are fewer than ${FEWEST_PEOPLE} customers like you here, so I cannot say anything about them without giving away who they are.`,
    );
  const figures = (of: typeof insights.categories) =>
    of.map(({ name, people_at_least }) => ({ name, people_at_least }));
  return done({
    alike_in: insights.alike_in,
    people_at_least: insights.people_at_least,
    categories: figures(insights.categories),
    products: figures(insights.products),
    brands: figures(insights.brands),
    typical_order: insights.typical_order_cents === null ? null : money(insights.typical_order_cents, currency),
    note: `Figures that fewer than ${FEWEST_PEOPLE} people share are left out; counts are rounded down to fives.`,
  });
}

function toGroup({ place, ...figures }: GroupPart, tier: string, category: string | null): PeerGroup {
  const words = {
    1: `are interested in ${category ?? ''} and have the ${tier} tier`,
    2: `are interested in ${category ?? ''}`,
    3: `have the ${tier} tier`,
  }[place];
  return { ...figures, alike_in: words ?? '' };
}
