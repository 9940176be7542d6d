/** A seeded world for tests: an in-memory database behind the real local RDS Data API endpoint, shared by all test files of a run. */
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Agent } from '@deskfleet/shared/agent/agent.ts';
import {
  NO_FACTS,
  TurnIdentity,
  type FleetClient,
  type Principal,
  type ToolContext,
  type TurnFacts,
} from '@deskfleet/shared/agent/context.ts';
import { executeTool } from '@deskfleet/shared/agent/executor.ts';
import { Speech } from '@deskfleet/shared/agent/speech.ts';
import type { ToolResult } from '@deskfleet/shared/agent/tool.ts';
import { TurnRecord, type TurnEvent } from '@deskfleet/shared/agent/turn-record.ts';
import { connectDatabase } from '@deskfleet/shared/database/connect.ts';
import type { Database } from '@deskfleet/shared/database/database.ts';
import { embedPending } from '@deskfleet/shared/model/embedding-backfill.ts';
import type { Embedder } from '@deskfleet/shared/model/embedding.ts';
import { newId } from '@deskfleet/shared/ids.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { loadSettings, type Settings } from '@deskfleet/shared/settings.ts';
import { memoryLog } from '@deskfleet/shared/telemetry/log.ts';
import { DEMO_CLOCK } from '../demo-data/clock.ts';
import { agentEnvironment } from '../identity.ts';
import { prepareDatabase } from '../prepare.ts';
import { startRdsData, type RdsDataServer } from '../rds-data/server.ts';
import { lexicalEmbedder } from './embedder.ts';

export const MIGRATIONS = fileURLToPath(new URL('../../../migrations', import.meta.url));

export interface World {
  readonly database: Database;
  readonly rdsData: RdsDataServer;
  /** Settings of an agent in this world, with Bedrock and the issuer pointing nowhere. */
  readonly settings: Settings;
}

const closing: (() => Promise<void> | void)[] = [];
let world: Promise<World> | undefined;

/** Something to close once the whole run has ended. */
export function onRunEnd(close: () => Promise<void> | void): void {
  closing.push(close);
}

/** The world of this test run; made at the first call. Tests that write use rows no other test uses. */
export function sharedWorld(): Promise<World> {
  return (world ??= makeWorld());
}

async function makeWorld(): Promise<World> {
  const rdsData = await startRdsData({});
  const environment = agentEnvironment({
    rdsData: rdsData.url,
    bedrock: 'http://127.0.0.1:9',
    issuer: 'http://127.0.0.1:9',
    serviceSecret: randomBytes(32).toString('hex'),
  });
  Object.assign(process.env, environment);
  const settings = loadSettings(environment);
  const { database, close } = connectDatabase(settings);
  closing.push(close, () => rdsData.close());
  await prepareDatabase(database, MIGRATIONS, { seed: true, onProgress: () => undefined });
  await embedPending(database, lexicalEmbedder);
  return { database, rdsData, settings };
}

/** Called once at the end of a run, by mocha-hooks.ts. */
export async function closeWorlds(): Promise<void> {
  for (const close of closing.splice(0)) await close();
  world = undefined;
}

export interface ContextOptions {
  /** Null for a visitor. */
  readonly customerId: string | null;
  readonly tenant?: string;
  readonly principal?: Principal;
  readonly conversationId?: string | null;
  readonly turnId?: string;
  /** The customer's words of this turn. */
  readonly message?: string;
  readonly facts?: Partial<TurnFacts>;
  readonly now?: Date;
  readonly embedder?: Embedder;
  readonly fleet?: FleetClient;
  readonly signal?: AbortSignal;
  readonly addressHash?: string;
  readonly events?: TurnEvent[];
}

const noFleet: FleetClient = {
  chat: () => Promise.reject(new Error('this test has no other agents')),
  runTool: () => Promise.reject(new Error('this test has no other agents')),
};

/** The context of one turn, as the kernel would make it. */
export function toolContext(from: Pick<World, 'database'>, agent: Agent, options: ContextOptions): ToolContext {
  const tenant = options.tenant ?? 'acme';
  const record = new TurnRecord();
  const emit = (event: TurnEvent): void => {
    options.events?.push(event);
  };
  const principal = options.principal ?? {
    kind: options.customerId === null ? 'anonymous' : 'customer',
    subject: options.customerId ?? 'anonymous',
    tenant,
    customerId: options.customerId,
  };
  return {
    agent: agent.name,
    tenant,
    customerId: options.customerId,
    principal,
    identity: new TurnIdentity(principal, options.facts?.profile ?? null),
    addressHash: options.addressHash ?? null,
    conversationId: options.conversationId ?? null,
    turnId: options.turnId ?? newId('turn'),
    requestId: newId('req'),
    customerMessage: options.message ?? '',
    facts: { ...NO_FACTS, ...options.facts },
    now: options.now ?? new Date(DEMO_CLOCK),
    database: from.database.forTurn({
      onCall: () => {
        record.dataApiCalls += 1;
      },
    }),
    embedder: options.embedder ?? lexicalEmbedder,
    fleet: options.fleet ?? noFleet,
    signal: options.signal ?? new AbortController().signal,
    log: memoryLog(),
    quoteTtlMs: 900_000,
    record,
    speech: new Speech((text) => emit({ type: 'text', text })),
    emit,
  };
}

/** One tool call through the executor: validated, authorised and recorded as in a turn. */
export async function callTool(
  context: ToolContext,
  agent: Agent,
  name: string,
  input: JsonObject,
): Promise<ToolResult> {
  return (await executeTool(agent, { id: newId('call'), name, input }, context)).result;
}
