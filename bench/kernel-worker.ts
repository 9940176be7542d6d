/**
 * Our side of `npm run bench:kernel`: the supervisor's turn and the specialist's turn as the agents run them, with the
 * real agents, gateway and Bedrock client. Between the two there is a function call in place of HTTP, and a database in
 * memory answers the one read. Nothing is stored.
 */
import {
  NO_FACTS,
  type DelegatedChat,
  type DelegatedReply,
  type FleetClient,
} from '@deskfleet/shared/agent/context.ts';
import { TurnRecord, type TurnEvent } from '@deskfleet/shared/agent/turn-record.ts';
import { runTurn, type TurnRun } from '@deskfleet/shared/conversation/turn.ts';
import type { Database } from '@deskfleet/shared/database/database.ts';
import type { Sql } from '@deskfleet/shared/database/sql.ts';
import { createRuntime } from '@deskfleet/shared/http/start.ts';
import type { Runtime } from '@deskfleet/shared/runtime.ts';
import { loadSettings } from '@deskfleet/shared/settings.ts';
import { kernelAgents } from './kernel-agents.ts';
import { MENU, question } from './kernel-protocol.ts';
import { trackedOrder } from './kernel-order.ts';
import { serveTurns } from './kernel-worker-loop.ts';

const { supervisor, specialist } = kernelAgents(process.env[MENU] === 'one' ? 'one' : 'all');

const notHere = (): Promise<never> => Promise.reject(new Error('the benchmark has no such thing'));

/** Answers the one read of the turn: the order whose key is the statement's last value. */
function memoryDatabase(): Database {
  const read = (statement: Sql) => trackedOrder(`o${statement.parameters.at(-1)?.value?.stringValue ?? ''}`);
  const database: Database = {
    query: notHere,
    one: notHere,
    // The row is what the tool's own row shape would have decoded.
    maybeOne: <T>(_: unknown, statement: Sql) => Promise.resolve(read(statement) as T),
    execute: notHere,
    batch: notHere,
    transaction: notHere,
    forTurn: ({ onCall }) => ({
      ...database,
      maybeOne: (shape, statement) => {
        onCall?.({ operation: 'execute', label: undefined, attempt: 1, milliseconds: 0, outcome: 'ok' });
        return database.maybeOne(shape, statement);
      },
    }),
  };
  return database;
}

const own: Runtime = createRuntime(supervisor, loadSettings(process.env));
const runtime: Runtime = {
  ...own,
  database: memoryDatabase(),
  fleet: { chat, runTool: notHere } satisfies FleetClient,
};

async function chat(
  _: string,
  asked: DelegatedChat,
  onEvent: (event: TurnEvent) => void,
  signal: AbortSignal,
): Promise<DelegatedReply> {
  const record = new TurnRecord();
  const run: TurnRun = {
    principal: asked.principal,
    ids: { conversationId: asked.conversationId, turnId: asked.turnId },
    facts: asked.facts,
    request: asked.request,
    customerMessage: asked.customerMessage,
    requestId: asked.requestId,
    log: runtime.log,
    signal,
    listener: onEvent,
    record,
    addressHash: null,
  };
  const { outcome } = await runTurn(specialist, runtime, run);
  return { complete: true, outcome, record: record.toData() };
}

async function runOne(turn: number, onText: (text: string) => void): Promise<string> {
  const record = new TurnRecord();
  const { reply } = await runTurn(supervisor, runtime, {
    principal: { kind: 'customer', subject: `cust${turn}`, tenant: 'acme', customerId: `cust${turn}` },
    ids: { conversationId: `conv_${turn}`, turnId: `turn_${turn}` },
    facts: { ...NO_FACTS, profile: { first_name: 'Ann', tier: 'standard' } },
    request: question(turn),
    customerMessage: question(turn),
    requestId: `req_${turn}`,
    log: runtime.log,
    signal: new AbortController().signal,
    listener: (event) => {
      if (event.type === 'text') onText(event.text);
    },
    record,
    addressHash: null,
  });
  return reply;
}

void serveTurns(runOne);

/** For scripts/code-cache.mjs. */
export const agents = [supervisor, specialist];
export const turn = (): Promise<string> => runOne(0, () => undefined);
