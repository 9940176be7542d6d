/**
 * The whole of every template, for the eyes of whoever reviews a change of it. After a change that was meant:
 * `npm run synth:snapshots`, and read the diff.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { ENVIRONMENT_NAMES } from '../src/environments.ts';
import { PARTS, ROOT, synthesized, type Part } from './support.ts';

const FOLDER = `${ROOT}cdk/test/snapshots`;
const HASH = /\b[0-9a-f]{64}\b/gu;

/** What changes with every change of the code or the migrations says nothing about the template. */
function normalised(template: unknown): string {
  const text = JSON.stringify(
    template,
    (key, value: unknown) => (key === 'files' ? '<checksums of migrations>' : value),
    1,
  );
  return `${text.replaceAll(HASH, '<hash>')}\n`;
}

describe('the templates', () => {
  for (const environment of ENVIRONMENT_NAMES)
    for (const part of PARTS)
      it(`of ${environment}-${part} are as they were reviewed`, () => {
        const file = fileOf(environment, part);
        const now = normalised(synthesized(environment).raw(part));
        if (process.env['UPDATE_SNAPSHOTS'] === '1') {
          mkdirSync(`${FOLDER}/${environment}`, { recursive: true });
          writeFileSync(file, now);
        }
        expect(now.split('\n')).to.deep.equal(readFileSync(file, 'utf8').split('\n'));
      });

  it('do not hang on when or how often they are made', () => {
    expect(normalised(synthesized('dev', { env: 'dev' }).raw('fleet'))).to.equal(
      normalised(synthesized('dev').raw('fleet')),
    );
  });
});

function fileOf(environment: string, part: Part): string {
  return `${FOLDER}/${environment}/${part}.json`;
}
