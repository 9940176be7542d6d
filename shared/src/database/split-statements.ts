/** Cuts a file of SQL into single statements, since the Data API takes one a call. */

export interface FileStatement {
  /** Without its comments and its semicolon. */
  readonly text: string;
  /** Line of the file on which the statement begins, from 1. */
  readonly line: number;
}

/** A string, comment or quote of the file has no end. */
export class UnterminatedError extends Error {
  readonly line: number;

  constructor(what: string, line: number) {
    super(`the ${what} that begins on line ${String(line)} has no end`);
    this.name = 'UnterminatedError';
    this.line = line;
  }
}

const PLAIN = /[^-/'"$;]+/y;
const LINE_COMMENT = /--[^\n]*/y;
const DOLLAR_QUOTE = /\$(?:[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*)?\$/y;
const QUOTED = /'(?:[^']|'')*'/y;
/** `E'…'`, and further pieces on the next lines, which PostgreSQL reads as one escape string. */
const ESCAPED = /'(?:[^'\\]|''|\\[^])*'(?:[ \t\r\f\v]*\n\s*'(?:[^'\\]|''|\\[^])*')*/y;
const NAME = /"(?:[^"]|"")*"/y;
const ENDS_WITH_E = /(?:^|[^A-Za-z0-9_$\u0080-\uffff])[eE]$/;
const ENDS_WITH_NAME = /[A-Za-z0-9_$\u0080-\uffff]$/;

/**
 * Understands strings, `E''` strings, quoted names, nested comments and dollar quotes. Comments are left out of the
 * statements. Not understood: `begin atomic … end` bodies and rules with several actions.
 * @throws {UnterminatedError}
 */
export function splitStatements(source: string): readonly FileStatement[] {
  const statements: FileStatement[] = [];
  let text = '';
  let begin = 0;
  let index = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = index;
    return pattern.exec(source)?.[0];
  };
  const lineAt = (offset: number): number => source.slice(0, offset).split('\n').length;
  const take = (token: string | undefined, what: string): void => {
    if (token === undefined) throw new UnterminatedError(what, lineAt(index));
    if (text.trim() === '' && token.trim() !== '') begin = index + token.search(/\S/);
    text += token;
    index += token.length;
  };
  const finish = (): void => {
    if (text.trim() !== '') statements.push({ text: text.trim(), line: lineAt(begin) });
    text = '';
  };
  while (index < source.length) {
    const character = source[index];
    if (character === ';') {
      finish();
      index += 1;
    } else if (character === "'") {
      take(match(ENDS_WITH_E.test(text.slice(-2)) ? ESCAPED : QUOTED), 'string');
    } else if (character === '"') {
      take(match(NAME), 'quoted name');
    } else if (character === '$') {
      const quote = ENDS_WITH_NAME.test(text.slice(-1)) ? undefined : match(DOLLAR_QUOTE);
      take(quote === undefined ? '$' : dollarQuoted(source, index, quote), 'dollar-quoted string');
    } else if (character === '-' && source[index + 1] === '-') {
      index += match(LINE_COMMENT)?.length ?? 0;
    } else if (character === '/' && source[index + 1] === '*') {
      const end = endOfComment(source, index);
      if (end === undefined) throw new UnterminatedError('comment', lineAt(index));
      text += ' ';
      index = end;
    } else {
      take(match(PLAIN) ?? character, 'text');
    }
  }
  finish();
  return statements;
}

function dollarQuoted(source: string, from: number, quote: string): string | undefined {
  const end = source.indexOf(quote, from + quote.length);
  return end < 0 ? undefined : source.slice(from, end + quote.length);
}

function endOfComment(source: string, from: number): number | undefined {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = from;
  let depth = 0;
  for (let found = mark.exec(source); found !== null; found = mark.exec(source)) {
    depth += found[0] === '/*' ? 1 : -1;
    if (depth === 0) return mark.lastIndex;
  }
  return undefined;
}
