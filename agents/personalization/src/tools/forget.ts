/** Removes what was remembered: one memory, those that some words mean, or all. */
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { queryVector } from '@deskfleet/shared/agent/query-vector.ts';
import { defineWriteTool, refuse, type Planned } from '@deskfleet/shared/agent/tool.ts';
import { sql, text, textArray } from '@deskfleet/shared/database/sql.ts';
import { memoriesMeant, sharesWord } from '../policy/memories.ts';
import { basisWhile, noAccount } from './account.ts';
import { readMemories, type MemoryRow } from './memory-rows.ts';

const input = z
  .object({
    memory_id: z.string().trim().min(1).max(64).optional().describe('Id of one memory, from list_memories.'),
    words: z
      .string()
      .trim()
      .min(1, 'Say what to forget in a few words.')
      .max(300)
      .optional()
      .describe('What to forget in the customer\'s words, such as "small hands".'),
    all: z.boolean().default(false).describe('True to forget everything that is remembered.'),
  })
  .refine(
    ({ memory_id, words, all }) => [memory_id, words, all || undefined].filter((one) => one !== undefined).length === 1,
    {
      message: 'Give exactly one of memory_id, words, or all: true.',
    },
  );
type Input = z.infer<typeof input>;

/** Most memories that are named in a summary. */
const MOST_NAMED = 5;

export const forget = defineWriteTool({
  name: 'forget',
  description:
    'Propose to forget something that was remembered about the customer: by its id, by words, or all of it. Orders, messages and the profile are not touched; erase_my_data is for those. ' +
    'Nothing happens until the customer confirms.',
  input,
  sample: { customer: 'cust001', input: { memory_id: 'mem_demo001' } },
  plan,
});

async function plan(given: Input, context: ToolContext): Promise<Planned> {
  const vector = given.words === undefined ? null : await queryVector(given.words, context);
  const known = await readMemories(context, vector);
  if (!known) return noAccount();
  if (known.length === 0) return refuse('nothing_remembered', 'I do not remember anything about you.');
  const meant = meantBy(given, known);
  if (meant.length === 0)
    return refuse('memory_not_found', `I remember nothing like that, but: ${named(known)}. What shall I forget?`);
  const ids = meant.map(({ memory_id }) => memory_id).toSorted();
  const mine = sql`m.tenant_id = ${context.tenant} and m.customer_id = ${text(context.customerId)} and m.id = any(${textArray(ids)})`;
  const things = meant.length === 1 ? named(meant) : `these ${meant.length} things: ${named(meant)}`;
  return {
    ok: true,
    plan: {
      summary: given.all
        ? `Forget everything I remember about you (${meant.length === 1 ? 'one thing' : `${meant.length} things`}): ${named(meant)}.`
        : `Forget ${things}.`,
      subject: given.all ? 'memories' : `memories:${ids.join(',')}`.slice(0, 200),
      terms: { memory_ids: ids },
      basis: basisWhile(sql`(select count(*) from memories m where ${mine}) = ${ids.length}`, context),
      effects: { forgotten: sql`delete from memories m using claim where ${mine}` },
      result: {
        status: 'forgotten',
        memory_ids: ids,
        message: ids.length === 1 ? 'I have forgotten that.' : `I have forgotten these ${ids.length} things.`,
      },
    },
  };
}

function meantBy({ memory_id, words, all }: Input, known: readonly MemoryRow[]): readonly MemoryRow[] {
  if (all) return known;
  if (memory_id !== undefined) return known.filter((memory) => memory.memory_id === memory_id);
  const meant = memoriesMeant(words ?? '', known);
  // Found by meaning alone, only the nearest is proposed; all that have the words are.
  return meant.some(({ text }) => !sharesWord(text, words ?? '')) ? meant.slice(0, 1) : meant;
}

function named(memories: readonly MemoryRow[]): string {
  const more = memories.length - MOST_NAMED;
  return `${memories
    .slice(0, MOST_NAMED)
    .map((memory) => `"${memory.text}"`)
    .join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
