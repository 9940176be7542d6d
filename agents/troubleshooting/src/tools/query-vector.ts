/** A question as a vector for pgvector, or nothing: search then goes by full text alone. */
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { embeddingCostMicros, vectorText } from '@deskfleet/shared/model/embedding.ts';

/** @throws only when the turn itself is given up. */
export async function queryVector(question: string, context: ToolContext): Promise<string | null> {
  // An embedding is paid for, as every other call of a model is.
  if (!context.facts.withinBudget) return null;
  try {
    const { vector, inputTokens } = await context.embedder.embed(question, context.signal);
    context.record.addModelUsage({
      agent: context.agent,
      model_id: context.embedder.modelId,
      model_calls: 0,
      input_tokens: inputTokens,
      output_tokens: 0,
      cached_tokens: 0,
      cost_micros: embeddingCostMicros(inputTokens),
    });
    return vectorText(vector);
  } catch (error) {
    context.signal.throwIfAborted();
    context.log.warn('no embedding for a question; full text alone', { error: String(error) });
    return null;
  }
}
