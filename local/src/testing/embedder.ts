/** The laptop's embedding without its HTTP endpoint, for tests that are about something else. */
import { EMBEDDING_DIMENSIONS, type Embedder } from '@deskfleet/shared/model/embedding.ts';
import { TITAN_EMBEDDING } from '../bedrock/invoke.ts';
import { lexicalEmbedding } from '../bedrock/lexical-embedding.ts';

export const lexicalEmbedder: Embedder = {
  modelId: TITAN_EMBEDDING,
  embed: (text) =>
    Promise.resolve({ vector: lexicalEmbedding(text, EMBEDDING_DIMENSIONS, true), inputTokens: text.length }),
};
