/**
 * Runs an image's content as a container would: the agent is process 1, nobody in particular, sees nothing of the
 * repository and can write nothing. Needs root and Linux's namespaces for all of it; what is missing is left out.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ROOT } from './dockerfile.ts';

const NOBODY = 65534;
const root = process.getuid?.() === 0;

/** Whether this machine lets a process be alone. */
export const canIsolate = root && spawnSync('unshare', ['--mount', '--pid', '--fork', 'true']).status === 0;

const toldSchema = z.object({ type: z.string(), port: z.number().optional(), message: z.string().optional() });

/** Takes all rights to write from a folder, and gives it to root as the builder does. */
export function makeReadOnly(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) makeReadOnly(path);
    else chmodSync(path, 0o444);
  }
  if (root) chownSync(folder, 0, 0);
  chmodSync(folder, 0o555);
}

export interface Container {
  readonly port: number;
  /** Everything the agent has written to its output so far. */
  output(): string;
  /** Sends a signal to the agent itself. @returns its exit code. */
  stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>;
}

function spawnAlone(
  folder: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
  ipc: boolean,
): ChildProcess {
  const env = { PATH: process.env['PATH'] ?? '', ...environment };
  const stdio = ['ignore' as const, 'pipe' as const, 'pipe' as const, ...(ipc ? (['ipc'] as const) : [])];
  if (!canIsolate) {
    const [program = '', ...argv] = words;
    return spawn(program, argv, { cwd: folder, env, stdio, ...(root ? { uid: NOBODY, gid: NOBODY } : {}) });
  }
  const inside = `mount -t tmpfs none "$0" && exec setpriv --reuid=${NOBODY} --regid=${NOBODY} --clear-groups "$@"`;
  const argv = ['--mount', '--pid', '--fork', '--kill-child', 'sh', '-c', inside, ROOT, ...words];
  return spawn('unshare', argv, { cwd: folder, env, stdio });
}

/** The process that a signal is meant for: with namespaces the child of `unshare`. */
function agentPid(child: ChildProcess): number {
  const pid = child.pid ?? 0;
  if (!canIsolate) return pid;
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim());
}

/** Starts the agent and waits until it listens. @throws {Error} with what it said when it does not. */
export async function startContainer(
  folder: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Container> {
  const child = spawnAlone(folder, words, environment, true);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exited = new Promise<number | null>((done) => child.once('close', done));
  const told = await new Promise<z.infer<typeof toldSchema>>((done) => {
    child.once('message', (message) => done(toldSchema.parse(message)));
    void exited.then(() => done({ type: 'ended' }));
  });
  if (told.type !== 'ready' || told.port === undefined) throw new Error(`the agent did not start: ${output}`);
  return {
    port: told.port,
    output: () => output,
    stop: (signal) => {
      if (child.exitCode === null) process.kill(agentPid(child), signal);
      return exited;
    },
  };
}

/** Runs a command inside to its end, as a container's health check is. */
export async function runInside(
  folder: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawnAlone(folder, words, environment, false);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((done) => child.once('close', done));
  return { code, output };
}
