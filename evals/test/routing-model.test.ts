/** The committed model, its utterances, and how well it does on those kept out. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { MODEL_FILE } from '@deskfleet/supervisor/routing/classify.ts';
import { decodeModel, encodeModel } from '@deskfleet/supervisor/routing/model.ts';
import { ROUTES } from '@deskfleet/supervisor/routing/routes.ts';
import { readCases, type Case } from '../routing/cases.ts';
import { temperatureOf, thresholdFor } from '../routing/calibration.ts';
import type { Judged } from '../routing/cross-validation.ts';
import { makeModel } from '../routing/make-model.ts';
import { evaluate } from '../routing/report.ts';
import { routeOf } from '../routing/route-of.ts';
import { trainingRows, type LabelledRow } from '../routing/rows.ts';
import { sourcesHash } from '../routing/sources.ts';

const rows = trainingRows();

function heldOut(name: string): readonly Case[] {
  const { cases, bad } = readCases(readFileSync(new URL(`../routing/${name}.jsonl`, import.meta.url), 'utf8'));
  expect(bad).to.deep.equal([]);
  return cases;
}

function written(utterance: string): string {
  return utterance
    .toLowerCase()
    .replaceAll(/[^\p{L}\d]+/gu, ' ')
    .trim();
}

describe('the utterances of the local router', () => {
  it('are many, distinct, and of many intents for each route', () => {
    expect(new Set(rows.map(({ utterance }) => utterance.toLowerCase().trim()))).to.have.length(rows.length);
    expect(rows.length).to.be.at.least(3000);
    for (const route of ROUTES) {
      const own = rows.filter((row) => row.route === route);
      expect(own.length, route).to.be.at.least(400);
      expect(new Set(own.map(({ intent }) => intent)).size, route).to.be.at.least(10);
    }
  });

  it('hold none of those kept out', () => {
    const trained = new Set(rows.map(({ utterance }) => written(utterance)));
    for (const name of ['held-out', 'held-out-hard', 'held-out-late', 'held-out-messy']) {
      const both = heldOut(name).filter(({ utterance }) => trained.has(written(utterance)));
      expect(both, name).to.deep.equal([]);
    }
  });
});

describe('the committed model', () => {
  const file = fileURLToPath(new URL(`../../agents/supervisor/src/routing/${MODEL_FILE}`, import.meta.url));

  it('is made from the committed utterances and programs', () => {
    expect(decodeModel(readFileSync(file)).madeFrom, 'run: npm run train:routing').to.equal(sourcesHash());
  });

  it('is right on what was kept out', () => {
    const { report } = evaluate(heldOut('held-out'), routeOf);
    expect(report.rows).to.be.at.least(400);
    expect(report.accuracy).to.be.at.least(0.95);
    for (const route of ROUTES) expect(report.routes[route].accuracy, route).to.be.at.least(0.88);
    expect(report.calibration.expected_calibration_error).to.be.below(0.06);
  });

  it('is right on messy ones, and as often as it says', () => {
    const { report } = evaluate(heldOut('held-out-messy'), routeOf);
    expect(report.rows).to.be.at.least(400);
    expect(report.accuracy).to.be.at.least(0.95);
    for (const route of ROUTES) expect(report.routes[route].accuracy, route).to.be.at.least(0.88);
    expect(report.calibration.expected_calibration_error).to.be.below(0.05);
  });

  it('is no worse on the hard ones than it was, and seldom wrong where it is sure', () => {
    const hard = evaluate(heldOut('held-out-hard'), routeOf).report;
    const late = evaluate(heldOut('held-out-late'), routeOf).report;
    expect(hard.accuracy).to.be.at.least(0.87);
    expect(late.accuracy).to.be.at.least(0.91);
    for (const { calibration } of [hard, late]) expect(calibration.bins.at(-1)?.accuracy).to.be.at.least(0.95);
  });
});

describe('the training', () => {
  /** A few of each route, so that it takes a moment. */
  const few: LabelledRow[] = ROUTES.flatMap((route) => rows.filter((row) => row.route === route).slice(0, 40));

  it('makes the same bytes every time, and a model that has learned its utterances', () => {
    const made = makeModel(few, '0'.repeat(64));
    const bytes = encodeModel(made.model);
    expect(Buffer.from(encodeModel(makeModel(few, '0'.repeat(64)).model)).equals(bytes)).to.equal(true);
    expect(made.judged).to.have.length(few.length);
    const right = made.judged.filter(({ scores, right: place }) => scores.indexOf(Math.max(...scores)) === place);
    expect(right.length / few.length).to.be.above(2 / ROUTES.length);
  });

  const judged = (scores: readonly number[], right: number): Judged => {
    const [row] = few;
    if (row === undefined) throw new Error('no utterances');
    return { row, right, scores };
  };

  it('finds the temperature that makes confidence true', () => {
    // Of a hundred decisions by a margin of 2, seventy-five are right: ln 3 apart, not 2.
    const some = Array.from({ length: 100 }, (_, place) => judged([2, 0], place < 75 ? 0 : 1));
    expect(temperatureOf(some)).to.be.closeTo(2 / Math.log(3), 0.01);
  });

  it('finds the least confidence from which on enough is right', () => {
    const sure = Array.from({ length: 97 }, () => judged([4, 0], 0));
    const unsure = Array.from({ length: 10 }, (_, place) => judged([1, 0], place % 2));
    expect(thresholdFor([...sure, ...unsure], 1, 0.97)).to.be.closeTo(0.74, 1e-9);
    expect(thresholdFor(unsure, 1, 0.97)).to.equal(1);
    expect(thresholdFor(sure, 1, 0.97)).to.equal(0);
  });
});
