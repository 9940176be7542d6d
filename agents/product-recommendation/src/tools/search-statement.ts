/** The one statement behind `search_products`. */
import { column, nullable, row } from '@deskfleet/shared/database/row.ts';
import { bool, int, join, sql, text, textArray, type Sql } from '@deskfleet/shared/database/sql.ts';
import { anyOf, planSearch, singular, wordsIn, type SearchPlan } from '../words/search-words.ts';
import type { HitPart } from './search-hit.ts';
import { folded } from './product-view.ts';
import { productNames } from './product-lookup.ts';

export const SORTS = ['relevance', 'rating', 'price_low', 'price_high'] as const;

export interface SearchFilter {
  readonly category?: string;
  readonly min_price_cents?: number;
  readonly max_price_cents?: number;
  readonly options: readonly string[];
  readonly in_stock: boolean;
  readonly sort: (typeof SORTS)[number];
  readonly limit: number;
  readonly offset: number;
  readonly query: string;
}

export const searchRow = row({
  hits: column.json<readonly HitPart[]>(),
  total: column.int(),
  complete: column.boolean(),
  names: nullable(column.json<readonly string[]>()),
  currency: column.text(),
  time_zone: column.text(),
});

const ORDER: Readonly<Record<SearchFilter['sort'], Sql>> = {
  relevance: sql`rank desc, rating desc nulls last, popularity desc, id`,
  rating: sql`rating desc nulls last, review_count desc, rank desc, id`,
  price_low: sql`lowest, rank desc, id`,
  price_high: sql`highest desc, rank desc, id`,
};

/**
 * Products with the most of the words asked for; among them the order of `sort`. Those with fewer words are left out,
 * and so are those with half of the words or less, unless the category was named: then it alone is enough. Names of all products come along when nothing has every word.
 */
export function searchStatement(tenant: string, filter: SearchFilter, plan: SearchPlan): Sql {
  const named = planSearch(filter.category ?? '');
  const categories = [
    ...new Set([
      ...(filter.category === undefined ? [] : [filter.category.toLowerCase()]),
      ...named.categories,
      ...plan.categories,
    ]),
  ];
  const { groups } = plan;
  const nouns = [...plan.noun, ...(filter.category === undefined ? [] : wordsIn(filter.category).map(singular))];
  const all = groups.map((words) => anyOf(words)).join(' | ');
  const fitting =
    groups.length === 0
      ? sql`0`
      : join(
          groups.map((words) => sql`(p.search @@ to_tsquery('english', ${anyOf(words)}))::int`),
          sql` + `,
        );
  const rank = groups.length === 0 ? sql`0` : sql`round(ts_rank(p.search, to_tsquery('english', ${all}))::numeric, 1)`;
  return sql`
    with wanted as (select lower(c) as category from unnest(${textArray(categories)}) c
        where exists (select 1 from products where tenant_id = ${tenant} and active and lower(category) = lower(c))),
      textual as (
        select p.*, ${fitting} as fitting, ${rank} as rank from products p
        where p.tenant_id = ${tenant} and p.active
          and case when exists (select 1 from wanted) then lower(p.category) in (select category from wanted)
            else ${nouns.length === 0 ? sql`true` : sql`p.search @@ to_tsquery('english', ${anyOf(nouns)})`} end
          ${groups.length === 0 ? sql`` : sql`and (p.search @@ to_tsquery('english', ${all}) or exists (select 1 from wanted))`}),
      offered as (
        select t.id, t.name, t.category, t.description, t.rating, t.review_count, t.popularity, t.fitting, t.rank,
          min(v.price_cents) as lowest, max(v.price_cents) as highest,
          jsonb_agg(jsonb_build_object('id', v.id, 'options', v.options, 'price_cents', v.price_cents, 'on_hand', coalesce(s.on_hand, 0),
            'reorder_threshold', coalesce(s.reorder_threshold, 0), 'restock_expected_on', s.restock_expected_on) order by v.price_cents, v.id) as variants
        from textual t join variants v on v.tenant_id = ${tenant} and v.product_id = t.id and v.active
          left join stock s on s.tenant_id = v.tenant_id and s.variant_id = v.id
        ${variantFilter(filter)}
        group by t.id, t.name, t.category, t.description, t.rating, t.review_count, t.popularity, t.fitting, t.rank),
      kept as (select * from offered where fitting = (select max(fitting) from offered)
        and (exists (select 1 from wanted) or fitting * 2 > ${int(groups.length)} or ${bool(groups.length === 0)})),
      page as (select * from kept order by ${ORDER[filter.sort]} limit ${int(filter.limit)} offset ${int(filter.offset)})
    select (select count(*) from kept) as total,
      coalesce((select min(fitting) from kept), 0) >= ${int(groups.length)} as complete,
      (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'name', name, 'category', category, 'description', left(description, 400), 'rating', rating,
        'review_count', review_count, 'variants', variants) order by ${ORDER[filter.sort]}), '[]') from page) as hits,
      case when ${bool(groups.length > 0)} and coalesce((select max(fitting) from textual), 0) < ${int(groups.length)} then ${productNames(tenant)} end as names,
      t.currency, t.time_zone
    from tenants t where t.id = ${tenant}`;
}

function variantFilter(filter: SearchFilter): Sql {
  const conditions = [
    ...(filter.min_price_cents === undefined ? [] : [sql`v.price_cents >= ${filter.min_price_cents}`]),
    ...(filter.max_price_cents === undefined ? [] : [sql`v.price_cents <= ${filter.max_price_cents}`]),
    ...(filter.in_stock ? [sql`coalesce(s.on_hand, 0) > 0`] : []),
    ...filter.options.map(
      (option) => sql`exists (select 1 from jsonb_each_text(v.options) o
      where replace(regexp_replace(lower(o.value), '[[:space:]-]+', '', 'g'), 'gray', 'grey') = ${text(folded(option))})`,
    ),
  ];
  return conditions.length === 0 ? sql`` : sql`where ${join(conditions, ' and ')}`;
}
