/** npm run import and npm run export: exit codes, what goes to stdout and stderr, and a database that is not there. */
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { agentEnvironment } from '@deskfleet/local/identity.ts';
import { sharedWorld } from '@deskfleet/local/testing/harness.ts';
import { exportProgram } from '../src/export-program.ts';
import { importProgram } from '../src/import-program.ts';
import { ProgressLine } from '../src/progress-line.ts';
import type { Surroundings } from '../src/surroundings.ts';
import { SMALL_SHOP_ROWS, smallShop } from './small-shop.ts';
import { Folder } from './support.ts';

const NOWHERE = 'http://127.0.0.1:9';

describe('the programs', () => {
  const folder = new Folder();
  const kept = { ...process.env };
  before(async function () {
    this.timeout(120_000);
    Object.assign(kept, process.env);
    await sharedWorld();
    Object.assign(kept, process.env);
  });
  afterEach(() => Object.assign(process.env, kept));
  after(() => folder.remove());

  async function run(
    program: (argv: readonly string[], surroundings: Surroundings) => Promise<number>,
    argv: readonly string[],
    environment: Readonly<Record<string, string | undefined>> = {},
  ): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
    const { rdsData } = await sharedWorld();
    const said = { stdout: '', stderr: '' };
    const code = await program(argv, {
      databaseEnvironment: () => ({
        ...agentEnvironment({ rdsData: rdsData.url, bedrock: NOWHERE, issuer: NOWHERE, serviceSecret: '-'.repeat(32) }),
        ...environment,
      }),
      adviceWhenUnreachable: 'Start the fleet first: npm start.',
      stdout: (text) => {
        said.stdout += text;
        return Promise.resolve('taken');
      },
      stderr: (text) => (said.stderr += text),
      isTerminal: false,
      now: () => 0,
    });
    return { code, ...said };
  }

  const { articles: _, ...shopWithoutArticles } = smallShop('');
  const shopFile = (tenant: string): string =>
    folder.file(`${tenant}.json`, { ...shopWithoutArticles, tenant: { ...shopWithoutArticles.tenant, id: tenant } });

  it('imports, tells the counts and ends with 0', async () => {
    const tenant = `prog-${randomUUID()}`;
    const first = await run(importProgram, [shopFile(tenant)]);
    expect(first.code).to.equal(0);
    expect(first.stderr).to.match(/^loading: (\d+) rows of \1 \(100 %\), \d+ rows\/s\n$/u);
    expect(first.stdout).to.include(`Imported into the shop "${tenant}":`);
    expect(first.stdout).to.match(/ {2}order_lines +3 new, 0 changed, 0 same/u);
    expect(first.stdout).to.match(new RegExp(`${SMALL_SHOP_ROWS - 1} rows in [\\d.]+ s, \\d+ rows/s\\.`, 'u'));
    const again = await run(importProgram, [shopFile(tenant), '--json']);
    const report = JSON.parse(again.stdout) as { tables: unknown; ok: boolean; rows: number };
    expect(report).to.deep.include({ tenant, ok: true, dry_run: false, rows: SMALL_SHOP_ROWS - 1 });
    expect(report.tables).to.have.property('orders').that.deep.equals({ new: 0, changed: 0, same: 2 });
  });

  it('says that articles are embedded later when the model does not answer', async () => {
    const tenant = `prog-${randomUUID()}`;
    const file = folder.file('articles.json', smallShop(tenant));
    const { code, stdout } = await run(importProgram, [file], { AWS_ENDPOINT_URL_BEDROCK_RUNTIME: NOWHERE });
    expect(code).to.equal(0);
    expect(stdout).to.match(/Note: .*could not be embedded .*until the next start of the fleet/u);
  }).timeout(60_000);

  it('tells every error with file and line and ends with 1', async () => {
    const file = folder.file('errors/products.csv', `id,name,category\n${'x,,\n'.repeat(70)}`);
    const { code, stdout, stderr } = await run(importProgram, [file, '--tenant', 'acme']);
    expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' });
    expect(stderr).to.include(`${file}:2: name is missing\n`);
    expect(stderr).to.include('140 errors. The first 100 are shown. Nothing was changed in the shop "acme".');
    const json = await run(importProgram, [file, '--tenant', 'acme', '--json']);
    expect(json.code).to.equal(1);
    expect(JSON.parse(json.stdout)).to.have.nested.property('errors.count', 140);
  });

  it('ends with 1 for a shop that does not exist', async () => {
    const products = folder.file('p.json', { products: [{ id: 'p', name: 'n', category: 'c' }] });
    const imported = await run(importProgram, [products, '--tenant', 'no-such-shop']);
    expect(imported.code).to.equal(1);
    expect(imported.stderr).to.include('There is no shop "no-such-shop"');
    const exported = await run(exportProgram, ['--tenant', 'no-such-shop', '--out', join(folder.path, 'none.json')]);
    expect(exported.code).to.equal(1);
    expect(exported.stderr).to.match(/Choose one with --tenant: .*\bacme\b/u);
    expect(readdirSync(folder.path).filter((name) => name.startsWith('none'))).to.deep.equal([]);
  });

  const wrong: readonly (readonly [typeof importProgram | typeof exportProgram, readonly string[], string])[] = [
    [importProgram, [], 'Say what to import'],
    [importProgram, ['--what'], "Unknown option '--what'"],
    [importProgram, ['/no/such/file.json'], 'There is no file /no/such/file.json'],
    [importProgram, [import.meta.filename], 'is no file that can be imported'],
    [exportProgram, ['--format', 'xml'], '--format is "xml": give json, jsonl, csv'],
    [exportProgram, ['--format', 'csv'], 'give a folder with --out DIR'],
    [exportProgram, ['file'], 'Unexpected argument'],
  ];
  for (const [program, argv, message] of wrong)
    it(`ends with 2 for: ${program === importProgram ? 'import' : 'export'} ${argv.join(' ')}`, async () => {
      const { code, stdout, stderr } = await run(program, argv);
      expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' });
      expect(stderr).to.include(message);
    });

  it('ends with 2 for a CSV file whose name says nothing, and names those that do', async () => {
    const { code, stderr } = await run(importProgram, [folder.file('my stuff.csv', 'id\n1\n')]);
    expect(code).to.equal(2);
    expect(stderr).to.include('tenant.csv, products.csv, variants.csv');
  });

  it('ends with 2 and one line a setting when the database is not named', async () => {
    const { code, stderr } = await run(importProgram, [shopFile('x')], {
      DATABASE_RESOURCE_ARN: undefined,
      AWS_REGION: '',
    });
    expect(code).to.equal(2);
    expect(stderr.trim().split('\n')).to.have.length(2);
    expect(stderr).to.include('Setting DATABASE_RESOURCE_ARN is not set.');
  });

  it('ends with 3 and says what to do when the database is not there', async () => {
    for (const [program, argv] of [
      [importProgram, [shopFile('x')]],
      [exportProgram, []],
    ] as const) {
      const { code, stdout, stderr } = await run(program, argv, { AWS_ENDPOINT_URL_RDS_DATA: NOWHERE });
      expect({ code, stdout }).to.deep.equal({ code: 3, stdout: '' });
      expect(stderr).to.include('The database cannot be reached').and.to.include('Start the fleet first: npm start.');
      expect(stderr).not.to.include('    at ');
    }
  });

  it('exports to standard output, to a file by its name, and to a folder', async () => {
    const tenant = `prog-${randomUUID()}`;
    await run(importProgram, [shopFile(tenant)]);
    const printed = await run(exportProgram, ['--tenant', tenant]);
    expect(printed.code).to.equal(0);
    expect(JSON.parse(printed.stdout)).to.have.nested.property('orders[0].lines[0].name', 'Green Sencha');
    expect(printed.stderr).to.include(`Exported the shop "${tenant}": 1 tenant, 2 product`);

    const lines = join(folder.path, 'out.jsonl');
    await run(exportProgram, ['--tenant', tenant, '--out', lines]);
    expect(JSON.parse(readFileSync(lines, 'utf8').split('\n')[0] ?? '')).to.have.property('kind', 'tenant');

    const csv = join(folder.path, 'out-csv');
    await run(exportProgram, ['--tenant', tenant, '--out', csv]);
    expect(readFileSync(join(csv, 'variants.csv'), 'utf8').split('\r\n')[1]).to.equal(
      't1-100,t1,"{""size"":""100 g""}",,890,true,40,0,0,',
    );
    expect(existsSync(join(csv, 'articles.csv')), 'kinds without a record have a file too').to.equal(true);
    expect(readdirSync(csv).some((name) => name.includes('.part'))).to.equal(false);
  });

  it('helps', async () => {
    for (const program of [importProgram, exportProgram]) {
      const { code, stdout } = await run(program, ['--help']);
      expect(code).to.equal(0);
      expect(stdout).to.include('Exit code: 0 done').and.to.include('docs/import.md');
    }
  });
});

describe('progress', () => {
  function told(isTerminal: boolean): readonly string[] {
    let time = 0;
    const said: string[] = [];
    const line = new ProgressLine({ isTerminal, write: (text) => said.push(text), now: () => time });
    for (let rows = 0; rows <= 1000; rows += 100, time += 500) line.show('loading', rows, 1000);
    line.end();
    return said;
  }

  it('is a plain line now and then without a terminal', () => {
    expect(told(false)).to.deep.equal([
      'loading: 400 rows of 1000 (40 %), 200 rows/s\n',
      'loading: 800 rows of 1000 (80 %), 200 rows/s\n',
      'loading: 1000 rows of 1000 (100 %), 200 rows/s\n',
    ]);
  });

  it('is one line that is written again on a terminal', () => {
    const said = told(true);
    expect(said).to.have.length(11);
    expect(said[0]).to.equal('\r\u001b[Kloading: 100 rows of 1000 (10 %), 200 rows/s');
    expect(said.at(-1)).to.equal('\r\u001b[K');
  });
});
