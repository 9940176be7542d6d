/** What `npm run bench:conversation -- --json` and `npm run bench:turn -- --json` print, for those who reckon with it. */
import { z } from 'zod';
import { AGENT_NAMES } from '@deskfleet/shared/fleet.ts';

const count = z.number().int().nonnegative();

export const turnCountsSchema = z.strictObject({
  turn: z.number().int().positive(),
  message: z.string(),
  agents: z.array(z.string()).describe('Specialists that were asked; with the outcome when it was not an answer.'),
  model_calls: count,
  model_calls_seen: count,
  model_calls_by_agent: z.partialRecord(z.enum(AGENT_NAMES), count),
  embeddings_seen: count,
  data_api_calls: count,
  prompt_characters: count.describe('Of all the model calls of the turn together.'),
  input_tokens: count.describe(
    'Neither read from the prompt cache nor written to it. Estimated by the local endpoint.',
  ),
  output_tokens: count,
  cached_tokens: count.describe('Read from the prompt cache.'),
  cost_usd: z.number().nonnegative(),
  rows: z.record(z.string(), count),
  rows_written: count,
  reply: z.string(),
});
export type TurnCounts = z.infer<typeof turnCountsSchema>;

export const conversationCountsSchema = z.strictObject({
  turns: z.array(turnCountsSchema).min(1),
  prompt_growth: z.number().describe('Prompt of the late turn to that of the early one that asks the same.'),
});

export const turnCostSchema = z.strictObject({
  turns: count,
  model_latency_ms: count,
  model_calls: count,
  data_api_calls: count,
  model_calls_seen_by_endpoint: z.number().nonnegative(),
  prompt_characters: count,
  cpu_ms_per_turn: z.record(z.string(), z.number().nonnegative()),
  memory_idle_mib: z.record(z.string(), count),
  cpu_ms_agents: z.number().nonnegative(),
  first_token_ms: count,
  total_ms: count,
});
