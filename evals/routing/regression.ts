/**
 * Multinomial logistic regression over sparse features, trained by Adagrad on shuffled examples. Adagrad gives rare
 * features longer steps, which is what a vocabulary with a long tail needs. L2 is applied to the weights an example
 * touches, so that a step costs what the example holds and not what the table holds.
 */
import { seeded, shuffled } from './random.ts';

/** What an utterance holds: places in the table of weights, and how much each counts. */
export interface Sparse {
  readonly places: Int32Array;
  readonly values: Float32Array;
}

export interface Example {
  readonly features: Sparse;
  /** Place of the route in ROUTES. */
  readonly route: number;
  /** How much the example counts. */
  readonly weight: number;
}

export interface Fit {
  readonly routes: number;
  readonly epochs: number;
  readonly rate: number;
  readonly l2: number;
  /** How much of the probability is spread over the other routes: keeps the weights from growing on examples that are right already. */
  readonly smoothing: number;
  readonly seed: number;
}

export interface Weights {
  /** `routes` numbers per bucket. */
  readonly table: Float32Array;
  readonly bias: Float32Array;
}

const EPSILON = 1e-6;

/** @param size how many features there are */
export function fit(examples: readonly Example[], size: number, options: Fit): Weights {
  const { routes, epochs, rate, l2, smoothing, seed } = options;
  const table = new Float32Array(size * routes);
  const squares = new Float32Array(size * routes).fill(EPSILON);
  const bias = new Float32Array(routes);
  const biasSquares = new Float32Array(routes).fill(EPSILON);
  const random = seeded(seed);
  const scores = new Float64Array(routes);
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    for (const { features, route, weight } of shuffled(random, examples)) {
      score(features, { table, bias }, scores);
      softmax(scores);
      for (let other = 0; other < routes; other += 1) {
        const target = other === route ? 1 - smoothing : smoothing / (routes - 1);
        scores[other] = ((scores[other] ?? 0) - target) * weight;
      }
      const { places, values } = features;
      for (let index = 0; index < places.length; index += 1) {
        const from = (places[index] ?? 0) * routes;
        const value = values[index] ?? 0;
        for (let other = 0; other < routes; other += 1) {
          const at = from + other;
          const slope = (scores[other] ?? 0) * value + l2 * (table[at] ?? 0);
          const square = (squares[at] ?? 0) + slope * slope;
          squares[at] = square;
          table[at] = (table[at] ?? 0) - (rate * slope) / Math.sqrt(square);
        }
      }
      for (let other = 0; other < routes; other += 1) {
        const slope = scores[other] ?? 0;
        const square = (biasSquares[other] ?? 0) + slope * slope;
        biasSquares[other] = square;
        bias[other] = (bias[other] ?? 0) - (rate * slope) / Math.sqrt(square);
      }
    }
  }
  return { table, bias };
}

export function score({ places, values }: Sparse, { table, bias }: Weights, into: Float64Array): void {
  const routes = into.length;
  for (let other = 0; other < routes; other += 1) into[other] = bias[other] ?? 0;
  for (let index = 0; index < places.length; index += 1) {
    const from = (places[index] ?? 0) * routes;
    const value = values[index] ?? 0;
    for (let other = 0; other < routes; other += 1)
      into[other] = (into[other] ?? 0) + value * (table[from + other] ?? 0);
  }
}

function softmax(scores: Float64Array): void {
  let top = Number.NEGATIVE_INFINITY;
  for (const one of scores) top = Math.max(top, one);
  let sum = 0;
  for (let place = 0; place < scores.length; place += 1) {
    const power = Math.exp((scores[place] ?? 0) - top);
    scores[place] = power;
    sum += power;
  }
  for (let place = 0; place < scores.length; place += 1) scores[place] = (scores[place] ?? 0) / sum;
}
