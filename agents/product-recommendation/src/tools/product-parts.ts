/** Inputs and parts of statements that the product tools share. */
import { z } from 'zod';
import { sql } from '@deskfleet/shared/database/sql.ts';

/** Most variants of one product that are reported. */
export const MOST_VARIANTS = 40;

export const optionsInput = z
  .array(z.string().trim().min(1).max(60))
  .max(5, 'At most five options.')
  .default([])
  .describe('Options the variant must have, by value: ["black"], ["black", "46 mm"], ["32 GB"].');

/** The candidates of `product-lookup.ts`, the best one first; expects `candidates`. */
export const candidateList = sql`
  (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name, 'fit', c.fit) order by c.fit desc, c.popularity desc, c.rating desc nulls last, c.id), '[]')
    from (select * from candidates order by fit desc, popularity desc, rating desc nulls last, id limit 5) c)`;

/** The variants of the row `best`, with their stock. */
export const variantList = sql`
  (select coalesce(jsonb_agg(to_jsonb(v) order by v.price_cents, v.id), '[]') from (
    select v.id, v.options, v.price_cents, coalesce(s.on_hand, 0) as on_hand, coalesce(s.reorder_threshold, 0) as reorder_threshold, s.restock_expected_on
    from best b join variants v on v.tenant_id = b.tenant_id and v.product_id = b.id and v.active
      left join stock s on s.tenant_id = v.tenant_id and s.variant_id = v.id
    order by v.price_cents, v.id limit ${MOST_VARIANTS}) v)`;
