/** What the model file is made from. Its header holds the hash, so that a test can tell a stale model from a fresh one. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { COMMON_WORDS_FILE, trainingFiles } from './rows.ts';

const ROUTER = ['classifier', 'features', 'hash', 'lexicon', 'model', 'normalise', 'routes', 'spelling', 'things'];
const TRAINING = [
  'augment',
  'calibration',
  'cross-validation',
  'make-model',
  'padding',
  'random',
  'regression',
  'rows',
  'training',
  'vocabulary',
];

const ROUTER_FOLDER = new URL('../../agents/supervisor/src/routing/', import.meta.url);

export function sourcesHash(): string {
  const hash = createHash('sha256');
  const files = [
    ...ROUTER.map((name) => fileURLToPath(new URL(`${name}.ts`, ROUTER_FOLDER))),
    ...TRAINING.map((name) => fileURLToPath(new URL(`${name}.ts`, import.meta.url))),
    COMMON_WORDS_FILE,
    ...trainingFiles(),
  ];
  for (const file of files) hash.update(readFileSync(file, 'utf8').replaceAll('\r\n', '\n')).update('\0');
  return hash.digest('hex');
}
