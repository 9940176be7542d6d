/** The products that meet a filter: the part of a statement that search, recommendation and the top lists share. */
import { bool, int, join, sql, text, textArray, type Sql } from '@deskfleet/shared/database/sql.ts';
import { anyOf, planSearch, singular, wordsIn, type SearchPlan } from '../words/search-words.ts';
import { folded } from './product-view.ts';
import { spelledTerms } from './spelled-terms.ts';

export interface ProductFilter {
  readonly query: string;
  readonly category?: string;
  readonly min_price_cents?: number;
  readonly max_price_cents?: number;
  readonly options: readonly string[];
  readonly in_stock: boolean;
}

/**
 * For a `with`: `wanted`, `terms`, `textual`, `offered` and `kept`. `kept` has one row a product with `variants` (those that meet
 * the filters), `lowest`, `highest`, `fitting` (how many of the words it has) and `rank`. Products with fewer of the
 * words than others are left out, and so are those with half of them or less, unless the category was named: then it
 * alone is enough.
 */
export function offeredProducts(tenant: string, filter: ProductFilter, plan: SearchPlan): Sql {
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
  return sql`
      wanted as (select lower(c) as category from unnest(${textArray(categories)}) c
        where exists (select 1 from products where tenant_id = ${tenant} and active and lower(category) = lower(c))),
      ${spelledTerms(tenant, plan)},
      textual as (
        select p.*, (select count(*) from terms where p.search @@ terms.query
            or exists (select 1 from variants o where o.tenant_id = p.tenant_id and o.product_id = p.id and o.active and to_tsvector('english', o.options) @@ terms.query)) as fitting,
          round(coalesce((select sum(ts_rank(p.search, terms.query)) from terms), 0)::numeric, 1) as rank
        from products p
        where p.tenant_id = ${tenant} and p.active
          and case when exists (select 1 from wanted) then lower(p.category) in (select category from wanted)
            else ${nouns.length === 0 ? sql`true` : sql`p.search @@ to_tsquery('english', ${anyOf(nouns)})`} end
          ${groups.length === 0 ? sql`` : sql`and (exists (select 1 from terms where p.search @@ terms.query) or exists (select 1 from wanted))`}),
      offered as (
        select t.id, t.name, t.category, t.brand, t.description, t.rating, t.review_count, t.popularity, t.repurchase_days, t.fitting, t.rank,
          min(v.price_cents) as lowest, max(v.price_cents) as highest,
          jsonb_agg(jsonb_build_object('id', v.id, 'options', v.options, 'price_cents', v.price_cents, 'on_hand', coalesce(s.on_hand, 0),
            'reorder_threshold', coalesce(s.reorder_threshold, 0), 'restock_expected_on', s.restock_expected_on) order by v.price_cents, v.id) as variants
        from textual t join variants v on v.tenant_id = ${tenant} and v.product_id = t.id and v.active
          left join stock s on s.tenant_id = v.tenant_id and s.variant_id = v.id
        ${variantFilter(filter)}
        group by t.id, t.name, t.category, t.brand, t.description, t.rating, t.review_count, t.popularity, t.repurchase_days, t.fitting, t.rank),
      kept as (select * from offered where fitting = (select max(fitting) from offered)
        and (exists (select 1 from wanted) or fitting * 2 > ${int(groups.length)} or ${bool(groups.length === 0)}))`;
}

/** Whether what was kept has every word asked for. */
export function allWordsFit(plan: SearchPlan): Sql {
  return sql`coalesce((select min(fitting) from kept), 0) >= ${int(plan.groups.length)}`;
}

/** What was searched for instead of words that no product has: JSON of `{typed, meant}`. */
export const correctedWords = sql`(select coalesce(jsonb_agg(jsonb_build_object('typed', typed, 'meant', meant) order by no), '[]') from terms where meant is not null)`;

/** The JSON of one row of `kept`, as `search-hit.ts` reads it. */
export const hitJson = sql`jsonb_build_object('id', id, 'name', name, 'category', category, 'description', left(description, 400), 'rating', rating,
        'review_count', review_count, 'variants', variants)`;

function variantFilter(filter: ProductFilter): Sql {
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
