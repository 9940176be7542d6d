/** JSON Lines: `{"kind": …, "record": {…}}` on every line. Read in pieces, so that files may be of any size. */
import { createReadStream } from 'node:fs';
import { isJsonObject } from '@deskfleet/shared/json.ts';
import { isKind, KIND_NAMES } from '../format/kinds.ts';
import { parseRecord } from './json-record.ts';
import type { InputFile, Item, Place, Source } from './place.ts';

const PIECE_BYTES = 1024 * 1024;
const LONGEST_LINE_BYTES = 16 * 1024 * 1024;
const LINE_BREAK = 0x0a;

export function jsonLinesSource(file: InputFile): Source {
  return { file, read: () => readLines(file), notes: () => [] };
}

async function* readLines(file: InputFile): AsyncGenerator<readonly Item[]> {
  let rest: Buffer = Buffer.alloc(0);
  let line = 1;
  let offset = 0;
  const take = (items: Item[], bytes: Buffer): void => {
    const item = lineItem(bytes, { file, line, offset, bytes: bytes.length });
    if (item !== undefined) items.push(item);
    line += 1;
    offset += bytes.length + 1;
  };
  for await (const chunk of createReadStream(file.path, { highWaterMark: PIECE_BYTES }) as AsyncIterable<Buffer>) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const items: Item[] = [];
    let start = 0;
    for (let end = bytes.indexOf(LINE_BREAK); end >= 0; end = bytes.indexOf(LINE_BREAK, start)) {
      take(items, bytes.subarray(start, end));
      start = end + 1;
    }
    rest = Buffer.from(bytes.subarray(start));
    if (rest.length > LONGEST_LINE_BYTES) {
      const place = { file, line, offset };
      yield [...items, { problem: { place, path: [], message: 'is longer than 16 MiB; write one record a line' } }];
      return;
    }
    if (items.length > 0) yield items;
  }
  const last: Item[] = [];
  take(last, rest);
  yield last;
}

const BYTE_ORDER_MARK = '\u{feff}';

function lineItem(bytes: Buffer, place: Place): Item | undefined {
  const body = place.line === 1 && bytes.toString('utf8', 0, 3) === BYTE_ORDER_MARK ? bytes.subarray(3) : bytes;
  if (body.length === 0 || body.toString('latin1').trim() === '') return undefined;
  const parsed = parseRecord(body, place);
  if ('problem' in parsed) return parsed;
  const { value } = parsed;
  const { kind, record, ...rest } = isJsonObject(value) ? value : {};
  const [unknown] = Object.keys(rest);
  if (isKind(kind) && record !== undefined && unknown === undefined) return { kind, value: record, place };
  if (kind === undefined || record === undefined)
    return { problem: { place, path: [], message: 'is not such as {"kind": "product", "record": {…}}' } };
  if (unknown !== undefined)
    return { problem: { place, path: [unknown], message: 'is not known here; give kind and record' } };
  const message = `is ${JSON.stringify(kind)}, which is no kind; give one of: ${KIND_NAMES.join(', ')}`;
  return { problem: { place, path: ['kind'], message } };
}
