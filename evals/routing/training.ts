/** From hand-written utterances to weights. What is here decides how good the router is; the parameters were chosen by cross-validation. */
import { featuresOf, type Features } from '@deskfleet/supervisor/routing/features.ts';
import { ROUTES, type Route } from '@deskfleet/supervisor/routing/routes.ts';
import { words } from '@deskfleet/supervisor/routing/normalise.ts';
import { correctorOf, type Correct } from '@deskfleet/supervisor/routing/spelling.ts';
import { variant } from './augment.ts';
import { seeded } from './random.ts';
import { fit, score, type Example, type Fit, type Weights } from './regression.ts';
import { commonWords, type LabelledRow } from './rows.ts';
import { counted, sharedOf, weightiest, within, type Vocabulary } from './vocabulary.ts';

/** A hand-written utterance with its variants, as features. */
export interface Source {
  readonly row: LabelledRow;
  readonly own: Features;
  readonly variants: readonly Features[];
}

export interface Trained {
  readonly vocabulary: Vocabulary;
  readonly weights: Weights;
}

const SEED = 20_261_116;
const FEWEST_UTTERANCES = 2;
/** Words so short are never corrected, so they need not be known. */
const SHORT = 3;
const VARIANTS = 5;
const VARIANT_WEIGHT = 0.5;
/** Bounds the file: 8 bytes each, with the words under 600 kB. */
const MOST_FEATURES = 65_000;
/** Longer ones are not joined with others. */
const JOINABLE = 80;

const FIT: Fit = { routes: ROUTES.length, epochs: 10, rate: 0.05, l2: 1e-5, smoothing: 0.05, seed: SEED };
/** Enough to see which features matter. */
const FIRST_FIT: Fit = { ...FIT, epochs: 3 };

/**
 * Words that are no typing errors: those that several utterances have, the most common first, then common English words,
 * which keep the router from reading "fight" as "flight".
 */
export function knownWords(rows: readonly LabelledRow[]): string[] {
  const counts = new Map<string, number>();
  for (const { utterance } of rows) {
    for (const word of new Set(words(utterance)))
      if (/^[a-z]{3,}$/u.test(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const ours = [...counts]
    .filter(([, count]) => count >= FEWEST_UTTERANCES)
    .sort(([one, often], [other, oftener]) => oftener - often || (one < other ? -1 : 1))
    .map(([word]) => word);
  return [...new Set([...ours, ...commonWords().filter((word) => word.length > SHORT)])];
}

export function sourcesOf(rows: readonly LabelledRow[]): Source[] {
  const correct = remembering(correctorOf(knownWords(rows)));
  const random = seeded(SEED);
  const joinable = new Map<string, string[]>();
  for (const { utterance, route } of rows) {
    if (utterance.length > JOINABLE) continue;
    const list = joinable.get(route) ?? [];
    list.push(utterance);
    joinable.set(route, list);
  }
  const others = (route: string): readonly string[] => joinable.get(route) ?? [];
  return rows.map((row) => ({
    row,
    own: featuresOf(row.utterance, correct),
    variants: Array.from({ length: VARIANTS }, () => featuresOf(variant(row, random, others), correct)),
  }));
}

/** The variants hold the same words over and over. */
function remembering(correct: Correct): Correct {
  const known = new Map<string, string>();
  return (word) => {
    const before = known.get(word);
    if (before !== undefined) return before;
    const corrected = correct(word);
    known.set(word, corrected);
    return corrected;
  };
}

export function trainedOn(sources: readonly Source[]): Trained {
  const counts = counted(sources.map(({ own, variants }) => [own, ...variants]));
  const shared = sharedOf(counts);
  const first = fit(examplesOf(sources, shared), shared.size, FIRST_FIT);
  const vocabulary = weightiest(shared, counts, first, MOST_FEATURES);
  return { vocabulary, weights: fit(examplesOf(sources, vocabulary), vocabulary.size, FIT) };
}

function examplesOf(sources: readonly Source[], vocabulary: Vocabulary): Example[] {
  return sources.flatMap(({ row, own, variants }) => {
    const route = placeOf(row.route);
    return [
      { features: within(vocabulary, own), route, weight: 1 },
      ...variants.map((one) => ({ features: within(vocabulary, one), route, weight: VARIANT_WEIGHT })),
    ];
  });
}

export function placeOf(route: Route): number {
  return ROUTES.indexOf(route);
}

export function scoresBy({ vocabulary, weights }: Trained, features: Features): number[] {
  const scores = new Float64Array(ROUTES.length);
  score(within(vocabulary, features), weights, scores);
  return Array.from(scores);
}
