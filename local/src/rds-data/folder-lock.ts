/**
 * One process at a time may open a data folder. PGlite takes no lock of its own, and a second process would lose
 * committed rows without any error, so the endpoint keeps a small file with its pid beside the data.
 */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

interface Owner {
  readonly pid: number;
  /** Start time of that process where the system tells it, so that a reused pid is not taken for the owner. */
  readonly started: string | undefined;
}

/** Locks this process holds itself. */
const held = new Set<string>();

function processStart(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the command in brackets and may hold spaces; the start time is field 22.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function readOwner(text: string): Owner | undefined {
  const [pid, started] = text.trim().split(' ');
  const number = Number(pid);
  return Number.isInteger(number) && number > 0 ? { pid: number, started } : undefined;
}

function holdsIt(owner: Owner | undefined, path: string): owner is Owner {
  if (owner === undefined) return false;
  if (owner.pid === process.pid && !held.has(path)) return false;
  if (!isAlive(owner.pid)) return false;
  const started = processStart(owner.pid);
  return started === undefined || owner.started === undefined || started === owner.started;
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Moves a stale lock out of the way, unless another process has replaced it in the meantime. */
function clearStale(path: string, stale: string): void {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  if (readText(aside) !== stale) {
    try {
      linkSync(aside, path);
    } catch {
      // Somebody has taken the lock again already; the next attempt sees it.
    }
  }
  rmSync(aside, { force: true });
}

/**
 * Takes the lock file at `path` and returns what releases it.
 * Throws one line naming the pid when a live process holds it; takes over the lock of a dead one.
 */
export function lockFolder(path: string, folder: string): () => void {
  const mine = `${process.pid} ${processStart(process.pid) ?? ''}\n`;
  for (let attempt = 0; attempt < 10; attempt += 1) {
    try {
      writeFileSync(path, mine, { flag: 'wx' });
      held.add(path);
      return () => {
        held.delete(path);
        if (readText(path) === mine) rmSync(path, { force: true });
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const text = readText(path);
    if (text === undefined) continue;
    const owner = readOwner(text);
    if (holdsIt(owner, path)) {
      throw new Error(
        `The data folder ${folder} is in use by process ${owner.pid}. ` +
          'Stop that process, or set DESKFLEET_DATA_DIR to another folder.',
      );
    }
    clearStale(path, text);
  }
  throw new Error(`The lock file ${path} cannot be taken. Stop other Deskfleet processes and try again.`);
}
