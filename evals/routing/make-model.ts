/** The whole way from the utterances to the model: cross-validation for the confidence, then all utterances for the weights. */
import type { RoutingModel } from '@deskfleet/supervisor/routing/model.ts';
import { temperatureOf, thresholdFor } from './calibration.ts';
import { crossValidated, type Judged } from './cross-validation.ts';
import type { Weights } from './regression.ts';
import type { LabelledRow } from './rows.ts';
import { knownWords, sourcesOf, trainedOn } from './training.ts';

/** Of the decisions that the supervisor takes without asking anybody, so many should be right. */
const WANTED_ACCURACY = 0.97;
/** Weights beyond are cut: a byte holds 255 steps, and a few huge weights would make the steps of all others coarse. */
const KEPT_SHARE = 0.9995;
const LARGEST_BYTE = 127;

export interface Made {
  readonly model: RoutingModel;
  readonly judged: readonly Judged[];
}

export function makeModel(rows: readonly LabelledRow[], madeFrom: string): Made {
  const sources = sourcesOf(rows);
  const judged = crossValidated(sources, 'utterance');
  const temperature = temperatureOf(judged);
  const { vocabulary, weights } = trainedOn(sources);
  const model = {
    keys: Uint32Array.from(vocabulary.keys()),
    ...inBytes(weights),
    bias: weights.bias,
    words: knownWords(rows),
    temperature,
    minimumConfidence: thresholdFor(judged, temperature, WANTED_ACCURACY),
    madeFrom,
  };
  return { model, judged };
}

function inBytes({ table }: Weights): Pick<RoutingModel, 'weights' | 'step'> {
  const sizes = table.map(Math.abs).sort();
  const step = Math.fround((sizes[Math.floor(KEPT_SHARE * (sizes.length - 1))] ?? 1) / LARGEST_BYTE);
  return {
    step,
    weights: Int8Array.from(table, (one) => Math.max(-LARGEST_BYTE, Math.min(LARGEST_BYTE, Math.round(one / step)))),
  };
}
