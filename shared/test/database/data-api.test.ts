import { expect } from 'chai';
import { connectDatabase } from '@deskfleet/shared/database/connect.ts';
import type { Database, DatabaseCall } from '@deskfleet/shared/database/database.ts';
import { DatabaseError } from '@deskfleet/shared/database/errors.ts';
import type { Waiting } from '@deskfleet/shared/database/retry.ts';
import { column, nullable, row, RowError } from '@deskfleet/shared/database/row.ts';
import {
  bigint,
  bool,
  day,
  double,
  identifier,
  instant,
  int,
  json,
  numeric,
  sql,
  statementOfFile,
  text,
  textArray,
  uuid,
} from '@deskfleet/shared/database/sql.ts';
import { LOCAL_DATABASE, LOCAL_RESOURCE_ARN, LOCAL_SECRET_ARN } from '../../../local/src/rds-data/identity.ts';
import { hurriedTime, sharedEndpoint, type Endpoint } from './data-api-endpoint.ts';

const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

async function databaseErrorOf(promise: Promise<unknown>): Promise<DatabaseError> {
  const error = await failureOf(promise);
  expect(error).to.be.instanceOf(DatabaseError);
  return error as DatabaseError;
}

const noteRow = row({ id: column.text(), body: column.text() });
const allNotes = sql`select id, body from notes order by id`;
const insertNote = (id: string, body = 'x') => sql`insert into notes (id, body) values (${id}, ${body})`;

