/**
 * The one statement behind `search_knowledge`: sections ranked by their words, ranked by their meaning, and both ranks
 * fused. A section counts when either finds it; the more so when both do.
 */
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { double, int, sql, text, textArray, type Sql } from '@deskfleet/shared/database/sql.ts';
import { conceptsIn, leaning, namesIn, type Concept } from '../policy/concepts.ts';
import { conceptRows, namedProducts } from './product-naming.ts';
import { recallsOf, type RecallPart } from './safety.ts';

/** Sections up to this many characters are given whole, longer ones by their best part. */
const WHOLE = 1_400;
/** Products listed beside the hits, when a kind fits many. */
const MOST_PRODUCTS = 12;
/**
 * Least cosine similarity at which a section is taken to be about the question: one of a product that is named or was
 * bought, one about the whole shop, and one that may be meant when nothing else was found.
 */
const LEAST = { product: 0.13, shop: 0.27, maybe: 0.05 } as const;
/** Headings offered when nothing fits. */
const MOST_MAYBE = 3;
/** Sections that similarity alone may bring in. */
const MOST_BY_MEANING = 5;
/** How slowly the weight of a rank falls in the fusion; 60 is the constant of the method's first paper. */
const FUSION = 60;
/** Rank by meaning against rank by words, where the product and what the customer owns count too. */
const MEANING_WEIGHT = 0.3;

export interface KnowledgeQuery {
  readonly query: string;
  readonly product: string | undefined;
  readonly category: string | undefined;
  readonly exclude: readonly string[];
  readonly limit: number;
  /** The question as pgvector reads it; null: full text alone. */
  readonly vector: string | null;
}

interface ProductPart {
  readonly product_id: string;
  readonly name: string;
  readonly category: string;
  readonly owned: boolean;
  readonly warranty_days: number | null;
}

export interface HitPart {
  readonly id: string;
  readonly title: string;
  readonly section: string;
  readonly category: string;
  readonly product_id: string | null;
  readonly product: string | null;
  readonly named: boolean;
  readonly owned: boolean;
  /** Share of what was asked that the section is about; null when only a product was named. */
  readonly match: number | null;
  /** Whether its heading is about what was asked, not only a word of its text. */
  readonly on_topic: boolean;
  /** Cosine similarity to the question; null without embeddings. */
  readonly similarity: number | null;
  readonly text: string;
  readonly excerpt: boolean;
}

/** The heading of a section that may be meant; its text is had by searching for it. */
interface MaybePart {
  readonly id: string;
  readonly title: string;
  readonly section: string;
  readonly product: string;
}

const foundRow = row({
  support_email: column.text(),
  time_zone: column.text(),
  products: column.json<readonly ProductPart[]>(),
  hits: column.json<readonly HitPart[]>(),
  recalls: column.json<readonly RecallPart[]>(),
  found: column.int(),
  maybe: column.json<readonly MaybePart[]>(),
});

/** What the words are about and what they name; both empty for small talk. */
export function wordsOf({ query, product }: Pick<KnowledgeQuery, 'query' | 'product'>): {
  readonly asked: readonly Concept[];
  readonly names: readonly Concept[];
} {
  const asked = conceptsIn(query);
  return { asked, names: product === undefined ? asked : namesIn(product) };
}

