import { expect } from 'chai';
import { ExecuteStatementCommand } from '@aws-sdk/client-rds-data';
import type { SqlParameter } from '@aws-sdk/client-rds-data';
import { TARGET, blob, boolean, double, hinted, long, nothing, refused, string } from '../support.ts';
import type { Bench } from '../support.ts';

const UUID = '1b4e28ba-2fa1-11d2-883f-0016d3cca427';

/** What may be sent, and how strictly it is typed. */
export function describeParameters(bench: () => Bench): void {
  describe('parameters', () => {
    before(async () => {
      await bench().caller
        .execute(`create table p (id serial primary key, u uuid, j jsonb, ts timestamptz, d date, t time,
        n numeric(10,2) default 100, i int, b bool, x text, by bytea)`);
    });
    after(() => bench().caller.execute('drop table p'));

    it('binds every kind of value', async () => {
      const { records } = await bench().caller.execute('select :s, :l, :d, :b, :x, :n::text', [
        string('s', "it's"),
        long('l', -5),
        double('d', 2.25),
        boolean('b', false),
        blob('x', Uint8Array.of(1, 2)),
        nothing('n'),
      ]);
      expect(records?.[0]).to.deep.equal([
        { stringValue: "it's" },
        { longValue: -5 },
        { doubleValue: 2.25 },
        { booleanValue: false },
        { blobValue: Uint8Array.of(1, 2) },
        { isNull: true },
      ]);
    });

    it('keeps every digit of a 64-bit longValue on the wire', async () => {
      const response = await fetch(`${bench().server.url}/Execute`, {
        method: 'POST',
        body:
          `{"resourceArn":"${TARGET.resourceArn}","secretArn":"${TARGET.secretArn}","sql":"select :n",` +
          '"parameters":[{"name":"n","value":{"longValue":9223372036854775807}}]}',
      });
      expect(await response.text()).to.contain('{"longValue":9223372036854775807}');
    });

    it('allows one name many times, digits as names, and casts beside names', async () => {
      const { records } = await bench().caller.execute('select :a, :a || :1::text, :b::int', [
        string('a', 'x'),
        long('1', 9),
        string('b', '12'),
      ]);
      expect(records?.[0]).to.deep.equal([{ stringValue: 'x' }, { stringValue: 'x9' }, { longValue: 12 }]);
    });

    it('leaves strings, identifiers, comments and dollar quotes alone', async () => {
      const { records } = await bench().caller.execute(
        `select ':a', E'it\\':a', ":a".":b", $$:a$$, $q$:a $$ $q$, (array[1,2,3])[1:2] -- :a
         /* :a /* :a */ :a */ from (select 1 as ":b") ":a"`,
      );
      expect(records?.[0]).to.deep.equal([
        { stringValue: ':a' },
        { stringValue: "it':a" },
        { longValue: 1 },
        { stringValue: ':a' },
        { stringValue: ':a $$ ' },
        { arrayValue: { longValues: [1, 2] } },
      ]);
    });

    it('writes NULL into a column of any type', async () => {
      const { caller } = bench();
      await caller.execute(
        'insert into p (u, j, ts, d, t, n, i, b, x, by) values (:a,:b,:c,:d,:e,:f,:g,:h,:i,:j)',
        ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'].map(nothing),
      );
      const { records } = await caller.execute('delete from p returning u, j, ts, d, t, n, i, b, x, by');
      expect(records?.[0]).to.deep.equal(Array.from({ length: 10 }, () => ({ isNull: true })));
    });

    it('writes hinted strings into typed columns', async () => {
      const { caller } = bench();
      await caller.execute('insert into p (u, j, ts, d, t, n) values (:u, :j, :ts, :d, :t, :n)', [
        hinted('u', 'UUID', UUID),
        hinted('j', 'JSON', '{"k":[1]}'),
        hinted('ts', 'TIMESTAMP', '2024-01-15 10:30:00.123'),
        hinted('d', 'DATE', '2024-02-29'),
        hinted('t', 'TIME', '10:20:30.5'),
        hinted('n', 'DECIMAL', '19.99'),
      ]);
      const { records } = await caller.execute('delete from p returning u, j, ts, d, t, n');
      expect(records?.[0]).to.deep.equal(
        [UUID, '{"k": [1]}', '2024-01-15 10:30:00.123', '2024-02-29', '10:20:30.5', '19.99'].map((stringValue) => ({
          stringValue,
        })),
      );
    });

    it('casts where the SQL says so, and converts numbers as PostgreSQL assigns them', async () => {
      const { caller } = bench();
      const { records } = await caller.execute(
        'insert into p (u, j, n, i, x) values (:u::uuid, :j::jsonb, :n, :i, :x::text) returning u, j, n, i, x',
        [string('u', UUID), hinted('j', 'JSON', '[]'), double('n', 1.5), long('i', 3), long('x', 42)],
      );
      expect(records?.[0]).to.deep.equal([
        { stringValue: UUID },
        { stringValue: '[]' },
        { stringValue: '1.50' },
        { longValue: 3 },
        { stringValue: '42' },
      ]);
      await caller.execute('truncate p');
    });

    for (const column of ['u', 'j', 'ts', 'd', 'n', 'i', 'b']) {
      it(`refuses an unhinted string into column ${column} with 42804`, async () => {
        await refused(
          bench().caller.execute(`insert into p (${column}) values (:v)`, [string('v', '1')]),
          'DatabaseErrorException',
          /is of type .* but expression is of type text[\s\S]*SQLState: 42804/,
        );
      });
    }

    it('refuses to compare a uuid with an unhinted string with 42883', async () => {
      await refused(
        bench().caller.execute('select 1 from p where u = :u', [string('u', UUID)]),
        'DatabaseErrorException',
        /operator does not exist: uuid = text[\s\S]*SQLState: 42883/,
      );
    });

    it('types a longValue as int8, where PostgreSQL wants int4', async () => {
      await refused(
        bench().caller.execute("select left('abc', :n)", [long('n', 2)]),
        'DatabaseErrorException',
        /42883/,
      );
      expect(await bench().caller.field("select left('abc', :n::int)", [long('n', 2)])).to.deep.equal({
        stringValue: 'ab',
      });
    });

    it('refuses array parameters and offers the ways around them', async () => {
      const { caller } = bench();
      await refused(
        caller.execute('select :a', [{ name: 'a', value: { arrayValue: { longValues: [1] } } }]),
        'BadRequestException',
        /^Array parameters are not supported\.$/,
      );
      expect(await caller.field('select :a::int[]', [string('a', '{1,2}')])).to.deep.equal({
        arrayValue: { longValues: [1, 2] },
      });
      expect(await caller.field("select string_to_array(:a, ',')", [string('a', 'x,y')])).to.deep.equal({
        arrayValue: { stringValues: ['x', 'y'] },
      });
      expect(await caller.field('select ARRAY[:a,:b]', [long('a', 1), long('b', 2)])).to.deep.equal({
        arrayValue: { longValues: [1, 2] },
      });
    });

    const malformed: readonly [what: string, parameters: SqlParameter[], message: RegExp][] = [
      ['a missing value', [], /parameter :v/],
      ['a parameter without a value', [{ name: 'v' }], /no value/],
      ['a doubled name', [long('v', 1), long('v', 2)], /more than once/],
      ['a malformed UUID', [hinted('v', 'UUID', 'no')], /hint UUID/],
      ['malformed JSON', [hinted('v', 'JSON', '{')], /hint JSON/],
      ['a timestamp with T and Z', [hinted('v', 'TIMESTAMP', '2024-01-15T10:30:00Z')], /hint TIMESTAMP/],
      ['a day that does not exist', [hinted('v', 'DATE', '2024-02-30')], /hint DATE/],
      ['a time that does not exist', [hinted('v', 'TIME', '25:00:00')], /hint TIME/],
      ['a malformed decimal', [hinted('v', 'DECIMAL', '1,5')], /hint DECIMAL/],
      ['an unknown hint', [{ name: 'v', typeHint: 'MONEY' as 'UUID', value: { stringValue: '1' } }], /enum value set/],
      ['a hint on a number', [{ name: 'v', typeHint: 'UUID', value: { longValue: 1 } }], /needs a stringValue/],
    ];
    for (const [what, parameters, message] of malformed) {
      it(`refuses ${what} with 400`, async () => {
        const error = await refused(bench().caller.execute('select :v', parameters), 'ValidationException', message);
        expect(error.$metadata.httpStatusCode).to.equal(400);
      });
    }

    it('refuses positional parameters, which the service does not bind', async () => {
      await refused(bench().caller.execute('select $1, :a', [string('a', 'x')]), 'DatabaseErrorException', /42P02/);
    });

    it('works with nothing but AWS_ENDPOINT_URL_RDS_DATA set', async () => {
      const { RDSDataClient } = await import('@aws-sdk/client-rds-data');
      const names = ['AWS_ENDPOINT_URL_RDS_DATA', 'AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'];
      const before = names.map((name) => process.env[name]);
      const values = [bench().server.url, 'us-east-1', 'local', 'local'];
      names.forEach((name, i) => {
        process.env[name] = values[i];
      });
      try {
        const client = new RDSDataClient({});
        const { records } = await client.send(new ExecuteStatementCommand({ ...TARGET, sql: 'select 1' }));
        expect(records).to.deep.equal([[{ longValue: 1 }]]);
        client.destroy();
      } finally {
        names.forEach((name, i) => {
          if (before[i] === undefined) Reflect.deleteProperty(process.env, name);
          else process.env[name] = before[i];
        });
      }
    });
  });
}
