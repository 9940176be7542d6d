/** Finds the line and column of a member again, for the few problems that are shown. */
import { open } from 'node:fs/promises';
import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import { positionIn } from './json-record.ts';
import { pathText, type Problem } from './place.ts';

export interface LocatedProblem {
  readonly file: string;
  /** In an SQLite file the number of the row in its table. */
  readonly line: number;
  readonly column?: number;
  /** Such as `orders[2].lines[0].quantity`; a column in CSV. Empty: the whole record. */
  readonly path: string;
  readonly message: string;
}

export async function locate({ place, path, message, column }: Problem): Promise<LocatedProblem> {
  const { file, line, prefix = '' } = place;
  const inRecord = pathText(path);
  const found = { file: file.path, line, message, path: [prefix, inRecord].filter((part) => part !== '').join('.') };
  if (column !== undefined) return { ...found, column };
  if (place.offset === undefined || place.bytes === undefined) return found;
  const text = await slice(file.path, place.offset, place.bytes);
  const root = parseTree(text);
  if (root === undefined) return found;
  for (let length = path.length; length > 0; length -= 1) {
    const node = findNodeAtLocation(root, path.slice(0, length));
    if (node === undefined) continue;
    const position = positionIn(text, (node.parent?.type === 'property' ? node.parent : node).offset);
    return { ...found, line: line + position.line, ...(position.line > 0 ? { column: position.column } : {}) };
  }
  return found;
}

async function slice(path: string, offset: number, bytes: number): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, offset);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}

/** `customers.csv:12: email: is missing` */
export function problemLine({ file, line, column, path, message }: LocatedProblem): string {
  const where = column === undefined ? `${file}:${line}` : `${file}:${line}:${column}`;
  return `${where}: ${path === '' ? '' : `${path} `}${message}`;
}
