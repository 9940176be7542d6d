/** Which files of the command line are read, and how. */
import { open, readdir, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { KIND_NAMES, KINDS, kindOfPlural } from '../format/kinds.ts';
import { UsageError } from '../usage.ts';
import { csvSource } from './csv.ts';
import { jsonDocumentSource } from './json-document.ts';
import { jsonLinesSource } from './json-lines.ts';
import type { Source } from './place.ts';
import { sqliteSource } from './sqlite.ts';

const EXTENSIONS = ['.csv', '.json', '.jsonl', '.ndjson', '.db', '.sqlite', '.sqlite3'];
const SQLITE_MAGIC = 'SQLite format 3\0';

/** In an order in which rows find what they refer to. @throws {UsageError} for what is no file of the format. */
export async function openSources(paths: readonly string[]): Promise<readonly Source[]> {
  const files = (await Promise.all(paths.map(filesOf))).flat();
  const sources = await Promise.all(files.map(sourceOf));
  const stage = ({ file }: Source): number => (file.kind === undefined ? 0 : KINDS[file.kind].stage);
  return sources.toSorted((a, b) => stage(a) - stage(b));
}

async function filesOf(path: string): Promise<readonly string[]> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new UsageError(`There is no file ${path}.`);
  if (!found.isDirectory()) return [path];
  const names = (await readdir(path)).filter((name) => EXTENSIONS.includes(extname(name).toLowerCase())).sort();
  if (names.length === 0) throw new UsageError(`The folder ${path} holds no file of ${EXTENSIONS.join(', ')}.`);
  return names.map((name) => join(path, name));
}

async function sourceOf(path: string): Promise<Source> {
  if ((await beginning(path)) === SQLITE_MAGIC) return sqliteSource({ path, format: 'sqlite' });
  switch (extname(path).toLowerCase()) {
    case '.json':
      return jsonDocumentSource({ path, format: 'json' });
    case '.jsonl':
    case '.ndjson':
      return jsonLinesSource({ path, format: 'jsonl' });
    case '.csv': {
      const name = basename(path).replace(/\.csv$/iu, '');
      const kind = kindOfPlural(name);
      if (kind !== undefined) return csvSource({ path, format: 'csv', kind });
      const names = KIND_NAMES.map((one) => `${KINDS[one].plural}.csv`).join(', ');
      throw new UsageError(`The name of ${path} does not say what is in it. CSV files are called: ${names}.`);
    }
    default:
      throw new UsageError(`${path} is no file that can be imported: give ${EXTENSIONS.join(', ')}.`);
  }
}

async function beginning(path: string): Promise<string> {
  const file = await open(path).catch((error: unknown) => {
    throw new UsageError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(SQLITE_MAGIC.length), 0, SQLITE_MAGIC.length, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await file.close();
  }
}
