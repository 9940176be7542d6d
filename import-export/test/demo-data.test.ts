/** The whole demo data goes out and comes in again unchanged, in every format. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { sharedWorld } from '@deskfleet/local/testing/harness.ts';
import type { ExportFormat } from '../src/export/writers.ts';
import { countsOf, Folder, problemsOf, runExport, runImport } from './support.ts';

describe('export and import of the demo shops', () => {
  const folder = new Folder();
  before(async function () {
    this.timeout(120_000);
    await sharedWorld();
  });
  after(() => folder.remove());

  for (const tenant of ['acme', 'globex']) {
    for (const format of ['json', 'jsonl', 'csv'] as const satisfies readonly ExportFormat[]) {
      it(`${tenant} as ${format}: importing it where it came from changes nothing; a copy exports the same`, async function () {
        this.timeout(60_000);
        const { database } = await sharedWorld();
        const name = `${tenant}-${format}`;
        const out = join(folder.path, format === 'csv' ? name : `${name}.${format}`);
        await runExport(database, tenant, format, out);

        const again = await runImport(database, out);
        expect(problemsOf(again)).to.deep.equal([]);
        expect(again.tenant).to.equal(tenant);
        expect(countsOf(again), JSON.stringify(again.counts)).to.deep.include({ added: 0, changed: 0 });
        expect(again.rows).to.be.greaterThan(1_500);

        const copy = `copy-of-${name}`;
        const copied = await runImport(database, out, { tenant: copy });
        expect(problemsOf(copied)).to.deep.equal([]);
        expect(countsOf(copied)).to.deep.equal({ added: again.rows, changed: 0, same: 0 });

        const first = join(folder.path, `${name}-first.jsonl`);
        const second = join(folder.path, `${name}-second.jsonl`);
        await runExport(database, tenant, 'jsonl', first);
        await runExport(database, copy, 'jsonl', second);
        expect(readFileSync(second, 'utf8').replace(`"id":"${copy}"`, `"id":"${tenant}"`)).to.equal(
          readFileSync(first, 'utf8'),
        );
      });
    }
  }
});
