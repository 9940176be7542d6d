/** The one statement behind `recommend_products`: what may be recommended and what is known of the customer. */
import { column, row } from '@deskfleet/shared/database/row.ts';
import { instant, int, sql, text, type Sql } from '@deskfleet/shared/database/sql.ts';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import type { Bought, Look, Placement, Purchase, RecommendationRules } from '../policy/recommending.ts';
import type { Preference } from '../policy/taste.ts';
import type { SearchPlan } from '../words/search-words.ts';
import { allWordsFit, correctedWords, offeredProducts, type ProductFilter } from './offered-products.ts';
import type { HitPart } from './search-hit.ts';
import type { Correction } from './spelled-terms.ts';

/** One row a product, and one of facts: a row of the Data API holds 64 KB. */
export const partRow = row({ part: column.oneOf('facts', 'product'), data: column.json() });

export interface FactsPart extends RecommendationRules {
  readonly currency: string;
  readonly time_zone: string;
  readonly today: string;
  readonly total: number;
  readonly complete: boolean;
  readonly corrected: readonly Correction[];
  readonly preferences: readonly Preference[];
  readonly purchases: readonly Purchase[];
  readonly looks: readonly Look[];
}

export interface ProductPart extends HitPart {
  readonly brand: string | null;
  readonly repurchase_days: number | null;
  readonly sales_rank: number | null;
  readonly bought: Bought | null;
  readonly placement: Placement | null;
}

/** Products that are weighed; of a larger shop those nearest to the customer, then the best rated. */
const MOST_CANDIDATES = 200;
const MOST_PURCHASES = 100;
const MOST_LOOKS = 60;
const LOOK_DAYS = 90;

export function recommendStatement(filter: ProductFilter, plan: SearchPlan, context: ToolContext): Sql {
  const { tenant, now } = context;
  const customer = text(context.customerId);
  return sql`
    with ${offeredProducts(tenant, filter, plan)},
      shop as (select t.currency, t.time_zone, (${instant(now)} at time zone t.time_zone)::date as today,
          coalesce(p.sponsored_shown, 0) as sponsored_shown, coalesce(p.recently_bought_days, 0) as recently_bought_days
        from tenants t left join policies p on p.tenant_id = t.id where t.id = ${tenant}),
      bought as (select l.product_id, max((o.placed_at at time zone shop.time_zone)::date) as last_on, jsonb_agg(distinct l.variant_id) as variant_ids,
          bool_and(l.state in ('return requested', 'returned')) as returned
        from shop, orders o join order_lines l on l.tenant_id = o.tenant_id and l.order_id = o.id
        where o.tenant_id = ${tenant} and o.customer_id = ${customer} and o.status <> 'cancelled' and l.state <> 'cancelled'
        group by l.product_id),
      purchases as (select b.product_id, p.name, p.category, p.brand, b.last_on as "on" from bought b
          join products p on p.tenant_id = ${tenant} and p.id = b.product_id
        where not b.returned order by b.last_on desc, b.product_id limit ${int(MOST_PURCHASES)}),
      looks as (select e.product_id, max((e.occurred_at at time zone shop.time_zone)::date) as "on", count(*) as times,
          bool_or(e.action = 'add_to_cart') as in_cart, bool_or(e.action = 'add_to_wishlist') as on_wishlist
        from shop, browsing_events e
        where e.tenant_id = ${tenant} and e.customer_id = ${customer}
          and e.occurred_at between ${instant(now)} - make_interval(days => ${int(LOOK_DAYS)}) and ${instant(now)}
        group by e.product_id order by 2 desc, 1 limit ${int(MOST_LOOKS)}),
      preferred as (select name, value from preferences where tenant_id = ${tenant} and customer_id = ${customer} order by name limit 40),
      placed as (select distinct on (s.product_id) s.product_id, s.sponsor, s.tier, s.priority from shop, sponsored_products s
        where s.tenant_id = ${tenant} and shop.today between s.starts_on and s.ends_on
        order by s.product_id, array_position(array['premium', 'standard', 'basic'], s.tier), s.priority desc, s.id),
      ranks as (select id, rank() over (partition by category order by popularity desc) as sales_rank from products
        where tenant_id = ${tenant} and active and popularity > 0),
      made_for as (select distinct v.product_id from variants v, jsonb_each_text(v.options) o
        where v.tenant_id = ${tenant} and v.active and o.value in (select name from purchases)),
      weighed as (select k.*, placed.sponsor, placed.tier, placed.priority from kept k left join placed on placed.product_id = k.id
        order by (placed.product_id is not null) desc,
          (k.id in (select product_id from looks) or k.id in (select product_id from made_for)
            or k.brand in (select value from preferred where name = 'preferred_brand')
            or k.category in (select value from preferred where name = 'preferred_category')) desc,
          k.rating desc nulls last, k.popularity desc, k.id limit ${int(MOST_CANDIDATES)})
    select 'facts' as part, jsonb_build_object('currency', shop.currency, 'time_zone', shop.time_zone, 'today', shop.today,
      'sponsored_shown', shop.sponsored_shown, 'recently_bought_days', shop.recently_bought_days,
      'total', (select count(*) from kept), 'complete', ${allWordsFit(plan)}, 'corrected', ${correctedWords},
      'preferences', (select coalesce(jsonb_agg(to_jsonb(preferred)), '[]') from preferred),
      'purchases', (select coalesce(jsonb_agg(to_jsonb(purchases)), '[]') from purchases),
      'looks', (select coalesce(jsonb_agg(to_jsonb(looks)), '[]') from looks)) as data
    from shop
    union all
    select 'product', jsonb_build_object('id', w.id, 'name', w.name, 'category', w.category, 'brand', w.brand, 'description', left(w.description, 400),
      'rating', w.rating, 'review_count', w.review_count, 'repurchase_days', w.repurchase_days, 'variants', w.variants,
      'sales_rank', r.sales_rank,
      'bought', case when b.product_id is not null then jsonb_build_object('last_on', b.last_on, 'variant_ids', b.variant_ids, 'returned', b.returned) end,
      'placement', case when w.sponsor is not null then jsonb_build_object('sponsor', w.sponsor, 'tier', w.tier, 'priority', w.priority) end)
    from weighed w left join ranks r on r.id = w.id left join bought b on b.product_id = w.id`;
}
