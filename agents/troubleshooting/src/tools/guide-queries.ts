/**
 * The two statements behind `get_guide`. Each reads the guide and keeps the conversation's place in one go; running one
 * of them twice in a turn moves the place once.
 */
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { column, nullable, row } from '@deskfleet/shared/database/row.ts';
import { double, int, sql, text, type Sql } from '@deskfleet/shared/database/sql.ts';
import { moveOf, type GuideAction, type GuideState } from '../policy/guide-walk.ts';

import { matters, wordsOf } from './knowledge-query.ts';
import { namedProducts } from './product-naming.ts';
import { recallsOf, type RecallPart } from './safety.ts';

interface PlacePart {
  readonly article_id: string;
  readonly title: string;
  readonly product: string | null;
  readonly steps: number;
  readonly step_no: number;
  readonly state: GuideState;
  readonly step: { readonly id: string; readonly section: string; readonly text: string };
}

interface ChoicePart {
  readonly title: string;
  readonly product: string | null;
}

const guideRow = row({
  support_email: column.text(),
  time_zone: column.text(),
  place: nullable(column.json<PlacePart>()),
  choices: column.json<readonly ChoicePart[]>(),
  recalls: column.json<readonly RecallPart[]>(),
});

export interface GuideFound {
  readonly support_email: string;
  readonly time_zone: string;
  /** Null when no guide is open, or none or several fit. */
  readonly place: PlacePart | null;
  /** Guides of several products that fit equally well. */
  readonly choices: readonly ChoicePart[];
  readonly recalls: readonly RecallPart[];
}

/** Least similarity of any step to the question at which a guide fits though its title shares no word with it. */
const LEAST_SIMILARITY = 0.3;
const MOST_CHOICES = 6;
const MOST_CHARACTERS = 1_400;

/** The conversation, if it is the one this context speaks in. */
function conversation(context: ToolContext): Sql {
  return sql`(select c.id from conversations c where c.tenant_id = ${context.tenant} and c.id = ${text(context.conversationId)}
    and (c.customer_id is null or c.customer_id = ${text(context.customerId)}))`;
}

/** The steps of a guide, counted from 1 whatever numbers its sections have. */
function stepsOf(context: ToolContext): Sql {
  return sql`(select a.*, row_number() over (partition by a.article_id order by a.section_no) as step, count(*) over (partition by a.article_id) as steps
    from articles a where a.tenant_id = ${context.tenant} and a.category = 'guide')`;
}

/** `place` as JSON, from a relation with article_id, step_no and state. */
function placeOf(place: Sql, context: ToolContext): Sql {
  return sql`(select jsonb_build_object('article_id', s.article_id, 'title', s.title, 'product', p.name, 'steps', s.steps, 'step_no', s.step, 'state', at.state,
      'step', jsonb_build_object('id', s.id, 'section', s.section, 'text', left(s.body, ${int(MOST_CHARACTERS)})))
    from ${place} at join ${stepsOf(context)} s on s.article_id = at.article_id and s.step = least(at.step_no, s.steps)
    left join products p on p.tenant_id = s.tenant_id and p.id = s.product_id)`;
}

