/** A statement's outcome as the body of ExecuteStatement's answer, within the service's size limits. */
import { columnKey } from './catalog.ts';
import type { Catalog } from './catalog.ts';
import { describeColumn } from './column-metadata.ts';
import type { RawResult, SqlSession } from './engine.ts';
import { unsupportedResult } from './errors.ts';
import type { Limits } from './limits.ts';
import type { TypeInfo } from './types.ts';
import { fieldWriter, plainWriter } from './values.ts';
import type { ResultOptions } from './values.ts';

export interface RenderOptions extends ResultOptions {
  readonly includeResultMetadata: boolean;
  readonly formatAsJson: boolean;
}

const NULL_FIELD = '{"isNull":true}';
const UPDATES = /^(INSERT \d+|UPDATE|DELETE|MERGE) (\d+)$/;

const rowTooLarge = (limits: Limits): Error =>
  unsupportedResult(
    `Packet for query is too large. A row of the result exceeds the limit of ${Math.floor(limits.rowBytes / 1024)} KB.`,
  );
const responseTooLarge = (): Error => unsupportedResult('Database response exceeded size limit');

/** UTF-8 bytes of a row; exact only when it may matter. */
function rowIsTooLarge(row: readonly (string | null)[], types: readonly TypeInfo[], limit: number): boolean {
  let characters = 0;
  for (const cell of row) characters += cell?.length ?? 0;
  if (characters * 3 <= limit) return false;
  let bytes = 0;
  for (const [i, cell] of row.entries()) {
    if (cell === null) continue;
    // bytea travels as two hexadecimal digits a byte here, but counts as what it is.
    bytes += types[i]?.kind === 'bytea' ? (cell.length - 2) / 2 : Buffer.byteLength(cell);
  }
  return bytes > limit;
}

function joinRows(
  rows: RawResult['rows'],
  limit: number,
  writeRow: (row: readonly (string | null)[]) => string,
): string {
  let text = '';
  for (const row of rows) {
    text += (text === '' ? '' : ',') + writeRow(row);
    // Characters never exceed bytes, so this ends an overlong answer early; the caller counts bytes.
    if (text.length > limit) throw responseTooLarge();
  }
  return `[${text}]`;
}

function writeRecords(result: RawResult, types: readonly TypeInfo[], options: RenderOptions, limits: Limits): string {
  const writers = types.map((type) => fieldWriter(type, options));
  return joinRows(result.rows, limits.responseBytes, (row) => {
    if (rowIsTooLarge(row, types, limits.rowBytes)) throw rowTooLarge(limits);
    let fields = '';
    for (let i = 0; i < writers.length; i += 1) {
      const cell = row[i] ?? null;
      fields += (i === 0 ? '' : ',') + (cell === null ? NULL_FIELD : (writers[i]?.(cell) ?? NULL_FIELD));
    }
    return `[${fields}]`;
  });
}

function writeFormatted(result: RawResult, types: readonly TypeInfo[], options: RenderOptions, limits: Limits): string {
  const writers = types.map((type, i) => ({
    key: JSON.stringify(result.fields?.[i]?.name ?? ''),
    write: plainWriter(type, options),
  }));
  const text = joinRows(result.rows, limits.formattedBytes, (row) => {
    if (rowIsTooLarge(row, types, limits.rowBytes)) throw rowTooLarge(limits);
    const members = writers.map(({ key, write }, i) => {
      const cell = row[i] ?? null;
      return `${key}:${cell === null ? 'null' : write(cell)}`;
    });
    return `{${members.join()}}`;
  });
  if (Buffer.byteLength(text) > limits.formattedBytes) throw responseTooLarge();
  return text;
}

/** Rows changed, as the service counts: 0 when the statement returns rows. */
function updatedRows(result: RawResult): number {
  if (result.fields !== undefined) return 0;
  return Number(UPDATES.exec(result.tag)?.[2] ?? 0);
}

/**
 * The JSON body for one executed statement.
 * Throws UnsupportedResultException for types the service refuses and for answers above its size limits.
 */
export async function renderResult(
  session: SqlSession,
  catalog: Catalog,
  result: RawResult,
  options: RenderOptions,
  limits: Limits,
): Promise<string> {
  const head = `{"generatedFields":[],"numberOfRecordsUpdated":${updatedRows(result)}`;
  if (result.fields === undefined) return `${head}}`;
  if (result.suspended) throw responseTooLarge();
  const types = await catalog.typesOf(session, result.fields);
  if (options.formatAsJson && result.tag.startsWith('SELECT')) {
    return `${head},"formattedRecords":${JSON.stringify(writeFormatted(result, types, options, limits))}}`;
  }
  const records = writeRecords(result, types, options, limits);
  let metadata = '';
  if (options.includeResultMetadata) {
    const columns = await catalog.columnsOf(session, result.fields);
    const described = result.fields.map((field, i) =>
      describeColumn(field, types[i] ?? missing(columnKey(field)), columns),
    );
    metadata = `,"columnMetadata":${JSON.stringify(described)}`;
  }
  const body = `${head},"records":${records}${metadata}}`;
  if (Buffer.byteLength(body) > limits.responseBytes) throw responseTooLarge();
  return body;
}

function missing(key: string): never {
  throw new Error(`No type was found for column ${key}.`);
}

/** Rows worth reading at most: more cannot fit the answer, whatever they hold. */
export function mostRows(options: RenderOptions, limits: Limits): number {
  // The smallest row is `[],`; a formatted one is `{},`.
  return Math.ceil((options.formatAsJson ? limits.formattedBytes : limits.responseBytes) / 3) + 1;
}
