/**
 * Each utterance judged by a model that has not seen it. Folds by utterance say how other wordings of known wishes fare;
 * folds by intent hold whole wishes back, and say how wishes fare that nobody thought of.
 */
import { seeded, shuffled } from './random.ts';
import type { LabelledRow } from './rows.ts';
import { placeOf, scoresBy, trainedOn, type Source } from './training.ts';

export type Folding = 'utterance' | 'intent';

export interface Judged {
  readonly row: LabelledRow;
  /** Place of the right route. */
  readonly right: number;
  /** Before the temperature. */
  readonly scores: readonly number[];
}

const FOLDS = 5;
const SEED = 7;

export function crossValidated(sources: readonly Source[], folding: Folding): Judged[] {
  const unit = ({ row }: Source): string =>
    folding === 'intent' ? `${row.route} ${row.intent}` : `${row.route} ${row.utterance}`;
  const units = shuffled(seeded(SEED), [...new Set(sources.map(unit))]);
  const foldOf = new Map(units.map((name, place) => [name, place % FOLDS]));
  return Array.from({ length: FOLDS }, (_, fold) => fold).flatMap((fold) => {
    const model = trainedOn(sources.filter((source) => foldOf.get(unit(source)) !== fold));
    return sources
      .filter((source) => foldOf.get(unit(source)) === fold)
      .map(({ row, own }) => ({ row, right: placeOf(row.route), scores: scoresBy(model, own) }));
  });
}
