/** `/supervisor/staff/…`: what colleagues read. Staff tokens only, their own shop only. */
import { z } from 'zod';
import { HANDOFF_REASONS, packetSchema } from '@deskfleet/shared/conversation/handoff.ts';
import type { ExtraRoute } from '@deskfleet/shared/http/app.ts';
import { parse } from '@deskfleet/shared/http/chat-request.ts';
import { Problem } from '@deskfleet/shared/http/errors.ts';
import { requirePrincipal } from '@deskfleet/shared/http/principal.ts';
import type { Runtime } from '@deskfleet/shared/runtime.ts';
import { listQueue, readCursor } from '../staff/queue.ts';
import { customerSchema, quoteSchema, readThread } from '../staff/thread.ts';
import { cannedReplyRoutes } from './staff-canned-replies.ts';
import { staffActionRoutes } from './staff-actions.ts';
import { STAFF_ERRORS } from './staff-errors.ts';

const queueQuery = z.object({
  owner: z
    .enum(['queue', 'mine', 'all', 'agent'])
    .default('queue')
    .describe(
      'Those that wait, those of the caller, all that people have, or those that the assistant has, the latest first.',
    ),
  reason: z.enum(HANDOFF_REASONS).optional().describe('Only those handed over for this reason.'),
  limit: z.coerce.number().int().min(1).max(100).default(30).describe('Rows on a page.'),
  after: z.string().max(150).optional().describe('`next` of the page before.'),
});
const entrySchema = z.object({
  id: z.string(),
  title: z.string().nullable(),
  owner: z.string().describe('`queue`, `staff:ID` or `agent`.'),
  state: z.string(),
  customer_name: z.string().nullable(),
  reason: z.enum(HANDOFF_REASONS).nullable(),
  mood: z.string().nullable(),
  first_line: z.string().nullable().describe('Of what the customer said last before the hand-off.'),
  queued_at: z.string().nullable(),
  waiting_seconds: z.number().nullable().describe('How long the customer waits for an answer; null while they do not.'),
});
const queueSchema = z
  .object({ conversations: z.array(entrySchema), next: z.string().nullable() })
  .meta({ id: 'StaffQueue' });

const threadQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50).describe('Most messages on a page.'),
  before: z.coerce.number().int().positive().optional().describe('Only messages before this position.'),
});
const instantOrNull = z.string().nullable();
const threadSchema = z
  .object({
    conversation: z.object({
      id: z.string(),
      title: z.string().nullable(),
      state: z.string(),
      owner: z.string(),
      customer: customerSchema.nullable(),
      created_at: z.string(),
      updated_at: z.string(),
      queued_at: instantOrNull,
      resolved_at: instantOrNull,
      csat: z.number().nullable(),
      csat_comment: z.string().nullable(),
    }),
    messages: z.array(
      z.object({
        position: z.number(),
        turn_id: z.string(),
        role: z
          .string()
          .describe('`user`, `assistant`, `staff`, `note` (colleagues only) or `briefing` (for the fleet).'),
        text: z.string(),
        citations: z.array(z.unknown()),
        created_at: z.string(),
      }),
    ),
    next: z.number().nullable().describe('`before` of the page before this one.'),
    open_quotes: z.array(quoteSchema),
    packet: packetSchema.nullable().describe('Of the latest hand-off.'),
    handoffs: z
      .array(
        z.object({
          id: z.string(),
          reason: z.string(),
          requested_by: z.string(),
          created_at: z.string(),
          claimed_by: z.string().nullable(),
          claimed_at: instantOrNull,
          closed_at: instantOrNull,
          outcome: z.string().nullable(),
          note: z.string().nullable(),
        }),
      )
      .describe('The latest first.'),
  })
  .meta({ id: 'StaffConversation' });

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

export function staffRoutes(runtime: Runtime): readonly ExtraRoute[] {
  const { database } = runtime;

  const queue: ExtraRoute = {
    method: 'get',
    path: '/staff/queue',
    document: {
      method: 'get',
      path: '/staff/queue',
      summary:
        'Conversations that wait for a colleague or that colleagues have, the longest waiting first; or those of the assistant',
      query: queueQuery,
      response: queueSchema,
      errors: STAFF_ERRORS,
    },
    handler: async (request, response) => {
      const { tenant, subject } = requirePrincipal(response, 'staff');
      const { after, ...query } = parse(queueQuery, request.query);
      const cursor = after === undefined ? undefined : readCursor(after);
      if (after !== undefined && cursor === undefined)
        throw new Problem('invalid_request', { detail: 'after: send `next` of the page before, as it came.' });
      const rows = await listQueue(database, {
        ...query,
        reason: query.reason,
        tenant,
        staffId: subject,
        after: cursor,
      });
      response.json({
        conversations: rows.map(({ cursor: _, queued_at, ...entry }) => ({
          ...entry,
          queued_at: iso(queued_at),
        })),
        next: rows.length === query.limit ? (rows.at(-1)?.cursor ?? null) : null,
      } satisfies z.infer<typeof queueSchema>);
    },
  };

  const thread: ExtraRoute = {
    method: 'get',
    path: '/staff/conversations/:id',
    document: {
      method: 'get',
      path: '/staff/conversations/{id}',
      summary: 'One conversation with notes, packet, open proposals and the history of its hand-offs',
      parameters: { id: 'The conversation.' },
      query: threadQuery,
      response: threadSchema,
      errors: [...STAFF_ERRORS, 'conversation_not_found'],
    },
    handler: async (request, response) => {
      const { tenant } = requirePrincipal(response, 'staff');
      const { limit, before } = parse(threadQuery, request.query);
      const found = await readThread(database, {
        tenant,
        conversationId: String(request.params['id']),
        limit,
        ...(before === undefined ? {} : { before }),
      });
      if (found === undefined) throw new Problem('conversation_not_found');
      const { open_quotes, ...conversation } = found.conversation;
      response.json({
        conversation: {
          ...conversation,
          created_at: conversation.created_at.toISOString(),
          updated_at: conversation.updated_at.toISOString(),
          queued_at: iso(conversation.queued_at),
          resolved_at: iso(conversation.resolved_at),
        },
        messages: found.messages.map(({ body, created_at, ...message }) => ({
          ...message,
          text: body,
          created_at: created_at.toISOString(),
        })),
        next: found.messages.length === limit ? (found.messages[0]?.position ?? null) : null,
        open_quotes: [...open_quotes],
        packet: found.handoffs[0]?.packet ?? null,
        handoffs: found.handoffs.map(({ packet: _, ...handoff }) => ({
          ...handoff,
          created_at: handoff.created_at.toISOString(),
          claimed_at: iso(handoff.claimed_at),
          closed_at: iso(handoff.closed_at),
        })),
      } satisfies z.infer<typeof threadSchema>);
    },
  };

  return [queue, thread, ...staffActionRoutes(runtime), ...cannedReplyRoutes(runtime)];
}
