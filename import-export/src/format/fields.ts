/** The building blocks of the format: texts that PostgreSQL takes, days, instants with a zone, exact money. */
import { z } from 'zod';

/** PostgreSQL keeps no NUL and no half of a surrogate pair; U+FFFD is what a file in another encoding turns into. */
const UNSTORABLE = /\u0000|\uFFFD|\p{Surrogate}/u;
const isStorable = (text: string): boolean => !UNSTORABLE.test(text);
const STORABLE = 'holds a character that cannot be kept (NUL, half of a surrogate pair, or bytes that are no UTF-8)';

const LARGEST_INTEGER = 2_147_483_647;

/** A text that says something. */
export const text = (most: number) =>
  z.string().max(most).regex(/\S/u, 'is empty; give a text').refine(isStorable, STORABLE);

/** A text that may be left out; null and an empty text mean the same. */
export const optionalText = (most: number) => z.string().max(most).refine(isStorable, STORABLE).nullish();

/** A text that may be empty. */
export const anyText = (most: number) => z.string().max(most).refine(isStorable, STORABLE);

/** An id as the shop writes it, such as `p001` or `#W2378156`. */
export const id = () =>
  z
    .string()
    .min(1, 'is empty; give an id')
    .max(100)
    .regex(/^[^\s\p{Cc}](?:[^\p{Cc}]*[^\s\p{Cc}])?$/u, 'is no id: no spaces at the ends, no control characters')
    .refine(isStorable, STORABLE);

export const whole = (least = 0, most = LARGEST_INTEGER) => z.int().min(least).max(most);

/** A calendar day. */
export const day = () =>
  z.iso.date('is no day; write one such as 2026-01-31').refine((value) => !value.startsWith('0000'), 'has no year 0');

const INSTANT = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?(Z|[+-](0\d|1[0-5]):[0-5]\d)$/u;

/** A point in time with its zone, kept to the microsecond. */
export const instant = () =>
  z
    .string()
    .regex(INSTANT, 'is no point in time; write one with its zone such as 2026-01-31T09:30:00Z')
    .refine(isRealDay, 'names a day that does not exist')
    .transform(inUtc);

/** One spelling for one instant: in UTC, no zeros at the end of the fraction. */
function inUtc(value: string): string {
  const fraction = /\.(\d+)/u.exec(value)?.[1]?.replace(/0+$/u, '') ?? '';
  const seconds = new Date(value.replace(/\.\d+/u, '')).toISOString().slice(0, 19);
  return `${seconds}${fraction === '' ? '' : `.${fraction}`}Z`;
}

function isRealDay(value: string): boolean {
  const date = value.slice(0, 10);
  const parsed = new Date(`${date}T00:00:00Z`);
  return !date.startsWith('0000') && !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date);
}

/** Names and values, such as `{"color": "black"}`. */
export const textMap = () => z.record(text(100), anyText(2_000));

const DECIMAL = /^\d{1,9}(\.\d{1,4})?$/u;

type MoneyFields<Name extends string> = Record<Name, z.ZodOptional<z.ZodString>> &
  Record<`${Name}_cents`, z.ZodOptional<z.ZodInt>>;

/** An amount in two ways of writing: `price_cents: 1999` or `price: "19.99"`. Which one is there is looked at by cents(). */
export function money<Name extends string>(name: Name, meaning: string): MoneyFields<Name> {
  return {
    [name]: z
      .string('is no text; write decimal amounts as text such as "19.99", so that they stay exact')
      .regex(DECIMAL, 'is no amount; write one such as "19.99"')
      .optional()
      .describe(`${meaning}, as decimal text such as "19.99". Instead of \`${name}_cents\`.`),
    [`${name}_cents`]: whole()
      .optional()
      .describe(`${meaning}, as a whole number of the currency's smallest unit. Give this or \`${name}\`.`),
  } as MoneyFields<Name>;
}

/** Digits behind the point of a currency: 2 for USD, 0 for JPY. @throws {RangeError} when it is no code of three letters. */
export function currencyDigits(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

export type Amount =
  { readonly ok: true; readonly cents: number | null } | { readonly ok: false; readonly problem: string };

/** An amount of `money()` fields in cents. Nothing is rounded. */
export function cents(
  name: string,
  given: { readonly cents: number | undefined; readonly decimal: string | undefined },
  digits: number,
  needed: boolean,
): Amount {
  if (given.cents !== undefined && given.decimal !== undefined)
    return { ok: false, problem: `is given twice; give ${name}_cents or ${name}, not both` };
  if (given.cents !== undefined) return { ok: true, cents: given.cents };
  if (given.decimal === undefined)
    return needed ? { ok: false, problem: `is missing; give ${name}_cents or ${name}` } : { ok: true, cents: null };
  const [units = '', fraction = ''] = given.decimal.split('.');
  const kept = fraction.replace(/0+$/u, '');
  if (kept.length > digits)
    return { ok: false, problem: `has more than ${digits} digits behind the point, which this currency does not have` };
  const value = Number(units + kept.padEnd(digits, '0'));
  if (value > LARGEST_INTEGER) return { ok: false, problem: `is too large; at most ${LARGEST_INTEGER} cents` };
  return { ok: true, cents: value };
}
