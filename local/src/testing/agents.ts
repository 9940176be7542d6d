/**
 * Agents in the test's process behind one HTTP port, each with a model the test has scripted. Calls between them are
 * real HTTP: `AGENT_URL_TEMPLATE` names the port and the agent is the first part of the path.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Agent } from '@deskfleet/shared/agent/agent.ts';
import { createClock } from '@deskfleet/shared/clock.ts';
import type { Database } from '@deskfleet/shared/database/database.ts';
import type { AgentName } from '@deskfleet/shared/fleet.ts';
import { createApp, type AppExtras } from '@deskfleet/shared/http/app.ts';
import { createAuthenticator } from '@deskfleet/shared/http/auth.ts';
import { createFleetClient } from '@deskfleet/shared/http/fleet-client.ts';
import { createRateLimit } from '@deskfleet/shared/http/rate-limit.ts';
import { RunningTurns } from '@deskfleet/shared/http/running-turns.ts';
import { createModelGateway } from '@deskfleet/shared/model/gateway.ts';
import type { Model } from '@deskfleet/shared/model/model.ts';
import { scriptedModel } from '@deskfleet/shared/model/scripted.ts';
import type { Runtime } from '@deskfleet/shared/runtime.ts';
import type { Settings } from '@deskfleet/shared/settings.ts';
import { memoryLog } from '@deskfleet/shared/telemetry/log.ts';
import { lexicalEmbedder } from './embedder.ts';
import { sharedWorld } from './harness.ts';
import { startTokenIssuer, type TokenIssuer } from './token-issuer.ts';

export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface TestAgent {
  readonly agent: Agent;
  readonly model?: Model;
  readonly extras?: (runtime: Runtime) => AppExtras;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface AgentsOptions {
  readonly settings?: Partial<Settings>;
  readonly database?: Database;
  /** What `P/ready` sees of the model chain. */
  readonly modelState?: Runtime['modelState'];
}

export interface ChatOptions {
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** A frame of the stream. */
export type Part = Readonly<Record<string, unknown>> & { readonly type: string };

export class TestAgents {
  readonly url: string;
  readonly issuer: TokenIssuer;
  readonly lines: LogLine[];
  readonly running: ReadonlyMap<AgentName, RunningTurns>;
  readonly runtimes: ReadonlyMap<AgentName, Runtime>;
  readonly close: () => Promise<void>;

  constructor(parts: Pick<TestAgents, 'url' | 'issuer' | 'lines' | 'running' | 'runtimes' | 'close'>) {
    this.url = parts.url;
    this.issuer = parts.issuer;
    this.lines = parts.lines;
    this.running = parts.running;
    this.runtimes = parts.runtimes;
    this.close = parts.close;
  }

  /** Base URL of an agent, without its prefix. */
  base(agent: AgentName): string {
    return `${this.url}/${agent}`;
  }

  fetch(agent: AgentName, path: string, init: RequestInit & { readonly token?: string } = {}): Promise<Response> {
    const { token, ...rest } = init;
    const headers = new Headers(rest.headers);
    if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
    return fetch(`${this.base(agent)}${path}`, { ...rest, headers });
  }

  post(agent: AgentName, path: string, body: unknown, options: ChatOptions = {}): Promise<Response> {
    const { token, headers = {}, signal } = options;
    return this.fetch(agent, path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
      ...(token === undefined ? {} : { token }),
      ...(signal === undefined ? {} : { signal }),
    });
  }

  /** The parts of a streamed answer, as they arrive. */
  async *stream(agent: AgentName, path: string, body: unknown, options: ChatOptions = {}): AsyncGenerator<Part> {
    const response = await this.post(agent, path, body, {
      ...options,
      headers: { accept: 'text/event-stream', ...options.headers },
    });
    yield* partsOf(response);
  }

  requestLines(): readonly LogLine[] {
    return this.lines.filter((line) => line.message === 'request');
  }
}

/** Reads the parts of a stream, without `[DONE]` and comments. */
export async function* partsOf(response: Response): AsyncGenerator<Part> {
  let rest = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    const frames = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
    rest = frames.pop() ?? '';
    for (const frame of frames) {
      const data = frame.replace(/^data: /u, '');
      if (frame.startsWith('data: ') && data !== '[DONE]') yield JSON.parse(data) as Part;
    }
  }
}

/** Starts the given agents; a handler in an agent's place answers as the test wants. Others cannot be reached. */
export async function startAgents(
  members: Partial<Record<AgentName, TestAgent | Handler>>,
  options: AgentsOptions = {},
): Promise<TestAgents> {
  const [world, issuer] = await Promise.all([sharedWorld(), startTokenIssuer()]);
  const handlers = new Map<string, Handler>();
  const server = createServer((request, response) => {
    const [, name = '', path = '/'] = /^\/([^/]+)(\/.*)?$/u.exec(request.url ?? '') ?? [];
    const handler = handlers.get(name);
    if (!handler) return void request.socket.destroy();
    request.url = path;
    handler(request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const settings: Settings = {
    ...world.settings,
    AGENT_URL_TEMPLATE: `${url}/{name}`,
    JWKS_URL: issuer.jwksUrl,
    TOKEN_ISSUER: issuer.url,
    TOKEN_AUDIENCE: issuer.audience,
    ...options.settings,
  };
  const lines: LogLine[] = [];
  const running = new Map<AgentName, RunningTurns>();
  const runtimes = new Map<AgentName, Runtime>();
  for (const member of Object.values(members)) {
    if (typeof member === 'function') continue;
    const { agent } = member;
    const runtime = testRuntime(member, settings, options, lines, world.database);
    const turns = new RunningTurns();
    runtimes.set(agent.name, runtime);
    running.set(agent.name, turns);
    handlers.set(agent.name, createApp({ agent, runtime, running: turns, ...member.extras?.(runtime) }) as Handler);
  }
  for (const [name, member] of Object.entries(members)) if (typeof member === 'function') handlers.set(name, member);
  return new TestAgents({
    url,
    issuer,
    lines,
    running,
    runtimes,
    close: async () => {
      server.closeAllConnections();
      await Promise.all([new Promise((resolve) => server.close(resolve)), issuer.close()]);
    },
  });
}

function testRuntime(
  member: TestAgent,
  settings: Settings,
  options: AgentsOptions,
  lines: LogLine[],
  database: Database,
): Runtime {
  const { agent } = member;
  const log = memoryLog(lines).child({ agent: agent.name });
  const authenticator = createAuthenticator(settings);
  const gateway = createModelGateway({
    chain: [{ modelId: 'scripted', model: member.model ?? scriptedModel(), paid: false }],
    timeoutMs: 30_000,
    firstEventTimeoutMs: 30_000,
    retries: 0,
    allow: () => true,
  });
  return {
    settings,
    log,
    clock: createClock(settings.CLOCK),
    database: options.database ?? database,
    model: gateway,
    modelState: options.modelState ?? (() => gateway.state()),
    embedder: lexicalEmbedder,
    fleet: createFleetClient(agent.name, settings, authenticator, log),
    authenticator,
    rateLimit: createRateLimit(settings, log),
  };
}
