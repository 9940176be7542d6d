/** The folder an embedded database lives in: its lock, its half-made and its temporary forms. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockFolder } from './folder-lock.ts';

const PREFIX = 'deskfleet-db-';
const LOCK = 'database.lock';

export interface DataFolder {
  /** Folder the caller named, or the temporary one. */
  readonly root: string;
  /** Folder PostgreSQL's own files are in. */
  readonly pgdata: string;
  /** True when there is no database in it yet. */
  readonly isNew: boolean;
  /** Marks the database as fully made. */
  complete(): void;
  /** Gives the lock back and removes a temporary folder. */
  release(): void;
}

/** Removes the temporary folders of processes that were killed. One without a lock is only just being made. */
function sweepTemporary(): void {
  for (const entry of readdirSync(tmpdir())) {
    const folder = join(tmpdir(), entry);
    if (!entry.startsWith(PREFIX) || !existsSync(join(folder, LOCK))) continue;
    try {
      lockFolder(join(folder, LOCK), folder)();
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // In use, or another user's.
    }
  }
}

/**
 * Opens `dataDir`, or a private temporary folder when undefined. "In memory" is a temporary folder on purpose: a
 * statement that must be ended takes the whole database process with it, and committed rows have to survive that.
 * Throws when a live process holds the folder.
 */
export function openDataFolder(dataDir: string | undefined): DataFolder {
  if (dataDir === undefined) sweepTemporary();
  const root = dataDir ?? mkdtempSync(join(tmpdir(), PREFIX));
  mkdirSync(root, { recursive: true });
  const unlock = lockFolder(join(root, LOCK), root);
  const pgdata = join(root, 'pgdata');
  const marker = join(root, 'database.complete');
  const isNew = !existsSync(marker);
  // Without the marker the first start was cut short, so nothing of the user's can be in it.
  if (isNew) rmSync(pgdata, { recursive: true, force: true });
  const remove = (): void => {
    rmSync(root, { recursive: true, force: true });
  };
  if (dataDir === undefined) process.once('exit', remove);
  return {
    root,
    pgdata,
    isNew,
    complete: () => {
      writeFileSync(marker, 'made\n');
    },
    release: () => {
      unlock();
      if (dataDir !== undefined) return;
      process.removeListener('exit', remove);
      remove();
    },
  };
}
