/** Where a record stands in a file, kept small since there is one for every record. */
import type { Kind } from '../format/kinds.ts';
import type { Path } from '../tables.ts';

export interface InputFile {
  readonly path: string;
  readonly format: 'json' | 'jsonl' | 'csv' | 'sqlite';
  /** CSV: what its rows are, from its name. */
  readonly kind?: Kind;
}

export interface Place {
  readonly file: InputFile;
  /** First line of the record, from 1; in an SQLite file the row id. */
  readonly line: number;
  /** Bytes from the beginning of the file, and the record's length; to find a member's line again. */
  readonly offset?: number;
  readonly bytes?: number;
  /** In front of paths: `products[12]` in a JSON document, the table in an SQLite file. */
  readonly prefix?: string;
}

export interface Problem {
  readonly place: Place;
  /** Members from the record to what is wrong. */
  readonly path: Path;
  readonly message: string;
  /** Column in the line, from 1, where it is known at once. */
  readonly column?: number;
}

/** What a reader brings: a record of some kind, or why there is none. */
export type Item =
  | {
      readonly kind: Kind;
      readonly value: unknown;
      readonly place: Place;
      /** Complained about already: only its id counts, so that what refers to it is not complained about too. */
      readonly isBroken?: boolean;
    }
  | { readonly problem: Problem };

export interface Source {
  readonly file: InputFile;
  /** Reads the file from its beginning, in pieces. May be called several times. */
  read(): AsyncIterable<readonly Item[]>;
  /** What could not be taken over, once it has been read. */
  notes(): readonly string[];
}

export const isProblem = (item: Item): item is { readonly problem: Problem } => 'problem' in item;

/** `lines[2].unit_price` */
export function pathText(path: Path): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? part : `${text}.${part}`),
    '',
  );
}
