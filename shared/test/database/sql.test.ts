import { expect } from 'chai';
import fc from 'fast-check';
import {
  bigint,
  bool,
  day,
  double,
  identifier,
  instant,
  int,
  join,
  json,
  numeric,
  sql,
  text,
  textArray,
  uuid,
  type Sql,
  type SqlValue,
} from '@deskfleet/shared/database/sql.ts';

const values = (statement: Sql): unknown[] => statement.parameters.map(({ value }) => value);

describe('sql``', () => {
  it('sends plain strings, safe integers and booleans as parameters', () => {
    const statement = sql`select ${"it's"}, ${7}, ${true}`;
    expect(statement.text).to.equal('select :p1, :p2, :p3');
    expect(statement.parameters).to.deep.equal([
      { name: 'p1', value: { stringValue: "it's" } },
      { name: 'p2', value: { longValue: 7 } },
      { name: 'p3', value: { booleanValue: true } },
    ]);
  });

  it('writes the cast of every typed value', () => {
    const statement = sql`${text('a')} ${int(1)} ${bigint(2)} ${double(0.5)} ${numeric('19.90')} ${bool(false)}
      ${uuid('00000000-0000-4000-8000-000000000001')} ${json({ a: [1] })} ${day('2024-02-29')} ${instant(new Date(0))}`;
    expect(statement.text.replace(/\s+/g, ' ')).to.equal(
      ':p1::text :p2::int :p3::bigint :p4::double precision :p5::numeric :p6::boolean ' +
        ':p7::uuid :p8::jsonb :p9::date :p10::timestamptz',
    );
    expect(values(statement)).to.deep.equal([
      { stringValue: 'a' },
      { longValue: 1 },
      { longValue: 2 },
      { doubleValue: 0.5 },
      { stringValue: '19.90' },
      { booleanValue: false },
      { stringValue: '00000000-0000-4000-8000-000000000001' },
      { stringValue: '{"a":[1]}' },
      { stringValue: '2024-02-29' },
      { stringValue: '1970-01-01T00:00:00.000Z' },
    ]);
  });

  it('keeps the cast of a NULL, so that ":p is null" has a type', () => {
    for (const build of [text, int, bigint, double, numeric, bool, uuid, json, day, instant, textArray]) {
      const statement = sql`${build(null)}`;
      expect(statement.text).to.match(/^:p1::[a-z]/);
      expect(values(statement)).to.deep.equal([{ isNull: true }]);
    }
  });

  it('sends big integers that a number cannot hold as text', () => {
    expect(values(sql`${bigint(9_007_199_254_740_993n)} ${bigint(5n)}`)).to.deep.equal([
      { stringValue: '9007199254740993' },
      { longValue: 5 },
    ]);
  });

  it('quotes the elements of a text array', () => {
    expect(values(sql`${textArray(['a', 'b"c', 'd\\e', '', 'NULL', '{,}', null])}`)).to.deep.equal([
      { stringValue: '{"a","b\\"c","d\\\\e","","NULL","{,}",NULL}' },
    ]);
  });

  it('splices fragments in and numbers all parameters anew', () => {
    const found = sql`found as (select id from orders where tenant_id = ${'acme'} and placed_at > ${instant(new Date(0))})`;
    const statement = sql`with ${found} select * from found where id <> ${'o1'} or ${sql`true`} ${sql``} limit ${int(3)}`;
    expect(statement.text).to.equal(
      'with found as (select id from orders where tenant_id = :p1 and placed_at > :p2::timestamptz) ' +
        'select * from found where id <> :p3 or true  limit :p4::int',
    );
    expect(statement.parameters.map(({ name }) => name)).to.deep.equal(['p1', 'p2', 'p3', 'p4']);
  });

  it('joins values and fragments', () => {
    expect(sql`in (${join(['a', 'b', int(3)])})`.text).to.equal('in (:p1, :p2, :p3::int)');
    expect(join([sql`a = ${1}`, sql`b = ${2}`], ' and ').text).to.equal('a = :p1 and b = :p2');
    expect(join(['x', 'y'], sql` || ${'-'} || `).text).to.equal(':p1 || :p2 || :p3');
    expect(() => join([])).to.throw(TypeError, 'empty list');
    expect(() => join(['a', 'b'], '; drop table orders' as ', ')).to.throw(TypeError, 'separator');
  });

  it('names the place of a value it cannot send, and what to write instead', () => {
    const bad =
      (value: unknown): (() => Sql) =>
      () =>
        sql`select * from orders where id = ${value as SqlValue}`;
    expect(bad(undefined)).to.throw(TypeError, 'SQL value 1 (after "select * from orders where id = ") is undefined');
    expect(bad(null)).to.throw(TypeError, 'text(null)');
    expect(bad(0.5)).to.throw(TypeError, 'double()');
    expect(bad(2 ** 53)).to.throw(TypeError, 'bigint()');
    expect(bad(1n)).to.throw(TypeError, 'bigint()');
    expect(bad(new Date())).to.throw(TypeError, 'instant()');
    expect(bad(['a'])).to.throw(TypeError, 'textArray()');
    expect(bad({})).to.throw(TypeError, 'json()');
    expect(() => text(undefined as unknown as null)).to.throw(TypeError, 'undefined');
  });

  it('refuses values that do not have the form of their type', () => {
    expect(() => int(2 ** 31)).to.throw(TypeError);
    expect(() => int(0.5)).to.throw(TypeError);
    expect(() => bigint(2 ** 53)).to.throw(TypeError);
    expect(() => double(Number.NaN)).to.throw(TypeError);
    expect(() => numeric('1e3; --')).to.throw(TypeError);
    expect(() => uuid('x')).to.throw(TypeError);
    expect(() => json(() => 1)).to.throw(TypeError);
    expect(() => day('2023-02-29')).to.throw(TypeError);
    expect(() => day('1.2.2023')).to.throw(TypeError);
    expect(() => instant(new Date('nonsense'))).to.throw(TypeError);
    expect(() => identifier('orders"; --')).to.throw(TypeError);
    expect(identifier('total_cents').text).to.equal('"total_cents"');
  });

  it('never lets a value into the text, however fragments are nested', () => {
    const marked = fc.string().map((value) => `«${value}»`);
    const tree = fc.letrec<{ node: Sql }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        marked.map((value) => sql`x = ${value}`),
        fc
          .tuple(tie('node'), marked, tie('node'))
          .map(([left, value, right]) => sql`(${left} or ${value} or ${right})`),
        fc.array(tie('node'), { minLength: 1, maxLength: 4 }).map((nodes) => join(nodes, ' and ')),
      ),
    })).node;
    fc.assert(
      fc.property(tree, (statement) => {
        expect(statement.text).to.not.include('«');
        const inText = [...statement.text.matchAll(/:(p\d+)/g)].map(([, name]) => name);
        expect(inText).to.deep.equal(statement.parameters.map(({ name }) => name));
        expect(inText).to.deep.equal(inText.map((_, index) => `p${String(index + 1)}`));
      }),
      { numRuns: 200 },
    );
  });
});
