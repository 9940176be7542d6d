/** The conversations that people have or that wait for one, the longest waiting first. */
import type { Database } from '@deskfleet/shared/database/database.ts';
import { HANDOFF_REASONS, type HandoffReason } from '@deskfleet/shared/conversation/handoff.ts';
import { ownerColumn } from '@deskfleet/shared/conversation/owner.ts';
import { column, nullable, row, type RowOf } from '@deskfleet/shared/database/row.ts';
import { sql, type Sql } from '@deskfleet/shared/database/sql.ts';

export interface QueueQuery {
  readonly tenant: string;
  readonly staffId: string;
  readonly owner: 'queue' | 'mine' | 'all';
  readonly reason: HandoffReason | undefined;
  readonly limit: number;
  /** `cursor` of the last entry of the page before. */
  readonly after: QueueCursor | undefined;
}

export interface QueueCursor {
  readonly queuedAt: string;
  readonly id: string;
}

const entryRow = row({
  id: column.text(),
  title: nullable(column.text()),
  owner: column.text(),
  state: column.text(),
  customer_name: nullable(column.text()),
  reason: nullable(column.oneOf(...HANDOFF_REASONS)),
  mood: nullable(column.text()),
  first_line: nullable(column.text()),
  queued_at: column.instant(),
  waiting_seconds: nullable(column.int()),
  cursor: column.text(),
});
export type QueueEntry = RowOf<typeof entryRow>;

const CURSOR = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z)_(\S{1,100})$/u;

export function readCursor(value: string): QueueCursor | undefined {
  const [, queuedAt, id] = CURSOR.exec(value) ?? [];
  return queuedAt === undefined || id === undefined ? undefined : { queuedAt, id };
}

export function listQueue(database: Database, query: QueueQuery): Promise<readonly QueueEntry[]> {
  const { tenant, after } = query;
  return database.query(
    entryRow,
    sql`
    select c.id, c.title, c.owner, c.state, k.first_name || ' ' || k.last_name as customer_name, h.reason, h.packet ->> 'mood' as mood,
      left(split_part(h.packet ->> 'last_message', E'\n', 1), 160) as first_line, c.queued_at,
      greatest(0, extract(epoch from now() - case when c.owner = 'queue' then c.queued_at when c.state = 'waiting_for_staff' then c.updated_at end))::int as waiting_seconds,
      to_char(c.queued_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '_' || c.id as cursor
    from conversations c
    left join handoffs h on h.tenant_id = c.tenant_id and h.conversation_id = c.id and h.closed_at is null
    left join customers k on k.tenant_id = c.tenant_id and k.id = coalesce(c.customer_id, c.identified_customer_id)
    where c.tenant_id = ${tenant} and c.queued_at is not null and ${ownedBy(query)}
      ${query.reason === undefined ? sql`` : sql`and h.reason = ${query.reason}`}
      ${after === undefined ? sql`` : sql`and (c.queued_at, c.id) > (${after.queuedAt}::timestamptz, ${after.id})`}
    order by c.queued_at, c.id limit ${query.limit}`,
    { label: 'staff.queue' },
  );
}

function ownedBy({ owner, staffId }: QueueQuery): Sql {
  if (owner === 'all') return sql`c.owner <> 'agent'`;
  return sql`c.owner = ${owner === 'queue' ? 'queue' : ownerColumn({ kind: 'staff', staffId })}`;
}
