/** The chat call's request and reply: THE schemas; the OpenAPI document and the clients are made from them. */
import { z } from 'zod';
import { AGENT_OUTCOMES, type TurnRecord } from '../agent/turn-record.ts';
import { SPECIALIST_NAMES } from '../fleet.ts';
import { inListOrder, publicQuote, publicQuoteSchema } from './quotes.ts';

export const chatReplySchema = z
  .object({
    conversation_id: z.string(),
    turn_id: z.string(),
    reply: z.string(),
    agents: z
      .array(z.object({ agent: z.enum(SPECIALIST_NAMES), outcome: z.enum(AGENT_OUTCOMES) }))
      .describe('Which specialists were asked and how it went; empty when the agent answered by itself.'),
    quotes: z
      .array(publicQuoteSchema)
      .describe(
        "Changes proposed or settled in this turn, in the order of the list. An `open` one waits for the customer's yes.",
      ),
    citations: z.array(z.object({ id: z.string(), title: z.string(), section: z.string().exactOptional() })),
    usage: z.object({
      model_calls: z.number(),
      input_tokens: z.number(),
      output_tokens: z.number(),
      cached_tokens: z.number(),
      cost_usd: z.number(),
      data_api_calls: z.number(),
    }),
    owner: z
      .enum(['agent', 'queue', 'staff'])
      .describe(
        'Who answers from now on: the fleet, a colleague once one is free (`queue`), or a colleague. The fleet is silent then and `reply` empty.',
      ),
    degraded: z.boolean().describe('True when no language model could be reached and the rulebook answered.'),
  })
  .meta({ id: 'ChatReply' });
export type ChatReply = z.infer<typeof chatReplySchema>;

export function chatReply(
  ids: { readonly conversationId: string; readonly turnId: string },
  reply: string,
  record: TurnRecord,
): ChatReply {
  // A quote that was proposed and settled, or superseded, appears once, as it ended.
  const quotes = new Map(record.quotes.map((quote) => [quote.id, quote]));
  return {
    conversation_id: ids.conversationId,
    turn_id: ids.turnId,
    reply,
    agents: record.agents,
    quotes: inListOrder([...quotes.values()]).map(publicQuote),
    citations: record.citations,
    usage: record.totals(),
    owner: record.owner,
    degraded: record.degraded,
  };
}
