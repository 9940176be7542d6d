import { expect } from 'chai';
import { blob, refused, string } from '../support.ts';
import type { Bench } from '../support.ts';

/** How each PostgreSQL type comes back. */
export function describeValues(bench: () => Bench): void {
  const field = (sql: string, ...rest: [] | [Parameters<Bench['caller']['field']>[1]]): Promise<unknown> =>
    bench().caller.field(sql, ...rest);

  describe('values', () => {
    const scalars: readonly [sql: string, expected: unknown][] = [
      ['7::int2', { longValue: 7 }],
      ['(-2147483648)::int4', { longValue: -2_147_483_648 }],
      ['9007199254740991::int8', { longValue: 9_007_199_254_740_991 }],
      ['(select count(*) from generate_series(1, 3))', { longValue: 3 }],
      ['1.5::float8', { doubleValue: 1.5 }],
      ['1e300::float8', { doubleValue: 1e300 }],
      ['0.1::float4', { doubleValue: 0.1 }],
      ["'NaN'::float8", { doubleValue: NaN }],
      ["'-Infinity'::float8", { doubleValue: -Infinity }],
      ['19.99::numeric', { stringValue: '19.99' }],
      ['123456.789::numeric(12,4)', { stringValue: '123456.7890' }],
      ['100::numeric(10,2)', { stringValue: '100.00' }],
      ['true', { booleanValue: true }],
      ['false', { booleanValue: false }],
      ["'héllo 🌍'::text", { stringValue: 'héllo 🌍' }],
      ["'ab'::char(5)", { stringValue: 'ab   ' }],
      ["'ab'::varchar(5)", { stringValue: 'ab' }],
      ["''::text", { stringValue: '' }],
      ['0', { longValue: 0 }],
      ['null::int', { isNull: true }],
      ['null::int[]', { isNull: true }],
      ["'\\x00ff10'::bytea", { blobValue: Uint8Array.of(0, 255, 16) }],
      ["'1b4e28ba-2fa1-11d2-883f-0016d3cca427'::uuid", { stringValue: '1b4e28ba-2fa1-11d2-883f-0016d3cca427' }],
      ['\'{"a": 1}\'::json', { stringValue: '{"a": 1}' }],
      ['\'{"b":1,"a":2}\'::jsonb', { stringValue: '{"a": 2, "b": 1}' }],
      ["'2024-02-29'::date", { stringValue: '2024-02-29' }],
      ["'10:20:30'::time", { stringValue: '10:20:30' }],
      ["'10:20:30.120456'::time", { stringValue: '10:20:30.12' }],
      ["'2024-01-15 10:30:00.100'::timestamp", { stringValue: '2024-01-15 10:30:00.1' }],
      ["'2024-01-15 10:30:00.123456'::timestamp", { stringValue: '2024-01-15 10:30:00.123456' }],
      ["'2024-01-15 22:41:04.068123+02'::timestamptz", { stringValue: '2024-01-15 20:41:04.068123' }],
      ["'2024-01-01 00:30:00+05:30'::timestamptz", { stringValue: '2023-12-31 19:00:00' }],
      ["'22:41:04.068123+02'::timetz", { stringValue: '20:41:04.068' }],
      ["'01:00:00+02'::timetz", { stringValue: '23:00:00' }],
      ["'int4'::regtype::oid", { stringValue: '23' }],
      ["'10.0.0.1'::inet", { stringValue: '10.0.0.1' }],
      ["'10.0.0.0/8'::cidr", { stringValue: '10.0.0.0/8' }],
      ["'[1,5)'::int4range", { stringValue: '[1,5)' }],
      ["'[1.5,5)'::numrange", { stringValue: '[1.5,5)' }],
    ];
    for (const [sql, expected] of scalars) {
      it(`select ${sql}`, async () => {
        expect(await field(`select ${sql}`)).to.deep.equal(expected);
      });
    }

    const arrays: readonly [sql: string, expected: unknown][] = [
      ['array[1,null,3]', { longValues: [1, null, 3] }],
      ["'{}'::int[]", { longValues: [] }],
      ['array[1.5,2]::float8[]', { doubleValues: [1.5, 2] }],
      ['array[true,false,null]', { booleanValues: [true, false, null] }],
      ["array['a','b,c','d\"e\\f','NULL','',null]", { stringValues: ['a', 'b,c', 'd"e\\f', 'NULL', '', null] }],
      ["array['x']::varchar[]", { stringValues: ['x'] }],
      ['array[1.50]::numeric[]', { stringValues: ['1.50'] }],
      [
        "array['1b4e28ba-2fa1-11d2-883f-0016d3cca427']::uuid[]",
        { stringValues: ['1b4e28ba-2fa1-11d2-883f-0016d3cca427'] },
      ],
      ["array['2024-01-01']::date[]", { stringValues: ['2024-01-01'] }],
      ["array['2024-01-01 10:00:00.500']::timestamp[]", { stringValues: ['2024-01-01 10:00:00.5'] }],
      ['array[\'{"a":1}\']::jsonb[]', { stringValues: ['{"a": 1}'] }],
      ["'[3:4]={7,8}'::int[]", { longValues: [7, 8] }],
    ];
    for (const [sql, arrayValue] of arrays) {
      it(`select ${sql} as an array`, async () => {
        expect(await field(`select ${sql}`)).to.deep.equal({ arrayValue });
      });
    }

    it('returns a thousand elements', async () => {
      const value = (await field('select array_agg(n) from generate_series(1, 1000) n')) as {
        arrayValue: { longValues: number[] };
      };
      expect(value.arrayValue.longValues).to.have.length(1_000);
    });

    for (const sql of [
      "'08:00:2b:01:02:03'::macaddr",
      "'[1,5)'::int8range",
      "'[2024-01-01,2024-02-01)'::daterange",
      "'[2024-01-01,2024-02-01)'::tsrange",
      "'$1.00'::money",
      "'(1,2)'::point",
      'row(1,2)',
    ]) {
      it(`refuses ${sql}, as the service does`, async () => {
        await refused(field(`select ${sql}`), 'UnsupportedResultException', /unsupported data type/);
      });
    }

    it('refuses two-dimensional arrays', async () => {
      await refused(field('select array[[1,2],[3,4]]'), 'UnsupportedResultException', /multidimensional/);
    });

    it('returns enums as text, also in arrays', async () => {
      await bench().caller.execute("create type mood as enum ('calm', 'cross')");
      expect(await field("select 'calm'::mood")).to.deep.equal({ stringValue: 'calm' });
      expect(await field("select array['calm','cross']::mood[]")).to.deep.equal({
        arrayValue: { stringValues: ['calm', 'cross'] },
      });
      await bench().caller.execute('drop type mood');
    });

    it('returns vectors as text where pgvector is there', async () => {
      // Debian's PostgreSQL 15 has no pgvector package; the endpoint says so, and PostgreSQL refuses the extension.
      const creating = bench().caller.execute('create extension if not exists vector');
      if (!bench().engine.vector) {
        await refused(creating, 'DatabaseErrorException', /extension "vector" is not available/);
        return;
      }
      await creating;
      expect(await field("select '[1,2.5]'::vector")).to.deep.equal({ stringValue: '[1,2.5]' });
    });

    it('converts to UTC even when a statement changes the time zone of its transaction', async () => {
      const { caller } = bench();
      const transactionId = await caller.begin();
      await caller.execute("set local timezone = 'Asia/Kolkata'", [], { transactionId });
      expect(await caller.field("select '2024-01-15 10:00:00+00'::timestamptz", [], { transactionId })).to.deep.equal({
        stringValue: '2024-01-15 10:00:00',
      });
      await caller.rollback(transactionId);
    });

    it('follows decimalReturnType and longReturnType', async () => {
      const { caller } = bench();
      const sql = 'select 1.50::numeric, 2::numeric, 9007199254740993::int8, array[9007199254740993]';
      const { records } = await caller.execute(sql, [], {
        resultSetOptions: { decimalReturnType: 'DOUBLE_OR_LONG', longReturnType: 'STRING' },
      });
      expect(records?.[0]).to.deep.equal([
        { doubleValue: 1.5 },
        { longValue: 2 },
        { stringValue: '9007199254740993' },
        { arrayValue: { stringValues: ['9007199254740993'] } },
      ]);
    });

    it('carries 100,000 characters and 500 KiB of bytes when rows may be that large', async () => {
      const { caller } = await bench().another({ limits: { rowBytes: 2 ** 20 } });
      const text = 'é'.repeat(100_000);
      expect(await caller.field('select :t', [string('t', text)])).to.deep.equal({ stringValue: text });
      const bytes = new Uint8Array(500 * 1024).fill(7);
      expect(await caller.field('select :b', [blob('b', bytes)])).to.deep.equal({ blobValue: bytes });
    });
  });
}
