/**
 * A fleet whose agents are processes that can be replaced while customers chat, as a rolling deployment does it: the
 * next task starts beside the one before, the load balancer turns to it, the one before is stopped. Load balancer and
 * service discovery are the laptop's gateway; it, the database and the model endpoint are in the test's process.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import { AGENT_NAMES, type AgentName } from '@deskfleet/shared/fleet.ts';
import { startBedrock, type RunningBedrock } from '../bedrock/start.ts';
import { AGENTS } from '../docs/tools-doc.ts';
import { createGateway } from '../gateway/gateway.ts';
import { agentEnvironment } from '../identity.ts';
import { bareEnvironment, ROOT, runProgram } from './fleet.ts';
import { onRunEnd, sharedWorld, type World } from './harness.ts';
import { startTokenIssuer, type TokenIssuer } from './token-issuer.ts';

const HOST = '127.0.0.1';
const toldSchema = z.object({ type: z.string(), port: z.number().optional(), message: z.string().optional() });

/** One process of an agent. */
class Task {
  readonly process: ChildProcess;
  readonly exited: Promise<number | null>;
  #output = '';

  constructor(name: AgentName, environment: NodeJS.ProcessEnv) {
    this.process = spawn(process.execPath, ['--enable-source-maps', join(ROOT, `dist/agents/${name}/main.js`)], {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const keep = (chunk: Buffer): void => {
      this.#output += chunk.toString();
    };
    this.process.stdout?.on('data', keep);
    this.process.stderr?.on('data', keep);
    this.exited = new Promise((resolve) => this.process.once('exit', resolve));
  }

  /** Everything it has logged so far. */
  get output(): string {
    return this.#output;
  }

  /** @throws {Error} with what it said when it does not start */
  ready(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.process.once('message', (message) => {
        const told = toldSchema.parse(message);
        if (told.type === 'ready') resolve();
        else reject(new Error(told.message ?? this.#output));
      });
      void this.exited.then(() => reject(new Error(this.#output)));
    });
  }

  /** SIGTERM; resolves once the process has said that it stops. */
  stop(): Promise<void> {
    const said = new Promise<void>((resolve) => {
      const look = (): void => {
        if (this.#output.includes('"stopping"')) resolve();
      };
      this.process.stdout?.on('data', look);
      void this.exited.then(() => resolve());
    });
    this.process.kill('SIGTERM');
    return said;
  }
}

export class RollingFleet {
  readonly world: World;
  readonly bedrock: RunningBedrock;
  readonly issuer: TokenIssuer;
  readonly #gateway: Server;
  readonly #environment: Readonly<Record<string, string | undefined>>;
  readonly #tasks = new Map<AgentName, { readonly task: Task; readonly url: string }>();

  constructor(
    world: World,
    bedrock: RunningBedrock,
    issuer: TokenIssuer,
    gateway: (urlOf: (agent: AgentName) => string) => Server,
    environment: Readonly<Record<string, string>>,
  ) {
    this.world = world;
    this.bedrock = bedrock;
    this.issuer = issuer;
    this.#gateway = gateway((agent) => this.urlOf(agent));
    this.#environment = { ...environment, AGENT_URL_TEMPLATE: this.url };
  }

  /** Of the load balancer. */
  get url(): string {
    return `http://${HOST}:${(this.#gateway.address() as AddressInfo).port}`;
  }

  /** The task that the load balancer sends requests to. */
  urlOf(agent: AgentName): string {
    return this.#tasks.get(agent)?.url ?? '';
  }

  /** Starts a task of each agent. */
  async start(): Promise<void> {
    await Promise.all(AGENT_NAMES.map(async (name) => this.#tasks.set(name, await this.#startTask(name))));
  }

  /**
   * Replaces the task of an agent; the load balancer hears of it last.
   * @param unheard what happens after the task before was told to stop, and before requests go to the next one
   * @returns the exit code of the task before
   */
  async replace(
    name: AgentName,
    unheard: () => Promise<unknown>,
  ): Promise<{ readonly exited: Promise<number | null> }> {
    const before = this.#tasks.get(name);
    if (before === undefined) throw new Error(`${name} does not run`);
    const next = await this.#startTask(name);
    await before.task.stop();
    await unheard();
    this.#tasks.set(name, next);
    // Nobody sends it anything any more, so it need not wait for that.
    before.task.process.kill('SIGTERM');
    return before.task;
  }

  /** Ends the task of an agent as a crash would; the next one is there when this resolves. */
  async crash(name: AgentName): Promise<void> {
    const before = this.#tasks.get(name);
    if (before === undefined) throw new Error(`${name} does not run`);
    before.task.process.kill('SIGKILL');
    await before.task.exited;
    this.#tasks.set(name, await this.#startTask(name));
  }

  async close(): Promise<void> {
    const tasks = [...this.#tasks.values()];
    // Without its parent a task stops at once.
    for (const { task } of tasks) if (task.process.connected) task.process.disconnect();
    await Promise.all(tasks.map(({ task }) => task.exited));
    this.#gateway.closeAllConnections();
    await Promise.all([
      new Promise((resolve) => this.#gateway.close(resolve)),
      this.bedrock.close(),
      this.issuer.close(),
    ]);
  }

  async #startTask(name: AgentName): Promise<{ readonly task: Task; readonly url: string }> {
    const port = await freePort();
    const task = new Task(name, { ...bareEnvironment(), ...this.#environment, PORT: String(port) });
    await task.ready();
    return { task, url: `http://${HOST}:${port}` };
  }
}

async function freePort(): Promise<number> {
  const server = await listening(createServer());
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function listening(server: Server): Promise<Server> {
  return new Promise((resolve) => server.listen(0, HOST, () => resolve(server)));
}

/** @param settings beside those of a laptop */
export async function startRollingFleet(settings: Readonly<Record<string, string>> = {}): Promise<RollingFleet> {
  // Builds what is older than its sources.
  await (
    await runProgram(['start', '--help'])
  ).exited;
  const [world, issuer, bedrock] = await Promise.all([
    sharedWorld(),
    startTokenIssuer(),
    startBedrock({ rulebooks: AGENTS.map(({ rulebook }) => rulebook), host: HOST, port: 0, keepPrompts: true }),
  ]);
  let urlOf: (agent: AgentName) => string = () => `http://${HOST}`;
  const server = await listening(createServer(createGateway({ urlOf: (agent) => urlOf(agent) })));
  const environment = agentEnvironment({
    rdsData: world.rdsData.url,
    bedrock: bedrock.url,
    issuer: issuer.url,
    serviceSecret: world.settings.SERVICE_TOKEN_SECRET,
  });
  const fleet = new RollingFleet(
    world,
    bedrock,
    issuer,
    (now) => {
      urlOf = now;
      return server;
    },
    { ...environment, HOST, ...settings },
  );
  onRunEnd(() => fleet.close());
  await fleet.start();
  return fleet;
}
