/** Texts that colleagues send often. Their id is a short name of the shop's own. */
import type { Database } from '@deskfleet/shared/database/database.ts';
import { column, nullable, row, type RowOf } from '@deskfleet/shared/database/row.ts';
import { json, sql } from '@deskfleet/shared/database/sql.ts';
import { newId } from '@deskfleet/shared/ids.ts';

const replyRow = row({
  id: column.text(),
  title: column.text(),
  body: column.text(),
  updated_by: nullable(column.text()),
  updated_at: column.instant(),
});
export type CannedReply = RowOf<typeof replyRow>;

interface Whose {
  readonly tenant: string;
  readonly staffId: string;
}
const MOST_REPLIES = 200;
const countRow = row({ changed: column.int() });

export function listCannedReplies(database: Database, tenant: string): Promise<readonly CannedReply[]> {
  return database.query(
    replyRow,
    sql`select id, title, body, updated_by, updated_at from canned_replies where tenant_id = ${tenant} order by title, id limit ${MOST_REPLIES}`,
    { label: 'canned-replies.list' },
  );
}

export function findCannedReply(database: Database, tenant: string, id: string): Promise<CannedReply | undefined> {
  return database.maybeOne(
    replyRow,
    sql`select id, title, body, updated_by, updated_at from canned_replies where tenant_id = ${tenant} and id = ${id}`,
    { label: 'canned-replies.find' },
  );
}

/** Makes it, or puts new words in its place. */
export async function storeCannedReply(
  database: Database,
  { tenant, staffId }: Whose,
  reply: { readonly id: string; readonly title: string; readonly body: string },
): Promise<CannedReply> {
  return database.one(
    replyRow,
    sql`
    with stored as (
      insert into canned_replies (tenant_id, id, title, body, updated_by) values (${tenant}, ${reply.id}, ${reply.title}, ${reply.body}, ${staffId})
      on conflict (tenant_id, id) do update set title = excluded.title, body = excluded.body, updated_by = excluded.updated_by, updated_at = now()
      returning *
    ), audit as (
      insert into audit_log (tenant_id, id, actor, action, subject, detail)
      select ${tenant}, ${newId('audit')}, ${`staff:${staffId}`}, 'canned_reply_stored', 'canned_reply:' || stored.id, ${json({ title: reply.title, body: reply.body })} from stored
      on conflict do nothing
    )
    select id, title, body, updated_by, updated_at from stored`,
    { label: 'canned-replies.store', idempotent: true },
  );
}

/** @returns whether there was one */
export async function deleteCannedReply(database: Database, { tenant, staffId }: Whose, id: string): Promise<boolean> {
  const { changed } = await database.one(
    countRow,
    sql`
    with gone as (
      delete from canned_replies where tenant_id = ${tenant} and id = ${id} returning id, title
    ), audit as (
      insert into audit_log (tenant_id, id, actor, action, subject, detail)
      select ${tenant}, ${newId('audit')}, ${`staff:${staffId}`}, 'canned_reply_deleted', 'canned_reply:' || gone.id, jsonb_build_object('title', gone.title) from gone
    )
    select count(*)::int as changed from gone`,
    { label: 'canned-replies.delete' },
  );
  return changed > 0;
}
