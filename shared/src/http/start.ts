/** The life of an agent's process: settings, clients, listen, and a stop that lets running turns finish. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { Agent } from '../agent/agent.ts';
import { createClock } from '../clock.ts';
import { connectDatabase } from '../database/connect.ts';
import { bedrockChain, bedrockClient } from '../model/bedrock.ts';
import type { Guardrail } from '../model/bedrock-encoding.ts';
import { bedrockEmbedder } from '../model/embedding.ts';
import { createModelGateway } from '../model/gateway.ts';
import { rulebookModel } from '../rulebook/model.ts';
import type { Runtime } from '../runtime.ts';
import { agentPort, loadSettings, SettingsError, type Settings } from '../settings.ts';
import { createLog } from '../telemetry/log.ts';
import { createApp, type AppExtras } from './app.ts';
import { createAuthenticator } from './auth.ts';
import { createFleetClient } from './fleet-client.ts';
import { createRateLimit } from './rate-limit.ts';
import { RunningTurns } from './running-turns.ts';

/** Milliseconds that the last answers get to leave the socket. */
const FLUSH_MS = 2_000;

export type Extras = (runtime: Runtime) => AppExtras;

/** The clients an agent's process holds for its whole life. */
export function createRuntime(agent: Agent, settings: Settings): Runtime {
  const log = createLog(settings, { agent: agent.name });
  const authenticator = createAuthenticator(settings);
  const { database } = connectDatabase(settings, { onWaiting: () => log.warn('the database is waking up; waiting') });
  const bedrock = bedrockClient(settings.AWS_REGION);
  const gateway = createModelGateway({
    chain: [
      ...bedrockChain(bedrock, settings.AWS_REGION, settings.BEDROCK_MODEL_ID, guardrailOf(settings)),
      { modelId: 'rulebook', model: rulebookModel(agent.rulebook, { degraded: true }), paid: false },
    ],
    timeoutMs: settings.MODEL_TIMEOUT_MS,
    firstEventTimeoutMs: settings.MODEL_FIRST_TOKEN_TIMEOUT_MS,
    retries: settings.MODEL_RETRIES,
    allow: (labels) => labels.withinBudget,
    warn: (message, fields) => log.warn(message, fields as Record<string, string>),
  });
  return {
    settings,
    log,
    clock: createClock(settings.CLOCK),
    database,
    model: gateway,
    modelState: () => gateway.state(),
    embedder: bedrockEmbedder(bedrock, settings.BEDROCK_EMBEDDING_MODEL_ID, {
      timeoutMs: settings.EMBEDDING_TIMEOUT_MS,
    }),
    fleet: createFleetClient(agent.name, settings, authenticator, log),
    authenticator,
    rateLimit: createRateLimit(settings, log),
  };
}

function guardrailOf(settings: Settings): Guardrail | undefined {
  const { BEDROCK_GUARDRAIL_ID: id, BEDROCK_GUARDRAIL_VERSION: version } = settings;
  return id === undefined ? undefined : { id, version };
}

/** Starts an agent from the environment; a wrong setting or a busy port ends the process with one plain line each. */
export async function startAgent(agent: Agent, extras: Extras = () => ({})): Promise<void> {
  try {
    const runtime = createRuntime(agent, loadSettings(process.env));
    const running = new RunningTurns();
    const server = createServer(
      { keepAliveTimeout: runtime.settings.KEEP_ALIVE_TIMEOUT_MS },
      createApp({ agent, runtime, running, ...extras(runtime) }),
    );
    const port = await listen(server, agentPort(runtime.settings, agent.name), runtime.settings.HOST);
    runtime.log.info('listening', { port });
    stopOnSignal(server, running, runtime);
    process.send?.({ type: 'ready', port });
  } catch (error) {
    const message = startFailure(agent, error);
    process.send?.({ type: 'failed', message });
    process.stderr.write(`${message}\n`);
    process.exitCode = 1;
    if (process.connected) process.disconnect();
  }
}

function startFailure(agent: Agent, error: unknown): string {
  if (error instanceof SettingsError) return error.message;
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE' && 'port' in error) {
    return `${agent.name}: port ${String(error.port)} is in use. Stop what listens there, or choose other ports with PORT_OFFSET or PORT.`;
  }
  return `${agent.name} could not start: ${error instanceof Error ? error.message : String(error)}`;
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

/**
 * SIGTERM (ECS): requests are still taken for a moment, because whoever sends them hears of the stop a little later; then
 * no new connections, running turns finish, and the end. SIGINT (Ctrl-C) or the loss of the parent: at once.
 */
function stopOnSignal(server: Server, running: RunningTurns, runtime: Runtime): void {
  const { SHUTDOWN_DELAY_MS, SHUTDOWN_GRACE_MS } = runtime.settings;
  let stopping = false;
  const hurry = new AbortController();
  const stop = async (reason: string, delayMs: number): Promise<void> => {
    // Told twice: whoever sends requests has heard of it.
    if (stopping) {
      hurry.abort();
      return;
    }
    stopping = true;
    runtime.log.info('stopping', { reason, running_turns: running.count });
    await setTimeout(delayMs, undefined, { signal: hurry.signal }).catch(() => undefined);
    const closed = new Promise((resolve) => server.close(resolve));
    // Idle keep-alive connections would hold the process; busy ones end with their answer.
    server.closeIdleConnections();
    await running.drain(Math.max(0, SHUTDOWN_GRACE_MS - delayMs));
    await Promise.race([closed, setTimeout(FLUSH_MS)]);
    process.exit(0);
  };
  // Before the app, which may have sent the headers by the time it returns.
  server.prependListener('request', (_request, response) => {
    if (stopping) response.setHeader('connection', 'close');
  });
  process.on('SIGTERM', () => void stop('SIGTERM', SHUTDOWN_DELAY_MS));
  process.on('SIGINT', () => void stop('SIGINT', 0));
  process.on('disconnect', () => void stop('parent gone', 0));
}
