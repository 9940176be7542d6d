/** `GET /supervisor/conversations[/{id}]` and `POST …/{id}/feedback`: a customer's own conversations; staff see all of the tenant. */
import { z } from 'zod';
import type { Principal } from '@deskfleet/shared/agent/context.ts';
import { ownerOf } from '@deskfleet/shared/conversation/owner.ts';
import {
  publicQuote,
  publicQuoteSchema,
  quoteViewSchema,
  type QuoteView,
} from '@deskfleet/shared/conversation/quotes.ts';
import { column, nullable, row } from '@deskfleet/shared/database/row.ts';
import { int, sql, text, type Sql } from '@deskfleet/shared/database/sql.ts';
import type { ExtraRoute } from '@deskfleet/shared/http/app.ts';
import { parse } from '@deskfleet/shared/http/chat-request.ts';
import { Problem } from '@deskfleet/shared/http/errors.ts';
import { CALLER_ERRORS, SIGNED_IN_ERRORS, principalOf, requirePrincipal } from '@deskfleet/shared/http/principal.ts';
import type { Runtime } from '@deskfleet/shared/runtime.ts';
import { messageRow } from '../staff/thread.ts';

const listQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20).describe('Rows on a page.'),
  before: z.iso
    .datetime()
    .optional()
    .describe('Only conversations last active before this instant: `next` of the page before.'),
});
const wholeQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50).describe('Most messages on a page.'),
  before: z.coerce
    .number()
    .int()
    .positive()
    .optional()
    .describe('Only messages before this position: `next` of the page before.'),
});

