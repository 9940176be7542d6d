/** The parts of `docs/scaling.md` that are made from the model. */
import { AGENT_NAMES } from '@deskfleet/shared/fleet.ts';
import { assume, ASSUMPTION_NAMES, ASSUMPTIONS } from './assumptions.ts';
import { demandOf, turnDemand } from './demand.ts';
import { figure } from './report.ts';
import { conversationWork } from './work.ts';

/** Conversations at the same time that the document tells of. */
const SIZES = [10, 1_000, 100_000] as const;

/** Section name → rows of a table, the head first. */
export function scalingTables(): Readonly<Record<string, readonly (readonly string[])[]>> {
  return { assumptions: assumptionRows(), turn: turnRows(), sizes: sizeRows(), limits: limitRows() };
}

function assumptionRows(): readonly (readonly string[])[] {
  const rows = ASSUMPTION_NAMES.map((name) => {
    const { value, unit, meaning, source, checked } = ASSUMPTIONS[name];
    return [`\`${name}\``, `${figure(value)} ${unit}`.trim(), meaning, `${source}${checked ? '' : ' **(?)**'}`];
  });
  return [['Name', 'Value', 'Meaning', 'Source'], ...rows];
}

function turnRows(): readonly (readonly string[])[] {
  const assumed = assume();
  const turn = turnDemand(conversationWork(), assumed);
  return [
    ['A turn, on average', ''],
    ['model calls', figure(turn.modelCalls)],
    ["tokens of Bedrock's quota", figure(turn.quotaTokens)],
    ['Data API calls', figure(turn.dataApiCalls)],
    ...AGENT_NAMES.map((name) => [`CPU of ${name} on Fargate`, `${figure(turn.cpuSeconds[name] * 1000)} ms`]),
    ['message to whole answer, nothing waited for', `${figure(turn.seconds)} s`],
  ];
}

function sizeRows(): readonly (readonly string[])[] {
  const work = conversationWork();
  const demands = SIZES.map((size) => demandOf(size, work, assume()));
  const row = (name: string, of: (demand: (typeof demands)[number]) => number) => [
    name,
    ...demands.map((demand) => figure(of(demand))),
  ];
  return [
    ['Conversations at the same time', ...SIZES.map(figure)],
    row('turns a second', (demand) => demand.turnsPerSecond),
    row('model calls a second', (demand) => demand.modelCallsPerSecond),
    row('Bedrock tokens a minute', (demand) => demand.tokensPerMinute),
    row('Data API calls a second', (demand) => demand.dataApiCallsPerSecond),
    row('ACU at 70 % of their CPU', (demand) => demand.acu),
    ...AGENT_NAMES.map((name) => row(`tasks of ${name}`, (demand) => demand.tasks[name])),
    row('load balancer units (LCU)', (demand) => demand.lcu),
    [
      'short',
      ...demands.map(
        ({ limits }) =>
          limits
            .filter(({ utilisation }) => utilisation > 1)
            .map(({ name }) => name)
            .join(', ') || 'nothing',
      ),
    ],
  ];
}

/** In the order in which they are used up. */
function limitRows(): readonly (readonly string[])[] {
  const { limits } = demandOf(SIZES[1], conversationWork(), assume());
  const rows = [...limits]
    .sort((a, b) => a.conversations - b.conversations)
    .map(({ name, unit, limit, conversations }) => [name, `${figure(limit)} ${unit}`, figure(conversations)]);
  return [['What there is only so much of', 'There is', 'Enough for conversations'], ...rows];
}
