/** The two tools every agent with writes has: `confirm_quote` and `decline_quote`. */
import { z } from 'zod';
import { readChoice } from '../conversation/consent-choice.ts';
import { closedRefusal, closeQuote, findQuote, type StoredQuote } from '../conversation/quote-store.ts';
import { confirmQuote, renewQuote } from '../conversation/quote-writing.ts';
import { latestList, placeIn, type QuoteView } from '../conversation/quotes.ts';
import type { ToolContext } from './context.ts';
import {
  defineDecisionTool,
  done,
  refuse,
  type DecisionTool,
  type Tool,
  type ToolResult,
  type ToolSample,
} from './tool.ts';

const input = z.object({
  quote_id: z
    .string()
    .min(1, 'Give the quote_id of an open proposal of this conversation.')
    .max(64)
    .describe('Id of the open quote.'),
});
const sample: ToolSample = { customer: 'cust001', input: { quote_id: 'quote_0123456789abcdef0123456789abcdef' } };

export function quoteTools(tools: readonly Tool[]): DecisionTool[] {
  return [
    defineDecisionTool({
      name: 'confirm_quote',
      description:
        'Do what an open quote of an earlier turn proposed. Only when the customer has just clearly said yes to it.',
      input,
      sample,
      timeoutMs: 20_000,
      run: ({ quote_id }: z.infer<typeof input>, context) =>
        withQuote(
          quote_id,
          context,
          (quote) => confirm(quote, tools, context),
          (quote) => {
            if (quote.state === 'confirmed') return done({ ...quote.result, note: 'This was already done before.' });
            // What has expired is proposed again, as it would be now.
            return quote.state === 'open' ? undefined : closedRefusal(quote);
          },
        ),
    }),
    defineDecisionTool({
      name: 'decline_quote',
      description: 'Close an open quote without doing anything. When the customer says no to it.',
      input,
      sample,
      run: ({ quote_id }: z.infer<typeof input>, context) =>
        withQuote(quote_id, context, (quote) => decline(quote, context), declinedOrClosed),
    }),
  ];
}

/** The turn usually knows its open quotes from the statement that opened it; only a button has to look. */
async function withQuote(
  id: string,
  context: ToolContext,
  whenOpen: (quote: QuoteView) => Promise<ToolResult>,
  whenClosed: (quote: StoredQuote) => ToolResult | undefined,
): Promise<ToolResult> {
  const known = context.facts.openQuotes.find((quote) => quote.id === id);
  if (known) return whenOpen(known);
  const stored = await findQuote(context, id);
  if (!stored) return refuse('quote_not_found', `There is no quote "${id}" in this conversation.`);
  return whenClosed(stored) ?? whenOpen(stored);
}

function declinedOrClosed(quote: StoredQuote): ToolResult | undefined {
  if (quote.state === 'declined') return declined(quote);
  return closedRefusal(quote);
}

async function decline(quote: QuoteView, context: ToolContext): Promise<ToolResult> {
  if (await closeQuote(quote, 'declined', context)) return declined(quote);
  // Settled by the button, or replaced, while this turn ran.
  const now = await findQuote(context, quote.id);
  return (
    (now && declinedOrClosed(now)) ?? refuse('quote_not_found', `There is no quote "${quote.id}" in this conversation.`)
  );
}

function declined({ id, summary }: QuoteView): ToolResult {
  return done({ status: 'declined', quote_id: id, summary, note: 'Nothing was changed.' });
}

async function confirm(quote: QuoteView, tools: readonly Tool[], context: ToolContext): Promise<ToolResult> {
  if (quote.proposed_turn_id === context.turnId) {
    return refuse(
      'confirmation_too_early',
      'This was proposed in this very turn. Ask the customer and wait for their answer.',
    );
  }
  if (!agreedTo(quote, context)) {
    return refuse(
      'no_clear_yes',
      'The customer has not clearly said yes to this, so nothing was done. Ask for a plain yes or no.',
    );
  }
  const tool = tools.find((candidate) => candidate.name === quote.tool);
  if (tool?.kind !== 'write') return refuse('quote_not_found', `The quote "${quote.id}" is not one of this agent's.`);
  const expired = Date.parse(quote.expires_at) <= Date.now();
  return expired ? renewQuote(quote, tool, context) : confirmQuote(quote, tool, context);
}

/**
 * Whether the customer's own words of this turn say yes to this quote. A press of the button or a service comes
 * without words. Of several proposals only those of the latest turn are meant, all of them or the ones that are named.
 */
function agreedTo(quote: QuoteView, context: ToolContext): boolean {
  if (context.customerMessage === '') return true;
  const list = latestList(context.facts.openQuotes);
  const listed = list.find(({ id }) => id === quote.id);
  // A quote that this turn does not know as open has been settled or is of an older list; a plain yes is about it
  // only when there is no other to say yes to.
  if (listed === undefined) return list.length === 0 && isPlainYes(context.customerMessage);
  const { place, of } = placeIn(list, listed);
  const choice = readChoice(context.customerMessage, of);
  return choice !== 'unclear' && choice.confirmed.includes(place - 1);
}

function isPlainYes(message: string): boolean {
  const choice = readChoice(message, 1);
  return choice !== 'unclear' && choice.confirmed.length === 1;
}
