/** A session while the endpoint uses it, and how it is handed back clean. */
import type { SqlSession } from './engine.ts';

export interface SessionUse {
  readonly session: SqlSession;
  /** Something was set that must not be seen by the next user of the session. */
  touched: boolean;
}

const LEAVES_TRACES = /^(SET|RESET|PREPARE|LISTEN|DECLARE|LOAD|DISCARD)\b/;
const TEMPORARY = /\btemp(?:orary)?\b/i;
const SETS_SESSION = /\bset_config\s*\([^)]*\bfalse\s*\)/i;

/** Notes whether a statement leaves something behind in its session. */
export function noteTraces(use: SessionUse, tag: string, sql: string): void {
  const reads = tag.startsWith('SELECT ');
  if (LEAVES_TRACES.test(tag) || (reads ? SETS_SESSION : TEMPORARY).test(sql)) use.touched = true;
}

const command = (session: SqlSession, sql: string): ReturnType<SqlSession['run']> =>
  session.run({ sql, types: [], values: [] });

/** Rolls back what is open, clears what was set and releases the session. Never throws. */
export async function endSession(use: SessionUse, open = true): Promise<void> {
  try {
    if (open) await command(use.session, 'ROLLBACK');
    if (use.touched) await command(use.session, 'DISCARD ALL');
    use.session.release();
  } catch {
    use.session.release(true);
  }
}
