/**
 * `GET /supervisor/conversations/{id}/messages`: what is new in a conversation, waited for if nothing is. So the words of
 * a colleague reach a page that is open. `POST …/csat`: the one question after the end.
 */
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { ownerOf } from '@deskfleet/shared/conversation/owner.ts';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { int, json, sql, text } from '@deskfleet/shared/database/sql.ts';
import type { ExtraRoute } from '@deskfleet/shared/http/app.ts';
import { parse } from '@deskfleet/shared/http/chat-request.ts';
import { Problem } from '@deskfleet/shared/http/errors.ts';
import { CALLER_ERRORS, requirePrincipal } from '@deskfleet/shared/http/principal.ts';
import { newId } from '@deskfleet/shared/ids.ts';
import type { Runtime } from '@deskfleet/shared/runtime.ts';
import { readNews, type News } from '../staff/following.ts';
import { waitingText } from '../staff/waiting-text.ts';
import { visibleTo } from './conversations.ts';

/** Longest wait in seconds; proxies cut connections that are silent for a minute. */
const LONGEST_WAIT = 25;
const OWNER = /^(?:agent|queue|staff|staff:.{1,200})$/u;

const newsQuery = z.object({
  after: z.coerce
    .number()
    .int()
    .min(0)
    .max(2_147_483_647)
    .default(0)
    .describe('Only messages after this position: `next` of the answer before.'),
  wait: z.coerce
    .number()
    .int()
    .min(0)
    .max(LONGEST_WAIT)
    .default(0)
    .describe('Seconds to wait when there is nothing new.'),
  owner: z
    .string()
    .regex(OWNER, 'agent, queue or staff.')
    .optional()
    .describe('Who has the conversation as far as the caller knows; a change is news.'),
  state: z.string().max(40).optional().describe('The state as far as the caller knows; a change is news.'),
});
const newsSchema = z
  .object({
    owner: z.string().describe('`agent`, `queue` or `staff`; for staff `staff:ID`.'),
    state: z.string(),
    csat: z.number().nullable(),
    notice: z.string().nullable().describe('While the conversation waits for a colleague: when one will be there.'),
    messages: z.array(
      z.object({
        position: z.number(),
        turn_id: z.string(),
        role: z.string(),
        text: z.string(),
        citations: z.array(z.unknown()),
        created_at: z.string(),
      }),
    ),
    next: z.number().describe('`after` of the next call.'),
  })
  .meta({ id: 'ConversationNews' });

const csatSchema = z
  .object({
    score: z.int().min(1).max(5).describe('1 bad, 5 good.'),
    comment: z.string().trim().max(1_000, 'At most 1,000 characters.').optional(),
  })
  .meta({ id: 'Satisfaction' });
const ratedRow = row({ rated: column.boolean() });

export function messagesRoute({ database, clock, settings }: Runtime): ExtraRoute {
  return {
    method: 'get',
    path: '/conversations/:id/messages',
    document: {
      method: 'get',
      path: '/conversations/{id}/messages',
      summary: 'What is new in a conversation since a position, waited for up to 25 seconds; staff see notes, too',
      parameters: { id: 'The conversation.' },
      query: newsQuery,
      response: newsSchema,
      errors: ['invalid_request', ...CALLER_ERRORS, 'conversation_not_found', 'database_unavailable'],
    },
    handler: async (request, response) => {
      const principal = requirePrincipal(response, 'customer', 'anonymous', 'staff');
      const { after, wait, owner, state } = parse(newsQuery, request.query);
      const id = String(request.params['id']);
      const rights = { visible: visibleTo(principal), inside: principal.kind === 'staff' };
      // A customer learns that a colleague has it, not which one.
      const shown = (column: string): string => (rights.inside ? column : ownerOf(column).kind);
      const left = new AbortController();
      response.once('close', () => left.abort());
      let found: News | undefined;
      // Reads are counted, not timed: never more of them than one each interval of the wait.
      for (let looks = Math.floor((wait * 1_000) / settings.MESSAGES_POLL_MS); ; looks -= 1) {
        found = await readNews(database, id, after, rights);
        if (found === undefined) throw new Problem('conversation_not_found');
        const news =
          found.messages.length > 0 ||
          (owner !== undefined && owner !== shown(found.owner)) ||
          (state !== undefined && state !== found.state);
        if (news || looks <= 0) break;
        const waited = await setTimeout(settings.MESSAGES_POLL_MS, true, { signal: left.signal }).catch(() => false);
        if (!waited) return;
      }
      response.setHeader('cache-control', 'no-store');
      response.json({
        owner: shown(found.owner),
        state: found.state,
        csat: found.csat,
        notice: found.owner === 'queue' ? waitingText(found.business_hours, clock.now(), found.time_zone) : null,
        messages: [...found.messages],
        next: found.messages.at(-1)?.position ?? after,
      } satisfies z.infer<typeof newsSchema>);
    },
  };
}

export function csatRoute({ database }: Runtime): ExtraRoute {
  return {
    method: 'post',
    path: '/conversations/:id/csat',
    document: {
      method: 'post',
      path: '/conversations/{id}/csat',
      summary: 'How satisfied the customer is with a conversation that has ended; the last word counts',
      parameters: { id: 'The conversation.' },
      body: csatSchema,
      response: csatSchema,
      errors: [
        'invalid_request',
        ...CALLER_ERRORS,
        'conversation_not_found',
        'handoff_not_possible',
        'database_unavailable',
      ],
    },
    handler: async (request, response) => {
      const principal = requirePrincipal(response, 'customer', 'anonymous');
      const given = parse(csatSchema, request.body);
      const id = String(request.params['id']);
      const found = await database.maybeOne(
        ratedRow,
        sql`
        with mine as (
          select id from conversations where id = ${id} and ${visibleTo(principal)}
        ), rated as (
          update conversations c set csat = ${int(given.score)}, csat_comment = ${text(given.comment ?? null)} from mine
          where c.tenant_id = ${principal.tenant} and c.id = mine.id and c.state = 'resolved'
          returning c.id, coalesce(c.customer_id, c.identified_customer_id) as customer_id
        ), audit as (
          insert into audit_log (tenant_id, id, actor, action, subject, customer_id, detail)
          select ${principal.tenant}, ${newId('audit')}, ${`${principal.kind}:${principal.subject}`}, 'csat', ${`conversation:${id}`}, rated.customer_id, ${json({ score: given.score })} from rated
          on conflict do nothing
        )
        select exists (select 1 from rated) as rated from mine`,
        { label: 'csat.store', idempotent: true },
      );
      if (found === undefined) throw new Problem('conversation_not_found');
      if (!found.rated)
        throw new Problem('handoff_not_possible', { detail: 'The conversation has not ended; rate it afterwards.' });
      response.json(given);
    },
  };
}
