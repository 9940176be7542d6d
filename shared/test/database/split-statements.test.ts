import { expect } from 'chai';
import fc from 'fast-check';
import { splitStatements, UnterminatedError } from '@deskfleet/shared/database/split-statements.ts';

const split = (source: string): string[] => splitStatements(source).map(({ text }) => text);

describe('splitStatements', () => {
  it('cuts at semicolons and drops what is empty', () => {
    expect(split(' select 1 ;; select 2\n;\n-- the end\n;')).to.deep.equal(['select 1', 'select 2']);
    expect(split('')).to.deep.equal([]);
  });

  it('leaves semicolons alone inside strings, names, comments and dollar quotes', () => {
    expect(split(`select 'a;''b', "x;""y", $$;'$$, $f$ ; $$ ; $f$; select 2`)).to.have.length(2);
    expect(split('select 1 -- no; end\n + 1; /* a; /* b; */ c; */ select 2')).to.deep.equal([
      'select 1 \n + 1',
      'select 2',
    ]);
  });

  it('tells escape strings from others', () => {
    expect(split(String.raw`select E'it\'s; one'; select 'c:\'; select e'\\'; select 3`)).to.have.length(4);
    expect(split(String.raw`select type'\'; select 2`), 'a name that ends with e').to.have.length(2);
    expect(split(`select E'a'\n  '\\';b'; select 2`), 'a continued escape string').to.have.length(2);
  });

  it('tells dollar quotes from dollars', () => {
    expect(split('select a$b$c; select $1; select 5 - 3 / 1; select $ö$;$ö$')).to.have.length(4);
  });

  it('tells the line on which a statement begins', () => {
    expect(splitStatements('-- head\n\nselect 1;\n/* two\nlines */ select\n2;').map(({ line }) => line)).to.deep.equal([
      3, 5,
    ]);
  });

  it('refuses what has no end, naming the line', () => {
    for (const [source, what] of [
      ["\n'a", 'string'],
      ['\nselect "a', 'quoted name'],
      ['\n/* /* */', 'comment'],
      ['\n$x$ $y$', 'dollar'],
    ] as const) {
      expect(() => split(source)).to.throw(UnterminatedError, new RegExp(`${what}.*line 2`));
    }
  });

  it('finds exactly the statements that any mix of tokens was put together from', () => {
    const nasty = fc.string({
      unit: fc.constantFrom("'", '"', ';', '-', '/', '*', '$', '\\', '\n', 'a', 'E', ' ', ':p'),
    });
    const word = fc.constantFrom('select', 'type', 'e', '1', '+', '(', ')', '::int', '- 1', '/ 2', '$1');
    const quoted = nasty.map((value) => `'${value.replaceAll("'", "''")}'`);
    const escaped = nasty.map((value) => `E'${value.replace(/['\\]/g, '\\$&')}'`);
    const named = nasty.map((value) => `"${value.replaceAll('"', '""')}"`);
    const dollared = nasty.filter((value) => !`${value}$`.includes('$t$')).map((value) => `$t$${value}$t$`);
    const token = fc.oneof(word, quoted, escaped, named, dollared);
    const comment = fc.oneof(
      nasty.map((value) => `--${value.replaceAll('\n', ' ')}\n`),
      nasty.filter((value) => !/\/\*|\*\/|\/$|^\/|\*$/.test(value)).map((value) => `/* ${value} /* ; */ */`),
    );
    const statement = fc.tuple(
      fc.constant('x'),
      fc.array(fc.tuple(token, fc.option(comment, { nil: '' })), { maxLength: 8 }),
    );
    const squeeze = (text: string): string =>
      text
        .split(/\s+/)
        .filter((part) => part !== '')
        .join(' ');
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 5 }), (statements) => {
        // A word `e` must not stand right before a string, where it would turn into an escape string.
        const source = statements
          .map(([head, parts]) => `${head} ${parts.map(([text, note]) => `${text} ${note} `).join('')}`)
          .join(';');
        const expected = statements.map(([head, parts]) => `${head} ${parts.map(([text]) => text).join(' ')}`);
        expect(split(source).map(squeeze)).to.deep.equal(expected.map(squeeze));
      }),
      { numRuns: 300 },
    );
  });
});