export function startGuide(
  {
    query,
    product,
    vector,
  }: { readonly query: string; readonly product: string | undefined; readonly vector: string | null },
  context: ToolContext,
): Promise<GuideFound> {
  const { asked, names } = wordsOf({ query, product });
  return context.database.one(
    guideRow,
    sql`
    with ${namedProducts(names, product ?? query, context)},
    concepts as materialized (${matters(asked)}),
    distances as materialized (select section_id, 1 - distance as similarity from article_distances(${context.tenant}, ${text(vector)})),
    guides as (
      select s.article_id, s.title, s.product_id, b.name as product, coalesce(b.named, false) as named, coalesce(b.owned, false) as owned, max(d.similarity) as similarity,
        (select count(*) from concepts c where to_tsvector('english', s.title) @@ c.query) as matched, (select count(*) from concepts) as asked
      from ${stepsOf(context)} s left join best b on b.id = s.product_id left join distances d on d.section_id = s.id
      where b.named or s.product_id is null or not exists (select from best where named)
      group by s.article_id, s.title, s.product_id, b.name, b.named, b.owned
    ),
    fitting as (
      select g.*, dense_rank() over (order by g.owned desc, g.matched desc) as place from guides g
      where (g.asked = 0 and g.named) or (g.matched > 0 and (g.named or g.matched * 2 > g.asked)) or (g.named and coalesce(g.similarity, 0) >= ${double(LEAST_SIMILARITY)})
    ),
    -- One product's guides are told apart by meaning; between products only the customer can choose.
    chosen as (
      select f.article_id, 1 as step_no, 'walking' as state from fitting f
      where f.place = 1 and (select count(distinct coalesce(product_id, article_id)) from fitting where place = 1) = 1
      order by f.similarity desc nulls last, f.article_id limit 1
    ),
    kept as (
      insert into guide_places (tenant_id, conversation_id, article_id, step_no, state, moved_in_turn)
      select ${context.tenant}, c.id, chosen.article_id, 1, 'walking', ${context.turnId} from chosen, ${conversation(context)} c
      on conflict (tenant_id, conversation_id) do update
        set article_id = excluded.article_id, step_no = 1, state = 'walking', moved_in_turn = excluded.moved_in_turn, updated_at = now()
    )
    select t.support_email, t.time_zone, ${placeOf(sql`chosen`, context)} as place, ${recallsOf(sql`select query from concepts`, context)} as recalls,
      (select coalesce(jsonb_agg(jsonb_build_object('title', c.title, 'product', c.product) order by c.title), '[]')
        from (select * from fitting where place = 1 and not exists (select from chosen) order by title limit ${MOST_CHOICES}) c) as choices
    from tenants t where t.id = ${context.tenant}`,
    { signal: context.signal, label: 'guide.start', idempotent: true },
  );
}

/** "next", "back" and so on in the guide that is open. */
export function moveInGuide(action: Exclude<GuideAction, 'start'>, context: ToolContext): Promise<GuideFound> {
  const { by, state, reopens } = moveOf(action);
  const last = sql`(select count(*) from articles a where a.tenant_id = p.tenant_id and a.article_id = p.article_id and a.category = 'guide')`;
  return context.database.one(
    guideRow,
    sql`
    with open as materialized (
      select p.* from guide_places p, ${conversation(context)} c
      where p.tenant_id = ${context.tenant} and p.conversation_id = c.id
        and (p.moved_in_turn = ${context.turnId} or ${reopens} or p.state in ('walking', 'exhausted'))
    ),
    moved as (
      update guide_places p
      set step_no = case when ${by === null} then 1
            -- Past the last step there is nothing; going back from there shows the last one.
            when p.state = 'exhausted' or (${by === 1} and p.step_no >= ${last}) then p.step_no
            else greatest(p.step_no + ${int(by ?? 0)}, 1) end,
          state = case when ${by === 1} and p.step_no >= ${last} then 'exhausted' else ${state} end,
          moved_in_turn = ${context.turnId}, updated_at = now()
      from open where p.tenant_id = open.tenant_id and p.conversation_id = open.conversation_id and open.moved_in_turn <> ${context.turnId}
      returning p.article_id, p.step_no, p.state
    ),
    place as (
      select article_id, step_no, state from moved
      union all select article_id, step_no, state from open where not exists (select from moved)
    ),
    best as (
      select p.id, p.name, true as named, true as own, false as owned from products p
      where p.tenant_id = ${context.tenant} and p.id in (select a.product_id from articles a join place on place.article_id = a.article_id where a.tenant_id = ${context.tenant})
    )
    select t.support_email, t.time_zone, ${placeOf(sql`place`, context)} as place, '[]'::jsonb as choices,
      ${recallsOf(sql`select ''::tsquery as query where false`, context)} as recalls
    from tenants t where t.id = ${context.tenant}`,
    { signal: context.signal, label: 'guide.move', idempotent: true },
  );
}
