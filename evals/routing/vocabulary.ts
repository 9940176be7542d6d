/** Which features the model gets: those that several utterances share, and of them those that weigh most. */
import type { Features } from '@deskfleet/supervisor/routing/features.ts';
import { featureKey } from '@deskfleet/supervisor/routing/model.ts';
import type { Sparse, Weights } from './regression.ts';

/** A feature of one utterance alone says nothing about the next one. */
const FEWEST_UTTERANCES = 2;

/** Keys of features to places in the table of weights. */
export type Vocabulary = ReadonlyMap<number, number>;

/** How many hand-written utterances have a feature. */
export type Counts = ReadonlyMap<number, number>;

/** @param sources for each hand-written utterance, itself and its variants: together they count once */
export function counted(sources: readonly (readonly Features[])[]): Counts {
  const counts = new Map<number, number>();
  for (const source of sources) {
    const keys = new Set(source.flatMap(({ hashes }) => Array.from(hashes, featureKey)));
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

export function sharedOf(counts: Counts): Vocabulary {
  return numbered([...counts].filter(([, count]) => count >= FEWEST_UTTERANCES).map(([key]) => key));
}

/** The `most` features that move decisions most: how much their weights differ between the routes, and how common they are. */
export function weightiest(vocabulary: Vocabulary, counts: Counts, { table, bias }: Weights, most: number): Vocabulary {
  if (vocabulary.size <= most) return vocabulary;
  const routes = bias.length;
  const spread = (place: number): number => {
    const row = table.subarray(place * routes, (place + 1) * routes);
    const mean = row.reduce((sum, one) => sum + one, 0) / routes;
    return row.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  };
  const ranked = [...vocabulary]
    .map(([key, place]) => ({ key, moves: spread(place) * (counts.get(key) ?? 0) }))
    .sort((a, b) => b.moves - a.moves || a.key - b.key);
  return numbered(ranked.slice(0, most).map(({ key }) => key));
}

/** In the order of the keys, so that the table of weights is in the order of the file. */
function numbered(keys: readonly number[]): Vocabulary {
  return new Map(keys.toSorted((a, b) => a - b).map((key, place) => [key, place]));
}

export function within(vocabulary: Vocabulary, { hashes, values }: Features): Sparse {
  const places: number[] = [];
  const known: number[] = [];
  hashes.forEach((hash, index) => {
    const place = vocabulary.get(featureKey(hash));
    if (place === undefined) return;
    places.push(place);
    known.push(values[index] ?? 0);
  });
  return { places: Int32Array.from(places), values: Float32Array.from(known) };
}
