/**
 * The formulas: what a number of conversations asks of each part when nothing holds them up, against what there is of
 * it. `docs/scaling.md` explains them.
 */
import { AGENT_NAMES, type AgentName } from '@deskfleet/shared/fleet.ts';
import { LCU, type Assumptions } from './assumptions.ts';
import type { AgentWork, TurnWork } from './work.ts';

const GIB_PER_ACU = 2;
const MOST_CONNECTIONS = 5_000;
const SECONDS_PER_HOUR = 3_600;

/** Means over the turns of the conversation. */
export interface TurnDemand {
  readonly modelCalls: number;
  /** Tokens that count towards Bedrock's quota. */
  readonly quotaTokens: number;
  readonly dataApiCalls: number;
  /** Seconds of a vCPU of Fargate, by agent. */
  readonly cpuSeconds: Readonly<Record<AgentName, number>>;
  /** Seconds from message to answer when nothing is waited for. */
  readonly seconds: number;
}

export interface Limit {
  readonly name: string;
  readonly unit: string;
  /** What the conversations ask for. */
  readonly demand: number;
  readonly limit: number;
  /** Demand to limit; above 1 it is the bottleneck or would be the next one. */
  readonly utilisation: number;
  /** So many conversations use it up. */
  readonly conversations: number;
}

export interface Demand {
  readonly conversations: number;
  readonly perTurn: TurnDemand;
  readonly turnsPerSecond: number;
  readonly modelCallsPerSecond: number;
  readonly tokensPerMinute: number;
  readonly dataApiCallsPerSecond: number;
  /** Tasks of each agent at the target of its CPU. */
  readonly tasks: Readonly<Record<AgentName, number>>;
  readonly acu: number;
  readonly lcu: number;
  /** The tightest first. */
  readonly limits: readonly Limit[];
}

/** Tokens one model call takes from the quota. */
export function quotaTokens(work: AgentWork, assumed: Assumptions): number {
  return work.inputTokens + assumed.outputBurndown * work.outputTokens;
}

/** Mean seconds of a model call. */
export function modelSeconds(work: AgentWork, assumed: Assumptions): number {
  return assumed.firstTokenSeconds + work.outputTokens / assumed.outputTokensPerSecond;
}

/** Seconds of a Data API call when the database is idle: one statement runs on one CPU. */
function dataApiSeconds(assumed: Assumptions): number {
  return assumed.dataApiSeconds + assumed.statementCpuSeconds / statementSpeed(assumed);
}

/** How fast one statement runs, to a whole vCPU: a small database has less than one. */
export function statementSpeed(assumed: Assumptions): number {
  return Math.min(1, assumed.mostAcu * assumed.vcpuPerAcu);
}

/** How fast a task works, to the machine that was measured. */
export function taskSpeed(assumed: Assumptions): number {
  return Math.min(1, assumed.taskVcpu) / assumed.fargateSlowdown;
}

function agentsOf(turn: TurnWork): readonly AgentWork[] {
  return [turn.supervisor, ...turn.specialists];
}

function secondsAlone(work: AgentWork, assumed: Assumptions): number {
  return (
    work.cpuSeconds / taskSpeed(assumed) +
    work.dataApiCalls * dataApiSeconds(assumed) +
    work.modelCalls * modelSeconds(work, assumed)
  );
}

export function turnDemand(turns: readonly TurnWork[], assumed: Assumptions): TurnDemand {
  const mean = (of: (turn: TurnWork) => number): number =>
    turns.reduce((sum, turn) => sum + of(turn), 0) / turns.length;
  const meanOfAgents = (of: (work: AgentWork) => number): number =>
    mean((turn) => agentsOf(turn).reduce((sum, work) => sum + of(work), 0));
  const cpu = (agent: AgentName): number =>
    meanOfAgents((work) => (work.agent === agent ? work.cpuSeconds * assumed.fargateSlowdown : 0));
  return {
    modelCalls: meanOfAgents((work) => work.modelCalls),
    quotaTokens: meanOfAgents((work) => work.modelCalls * quotaTokens(work, assumed)),
    dataApiCalls: meanOfAgents((work) => work.dataApiCalls),
    cpuSeconds: Object.fromEntries(AGENT_NAMES.map((name) => [name, cpu(name)])) as Record<AgentName, number>,
    seconds: mean(
      (turn) =>
        secondsAlone(turn.supervisor, assumed) +
        Math.max(0, ...turn.specialists.map((specialist) => secondsAlone(specialist, assumed))),
    ),
  };
}

