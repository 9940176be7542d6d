/** A text as a vector for pgvector, booked as any other call of a model; or nothing: a search then goes by words alone. */
import { vectorText } from '../model/embedding.ts';
import type { ToolContext } from './context.ts';
import { usageOfEmbedding } from './model-usage.ts';

/** @throws only when the turn itself is given up. */
export async function queryVector(words: string, context: ToolContext): Promise<string | null> {
  // An embedding is paid for, as every other call of a model is.
  if (!context.facts.withinBudget) return null;
  try {
    const { vector, inputTokens } = await context.embedder.embed(words, context.signal);
    context.record.addModelUsage(usageOfEmbedding(context.agent, context.embedder.modelId, inputTokens));
    return vectorText(vector);
  } catch (error) {
    context.signal.throwIfAborted();
    context.log.warn('no embedding for a text; words alone', { error: String(error) });
    return null;
  }
}
