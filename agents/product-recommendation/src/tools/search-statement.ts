/** The one statement behind `search_products`. */
import { column, row } from '@deskfleet/shared/database/row.ts';
import { int, sql, type Sql } from '@deskfleet/shared/database/sql.ts';
import type { SearchPlan } from '../words/search-words.ts';
import { allWordsFit, correctedWords, hitJson, offeredProducts, type ProductFilter } from './offered-products.ts';
import type { Correction } from './spelled-terms.ts';
import type { HitPart } from './search-hit.ts';

export const SORTS = ['relevance', 'rating', 'popularity', 'price_low', 'price_high'] as const;

export interface SearchFilter extends ProductFilter {
  readonly sort: (typeof SORTS)[number];
  readonly limit: number;
  readonly offset: number;
}

export const searchRow = row({
  hits: column.json<readonly HitPart[]>(),
  total: column.int(),
  complete: column.boolean(),
  corrected: column.json<readonly Correction[]>(),
  currency: column.text(),
  time_zone: column.text(),
});

const ORDER: Readonly<Record<SearchFilter['sort'], Sql>> = {
  relevance: sql`rank desc, rating desc nulls last, popularity desc, id`,
  rating: sql`rating desc nulls last, review_count desc, rank desc, id`,
  popularity: sql`popularity desc, rank desc, id`,
  price_low: sql`lowest, rank desc, id`,
  price_high: sql`highest desc, rank desc, id`,
};

export function searchStatement(tenant: string, filter: SearchFilter, plan: SearchPlan): Sql {
  return sql`
    with ${offeredProducts(tenant, filter, plan)},
      page as (select * from kept order by ${ORDER[filter.sort]} limit ${int(filter.limit)} offset ${int(filter.offset)})
    select (select count(*) from kept) as total, ${allWordsFit(plan)} as complete,
      (select coalesce(jsonb_agg(${hitJson} order by ${ORDER[filter.sort]}), '[]') from page) as hits,
      ${correctedWords} as corrected, t.currency, t.time_zone
    from tenants t where t.id = ${tenant}`;
}
