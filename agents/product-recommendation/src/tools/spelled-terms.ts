/** The words of a search as queries, with mistyped ones set right by the words in the names of the shop's products. */
import { double, json, sql, type Sql } from '@deskfleet/shared/database/sql.ts';
import { anyOf, type SearchPlan } from '../words/search-words.ts';
import { trigrams } from '../words/trigrams.ts';

/** A word that no product has, and the one that was taken for it. */
export type Correction = Readonly<{ typed: string; meant: string }>;

/** Words of the most popular products of a large shop. */
const MOST_NAMES = 1_000;
/** Least share of the letters, in threes, that two spellings of one word have in common. */
const ALIKE = 0.33;
/** A shorter word has too few letters to be recognised by them. */
const SHORTEST = 4;

/** For a `with`: `terms` has one row a group of words with its `query`; `meant` is set where another word was put in. */
export function spelledTerms(tenant: string, { groups }: SearchPlan): Sql {
  const typed = groups.map((words, no) => ({
    no,
    typed: words[0] ?? '',
    query: anyOf([...words, ...joined(groups[no - 1], words), ...joined(words, groups[no + 1])]),
    // Synonyms are spelled right.
    threes: words.length === 1 && (words[0] ?? '').length >= SHORTEST ? trigrams(words) : [],
  }));
  return sql`
      typed as (select g.*, not exists (select 1 from products p where p.tenant_id = ${tenant} and p.active and p.search @@ to_tsquery('english', g.query)) as unknown
        from jsonb_to_recordset(${json(typed)}) as g(no int, typed text, query text, threes jsonb)),
      vocabulary as (select distinct w as word from (select name from products where tenant_id = ${tenant} and active
          and exists (select 1 from typed where unknown) order by popularity desc, id limit ${MOST_NAMES}) n,
        regexp_split_to_table(lower(n.name), '[^[:alnum:]]+') w where length(w) >= ${SHORTEST}),
      terms as (select g.no, g.typed, best.word as meant, to_tsquery('english', coalesce(best.word || ':*', g.query)) as query
        from typed g left join lateral (
          select v.word from vocabulary v cross join lateral (
            select count(*) as own, count(*) filter (where g.threes @> to_jsonb(t.three)) as common
            from (select distinct substr('  ' || v.word || ' ', i, 3) as three from generate_series(1, length(v.word) + 1) i) t) letters
          where letters.common::double precision / (letters.own + jsonb_array_length(g.threes) - letters.common) >= ${double(ALIKE)}
          order by letters.common::double precision / (letters.own + jsonb_array_length(g.threes) - letters.common) desc, v.word limit 1) best on g.unknown)`;
}

/** "sonic wave" may be one word in a name. */
function joined(first: readonly string[] | undefined, second: readonly string[] | undefined): readonly string[] {
  const [one, two] = [first ?? [], second ?? []];
  return one.length === 1 && two.length === 1 ? [`${one[0] ?? ''}${two[0] ?? ''}`] : [];
}
