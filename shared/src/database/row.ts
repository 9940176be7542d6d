/**
 * Typed rows. A shape names the columns a statement answers and how each is read; its TypeScript type is inferred:
 *
 *     const orderRow = row({ id: column.text(), total_cents: column.int(), cancel_reason: nullable(column.text()) });
 *     type OrderRow = RowOf<typeof orderRow>;
 */
import type { Field } from '@aws-sdk/client-rds-data';
import type { ZodType } from 'zod';

/** Reads one field of the Data API, or throws {@link RowError} naming the column. */
export interface Column<T> {
  readonly decode: (field: Field, name: string) => T;
}

export interface RowShape<T> {
  readonly names: readonly string[];
  /** `positions[i]` is where `names[i]` stands in the record. @throws {RowError} */
  readonly decode: (record: readonly Field[], positions: readonly number[]) => T;
}

export type RowOf<Shape> = Shape extends RowShape<infer T> ? T : never;

type Columns = Readonly<Record<string, Column<unknown>>>;
type Decoded<C extends Columns> = { readonly [Name in keyof C]: C[Name] extends Column<infer T> ? T : never };

/** The database answered something else than the code expects: a bug in the statement or in its row shape. */
export class RowError extends Error {
  readonly column: string;

  constructor(column: string, problem: string) {
    super(`Column "${column}" ${problem}`);
    this.name = 'RowError';
    this.column = column;
  }
}

/** Declares the columns of a result by label. Columns of the result that are not named here are ignored. */
export function row<const C extends Columns>(columns: C): RowShape<Decoded<C>> {
  const entries = Object.entries(columns);
  const names = entries.map(([name]) => name);
  const decoders = entries.map(([, { decode }]) => decode);
  return {
    names,
    decode: (record, positions) => {
      const decoded: Record<string, unknown> = {};
      for (let index = 0; index < names.length; index += 1) {
        const name = names[index] ?? '';
        const field = record[positions[index] ?? -1];
        if (field === undefined) throw new RowError(name, 'is missing from a row of the answer.');
        decoded[name] = decoders[index]?.(field, name);
      }
      return decoded as Decoded<C>;
    },
  };
}

/**
 * Where each column of the shape stands among the labels of a result.
 * @throws {RowError} when a column is missing or its label occurs twice.
 */
export function positionsOf(shape: RowShape<unknown>, labels: readonly string[]): readonly number[] {
  return shape.names.map((name) => {
    const position = labels.indexOf(name);
    if (position < 0)
      throw new RowError(name, `is not in the answer, which has: ${labels.join(', ') || 'no columns'}.`);
    if (labels.includes(name, position + 1))
      throw new RowError(name, 'is in the answer twice; give one of them another alias.');
    return position;
  });
}

/** Lets a column be NULL, read as `null`. */
export function nullable<T>(inner: Column<T>): Column<T | null> {
  return { decode: (field, name) => (field.isNull === true ? null : inner.decode(field, name)) };
}

export const column = {
  text: (): Column<string> => ({ decode: textOf }),

  /** One of a fixed set of texts, such as a status. */
  oneOf: <const T extends string>(...values: readonly T[]): Column<T> => ({
    decode: (field, name) => {
      const value = textOf(field, name);
      const found = values.find((candidate) => candidate === value);
      if (found === undefined)
        throw new RowError(name, `is ${JSON.stringify(value)}, which is none of: ${values.join(', ')}.`);
      return found;
    },
  }),

  boolean: (): Column<boolean> => ({ decode: (field, name) => field.booleanValue ?? wrong(field, name, 'a boolean') }),

  /** int2, int4 and int8 up to 2^53 - 1. */
  int: (): Column<number> => ({
    decode: (field, name) => {
      const value = field.longValue ?? wrong(field, name, 'an integer');
      if (!Number.isSafeInteger(value))
        throw new RowError(
          name,
          'is beyond 2^53, where numbers are rounded; select it ::text and read column.bigint().',
        );
      return value;
    },
  }),

  /** Any int8. Values that may exceed 2^53 have to be selected `::text`. */
  bigint: (): Column<bigint> => ({
    decode: (field, name) => {
      if (field.stringValue !== undefined && /^-?\d{1,40}$/.test(field.stringValue)) return BigInt(field.stringValue);
      return BigInt(column.int().decode(field, name));
    },
  }),

  double: (): Column<number> => ({
    decode: (field, name) => field.doubleValue ?? field.longValue ?? wrong(field, name, 'a double'),
  }),

  /** An exact decimal, kept as text such as '19.90'. */
  numeric: (): Column<string> => ({
    decode: (field, name) => {
      const value = field.stringValue ?? wrong(field, name, 'a decimal');
      return /^(-?\d+(\.\d+)?|NaN)$/.test(value) ? value : wrong(field, name, 'a decimal');
    },
  }),

  uuid: (): Column<string> => ({
    decode: (field, name) => {
      const value = field.stringValue ?? wrong(field, name, 'a UUID');
      return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value) ? value : wrong(field, name, 'a UUID');
    },
  }),

  /** A calendar day, 'YYYY-MM-DD'. */
  day: (): Column<string> => ({
    decode: (field, name) => {
      const value = field.stringValue ?? wrong(field, name, 'a day');
      return /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : wrong(field, name, 'a day');
    },
  }),

  /** timestamptz. The Data API prints it in UTC without an offset; microseconds are cut to milliseconds. */
  instant: (): Column<Date> => ({
    decode: (field, name) => instantOf(field.stringValue ?? '') ?? wrong(field, name, 'an instant'),
  }),

  /** json or jsonb, as the schema says or, without one, as the caller says. */
  json: <T = unknown>(schema?: ZodType<T>): Column<T> => ({
    decode: (field, name) => {
      const value = parseJson(field.stringValue ?? wrong(field, name, 'JSON'), name);
      if (schema === undefined) return value as T;
      const parsed = schema.safeParse(value);
      if (parsed.success) return parsed.data;
      const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'value'}: ${issue.message}`);
      throw new RowError(name, `holds unexpected JSON: ${problems.join('; ')}.`);
    },
  }),

  textArray: (): Column<readonly string[]> => ({
    decode: (field, name) => {
      const values = field.arrayValue?.stringValues ?? wrong(field, name, 'a text array');
      if (values.includes(null)) throw new RowError(name, 'holds a NULL inside its array.');
      return values as string[];
    },
  }),
};

function textOf(field: Field, name: string): string {
  return field.stringValue ?? wrong(field, name, 'text');
}

const INSTANT = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})(\.\d{1,6})?(?:Z|\+00(?::?00)?)?$/;

function instantOf(value: string): Date | undefined {
  const match = INSTANT.exec(value);
  if (match === null) return undefined;
  const date = new Date(`${match[1] ?? ''}T${match[2] ?? ''}${(match[3] ?? '').slice(0, 4)}Z`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function parseJson(value: string, name: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    throw new RowError(name, 'is not JSON.');
  }
}

function wrong(field: Field, name: string, expected: string): never {
  if (field.isNull === true) throw new RowError(name, `is NULL where ${expected} was expected; make it nullable().`);
  const member = Object.keys(field).find((key) => field[key as keyof Field] !== undefined) ?? 'nothing';
  const hint =
    member === 'stringValue' && expected !== 'text'
      ? ' (a numeric such as sum() arrives as text: cast it in the SQL)'
      : '';
  throw new RowError(name, `is a ${member} where ${expected} was expected${hint}.`);
}
