/** Quotes: what a write would do, stored before it is done. The quote id is the key that lets money move once. */
import { z } from 'zod';
import { SPECIALIST_NAMES } from '../fleet.ts';
import { jsonObjectSchema } from '../schemas.ts';

export const QUOTE_STATES = ['open', 'confirmed', 'declined', 'expired', 'superseded', 'stale'] as const;
export type QuoteState = (typeof QUOTE_STATES)[number];

/** What the customer and the other agents see of a quote. */
export const quoteViewSchema = z.object({
  id: z.string(),
  agent: z.enum(SPECIALIST_NAMES),
  tool: z.string(),
  subject: z.string(),
  summary: z.string(),
  state: z.enum(QUOTE_STATES),
  terms: jsonObjectSchema,
  input: jsonObjectSchema,
  proposed_turn_id: z.string(),
  /** Place among the proposals that its agent made in that turn, from 1. */
  list_no: z.number().int().default(1),
  /** Place in the whole list of that turn, over all agents and whatever has been settled since, from 1. */
  place: z.number().int().exactOptional(),
  /** How long that list is. */
  list_size: z.number().int().exactOptional(),
  /** ISO 8601, UTC. */
  expires_at: z.string(),
});
export type QuoteView = z.infer<typeof quoteViewSchema>;

/** What a client sees of a quote. */
export const publicQuoteSchema = quoteViewSchema.omit({
  input: true,
  proposed_turn_id: true,
  subject: true,
  list_no: true,
  place: true,
  list_size: true,
});
export type PublicQuote = z.infer<typeof publicQuoteSchema>;

export function publicQuote(quote: QuoteView): PublicQuote {
  const { id, agent, tool, summary, state, terms, expires_at } = quote;
  return { id, agent, tool, summary, state, terms, expires_at };
}

type Listed = Pick<QuoteView, 'agent' | 'list_no' | 'proposed_turn_id' | 'place' | 'list_size'>;

/**
 * The list that a yes or no without further words is about: the proposals of the latest turn that made any.
 * @param quotes the oldest first
 */
export function latestList<Quote extends Listed>(quotes: readonly Quote[]): readonly Quote[] {
  const latest = quotes.at(-1)?.proposed_turn_id;
  return inListOrder(quotes.filter((quote) => quote.proposed_turn_id === latest));
}

/** The number that the customer reads before a proposal of `list`, from 1, and how many there are. */
export function placeIn(list: readonly Listed[], quote: Listed): { readonly place: number; readonly of: number } {
  return { place: quote.place ?? list.indexOf(quote) + 1, of: quote.list_size ?? list.length };
}

/** The order in which the customer reads the proposals of one turn. */
export function inListOrder<Quote extends Listed>(quotes: readonly Quote[]): readonly Quote[] {
  const seat = (quote: Quote): number => SPECIALIST_NAMES.indexOf(quote.agent);
  return [...quotes].sort((a, b) => seat(a) - seat(b) || a.list_no - b.list_no);
}

/** The question under a list. @param summaries in the order of the list */
export function askAboutList(summaries: readonly string[]): string {
  const [only, ...more] = summaries;
  if (more.length === 0) return `${only ?? ''}\n\nShall I go ahead? Please answer yes or no.`;
  const rows = summaries.map((summary, index) => `${String(index + 1)}. ${summary}`).join('\n');
  return `${rows}\n\nShall I do all of these? Answer yes for all of them, name the ones you want (for example "only 1"), or say no.`;
}
