/** `npm run train:routing`: makes the model of the local router from the utterances in evals/routing/train. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { encodeModel } from '@deskfleet/supervisor/routing/model.ts';
import { ROUTES } from '@deskfleet/supervisor/routing/routes.ts';
import { crossValidated, type Judged } from './cross-validation.ts';
import { makeModel } from './make-model.ts';
import { trainingRows } from './rows.ts';
import { sourcesHash } from './sources.ts';
import { sourcesOf } from './training.ts';

const HELP = `npm run train:routing -- [--check | --folds utterance|intent]

Makes agents/supervisor/src/routing/routing-model.bin from evals/routing/train/*.jsonl. The same files give the same bytes.

  --check   makes it in memory and fails when the committed file is another one
  --folds   only cross-validates: each utterance is judged by a model that has not seen it (utterance), or nothing of its
            whole intent (intent); prints the accuracy and the misjudged ones`;

const FILE = fileURLToPath(new URL('../../agents/supervisor/src/routing/routing-model.bin', import.meta.url));

function best(scores: readonly number[]): number {
  return scores.indexOf(Math.max(...scores));
}

function accuracy(judged: readonly Judged[]): string {
  const share = (some: readonly Judged[]): string =>
    `${((100 * some.filter(({ right, scores }) => best(scores) === right).length) / some.length).toFixed(1)} %`;
  const perRoute = ROUTES.map((route) => `${route} ${share(judged.filter(({ row }) => row.route === route))}`);
  return `${share(judged)} of ${judged.length} (${perRoute.join(', ')})`;
}

const { values } = parseArgs({
  options: { check: { type: 'boolean' }, folds: { type: 'string' }, help: { type: 'boolean' } },
});

if (values.help) {
  console.log(HELP);
} else if (values.folds === 'utterance' || values.folds === 'intent') {
  const judged = crossValidated(sourcesOf(trainingRows()), values.folds);
  for (const { row, right, scores } of judged) {
    if (best(scores) !== right) console.log(`${row.route} → ${ROUTES[best(scores)] ?? ''}: ${row.utterance}`);
  }
  console.log(`held back by ${values.folds}: ${accuracy(judged)}`);
} else if (values.folds !== undefined) {
  console.error(`--folds ${values.folds}: expected utterance or intent`);
  process.exitCode = 2;
} else {
  const { model, judged } = makeModel(trainingRows(), sourcesHash());
  const bytes = encodeModel(model);
  console.log(`held back by utterance: ${accuracy(judged)}`);
  console.log(`temperature ${model.temperature.toFixed(2)}, minimum confidence ${model.minimumConfidence.toFixed(2)}`);
  console.log(`${model.keys.length} features, ${bytes.length} bytes`);
  if (!values.check) writeFileSync(FILE, bytes);
  else if (!Buffer.from(bytes).equals(readFileSync(FILE))) {
    console.error('The committed model is not what the utterances make. Run: npm run train:routing');
    process.exitCode = 1;
  }
}
