/** Reads what is held about a customer page by page, each page one answer of the Data API well under its limits. */
import type { Statements } from '@deskfleet/shared/database/database.ts';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { identifier, join, sql, text } from '@deskfleet/shared/database/sql.ts';
import { belongsTo, type Owner } from './statements.ts';
import type { PersonalTable } from './personal-table.ts';

/** Rows of a table on a page, and bytes of them: an answer holds 1 MiB, written as JSON once more. */
const PAGE_ROWS = 500;
const PAGE_BYTES = 200_000;
/** Characters of one piece: four bytes each at most, in a row of 64 KB. */
const PIECE_CHARACTERS = 12_000;

const pieceRow = row({ key: column.text(), piece_no: column.int(), piece: column.text() });

/** The rows of a table as JSON texts, in the order of their keys. */
export async function* rowsOf(
  table: PersonalTable,
  owner: Owner,
  database: Statements,
  signal: AbortSignal,
): AsyncGenerator<readonly string[], void> {
  const members = table.exported.map((name) => sql`${name}::text, t.${identifier(name)}`);
  let after: string | null = null;
  for (;;) {
    const pieces: readonly { readonly key: string; readonly piece_no: number; readonly piece: string }[] =
      await database.query(
        pieceRow,
        sql`
        with item as (
          select (${table.key}) collate "C" as key, jsonb_build_object(${join(members)})::text as doc from ${identifier(table.table)} t
          where ${belongsTo(table, owner)} and (${text(after)} is null or (${table.key}) collate "C" > ${text(after)})
          order by 1 limit ${PAGE_ROWS}
        ), sized as (
          select key, doc, row_number() over (order by key) as place, sum(octet_length(doc)) over (order by key) as upto from item
        )
        select key, n as piece_no, substr(doc, n * ${PIECE_CHARACTERS}::int + 1, ${PIECE_CHARACTERS}::int) as piece
        from sized, generate_series(0, (length(doc) - 1) / ${PIECE_CHARACTERS}::int) n
        where place = 1 or upto <= ${PAGE_BYTES}
        order by key, n`,
        { signal, label: `export.${table.kind}` },
      );
    if (pieces.length === 0) return;
    const documents: string[] = [];
    for (const { piece_no, piece } of pieces) {
      if (piece_no === 0) documents.push(piece);
      else documents.push(`${documents.pop() ?? ''}${piece}`);
    }
    yield documents;
    after = pieces.at(-1)?.key ?? null;
  }
}
