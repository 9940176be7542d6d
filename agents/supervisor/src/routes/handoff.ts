/** `POST /supervisor/conversations/{id}/handoff`: the customer's own button for a person. No model is asked. */
import { z } from 'zod';
import type { Principal } from '@deskfleet/shared/agent/context.ts';
import { appendExchange } from '@deskfleet/shared/conversation/exchange.ts';
import { requestPerson, withdrawRequest } from '@deskfleet/shared/conversation/handoff.ts';
import { identifiedCustomer } from '@deskfleet/shared/conversation/identification.ts';
import { sql, text } from '@deskfleet/shared/database/sql.ts';
import type { ExtraRoute } from '@deskfleet/shared/http/app.ts';
import { parse } from '@deskfleet/shared/http/chat-request.ts';
import { Problem } from '@deskfleet/shared/http/errors.ts';
import { CALLER_ERRORS, requirePrincipal } from '@deskfleet/shared/http/principal.ts';
import { newId } from '@deskfleet/shared/ids.ts';
import type { Runtime } from '@deskfleet/shared/runtime.ts';

const requestSchema = z
  .object({
    note: z.string().trim().max(500).optional().describe('What it is about, in a sentence.'),
    withdraw: z
      .boolean()
      .default(false)
      .describe('True to go on with the assistant instead; possible until a colleague has taken the conversation.'),
  })
  .meta({ id: 'HandoffRequest' });
const resultSchema = z
  .object({
    conversation_id: z.string(),
    owner: z.enum(['agent', 'queue', 'staff']),
    message: z.string().describe('For the customer.'),
  })
  .meta({ id: 'HandoffResult' });

/** In the place of an id: the button is there before anything was said. */
const NEW = 'new';

export function handoffRoute(runtime: Runtime): ExtraRoute {
  const { database, clock } = runtime;
  return {
    method: 'post',
    path: '/conversations/:id/handoff',
    document: {
      method: 'post',
      path: '/conversations/{id}/handoff',
      summary: 'Ask for a person, or go on with the assistant while nobody has come',
      parameters: { id: 'The conversation; `new` for somebody who has not written yet.' },
      body: requestSchema,
      response: resultSchema,
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
      const { note, withdraw } = parse(requestSchema, request.body);
      const named = String(request.params['id']);
      const conversationId = named === NEW && !withdraw ? await begin(runtime, principal, note) : named;
      const customerId = await whose(runtime, principal, conversationId);
      const about = { tenant: principal.tenant, conversationId, customerId };
      const requestedBy = `${principal.kind}:${principal.subject}`;
      if (withdraw) {
        const outcome = await withdrawRequest(database, { ...about, requestedBy });
        if (outcome === 'not_found') throw new Problem('conversation_not_found');
        if (outcome === 'too_late') throw new Problem('handoff_not_possible');
        const message = 'All right, I am with you again. How can I help?';
        await remember('Go on with the assistant.', message);
        response.json({ conversation_id: conversationId, owner: 'agent', message });
        return;
      }
      const outcome = await requestPerson(database, {
        ...about,
        reason: 'asked',
        note: note ?? null,
        message: null,
        requestedBy,
        now: clock.now(),
      });
      if (outcome.state === 'not_found') throw new Problem('conversation_not_found');
      if (outcome.state === 'queued')
        await remember(`I would like to talk to a person.${note === undefined ? '' : ` ${note}`}`, outcome.text);
      response.json({ conversation_id: conversationId, owner: outcome.owner, message: outcome.text });

      async function remember(said: string, answer: string): Promise<void> {
        await appendExchange(database, {
          tenant: principal.tenant,
          conversationId,
          turnId: newId('turn'),
          agent: null,
          lines: [
            ['user', said],
            ['assistant', answer],
          ],
        });
      }
    },
  };
}

/** A conversation with nothing in it yet. */
async function begin({ database }: Runtime, principal: Principal, note: string | undefined): Promise<string> {
  const id = newId('conv');
  await database.execute(
    sql`
    insert into conversations (tenant_id, id, customer_id, title) values (${principal.tenant}, ${id}, ${text(principal.customerId)}, left(${note ?? 'A person, please'}, 80))
    on conflict (tenant_id, id) do nothing`,
    { label: 'handoff.begin', idempotent: true },
  );
  return id;
}

/** Whose conversation it has to be: the caller's, or the one a visitor holds the id of. */
async function whose(runtime: Runtime, principal: Principal, conversationId: string): Promise<string | null> {
  if (principal.kind !== 'anonymous') return principal.customerId;
  return identifiedCustomer(runtime.database, principal.tenant, conversationId);
}
