/** One record: validated by its schema and turned into table rows. */
import type { z } from 'zod';
import { KINDS } from '../format/kinds.ts';
import type { Item } from '../read/place.ts';
import type { Path, TableRow } from '../tables.ts';

/** The Data API answers no row above 64 KiB, so none may be stored. */
const LARGEST_ROW_BYTES = 60_000;

export type Complain = (path: Path, message: string) => void;
export type RecordItem = Extract<Item, { readonly value: unknown }>;

/** @returns the record as its schema leaves it, or undefined after complaining. */
export function validRecord({ kind, value, isBroken }: RecordItem, complain: Complain): unknown {
  if (isBroken === true) return undefined;
  const parsed = KINDS[kind].schema.safeParse(value);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) complainAbout(issue, KINDS[kind].schema, complain);
  return undefined;
}

/** Rows of a valid record. */
export function recordRows(
  kind: RecordItem['kind'],
  record: unknown,
  digits: number,
  complain: Complain,
): readonly TableRow[] {
  const rows = KINDS[kind].flatten(record, { digits, problem: complain });
  for (const { values, path } of rows)
    if (Buffer.byteLength(JSON.stringify(values)) > LARGEST_ROW_BYTES)
      complain(
        path,
        `is larger than ${LARGEST_ROW_BYTES} bytes, which the database cannot give back; shorten its texts`,
      );
  return rows;
}

function complainAbout(issue: z.core.$ZodIssue, schema: z.ZodObject, complain: Complain): void {
  const path = issue.path.filter((part): part is string | number => typeof part !== 'symbol');
  if (issue.code === 'unrecognized_keys') {
    const known = path.length === 0 ? `; known: ${Object.keys(schema.shape).join(', ')}` : '';
    for (const key of issue.keys) complain([...path, key], `is not known here${known}`);
  } else complain(path, told(issue.message));
}

/** zod's own sentences in our words; sentences of our own schemas stay. */
function told(message: string): string {
  const type = /^Invalid input: expected (.+), received (.+)$/u.exec(message);
  if (type !== null) return type[2] === 'undefined' ? 'is missing' : `is ${type[2] ?? ''}, expected ${type[1] ?? ''}`;
  const option = /^Invalid option: expected one of (.+)$/u.exec(message);
  if (option !== null) return `is not one of ${(option[1] ?? '').replaceAll('|', ', ')}`;
  return message.replace(/^(Too|Invalid)/u, (word) => `is ${word.toLowerCase()}`);
}
