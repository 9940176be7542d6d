/** PostgreSQL's text output to the JSON the Data API sends: Field members, array members and formatted records. */
import { unsupportedResult } from './errors.ts';
import type { TypeInfo, ValueKind } from './types.ts';

export interface ResultOptions {
  readonly decimalReturnType: 'STRING' | 'DOUBLE_OR_LONG';
  readonly longReturnType: 'LONG' | 'STRING';
}

/** `2024-01-15 10:30:00.123+02` → `2024-01-15 08:30:00.123`: in UTC, without an offset, trailing zeros cut. */
export function utcTimestamp(text: string): string {
  if (text.endsWith('+00')) return text.slice(0, -3);
  const match = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(\.\d+)?([+-])(\d\d)(?::(\d\d))?(?::(\d\d))?$/.exec(text);
  // infinity, years past 9999 and BC dates keep PostgreSQL's own text.
  if (match === null) return text;
  const [
    ,
    year,
    month,
    day,
    hours,
    minutes,
    seconds,
    fraction = '',
    sign,
    offHours,
    offMinutes = '0',
    offSeconds = '0',
  ] = match;
  const offset = (Number(offHours) * 3600 + Number(offMinutes) * 60 + Number(offSeconds)) * (sign === '-' ? -1 : 1);
  const local = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hours), Number(minutes), Number(seconds));
  return `${new Date(local - offset * 1000).toISOString().slice(0, 19).replace('T', ' ')}${fraction}`;
}

/** A time of day to milliseconds, trailing zeros cut. */
export function trimTime(text: string): string {
  const dot = text.indexOf('.');
  if (dot === -1) return text;
  const fraction = text.slice(dot + 1, dot + 4).replace(/0+$/, '');
  return fraction === '' ? text.slice(0, dot) : `${text.slice(0, dot)}.${fraction}`;
}

/** `22:41:04.068123+02` → `20:41:04.068`: in UTC, to milliseconds. */
export function utcTime(text: string): string {
  const match = /^(\d\d):(\d\d):(\d\d)(\.\d+)?([+-])(\d\d)(?::(\d\d))?(?::(\d\d))?$/.exec(text);
  if (match === null) return text;
  const [, hours, minutes, seconds, fraction = '', sign, offHours, offMinutes = '0', offSeconds = '0'] = match;
  const offset = (Number(offHours) * 3600 + Number(offMinutes) * 60 + Number(offSeconds)) * (sign === '-' ? -1 : 1);
  const day = 86_400;
  const total = (((Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds) - offset) % day) + day) % day;
  return trimTime(`${new Date(total * 1000).toISOString().slice(11, 19)}${fraction}`);
}

/**
 * Reads a one-dimensional PostgreSQL array literal such as `{1,NULL,"a b"}` or `[0:1]={1,2}`.
 * Throws UnsupportedResultException for more dimensions.
 */
export function parseArray(literal: string): (string | null)[] {
  let i = literal.indexOf('{') + 1;
  const elements: (string | null)[] = [];
  if (literal[i] === '}') return elements;
  for (;;) {
    if (literal[i] === '{') throw unsupportedResult('The result contains a multidimensional array.');
    if (literal[i] === '"') {
      let element = '';
      i += 1;
      while (literal[i] !== '"' && i < literal.length) {
        if (literal[i] === '\\') i += 1;
        element += literal[i] ?? '';
        i += 1;
      }
      elements.push(element);
      i += 1;
    } else {
      const start = i;
      while (i < literal.length && literal[i] !== ',' && literal[i] !== '}') i += 1;
      const element = literal.slice(start, i);
      elements.push(element === 'NULL' ? null : element);
    }
    if (literal[i] !== ',') return elements;
    i += 1;
  }
}

type Member = 'booleanValue' | 'longValue' | 'doubleValue' | 'stringValue' | 'blobValue';

/** How values of one kind are written. */
interface Writer {
  /** Member for arrays, and for scalars when `memberOf` is absent. */
  readonly member: Member;
  readonly memberOf?: (text: string) => Member;
  /** The JSON literal of one value. */
  literal(text: string): string;
}

const quote = (text: string): string => JSON.stringify(text);
const isWhole = (text: string): boolean => /^-?\d{1,18}$/.test(text);
const numberLiteral = (text: string): string => (/^-?\d/.test(text) ? text : quote(text));

const TEXT: Writer = { member: 'stringValue', literal: quote };
const LONG: Writer = { member: 'longValue', literal: (text) => text };
const DOUBLE: Writer = { member: 'doubleValue', literal: numberLiteral };
const DECIMAL_NUMBER: Writer = {
  member: 'doubleValue',
  memberOf: (text) => (isWhole(text) ? 'longValue' : 'doubleValue'),
  literal: numberLiteral,
};
const FIXED: Readonly<Record<Exclude<ValueKind, 'long' | 'numeric' | 'unsupported'>, Writer>> = {
  boolean: { member: 'booleanValue', literal: (text) => (text === 't' ? 'true' : 'false') },
  double: DOUBLE,
  string: TEXT,
  bytea: { member: 'blobValue', literal: (text) => quote(Buffer.from(text.slice(2), 'hex').toString('base64')) },
  time: { member: 'stringValue', literal: (text) => quote(trimTime(text)) },
  timetz: { member: 'stringValue', literal: (text) => quote(utcTime(text)) },
  timestamptz: { member: 'stringValue', literal: (text) => quote(utcTimestamp(text)) },
};

function writerFor(type: TypeInfo, options: ResultOptions): Writer {
  const { kind } = type;
  if (kind === 'unsupported') {
    throw unsupportedResult(`The result contains the unsupported data type ${type.name.toUpperCase()}.`);
  }
  if (kind === 'long') return options.longReturnType === 'STRING' ? TEXT : LONG;
  if (kind === 'numeric') return options.decimalReturnType === 'DOUBLE_OR_LONG' ? DECIMAL_NUMBER : TEXT;
  return FIXED[kind];
}

const listOf = (text: string, writer: Writer): string =>
  `[${parseArray(text)
    .map((element) => (element === null ? 'null' : writer.literal(element)))
    .join()}]`;

/** Writes one non-null value of a column as a Field. Throws at once when the type is not supported. */
export function fieldWriter(type: TypeInfo, options: ResultOptions): (text: string) => string {
  const writer = writerFor(type, options);
  const { member, memberOf } = writer;
  if (type.array) return (text) => `{"arrayValue":{"${member}s":${listOf(text, writer)}}}`;
  if (memberOf !== undefined) return (text) => `{"${memberOf(text)}":${writer.literal(text)}}`;
  const head = `{"${member}":`;
  return (text) => `${head}${writer.literal(text)}}`;
}

/** Writes one non-null value of a column as plain JSON (formatRecordsAs JSON). */
export function plainWriter(type: TypeInfo, options: ResultOptions): (text: string) => string {
  const writer = writerFor(type, options);
  return type.array ? (text) => listOf(text, writer) : (text) => writer.literal(text);
}
