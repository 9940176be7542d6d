/** What the customer asked to be remembered, and what past conversations came to. */
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { queryVector } from '@deskfleet/shared/agent/query-vector.ts';
import { defineTool, done, type ToolResult } from '@deskfleet/shared/agent/tool.ts';
import { memoriesMeant } from '../policy/memories.ts';
import { noAccount } from './account.ts';
import { readMemories } from './memory-rows.ts';

const input = z.object({
  about: z
    .string()
    .trim()
    .max(200, 'Use a few words, such as "hands".')
    .default('')
    .describe('Only what has to do with this, in a few words; empty for everything.'),
  limit: z
    .int()
    .min(1)
    .max(50, 'At most 50 memories at a time; use offset for the next ones.')
    .default(20)
    .describe('Most memories to return, 1 to 50.'),
  offset: z
    .int()
    .min(0)
    .max(10_000)
    .default(0)
    .describe('How many of the newest memories to leave out; for the next page.'),
});

export const listMemories = defineTool({
  name: 'list_memories',
  description:
    'What the customer has asked us to remember about them and what their past conversations came to (kind `outcome`), newest first, with the id of each; or only what has to do with some words.',
  input,
  sample: { customer: 'cust001', input: {} },
  run: async ({ about, limit, offset }: z.infer<typeof input>, context: ToolContext): Promise<ToolResult> => {
    const known = await readMemories(context, about === '' ? null : await queryVector(about, context));
    if (!known) return noAccount();
    const all = about === '' ? known : memoriesMeant(about, known);
    const memories = all
      .slice(offset, offset + limit)
      .map(({ memory_id, kind, conversation_id, text, created_at }) => ({
        memory_id,
        kind,
        ...(conversation_id === null ? {} : { conversation_id }),
        text,
        created_at: new Date(created_at).toISOString(),
      }));
    const next = offset + memories.length;
    return done({
      ...(about === '' ? {} : { about }),
      memories,
      memories_in_all: known.length,
      ...(memories.length > 0 && next < all.length ? { more: all.length - next, next_offset: next } : {}),
    });
  },
});
