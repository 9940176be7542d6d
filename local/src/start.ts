/** `npm start`: the whole fleet on one machine, from an empty folder to a chat. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { connectDatabase } from '@deskfleet/shared/database/connect.ts';
import { bedrockClient } from '@deskfleet/shared/model/bedrock.ts';
import { bedrockEmbedder } from '@deskfleet/shared/model/embedding.ts';
import { AGENT_NAMES, fleetMember } from '@deskfleet/shared/fleet.ts';
import { loadSettings } from '@deskfleet/shared/settings.ts';
import { busyPorts } from './fleet/busy-ports.ts';
import { Child, type ChildSpec } from './fleet/child.ts';
import { readStartOptions, START_HELP, UsageError, type StartOptions } from './fleet/options.ts';
import { StatusTable, type StatusRow } from './fleet/status-table.ts';
import { agentEnvironment, awsEnvironment } from './identity.ts';
import { allPorts, BEDROCK_PORT, GATEWAY_PORT, RDS_DATA_PORT } from './ports.ts';
import { embedArticles, prepareDatabase } from './prepare.ts';

/** dist/local in a build: the programs lie beside this file, the agents one folder up. */
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

async function start(options: StartOptions): Promise<void> {
  const busy = await busyPorts(
    allPorts(options.offset).filter(({ name }) => !options.aws || (name !== 'rds-data' && name !== 'bedrock')),
  );
  if (busy.length > 0) {
    throw new UsageError(
      `Port ${busy.map(({ name, port }) => `${port} (${name})`).join(', ')} is in use by another program. Stop it, or choose other ports: npm start -- --port-offset 1000`,
    );
  }
  mkdirSync(`${options.dataDir}/logs`, { recursive: true });

  const gatewayUrl = `http://127.0.0.1:${GATEWAY_PORT + options.offset}`;
  const environment = fleetEnvironment(options, `${gatewayUrl}/local`);
  const spec = (name: string, file: string, extra: Readonly<Record<string, string | undefined>> = {}): ChildSpec => ({
    name,
    file: here(file),
    environment: { ...environment, ...extra },
    logFile: `${options.dataDir}/logs/${name}.log`,
  });
  const endpoints = options.aws
    ? []
    : [
        spec('rds-data', './rds-data.js', {
          RDS_DATA_PORT: String(RDS_DATA_PORT + options.offset),
          DATABASE_URL: options.databaseUrl,
          ...(options.databaseUrl === undefined ? { DESKFLEET_DATA_DIR: `${options.dataDir}/database` } : {}),
        }),
        spec('bedrock', './bedrock.js', {
          BEDROCK_PORT: String(BEDROCK_PORT + options.offset),
          BEDROCK_LATENCY_MS: String(options.modelLatencyMs),
        }),
      ];
  const gateway = spec('gateway', './gateway.js', {
    GATEWAY_PORT: String(GATEWAY_PORT + options.offset),
    TOKEN_KEY_FILE: `${options.dataDir}/token-key.json`,
  });
  const agents = AGENT_NAMES.map((name) => spec(name, `../agents/${name}/main.js`));

  const table = new StatusTable(process.stdout);
  let step = 'starting';
  const children = [...endpoints, gateway, ...agents].map((one) => new Child(one, changed));
  const rows = (): StatusRow[] =>
    children.map((child) => ({
      name: child.spec.name,
      state: child.state,
      where: whereIs(child.spec.name, options.offset),
    }));
  let up = false;
  function changed(child: Child): void {
    if (!up) return table.show(rows(), step);
    if (child.state === 'restarting')
      process.stdout.write(`${child.spec.name} died and is started again. See ${child.spec.logFile}\n`);
    if (child.state !== 'ready') return;
    process.stdout.write(`${child.spec.name} is back.\n`);
    process.send?.({ type: 'restarted', name: child.spec.name, pid: child.pid });
  }
  stopOnSignal(children);

  try {
    const database = children.slice(0, endpoints.length > 0 ? 1 : 0);
    const others = children.slice(database.length).map((child) => child.start());
    await Promise.all([
      Promise.all(database.map((child) => child.start())).then(() =>
        prepare(options, environment, endpoints.length > 0 ? others[0] : undefined, (now) => {
          step = now;
          table.show(rows(), step);
        }),
      ),
      ...others,
    ]);
  } catch (error) {
    await stopAll(children);
    throw error;
  }
  up = true;
  table.freeze(rows());
  process.stdout.write(welcome(`http://localhost:${GATEWAY_PORT + options.offset}`, options.offset));
  process.send?.({
    type: 'ready',
    url: gatewayUrl,
    pids: Object.fromEntries(children.map((child) => [child.spec.name, child.pid])),
  });
}

