/**
 * `npm run capacity`: what a number of conversations at the same time asks of each part of the fleet on AWS, what is
 * short first, and how long customers then wait: `docs/scaling.md`.
 */
import { parseArgs } from 'node:util';
import {
  assume,
  ASSUMPTION_NAMES,
  ASSUMPTIONS,
  type AssumptionName,
  type Assumptions,
} from './capacity/assumptions.ts';
import { demandOf } from './capacity/demand.ts';
import { describeCapacity } from './capacity/report.ts';
import { simulate } from './capacity/simulation.ts';
import { conversationWork } from './capacity/work.ts';

const HELP = `npm run capacity -- --conversations N [--turns 10000] [--seed 1] [--set NAME=VALUE]... [--json]

Reckons what N conversations at the same time need, from the exact counts of one conversation of the benchmark, and
simulates them: turns and calls a second, tasks, database, tokens, waiting, and what is short first.

  --conversations N  how many go on at the same time
  --turns N          how many turns the simulation counts; as many as there are conversations at least
  --seed N           the same seed gives the same figures
  --set NAME=VALUE   another value for one of these:
${ASSUMPTION_NAMES.map((name) => {
  const { value, unit, meaning } = ASSUMPTIONS[name];
  return `       ${`${name}=${value}`.padEnd(28)} ${unit === '' ? '' : `[${unit}] `}${meaning}`;
}).join('\n')}
`;

/** A mistake of the command line, in one line. */
class UsageError extends Error {}

function readOptions(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        conversations: { type: 'string' },
        turns: { type: 'string', default: '10000' },
        seed: { type: 'string', default: '1' },
        set: { type: 'string', multiple: true, default: [] },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error));
  }
}

function wholeNumber(name: string, text: string | undefined, most: number): number {
  const value = Number(text);
  if (text === undefined || !Number.isInteger(value) || value < 1 || value > most)
    throw new UsageError(`--${name} must be a whole number from 1 to ${most}`);
  return value;
}

function readAssumptions(settings: readonly string[]): Assumptions {
  const changed: Partial<Record<AssumptionName, number>> = {};
  for (const setting of settings) {
    const [name = '', value = ''] = setting.split('=');
    const known = ASSUMPTION_NAMES.find((one) => one === name);
    if (known === undefined || value === '')
      throw new UsageError(`--set ${setting}: give NAME=VALUE with one of ${ASSUMPTION_NAMES.join(', ')}`);
    changed[known] = Number(value);
  }
  try {
    return assume(changed);
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`--set: ${error.message}`);
    throw error;
  }
}

function main(): void {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(HELP);
    return;
  }
  const conversations = wholeNumber('conversations', options.conversations, 1_000_000);
  const turns = wholeNumber('turns', options.turns, 10_000_000);
  const seed = wholeNumber('seed', options.seed, 2 ** 32 - 1);
  const assumed = readAssumptions(options.set);
  const work = conversationWork();
  const demand = demandOf(conversations, work, assumed);
  const simulated = simulate(work, assumed, { conversations, seed, turns });
  if (options.json) console.log(JSON.stringify({ demand, simulated, assumed, seed }, undefined, 2));
  else console.log(describeCapacity(demand, simulated, assumed));
}

try {
  main();
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${error.message}. See: npm run capacity -- --help`);
  process.exitCode = 1;
}
