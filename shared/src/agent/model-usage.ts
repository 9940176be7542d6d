/** What a call of a model is in the usage ledger. */
import { embeddingCostMicros } from '../model/embedding.ts';
import type { ModelCall } from '../model/model.ts';
import type { AgentName } from '../fleet.ts';
import type { ModelUsageRecord } from './turn-record.ts';

export function usageOfCall(agent: AgentName, { modelId, usage, cost_micros }: ModelCall): ModelUsageRecord {
  return {
    agent,
    model_id: modelId,
    model_calls: 1,
    input_tokens: usage.inputTokens,
    output_tokens: usage.outputTokens,
    cached_tokens: usage.cacheReadTokens,
    cost_micros,
  };
}

/** An embedding costs its tokens; it is no call of a language model. */
export function usageOfEmbedding(agent: AgentName, modelId: string, inputTokens: number): ModelUsageRecord {
  return {
    agent,
    model_id: modelId,
    model_calls: 0,
    input_tokens: inputTokens,
    output_tokens: 0,
    cached_tokens: 0,
    cost_micros: embeddingCostMicros(inputTokens),
  };
}
