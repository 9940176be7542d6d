/** Articles that came in are embedded at once, so that search by meaning finds them. */
import type { Database } from '@deskfleet/shared/database/database.ts';
import { bedrockClient } from '@deskfleet/shared/model/bedrock.ts';
import { bedrockEmbedder } from '@deskfleet/shared/model/embedding.ts';
import { embedPending } from '@deskfleet/shared/model/embedding-backfill.ts';
import type { ShopSettings } from './database-settings.ts';

/** Never fails: what is missing is done at the next start of the fleet. @returns what is to be told, if anything. */
export async function embedArticles(
  database: Database,
  settings: ShopSettings,
  onProgress: (done: number, total: number) => void,
): Promise<string | undefined> {
  const client = bedrockClient(settings.AWS_REGION);
  try {
    const embedder = bedrockEmbedder(client, settings.BEDROCK_EMBEDDING_MODEL_ID, {
      timeoutMs: settings.MODEL_TIMEOUT_MS,
    });
    const { embedded, pending, failure } = await embedPending(database, embedder, { onProgress });
    if (pending > 0) return notEmbedded(`${pending} article sections`, failure ?? 'unknown');
    return embedded > 0 ? `${embedded} article sections were embedded for search by meaning.` : undefined;
  } catch (error) {
    return notEmbedded('Articles', error instanceof Error ? error.message : String(error));
  } finally {
    client.destroy();
  }
}

const notEmbedded = (what: string, reason: string): string =>
  `${what} could not be embedded (${reason}); search by meaning leaves them out until the next start of the fleet.`;
