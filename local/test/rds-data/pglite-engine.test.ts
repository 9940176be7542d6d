/** The embedded database's folder: kept data, template, lock, damage. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { openPglite } from '../../src/rds-data/pglite-engine.ts';
import type { PgliteEngine } from '../../src/rds-data/pglite-engine.ts';
import { lockFolder } from '../../src/rds-data/folder-lock.ts';
import { emptyTemplate } from './support.ts';

async function query(engine: PgliteEngine, sql: string): Promise<string | null | undefined> {
  const session = await engine.acquire(new AbortController().signal);
  try {
    return (await session.run({ sql, types: [], values: [] })).rows[0]?.[0];
  } finally {
    session.release();
  }
}

const messageOf = (opening: Promise<unknown>): Promise<string> =>
  opening.then(
    () => 'opened',
    (error: unknown) => (error as Error).message,
  );

describe('the embedded database', function embedded() {
  this.timeout(60_000);
  let parent = '';
  let template: Uint8Array = new Uint8Array();
  before(async () => {
    parent = mkdtempSync(join(tmpdir(), 'deskfleet-test-'));
    const engine = await openPglite({ dataDir: join(parent, 'kept'), template: await emptyTemplate() });
    await query(engine, 'create table kept (id int)');
    await query(engine, 'insert into kept values (7)');
    template = await engine.dump();
    await engine.close();
  });
  after(() => {
    rmSync(parent, { recursive: true, force: true });
  });

  it('keeps its data between two lives and gives the lock back', async () => {
    const dataDir = join(parent, 'kept');
    expect(existsSync(join(dataDir, 'database.lock'))).to.equal(false);
    const engine = await openPglite({ dataDir });
    expect(await query(engine, 'select id from kept')).to.equal('7');
    expect(await messageOf(openPglite({ dataDir }))).to.match(
      new RegExp(`^The data folder ${dataDir} is in use by process ${process.pid}\\. .*DESKFLEET_DATA_DIR`),
    );
    await engine.close();
  });

  it('starts a private database from a template and leaves nothing behind', async () => {
    const left = (): string[] => readdirSync(tmpdir()).filter((entry) => entry.startsWith('deskfleet-db-'));
    const before = left();
    const engine = await openPglite({ template });
    expect(await query(engine, 'select id from kept')).to.equal('7');
    expect(
      await query(
        engine,
        "select string_agg(name, ',' order by name) from pg_available_extensions where name in ('vector', 'pg_trgm', 'unaccent')",
      ),
    ).to.equal('pg_trgm,unaccent,vector');
    await engine.close();
    expect(left().filter((entry) => !before.includes(entry))).to.deep.equal([]);
  });

  it('sweeps the private folder of a killed process away, not that of a starting one', async () => {
    const killed = mkdtempSync(join(tmpdir(), 'deskfleet-db-'));
    const starting = mkdtempSync(join(tmpdir(), 'deskfleet-db-'));
    writeFileSync(join(killed, 'database.lock'), `${spawnSync(process.execPath, ['-e', '']).pid} 1\n`);
    await (await openPglite({ template })).close();
    expect([existsSync(killed), existsSync(starting)]).to.deep.equal([false, true]);
    rmSync(starting, { recursive: true });
  });

  it('says in one line what to do with a damaged folder', async () => {
    const dataDir = join(parent, 'kept');
    const oneLine = /^The data folder .* is damaged or was made by another version \(.*\)\. Run `npm run reset` .*$/;
    writeFileSync(join(dataDir, 'pgdata', 'global', 'pg_control'), 'nonsense');
    expect(await messageOf(openPglite({ dataDir }))).to.match(oneLine);
    rmSync(join(dataDir, 'pgdata', 'PG_VERSION'));
    expect(await messageOf(openPglite({ dataDir }))).to.match(oneLine);
    expect(existsSync(join(dataDir, 'database.lock'))).to.equal(false);
  });

  it('says in one line that a template cannot be loaded', async () => {
    expect(await messageOf(openPglite({ template: new Uint8Array([1, 2, 3]) }))).to.match(
      /^The database template cannot be loaded/,
    );
  });
});

describe('the folder lock', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'deskfleet-lock-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const lock = (): string => join(folder, 'database.lock');

  it('takes over the lock of a dead process, of a reused pid, and of nobody', () => {
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    for (const owner of [`${dead} 1\n`, `${process.ppid} 1\n`, `${process.pid} 1\n`, 'nonsense']) {
      // On systems without /proc a reused pid cannot be told from the owner.
      if (owner.startsWith(`${process.ppid} `) && !existsSync('/proc/self/stat')) continue;
      writeFileSync(lock(), owner);
      lockFolder(lock(), folder)();
      expect(readdirSync(folder)).to.deep.equal([]);
    }
  });

  it('names the live process that holds it', () => {
    writeFileSync(lock(), `${process.ppid}\n`);
    expect(() => lockFolder(lock(), folder)).to.throw(`is in use by process ${process.ppid}.`);
    expect(existsSync(lock())).to.equal(true);
  });
});
