import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import type { Database } from '@deskfleet/shared/database/database.ts';
import { MIGRATIONS } from '@deskfleet/local/testing/harness.ts';
import { MigrationError, readMigrations } from '@deskfleet/shared/database/migration-files.ts';
import { migrate, migrationStatus, type MigrationProgress } from '@deskfleet/shared/database/migrations.ts';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { SCHEMA_VERSION } from '@deskfleet/shared/database/schema-version.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import { hurriedTime, sharedEndpoint, type Endpoint } from './data-api-endpoint.ts';

const FIRST = "create table crates (id text primary key);\n-- a ; comment\ninsert into crates values ('a;b');";
const SECOND = 'alter table crates add column size integer default 3;';

describe('migrations', function () {
  this.timeout(60_000);
  let endpoint: Endpoint;
  let database: Database;
  let folder: string;

  const write = (name: string, text: string): Promise<void> => writeFile(path.join(folder, `${name}.sql`), text);
  const run = (onProgress?: (progress: MigrationProgress) => void, by = database): ReturnType<typeof migrate> =>
    migrate({ database: by, folder, onProgress, environment: hurriedTime() });
  const crates = async (): Promise<readonly string[]> =>
    (await database.query(row({ id: column.text() }), sql`select id from crates order by id`)).map(({ id }) => id);

  async function problemOf(promise: Promise<unknown>): Promise<string> {
    const error = await promise.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).to.be.instanceOf(MigrationError);
    return (error as MigrationError).message;
  }

  before(async () => {
    endpoint = await sharedEndpoint();
    database = endpoint.connect();
  });

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'migrations-'));
    await write('0001_crates', FIRST);
    await write('0002_sizes', SECOND);
    endpoint.callsSince();
  });

  afterEach(async () => {
    endpoint.server.faults.reset();
    await database.execute(sql`drop table if exists schema_migrations`);
    await database.execute(sql`drop table if exists crates`);
    await rm(folder, { recursive: true });
  });

  it('apply what is pending, in order, once, and tell what they did', async () => {
    const events: string[] = [];
    const { applied, status } = await run(({ file, event }) => events.push(`${file} ${event}`));
    expect(applied).to.deep.equal(['0001_crates', '0002_sizes']);
    expect(events).to.deep.equal([
      '0001_crates started',
      '0001_crates applied',
      '0002_sizes started',
      '0002_sizes applied',
    ]);
    expect(status.applied.map(({ id, name, statements }) => [id, name, statements])).to.deep.equal([
      [1, '0001_crates', 2],
      [2, '0002_sizes', 1],
    ]);
    expect(status).to.deep.include({ pending: [], waiting: [], problems: [] });
    expect(await crates()).to.deep.equal(['a;b']);
    endpoint.callsSince();
    expect((await run()).applied).to.deep.equal([]);
    expect(endpoint.callsSince(), 'an up-to-date database costs two calls').to.deep.equal({ Execute: 2 });
  });

  it('report without changing anything', async () => {
    expect(await migrationStatus({ database, folder })).to.deep.equal({
      applied: [],
      pending: ['0001_crates', '0002_sizes'],
      waiting: [],
      problems: [],
    });
    expect(endpoint.callsSince()).to.deep.equal({ Execute: 1 });
  });

  it('may be started twice at once', async () => {
    const both = await Promise.all([run(undefined, endpoint.connect()), run(undefined, endpoint.connect())]);
    expect(both.flatMap(({ applied }) => applied).sort()).to.deep.equal(['0001_crates', '0002_sizes']);
    expect(await crates()).to.deep.equal(['a;b']);
  });

  it('refuse a file that was changed, removed or squeezed in, naming all of them, before changing anything', async () => {
    await write('0005_later', 'select 1;');
    await run();
    await write('0001_crates', `${FIRST} -- edited`);
    await rm(path.join(folder, '0002_sizes.sql'));
    await write('0003_late', 'create table late (id text)');
    await write('0006_new', 'create table fresh (id text)');
    const problems = await problemOf(run());
    expect(problems.split('\n')).to.have.length(3);
    expect(problems)
      .to.match(/0001_crates\.sql was changed after/)
      .and.match(/0002_sizes\.sql .* missing/)
      .and.match(/0003_late\.sql .* above 0005/);
    expect((await migrationStatus({ database, folder })).applied).to.have.length(3);
  });

  it('do not mind line endings', async () => {
    await run();
    await write('0001_crates', FIRST.replaceAll('\n', '\r\n'));
    expect((await run()).status.problems).to.deep.equal([]);
  });

  it('leave nothing of a file that fails, and say which statement it was', async () => {
    await write(
      '0002_sizes',
      'alter table crates add column size integer;\n\nalter table boxes add column size integer;',
    );
    expect(await problemOf(run())).to.match(
      /0002_sizes\.sql, statement 2 of 2 \(line 3\) failed: .*"boxes" does not exist/,
    );
    expect((await migrationStatus({ database, folder })).pending).to.deep.equal(['0002_sizes']);
    await write('0002_sizes', SECOND);
    expect((await run()).applied).to.deep.equal(['0002_sizes']);
  });

  it('leave a file alone whose extension is not available, and apply it when it is', async () => {
    await write('0002_sizes', `-- requires-extension: no_such_extension\n${SECOND}`);
    await write('0003_later', "insert into crates values ('c');");
    const events: string[] = [];
    const { applied, status } = await run(({ file, event }) => events.push(`${file} ${event}`));
    expect(applied).to.deep.equal(['0001_crates', '0003_later']);
    expect(status.waiting).to.deep.equal([{ name: '0002_sizes', extensions: ['no_such_extension'] }]);
    expect(events).to.include('0002_sizes waits_for_extension');
    await write('0002_sizes', `-- requires-extension: plpgsql\n${SECOND}`);
    expect((await run()).applied).to.deep.equal(['0002_sizes']);
  });

  it('find out for themselves whether a commit happened whose answer got lost', async () => {
    for (const kind of ['drop-after', 'drop-before', '503'] as const) {
      await write('0003_more', `insert into crates values ('${kind}')`);
      await run(({ file, event }) => {
        if (file === '0003_more' && event === 'started')
          endpoint.server.faults.add({ kind, times: 1, operation: 'CommitTransaction', ms: 0 });
      });
      expect(
        (await crates()).filter((id) => id === kind),
        kind,
      ).to.have.length(1);
      await database.execute(sql`delete from schema_migrations where id = 3`);
    }
  });

  it('wait for a paused cluster', async () => {
    endpoint.server.faults.add({ kind: 'resuming', times: 5, ms: 0 });
    expect((await run()).applied).to.have.length(2);
  });

  it('of this repository end with the number that an agent waits for', async () => {
    const needed = (await readMigrations(MIGRATIONS)).filter(({ extensions }) => extensions.length === 0);
    expect(needed.at(-1)?.id).to.equal(SCHEMA_VERSION);
  });

  it('refuse files that cannot be right', async () => {
    await write('0002_twin', 'select 1');
    await write('3_short', 'select 1');
    await write('0004_open', "select 1;\nselect 'a");
    await write('0005_long', `select '${'x'.repeat(70_000)}'`);
    const problems = await problemOf(run());
    expect(problems)
      .to.match(/0002_twin\.sql and 0002_sizes\.sql have the same number/)
      .and.match(/3_short\.sql is no name/)
      .and.match(/0004_open\.sql: the string that begins on line 2/)
      .and.match(/0005_long\.sql: the statement on line 1 is longer/);
    await rm(folder, { recursive: true });
    expect(await problemOf(run())).to.include('cannot be read');
    folder = await mkdtemp(path.join(tmpdir(), 'migrations-'));
  });
});
