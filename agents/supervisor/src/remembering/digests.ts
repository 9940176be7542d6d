/**
 * Has a model put the digest of a long conversation into fewer words, between two turns. Until then, and wherever no
 * model can, the digest is what turns make it: the beginnings of what was said (shared/src/conversation/digest.ts).
 */
import type { Database } from '@deskfleet/shared/database/database.ts';
import { bookUsage, withinBudget } from '@deskfleet/shared/conversation/usage.ts';
import { column, row, type RowOf } from '@deskfleet/shared/database/row.ts';
import { int, sql, text } from '@deskfleet/shared/database/sql.ts';
import type { BackgroundRuntime, Round } from '../background.ts';
import { summarise, type Summary } from './summary.ts';

const MOST_AT_ONCE = 10;
/** A digest from here on is worth a model's call; what it becomes leaves room for what is said next. */
const LONG_DIGEST = 900;
const SUMMARY_CHARACTERS = 600;

const longRow = row({
  tenant_id: column.text(),
  id: column.text(),
  digest: column.text(),
  digest_position: column.int(),
  turn_id: column.text(),
});
type LongDigest = RowOf<typeof longRow>;

/** Digests that have grown long since a model last saw them, while no turn runs and the month's budget allows it. */
async function longDigests(database: Database): Promise<readonly LongDigest[]> {
  return database.query(
    longRow,
    sql`
    select c.tenant_id, c.id, c.digest, c.digest_position,
      (select t.id from turns t where t.tenant_id = c.tenant_id and t.conversation_id = c.id order by t.number desc limit 1) as turn_id
    from conversations c
    where c.digest_summary_position < c.digest_position and length(c.digest) >= ${int(LONG_DIGEST)} and (c.lease_until is null or c.lease_until < now())
      and ${withinBudget(sql`c.tenant_id`)}
    order by c.updated_at limit ${int(MOST_AT_ONCE)}`,
    { label: 'digest.long' },
  );
}

const shortenedRow = row({ shortened: column.int() });

/** Nothing happens where a turn has gone on writing the digest meanwhile: it is looked at again in the next round. */
async function store(database: Database, found: LongDigest, { text: summary, usage }: Summary): Promise<number> {
  const { tenant_id: tenant } = found;
  const { shortened } = await database.one(
    shortenedRow,
    sql`
    with shortened as (
      update conversations set digest = coalesce(${text(summary)}, digest), digest_summary_position = digest_position
      where tenant_id = ${tenant} and id = ${found.id} and digest_position = ${int(found.digest_position)} and digest = ${found.digest}
        and digest_summary_position < digest_position
      returning id
    ), ${bookUsage(tenant, found.turn_id, usage, sql`shortened`)}
    select count(*)::int as shortened from shortened`,
    { label: 'digest.shorten', idempotent: true },
  );
  return summary === null ? 0 : shortened;
}

/** @returns how many digests became shorter */
export async function shortenDigests(runtime: BackgroundRuntime, signal: AbortSignal): Promise<number> {
  let shortened = 0;
  for (;;) {
    const found = await longDigests(runtime.database);
    for (const one of found) {
      signal.throwIfAborted();
      const summary = await summarise(runtime, {
        tenant: one.tenant_id,
        conversationId: one.id,
        turnId: one.turn_id,
        text: one.digest,
        characters: SUMMARY_CHARACTERS,
        signal,
      });
      // One line, as a line of a digest is.
      const line = summary.text === null ? null : `- ${summary.text}`;
      shortened += await store(runtime.database, one, { ...summary, text: line });
    }
    if (found.length < MOST_AT_ONCE) return shortened;
  }
}

export const digestsRound: Round = async (runtime, signal) => {
  const shortened = await shortenDigests(runtime, signal);
  if (shortened > 0) runtime.log.info('digests of long conversations shortened', { count: shortened });
};
