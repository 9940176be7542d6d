/** Writes records as a JSON document, as JSON Lines, or as a folder of CSV files. A file appears whole or not at all. */
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { csvColumns } from '../format/csv-columns.ts';
import { KIND_NAMES, KINDS, type Kind } from '../format/kinds.ts';
import type { ExportRecord } from './reads.ts';

export const EXPORT_FORMATS = ['json', 'jsonl', 'csv'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface RecordWriter {
  /** Records of one kind come one after the other. */
  write(kind: Kind, records: readonly ExportRecord[]): Promise<void>;
  finish(): Promise<void>;
  /** Leaves nothing behind. */
  abandon(): Promise<void>;
}

/** Where text goes, at the pace at which it is taken. */
export interface TextSink {
  write(text: string): Promise<void>;
  close(): Promise<void>;
  abandon(): Promise<void>;
}

export function openWriter(format: ExportFormat, out: TextSink | { readonly folder: string }): RecordWriter {
  if ('folder' in out) return new CsvWriter(out.folder);
  return format === 'jsonl' ? new JsonLinesWriter(out) : new JsonWriter(out);
}

class JsonLinesWriter implements RecordWriter {
  readonly #sink: TextSink;

  constructor(sink: TextSink) {
    this.#sink = sink;
  }

  async write(kind: Kind, records: readonly ExportRecord[]): Promise<void> {
    await this.#sink.write(records.map((record) => `${JSON.stringify({ kind, record })}\n`).join(''));
  }

  finish(): Promise<void> {
    return this.#sink.close();
  }

  abandon(): Promise<void> {
    return this.#sink.abandon();
  }
}

/** One record a line, so that a complaint about a line leads to its record. */
class JsonWriter implements RecordWriter {
  readonly #sink: TextSink;
  #open: Kind | undefined;

  constructor(sink: TextSink) {
    this.#sink = sink;
  }

  async write(kind: Kind, records: readonly ExportRecord[]): Promise<void> {
    if (records.length === 0) return;
    const lines = records.map((record) => JSON.stringify(record)).join(',\n');
    const name = JSON.stringify(KINDS[kind].plural);
    if (kind === this.#open) await this.#sink.write(`,\n${lines}`);
    else await this.#sink.write(`${this.#end(',')}${kind === 'tenant' ? `${name}: ${lines}` : `${name}: [\n${lines}`}`);
    this.#open = kind;
  }

  async finish(): Promise<void> {
    await this.#sink.write(this.#open === undefined ? '{}\n' : `${this.#end('')}}\n`);
    await this.#sink.close();
  }

  abandon(): Promise<void> {
    return this.#sink.abandon();
  }

  #end(then: string): string {
    if (this.#open === undefined) return '{\n';
    return this.#open === 'tenant' ? `${then}\n` : `\n]${then}\n`;
  }
}

class CsvWriter implements RecordWriter {
  readonly #folder: string;
  readonly #sinks = new Map<Kind, FileSink>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  async write(kind: Kind, records: readonly ExportRecord[]): Promise<void> {
    const columns = csvColumns(kind);
    const cells = records.map((record) => columns.map(({ name }) => cellOf(record, name)));
    await (await this.#sink(kind)).write(csv(cells));
  }

  /** Kinds without a record get their file too, so that none of an earlier export stays behind. */
  async finish(): Promise<void> {
    for (const kind of KIND_NAMES) await this.#sink(kind);
    for (const sink of this.#sinks.values()) await sink.close();
  }

  async abandon(): Promise<void> {
    for (const sink of this.#sinks.values()) await sink.abandon();
  }

  async #sink(kind: Kind): Promise<FileSink> {
    const known = this.#sinks.get(kind);
    if (known !== undefined) return known;
    await mkdir(this.#folder, { recursive: true });
    const made = new FileSink(join(this.#folder, `${KINDS[kind].plural}.csv`));
    this.#sinks.set(kind, made);
    await made.write(csv([csvColumns(kind).map(({ name }) => name)]));
    return made;
  }
}

function csv(rows: string[][]): string {
  return stringify(rows, { record_delimiter: 'windows', quoted_match: /[\r\n]/u });
}

function cellOf(record: ExportRecord, name: string): string {
  const value = name
    .split('.')
    .reduce<unknown>(
      (inner, part) =>
        typeof inner === 'object' && inner !== null ? (inner as Readonly<Record<string, unknown>>)[part] : undefined,
      record,
    );
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Written beside its place and moved there once it is whole. */
export class FileSink implements TextSink {
  readonly #path: string;
  readonly #part: string;
  readonly #stream: WriteStream;
  #failure: unknown;

  constructor(path: string) {
    this.#path = path;
    this.#part = `${path}.part-${process.pid}`;
    this.#stream = createWriteStream(this.#part);
    this.#stream.on('error', (error) => (this.#failure ??= error));
  }

  async write(text: string): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure as Error;
    if (!this.#stream.write(text)) await once(this.#stream, 'drain');
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve, reject) => this.#stream.once('error', reject).end(resolve));
    await rename(this.#part, this.#path);
  }

  async abandon(): Promise<void> {
    this.#stream.destroy();
    await rm(this.#part, { force: true });
  }
}
