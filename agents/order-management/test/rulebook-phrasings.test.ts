/**
 * How customers put things, and the tool calls that come of it: `phrasings/*.txt`. `>` is the customer, `<` is us, `=` is
 * what is called. Names and ids are invented; the order is `SHED_ORDER`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { doneFor, inWords, SHED_ORDER } from './rulebook-order.ts';

const FOLDER = fileURLToPath(new URL('./phrasings/', import.meta.url));

interface Phrasing {
  readonly turns: readonly string[];
  readonly called: string;
}

function phrasings(file: string): readonly Phrasing[] {
  return readFileSync(FOLDER + file, 'utf8')
    .split(/\n\s*\n/u)
    .filter((block) => block.trim() !== '')
    .map((block) => {
      const lines = block.trim().split('\n');
      return {
        turns: lines
          .filter((line) => /^[<>] /u.test(line))
          .map((line) => line.slice(2).replaceAll(String.raw`\n`, '\n')),
        called: lines.find((line) => line.startsWith('= '))?.slice(2) ?? '',
      };
    });
}

describe('what customers of the order agent say', () => {
  for (const file of readdirSync(FOLDER).sort()) {
    describe(file.replace(/\.txt$/u, '').replaceAll('-', ' '), () => {
      for (const { turns, called } of phrasings(file))
        it(turns.filter((_, place) => place % 2 === 0).join(' / '), () =>
          expect(inWords(doneFor(turns, SHED_ORDER))).to.equal(called),
        );
    });
  }
});