/** @param conversations that go on at the same time; each has one customer who reads, thinks and writes. */
export function demandOf(conversations: number, turns: readonly TurnWork[], assumed: Assumptions): Demand {
  const perTurn = turnDemand(turns, assumed);
  const at = (count: number) => demandAt(count, perTurn, assumed);
  const { limits, ...demand } = at(conversations);
  return {
    ...demand,
    conversations,
    perTurn,
    limits: limits
      .map((limit, index) => ({
        ...limit,
        utilisation: limit.demand / limit.limit,
        conversations: mostConversations((count) => {
          const { demand: asked, limit: most } = at(count).limits[index] ?? limit;
          return asked <= most;
        }),
      }))
      .sort((a, b) => b.utilisation - a.utilisation),
  };
}

function demandAt(conversations: number, perTurn: TurnDemand, assumed: Assumptions) {
  const turnsPerSecond = conversations / (assumed.thinkSeconds + perTurn.seconds);
  const dataApiCallsPerSecond = turnsPerSecond * perTurn.dataApiCalls;
  const tokensPerMinute = turnsPerSecond * perTurn.quotaTokens * 60;
  const databaseVcpu = dataApiCallsPerSecond * assumed.statementCpuSeconds;
  const usableVcpu = Math.min(1, assumed.taskVcpu);
  const tasksOf = (name: AgentName): number =>
    Math.max(
      assumed.leastTasks,
      Math.ceil((turnsPerSecond * perTurn.cpuSeconds[name]) / usableVcpu / assumed.cpuTarget),
    );
  const tasks = Object.fromEntries(AGENT_NAMES.map((name) => [name, tasksOf(name)])) as Record<AgentName, number>;
  const allTasks = Object.values(tasks).reduce((sum, count) => sum + count, 0);
  const gib = GIB_PER_ACU * assumed.mostAcu;
  const limits: readonly Pick<Limit, 'name' | 'unit' | 'demand' | 'limit'>[] = [
    { name: 'Bedrock tokens', unit: 'tokens/min', demand: tokensPerMinute, limit: assumed.tokensPerMinute },
    { name: 'Aurora CPU', unit: 'vCPU', demand: databaseVcpu, limit: assumed.mostAcu * assumed.vcpuPerAcu },
    {
      name: 'Aurora connections',
      unit: 'connections',
      demand: dataApiCallsPerSecond * dataApiSeconds(assumed),
      limit: Math.min(MOST_CONNECTIONS, assumed.connectionsPerGib * gib),
    },
    ...AGENT_NAMES.map((name) => ({
      name: `${name} CPU`,
      unit: 'vCPU',
      demand: turnsPerSecond * perTurn.cpuSeconds[name],
      limit: assumed.mostTasks * usableVcpu,
    })),
    { name: 'Fargate of the account', unit: 'vCPU', demand: allTasks * assumed.taskVcpu, limit: assumed.fargateVcpus },
    { name: 'load balancer targets', unit: 'targets', demand: allTasks, limit: assumed.targets },
  ];
  return {
    turnsPerSecond,
    modelCallsPerSecond: turnsPerSecond * perTurn.modelCalls,
    tokensPerMinute,
    dataApiCallsPerSecond,
    tasks,
    acu: databaseVcpu / assumed.vcpuPerAcu / assumed.cpuTarget,
    lcu: Math.max(
      // At worst a connection for each turn; a browser keeps one for several.
      turnsPerSecond / LCU.newConnectionsPerSecond,
      conversations / LCU.activeConnections,
      (turnsPerSecond * assumed.bytesPerTurn * SECONDS_PER_HOUR) / LCU.bytesPerHour,
    ),
    limits,
  };
}

/** The most conversations that still fit; 0 when not even one does. */
function mostConversations(fits: (count: number) => boolean): number {
  let over = 1;
  while (fits(over)) over *= 2;
  let fitting = Math.floor(over / 2);
  while (over - fitting > 1) {
    const middle = Math.floor((fitting + over) / 2);
    if (fits(middle)) fitting = middle;
    else over = middle;
  }
  return fitting;
}
