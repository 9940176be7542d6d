/** The figures of `npm run capacity` for a reader. */
import { AGENT_NAMES } from '@deskfleet/shared/fleet.ts';
import type { Assumptions } from './assumptions.ts';
import type { Demand } from './demand.ts';
import type { Simulated } from './simulation.ts';

/** Three significant digits, thousands separated. */
export function figure(value: number): string {
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : 3;
  return digits === 0
    ? Math.round(value).toLocaleString('en-GB')
    : value.toLocaleString('en-GB', { maximumSignificantDigits: digits });
}

const seconds = (value: number): string => (value < 1 ? `${figure(value * 1000)} ms` : `${figure(value)} s`);

export function describeCapacity(demand: Demand, simulated: Simulated, assumed: Assumptions): string {
  const asked = [
    ['turns a second', demand.turnsPerSecond],
    ['model calls a second', demand.modelCallsPerSecond],
    ['Bedrock tokens a minute', demand.tokensPerMinute],
    ['Data API calls a second', demand.dataApiCallsPerSecond],
    ['ACU at the target', demand.acu],
    ['load balancer units (LCU)', demand.lcu],
  ] as const;
  const [first] = demand.limits;
  const short = demand.limits.filter((limit) => limit.utilisation > 1);
  return [
    `${figure(demand.conversations)} conversations at the same time, a message every ${figure(assumed.thinkSeconds)} s after an answer`,
    '',
    'Asked for, if nothing is short',
    ...asked.map(([name, value]) => `  ${name.padEnd(28)} ${figure(value).padStart(12)}`),
    ...AGENT_NAMES.map((name) => `  ${`tasks of ${name}`.padEnd(34)} ${figure(demand.tasks[name]).padStart(6)}`),
    '',
    `  ${'what there is so much of'.padEnd(30)} ${'asked'.padStart(12)} ${'there is'.padStart(12)} ${'used'.padStart(8)}   enough for`,
    ...demand.limits.map(
      ({ name, unit, demand: value, limit, utilisation, conversations }) =>
        `  ${name.padEnd(30)} ${figure(value).padStart(12)} ${figure(limit).padStart(12)} ${`${figure(utilisation * 100)} %`.padStart(8)}   ${figure(conversations)} conversations (${unit})`,
    ),
    '',
    short.length === 0
      ? `Nothing is short. The first to be: ${first?.name ?? ''}, beyond ${figure(first?.conversations ?? 0)} conversations.`
      : `Short: ${short.map(({ name }) => name).join(', ')}.`,
    '',
    `Simulated: ${figure(simulated.turns)} turns in ${figure(simulated.seconds)} s, with the tasks above as far as there may be so many`,
    `  turns a second               ${figure(simulated.turnsPerSecond)}`,
    `  answers outstanding          ${figure(simulated.inProgress)}`,
    `  message to answer            p50 ${seconds(simulated.response.p50)}, p95 ${seconds(simulated.response.p95)}`,
    ...Object.entries(simulated.waiting)
      .sort(([, a], [, b]) => b.mean - a.mean)
      .map(([name, { p50, p95 }]) => `  waits for ${name.padEnd(30)} p50 ${seconds(p50)}, p95 ${seconds(p95)}`),
  ].join('\n');
}
