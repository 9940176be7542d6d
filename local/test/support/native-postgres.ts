/**
 * A private PostgreSQL for tests: DESKFLEET_TEST_DATABASE_URL if set, else a throw-away cluster made with Debian's own
 * binaries in a temporary folder, on a free port, as a user other than root.
 */
import { execFile, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface NativePostgres {
  readonly url: string;
  stop(): Promise<void>;
}

const run = promisify(execFile);
const BINARIES = '/usr/lib/postgresql';

function findBinaries(): string | undefined {
  if (!existsSync(BINARIES)) return undefined;
  const versions = readdirSync(BINARIES).sort((a, b) => Number(b) - Number(a));
  return versions.map((version) => join(BINARIES, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')));
}

/** Whether the native half can run here; when CI or DESKFLEET_REQUIRE_NATIVE_PG asks for it, it must. */
export function nativePostgresAvailable(): boolean {
  return (process.env['DESKFLEET_TEST_DATABASE_URL'] ?? '') !== '' || findBinaries() !== undefined;
}

export const nativePostgresRequired = (): boolean =>
  process.env['CI'] === 'true' || process.env['DESKFLEET_REQUIRE_NATIVE_PG'] === '1';

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}

/** PostgreSQL refuses to run as root; `nobody` exists everywhere. */
async function unprivileged(): Promise<{ prefix: string[]; uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map(async (flag) => Number((await run('id', [flag, 'nobody'])).stdout)),
  );
  return { prefix: ['runuser', '-u', 'nobody', '--'], uid: uid ?? 65_534, gid: gid ?? 65_534 };
}

async function waitUntilReady(bin: string, port: number, attempts = 200): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    try {
      await run(join(bin, 'pg_isready'), ['-q', '-h', '127.0.0.1', '-p', String(port)]);
      return;
    } catch {
      // Not yet: pg_isready itself takes some milliseconds, which is the pause between two looks.
    }
  }
  throw new Error('The native PostgreSQL did not start.');
}

/** Starts (or names) a native PostgreSQL. Throws when none is available. */
export async function startNativePostgres(): Promise<NativePostgres> {
  const given = process.env['DESKFLEET_TEST_DATABASE_URL'];
  if (given !== undefined && given !== '') return { url: given, stop: () => Promise.resolve() };
  const bin = findBinaries();
  if (bin === undefined) {
    throw new Error("No native PostgreSQL: install Debian's postgresql package or set DESKFLEET_TEST_DATABASE_URL.");
  }
  const folder = mkdtempSync(join(tmpdir(), 'deskfleet-pg-'));
  const user = await unprivileged();
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const command = (program: string, ...args: string[]): [string, string[]] => {
    const [first = '', ...rest] = [...(user?.prefix ?? []), join(bin, program), ...args];
    return [first, rest];
  };
  await run(
    ...command('initdb', '-D', data, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'),
    { cwd: folder },
  );
  const port = await freePort();
  const server = spawn(...command('postgres', '-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', '', '-F'), {
    cwd: folder,
    stdio: 'ignore',
  });
  // A run that is cut short must not leave a server behind.
  const killServer = (): void => {
    server.kill('SIGTERM');
  };
  process.once('exit', killServer);
  const ended = new Promise((resolve) => {
    server.once('exit', resolve);
  });
  const stop = async (): Promise<void> => {
    // -m immediate: nothing in this cluster is worth a checkpoint.
    await run(...command('pg_ctl', 'stop', '-D', data, '-m', 'immediate'), { cwd: folder }).catch(() => server.kill());
    await ended;
    process.removeListener('exit', killServer);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await waitUntilReady(bin, port);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, stop };
}
