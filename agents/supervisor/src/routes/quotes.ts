/** `POST /supervisor/conversations/{id}/quotes/{quote_id}`: the customer's button. The specialist that proposed it settles it. */
import { z } from 'zod';
import type { Principal } from '@deskfleet/shared/agent/context.ts';
import { identifiedCustomer } from '@deskfleet/shared/conversation/identification.ts';
import { appendExchange } from '@deskfleet/shared/conversation/exchange.ts';
import { findQuote } from '@deskfleet/shared/conversation/quote-store.ts';
import { publicQuote, publicQuoteSchema, type QuoteState } from '@deskfleet/shared/conversation/quotes.ts';
import type { ExtraRoute } from '@deskfleet/shared/http/app.ts';
import { parse } from '@deskfleet/shared/http/chat-request.ts';
import { ERRORS, Problem, type ErrorCode } from '@deskfleet/shared/http/errors.ts';
import { SIGNED_IN_ERRORS, requirePrincipal } from '@deskfleet/shared/http/principal.ts';
import { requestId, requestLog } from '@deskfleet/shared/http/request-log.ts';
import type { Runtime } from '@deskfleet/shared/runtime.ts';

const decisionSchema = z.object({ decision: z.enum(['confirm', 'decline']) }).meta({ id: 'QuoteDecision' });
const settledSchema = z
  .object({
    quote: publicQuoteSchema,
    message: z.string().describe('What was done, for the customer.'),
  })
  .meta({ id: 'SettledQuote' });

/** A visitor decides for the customer as whom they were identified in this conversation. @throws {Problem} */
async function onBehalf(runtime: Runtime, caller: Principal, conversationId: string): Promise<Principal> {
  if (caller.kind !== 'anonymous') return caller;
  const customerId = await identifiedCustomer(runtime.database, caller.tenant, conversationId);
  if (customerId === null) throw new Problem('unauthenticated');
  return { ...caller, customerId };
}

export function quoteRoute(runtime: Runtime): ExtraRoute {
  return {
    method: 'post',
    path: '/conversations/:id/quotes/:quoteId',
    document: {
      method: 'post',
      path: '/conversations/{id}/quotes/{quoteId}',
      summary:
        'Confirm or decline a proposed change. Without a token: in a conversation in which the customer was identified. ' +
        'A `quote_stale` problem may carry `new_quote`, what it would be now',
      parameters: { id: 'The conversation.', quoteId: 'The proposal.' },
      body: decisionSchema,
      response: settledSchema,
      errors: [
        'invalid_request',
        ...SIGNED_IN_ERRORS,
        'quote_not_found',
        'quote_closed',
        'quote_stale',
        'tool_refused',
        'agent_unavailable',
        'database_unavailable',
      ],
    },
    handler: async (request, response) => {
      const caller = requirePrincipal(response, 'customer', 'anonymous');
      const { decision } = parse(decisionSchema, request.body);
      const conversationId = String(request.params['id']);
      const quoteId = String(request.params['quoteId']);
      const principal = await onBehalf(runtime, caller, conversationId);
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
      if (!answer.ok) {
        const { new_quote } = answer.details;
        throw new Problem(answer.code in ERRORS ? (answer.code as ErrorCode) : 'internal', {
          detail: answer.message,
          ...(new_quote === undefined ? {} : { extra: { new_quote } }),
        });
      }
      const state: QuoteState = decision === 'confirm' ? 'confirmed' : 'declined';
      const told = answer.result['message'];
      const message = typeof told === 'string' ? told : decision === 'decline' ? 'Nothing was changed.' : 'Done.';
      // It is done: that it could not be written into the conversation must not look like a failure.
      await appendExchange(runtime.database, {
        tenant: principal.tenant,
        conversationId,
        // However often it is pressed, it is said once.
        turnId: `press_${quoteId}`,
        agent: quote.agent,
        lines: [
          ['user', `${decision === 'confirm' ? 'Confirmed' : 'Declined'}: ${quote.summary}`],
          ['assistant', message],
        ],
      }).catch((error: unknown) =>
        requestLog(response).error('a decision could not be written down', { quote: quoteId, error }),
      );
      response.json({ quote: publicQuote({ ...quote, state }), message });
    },
  };
}
