/** Embeds the article sections that have no embedding yet, or whose text has changed since: at load time, never in a turn. */
import type { Database } from '../database/database.ts';
import { column, row, type RowOf } from '../database/row.ts';
import { int, json, sql, type Sql } from '../database/sql.ts';
import { vectorText, type Embedder } from './embedding.ts';
import { toModelError } from './errors.ts';
import { retryDelay, systemClock, type GatewayClock } from './gateway-clock.ts';
import { ModelError } from './model.ts';

export interface BackfillOptions {
  /** Sections done so far, and in all. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Calls at the same time. */
  readonly concurrency?: number;
  /** How often one section is tried again when the model is busy. */
  readonly retries?: number;
  readonly signal?: AbortSignal;
  readonly clock?: GatewayClock;
}

export interface BackfillResult {
  /** False where the database lacks the vector extension: nothing was done, and search is full text alone. */
  readonly available: boolean;
  readonly embedded: number;
  /** Left for the next time, with the last reason. */
  readonly pending: number;
  readonly failure?: string;
}

const availableRow = row({ available: column.boolean() });
const pendingRow = row({
  tenant_id: column.text(),
  id: column.text(),
  text: column.text(),
  embedded_from: column.text(),
});
type Pending = RowOf<typeof pendingRow>;

/** Sections read, embedded and written at a time; with {@link MOST_CHARACTERS} an answer stays below the Data API's 1 MiB. */
const PAGE = 50;
const MOST_CHARACTERS = 10_000;

/**
 * What is embedded: heading and text. Of a section about one product its name is taken out, and so is the title: search
 * finds products by their names, and what is left says what the section is about. Part of the hash, so that a change
 * here embeds everything anew.
 */
const TEXT = sql`case when p.id is null then a.title || '. ' || a.section || '. ' || a.body
  else replace(replace(a.section || '. ' || a.body, p.name, 'it'), split_part(p.name, ' ', 1), 'it') end`;
const SECTIONS = sql`articles a left join products p on p.tenant_id = a.tenant_id and p.id = a.product_id`;

/** What an embedding is made from. */
const hashOf = ({ modelId }: Embedder): Sql => sql`md5(${modelId} || ' ' || ${TEXT})`;

/**
 * Safe to run again and by several processes at once: a section is written only while its text is the one that was
 * embedded. A model that does not answer is no error: what is missing is counted and done the next time.
 * @throws {DatabaseError}
 */
export async function embedPending(
  database: Database,
  embedder: Embedder,
  options: BackfillOptions = {},
): Promise<BackfillResult> {
  const { available } = await database.one(
    availableRow,
    sql`select exists (select from pg_attribute where attrelid = to_regclass('articles') and attname = 'embedding' and not attisdropped) as available`,
    { label: 'embedding.available' },
  );
  if (!available) return { available, embedded: 0, pending: 0 };
  const pending = await readPending(database, embedder);
  let done = 0;
  let failure: string | undefined;
  for (let from = 0; from < pending.length && failure === undefined; from += PAGE) {
    const page = pending.slice(from, from + PAGE);
    const { rows, failed } = await embedAll(page, embedder, options, (count) =>
      options.onProgress?.(done + count, pending.length),
    );
    await write(database, embedder, rows);
    done += rows.length;
    failure = failed;
  }
  return { available, embedded: done, pending: pending.length - done, ...(failure === undefined ? {} : { failure }) };
}

async function readPending(database: Database, embedder: Embedder): Promise<readonly Pending[]> {
  const found: Pending[] = [];
  // In pages, since an answer of the Data API ends at 1 MiB.
  for (;;) {
    const last = found.at(-1);
    const page = await database.query(
      pendingRow,
      sql`
      select tenant_id, id, left(text, ${int(MOST_CHARACTERS)}) as text, embedded_from from (
        select a.tenant_id, a.id, ${TEXT} as text, ${hashOf(embedder)} as embedded_from, a.embedded_from as was
        from ${SECTIONS} where (a.tenant_id, a.id) > (${last?.tenant_id ?? ''}, ${last?.id ?? ''})
      ) section
      where was is distinct from embedded_from order by tenant_id, id limit ${PAGE}`,
      { label: 'embedding.pending' },
    );
    found.push(...page);
    if (page.length < PAGE) return found;
  }
}

interface Embedded extends Pick<Pending, 'tenant_id' | 'id' | 'embedded_from'> {
  readonly embedding: string;
}

async function embedAll(
  page: readonly Pending[],
  embedder: Embedder,
  options: BackfillOptions,
  onDone: (count: number) => void,
): Promise<{ readonly rows: readonly Embedded[]; readonly failed: string | undefined }> {
  const rows: Embedded[] = [];
  const waiting = [...page];
  let failed: string | undefined;
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined && failed === undefined; next = waiting.shift()) {
      try {
        const { tenant_id, id, embedded_from } = next;
        rows.push({
          tenant_id,
          id,
          embedded_from,
          embedding: vectorText(await embedOne(next.text, embedder, options)),
        });
        onDone(rows.length);
      } catch (error) {
        failed = toModelError(error).message;
      }
    }
  };
  await Promise.all(Array.from({ length: options.concurrency ?? 8 }, work));
  return { rows, failed };
}

async function embedOne(text: string, embedder: Embedder, options: BackfillOptions): Promise<readonly number[]> {
  const { retries = 3, clock = systemClock, signal = new AbortController().signal } = options;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return (await embedder.embed(text, signal)).vector;
    } catch (error) {
      const again = error instanceof ModelError && (error.kind === 'throttled' || error.kind === 'unavailable');
      if (!again || attempt >= retries) throw error;
      await clock.delay(
        retryDelay(attempt, () => clock.random()),
        signal,
      );
    }
  }
}

async function write(database: Database, embedder: Embedder, rows: readonly Embedded[]): Promise<void> {
  if (rows.length === 0) return;
  await database.execute(
    sql`
    update articles a set embedding = given.embedding::vector, embedded_from = given.embedded_from
    from jsonb_to_recordset(${json(rows)}) as given(tenant_id text, id text, embedding text, embedded_from text)
    join (select a.tenant_id, a.id, ${hashOf(embedder)} as embedded_from from ${SECTIONS}) now using (tenant_id, id, embedded_from)
    where a.tenant_id = given.tenant_id and a.id = given.id`,
    { label: 'embedding.write', idempotent: true },
  );
}
