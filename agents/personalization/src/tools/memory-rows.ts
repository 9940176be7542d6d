/** The memories of a customer, all of them: there are few (policy/memories.ts). */
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { sql, text } from '@deskfleet/shared/database/sql.ts';
import { MOST_OUTCOMES } from '@deskfleet/shared/conversation/past-conversations.ts';
import { MOST_MEMORIES } from '../policy/memories.ts';
import { liveCustomer } from './account.ts';

export interface MemoryRow {
  readonly memory_id: string;
  /** Stated by the customer, or what a past conversation came to. */
  readonly kind: 'stated' | 'outcome';
  readonly conversation_id: string | null;
  readonly text: string;
  readonly created_at: string;
  /** Cosine similarity to what was asked for; null without vectors. */
  readonly similarity: number | null;
}

const memoriesRow = row({ memories: column.json<readonly MemoryRow[]>() });

/** Newest first; undefined without an account. @param vector of what is asked for, as pgvector reads it */
export async function readMemories(
  context: ToolContext,
  vector: string | null = null,
): Promise<readonly MemoryRow[] | undefined> {
  const found = await context.database.maybeOne(
    memoriesRow,
    sql`
    select (select coalesce(jsonb_agg(jsonb_build_object('memory_id', m.id, 'kind', m.kind, 'conversation_id', m.conversation_id, 'text', m.text, 'created_at', m.created_at, 'similarity', 1 - d.distance) order by m.created_at desc, m.id desc), '[]')
      from (select * from memories where tenant_id = c.tenant_id and customer_id = c.id order by created_at desc, id desc limit ${MOST_MEMORIES + MOST_OUTCOMES}) m
      left join memory_distances(${context.tenant}, ${text(context.customerId)}, ${text(vector)}) d on d.memory_id = m.id) as memories
    from customers c where ${liveCustomer(context)}`,
    { signal: context.signal, label: 'memories.read' },
  );
  return found?.memories;
}
