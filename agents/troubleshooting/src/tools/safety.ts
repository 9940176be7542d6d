/**
 * The safety stop that all tools share: a danger in the customer's words, or a recall of the product. It is the whole
 * answer; no article, guide or repair comes with it.
 */
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { done, type ToolResult } from '@deskfleet/shared/agent/tool.ts';
import { int, sql, type Sql } from '@deskfleet/shared/database/sql.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { hazardIn, hazardScript } from '../policy/hazard.ts';
import { concerns, recallState, type Recall } from '../policy/recall.ts';

const NOTE =
  'Safety stop. Give the customer the script in their language, completely, and nothing else: no steps, no repair, no reassurance. Then offer to open a ticket.';

/** What the model is asked, or the customer's own words, tell of danger. */
export function hazardStop(words: string, context: ToolContext): ToolResult | undefined {
  const hazard = hazardIn(`${words} . ${context.customerMessage}`);
  if (hazard === undefined) return undefined;
  return done({ note: NOTE, safety_stop: { kind: 'hazard', hazard, script: hazardScript(hazard) } });
}

export interface RecallPart extends Recall {
  readonly id: string;
  readonly product_id: string;
  readonly product: string;
  readonly title: string;
  readonly hazard: string;
  readonly script: string;
  readonly named: boolean;
  readonly of_named_kind: boolean;
  readonly owned: boolean;
  readonly matched: boolean;
  readonly some_product_named: boolean;
  readonly articles: readonly {
    readonly id: string;
    readonly title: string;
    readonly section: string;
    readonly text: string;
  }[];
}

/** What one answer carries at most, so that it stays within the limit of a tool's result. */
const MOST_RECALLS = 4;
const MOST_SECTIONS = 2;
const MOST_CHARACTERS = 1_000;

/**
 * A JSON list of the shop's recalls with what they have to do with the question, for use beside `namedProducts`.
 * @param concepts a query with the column `query tsquery`, what the question is about.
 * @param which recalls, as a condition on `best b`.
 */
export function recallsOf(concepts: Sql, context: ToolContext, which: Sql = sql`(b.named or b.owned)`): Sql {
  return sql`(select coalesce(jsonb_agg(to_jsonb(r) order by r.issued_on desc, r.id), '[]') from (
    select r.id, r.product_id, b.name as product, r.title, r.hazard, r.serial_from, r.serial_to, r.script, r.issued_on, r.ended_on, b.owned,
      b.named and (b.own or (select count(*) from best where named) = 1) as named, b.named as of_named_kind,
      exists (select from (${concepts}) c where to_tsvector('english', r.title || ' ' || r.hazard) @@ c.query) as matched,
      exists (select from best where named) as some_product_named,
      (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'title', s.title, 'section', s.section, 'text', left(s.body, ${int(MOST_CHARACTERS)})) order by s.section_no), '[]')
        from (select * from articles a where a.tenant_id = r.tenant_id and a.article_id = r.article_id order by section_no limit ${MOST_SECTIONS}) s) as articles
    from recalls r join best b on b.id = r.product_id
    where r.tenant_id = ${context.tenant} and ${which} order by b.named desc, b.owned desc, r.issued_on desc, r.id limit ${MOST_RECALLS}) r)`;
}

/** The recalls among these that stop an answer. */
export function stopping(recalls: readonly RecallPart[], today: string, serial?: string): readonly RecallPart[] {
  return recalls.filter((recall) => concerns(recall) && recallState(recall, today, serial) === 'stop');
}

/** The stop as the whole result of a read. */
export function recallStop(stops: readonly RecallPart[], supportEmail: string): ToolResult {
  return done(
    { note: NOTE, safety_stop: { kind: 'recall', recalls: stops.map(recallView) }, support_email: supportEmail },
    stops.flatMap(({ articles }) => articles.map(({ id, title, section }) => ({ id, title, section }))),
  );
}

export function recallView(recall: RecallPart): JsonObject {
  const { id, product, title, hazard, script, serial_from, serial_to, issued_on, owned, articles } = recall;
  return {
    recall_id: id,
    product,
    title,
    hazard,
    script,
    affected: serial_from === null ? 'all units' : `serial numbers beginning with ${serial_from} to ${serial_to ?? ''}`,
    issued_on,
    owned,
    articles: articles.map((article) => ({ ...article })),
  };
}
