/**
 * Named parameters (`:name`, `:1`) to PostgreSQL's `$n`, leaving alone everything that is not one:
 * strings, E'' strings, quoted identifiers, line and nested block comments, dollar quotes, `::` casts, `:=`
 * and array slices such as `a[1:2]`. A pure function of the text; the caller caches it.
 */
export interface ParsedSql {
  /** The text PostgreSQL gets. */
  readonly text: string;
  /** Parameter names in order of first use: `names[0]` is `$1`. */
  readonly names: readonly string[];
  /** True when a second statement follows a semicolon. */
  readonly multistatement: boolean;
  /** A `$1` written by the caller, which the Data API does not know. */
  readonly positional: string | undefined;
  /** The first two bare words in upper case, such as `ROLLBACK TO`. */
  readonly head: string;
}

const WORD_START = /[A-Za-z_\u0080-\uffff]/;
const WORD = /[A-Za-z0-9_$\u0080-\uffff]/;
const NAME = /[A-Za-z0-9_]/;
const SPACE = /\s/;
const DOLLAR_TAG = /\$(?:[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*)?\$/y;

function endOfQuoted(sql: string, start: number, quote: string, escapes: boolean): number {
  for (let i = start + 1; i < sql.length; i += 1) {
    if (escapes && sql[i] === '\\') i += 1;
    else if (sql[i] === quote) {
      if (sql[i + 1] !== quote) return i + 1;
      i += 1;
    }
  }
  return sql.length;
}

function endOfBlockComment(sql: string, start: number): number {
  let depth = 1;
  let i = start + 2;
  while (i < sql.length && depth > 0) {
    if (sql.startsWith('/*', i)) {
      depth += 1;
      i += 2;
    } else if (sql.startsWith('*/', i)) {
      depth -= 1;
      i += 2;
    } else i += 1;
  }
  return i;
}

function endOfLine(sql: string, start: number): number {
  const end = sql.indexOf('\n', start);
  return end === -1 ? sql.length : end + 1;
}

function endOfDollarQuote(sql: string, start: number): number | undefined {
  DOLLAR_TAG.lastIndex = start;
  const tag = DOLLAR_TAG.exec(sql)?.[0];
  if (tag === undefined) return undefined;
  const end = sql.indexOf(tag, start + tag.length);
  return end === -1 ? sql.length : end + tag.length;
}

function endOfRun(sql: string, start: number, accepts: RegExp): number {
  let i = start;
  while (i < sql.length && accepts.test(sql[i] ?? '')) i += 1;
  return i;
}

/** Where the comment or quoted piece that starts at `i` ends; undefined when none starts there. */
function endOfOpaque(sql: string, i: number): { end: number; comment: boolean } | undefined {
  const c = sql[i];
  if (c === '-' && sql[i + 1] === '-') return { end: endOfLine(sql, i), comment: true };
  if (c === '/' && sql[i + 1] === '*') return { end: endOfBlockComment(sql, i), comment: true };
  if (c === "'" || c === '"') return { end: endOfQuoted(sql, i, c, false), comment: false };
  if ((c === 'E' || c === 'e') && sql[i + 1] === "'")
    return { end: endOfQuoted(sql, i + 1, "'", true), comment: false };
  if (c === '$') {
    const end = endOfDollarQuote(sql, i);
    if (end !== undefined) return { end, comment: false };
  }
  return undefined;
}

/** Rewrites one SQL text. Never throws: what it cannot read it leaves to PostgreSQL to complain about. */
export function parseNamedParameters(sql: string): ParsedSql {
  const names: string[] = [];
  const words: string[] = [];
  const open: string[] = [];
  let text = '';
  let copied = 0;
  let separated = false;
  let multistatement = false;
  let atomicBody = false;
  let positional: string | undefined;
  let previousWord = '';
  const token = (): void => {
    if (separated && !atomicBody) multistatement = true;
  };

  let i = 0;
  while (i < sql.length) {
    const c = sql[i] ?? '';
    if (SPACE.test(c)) {
      i += 1;
      continue;
    }
    const opaque = endOfOpaque(sql, i);
    if (opaque !== undefined) {
      if (!opaque.comment) {
        token();
        previousWord = '';
      }
      i = opaque.end;
      continue;
    }
    if (c === ';') {
      if (open.length === 0) separated = true;
      i += 1;
      continue;
    }
    token();
    if (WORD_START.test(c)) {
      const end = endOfRun(sql, i, WORD);
      const word = sql.slice(i, end).toUpperCase();
      if (word === 'ATOMIC' && previousWord === 'BEGIN') atomicBody = true;
      if (words.length < 2) words.push(word);
      previousWord = word;
      i = end;
      continue;
    }
    previousWord = '';
    if (c >= '0' && c <= '9') {
      i = endOfRun(sql, i, WORD);
      continue;
    }
    if (c === '$' && /[0-9]/.test(sql[i + 1] ?? '')) {
      const end = endOfRun(sql, i + 1, /[0-9]/);
      positional ??= sql.slice(i, end);
      i = end;
      continue;
    }
    if (c === '(' || c === '[') open.push(c);
    else if (c === ')' || c === ']') open.pop();
    else if (c === ':') {
      const next = sql[i + 1] ?? '';
      if (next === ':' || next === '=') {
        i += 2;
        continue;
      }
      const before = sql[i - 1] ?? '';
      const slice = open.at(-1) === '[' && /[\w$\])"]/.test(before);
      if (NAME.test(next) && !slice) {
        const end = endOfRun(sql, i + 1, NAME);
        const name = sql.slice(i + 1, end);
        let index = names.indexOf(name);
        if (index === -1) index = names.push(name) - 1;
        // `limit:n` must not become the identifier `limit$1`.
        text += `${sql.slice(copied, i)}${WORD.test(before) ? ' ' : ''}$${index + 1}`;
        copied = end;
        i = end;
        continue;
      }
    }
    i += 1;
  }
  return { text: text + sql.slice(copied), names, multistatement, positional, head: words.join(' ') };
}

/** A least-recently-used cache over `parseNamedParameters`; long one-off texts are not kept. */
export function createSqlParser(capacity = 500): (sql: string) => ParsedSql {
  const cache = new Map<string, ParsedSql>();
  return (sql) => {
    const known = cache.get(sql);
    if (known !== undefined) {
      cache.delete(sql);
      cache.set(sql, known);
      return known;
    }
    const parsed = parseNamedParameters(sql);
    if (sql.length <= 16_384) {
      if (cache.size >= capacity) {
        const oldest = cache.keys().next();
        if (oldest.done !== true) cache.delete(oldest.value);
      }
      cache.set(sql, parsed);
    }
    return parsed;
  };
}