function fleetEnvironment(options: StartOptions, issuer: string): Record<string, string> {
  const serviceSecret = keptSecret(`${options.dataDir}/service-secret`);
  const common = {
    PORT_OFFSET: String(options.offset),
    HOST: '127.0.0.1',
    // Everything is stopped from here, whoever sends requests first: nobody hears of it late.
    SHUTDOWN_DELAY_MS: '0',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
  if (options.aws) return { ...common, ...awsEnvironment(process.env, issuer, serviceSecret) };
  return {
    ...common,
    ...agentEnvironment({
      rdsData: `http://127.0.0.1:${RDS_DATA_PORT + options.offset}`,
      bedrock: `http://127.0.0.1:${BEDROCK_PORT + options.offset}`,
      issuer,
      serviceSecret,
    }),
  };
}

/** Kept, so that a restart of one process does not lock it out from the others. */
function keptSecret(file: string): string {
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

async function prepare(
  options: StartOptions,
  environment: Readonly<Record<string, string>>,
  modelEndpoint: Promise<void> | undefined,
  onProgress: (step: string) => void,
): Promise<void> {
  Object.assign(process.env, environment);
  const settings = loadSettings(process.env);
  const { database, close } = connectDatabase(settings);
  const { waiting } = await prepareDatabase(database, here('../../migrations'), {
    seed: !options.aws || options.seed,
    onProgress,
  });
  await modelEndpoint;
  const client = bedrockClient(settings.AWS_REGION);
  const embedder = bedrockEmbedder(client, settings.BEDROCK_EMBEDDING_MODEL_ID, {
    timeoutMs: settings.MODEL_TIMEOUT_MS,
  });
  const embedded = await embedArticles(database, embedder, onProgress);
  client.destroy();
  close();
  if (embedded.failure !== undefined)
    process.stdout.write(
      `${embedded.pending} article sections could not be embedded (${embedded.failure}); search by meaning leaves them out until the next start.\n`,
    );
  if (waiting.length > 0)
    process.stdout.write(
      `This PostgreSQL lacks an extension, so these migrations wait: ${waiting.join(', ')}. Without pgvector, semantic search falls back to full text.\n`,
    );
}

function whereIs(name: string, offset: number): string {
  const port = allPorts(offset).find((one) => one.name === name)?.port ?? 0;
  const agent = AGENT_NAMES.find((one) => one === name);
  return `http://127.0.0.1:${port}${agent === undefined ? '' : fleetMember(agent).prefix}`;
}

function welcome(url: string, offset: number): string {
  const chat = offset === 0 ? 'npm run chat --' : `npm run chat -- --url ${url}`;
  return `
Deskfleet is up. Open ${url} in a browser, or paste:

  ${chat} --as cust001
  ${chat} --as cust001 --once "Where is my order o12345?"
  curl -s ${url}/supervisor/chat -H 'content-type: application/json' -d '{"message": "Do you have speakers under 100 dollars?"}'

Ctrl-C stops everything.
`;
}

/** How often a fleet started by npm looks whether npm is still there. */
const PARENT_CHECK_MS = 1_000;

let stopping = false;

function stopOnSignal(children: readonly Child[]): void {
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    process.stdout.write('\nStopping; running turns may finish …\n');
    void stopAll(children).then(() => process.exit(0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.on('SIGHUP', stop);
  process.on('disconnect', stop);
  // Ended by `kill`, npm takes its shell along and leaves us: without a parent nobody could stop the fleet any more.
  const parent = process.ppid;
  if (process.env['npm_lifecycle_event'] === undefined) return;
  setInterval(() => {
    if (process.ppid !== parent) stop();
  }, PARENT_CHECK_MS).unref();
}

/** Who still answers customers stops first, what they stand on last. */
async function stopAll(children: readonly Child[]): Promise<void> {
  const named = (...names: string[]) => children.filter((child) => names.includes(child.spec.name));
  const endpoints = named('rds-data', 'bedrock');
  const gateway = named('gateway');
  const supervisor = named('supervisor');
  const rest = children.filter((child) => ![...endpoints, ...gateway, ...supervisor].includes(child));
  for (const group of [supervisor, rest, gateway, endpoints]) await Promise.all(group.map((child) => child.stop()));
}

try {
  const options = readStartOptions(process.argv.slice(2), process.env);
  if (options === 'help') process.stdout.write(START_HELP);
  else await start(options);
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  process.send?.({ type: 'failed', message });
  process.stderr.write(`\n${message}\n`);
  process.exit(error instanceof UsageError ? 2 : 1);
}
