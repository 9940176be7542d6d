import { expect } from 'chai';
import { long, nothing, refused, string } from '../support.ts';
import type { Bench } from '../support.ts';

/** Counts, metadata, JSON answers, batches. */
export function describeStatements(bench: () => Bench): void {
  const execute: Bench['caller']['execute'] = (...rest) => bench().caller.execute(...rest);

  describe('statements', () => {
    before(() =>
      execute(`create table s (id serial primary key, name varchar(40) not null unique, price numeric(8,2),
      tags text[], made timestamptz)`),
    );
    afterEach(() => execute('truncate s restart identity'));
    after(() => execute('drop table s'));

    it('counts changed rows, and 0 when rows are returned', async () => {
      const plain = await execute("insert into s (name) values ('a')");
      expect(plain.numberOfRecordsUpdated).to.equal(1);
      expect(plain).to.not.have.any.keys('records', 'columnMetadata', 'formattedRecords');
      expect(plain.generatedFields).to.deep.equal([]);
      const returning = await execute("insert into s (name) values ('b') returning id");
      expect(returning.numberOfRecordsUpdated).to.equal(0);
      expect(returning.records).to.deep.equal([[{ longValue: 2 }]]);
      expect((await execute('update s set price = 1')).numberOfRecordsUpdated).to.equal(2);
      expect((await execute("delete from s where name = 'a'")).numberOfRecordsUpdated).to.equal(1);
      expect((await execute('delete from s where false')).numberOfRecordsUpdated).to.equal(0);
    });

    it('answers a select with its records, an empty one with none, DDL with 0', async () => {
      const select = await execute('select 1 where true');
      expect(select.numberOfRecordsUpdated).to.equal(0);
      expect(select).to.not.have.property('columnMetadata');
      expect((await execute('select 1 where false')).records).to.deep.equal([]);
      const ddl = await execute('create schema extra');
      expect(ddl.numberOfRecordsUpdated).to.equal(0);
      expect(ddl).to.not.have.property('records');
      await execute('drop schema extra');
    });

    it('describes columns with 14 members on request', async () => {
      const { columnMetadata } = await execute('select id, name as label, price, tags, made, 1+1 as two from s', [], {
        includeResultMetadata: true,
      });
      expect(columnMetadata).to.have.length(6);
      expect(columnMetadata![0]).to.deep.equal({
        arrayBaseColumnType: 0,
        isAutoIncrement: true,
        isCaseSensitive: false,
        isCurrency: false,
        isSigned: true,
        label: 'id',
        name: 'id',
        nullable: 0,
        precision: 10,
        scale: 0,
        schemaName: 'public',
        tableName: 's',
        type: 4,
        typeName: 'serial',
      });
      expect(columnMetadata![1]).to.include({
        label: 'label',
        name: 'label',
        type: 12,
        typeName: 'varchar',
        precision: 40,
      });
      expect(columnMetadata![2]).to.include({ type: 2, typeName: 'numeric', precision: 8, scale: 2, nullable: 1 });
      expect(columnMetadata![3]).to.include({ type: 2003, typeName: '_text', arrayBaseColumnType: 12 });
      expect(columnMetadata![4]).to.include({ type: 93, typeName: 'timestamptz' });
      expect(columnMetadata![5]).to.include({ label: 'two', name: 'two', tableName: '', nullable: 2 });
    });

    it('sees a changed table in later metadata', async () => {
      await execute('create table changing (a int)');
      const columns = async (): Promise<unknown> =>
        (await execute('select a from changing', [], { includeResultMetadata: true })).columnMetadata?.[0]?.nullable;
      expect(await columns()).to.equal(1);
      await execute('alter table changing alter a set not null');
      expect(await columns()).to.equal(0);
      await execute('drop table changing');
    });

    it('formats a select as JSON, keyed by label, without records and metadata', async () => {
      const answer = await execute(
        `select 1 as n, 9007199254740993 as big, 1.50 as dec, true as yes, null as nil, 'é"' as txt,
        array[1,null] as list, '\\x0102'::bytea as bytes, 0.5::float8 as half`,
        [],
        { formatRecordsAs: 'JSON', includeResultMetadata: true },
      );
      expect(answer).to.not.have.any.keys('records', 'columnMetadata');
      expect(answer.formattedRecords).to.contain('"big":9007199254740993');
      const [row] = JSON.parse(answer.formattedRecords ?? '') as unknown[];
      expect(row).to.deep.include({
        n: 1,
        dec: '1.50',
        yes: true,
        nil: null,
        txt: 'é"',
        list: [1, null],
        bytes: 'AQI=',
        half: 0.5,
      });
      expect((await execute('select 1 where false', [], { formatRecordsAs: 'JSON' })).formattedRecords).to.equal('[]');
      const returning = await execute("insert into s (name) values ('j') returning id", [], {
        formatRecordsAs: 'JSON',
      });
      expect(returning.records).to.deep.equal([[{ longValue: 1 }]]);
    });

    it('runs a batch once per set and returns one result each', async () => {
      const { caller } = bench();
      const answer = await caller.batch('insert into s (name, price) values (:n, :p)', [
        [string('n', 'a'), long('p', 1)],
        [string('n', 'b'), nothing('p')],
        [string('n', 'c'), long('p', 3)],
      ]);
      expect(answer.updateResults).to.deep.equal([1, 2, 3].map(() => ({ generatedFields: [] })));
      expect(await caller.field('select string_agg(name, $$,$$ order by id) from s')).to.deep.equal({
        stringValue: 'a,b,c',
      });
      expect((await caller.batch('insert into s (name) values (:n)', [])).updateResults).to.deep.equal([]);
      expect((await caller.batch("insert into s (name) values ('plain')", [[]])).updateResults).to.have.length(1);
    });

    it('keeps nothing of a batch that fails', async () => {
      const { caller } = bench();
      await refused(
        caller.batch('insert into s (name) values (:n)', [[string('n', 'a')], [string('n', 'a')]]),
        'DatabaseErrorException',
        /duplicate key/,
      );
      expect(await caller.field('select count(*) from s')).to.deep.equal({ longValue: 0 });
    });

    it('refuses more than one statement, but not a trailing semicolon', async () => {
      await refused(execute('select 1; select 2'), 'ValidationException', /^Multistatements aren't supported\.$/);
      await refused(execute('select 1; selec 2'), 'ValidationException', /^Multistatements/);
      expect((await execute('select 1; -- done')).records).to.have.length(1);
      await execute('create function two() returns int language sql begin atomic select 1; select 2; end');
      expect((await execute('select two()')).records).to.deep.equal([[{ longValue: 2 }]]);
      await execute('drop function two()');
    });

    it('does not let settings or a stray BEGIN leak into the next call', async () => {
      const searchPath = async (): Promise<unknown> => (await execute('show search_path')).records;
      const usual = await searchPath();
      await execute("set search_path = 'pg_catalog'");
      await execute("select set_config('timezone', 'Asia/Tokyo', false)");
      expect((await execute('show timezone')).records).to.deep.equal([[{ stringValue: 'UTC' }]]);
      await execute('begin');
      await execute("insert into public.s (name) values ('kept')");
      expect(await searchPath()).to.deep.equal(usual);
      expect((await execute('select count(*) from s')).records).to.deep.equal([[{ longValue: 1 }]]);
    });

    it('refuses COPY, which has no place in this protocol', async () => {
      await refused(execute('copy s from stdin'), 'DatabaseErrorException', /COPY/);
    });
  });
}
