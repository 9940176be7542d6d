/** From a message to a route with its probability: a linear model over the features, its scores made probabilities. */
import type { Features } from './features.ts';
import { featuresOf } from './features.ts';
import { featureKey, type RoutingModel } from './model.ts';
import { words } from './normalise.ts';
import { ROUTES, type Route } from './routes.ts';
import { correctorOf, type Correct } from './spelling.ts';

export interface RoutingContext {
  /** Where the message before went. A few words that could be anything are then rather more of the same. */
  readonly lastRoute?: Route;
}

export interface Classification {
  readonly route: Route;
  /** How probable it is that the route is right, 0 to 1; as often right as it says on our own held-back utterances. */
  readonly confidence: number;
  /** The probability of each route; together 1. */
  readonly scores: Readonly<Record<Route, number>>;
}

export type Classify = (message: string, context?: RoutingContext) => Classification;

/** Messages of so many words may be a mere continuation. */
const FEW_WORDS = 4;
/** Added to the score of the last route for such a message: makes it about 7 times as likely against each other one. */
const CONTINUATION = 2;
/** When not even the best route is this likely, nothing in the message speaks for any of them. */
const LEAST_SIGN = 0.3;

const NOTHING_FOR_US: Route = 'out-of-scope';

export function classifierOf(model: RoutingModel): Classify {
  const find = finderIn(model.keys);
  // Made for the first message that needs it: most are clear by their words.
  let corrector: Correct | undefined;
  const correct: Correct = (word) => (corrector ??= correctorOf(model.words))(word);
  return (message, context = {}) => {
    const length = words(message).length;
    if (length === 0) return decided(ROUTES.map(() => 1 / ROUTES.length));
    const scores = rawScores(featuresOf(message, correct), model, find).map((one) => one / model.temperature);
    if (context.lastRoute !== undefined && length <= FEW_WORDS) {
      const place = ROUTES.indexOf(context.lastRoute);
      scores[place] = (scores[place] ?? 0) + CONTINUATION;
    }
    return decided(probabilities(scores));
  };
}

/** Scores before the temperature, in the order of ROUTES. */
export function rawScores({ hashes, values }: Features, model: RoutingModel, find: Finder): number[] {
  const scores = Array.from(model.bias);
  for (let index = 0; index < hashes.length; index += 1) {
    const feature = find(featureKey(hashes[index] ?? 0));
    if (feature === undefined) continue;
    const value = (values[index] ?? 0) * model.step;
    const from = feature * ROUTES.length;
    for (let route = 0; route < ROUTES.length; route += 1) {
      scores[route] = (scores[route] ?? 0) + value * (model.weights[from + route] ?? 0);
    }
  }
  return scores;
}

/** Place of a key among the keys of the model. */
export type Finder = (key: number) => number | undefined;

export function finderIn(keys: Uint32Array): Finder {
  return (key) => {
    let low = 0;
    let high = keys.length - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const found = keys[middle] ?? 0;
      if (found === key) return middle;
      if (found < key) low = middle + 1;
      else high = middle - 1;
    }
    return undefined;
  };
}

export function probabilities(scores: readonly number[]): number[] {
  const top = Math.max(...scores);
  const powers = scores.map((one) => Math.exp(one - top));
  const sum = powers.reduce((total, one) => total + one, 0);
  return powers.map((one) => one / sum);
}

function decided(shares: readonly number[]): Classification {
  const confidence = Math.max(...shares);
  const best = ROUTES[shares.indexOf(confidence)] ?? NOTHING_FOR_US;
  const scores = Object.fromEntries(ROUTES.map((route, place) => [route, shares[place] ?? 0])) as Record<Route, number>;
  return confidence < LEAST_SIGN
    ? { route: NOTHING_FOR_US, confidence: scores[NOTHING_FOR_US], scores }
    : { route: best, confidence, scores };
}
