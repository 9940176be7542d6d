/** The whole fleet as `npm start` runs it, on free ports, with the retail world in memory as its default tenant. */
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { connectDatabase } from '@deskfleet/shared/database/connect.ts';
import type { Database } from '@deskfleet/shared/database/database.ts';
import { AGENT_NAMES } from '@deskfleet/shared/fleet.ts';
import { loadSettings } from '@deskfleet/shared/settings.ts';
import { busyPorts } from '../fleet/busy-ports.ts';
import { Child, type ChildSpec } from '../fleet/child.ts';
import { agentEnvironment } from '../identity.ts';
import { allPorts, BEDROCK_PORT, GATEWAY_PORT, RDS_DATA_PORT } from '../ports.ts';
import { prepareDatabase } from '../prepare.ts';
import type { RetailWorld } from './retail-data.ts';
import { loadRetailTenant, RETAIL } from './retail-tenant.ts';

export interface RetailFleet {
  readonly gateway: string;
  readonly database: Database;
  stop(): Promise<void>;
}

/** dist/local in a build: the programs lie beside this file, the agents one folder up. */
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** @param folder for logs and keys. @param starting gets a way to stop what has been started so far. */
export async function startRetailFleet(
  world: RetailWorld,
  folder: string,
  starting: (stop: () => Promise<void>) => void,
): Promise<RetailFleet> {
  const offset = await freeOffset();
  const at = (port: number): string => `http://127.0.0.1:${String(port + offset)}`;
  const gateway = at(GATEWAY_PORT);
  const { CLOCK: _, ...endpoints } = agentEnvironment({
    rdsData: at(RDS_DATA_PORT),
    bedrock: at(BEDROCK_PORT),
    issuer: `${gateway}/local`,
    serviceSecret: randomBytes(32).toString('hex'),
  });
  const environment = {
    ...endpoints,
    PORT_OFFSET: String(offset),
    HOST: '127.0.0.1',
    DEFAULT_TENANT: RETAIL,
    LOG_LEVEL: 'warn',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
  mkdirSync(`${folder}/logs`, { recursive: true });
  const child = (name: string, file: string, extra: ChildSpec['environment'] = {}): Child =>
    new Child(
      { name, file: here(file), environment: { ...environment, ...extra }, logFile: `${folder}/logs/${name}.log` },
      () => undefined,
    );
  const rdsData = child('rds-data', './rds-data.js', {
    RDS_DATA_PORT: String(RDS_DATA_PORT + offset),
    DESKFLEET_DATA_DIR: undefined,
    DATABASE_URL: undefined,
  });
  const below = [
    child('bedrock', './bedrock.js', { BEDROCK_PORT: String(BEDROCK_PORT + offset) }),
    child('gateway', './gateway.js', {
      GATEWAY_PORT: String(GATEWAY_PORT + offset),
      TOKEN_KEY_FILE: `${folder}/token-key.json`,
    }),
  ];
  const agents = AGENT_NAMES.map((name) => child(name, `../agents/${name}/main.js`));
  let close = (): void => undefined;
  const stop = async (): Promise<void> => {
    close();
    for (const group of [agents, below, [rdsData]]) await Promise.all(group.map((one) => one.stop()));
  };
  starting(stop);

  // The AWS client of this process reads its endpoint from here.
  Object.assign(process.env, environment);
  const connected = connectDatabase(loadSettings(environment));
  close = connected.close;
  await Promise.all([
    rdsData.start().then(async () => {
      await prepareDatabase(connected.database, here('../../migrations'), { seed: false, onProgress: () => undefined });
      await loadRetailTenant(connected.database, world);
    }),
    ...[...below, ...agents].map((one) => one.start()),
  ]);
  return { gateway, database: connected.database, stop };
}

/** Fleets a multiple of this apart share no port; the highest stays below the system's own range. */
const OFFSET_STEP = 100;
const OFFSETS = 200;

/** An offset at which every port of a fleet is free; each process looks from another place. */
async function freeOffset(): Promise<number> {
  for (let tried = 0; tried < OFFSETS; tried += 1) {
    const offset = OFFSET_STEP * (1 + ((process.pid + tried) % OFFSETS));
    if ((await busyPorts(allPorts(offset))).length === 0) return offset;
  }
  throw new Error('There are no free ports for another fleet.');
}
