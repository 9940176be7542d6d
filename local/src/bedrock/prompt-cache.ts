/**
 * Prompt characters and the prompt cache. Bedrock reads tools, system and messages in this order; every `cachePoint`
 * ends a prefix. A prefix that was seen in the last five minutes is read from the cache, a new one that is long enough
 * is written, and only what is left counts as input.
 */
import { createHash } from 'node:crypto';
import { tokensOf } from '@deskfleet/shared/model/estimate.ts';
import type { ModelFacts } from '@deskfleet/shared/model/models.ts';
import type { WireRequest } from './wire.ts';

export interface PromptUsage {
  readonly promptCharacters: number;
  readonly inputTokens: number;
  readonly cacheReadInputTokens: number;
  readonly cacheWriteInputTokens: number;
}

export interface PromptCache {
  /** Counts a request's prompt and remembers its prefixes. */
  count(modelId: string, facts: ModelFacts, request: WireRequest): PromptUsage;
  clear(): void;
}

const LIFETIME_MS = 5 * 60_000;
const MOST_PREFIXES = 10_000;

interface Prefix {
  readonly key: string;
  readonly characters: number;
}

/** The prompt's length and the prefixes that its cache points end. */
function measure(
  modelId: string,
  request: WireRequest,
): { readonly characters: number; readonly prefixes: readonly Prefix[] } {
  const hash = createHash('sha1').update(modelId);
  const prefixes: Prefix[] = [];
  let characters = 0;
  const section = (part: { readonly cachePoint?: unknown }, text: () => string): void => {
    if (part.cachePoint !== undefined) {
      prefixes.push({ key: hash.copy().digest('base64'), characters });
      return;
    }
    const content = text();
    hash.update(content);
    characters += content.length;
  };
  for (const tool of request.toolConfig?.tools ?? []) section(tool, () => JSON.stringify(tool));
  for (const block of request.system ?? []) section(block, () => block.text ?? '');
  for (const message of request.messages ?? []) {
    for (const block of message.content ?? []) section(block, () => block.text ?? JSON.stringify(block));
  }
  return { characters, prefixes };
}

export function promptCache(now: () => number = Date.now): PromptCache {
  const lastUse = new Map<string, number>();

  return {
    count(modelId, facts, request) {
      const { characters, prefixes } = measure(modelId, request);
      const time = now();
      let read = 0;
      let longest = 0;
      for (const prefix of facts.caches ? prefixes : []) {
        const tokens = tokensOf(prefix.characters);
        if (tokens < facts.minimumCacheTokens) continue;
        longest = Math.max(longest, tokens);
        if (time - (lastUse.get(prefix.key) ?? -LIFETIME_MS) < LIFETIME_MS) read = Math.max(read, tokens);
        // Deleted first, so that the map's order is the order of use.
        lastUse.delete(prefix.key);
        lastUse.set(prefix.key, time);
      }
      for (const oldest of lastUse.keys()) {
        if (lastUse.size <= MOST_PREFIXES) break;
        lastUse.delete(oldest);
      }
      return {
        promptCharacters: characters,
        inputTokens: Math.max(0, tokensOf(characters) - longest),
        cacheReadInputTokens: read,
        cacheWriteInputTokens: longest - read,
      };
    },
    clear: () => lastUse.clear(),
  };
}
