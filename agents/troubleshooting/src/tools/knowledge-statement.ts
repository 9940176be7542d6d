/** The one statement behind `search_knowledge`. */
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { int, join, sql, text, textArray, type Sql } from '@deskfleet/shared/database/sql.ts';
import { anyOf, nameGroups, queryGroups } from '../words/query-words.ts';
import type { KnowledgeInput } from './search-knowledge.ts';

/** Sections up to this many characters come whole, longer ones as excerpts around what was asked. */
const WHOLE = 1_500;

/** One section inside the JSON of the statement. */
export interface SectionPart {
  readonly id: string;
  readonly article_id: string;
  readonly title: string;
  readonly section: string;
  readonly category: string;
  readonly product_id: string | null;
  readonly product_name: string | null;
  readonly owned: boolean;
  /** How many of the words asked for name this product. */
  readonly product_hits: number;
  readonly text: string;
  readonly is_excerpt: boolean;
  readonly updated_on: string;
}

export const knowledgeRow = row({ hits: column.json<readonly SectionPart[]>(), product_found: column.boolean() });

/** What a hit weighs: the section's heading says most, then what it is about, then its text. */
const WEIGHT = { heading: 3, product: 2, body: 1, owned: 3, recall: 6 } as const;

export function knowledgeStatement(asked: KnowledgeInput, context: Pick<ToolContext, 'tenant' | 'customerId'>): Sql {
  const { tenant } = context;
  const groups = queryGroups(asked.query).map((words) => sql`to_tsquery('english', ${anyOf(words)})`);
  const any = groups.length === 0 ? sql`null::tsquery` : join(groups, sql` || `);
  const count = (test: (group: Sql) => Sql) => (groups.length === 0 ? sql`0` : join(groups.map((group) => sql`(${test(group)})::int`), sql` + `));
  return sql`
    with named as (${namedProducts(tenant, asked.product)}),
      owned as (
        select distinct l.product_id from orders o join order_lines l on l.tenant_id = o.tenant_id and l.order_id = o.id
        where o.tenant_id = ${tenant} and o.customer_id = ${text(context.customerId)} and o.status <> 'cancelled'),
      sections as (
        select a.*, p.name as product_name, w.product_id is not null as owned, ts_filter(coalesce(p.search, ''::tsvector), '{a,b}') as about,
          -- Titles of product articles repeat the product's name, which says nothing about the fault.
          case when a.product_id is null then a.search else ts_filter(a.search, '{b,c}') end as says,
          case when a.product_id is null then ts_filter(a.search, '{a,b}') else ts_filter(a.search, '{b}') end as heading
        from articles a left join products p on p.tenant_id = a.tenant_id and p.id = a.product_id left join owned w on w.product_id = a.product_id
        where a.tenant_id = ${tenant}
          ${asked.category === undefined ? sql`` : sql`and a.category = ${asked.category.toLowerCase()}`}
          ${asked.exclude.length === 0 ? sql`` : sql`and a.id <> all(${textArray(asked.exclude)})`}
          ${asked.product === undefined ? sql`` : sql`and (a.product_id in (select id from named)${groups.length === 0 ? sql`` : sql` or a.product_id is null`})`}),
      counted as (
        select s.*, ${count((group) => sql`about @@ ${group}`)} as product_hits, ${count((group) => sql`heading @@ ${group}`)} as heading_hits,
          ${count((group) => sql`says @@ ${group}`)} as body_hits, ${count((group) => sql`says @@ ${group} and not about @@ ${group}`)} as symptom_hits
        from sections s),
      ranked as (
        select c.*, ${WEIGHT.heading} * heading_hits + ${WEIGHT.product} * product_hits + ${WEIGHT.body} * body_hits
            + case when owned then ${WEIGHT.owned} else 0 end
            + case when category = 'recall' and (product_hits > 1 or product_id in (select id from named)) then ${WEIGHT.recall} else 0 end
            + case when product_id in (select id from named) then ${WEIGHT.product} else 0 end as score
        from counted c
        where ${int(groups.length)} = 0 or symptom_hits > 0 or product_hits = ${int(groups.length)}),
      best as (
        select * from ranked order by score desc, ${groups.length === 0 ? sql`` : sql`ts_rank(says, ${any}) desc,`} article_id, section_no limit ${int(asked.limit)})
    select exists (select 1 from named) as product_found,
      (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'article_id', article_id, 'title', title, 'section', section, 'category', category,
          'product_id', product_id, 'product_name', product_name, 'owned', owned, 'product_hits', product_hits,
          'text', case when length(body) <= ${int(WHOLE)} then body else ${excerpt(any, groups.length > 0)} end,
          'is_excerpt', length(body) > ${int(WHOLE)}, 'updated_on', (updated_at at time zone 'UTC')::date)
        order by score desc, ${groups.length === 0 ? sql`` : sql`ts_rank(says, ${any}) desc,`} article_id, section_no), '[]') from best) as hits`;
}

function excerpt(any: Sql, hasWords: boolean): Sql {
  return hasWords
    ? sql`ts_headline('english', body, ${any}, 'MaxFragments=4, MaxWords=60, MinWords=25, FragmentDelimiter=" … ", StartSel="", StopSel=""')`
    : sql`left(body, ${int(WHOLE)})`;
}

/** The products that a name means: those with the most of its words, at least half of them. */
function namedProducts(tenant: string, said: string | undefined): Sql {
  const groups = nameGroups(said ?? '');
  if (said === undefined) return sql`select null::text as id where false`;
  const hits = groups.length === 0 ? sql`0`
    : join(groups.map((words) => sql`(ts_filter(p.search, '{a,b}') @@ to_tsquery('english', ${anyOf(words)}))::int`), sql` + `);
  return sql`
    select id from (
      select p.id, case when lower(p.id) = ${said.toLowerCase()} then 100 else ${hits} end as hits, max(case when lower(p.id) = ${said.toLowerCase()} then 100 else ${hits} end) over () as most
      from products p where p.tenant_id = ${tenant}) n
    where hits = most and hits > 0 and 2 * hits >= ${int(groups.length)}`;
}
