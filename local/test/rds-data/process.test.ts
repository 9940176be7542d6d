/** The endpoint as a process: ready and failed messages, orderly end. From source and from a bundle. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { build } from 'esbuild';
import { Caller, emptyTemplate } from './support.ts';

interface Message {
  readonly type: string;
  readonly url?: string;
  readonly vector?: boolean;
  readonly message?: string;
}

const source = (file: string): string => fileURLToPath(new URL(`../../src/rds-data/${file}`, import.meta.url));
const tsx = new URL('./dist/loader.mjs', pathToFileURL(createRequire(import.meta.url).resolve('tsx/package.json')))
  .href;

function start(file: string, env: Record<string, string>): ChildProcess {
  return fork(file, [], {
    env: { PATH: process.env['PATH'] ?? '', NODE_NO_WARNINGS: '1', ...env },
    execArgv: file.endsWith('.ts') ? ['--import', tsx] : [],
    silent: true,
  });
}

const firstMessage = (child: ChildProcess): Promise<Message> =>
  new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as Message));
    child.once('exit', (code) => reject(new Error(`exit ${String(code)} without a message`)));
  });
const end = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => {
    child.once('exit', resolve);
  });

describe('the Data API endpoint as a process', function asProcess() {
  this.timeout(60_000);
  let parent = '';
  let bundle = '';
  before(async () => {
    parent = mkdtempSync(join(tmpdir(), 'deskfleet-process-'));
    // Inside the package, because the bundle leaves PGlite and pg to be found in node_modules.
    bundle = fileURLToPath(new URL(`../../../node_modules/.cache/deskfleet-test-${process.pid}`, import.meta.url));
    mkdirSync(bundle, { recursive: true });
    await build({
      entryPoints: { 'rds-data': source('main.ts'), 'pglite-worker': source('pglite-worker.ts') },
      outdir: bundle,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      external: ['@electric-sql/*', 'pg'],
      logLevel: 'error',
    });
  });
  after(() => {
    for (const folder of [parent, bundle]) rmSync(folder, { recursive: true, force: true });
  });

  it('runs from the bundle, keeps its folder, and stops on SIGTERM and when its parent goes away', async () => {
    const dataDir = join(parent, 'data');
    const template = join(parent, 'template.tgz');
    writeFileSync(template, await emptyTemplate());
    const env = { DESKFLEET_DATA_DIR: dataDir, RDS_DATA_TEMPLATE: template };
    const first = start(join(bundle, 'rds-data.js'), env);
    const ready = await firstMessage(first);
    expect(ready).to.include({ type: 'ready', vector: true });
    const caller = new Caller(ready.url ?? '');
    await caller.execute('create table kept as select 5 as n');

    const second = start(join(bundle, 'rds-data.js'), env);
    const secondEnd = end(second);
    const failed = await firstMessage(second);
    expect(failed.type).to.equal('failed');
    expect(failed.message)
      .to.contain(`is in use by process ${first.pid ?? 0}.`)
      .and.not.contain('\n');
    expect(await secondEnd).to.equal(1);

    const firstEnd = end(first);
    first.kill('SIGTERM');
    expect(await firstEnd).to.equal(0);
    caller.sdk.destroy();
    expect(existsSync(join(dataDir, 'database.lock'))).to.equal(false);

    const third = start(source('main.ts'), env);
    const again = new Caller((await firstMessage(third)).url ?? '');
    expect(await again.field('select n from kept')).to.deep.equal({ longValue: 5 });
    again.sdk.destroy();
    const thirdEnd = end(third);
    third.disconnect();
    expect(await thirdEnd).to.equal(0);
    expect(existsSync(join(dataDir, 'database.lock'))).to.equal(false);
  });

  it('fails with one clear line', async () => {
    const file = join(parent, 'file');
    writeFileSync(file, '');
    const cases: readonly [env: Record<string, string>, message: RegExp][] = [
      [{ RDS_DATA_PORT: 'eight' }, /^RDS_DATA_PORT must be a port number, not "eight"\.$/],
      [
        { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' },
        /^The database at DATABASE_URL cannot be used \(.*\)\. Start it/,
      ],
      [{ RDS_DATA_TEMPLATE: join(parent, 'missing.tgz') }, /missing\.tgz/],
      [{ DESKFLEET_DATA_DIR: file }, /file/],
    ];
    await Promise.all(
      cases.map(async ([env, message]) => {
        const child = start(join(bundle, 'rds-data.js'), env);
        const ended = end(child);
        const failed = await firstMessage(child);
        expect(failed.type).to.equal('failed');
        expect(failed.message).to.match(message).and.not.contain('\n');
        expect(await ended).to.equal(1);
      }),
    );
  });
});
