/** CSV as in RFC 4180: one file a kind, its columns named in the first line. */
import { createReadStream } from 'node:fs';
import { CsvError, parse, type InfoRecord } from 'csv-parse';
import { csvColumns, type CsvColumn } from '../format/csv-columns.ts';
import type { Kind } from '../format/kinds.ts';
import type { InputFile, Item, Place, Problem, Source } from './place.ts';

const PIECE_BYTES = 1024 * 1024;
const LONGEST_ROW_BYTES = 16 * 1024 * 1024;

export function csvSource(file: InputFile & { readonly kind: Kind }): Source {
  return { file, read: () => readCsv(file), notes: () => [] };
}

async function* readCsv(file: InputFile & { readonly kind: Kind }): AsyncGenerator<readonly Item[]> {
  const rows = new Rows(file);
  let failure: Error | undefined;
  const parser = parse({
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    max_record_size: LONGEST_ROW_BYTES,
    // Taken here and not from the stream, which would lose the rows before a broken one.
    on_record: (record: string[], { lines }: InfoRecord) => {
      rows.take(record, lines);
      return null;
    },
  });
  parser.on('error', (error) => (failure ??= error));
  parser.resume();
  for await (const chunk of createReadStream(file.path, { highWaterMark: PIECE_BYTES })) {
    await new Promise<void>((resolve) => parser.write(chunk, () => resolve()));
    yield rows.drain();
    if (failure !== undefined) break;
  }
  if (failure === undefined) await new Promise<void>((resolve) => parser.once('close', resolve).end());
  if (failure !== undefined) rows.broken(failure);
  rows.end();
  yield rows.drain();
}

/** A column of the file: one of the format, or one member of a map such as `options.color`. */
interface FileColumn {
  readonly column: CsvColumn;
  readonly member: string | undefined;
}

class Rows {
  readonly #file: InputFile & { readonly kind: Kind };
  #items: Item[] = [];
  #columns: readonly (FileColumn | undefined)[] | undefined;
  #line = 0;
  #overcounted = 0;

  constructor(file: InputFile & { readonly kind: Kind }) {
    this.#file = file;
  }

  drain(): readonly Item[] {
    const items = this.#items;
    this.#items = [];
    return items;
  }

  /** `counted` is the parser's count of lines up to the end of this row; it takes CRLF inside quotes for two lines. */
  take(cells: readonly string[], counted: number): void {
    const count = (pattern: RegExp): number => cells.reduce((sum, cell) => sum + (cell.match(pattern)?.length ?? 0), 0);
    this.#overcounted += count(/\r\n/gu);
    this.#line = counted - this.#overcounted;
    const place: Place = { file: this.#file, line: this.#line - count(/\r\n|\n|\r/gu) };
    if (this.#columns === undefined) this.#columns = this.#header(cells, place);
    else this.#row(cells, this.#columns, place);
  }

  end(): void {
    if (this.#columns === undefined)
      this.#complain({ file: this.#file, line: 1 }, 'is empty; the first line names the columns');
  }

  broken(error: Error): void {
    const line =
      error instanceof CsvError && typeof error['lines'] === 'number'
        ? error['lines'] - this.#overcounted
        : this.#line + 1;
    this.#columns ??= [];
    this.#complain({ file: this.#file, line }, `is no CSV: ${error.message}`);
  }

  #header(names: readonly string[], place: Place): readonly (FileColumn | undefined)[] {
    const known = csvColumns(this.#file.kind);
    if (names.length === 1 && names[0]?.includes(';') === true) {
      this.#complain(place, 'is separated by semicolons; separate columns by commas');
      return [];
    }
    const columns = names.map((name, at): FileColumn | undefined => {
      const found =
        known.find((column) => column.name === name) ??
        known.find((column) => column.type === 'map' && name.startsWith(`${column.name}.`));
      if (found === undefined || names.indexOf(name) !== at)
        this.#complain(place, found === undefined ? unknownColumn(known) : 'is named twice', [name]);
      return found && { column: found, member: found.name === name ? undefined : name.slice(found.name.length + 1) };
    });
    for (const { name } of known.filter((column) => column.needed && !names.includes(column.name)))
      this.#complain(place, 'is missing among the columns', [name]);
    return columns;
  }

  #row(cells: readonly string[], columns: readonly (FileColumn | undefined)[], place: Place): void {
    if (columns.length === 0) return;
    if (cells.length !== columns.length)
      return this.#complain(place, `has ${cells.length} cells, but the first line names ${columns.length} columns`);
    const record: Record<string, unknown> = {};
    const problems: string[] = [];
    columns.forEach((named, at) => {
      const cell = cells[at] ?? '';
      if (named === undefined || cell === '') return;
      const { column, member } = named;
      const read = member === undefined ? readCell(cell, column) : { value: cell };
      if ('problem' in read) {
        problems.push(read.problem);
        this.#complain(place, read.problem, [column.name]);
      } else
        put(record, member === undefined ? column.name.split('.') : [...column.name.split('.'), member], read.value);
    });
    this.#items.push({ kind: this.#file.kind, value: record, place, isBroken: problems.length > 0 });
  }

  #complain(place: Place, message: string, path: Problem['path'] = []): void {
    this.#items.push({ problem: { place, path, message } });
  }
}

function put(record: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [first = '', ...rest] = path;
  if (rest.length === 0) {
    record[first] = value;
    return;
  }
  const inner = record[first];
  const next = typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : {};
  record[first] = next;
  put(next, rest, value);
}

function unknownColumn(known: readonly CsvColumn[]): string {
  const names = known.map(({ name, type }) => (type === 'map' ? `${name}, ${name}.NAME` : name));
  return `is no column of this file; known: ${names.join(', ')}`;
}

type Cell = { readonly value: unknown } | { readonly problem: string };

function readCell(cell: string, { type }: CsvColumn): Cell {
  switch (type) {
    case 'text':
      return { value: cell };
    case 'integer':
      return /^-?\d{1,15}$/u.test(cell) ? { value: Number(cell) } : { problem: `is ${shown(cell)}, no whole number` };
    case 'number':
      return /^-?\d{1,15}(\.\d{1,10})?$/u.test(cell)
        ? { value: Number(cell) }
        : { problem: `is ${shown(cell)}, no number` };
    case 'boolean':
      return /^(true|false)$/iu.test(cell)
        ? { value: cell.toLowerCase() === 'true' }
        : { problem: `is ${shown(cell)}; write true or false` };
    case 'map':
    case 'json':
      try {
        return { value: JSON.parse(cell) as unknown };
      } catch {
        return { problem: `is ${shown(cell)}, no JSON` };
      }
  }
}

function shown(cell: string): string {
  return JSON.stringify(cell.length > 40 ? `${cell.slice(0, 40)}…` : cell);
}
