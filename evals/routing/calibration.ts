/** How sure the router may say it is. */
import { probabilities } from '@deskfleet/supervisor/routing/classifier.ts';
import type { Judged } from './cross-validation.ts';

const LOWEST = 0.2;
const HIGHEST = 3;
const STEP = 0.01;

/** The temperature under which the right routes were most likely, by trying all of them in steps of 0.01. */
export function temperatureOf(judged: readonly Judged[]): number {
  let best = { temperature: 1, loss: Number.POSITIVE_INFINITY };
  for (let steps = Math.round(LOWEST / STEP); steps <= Math.round(HIGHEST / STEP); steps += 1) {
    const temperature = steps * STEP;
    const loss = judged.reduce(
      (sum, { scores, right }) => sum - Math.log(probabilities(scores.map((one) => one / temperature))[right] ?? 0),
      0,
    );
    if (loss < best.loss) best = { temperature, loss };
  }
  return best.temperature;
}

/** The least confidence, in steps of 0.01, from which on at least `accuracy` of the decisions are right. */
export function thresholdFor(judged: readonly Judged[], temperature: number, accuracy: number): number {
  const decisions = judged.map(({ scores, right }) => {
    const shares = probabilities(scores.map((one) => one / temperature));
    const confidence = Math.max(...shares);
    return { confidence, right: shares.indexOf(confidence) === right };
  });
  for (let percent = 0; percent < 100; percent += 1) {
    const taken = decisions.filter(({ confidence }) => confidence >= percent / 100);
    if (taken.length > 0 && taken.filter(({ right }) => right).length / taken.length >= accuracy) return percent / 100;
  }
  return 1;
}
