/**
 * What the capacity model has to be told: how customers and models behave, what AWS allows, what one environment is
 * made of. Each number says where it is from; `checked` is false for what nobody has looked up in an account yet.
 */

interface Assumption {
  readonly value: number;
  readonly unit: string;
  readonly meaning: string;
  readonly source: string;
  readonly checked: boolean;
}

const OURS = 'assumed';
const PROD = 'cdk/src/environments.ts, prod';

export const ASSUMPTIONS = {
  thinkSeconds: {
    value: 30,
    unit: 's',
    meaning: 'Between an answer and the next message of the same customer, on average (exponential).',
    source: OURS,
    checked: false,
  },
  firstTokenSeconds: {
    value: 1.2,
    unit: 's',
    meaning: 'Until the first token of a model call.',
    source: OURS,
    checked: false,
  },
  outputTokensPerSecond: {
    value: 60,
    unit: 'tokens/s',
    meaning: 'What a model writes in one call.',
    source: OURS,
    checked: false,
  },
  modelSpread: {
    value: 0.5,
    unit: '',
    meaning: 'Spread of the time of a model call (sigma of a log-normal distribution with that mean).',
    source: OURS,
    checked: false,
  },
  tokensPerMinute: {
    value: 200_000,
    unit: 'tokens/min',
    meaning: 'Bedrock: cross-Region tokens per minute of the model in use. Differs from account to account.',
    source: '`aws service-quotas list-service-quotas --service-code bedrock` in your account; new ones have less',
    checked: false,
  },
  outputBurndown: {
    value: 5,
    unit: 'tokens',
    meaning: 'What one output token of Claude takes from that quota. Tokens read from the cache take nothing.',
    source: 'Bedrock user guide, "How tokens are counted" (from memory, November 2026)',
    checked: false,
  },
  dataApiSeconds: {
    value: 0.012,
    unit: 's',
    meaning: 'What a Data API call takes besides the work of the database: network, TLS, the service itself.',
    source: OURS,
    checked: false,
  },
  statementCpuSeconds: {
    value: 0.003,
    unit: 'vCPU s',
    meaning: 'Work of the database for one statement.',
    source: OURS,
    checked: false,
  },
  vcpuPerAcu: {
    value: 0.25,
    unit: 'vCPU',
    meaning: 'CPU of one Aurora capacity unit. AWS says 2 GiB of memory "and corresponding CPU", no number.',
    source: 'what users report',
    checked: false,
  },
  mostAcu: { value: 4, unit: 'ACU', meaning: 'The highest capacity of the database.', source: PROD, checked: true },
  connectionsPerGib: {
    value: 102,
    unit: '1/GiB',
    meaning: 'Connections that PostgreSQL allows for each GiB of the highest capacity (823 at 4 ACU, 5,000 at most).',
    source: 'Aurora user guide, "Maximum connections for Aurora Serverless v2"; 189 at 1 ACU read November 2026',
    checked: false,
  },
  taskVcpu: {
    value: 1,
    unit: 'vCPU',
    meaning: 'Size of a task. Node runs an agent on one thread, so more than 1 does not help it.',
    source: PROD,
    checked: true,
  },
  leastTasks: { value: 2, unit: 'tasks', meaning: 'Tasks of one agent at least.', source: PROD, checked: true },
  mostTasks: { value: 10, unit: 'tasks', meaning: 'Tasks of one agent at most.', source: PROD, checked: true },
  cpuTarget: {
    value: 0.7,
    unit: '',
    meaning: 'Share of its CPU at which a service gets another task.',
    source: 'cdk: target tracking at 70 %',
    checked: true,
  },
  fargateSlowdown: {
    value: 1.5,
    unit: '',
    meaning: 'CPU time of the same work on Fargate to that on the machine of turn-cost.json.',
    source: OURS,
    checked: false,
  },
  fargateVcpus: {
    value: 6,
    unit: 'vCPU',
    meaning: 'Fargate On-Demand vCPU of the account and region. New accounts begin with this; it grows with use.',
    source: 'ECS service quotas, "Fargate On-Demand vCPU resource count" (from memory, November 2026)',
    checked: false,
  },
  targets: {
    value: 1_000,
    unit: 'targets',
    meaning: 'Targets of one Application Load Balancer.',
    source: 'Elastic Load Balancing user guide, quotas (from memory, November 2026)',
    checked: false,
  },
  bytesPerTurn: {
    value: 8_192,
    unit: 'bytes',
    meaning: 'Request and streamed answer of one turn through the load balancer.',
    source: OURS,
    checked: false,
  },
} as const satisfies Record<string, Assumption>;

export type AssumptionName = keyof typeof ASSUMPTIONS;
export type Assumptions = Readonly<Record<AssumptionName, number>>;

export const ASSUMPTION_NAMES = Object.keys(ASSUMPTIONS) as AssumptionName[];

/** One load balancer capacity unit; the dimension that needs most of them is paid. Elastic Load Balancing pricing. */
export const LCU = {
  newConnectionsPerSecond: 25,
  activeConnections: 3_000,
  bytesPerHour: 1e9,
} as const;

/** @throws {RangeError} for a number that cannot be. */
export function assume(changed: Partial<Assumptions> = {}): Assumptions {
  const values = Object.fromEntries(ASSUMPTION_NAMES.map((name) => [name, changed[name] ?? ASSUMPTIONS[name].value]));
  for (const [name, value] of Object.entries(values)) {
    const mayBeZero = name === 'modelSpread' || name === 'thinkSeconds';
    if (!Number.isFinite(value) || value < 0 || (value === 0 && !mayBeZero))
      throw new RangeError(`${name} must be a number above 0`);
  }
  return values as Record<AssumptionName, number>;
}
