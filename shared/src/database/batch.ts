/** Cuts many values of one statement into BatchExecuteStatement requests that keep the service's size limit. */
import type { SqlParameter } from '@aws-sdk/client-rds-data';
import type { Sql } from './sql.ts';

/** Under the service's 4 MiB for a whole request, with room for the statement and the headers. */
const LARGEST_REQUEST_BYTES = 3 * 1024 * 1024;
const MOST_SETS = 1_000;

export interface StatementBatch {
  readonly text: string;
  readonly parameterSets: SqlParameter[][];
}

/** @throws {TypeError} when the statements are not all the same text. */
export function batchesOf(statements: readonly Sql[]): readonly StatementBatch[] {
  const text = statements[0]?.text ?? '';
  const batches: StatementBatch[] = [];
  let bytes = Number.POSITIVE_INFINITY;
  let current: SqlParameter[][] = [];
  for (const statement of statements) {
    if (statement.text !== text)
      throw new TypeError('batch() takes one statement with many sets of values; these differ in their text.');
    const { parameters } = statement;
    const size = Buffer.byteLength(JSON.stringify(parameters));
    if (bytes + size > LARGEST_REQUEST_BYTES || current.length >= MOST_SETS) {
      current = [];
      bytes = 0;
      batches.push({ text, parameterSets: current });
    }
    current.push(parameters);
    bytes += size;
  }
  return batches;
}
