/** How well the words of a question fit a product's name, as SQL: both tools recognise products by it. */
import { json, sql, type Sql } from '@deskfleet/shared/database/sql.ts';
import type { Concept } from '../policy/concepts.ts';

/** Least score at which a product counts as named: its first word, its kind, or two words of its name. */
export const NAMED = 3;

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
export function nameScore(text: string): Sql {
  return sql`(
    (select coalesce(sum(case
        when to_tsvector('english', p.category) @@ n.query or to_tsvector('english', split_part(p.name, ' ', 1)) @@ n.query then 3
        when to_tsvector('english', p.name) @@ n.query then 2 else 0 end), 0)::int
      from names n where n.role <> 'symptom')
    + case when strpos(${text.toLowerCase()}, lower(p.name)) > 0 then 3 else 0 end
  )`;
}