/** One Data API call. */
export function findSections(wanted: KnowledgeQuery, context: ToolContext) {
  const { query, product, category, exclude, limit, vector } = wanted;
  const { asked, names } = wordsOf(wanted);
  return context.database.one(
    foundRow,
    sql`
    with ${namedProducts(names, product ?? query, context)},
    concepts as materialized (${matters(asked)}),
    distances as materialized (select section_id, 1 - distance as similarity from article_distances(${context.tenant}, ${text(vector)})),
    ranked as (
      select a.id, a.title, a.section, a.category, a.body, a.product_id, b.name as product, coalesce(b.named, false) as named, coalesce(b.owned, false) as owned,
        m.matched, m.headed, t.asked, m.rank, d.similarity,
        a.category = 'recall' and (coalesce(b.named, false) or (coalesce(b.owned, false) and m.matched > 0)) as recalls
      from articles a
      left join best b on b.id = a.product_id
      left join distances d on d.section_id = a.id
      cross join (select count(*) as asked from concepts) t
      cross join lateral (
        select count(*) filter (where a.search @@ c.query) as matched,
          -- Titles of articles about one product say no more than which one it is.
          count(*) filter (where to_tsvector('english', a.section || case when a.product_id is null then ' ' || a.title else '' end) @@ c.query) as headed,
          coalesce(sum(ts_rank(a.search, c.query) * case c.role when 'symptom' then 2 else 1 end), 0) as rank
        from concepts c
      ) m
      where a.tenant_id = ${context.tenant}
        and ${category === undefined ? sql`a.category <> 'guide'` : sql`a.category = ${category}`}
        and a.id <> all(${textArray(exclude)})
        and (b.named or a.product_id is null or not exists (select from best where named))
    ),
    judged as (
      select r.*, case when r.asked > 0 then round(r.matched::numeric / r.asked, 2) end as match,
        (r.matched + 0.7 * r.headed)::float / greatest(r.asked, 1) + r.rank + case when r.owned then 0.3 else 0 end + case when r.named then 0.6 else 0 end
          + case when r.category = ${leaning(query)} then 0.4 else 0 end as score,
        -- Where no product is named, one word in common with an article of some other product proves nothing.
        r.recalls or (r.matched > 0 and (r.named or ${category !== undefined} or r.matched * 2 > r.asked))
          or (r.named and (r.asked = 0 or ${category !== undefined}))
          or (r.asked = 0 and ${category !== undefined} and not exists (select from best where named)) as by_words,
        r.category <> 'recall' and r.asked > 0 and (r.named or r.owned or r.product_id is null)
          and coalesce(r.similarity, 0) >= case when r.product_id is null then ${double(LEAST.shop)} else ${double(LEAST.product)} end as by_meaning
      from ranked r
    ),
    placed as (
      select j.*, row_number() over (order by j.by_words desc, j.score desc, j.id) as word_rank,
        row_number() over (order by j.by_meaning desc, j.similarity + case when j.named then 0.1 else 0 end + case when j.owned then 0.2 else 0 end desc nulls last, j.id) as meaning_rank
      from judged j
    ),
    kept as (
      select p.*, case when p.by_words then 1.0 / (${FUSION} + p.word_rank) else 0 end
          + case when p.similarity is not null then ${double(MEANING_WEIGHT)} / (${FUSION} + p.meaning_rank) else 0 end as fused
      from placed p where p.by_words or (p.by_meaning and p.meaning_rank <= ${MOST_BY_MEANING} and (p.named or p.product_id is null))
    ),
    maybe as (
      select id, title, section, product from placed p
      where p.named and p.category <> 'recall' and p.similarity >= ${double(LEAST.maybe)} and not exists (select from kept)
      order by p.similarity desc, p.id limit ${MOST_MAYBE}
    )
    select t.support_email, t.time_zone,
      (select count(*) from kept) as found,
      (select coalesce(jsonb_agg(to_jsonb(m)), '[]') from maybe m) as maybe,
      ${recallsOf(sql`select query from concepts`, context)} as recalls,
      (select coalesce(jsonb_agg(jsonb_build_object('product_id', n.id, 'name', n.name, 'category', n.category, 'owned', n.owned,
          'warranty_days', coalesce(n.warranty_days, p.warranty_days_default)) order by n.owned desc, n.name), '[]')
        from (select * from best where named order by owned desc, name limit ${MOST_PRODUCTS}) n) as products,
      (select coalesce(jsonb_agg(jsonb_build_object('id', k.id, 'title', k.title, 'section', k.section, 'category', k.category, 'product_id', k.product_id, 'product', k.product,
          'named', k.named, 'owned', k.owned, 'match', k.match, 'on_topic', k.headed > 0, 'similarity', round(k.similarity::numeric, 3),
          'excerpt', length(k.body) > ${WHOLE}, 'text', case when length(k.body) <= ${WHOLE} then k.body
            else left(ts_headline('english', k.body, coalesce((select string_agg(query::text, ' | ')::tsquery from concepts where numnode(query) > 0), ''::tsquery),
              'StartSel="", StopSel="", MaxFragments=2, MaxWords=90, MinWords=40, FragmentDelimiter=" … "'), ${int(WHOLE)}) end)
          order by k.recalls desc, k.fused desc, k.score desc, k.id), '[]')
        from (select * from kept order by recalls desc, fused desc, score desc, id limit ${limit}) k) as hits
    from tenants t left join policies p on p.tenant_id = t.id where t.id = ${context.tenant}`,
    { signal: context.signal, label: 'knowledge.search' },
  );
}

/** The concepts that say something about the matter; what only names the product says nothing. For use beside `best`. */
export function matters(asked: readonly Concept[]): Sql {
  return sql`
    select c.role, c.query from (${conceptRows(asked.filter(({ role }) => role !== 'pair'))}) c
    where not exists (select from best b where b.named and c.role <> 'symptom' and to_tsvector('english', b.name || ' ' || b.category) @@ c.query)`;
}
