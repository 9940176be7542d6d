/** Estimates for calls whose provider gives no figures: the rulebook, and streams that broke before theirs came. */
import type { ModelRequest, ModelUsage } from './model.ts';

/** The documented rule of thumb for English text. */
export const CHARACTERS_PER_TOKEN = 4;

export function tokensOf(characters: number): number {
  return Math.ceil(characters / CHARACTERS_PER_TOKEN);
}

/** Usage of a call from its characters: four characters count as one token, nothing counts as cached. */
export function estimateUsage(
  request: Pick<ModelRequest, 'system' | 'tools' | 'messages'>,
  outputCharacters: number,
): ModelUsage {
  const prompt = request.system.length + JSON.stringify(request.tools).length + JSON.stringify(request.messages).length;
  return {
    inputTokens: tokensOf(prompt),
    outputTokens: tokensOf(outputCharacters),
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
  };
}
