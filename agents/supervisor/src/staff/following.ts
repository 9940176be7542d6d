/** What is new in a conversation: messages after a position, and who has it now. One read. */
import type { BusinessHours } from '@deskfleet/shared/conversation/business-hours.ts';
import type { Database } from '@deskfleet/shared/database/database.ts';
import { column, nullable, row, type RowOf } from '@deskfleet/shared/database/row.ts';
import { int, sql, type Sql } from '@deskfleet/shared/database/sql.ts';

const newsRow = row({
  owner: column.text(),
  state: column.text(),
  csat: nullable(column.int()),
  business_hours: column.json<BusinessHours>(),
  time_zone: column.text(),
  position: nullable(column.int()),
  turn_id: nullable(column.text()),
  role: nullable(column.text()),
  body: nullable(column.text()),
  citations: nullable(column.json<unknown[]>()),
  created_at: nullable(column.instant()),
});
type NewsRow = RowOf<typeof newsRow>;

export interface NewMessage {
  readonly position: number;
  readonly turn_id: string;
  readonly role: string;
  readonly text: string;
  readonly citations: unknown[];
  readonly created_at: string;
}
export interface News extends Pick<NewsRow, 'owner' | 'state' | 'csat' | 'business_hours' | 'time_zone'> {
  readonly messages: readonly NewMessage[];
}

/** Most messages of one answer; the rest comes with the next. */
const MOST_MESSAGES = 30;

/**
 * @param visible which conversations the caller may see
 * @param inside whether what colleagues write among themselves is shown
 * @returns undefined when there is no such conversation for the caller
 */
export async function readNews(
  database: Database,
  conversationId: string,
  after: number,
  { visible, inside }: { readonly visible: Sql; readonly inside: boolean },
): Promise<News | undefined> {
  const rows = await database.query(
    newsRow,
    sql`
    with mine as (
      select tenant_id, id, owner, state, csat from conversations where id = ${conversationId} and ${visible}
    ), latest as (
      select m.* from messages m, mine where m.tenant_id = mine.tenant_id and m.conversation_id = mine.id and m.position > ${int(after)}
        ${inside ? sql`` : sql`and m.role not in ('note', 'briefing')`}
      order by m.position limit ${int(MOST_MESSAGES)}
    )
    select mine.owner, mine.state, mine.csat, coalesce(p.business_hours, '{}'::jsonb) as business_hours, t.time_zone,
      latest.position, latest.turn_id, latest.role, latest.body, latest.citations, latest.created_at
    from mine join tenants t on t.id = mine.tenant_id left join policies p on p.tenant_id = mine.tenant_id left join latest on true
    order by latest.position`,
    { label: 'conversation.news' },
  );
  const [first] = rows;
  if (first === undefined) return undefined;
  const { owner, state, csat, business_hours, time_zone } = first;
  return { owner, state, csat, business_hours, time_zone, messages: rows.flatMap(toMessage) };
}

function toMessage({ position, turn_id, role, body, citations, created_at }: NewsRow): NewMessage[] {
  if (position === null || turn_id === null || role === null || body === null || created_at === null) return [];
  return [{ position, turn_id, role, text: body, citations: citations ?? [], created_at: created_at.toISOString() }];
}
