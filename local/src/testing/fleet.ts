/** A whole fleet as `npm start` runs it, on ports and in a folder of its own, for end-to-end tests. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { chatReplySchema, type ChatReply } from '@deskfleet/shared/conversation/reply.ts';
import type { AgentName } from '@deskfleet/shared/fleet.ts';
import { settingsTable } from '@deskfleet/shared/settings.ts';
import { busyPorts } from '../fleet/busy-ports.ts';
import { allPorts, BEDROCK_PORT, RDS_DATA_PORT, blockedPort } from '../ports.ts';
import { onRunEnd } from './harness.ts';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const toldSchema = z.object({
  type: z.string(),
  url: z.string().optional(),
  message: z.string().optional(),
  pids: z.record(z.string(), z.number()).optional(),
  name: z.string().optional(),
  pid: z.number().optional(),
});
const tokenSchema = z.object({ token: z.string() });
const callSchema = z.looseObject({ agent: z.string().optional(), state: z.string() });

export interface StartedProcess {
  /** What the program told its parent: ready or failed. */
  readonly told: z.infer<typeof toldSchema>;
  readonly process: ChildProcess;
  /** Everything written to the terminal so far. */
  output(): string;
  readonly exited: Promise<number | null>;
}

/** This process's environment without what other tests in it have set for agents. */
export function bareEnvironment(): NodeJS.ProcessEnv {
  const foreign = (name: string): boolean =>
    name in settingsTable || name.startsWith('AWS_') || name === 'NODE_V8_COVERAGE' || name === 'DATABASE_URL';
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign(name)));
}

