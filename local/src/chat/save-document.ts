/** A page or download of an agent becomes a file. Nothing that is there already is overwritten. */
import { open, rm, type FileHandle } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { BROKEN_OFF, ChatFailure } from './failure.ts';

const MOST_NAMES = 100;

/** @returns where it is. @throws {ChatFailure} when it broke off, or cannot be written; no half file is left then. */
export async function saveDocument(path: string, response: Response, directory: string): Promise<string> {
  const { file, target } = await newFile(directory, fileName(path, response.headers));
  try {
    await pipeline(Readable.from(response.body ?? []), file.createWriteStream());
    return target;
  } catch (error) {
    await rm(target, { force: true });
    if (error instanceof Error && 'syscall' in error) throw cannotWrite(target, error);
    throw new ChatFailure(
      { ...BROKEN_OFF, title: 'The connection broke off before everything was there. Try again.' },
      error,
    );
  }
}

/** The name that the agent gave it, or the end of its path. No name leads into another folder. */
export function fileName(path: string, headers: Headers): string {
  const given = /filename="([^"]+)"/u.exec(headers.get('content-disposition') ?? '')?.[1];
  const type = headers.get('content-type') ?? '';
  const ending = type.startsWith('text/html') ? '.html' : type.includes('json') ? '.json' : '';
  const name = given ?? path.split('/').slice(-2).join('-') + ending;
  const safe = name.replaceAll(/[^\w.-]+/gu, '_').replace(/^\.+/u, '');
  return safe === '' ? 'document' : safe;
}

/** For its owner's eyes only: it holds personal data. */
async function newFile(directory: string, name: string): Promise<{ file: FileHandle; target: string }> {
  const ending = extname(name);
  for (let number = 1; ; number += 1) {
    const target = join(
      directory,
      number === 1 ? name : `${name.slice(0, name.length - ending.length)}-${number}${ending}`,
    );
    try {
      return { file: await open(target, 'wx', 0o600), target };
    } catch (error) {
      const taken = error instanceof Error && 'code' in error && error.code === 'EEXIST';
      if (!taken || number >= MOST_NAMES) throw cannotWrite(target, error);
    }
  }
}

function cannotWrite(target: string, error: unknown): ChatFailure {
  const why = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return new ChatFailure({ code: 'not_saved', title: `${target} cannot be written (${why}).`, retry: false }, error);
}
