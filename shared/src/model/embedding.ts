/**
 * The Embedder port: a text as a vector, for finding what means the same in other words. Behind it stands Bedrock's
 * InvokeModel with Titan Text Embeddings v2. Errors are ModelErrors; nothing is retried here.
 */
import { InvokeModelCommand, type BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { ConsecutiveBreaker, circuitBreaker, handleWhen, isBrokenCircuitError } from 'cockatiel';
import { z } from 'zod';
import { startDeadline } from '../deadline.ts';
import { toModelError } from './errors.ts';
import { ModelError, type ModelErrorKind } from './model.ts';

/** As many as `articles.embedding` has. 512 of Titan's 1,024 dimensions keep about 99 percent of its quality. */
export const EMBEDDING_DIMENSIONS = 512;

export interface Embedding {
  /** Of length 1, {@link EMBEDDING_DIMENSIONS} numbers. */
  readonly vector: readonly number[];
  readonly inputTokens: number;
}

export interface Embedder {
  /** Vectors of different models cannot be compared. */
  readonly modelId: string;
  /** @throws {ModelError} */
  embed(text: string, signal: AbortSignal): Promise<Embedding>;
}

export interface EmbedderOptions {
  /** Milliseconds one call may take. */
  readonly timeoutMs: number;
  /** Failures in a row after which the model is left alone for {@link EmbedderOptions.openMs}, so that nobody waits for it. */
  readonly failures?: number;
  /** Milliseconds. */
  readonly openMs?: number;
}

/** Titan takes 8,192 tokens or 50,000 characters; a text that long is no single matter any more. */
const MOST_CHARACTERS = 20_000;

const replySchema = z.object({
  embedding: z.array(z.number()).length(EMBEDDING_DIMENSIONS),
  inputTextTokenCount: z.int().nonnegative(),
});

/** Failures that say something about the model, not about the text or the caller. */
const MODEL_FAILURES: ReadonlySet<ModelErrorKind> = new Set([
  'throttled',
  'unavailable',
  'timeout',
  'denied',
  'retired',
]);

/** @param modelId a Titan Text Embeddings v2 id; needs `bedrock:InvokeModel` on it. */
export function bedrockEmbedder(client: BedrockRuntimeClient, modelId: string, options: EmbedderOptions): Embedder {
  const counts = handleWhen((error) => error instanceof ModelError && MODEL_FAILURES.has(error.kind));
  const breaker = circuitBreaker(counts, {
    halfOpenAfter: options.openMs ?? 30_000,
    breaker: new ConsecutiveBreaker(options.failures ?? 3),
  });

  async function call(text: string, signal: AbortSignal): Promise<Embedding> {
    const deadline = startDeadline(options.timeoutMs, [signal]);
    try {
      const output = await client.send(
        new InvokeModelCommand({
          modelId,
          contentType: 'application/json',
          accept: 'application/json',
          body: JSON.stringify({
            inputText: text.slice(0, MOST_CHARACTERS),
            dimensions: EMBEDDING_DIMENSIONS,
            normalize: true,
            embeddingTypes: ['float'],
          }),
        }),
        { abortSignal: deadline.signal },
      );
      return decode(output.body);
    } catch (error) {
      if (deadline.passed)
        throw new ModelError('timeout', `No embedding within ${options.timeoutMs} ms.`, { cause: error });
      throw toModelError(error, signal);
    } finally {
      deadline.stop();
    }
  }

  return {
    modelId,
    async embed(text, signal) {
      if (text.trim() === '') throw new ModelError('invalid', 'There is no text to embed.');
      try {
        return await breaker.execute(() => call(text, signal));
      } catch (error) {
        if (!isBrokenCircuitError(error)) throw error;
        throw new ModelError('unavailable', `${modelId} failed too often and is left alone for a while.`, {
          cause: error,
        });
      }
    },
  };
}

function decode(body: Uint8Array): Embedding {
  const parsed = replySchema.safeParse(jsonOf(body));
  if (!parsed.success)
    throw new ModelError('unavailable', `The embedding is not one: ${z.prettifyError(parsed.error)}`);
  return { vector: parsed.data.embedding, inputTokens: parsed.data.inputTextTokenCount };
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}

/** Enough digits for a cosine, and half the size on the wire. */
const DIGITS = 6;

/** A vector as pgvector reads it. */
export function vectorText(vector: readonly number[]): string {
  return `[${vector.map((value) => Number(value.toFixed(DIGITS))).join(',')}]`;
}

/** List price of Titan Text Embeddings v2, 0.02 dollars for a million tokens, in micro-dollars a token. To be checked, as all prices. */
const MICROS_A_TOKEN = 0.02;

/** Whole micro-dollars, rounded up. */
export function embeddingCostMicros(inputTokens: number): number {
  return Math.ceil(inputTokens * MICROS_A_TOKEN);
}
