/**
 * One JSON document with a list for each kind: {"tenant": {…}, "products": […], …}. The document is cut into its records
 * without building it as a whole, so that each record has its line and a broken one does not hide the others.
 */
import { readFile, stat } from 'node:fs/promises';
import { KIND_NAMES, KINDS, kindOfPlural, type Kind } from '../format/kinds.ts';
import { parseRecord } from './json-record.ts';
import type { InputFile, Item, Place, Source } from './place.ts';

const LARGEST_BYTES = 1024 ** 3;
const PIECE = 1_000;

export function jsonDocumentSource(file: InputFile): Source {
  return { file, read: () => readDocument(file), notes: () => [] };
}

async function* readDocument(file: InputFile): AsyncGenerator<readonly Item[]> {
  if ((await stat(file.path)).size > LARGEST_BYTES) {
    const message = 'is larger than 1 GiB; write it as JSON Lines (.jsonl), which is read in pieces';
    yield [{ problem: { place: { file, line: 1 }, path: [], message } }];
    return;
  }
  let items: Item[] = [];
  for (const item of new DocumentCutter(file, await readFile(file.path)).items()) {
    items.push(item);
    if (items.length < PIECE) continue;
    yield items;
    items = [];
  }
  yield items;
}

const code = (character: string): number => character.charCodeAt(0);
const QUOTE = code('"');
const BACKSLASH = code('\\');
const OPEN_OBJECT = code('{');
const CLOSE_OBJECT = code('}');
const OPEN_LIST = code('[');
const CLOSE_LIST = code(']');
const COMMA = code(',');
const COLON = code(':');
const LINE_BREAK = code('\n');
const SPACES = new Set([' ', '\t', '\r', '\n'].map(code));

/** The document breaks off or goes on wrongly here: nothing after it can be told apart. */
class Broken extends Error {}

class DocumentCutter {
  readonly #file: InputFile;
  readonly #bytes: Buffer;
  #at = 0;
  #line = 1;
  #lineStart = 0;

  constructor(file: InputFile, bytes: Buffer) {
    this.#file = file;
    this.#bytes = bytes;
    if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) this.#at = 3;
  }

  *items(): Generator<Item> {
    try {
      this.#expect(OPEN_OBJECT, 'the document is one object: {"products": […], …}');
      if (this.#skipSpace() === CLOSE_OBJECT) this.#at += 1;
      else
        do yield* this.#member();
        while (this.#goesOn(CLOSE_OBJECT));
      if (this.#skipSpace() !== undefined) throw new Broken('goes on after the end of the document');
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      const place: Place = { file: this.#file, line: this.#line };
      yield { problem: { place, path: [], message: error.message, column: this.#at - this.#lineStart + 1 } };
    }
  }

  *#member(): Generator<Item> {
    this.#skipSpace();
    const place: Place = { file: this.#file, line: this.#line };
    const name = this.#memberName();
    this.#expect(COLON, 'a colon is missing');
    const kind = kindOfPlural(name);
    const opens = this.#skipSpace();
    if (kind === undefined || (kind === 'tenant' ? opens !== OPEN_OBJECT : opens !== OPEN_LIST)) {
      this.#skipValue();
      yield { problem: { place, path: [name], message: kind === undefined ? unknownMember() : wrongMember(kind) } };
    } else if (kind === 'tenant') yield this.#record(kind, 'tenant');
    else yield* this.#list(kind, name);
  }

  *#list(kind: Kind, name: string): Generator<Item> {
    this.#at += 1;
    if (this.#skipSpace() === CLOSE_LIST) {
      this.#at += 1;
      return;
    }
    let index = 0;
    do {
      this.#skipSpace();
      yield this.#record(kind, `${name}[${index}]`);
      index += 1;
    } while (this.#goesOn(CLOSE_LIST));
  }

  #record(kind: Kind, prefix: string): Item {
    const line = this.#line;
    const offset = this.#at;
    this.#skipValue();
    const place: Place = { file: this.#file, line, offset, bytes: this.#at - offset, prefix };
    const parsed = parseRecord(this.#bytes.subarray(offset, this.#at), place);
    return 'problem' in parsed ? parsed : { kind, value: parsed.value, place };
  }

  /** Moves to the next byte that is no white space. */
  #skipSpace(): number | undefined {
    for (; SPACES.has(this.#bytes[this.#at] ?? 0); this.#at += 1)
      if (this.#bytes[this.#at] === LINE_BREAK) this.#newLine();
    return this.#bytes[this.#at];
  }

  #newLine(): void {
    this.#line += 1;
    this.#lineStart = this.#at + 1;
  }

  #expect(byte: number, problem: string): void {
    if (this.#skipSpace() !== byte) throw new Broken(`is no JSON: ${problem}`);
    this.#at += 1;
  }

  /** After an element: whether another one follows. */
  #goesOn(close: number): boolean {
    const next = this.#skipSpace();
    if (next !== COMMA && next !== close)
      throw new Broken(next === undefined ? 'is no JSON: the document breaks off' : 'is no JSON: a comma is missing');
    this.#at += 1;
    return next === COMMA;
  }

  #memberName(): string {
    const start = this.#at;
    if (this.#bytes[start] !== QUOTE) throw new Broken('is no JSON: the name of a member is missing');
    this.#skipString();
    const parsed = parseRecord(this.#bytes.subarray(start, this.#at), { file: this.#file, line: this.#line });
    return 'problem' in parsed ? '' : String(parsed.value);
  }

  #skipString(): void {
    for (this.#at += 1; this.#bytes[this.#at] !== QUOTE; this.#at += 1) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined) throw new Broken('is no JSON: a text has no end');
      if (byte === BACKSLASH) this.#at += 1;
      else if (byte === LINE_BREAK) this.#newLine();
    }
    this.#at += 1;
  }

  /** To the end of a value: brackets balanced, texts passed over. What is inside is looked at by the parser. */
  #skipValue(): void {
    const start = this.#at;
    let depth = 0;
    for (;;) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined) throw new Broken('is no JSON: the document breaks off');
      if (byte === QUOTE) this.#skipString();
      else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
        depth += 1;
        this.#at += 1;
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
        if (depth === 0) break;
        depth -= 1;
        this.#at += 1;
        if (depth === 0) return;
      } else if (depth === 0 && (byte === COMMA || (SPACES.has(byte) && this.#at > start))) break;
      else {
        if (byte === LINE_BREAK) this.#newLine();
        this.#at += 1;
      }
      if (depth === 0 && byte === QUOTE) return;
    }
    if (this.#at === start) throw new Broken('is no JSON: a value is missing');
  }
}

const unknownMember = (): string =>
  `is no kind of record; give: ${KIND_NAMES.map((kind) => KINDS[kind].plural).join(', ')}`;
const wrongMember = (kind: Kind): string => (kind === 'tenant' ? 'is no object' : 'is no list of records');
