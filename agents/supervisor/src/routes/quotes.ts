/** `POST /supervisor/conversations/{id}/quotes/{quote_id}`: the customer's button. The specialist that proposed it settles it. */
import { z } from 'zod';
import { findQuote } from '@deskfleet/shared/conversation/quote-store.ts';
import { publicQuote } from '@deskfleet/shared/conversation/reply.ts';
import { quoteViewSchema, type QuoteState } from '@deskfleet/shared/conversation/quotes.ts';
import type { ExtraRoute } from '@deskfleet/shared/http/app.ts';
import { parse } from '@deskfleet/shared/http/chat-request.ts';
import { ERRORS, Problem, type ErrorCode } from '@deskfleet/shared/http/errors.ts';
import { requirePrincipal } from '@deskfleet/shared/http/principal.ts';
import { requestId } from '@deskfleet/shared/http/request-log.ts';
import type { Runtime } from '@deskfleet/shared/runtime.ts';

const decisionSchema = z.object({ decision: z.enum(['confirm', 'decline']) }).meta({ id: 'QuoteDecision' });
const settledSchema = z
  .object({
    quote: quoteViewSchema.omit({ input: true, proposed_turn_id: true, subject: true }),
    message: z.string().describe('What was done, for the customer.'),
  })
  .meta({ id: 'SettledQuote' });

export function quoteRoute(runtime: Runtime): ExtraRoute {
  return {
    method: 'post',
    path: '/conversations/:id/quotes/:quoteId',
    document: {
      method: 'post',
      path: '/conversations/{id}/quotes/{quoteId}',
      summary: 'Confirm or decline a proposed change',
      parameters: { id: 'The conversation.', quoteId: 'The proposal.' },
      body: decisionSchema,
      response: settledSchema,
      errors: [
        'invalid_request',
        'unauthenticated',
        'token_expired',
        'token_invalid',
        'forbidden',
        'quote_not_found',
        'quote_closed',
        'quote_stale',
        'tool_refused',
        'agent_unavailable',
        'database_unavailable',
      ],
    },
    handler: async (request, response) => {
      const principal = requirePrincipal(response, 'customer');
      const { decision } = parse(decisionSchema, request.body);
      const conversationId = String(request.params['id']);
      const quoteId = String(request.params['quoteId']);
      const quote = await findQuote(
        { database: runtime.database, tenant: principal.tenant, customerId: principal.customerId, conversationId },
        quoteId,
      );
      if (!quote) throw new Problem('quote_not_found');
      const answer = await runtime.fleet.runTool(
        quote.agent,
        `${decision}_quote`,
        { quote_id: quoteId },
        { principal, requestId: requestId(response), conversationId, idempotencyKey: null },
        AbortSignal.timeout(runtime.settings.TURN_TIMEOUT_MS),
      );
      if (!answer.ok)
        throw new Problem(answer.code in ERRORS ? (answer.code as ErrorCode) : 'internal', { detail: answer.message });
      const state: QuoteState = decision === 'confirm' ? 'confirmed' : 'declined';
      const message = answer.result['message'] ?? (decision === 'decline' ? 'Nothing was changed.' : 'Done.');
      response.json({ quote: publicQuote({ ...quote, state }), message });
    },
  };
}
