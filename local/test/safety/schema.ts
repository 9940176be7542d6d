/** The columns of the schema that can hold words and are neither a key nor held to a list of words. */
import type { Database } from '@deskfleet/shared/database/database.ts';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';

const columnRow = row({ name: column.text() });

/** `table.column` of each, in order. */
export async function columnsOfWords(database: Database): Promise<readonly string[]> {
  const found = await database.query(
    columnRow,
    sql`
    select c.relname || '.' || a.attname as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
    where n.nspname = 'public' and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
      and (format_type(a.atttypid, null) in ('text', 'character varying', 'character', 'json', 'jsonb', 'xml', 'citext', 'name')
        or format_type(a.atttypid, null) like '%[]')
      and not exists (
        select from pg_constraint k where k.conrelid = c.oid and k.contype in ('p', 'f') and a.attnum = any(k.conkey))
      and not exists (
        select from pg_constraint k where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum]
          and pg_get_constraintdef(k.oid) like '%= ANY (ARRAY[%')
    order by 1`,
  );
  return found.map(({ name }) => name);
}
