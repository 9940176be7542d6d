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
  /** ISO 8601, UTC. */
  expires_at: z.string(),
});
export type QuoteView = z.infer<typeof quoteViewSchema>;