describe('Data API database', function () {
  this.timeout(60_000);
  let endpoint: Endpoint;
  let database: Database;

  before(async () => {
    endpoint = await sharedEndpoint();
    database = endpoint.connect();
    await database.execute(
      sql`create table notes (id text primary key, body text not null check (body <> ''), rank integer)`,
    );
    await database.execute(sql`create table note_tags (note_id text not null references notes, tag text not null)`);
  });

  beforeEach(async () => {
    endpoint.server.faults.reset();
    await database.execute(sql`delete from note_tags`);
    await database.execute(sql`delete from notes`);
    endpoint.callsSince();
  });

  after(async () => {
    await database.execute(sql`drop table note_tags`);
    await database.execute(sql`drop table notes`);
  });

  const notes = async (): Promise<readonly string[]> => (await database.query(noteRow, allNotes)).map(({ id }) => id);

  describe('values', () => {
    it('come back as they were sent, in every type', async () => {
      const moment = new Date('2024-07-01T20:41:04.068Z');
      const sent = {
        plain: "naïve 'quote' :p1 \\ 🛒",
        plain_long: 42,
        plain_bool: true,
        some_text: '',
        some_int: -5,
        some_bigint: 9_007_199_254_740_993n,
        some_double: 0.1,
        some_numeric: '19.90',
        some_bool: false,
        some_uuid: '00000000-0000-4000-8000-00000000000a',
        some_json: { a: ['b', null, 1.5] },
        some_day: '2024-02-29',
        some_instant: moment,
        some_array: ['a', 'b"c', 'd\\e', '', 'NULL', '{,}', 'ü\n'],
      };
      const shape = row({
        plain: column.text(),
        plain_long: column.int(),
        plain_bool: column.boolean(),
        some_text: column.text(),
        some_int: column.int(),
        some_bigint: column.bigint(),
        some_double: column.double(),
        some_numeric: column.numeric(),
        some_bool: column.boolean(),
        some_uuid: column.uuid(),
        some_json: column.json<{ a: unknown[] }>(),
        some_day: column.day(),
        some_instant: column.instant(),
        some_array: column.textArray(),
      });
      const received = await database.one(
        shape,
        sql`select ${sent.plain} as plain, ${sent.plain_long} as plain_long, ${sent.plain_bool} as plain_bool,
        ${text(sent.some_text)} as some_text, ${int(sent.some_int)} as some_int, (${bigint(sent.some_bigint)})::text as some_bigint,
        ${double(sent.some_double)} as some_double, ${numeric(sent.some_numeric)} as some_numeric, ${bool(sent.some_bool)} as some_bool,
        ${uuid(sent.some_uuid)} as some_uuid, ${json(sent.some_json)} as some_json, ${day(sent.some_day)} as some_day,
        ${instant(moment)} as some_instant, ${textArray(sent.some_array)} as some_array`,
      );
      expect(received).to.deep.equal(sent);
    });

    it('may be NULL in every type, and are typed even then', async () => {
      for (const value of [
        text(null),
        int(null),
        bigint(null),
        double(null),
        numeric(null),
        bool(null),
        uuid(null),
        json(null),
        day(null),
        instant(null),
        textArray(null),
      ]) {
        const answer = await database.one(
          row({ missing: column.boolean(), value: nullable(column.text()) }),
          sql`select ${value} is null as missing, (${value})::text as value`,
        );
        expect(answer).to.deep.equal({ missing: true, value: null });
      }
    });

    it('work where PostgreSQL insists on a type', async () => {
      const shape = row({ value: column.text() });
      expect(await database.one(shape, sql`select left('abcdef', ${int(2)}) as value`)).to.deep.equal({ value: 'ab' });
      expect(
        await database.one(
          shape,
          sql`select (date '2024-01-01' + make_interval(days => ${int(3)}))::date::text as value`,
        ),
      ).to.deep.equal({ value: '2024-01-04' });
      expect(
        await database.query(
          shape,
          sql`select value from unnest(array['a', 'b', 'c']) as value where value = any(${textArray(['a', 'c'])}) limit ${1}`,
        ),
      ).to.deep.equal([{ value: 'a' }]);
      await database.execute(insertNote('one'));
      expect(
        (await database.execute(sql`update notes set ${identifier('rank')} = ${7} where id = ${'one'}`)).rowsUpdated,
      ).to.equal(1);
    });
  });

  describe('results', () => {
    it('are found by label, with the columns in any order, on the first call and later', async () => {
      await database.execute(insertNote('one', 'first'));
      for (let call = 0; call < 3; call += 1) {
        expect(await database.query(noteRow, sql`select body, rank, id from notes`)).to.deep.equal([
          { id: 'one', body: 'first' },
        ]);
      }
      expect(await database.query(noteRow, sql`select id, body from notes where id = ${'two'}`)).to.deep.equal([]);
    });

    it('of changes come from RETURNING', async () => {
      expect(
        await database.one(
          row({ id: column.text() }),
          sql`insert into notes (id, body) values (${'one'}, ${'x'}) returning id`,
        ),
      ).to.deep.equal({ id: 'one' });
    });

    it('that do not fit their shape are refused even when there are no rows', async () => {
      expect(await failureOf(database.query(row({ title: column.text() }), allNotes)))
        .to.be.instanceOf(RowError)
        .with.property('column', 'title');
      expect(await failureOf(database.query(noteRow, insertNote('one')))).to.be.instanceOf(RowError);
    });

    it('are exactly one, or one at most, where that is asked', async () => {
      expect((await databaseErrorOf(database.one(noteRow, allNotes, { label: 'note.any' }))).kind).to.equal(
        'not_found',
      );
      expect(await database.maybeOne(noteRow, allNotes)).to.equal(undefined);
      await database.batch([insertNote('one'), insertNote('two')]);
      expect((await databaseErrorOf(database.maybeOne(noteRow, allNotes))).kind).to.equal('invalid');
    });
  });

  describe('errors', () => {
    it('tell what PostgreSQL objected to, without SQL or values in the message', async () => {
      await database.execute(insertNote('secret-id'));
      const error = await databaseErrorOf(
        database.execute(insertNote('secret-id', 'secret body'), { label: 'note.insert' }),
      );
      expect(error).to.include({ kind: 'unique_violation', sqlState: '23505', constraint: 'notes_pkey' });
      expect(error.message)
        .to.include('note.insert')
        .and.not.match(/secret|insert into/);
      const kinds = {
        check_violation: insertNote('two', ''),
        not_null_violation: sql`insert into notes (id, body) values (${'two'}, ${text(null)})`,
        foreign_key_violation: sql`insert into note_tags values (${'nobody'}, ${'x'})`,
        syntax: sql`selec 1`,
        invalid: sql`select ${'x'}::int`,
      };
      for (const [kind, statement] of Object.entries(kinds))
        expect((await databaseErrorOf(database.execute(statement))).kind, kind).to.equal(kind);
    });

    it('include an answer that is too large', async () => {
      const large = sql`select repeat('x', 60000) as value from generate_series(1, 40)`;
      expect((await databaseErrorOf(database.query(row({ value: column.text() }), large))).kind).to.equal(
        'response_too_large',
      );
    });
  });

  describe('when the service has trouble', () => {
    it('waits for a paused cluster, for reads and writes', async () => {
      const waitings: Waiting[] = [];
      const patient = endpoint.connect({ onWaiting: (waiting) => waitings.push(waiting) });
      endpoint.server.faults.add({ kind: 'resuming', times: 4, ms: 0 });
      await patient.execute(insertNote('one'));
      expect(waitings.map(({ waitedMs }) => waitedMs)).to.deep.equal([0, 2_500, 5_000, 7_500]);
      expect(await notes()).to.deep.equal(['one']);
    });

    it('gives a paused cluster up at the time set', async () => {
      endpoint.server.faults.add({ kind: 'resuming', times: 100, ms: 0 });
      expect(
        (await databaseErrorOf(endpoint.connect({ resumeTimeoutMs: 6_000 }).query(noteRow, allNotes))).kind,
      ).to.equal('resuming');
      expect(endpoint.callsSince()).to.deep.equal({ Execute: 3 });
    });

    it('sends a read again after 503, 500, 504 and a lost connection', async () => {
      for (const kind of ['503', '500', '504', 'drop-before', 'drop-after'] as const) {
        endpoint.server.faults.add({ kind, times: 2, ms: 0 });
        expect(await database.query(noteRow, allNotes)).to.deep.equal([]);
        expect(endpoint.callsSince(), kind).to.deep.equal({ Execute: 3 });
      }
    });

    it('never sends a write again whose outcome is unknown, whether it happened or not', async () => {
      for (const [kind, happened] of [
        ['503', false],
        ['500', false],
        ['504', false],
        ['drop-before', false],
        ['drop-after', true],
      ] as const) {
        endpoint.server.faults.add({ kind, times: 1, ms: 0 });
        expect((await databaseErrorOf(database.execute(insertNote(kind)))).kind, kind).to.equal('unknown_outcome');
        expect(endpoint.callsSince(), kind).to.deep.equal({ Execute: 1 });
        expect((await notes()).includes(kind), kind).to.equal(happened);
        endpoint.callsSince();
      }
    });

    it('sends a write again that is declared idempotent', async () => {
      endpoint.server.faults.add({ kind: 'drop-after', times: 1, ms: 0 });
      await database.execute(sql`insert into notes (id, body) values (${'one'}, ${'x'}) on conflict (id) do nothing`, {
        idempotent: true,
      });
      expect(endpoint.callsSince()).to.deep.equal({ Execute: 2 });
      expect(await notes()).to.deep.equal(['one']);
    });

    it('sends a throttled write again, since it did not run', async () => {
      endpoint.server.faults.add({ kind: 'throttle', times: 2, ms: 0 });
      await database.execute(insertNote('one'));
      expect(endpoint.callsSince()).to.deep.equal({ Execute: 3 });
    });

    it('does not take a select that changes something for a read', async () => {
      endpoint.server.faults.add({ kind: '503', times: 1, ms: 0 });
      const statement = sql`with added as (insert into notes (id, body) values (${'one'}, ${'x'}) returning id, body) select id, body from added`;
      expect((await databaseErrorOf(database.query(noteRow, statement))).kind).to.equal('unknown_outcome');
      expect(endpoint.callsSince()).to.deep.equal({ Execute: 1 });
    });
  });

  describe('transaction', () => {
    it('commits all or nothing', async () => {
      const answer = await database.transaction(async (transaction) => {
        await transaction.execute(insertNote('one'));
        await transaction.batch([insertNote('two'), insertNote('three')]);
        return await transaction.query(noteRow, allNotes);
      });
      expect(answer.map(({ id }) => id)).to.deep.equal(['one', 'three', 'two']);
      const reason = new Error('changed my mind');
      expect(
        await failureOf(
          database.transaction(async (transaction) => {
            await transaction.execute(insertNote('four'));
            throw reason;
          }),
        ),
      ).to.equal(reason);
      expect(await notes()).to.deep.equal(['one', 'three', 'two']);
    });

    it('does not commit after a failed statement, even when its error was swallowed', async () => {
      const error = await databaseErrorOf(
        database.transaction(async (transaction) => {
          await transaction.execute(insertNote('one'));
          await transaction.execute(insertNote('one')).catch(() => undefined);
        }),
      );
      expect(error.kind).to.equal('unique_violation');
      expect(endpoint.callsSince()).to.deep.equal({ BeginTransaction: 1, Execute: 2, RollbackTransaction: 1 });
      expect(await notes()).to.deep.equal([]);
    });

    it('refuses two statements at once, and leaves nothing behind', async () => {
      const error = await failureOf(
        database.transaction((transaction) =>
          Promise.all([transaction.execute(insertNote('one')), transaction.execute(insertNote('two'))]),
        ),
      );
      expect(error)
        .to.be.instanceOf(Error)
        .with.property('message')
        .match(/one statement at a time/);
      expect(await notes()).to.deep.equal([]);
    });

    it('refuses to end while a statement is running', async () => {
      let forgotten: Promise<unknown> | undefined;
      const error = await failureOf(
        database.transaction((transaction) => {
          forgotten = failureOf(transaction.execute(insertNote('one')));
          return Promise.resolve();
        }),
      );
      await forgotten;
      expect(error)
        .to.be.instanceOf(Error)
        .with.property('message')
        .match(/await every call/);
      expect(await notes()).to.deep.equal([]);
    });

    it('cannot be used after its end', async () => {
      const kept = await database.transaction((transaction) => Promise.resolve(transaction));
      expect(await failureOf(kept.execute(insertNote('one'))))
        .to.be.instanceOf(Error)
        .with.property('message')
        .match(/over/);
    });

    it('is given up before the service ends it for silence', async () => {
      const environment = hurriedTime();
      const error = await databaseErrorOf(
        endpoint.connect({ environment }).transaction(async (transaction) => {
          await transaction.execute(insertNote('one'));
          environment.pass(179_000);
          await transaction.execute(insertNote('two'));
        }),
      );
      expect(error.kind).to.equal('timeout');
      expect(await notes()).to.deep.equal([]);
    });

    it('runs again as a whole after a collision', async () => {
      let runs = 0;
      await database.transaction(async (transaction) => {
        runs += 1;
        await transaction.execute(insertNote('one'));
        if (runs < 3)
          await transaction.execute(statementOfFile("do $$ begin raise exception using errcode = '40001'; end $$"));
      });
      expect([runs, await notes()]).to.deep.equal([3, ['one']]);
    });

    it('reports a commit whose answer got lost as unknown, does not send it again, and leaves no lock behind', async () => {
      endpoint.server.faults.add({ kind: 'drop-after', times: 1, operation: 'CommitTransaction', ms: 0 });
      const error = await databaseErrorOf(
        database.transaction((transaction) => transaction.execute(insertNote('one'))),
      );
      expect(error.kind).to.equal('unknown_outcome');
      expect(endpoint.callsSince()).to.deep.equal({
        BeginTransaction: 1,
        Execute: 1,
        CommitTransaction: 1,
        RollbackTransaction: 1,
      });
      expect(await notes()).to.deep.equal(['one']);
    });

    it('has had no effect when a statement of it got lost, and its error survives a failing rollback', async () => {
      endpoint.server.faults.add({ kind: 'drop-after', times: 1, operation: 'Execute', sqlContains: 'insert', ms: 0 });
      endpoint.server.faults.add({ kind: 'drop-after', times: 1, operation: 'RollbackTransaction', ms: 0 });
      const stopped = database.transaction((transaction) => transaction.execute(insertNote('one')));
      expect((await databaseErrorOf(stopped)).kind).to.equal('unavailable');
      expect(endpoint.callsSince()).to.deep.equal({ BeginTransaction: 1, Execute: 1, RollbackTransaction: 1 });
      expect(await notes()).to.deep.equal([]);
    });
  });

  describe('batch', () => {
    it('is all or nothing outside a transaction too', async () => {
      expect(
        (await databaseErrorOf(database.batch([insertNote('one'), insertNote('two'), insertNote('one')]))).kind,
      ).to.equal('unique_violation');
      expect(await notes()).to.deep.equal([]);
    });

    it('sends large batches in several requests, and nothing for none', async () => {
      await database.batch([]);
      expect(endpoint.callsSince()).to.deep.equal({});
      await database.batch(Array.from({ length: 2_100 }, (_, index) => insertNote(`n${String(index)}`)));
      expect(endpoint.callsSince()).to.deep.equal({ BeginTransaction: 1, BatchExecute: 3, CommitTransaction: 1 });
      await database.batch(
        Array.from({ length: 5 }, (_, index) => insertNote(`l${String(index)}`, 'x'.repeat(1_000_000))),
      );
      expect(endpoint.callsSince()).to.deep.equal({ BeginTransaction: 1, BatchExecute: 2, CommitTransaction: 1 });
    });

    it('takes one template only', async () => {
      expect(await failureOf(database.batch([insertNote('one'), sql`delete from notes`]))).to.be.instanceOf(TypeError);
    });
  });

  describe('one turn', () => {
    it('counts every request of its own, retries included', async () => {
      const calls: DatabaseCall[] = [];
      const turn = database.forTurn({ onCall: (call) => calls.push(call) });
      endpoint.server.faults.add({ kind: '503', times: 1, ms: 0 });
      await turn.query(noteRow, allNotes, { label: 'note.all' });
      await turn.transaction((transaction) => transaction.execute(insertNote('one'), { label: 'note.insert' }));
      await database.query(noteRow, allNotes);
      expect(calls.map(({ operation, label, attempt, outcome }) => [operation, label, attempt, outcome])).to.deep.equal(
        [
          ['execute', 'note.all', 1, 'unavailable'],
          ['execute', 'note.all', 2, 'ok'],
          ['begin', undefined, 1, 'ok'],
          ['execute', 'note.insert', 1, 'ok'],
          ['commit', undefined, 1, 'ok'],
        ],
      );
    });

    it('stops with its signal: a read with the reason, a sent write with an unknown outcome', async () => {
      const reason = new Error('customer left');
      for (const [statement, sent] of [
        [allNotes, 'read'],
        [insertNote('one'), 'write'],
      ] as const) {
        const stop = new AbortController();
        endpoint.server.faults.add({ kind: 'slow', times: 1, ms: 300 });
        const calls: DatabaseCall[] = [];
        const turn = database.forTurn({ signal: stop.signal, onCall: (call) => calls.push(call) });
        const failing = failureOf(turn.execute(statement));
        setTimeout(() => {
          stop.abort(reason);
        }, 30);
        const error = await failing;
        if (sent === 'read') expect(error).to.equal(reason);
        else expect(error).to.be.instanceOf(DatabaseError).with.property('kind', 'unknown_outcome');
        expect(calls.map(({ outcome }) => outcome)).to.deep.equal(['aborted']);
        expect(await failureOf(turn.execute(insertNote('two'))), 'nothing is sent any more').to.equal(reason);
      }
    });
  });

  it('is reached through the settings, the AWS endpoint variable and the default credentials', async () => {
    const before = { ...process.env };
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_RDS_DATA: endpoint.server.url,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    });
    try {
      const connection = connectDatabase({
        AWS_REGION: 'eu-central-1',
        DATABASE_RESOURCE_ARN: LOCAL_RESOURCE_ARN,
        DATABASE_SECRET_ARN: LOCAL_SECRET_ARN,
        DATABASE_NAME: LOCAL_DATABASE,
        DATABASE_RESUME_TIMEOUT_MS: 1_000,
      });
      expect(await connection.database.query(noteRow, allNotes)).to.deep.equal([]);
      connection.close();
    } finally {
      for (const name of ['AWS_ENDPOINT_URL_RDS_DATA', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) {
        if (before[name] === undefined) Reflect.deleteProperty(process.env, name);
        else process.env[name] = before[name];
      }
    }
  });
});
