import { expect } from 'chai';
import fc from 'fast-check';
import { createSqlParser, parseNamedParameters } from '../../src/rds-data/named-parameters.ts';

const name = fc.stringMatching(/^[a-zA-Z0-9_]{1,8}$/);
const inner = fc.stringMatching(/^[a-z:;$ /*-]{0,12}$/);

/** Pieces of SQL in which no parameter may be found, whatever they hold. */
const opaque = fc.oneof(
  inner.map((text) => `'${text}''${text}'`),
  inner.map((text) => `E'${text}\\'${text}'`),
  inner.map((text) => `"${text}""x"`),
  inner.map((text) => `-- ${text}\n`),
  inner.map((text) => `/* ${text.replace(/[/*]/g, '')} /* :n */ ${text.replace(/[/*]/g, '')} */`),
  inner.map((text) => `$$${text.replaceAll('$', '')}$$`),
  inner.map((text) => `$tag$${text.replaceAll('$', '')} $$ $tag$`),
  fc.constantFrom('x::int', 'a[1:2]', 'f(x := 1)', 'col$1', '(1 + 2)', '1.5e3', "U&'\\0061:b'"),
);

describe('named parameters', () => {
  it('finds exactly the parameters that were written, in order of first use', () => {
    const piece = fc.oneof(
      opaque.map((text) => ({ text, name: undefined })),
      name.map((parameter) => ({ text: `:${parameter}`, name: parameter })),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const parsed = parseNamedParameters(pieces.map(({ text }) => text).join(' '));
        const names = [...new Set(pieces.flatMap((each) => (each.name === undefined ? [] : [each.name])))];
        expect(parsed.names).to.deep.equal(names);
        const expected = pieces.map((each) =>
          each.name === undefined ? each.text : `$${names.indexOf(each.name) + 1}`,
        );
        expect(parsed.text).to.equal(expected.join(' '));
        expect(parsed.multistatement).to.equal(false);
        expect(parsed.positional).to.equal(undefined);
      }),
    );
  });

  it('leaves a text without parameters as it is', () => {
    fc.assert(
      fc.property(fc.array(opaque), (pieces) => {
        const sql = pieces.join(' ');
        expect(parseNamedParameters(sql).text).to.equal(sql);
      }),
    );
  });

  it('never throws and never loses text, whatever it is given', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from(':;\'"$E\\/*-[]()ab1 \n')) }), (sql) => {
        const parsed = parseNamedParameters(sql);
        if (parsed.names.length === 0) expect(parsed.text).to.equal(sql);
      }),
    );
  });

  it('sees a second statement after a semicolon, and only there', () => {
    fc.assert(
      fc.property(opaque, opaque, (one, two) => {
        const comment = two.startsWith('--') || two.startsWith('/*');
        expect(parseNamedParameters(`select ${one} ; ${two}`).multistatement).to.equal(!comment);
        expect(parseNamedParameters(`select ${one} ${two} ;;`).multistatement).to.equal(false);
      }),
    );
  });

  const cases: readonly [sql: string, text: string, names: string[]][] = [
    ['select :a::uuid, :a', 'select $1::uuid, $1', ['a']],
    ['limit:n offset 10:m', 'limit $1 offset 10 $2', ['n', 'm']],
    ['select ARRAY[:a,:b]', 'select ARRAY[$1,$2]', ['a', 'b']],
    ['select (x)[1:2], a[i:j], a[:n]', 'select (x)[1:2], a[i:j], a[$1]', ['n']],
    ['values (:1, :2, :10)', 'values ($1, $2, $3)', ['1', '2', '10']],
    ["select e'\\\\' , :a", "select e'\\\\' , $1", ['a']],
    ["select 'a\\' , :a", "select 'a\\' , $1", ['a']],
    ["select name'x:y' :a", "select name'x:y' $1", ['a']],
    ['select $1x$ :a $1x$', 'select $1x$ $1 $1x$', ['a']],
    ["select ':open", "select ':open", []],
  ];
  for (const [sql, text, names] of cases) {
    it(`rewrites ${sql}`, () => {
      expect(parseNamedParameters(sql)).to.deep.include({ text, names });
    });
  }

  it('tells the head of a statement past comments', () => {
    expect(parseNamedParameters('/* x */ Rollback\n to savepoint a').head).to.equal('ROLLBACK TO');
  });

  it('notices a positional parameter', () => {
    expect(parseNamedParameters('select $2, :a').positional).to.equal('$2');
  });

  it('keeps what it has parsed, up to its capacity', () => {
    const parse = createSqlParser(2);
    const first = parse('select :a');
    expect(parse('select :a')).to.equal(first);
    parse('select :b');
    parse('select :c');
    expect(parse('select :a')).to.not.equal(first);
  });
});
