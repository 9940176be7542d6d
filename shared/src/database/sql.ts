/**
 * Statements for the RDS Data API, written as tagged templates. Values always travel as parameters; only the
 * text between them is SQL. The Data API types a parameter by its member (a string is `text`, a long is `int8`)
 * and converts nothing silently, so every other type is a builder that writes its cast beside the parameter.
 *
 *     sql`select id from orders where tenant_id = ${tenantId} and placed_at > ${instant(since)}`
 */
import type { Field, SqlParameter } from '@aws-sdk/client-rds-data';

/** One value with the cast that gives it its type in PostgreSQL. Made by the builders below. */
export class TypedValue {
  readonly field: Field;
  readonly cast: string;

  constructor(field: Field, cast: string) {
    this.field = field;
    this.cast = cast;
  }
}

/** Anything that may stand in `${…}`: a fragment, a typed value, or a plain string, safe integer or boolean. */
export type SqlValue = Sql | TypedValue | string | number | boolean;

/** An immutable statement or fragment: text with named parameters (`:p1`, `:p2`, …) and their values in order. */
export class Sql {
  /** Text around the values: always one more than there are values. */
  readonly #chunks: readonly string[];
  readonly #fields: readonly Field[];
  #text: string | undefined;

  constructor(chunks: readonly string[], fields: readonly Field[]) {
    this.#chunks = chunks;
    this.#fields = fields;
  }

  get text(): string {
    if (this.#text === undefined) {
      let text = this.#chunks[0] ?? '';
      for (let index = 1; index < this.#chunks.length; index += 1)
        text += `:${parameterName(index)}${this.#chunks[index] ?? ''}`;
      this.#text = text;
    }
    return this.#text;
  }

  get parameters(): SqlParameter[] {
    return this.#fields.map((value, index) => ({ name: parameterName(index + 1), value }));
  }

  /** Adds this fragment's pieces to a statement that is being built; the last chunk grows. */
  appendTo(chunks: string[], fields: Field[]): void {
    extend(chunks, this.#chunks[0] ?? '');
    for (let index = 1; index < this.#chunks.length; index += 1) chunks.push(this.#chunks[index] ?? '');
    fields.push(...this.#fields);
  }
}

const names: string[] = [];

function parameterName(position: number): string {
  return (names[position] ??= `p${String(position)}`);
}

/**
 * Builds a statement or a fragment. Fragments may stand inside others; parameters are numbered when the text is read.
 * @throws {TypeError} for `undefined`, `null` and every value that has no plain mapping, naming the builder to use.
 */
export function sql(strings: TemplateStringsArray, ...values: readonly SqlValue[]): Sql {
  const chunks = [strings[0] ?? ''];
  const fields: Field[] = [];
  values.forEach((value, index) => {
    append(value, chunks, fields, () => place(strings, index));
    extend(chunks, strings[index + 1] ?? '');
  });
  return new Sql(chunks, fields);
}

type Separator = ', ' | ' ' | ' and ' | ' or ' | ' union all ' | Sql;
const separators: readonly unknown[] = [', ', ' ', ' and ', ' or ', ' union all '];

/**
 * Puts values or fragments one after the other: `in (${join(ids)})`, `where ${join(conditions, ' and ')}`.
 * @throws {TypeError} when the list is empty, since `in ()` and `where` alone are no SQL.
 */
export function join(parts: readonly SqlValue[], separator: Separator = ', '): Sql {
  if (parts.length === 0)
    throw new TypeError('join() got an empty list; leave the clause out when there is nothing to join.');
  if (!(separator instanceof Sql) && !separators.includes(separator)) {
    throw new TypeError(
      `join() cannot use the separator ${JSON.stringify(separator)}; write it as a fragment: sql\`…\`.`,
    );
  }
  const chunks = [''];
  const fields: Field[] = [];
  parts.forEach((part, index) => {
    if (index > 0) {
      if (separator instanceof Sql) separator.appendTo(chunks, fields);
      else extend(chunks, separator);
    }
    append(part, chunks, fields, () => `part ${String(index + 1)} of join()`);
  });
  return new Sql(chunks, fields);
}

/** A table or column name chosen by code: lower-case letters, digits and underscores, written in quotes. */
export function identifier(name: string): Sql {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(name)) {
    throw new TypeError(
      `${JSON.stringify(name)} is no identifier: lower-case letters, digits and underscores, at most 63.`,
    );
  }
  return new Sql([`"${name}"`], []);
}

/** The text of a trusted file as one statement without parameters. For migrations only: never for built text. */
export function statementOfFile(text: string): Sql {
  return new Sql([text], []);
}

const NULL: Field = { isNull: true };

function typed<T>(value: T | null, cast: string, field: (value: T) => Field): TypedValue {
  if (value === undefined) throw new TypeError(`undefined was given to a ${cast} value; pass null for NULL.`);
  return new TypedValue(value === null ? NULL : field(value), `::${cast}`);
}

export const text = (value: string | null): TypedValue => typed(value, 'text', (stringValue) => ({ stringValue }));

export const bool = (value: boolean | null): TypedValue =>
  typed(value, 'boolean', (booleanValue) => ({ booleanValue }));

/** A 32-bit integer, which functions such as `make_interval(days => …)` and `left(text, n)` insist on. */
export const int = (value: number | null): TypedValue =>
  typed(value, 'int', (longValue) => {
    if (!Number.isInteger(longValue) || longValue < -2_147_483_648 || longValue > 2_147_483_647) {
      throw new TypeError(`int() takes a whole number of 32 bits, not ${String(longValue)}.`);
    }
    return { longValue };
  });

/** A 64-bit integer. Beyond 2^53 it travels as text, since the wire's number would be rounded. */
export const bigint = (value: number | bigint | null): TypedValue =>
  typed(value, 'bigint', (given) => {
    if (typeof given === 'number' && !Number.isSafeInteger(given)) {
      throw new TypeError(`bigint() takes a safe integer or a BigInt, not ${String(given)}.`);
    }
    const longValue = Number(given);
    return Number.isSafeInteger(longValue) ? { longValue } : { stringValue: String(given) };
  });

export const double = (value: number | null): TypedValue =>
  typed(value, 'double precision', (doubleValue) => {
    if (!Number.isFinite(doubleValue))
      throw new TypeError(`double() takes a finite number, not ${String(doubleValue)}.`);
    return { doubleValue };
  });

/** An exact decimal, given as text such as '19.99'. */
export const numeric = (value: string | null): TypedValue =>
  typed(value, 'numeric', (stringValue) => {
    if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(stringValue))
      throw new TypeError(`numeric() takes a decimal such as '19.99', not ${JSON.stringify(stringValue)}.`);
    return { stringValue };
  });

export const uuid = (value: string | null): TypedValue =>
  typed(value, 'uuid', (stringValue) => {
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(stringValue))
      throw new TypeError(`${JSON.stringify(stringValue)} is no UUID.`);
    return { stringValue };
  });

/** A jsonb value. `json(null)` is SQL NULL; a JSON null is written `'null'::jsonb`. */
export const json = (value: unknown): TypedValue =>
  typed(value, 'jsonb', (given) => {
    const stringValue = JSON.stringify(given) as string | undefined;
    if (stringValue === undefined) throw new TypeError(`json() cannot send a ${typeof given}.`);
    return { stringValue };
  });

/** A calendar day, 'YYYY-MM-DD'. */
export const day = (value: string | null): TypedValue =>
  typed(value, 'date', (stringValue) => {
    if (!isDay(stringValue)) throw new TypeError(`day() takes YYYY-MM-DD, not ${JSON.stringify(stringValue)}.`);
    return { stringValue };
  });

/**
 * A point in time for timestamptz columns. Sent as text with its zone and cast: the Data API's own TIMESTAMP hint
 * has no zone, so the session's time zone would decide what it means.
 */
export const instant = (value: Date | null): TypedValue =>
  typed(value, 'timestamptz', (date) => {
    const year = date instanceof Date ? date.getUTCFullYear() : Number.NaN;
    if (!(year >= 1 && year <= 9999))
      throw new TypeError(`instant() takes a valid Date between the years 1 and 9999, not ${String(date)}.`);
    return { stringValue: date.toISOString() };
  });

/** A text array, for `= any(${textArray(ids)})`. Sent as an array literal, since the Data API refuses array parameters. */
export const textArray = (values: readonly (string | null)[] | null): TypedValue =>
  typed(values, 'text[]', (items) => ({
    stringValue: `{${items.map((item) => (item === null ? 'NULL' : `"${item.replace(/["\\]/g, '\\$&')}"`)).join(',')}}`,
  }));

