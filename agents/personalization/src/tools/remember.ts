/** Keeps a fact that the customer stated about themselves, for later conversations. */
import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { queryVector } from '@deskfleet/shared/agent/query-vector.ts';
import { defineWriteTool, type Planned } from '@deskfleet/shared/agent/tool.ts';
import { int, sql, text } from '@deskfleet/shared/database/sql.ts';
import { LONGEST_MEMORY, mayRemember, memoryText } from '../policy/memories.ts';
import { basisWhile, noAccount } from './account.ts';
import { readMemories } from './memory-rows.ts';

const input = z.object({
  fact: z
    .string()
    .trim()
    .max(LONGEST_MEMORY, `At most ${LONGEST_MEMORY} characters: one fact at a time.`)
    .describe(
      'One fact the customer stated about themselves and wants remembered, in their own words, such as "I have small hands". Never something you concluded.',
    ),
});

export const remember = defineWriteTool({
  name: 'remember',
  description:
    'Propose to remember a fact the customer stated about themselves. Only when they ask for it. No card numbers, codes or passwords. Nothing happens until the customer confirms.',
  input,
  sample: { customer: 'cust003', input: { fact: 'I have small hands' } },
  plan,
});

async function plan({ fact: said }: z.infer<typeof input>, context: ToolContext): Promise<Planned> {
  const known = await readMemories(context);
  if (!known) return noAccount();
  const fact = memoryText(said);
  const refusal = mayRemember(
    fact,
    known.filter(({ kind }) => kind === 'stated'),
  );
  if (refusal) return refusal;
  const vector = await queryVector(fact, context);
  const memory_id = `mem_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  return {
    ok: true,
    plan: {
      summary: `Remember about you: "${fact}".`,
      // No words of the customer here: subjects outlive an erasure in the audit log.
      subject: `memory:${createHash('sha256').update(fact.toLowerCase()).digest('hex').slice(0, 16)}`,
      terms: { fact },
      basis: basisWhile(
        sql`(select count(*) from memories m where m.tenant_id = c.tenant_id and m.customer_id = c.id) = ${int(known.length)}
          and not exists (select 1 from memories m where m.tenant_id = c.tenant_id and m.customer_id = c.id and lower(m.text) = lower(${fact}))`,
        context,
      ),
      effects: {
        // Where it came from is the turn that proposed it, not the one that said yes.
        remembered: sql`
          insert into memories (tenant_id, id, customer_id, text, embedding, source_turn_id)
          select ${context.tenant}, ${memory_id}, ${text(context.customerId)}, ${fact}, memory_vector(${text(vector)}),
            (select q.proposed_turn_id from quotes q where q.tenant_id = ${context.tenant} and q.id = claim.id) from claim`,
      },
      result: { status: 'remembered', memory_id, fact, message: `I will remember: "${fact}".` },
    },
  };
}