const conversationSchema = z
  .object({
    id: z.string(),
    title: z.string().nullable(),
    state: z.string(),
    owner: z.string(),
    turns: z.number(),
    customer_id: z.string().nullable(),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .meta({ id: 'Conversation' });
const listSchema = z
  .object({ conversations: z.array(conversationSchema), next: z.string().nullable() })
  .meta({ id: 'ConversationList' });
const messageSchema = z.object({
  position: z.number(),
  turn_id: z.string(),
  role: z.string(),
  text: z.string(),
  citations: z.array(z.unknown()),
  created_at: z.string(),
});
const wholeSchema = z
  .object({
    conversation: conversationSchema,
    messages: z.array(messageSchema),
    next: z.number().nullable(),
    quotes: z.array(publicQuoteSchema).describe('The latest proposals of the conversation, the oldest first.'),
  })
  .meta({ id: 'WholeConversation' });

const feedbackSchema = z
  .object({
    turn_id: z.string().min(1).max(100),
    thumb: z.enum(['up', 'down']),
    reason: z.string().max(1_000).optional(),
  })
  .meta({ id: 'Feedback' });

const conversationRow = row({
  id: column.text(),
  title: nullable(column.text()),
  state: column.text(),
  owner: column.text(),
  turn_count: column.int(),
  customer_id: nullable(column.text()),
  created_at: column.instant(),
  updated_at: column.instant(),
  cursor: column.text(),
});
const quotesRow = row({ quotes: column.json<QuoteView[]>(quoteViewSchema.array()) });
/** Most proposals that come with a conversation. */
const MOST_QUOTES = 20;
const storedRow = row({ stored: column.int() });

/** `cursor` has the microseconds that a Date does not hold: without them a page would skip rows. */
const COLUMNS = sql`id, title, state, owner, turn_count, customer_id, created_at, updated_at, to_char(updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as cursor`;

/** Which conversations a caller may see. A visitor's is known only to who holds its id. */
export function visibleTo(principal: Principal): Sql {
  const tenant = sql`tenant_id = ${principal.tenant}`;
  return principal.kind === 'staff'
    ? tenant
    : sql`${tenant} and customer_id is not distinct from ${text(principal.customerId)}`;
}

/** Which of its messages: what colleagues write among themselves is theirs. */
function readableBy(principal: Principal): Sql {
  return principal.kind === 'staff' ? sql`` : sql`and role not in ('note', 'briefing')`;
}

/** A customer learns that a colleague has the conversation, not which one. */
function toConversation(
  principal: Principal,
  found: {
    id: string;
    title: string | null;
    state: string;
    owner: string;
    turn_count: number;
    customer_id: string | null;
    created_at: Date;
    updated_at: Date;
    cursor: string;
  },
): z.infer<typeof conversationSchema> {
  const { turn_count, created_at, updated_at, owner, cursor: _, ...rest } = found;
  const shown = principal.kind === 'staff' ? owner : ownerOf(owner).kind;
  return {
    ...rest,
    owner: shown,
    turns: turn_count,
    created_at: created_at.toISOString(),
    updated_at: updated_at.toISOString(),
  };
}

export function conversationRoutes(runtime: Runtime): readonly ExtraRoute[] {
  const { database } = runtime;

  const list: ExtraRoute = {
    method: 'get',
    path: '/conversations',
    document: {
      method: 'get',
      path: '/conversations',
      summary: "The caller's conversations, the latest first; staff: all of the tenant",
      query: listQuery,
      response: listSchema,
      errors: ['invalid_request', ...SIGNED_IN_ERRORS, 'database_unavailable'],
    },
    handler: async (request, response) => {
      const principal = requirePrincipal(response, 'customer', 'staff');
      const { limit, before } = parse(listQuery, request.query);
      const earlier = before === undefined ? sql`` : sql`and updated_at < ${before}::timestamptz`;
      const rows = await database.query(
        conversationRow,
        sql`
        select ${COLUMNS} from conversations where ${visibleTo(principal)} ${earlier} order by updated_at desc, id desc limit ${limit}`,
        { label: 'conversation.list' },
      );
      const last = rows.length === limit ? rows.at(-1) : undefined;
      response.json({
        conversations: rows.map((found) => toConversation(principal, found)),
        next: last?.cursor ?? null,
      });
    },
  };

  const whole: ExtraRoute = {
    method: 'get',
    path: '/conversations/:id',
    document: {
      method: 'get',
      path: '/conversations/{id}',
      summary: 'One conversation with its messages, the latest page first',
      parameters: { id: 'The conversation.' },
      query: wholeQuery,
      response: wholeSchema,
      errors: ['invalid_request', 'token_expired', 'token_invalid', 'conversation_not_found', 'database_unavailable'],
    },
    handler: async (request, response) => {
      const principal = principalOf(response);
      const { limit, before } = parse(wholeQuery, request.query);
      const id = String(request.params['id']);
      const conversation = await database.maybeOne(
        conversationRow,
        sql`select ${COLUMNS} from conversations where id = ${id} and ${visibleTo(principal)}`,
        { label: 'conversation.find' },
      );
      if (!conversation) throw new Problem('conversation_not_found');
      const earlier = before === undefined ? sql`` : sql`and position < ${before}`;
      const messages = await database.query(
        messageRow,
        sql`
        select position, turn_id, role, body, citations, created_at from messages
        where tenant_id = ${principal.tenant} and conversation_id = ${id} ${readableBy(principal)} ${earlier} order by position desc limit ${limit}`,
        { label: 'conversation.messages' },
      );
      const { quotes } = await database.one(
        quotesRow,
        sql`
        select coalesce(jsonb_agg(jsonb_build_object('id', q.id, 'agent', q.agent, 'tool', q.tool, 'subject', q.subject, 'summary', q.summary,
          'state', case when q.state = 'open' and q.expires_at <= now() then 'expired' else q.state end, 'terms', q.terms, 'input', q.input,
          'proposed_turn_id', coalesce(q.proposed_turn_id, ''), 'list_no', q.list_no,
          'expires_at', to_char(q.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) order by q.created_at, q.list_no), '[]') as quotes
        from (select * from quotes where tenant_id = ${principal.tenant} and conversation_id = ${id} order by created_at desc limit ${int(MOST_QUOTES)}) q`,
        { label: 'conversation.quotes' },
      );
      const oldest = messages.length === limit ? messages.at(-1) : undefined;
      response.json({
        conversation: toConversation(principal, conversation),
        next: oldest?.position ?? null,
        quotes: quotes.map(publicQuote),
        messages: messages
          .map(({ body, created_at, ...rest }) => ({ ...rest, text: body, created_at: created_at.toISOString() }))
          .reverse(),
      });
    },
  };

  const feedback: ExtraRoute = {
    method: 'post',
    path: '/conversations/:id/feedback',
    document: {
      method: 'post',
      path: '/conversations/{id}/feedback',
      summary: 'Thumbs up or down for one answer, with a reason; the last word counts',
      parameters: { id: 'The conversation.' },
      body: feedbackSchema,
      response: feedbackSchema,
      errors: ['invalid_request', ...CALLER_ERRORS, 'conversation_not_found', 'database_unavailable'],
    },
    handler: async (request, response) => {
      const principal = principalOf(response);
      if (principal.kind === 'staff' || principal.kind === 'service')
        throw new Problem('forbidden', { detail: "Feedback is the customer's." });
      const given = parse(feedbackSchema, request.body);
      const id = String(request.params['id']);
      const { stored } = await database.one(
        storedRow,
        sql`
        with given as (
          insert into feedback (tenant_id, conversation_id, turn_id, thumb, reason)
          select t.tenant_id, t.conversation_id, t.id, ${given.thumb}, ${text(given.reason ?? null)} from turns t
          where t.tenant_id = ${principal.tenant} and t.id = ${given.turn_id}
            and t.conversation_id in (select id from conversations where id = ${id} and ${visibleTo(principal)})
          on conflict (tenant_id, turn_id) do update set thumb = excluded.thumb, reason = excluded.reason, created_at = now()
          returning 1
        ) select count(*)::int as stored from given`,
        { label: 'feedback.store', idempotent: true },
      );
      if (stored === 0)
        throw new Problem('conversation_not_found', { detail: 'There is no such answer in this conversation.' });
      response.json(given);
    },
  };

  return [list, whole, feedback];
}