/** Runs a program of scripts/run.mjs until it is ready, has failed, or has ended. */
export function runProgram(
  argv: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<StartedProcess> {
  const child = spawn(process.execPath, [join(ROOT, 'scripts/run.mjs'), ...argv], {
    cwd: ROOT,
    env: { ...bareEnvironment(), ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  return new Promise((resolve) => {
    const answer = (told: z.infer<typeof toldSchema>): void =>
      resolve({ told, process: child, output: () => output, exited });
    child.on('message', (message) => {
      const told = toldSchema.parse(message);
      if (told.type !== 'restarted') answer(told);
    });
    void exited.then(() => answer({ type: 'ended' }));
  });
}

export interface ChatOptions {
  /** A demo customer; left out for a visitor. */
  readonly as?: string;
  readonly conversation?: string;
  readonly key?: string;
}

export interface StreamPart {
  readonly type: string;
  readonly delta?: string;
  readonly data?: unknown;
  readonly messageMetadata?: unknown;
  readonly errorText?: string;
}

export class Fleet {
  readonly url: string;
  readonly bedrock: string;
  readonly rdsData: string;
  readonly dataDir: string;
  readonly portOffset: number;
  readonly started: StartedProcess;
  readonly #tokens = new Map<string, Promise<string>>();
  readonly #pids: Record<string, number>;

  constructor(started: StartedProcess, dataDir: string, offset: number) {
    this.started = started;
    this.dataDir = dataDir;
    this.portOffset = offset;
    this.url = started.told.url ?? '';
    this.bedrock = `http://127.0.0.1:${BEDROCK_PORT + offset}/_admin`;
    this.rdsData = `http://127.0.0.1:${RDS_DATA_PORT + offset}/_admin`;
    this.#pids = { ...started.told.pids };
    started.process.on('message', (message) => {
      const { type, name, pid } = toldSchema.parse(message);
      if (type === 'restarted' && name !== undefined && pid !== undefined) this.#pids[name] = pid;
    });
  }

  /** Ends an agent as a crash would. @returns a promise of its being back, made before it is ended. */
  kill(name: AgentName): { readonly back: Promise<void> } {
    const pid = this.#pids[name];
    if (pid === undefined) throw new Error(`no process named ${name}`);
    const back = new Promise<void>((resolve) => {
      const listen = (message: unknown): void => {
        if (toldSchema.parse(message).name !== name) return;
        this.started.process.off('message', listen);
        resolve();
      };
      this.started.process.on('message', listen);
    });
    process.kill(pid, 'SIGKILL');
    return { back };
  }

  token(customer: string): Promise<string> {
    const known =
      this.#tokens.get(customer) ??
      this.post('/local/token', { customer_id: customer }).then(
        async (response) => tokenSchema.parse(await response.json()).token,
      );
    this.#tokens.set(customer, known);
    return known;
  }

  async headers(options: ChatOptions): Promise<Record<string, string>> {
    return {
      'content-type': 'application/json',
      ...(options.as === undefined ? {} : { authorization: `Bearer ${await this.token(options.as)}` }),
      ...(options.key === undefined ? {} : { 'idempotency-key': options.key }),
    };
  }

  post(
    path: string,
    body: unknown,
    headers: Readonly<Record<string, string>> = { 'content-type': 'application/json' },
  ): Promise<Response> {
    return fetch(`${this.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  /** The raw answer to a chat call. */
  async ask(message: string, options: ChatOptions = {}): Promise<Response> {
    return this.post(
      '/supervisor/chat',
      { message, conversation_id: options.conversation },
      await this.headers(options),
    );
  }

  /** The JSON reply. @throws {Error} with the problem when there is none. */
  async chat(message: string, options: ChatOptions = {}): Promise<ChatReply> {
    const response = await this.ask(message, options);
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.status} ${text}`);
    return chatReplySchema.parse(JSON.parse(text));
  }

  /** The parts of a streamed answer as they arrive; `signal` leaves in the middle. */
  async *stream(
    message: string,
    options: ChatOptions & { readonly signal?: AbortSignal } = {},
  ): AsyncGenerator<StreamPart, void> {
    const response = await fetch(`${this.url}/supervisor/chat`, {
      method: 'POST',
      headers: { ...(await this.headers(options)), accept: 'text/event-stream' },
      body: JSON.stringify({ message, conversation_id: options.conversation }),
      ...(options.signal ? { signal: options.signal } : {}),
    });
    if (!response.ok || !response.body) throw new Error(`${response.status} ${await response.text()}`);
    let rest = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      const events = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
      rest = events.pop() ?? '';
      for (const event of events) {
        if (event.startsWith('data: {')) yield JSON.parse(event.slice('data: '.length)) as StreamPart;
      }
    }
  }

  /** A call of the model endpoint's admin API. */
  async model(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${this.bedrock}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
    return response.json();
  }

  /** Waits until the model endpoint has a call of that agent in that state. */
  async modelCall(agent: AgentName, state: string): Promise<z.infer<typeof callSchema>> {
    return callSchema.parse(await this.model('GET', `/wait?agent=${agent}&state=${state}`));
  }

  async stop(): Promise<number | null> {
    this.started.process.kill('SIGTERM');
    return this.started.exited;
  }
}

/** Fleets a multiple of this apart share no port; the highest stays below the system's own range. */
const OFFSET_STEP = 100;
const OFFSETS = 200;
let next = process.pid % OFFSETS;

/** An offset at which every port of a fleet is free. */
async function freeOffset(): Promise<number> {
  for (let tried = 0; tried < OFFSETS; tried += 1) {
    const offset = OFFSET_STEP + (next++ % OFFSETS) * OFFSET_STEP;
    if (blockedPort(offset) !== undefined) continue;
    if ((await busyPorts(allPorts(offset))).length === 0) return offset;
  }
  throw new Error('no free ports for another fleet');
}

/** Starts a fleet that is stopped at the end of the run at the latest. @throws {Error} with the line it failed with. */
export async function startFleet(
  options: { readonly dataDir?: string; readonly environment?: Readonly<Record<string, string>> } = {},
): Promise<Fleet> {
  const offset = await freeOffset();
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'deskfleet-fleet-'));
  const started = await runProgram(
    ['start', '--port-offset', String(offset), '--data-dir', dataDir],
    options.environment,
  );
  if (started.told.type !== 'ready')
    throw new Error(`the fleet did not start: ${started.told.message ?? ''}\n${started.output()}`);
  const fleet = new Fleet(started, dataDir, offset);
  onRunEnd(async () => {
    await fleet.stop();
    if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
  });
  return fleet;
}

let shared: Promise<Fleet> | undefined;

/** One fleet for all end-to-end tests that leave it as it was. */
export function sharedFleet(): Promise<Fleet> {
  return (shared ??= startFleet());
}
