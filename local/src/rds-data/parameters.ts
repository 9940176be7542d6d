/** One wire parameter to a PostgreSQL type OID and a value in text format, as strict as the service. */
import { badRequest, invalid } from './errors.ts';
import { OID } from './types.ts';

export interface TypedValue {
  /** 0 for an untyped NULL. */
  readonly type: number;
  readonly text: string | null;
}

interface Hint {
  readonly type: number;
  readonly form: string;
  accepts(text: string): boolean;
}

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const TIME = /^(\d{2}):(\d{2}):(\d{2})(\.\d{1,6})?$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function isDate(text: string): boolean {
  const [, year, month, day] = DATE.exec(text) ?? [];
  if (day === undefined) return false;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

function isTime(text: string): boolean {
  const [, hours, minutes, seconds] = TIME.exec(text) ?? [];
  return seconds !== undefined && Number(hours) < 24 && Number(minutes) < 60 && Number(seconds) < 60;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const HINTS: Readonly<Record<string, Hint>> = {
  JSON: { type: OID.json, form: 'JSON text', accepts: isJson },
  UUID: { type: OID.uuid, form: 'a UUID', accepts: (text) => UUID.test(text) },
  TIMESTAMP: {
    type: OID.timestamp,
    form: 'YYYY-MM-DD HH:MM:SS[.FFF]',
    accepts: (text) => text[10] === ' ' && isDate(text.slice(0, 10)) && isTime(text.slice(11)),
  },
  DATE: { type: OID.date, form: 'YYYY-MM-DD', accepts: isDate },
  TIME: { type: OID.time, form: 'HH:MM:SS[.FFF]', accepts: isTime },
  DECIMAL: { type: OID.numeric, form: 'a decimal number', accepts: (text) => DECIMAL.test(text) },
};

const KINDS = ['isNull', 'booleanValue', 'longValue', 'doubleValue', 'stringValue', 'blobValue', 'arrayValue'] as const;
const INT8_MIN = -(2n ** 63n);
const INT8_MAX = 2n ** 63n - 1n;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function readLong(name: string, value: unknown): TypedValue {
  // A number of 16 digits or more arrives as text (see request-body.ts), so that no digit is lost.
  if ((typeof value === 'number' && Number.isInteger(value)) || (typeof value === 'string' && /^-?\d+$/.test(value))) {
    const long = BigInt(value);
    if (long >= INT8_MIN && long <= INT8_MAX) return { type: OID.int8, text: long.toString() };
  }
  throw invalid(`The longValue of parameter ${name} must be a whole number of at most 64 bits.`);
}

function readDouble(name: string, value: unknown): TypedValue {
  if (typeof value === 'number') return { type: OID.float8, text: String(value) };
  if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return { type: OID.float8, text: value };
  throw invalid(`The doubleValue of parameter ${name} must be a number.`);
}

function readString(name: string, value: unknown, hintName: string | undefined, hint: Hint | undefined): TypedValue {
  if (typeof value !== 'string') throw invalid(`The stringValue of parameter ${name} must be a string.`);
  if (hint === undefined) return { type: OID.text, text: value };
  if (!hint.accepts(value)) {
    throw invalid(`The value of parameter ${name} does not fit type hint ${hintName ?? ''}: expected ${hint.form}.`);
  }
  return { type: hint.type, text: value };
}

function readBlob(name: string, value: unknown): TypedValue {
  if (typeof value !== 'string' || !BASE64.test(value)) {
    throw invalid(`The blobValue of parameter ${name} must be base64.`);
  }
  return { type: OID.bytea, text: `\\x${Buffer.from(value, 'base64').toString('hex')}` };
}

function readValue(name: string, value: Record<string, unknown>, hintName: string | undefined): TypedValue {
  const present = KINDS.filter((kind) => value[kind] !== undefined && value[kind] !== null);
  const kind = present[0];
  if (kind === undefined) throw invalid(`Parameter ${name} has no value.`);
  if (present.length > 1) throw invalid(`Parameter ${name} has more than one value: ${present.join(', ')}.`);
  const hint = hintName === undefined ? undefined : HINTS[hintName];
  const raw = value[kind];
  if (
    hint !== undefined &&
    kind !== 'stringValue' &&
    kind !== 'isNull' &&
    kind !== 'arrayValue' &&
    !(hintName === 'DECIMAL' && (kind === 'longValue' || kind === 'doubleValue'))
  ) {
    throw invalid(`Type hint ${hintName ?? ''} of parameter ${name} needs a stringValue, not a ${kind}.`);
  }
  switch (kind) {
    case 'arrayValue':
      throw badRequest('Array parameters are not supported.');
    case 'isNull':
      if (raw !== true) throw invalid(`The isNull of parameter ${name} must be true; otherwise send a value.`);
      return { type: hint?.type ?? 0, text: null };
    case 'booleanValue':
      if (typeof raw !== 'boolean') throw invalid(`The booleanValue of parameter ${name} must be true or false.`);
      return { type: OID.bool, text: raw ? 't' : 'f' };
    case 'longValue': {
      const long = readLong(name, raw);
      return hint === undefined ? long : { ...long, type: hint.type };
    }
    case 'doubleValue': {
      const double = readDouble(name, raw);
      return hint === undefined ? double : { ...double, type: hint.type };
    }
    case 'stringValue':
      return readString(name, raw, hintName, hint);
    case 'blobValue':
      return readBlob(name, raw);
  }
}

/**
 * Reads a request's `parameters` (or one of its `parameterSets`) into values by name.
 * Throws ServiceError 400 for a missing or doubled name, a missing value, an array, or a value its hint refuses.
 */
export function readParameters(list: unknown): ReadonlyMap<string, TypedValue> {
  const values = new Map<string, TypedValue>();
  if (list === undefined || list === null) return values;
  if (!Array.isArray(list)) throw invalid('parameters must be a list.');
  for (const [index, parameter] of list.entries()) {
    if (!isRecord(parameter)) throw invalid(`parameters[${index}] must be an object.`);
    const name = parameter['name'];
    if (typeof name !== 'string' || name === '') throw invalid(`parameters[${index}] has no name.`);
    if (values.has(name)) throw invalid(`Parameter ${name} is given more than once.`);
    const hint = parameter['typeHint'] ?? undefined;
    if (hint !== undefined && (typeof hint !== 'string' || !(hint in HINTS))) {
      throw invalid(
        `1 validation error detected: Value ${JSON.stringify(hint)} at 'parameters.${index + 1}.member.typeHint' ` +
          `failed to satisfy constraint: Member must satisfy enum value set: [${Object.keys(HINTS).join(', ')}]`,
      );
    }
    const value = parameter['value'];
    if (!isRecord(value)) throw invalid(`Parameter ${name} has no value.`);
    values.set(name, readValue(name, value, hint));
  }
  return values;
}

/** Types and values in the order of `$1…`; throws when the SQL names a parameter that was not given. */
export function bindParameters(
  names: readonly string[],
  given: ReadonlyMap<string, TypedValue>,
): {
  types: number[];
  values: (string | null)[];
} {
  const types: number[] = [];
  const values: (string | null)[] = [];
  for (const name of names) {
    const value = given.get(name);
    if (value === undefined) throw invalid(`The SQL uses parameter :${name}, but no value was given for it.`);
    types.push(value.type);
    values.push(value.text);
  }
  return { types, values };
}