function isDay(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

/** Continues the text after the last value. */
function extend(chunks: string[], text: string): void {
  chunks.push((chunks.pop() ?? '') + text);
}

function append(value: SqlValue, chunks: string[], fields: Field[], where: () => string): void {
  if (value instanceof Sql) {
    value.appendTo(chunks, fields);
  } else if (value instanceof TypedValue) {
    fields.push(value.field);
    chunks.push(value.cast);
  } else {
    fields.push(plainField(value, where));
    chunks.push('');
  }
}

function plainField(value: unknown, where: () => string): Field {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'number' && Number.isSafeInteger(value)) return { longValue: value };
  if (typeof value === 'boolean') return { booleanValue: value };
  throw new TypeError(`SQL value ${where()} is ${describe(value)}`);
}

function describe(value: unknown): string {
  if (value === undefined) return 'undefined; pass text(null), int(null), … for NULL.';
  if (value === null) return 'an untyped null; write text(null), int(null), instant(null), …';
  if (typeof value === 'number') return `${String(value)}, no safe integer; use double(), numeric() or bigint().`;
  if (typeof value === 'bigint') return 'a BigInt; use bigint().';
  if (value instanceof Date) return 'a Date; use instant() or day().';
  if (Array.isArray(value)) return 'an array; use textArray(), json() or join().';
  return `of type ${typeof value}; use json().`;
}

function place(strings: TemplateStringsArray, index: number): string {
  const before = (strings[index] ?? '').replace(/\s+/g, ' ').slice(-40);
  return `${String(index + 1)} (after "${before}")`;
}
