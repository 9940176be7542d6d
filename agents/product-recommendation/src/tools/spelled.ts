/** Reads products by words and, when none has all of them, once more with mistyped words set right. */
import { corrected } from '../words/spelling.ts';
import { planSearch, wordsIn, type SearchPlan } from '../words/search-words.ts';

interface Found {
  readonly total: number;
  /** Something has all the words. */
  readonly complete: boolean;
  /** Names of the shop's products; set only when nothing has all the words. */
  readonly names: readonly string[] | null;
}

export async function readSpelled<T extends Found>(
  query: string,
  read: (query: string, plan: SearchPlan) => Promise<T>,
): Promise<T> {
  const found = await read(query, planSearch(query));
  const meant = found.names === null ? undefined : corrected(wordsIn(query), found.names.flatMap(wordsIn));
  if (meant === undefined) return found;
  const better = await read(meant, planSearch(meant));
  return better.total > 0 && (better.complete || found.total === 0) ? better : found;
}
