/** How well the words of a question fit a product's name, as SQL: all tools recognise products by it. */
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { json, sql, text, type Sql } from '@deskfleet/shared/database/sql.ts';
import type { Concept } from '../policy/concepts.ts';

/** Least score at which a product counts as named: its first word, its kind, or two words of its name. */
const NAMED = 3;

/** Concepts as rows `(role text, query tsquery)`. */
export function conceptRows(concepts: readonly Concept[]): Sql {
  // Words hold letters and digits only, so they cannot be read as operators of a tsquery.
  const rows = concepts.map(({ role, words }) => ({ role, words: words.join(' | ') }));
  return sql`select role, query from (
    select role, to_tsquery('english', words) as query from jsonb_to_recordset(${json(rows)}) as given(role text, words text)) parsed
    where numnode(query) > 0`;
}

/**
 * An integer: each concept of `names` adds 3 for the product's category or the first word of its name, 2 for another
 * word of it; the whole name as it stands in the text adds 3. The product's row must be in scope as `p`.
 */
export function nameScore(words: string): Sql {
  return sql`(
    (select coalesce(sum(case
        when to_tsvector('english', p.category) @@ n.query or to_tsvector('english', split_part(p.name, ' ', 1)) @@ n.query then 3
        when to_tsvector('english', p.name) @@ n.query then 2 else 0 end), 0)::int
      from names n where n.role <> 'symptom')
    + case when strpos(${words.toLowerCase()}, lower(p.name)) > 0 then 3 else 0 end
  )`;
}

/**
 * Common table expressions: `names` and `best`, every product of the shop with `named` (it is the one, or one of those,
 * that the words mean), `own` (by the first word of its name) and `owned` (the customer bought it).
 */
export function namedProducts(names: readonly Concept[], words: string, context: ToolContext): Sql {
  return sql`
    names as materialized (${conceptRows(names)}),
    scored as materialized (
      select p.id, p.name, p.category, p.warranty_days, ${nameScore(words)} as score, split_part(p.name, ' ', 1) as first_word,
        exists (select from order_lines l join orders o on o.tenant_id = l.tenant_id and o.id = l.order_id
          where l.tenant_id = p.tenant_id and l.product_id = p.id and o.customer_id = ${text(context.customerId)} and o.status <> 'cancelled') as owned
      from products p where p.tenant_id = ${context.tenant}
    ),
    best as materialized (
      select s.*, s.score >= ${NAMED} and (s.score = max(s.score) over ()
          -- A second product named by its own name beside the first: "ZenSound and ThunderBolt".
          or (s.score = max(s.score) over (partition by s.first_word) and s.own and first_value(s.own) over (order by s.score desc, s.own desc))) as named
      from (select scored.*, exists (select from names n where n.role in ('word', 'pair') and to_tsvector('english', first_word) @@ n.query) as own from scored) s
    )`;
}
