/** What each turn of the counted conversation asks of each part, from the exact counts of the benchmarks. */
import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { SPECIALIST_NAMES, type AgentName } from '@deskfleet/shared/fleet.ts';
import { CHARACTERS_PER_TOKEN } from '@deskfleet/shared/model/estimate.ts';
import { conversationCountsSchema, turnCostSchema, type TurnCounts } from '../printed.ts';

/** What one agent does in a turn. */
export interface AgentWork {
  readonly agent: AgentName;
  /** Seconds of CPU on the machine that was measured. */
  readonly cpuSeconds: number;
  readonly dataApiCalls: number;
  readonly modelCalls: number;
  /** Tokens that count towards the quota, of one model call: what is sent and not read from the cache. */
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export interface TurnWork {
  readonly supervisor: AgentWork;
  /** They work side by side. */
  readonly specialists: readonly AgentWork[];
}

/** Calls of the supervisor that open and close a turn. */
const OPEN_AND_CLOSE = 2;

function readJson<T extends z.ZodType>(schema: T, file: string): z.infer<T> {
  return schema.parse(JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')));
}

/** `npm run -s bench:conversation -- --json > bench/capacity/conversation-counts.json` makes it. */
export const readConversationCounts = () => readJson(conversationCountsSchema, './conversation-counts.json');

/** `npm run -s bench:turn -- --json --turns 60 > bench/capacity/turn-cost.json` makes it. */
export const readTurnCost = () => readJson(turnCostSchema, './turn-cost.json');

/** CPU of a turn in which the supervisor hands on and the specialist makes one model call, in seconds. */
interface Cpu {
  readonly supervisor: number;
  readonly specialist: number;
}

/** @throws {Error} when the counts of a turn do not add up. */
export function conversationWork(): readonly TurnWork[] {
  const { cpu_ms_per_turn: cpu, model_calls: measuredCalls } = readTurnCost();
  if (measuredCalls !== 1) throw new Error('turn-cost.json is of a turn with more than one model call');
  const seconds = (process: string): number => (cpu[process] ?? Number.NaN) / 1000;
  const measured = { supervisor: seconds('supervisor'), specialist: seconds('order-management') };
  return readConversationCounts().turns.map((turn) => turnWork(turn, measured));
}

function turnWork(turn: TurnCounts, cpu: Cpu): TurnWork {
  // One that has handed a request back is not named in the answer, and has worked nonetheless.
  const asked = SPECIALIST_NAMES.filter(
    (name) => turn.agents.some((agent) => agent.split(' ')[0] === name) || (turn.model_calls_by_agent[name] ?? 0) > 0,
  );
  const calls = Object.values(turn.model_calls_by_agent).reduce((sum, made) => sum + made, 0);
  if (calls !== turn.model_calls)
    throw new Error(`turn ${turn.turn} says ${turn.model_calls} model calls and ${calls}`);
  const tokens = {
    inputTokens: Math.max(0, turn.prompt_characters / CHARACTERS_PER_TOKEN - turn.cached_tokens) / Math.max(1, calls),
    outputTokens: turn.output_tokens / Math.max(1, calls),
  };
  const more = turn.data_api_calls - OPEN_AND_CLOSE;
  const work = (agent: AgentName, dataApiCalls: number, cpuOfOneCall: number): AgentWork => {
    const modelCalls = turn.model_calls_by_agent[agent] ?? 0;
    // Every further round of model and tool costs about what the first one did.
    return { agent, dataApiCalls, modelCalls, cpuSeconds: cpuOfOneCall * Math.max(1, modelCalls), ...tokens };
  };
  return {
    supervisor: work('supervisor', asked.length === 0 ? turn.data_api_calls : OPEN_AND_CLOSE, cpu.supervisor),
    specialists: asked.map((agent, index) => work(agent, share(more, asked.length, index), cpu.specialist)),
  };
}

/** One of `parts` whole shares of `count`, the first ones larger. */
function share(count: number, parts: number, index: number): number {
  return Math.floor(count / parts) + (index < count % parts ? 1 : 0);
}
