/** What conversations cost beside that, from the exact counts of the benchmarks. */
import { LCU, type Assumptions } from '../capacity/assumptions.ts';
import { turnDemand } from '../capacity/demand.ts';
import { conversationWork, readConversationCounts } from '../capacity/work.ts';
import { AGENT_NAMES } from '@deskfleet/shared/fleet.ts';
import { sum } from './monthly.ts';
import type { Prices } from './prices.ts';

export interface UsageLine {
  readonly what: string;
  readonly detail: string;
  /** US dollars. */
  readonly usd: number;
}

const GIGABYTE = 1e9;
const MILLION = 1e6;
const SECONDS_PER_HOUR = 3_600;

/** Turns of the counted conversation. */
export function turnsOfConversation(): number {
  return readConversationCounts().turns.length;
}

/** @returns what so many conversations like the counted one cost, the dearest part first. */
export function usageCosts(conversations: number, prices: Prices, assumed: Assumptions): readonly UsageLine[] {
  const { turns: counted } = readConversationCounts();
  const turn = turnDemand(conversationWork(), assumed);
  const turns = conversations * counted.length;
  const usd = (name: keyof Prices['prices']): number => prices.prices[name].usd;
  const statements = turns * turn.dataApiCalls;
  const gigabytes = (conversations * sum(counted, (one) => one.prompt_characters)) / GIGABYTE;
  const vcpuHours = (turns * sum(AGENT_NAMES, (name) => turn.cpuSeconds[name])) / SECONDS_PER_HOUR / assumed.cpuTarget;
  const acuHours =
    (statements * assumed.statementCpuSeconds) / assumed.vcpuPerAcu / SECONDS_PER_HOUR / assumed.cpuTarget;
  const lines: UsageLine[] = [
    {
      what: 'Models and embeddings',
      detail: `${Math.round(turns * turn.modelCalls).toLocaleString('en-GB')} calls`,
      usd: conversations * sum(counted, (one) => one.cost_usd),
    },
    {
      what: 'Data API',
      detail: `${Math.round(statements).toLocaleString('en-GB')} calls`,
      usd: (statements / MILLION) * usd('dataApiMillion'),
    },
    {
      what: 'Aurora capacity',
      detail: `${acuHours.toFixed(2)} ACU hours, if the least is not enough anyway`,
      usd: acuHours * usd('auroraAcuHour'),
    },
    {
      what: 'Aurora I/O',
      detail: `${prices.assumed.databaseIoPerStatement.value} requests a statement assumed`,
      usd: ((statements * prices.assumed.databaseIoPerStatement.value) / MILLION) * usd('auroraIoMillion'),
    },
    {
      what: 'Fargate',
      detail: `${vcpuHours.toFixed(2)} vCPU hours, if the tasks there are not enough anyway`,
      usd: vcpuHours * (usd('fargateVcpuHour') + 2 * usd('fargateGigabyteHour')),
    },
    {
      what: 'Logs',
      detail: `${prices.assumed.logBytesPerTurn.value.toLocaleString('en-GB')} bytes a turn assumed`,
      usd: ((turns * prices.assumed.logBytesPerTurn.value) / GIGABYTE) * usd('logGigabyte'),
    },
    {
      what: 'Load balancer units',
      detail: 'a new connection for each turn, at worst',
      usd: (turns / LCU.newConnectionsPerSecond / SECONDS_PER_HOUR) * usd('loadBalancerUnitHour'),
    },
    {
      what: 'Prompts through the NAT gateway',
      detail: `${gigabytes.toFixed(2)} GB; through an interface endpoint less than a quarter of it`,
      usd: gigabytes * usd('natGatewayGigabyte'),
    },
    { what: 'WAF', detail: 'a request for each turn', usd: (turns / MILLION) * usd('wafMillion') },
  ];
  return lines.sort((a, b) => b.usd - a.usd);
}
