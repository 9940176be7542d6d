/** The numbered .sql files of a folder, read and checked before anything is sent to the database. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { splitStatements, UnterminatedError, type FileStatement } from './split-statements.ts';

export interface MigrationFile {
  /** The number in front of the name. */
  readonly id: number;
  /** File name without `.sql`, such as `0010_conversations`. */
  readonly name: string;
  /** SHA-256 of the text, hexadecimal; line endings do not count. */
  readonly checksum: string;
  readonly statements: readonly FileStatement[];
  /** Extensions the file waits for: `-- requires-extension: vector` above its first statement. */
  readonly extensions: readonly string[];
}

/** Migrations cannot go on. The message has one line a problem and says what to do. */
export class MigrationError extends Error {
  constructor(problems: readonly string[], cause?: unknown) {
    super(problems.join('\n'), { cause });
    this.name = 'MigrationError';
  }
}

const LONGEST_STATEMENT = 65_536;

/** In the order of their numbers. @throws {MigrationError} for names, numbers and texts that cannot be right. */
export async function readMigrations(folder: string): Promise<readonly MigrationFile[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new MigrationError([`The migrations folder ${folder} cannot be read.`], cause);
  });
  const problems: string[] = [];
  const files: MigrationFile[] = [];
  for (const fileName of names.filter((name) => name.endsWith('.sql')).sort()) {
    const file = readMigration(fileName, await readFile(path.join(folder, fileName), 'utf8'), problems);
    if (file === undefined) continue;
    const twin = files.find(({ id }) => id === file.id);
    if (twin !== undefined)
      problems.push(`${fileName} and ${twin.name}.sql have the same number: give one of them the next free one.`);
    files.push(file);
  }
  if (problems.length > 0) throw new MigrationError(problems);
  return files.sort((a, b) => a.id - b.id);
}

function readMigration(fileName: string, raw: string, problems: string[]): MigrationFile | undefined {
  const number = /^(\d{4})_[a-z0-9_]+\.sql$/.exec(fileName)?.[1];
  if (number === undefined) {
    problems.push(`${fileName} is no name for a migration: use NNNN_snake_name.sql.`);
    return undefined;
  }
  const text = raw.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  try {
    const statements = splitStatements(text);
    const tooLong = statements.find((statement) => statement.text.length > LONGEST_STATEMENT);
    if (tooLong !== undefined) {
      problems.push(
        `${fileName}: the statement on line ${String(tooLong.line)} is longer than the Data API takes (65,536 characters): split it.`,
      );
    }
    return {
      id: Number(number),
      name: fileName.slice(0, -'.sql'.length),
      checksum: createHash('sha256').update(text).digest('hex'),
      statements,
      extensions: extensionsOf(text),
    };
  } catch (error) {
    if (!(error instanceof UnterminatedError)) throw error;
    problems.push(`${fileName}: ${error.message}.`);
    return undefined;
  }
}

function extensionsOf(text: string): readonly string[] {
  const head = /^(?:\s*--[^\n]*(?:\n|$))*/.exec(text)?.[0] ?? '';
  return [...head.matchAll(/--[ \t]*requires-extension:[ \t]*([^\n]*)/g)].flatMap(([, names = '']) =>
    names.split(/[\s,]+/).filter((name) => name !== ''),
  );
}
