/** The conversations that people have or that wait for one, the longest waiting first; and those that the assistant has. */
import type { Database } from '@deskfleet/shared/database/database.ts';
import { HANDOFF_REASONS, type HandoffReason } from '@deskfleet/shared/conversation/handoff.ts';
import { ownerColumn } from '@deskfleet/shared/conversation/owner.ts';
import { column, nullable, row, type RowOf } from '@deskfleet/shared/database/row.ts';
import { sql, type Sql } from '@deskfleet/shared/database/sql.ts';

export interface QueueQuery {
  readonly tenant: string;
  readonly staffId: string;
  readonly owner: 'queue' | 'mine' | 'all' | 'agent';
  readonly reason: HandoffReason | undefined;
  readonly limit: number;
  /** `cursor` of the last entry of the page before. */
  readonly after: QueueCursor | undefined;
}

export interface QueueCursor {
  /** When it came into the queue; of those that the assistant has, when something happened in them. */
  readonly at: string;
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
  queued_at: nullable(column.instant()),
  waiting_seconds: nullable(column.int()),
  cursor: column.text(),
});
export type QueueEntry = RowOf<typeof entryRow>;

const CURSOR = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z)_(\S{1,100})$/u;

export function readCursor(value: string): QueueCursor | undefined {
  const [, at, id] = CURSOR.exec(value) ?? [];
  return at === undefined || id === undefined ? undefined : { at, id };
}

const LONGEST_FIRST = {
  at: sql`c.queued_at`,
  past: sql`>`,
  order: sql`c.queued_at, c.id`,
  unfinished: sql`c.queued_at is not null`,
};
const LATEST_FIRST = {
  at: sql`c.updated_at`,
  past: sql`<`,
  order: sql`c.updated_at desc, c.id desc`,
  unfinished: sql`c.state in ('open', 'reopened', 'waiting_for_customer')`,
};

const lengthRow = row({ waiting: column.int(), longest_seconds: column.int() });

/** Conversations of all shops that no colleague has taken yet, and how long the first of them has waited, in seconds. */
export function queueLength(database: Database): Promise<RowOf<typeof lengthRow>> {
  return database.one(
    lengthRow,
    sql`
    select count(*)::int as waiting, coalesce(greatest(0, extract(epoch from now() - min(queued_at))), 0)::int as longest_seconds
    from conversations where owner = 'queue'`,
    { label: 'staff.queue-length' },
  );
}

export function listQueue(database: Database, query: QueueQuery): Promise<readonly QueueEntry[]> {
  const { tenant, after } = query;
  const { at, past, order, unfinished } = query.owner === 'agent' ? LATEST_FIRST : LONGEST_FIRST;
  return database.query(
    entryRow,
    sql`
    select c.id, c.title, c.owner, c.state, k.first_name || ' ' || k.last_name as customer_name, h.reason, h.packet ->> 'mood' as mood,
      left(split_part(h.packet ->> 'last_message', E'\n', 1), 160) as first_line, c.queued_at,
      case when c.owner = 'queue' or c.state = 'waiting_for_staff' then greatest(0, extract(epoch from now() - case when c.owner = 'queue' then c.queued_at else c.updated_at end))::int end as waiting_seconds,
      to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '_' || c.id as cursor
    from conversations c
    left join handoffs h on h.tenant_id = c.tenant_id and h.conversation_id = c.id and h.closed_at is null
    left join customers k on k.tenant_id = c.tenant_id and k.id = coalesce(c.customer_id, c.identified_customer_id)
    where c.tenant_id = ${tenant} and ${unfinished} and ${ownedBy(query)}
      ${query.reason === undefined ? sql`` : sql`and h.reason = ${query.reason}`}
      ${after === undefined ? sql`` : sql`and (${at}, c.id) ${past} (${after.at}::timestamptz, ${after.id})`}
    order by ${order} limit ${query.limit}`,
    { label: 'staff.queue' },
  );
}

function ownedBy({ owner, staffId }: QueueQuery): Sql {
  if (owner === 'all') return sql`c.owner <> 'agent'`;
  return sql`c.owner = ${owner === 'queue' || owner === 'agent' ? owner : ownerColumn({ kind: 'staff', staffId })}`;
}
