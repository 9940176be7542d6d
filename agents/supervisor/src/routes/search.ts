/**
 * `GET /supervisor/search?q=`: messages of past conversations by their words; what is remembered, and what past
 * conversations came to, by words or meaning.
 */
import { z } from 'zod';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { int, sql, text } from '@deskfleet/shared/database/sql.ts';
import type { ExtraRoute } from '@deskfleet/shared/http/app.ts';
import { parse } from '@deskfleet/shared/http/chat-request.ts';
import { SIGNED_IN_ERRORS, requirePrincipal } from '@deskfleet/shared/http/principal.ts';
import { requestId } from '@deskfleet/shared/http/request-log.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import type { Runtime } from '@deskfleet/shared/runtime.ts';

const query = z.object({
  q: z
    .string()
    .trim()
    .min(2, 'Give at least two characters to look for.')
    .max(200, 'At most 200 characters.')
    .describe('Words, or a question.'),
  limit: z.coerce.number().int().min(1).max(50).default(10).describe('Most messages.'),
});
const memorySchema = z.object({
  id: z.string(),
  kind: z.enum(['stated', 'outcome']),
  conversation_id: z.string().optional().describe('Of an outcome.'),
  text: z.string(),
});
const resultSchema = z
  .object({
    messages: z
      .array(
        z.object({
          conversation_id: z.string(),
          position: z.number(),
          role: z.string(),
          excerpt: z.string().describe('The words around what was found.'),
          created_at: z.string(),
        }),
      )
      .describe('The best first; each with its place in the conversation.'),
    memories: z
      .array(memorySchema)
      .describe('What the customer asked to be remembered, and what past conversations came to (`outcome`).'),
    memories_complete: z.boolean().describe('False when what is remembered could not be looked through just now.'),
  })
  .meta({ id: 'SearchResult' });

const hitRow = row({
  conversation_id: column.text(),
  position: column.int(),
  role: column.text(),
  excerpt: column.text(),
  created_at: column.instant(),
});

export function searchRoute(runtime: Runtime): ExtraRoute {
  return {
    method: 'get',
    path: '/search',
    document: {
      method: 'get',
      path: '/search',
      summary: "Find in the customer's own past conversations and in what is remembered about them",
      query,
      response: resultSchema,
      errors: ['invalid_request', ...SIGNED_IN_ERRORS, 'database_unavailable'],
    },
    handler: async (request, response) => {
      const principal = requirePrincipal(response, 'customer');
      const { q, limit } = parse(query, request.query);
      // What colleagues wrote for each other and for the fleet is not the customer's to find.
      const found = runtime.database.query(
        hitRow,
        sql`
        select m.conversation_id, m.position, m.role, m.created_at,
          ts_headline('english', left(m.body, 4000), websearch_to_tsquery('english', ${q}), 'StartSel="", StopSel="", MaxWords=30, MinWords=10') as excerpt
        from messages m join conversations c on c.tenant_id = m.tenant_id and c.id = m.conversation_id
        where c.tenant_id = ${principal.tenant} and c.customer_id = ${text(principal.customerId)} and m.role in ('user', 'assistant', 'staff')
          and to_tsvector('english', m.body) @@ websearch_to_tsquery('english', ${q})
        order by ts_rank(to_tsvector('english', m.body), websearch_to_tsquery('english', ${q})) desc, m.created_at desc limit ${int(limit)}`,
        { label: 'conversation.search' },
      );
      const remembered = runtime.fleet.runTool(
        'personalization',
        'list_memories',
        { about: q },
        { principal, requestId: requestId(response), conversationId: null, idempotencyKey: null },
        AbortSignal.timeout(runtime.settings.DELEGATION_TIMEOUT_MS),
      );
      const [messages, memories] = await Promise.all([found, remembered]);
      response.json({
        messages: messages.map(({ created_at, ...rest }) => ({ ...rest, created_at: created_at.toISOString() })),
        memories: memories.ok ? memoriesIn(memories.result) : [],
        memories_complete: memories.ok,
      });
    },
  };
}

const memoriesSchema = z.object({
  memories: z.array(memorySchema.omit({ id: true }).extend({ memory_id: z.string() })),
});

function memoriesIn(result: JsonObject): z.infer<typeof memorySchema>[] {
  const parsed = memoriesSchema.safeParse(result);
  return parsed.success ? parsed.data.memories.map(({ memory_id, ...rest }) => ({ id: memory_id, ...rest })) : [];
}
