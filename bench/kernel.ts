/**
 * `npm run bench:kernel`: what the turn loop costs by itself, beside a bare loop that makes the classic four model calls
 * with the AWS SDK alone. Each side is one process; both talk to a fake Bedrock in a third one. CPU is each process's own.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { agentEnvironment } from '@deskfleet/local/identity.ts';
import type { Agent } from '@deskfleet/shared/agent/agent.ts';
import { kernelAgents } from './kernel-agents.ts';
import {
  median,
  MENU,
  ONCE,
  type EndpointOrder,
  type EndpointReport,
  type Menu,
  type StartReport,
  type WorkerOrder,
  type WorkerReport,
} from './kernel-protocol.ts';

const { values } = parseArgs({
  options: {
    turns: { type: 'string', default: '600' },
    rounds: { type: 'string', default: '5' },
    latency: { type: 'string', default: '50' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const HELP = `npm run bench:kernel -- [--turns 600] [--rounds 5] [--latency 50] [--json]

Asks "Where is my order …?" so many times a round, of our turn loop and of a bare loop with the AWS SDK, in turns.
CPU is measured with a model that answers at once; the first token with one that takes --latency ms a call.`;

const TURNS = Number(values.turns);
const ROUNDS = Number(values.rounds);
const LATENCY_MS = Number(values.latency);
/** Until V8 has compiled what runs often: of ours there is more, and it runs once a turn where the bare loop's runs four times. */
const WARM_UP = 2_000;
const TURNS_WITH_LATENCY = 20;
const AT_ONCE = 32;

const SIDES = { kernel: 'kernel-worker.js', bare: 'kernel-bare-worker.js' } as const;
type Side = keyof typeof SIDES;
const SIDE_NAMES = Object.keys(SIDES) as readonly Side[];

interface Figures {
  readonly model_calls: number;
  readonly prompt_characters: number;
  readonly connections: number;
  readonly cpu_ms_1: number;
  readonly cpu_ms_32: number;
  readonly first_token_ms: number;
  readonly total_ms: number;
  readonly start_to_first_turn_ms: number;
  readonly start_to_first_turn_cpu_ms: number;
  readonly rss_idle_mib: number;
  readonly rss_after_mib: number;
  /** Of the heap, after a collection, for each conversation that went by. */
  readonly bytes_held_per_conversation: number;
}

/** A child and its answers, which come one for each thing it is told. */
class Talker {
  readonly child: ChildProcess;
  constructor(child: ChildProcess) {
    this.child = child;
  }
  async hear<T>(): Promise<T> {
    const ended = new AbortController();
    const end = once(this.child, 'exit', { signal: ended.signal }).then(() => {
      throw new Error('a process of the benchmark ended early');
    });
    end.catch(() => undefined);
    try {
      const [message] = (await Promise.race([once(this.child, 'message', { signal: ended.signal }), end])) as [T];
      return message;
    } finally {
      ended.abort();
    }
  }
  async tell<T>(order: EndpointOrder | WorkerOrder): Promise<T> {
    const heard = this.hear<T>();
    this.child.send(order);
    return heard;
  }
}

/** Workers and the fake Bedrock are built whole, as agents are, in a folder of their own. */
function start(file: string, environment: Readonly<Record<string, string>>, flags = ['--expose-gc']): Talker {
  const path = fileURLToPath(new URL(`../bench/${file}`, import.meta.url));
  return new Talker(fork(path, { env: { ...process.env, ...environment }, execArgv: flags }));
}

function bareAgent({ prompt, toolSpecs }: Agent): object {
  const tools = toolSpecs.map(({ name, description, inputSchema }) => ({
    toolSpec: { name, description, inputSchema: { json: inputSchema } },
  }));
  return { system: [{ text: prompt }], toolConfig: { tools } };
}

async function measure(menu: Menu, folder: string): Promise<Readonly<Record<Side, Figures>>> {
  const agents = kernelAgents(menu);
  const file = join(folder, `${menu}.json`);
  writeFileSync(
    file,
    JSON.stringify({ supervisor: bareAgent(agents.supervisor), specialist: bareAgent(agents.specialist) }),
  );
  const endpoint = start('kernel-endpoint.js', {});
  const { url } = await endpoint.hear<{ readonly url: string }>();
  const environment = {
    ...agentEnvironment({ rdsData: url, bedrock: url, issuer: url, serviceSecret: 'x'.repeat(32) }),
    BEDROCK_MODEL_ID: 'us.anthropic.claude-sonnet-4-6',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    BENCH_AGENTS: file,
    [MENU]: menu,
  };
  const talkers = [endpoint];
  try {
    const coldStarts: Record<Side, ColdStart[]> = { kernel: [], bare: [] };
    for (let round = 0; round < ROUNDS; round += 1)
      for (const side of SIDE_NAMES) coldStarts[side].push(await coldStart(SIDES[side], environment));

    const workers = {} as Record<Side, Talker>;
    const idle = {} as Record<Side, number>;
    for (const side of SIDE_NAMES) {
      workers[side] = start(SIDES[side], environment);
      talkers.push(workers[side]);
      idle[side] = (await workers[side].hear<{ readonly rss_mib: number }>()).rss_mib;
      await workers[side].tell<WorkerReport>({ turns: WARM_UP, at_once: AT_ONCE });
    }

    const one: Record<Side, WorkerReport[]> = { kernel: [], bare: [] };
    const many: Record<Side, WorkerReport[]> = { kernel: [], bare: [] };
    const seen: Record<Side, EndpointReport> = {} as Record<Side, EndpointReport>;
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const side of SIDE_NAMES) {
        await endpoint.tell({ latency_ms: 0 });
        one[side].push(await workers[side].tell({ turns: TURNS, at_once: 1 }));
        seen[side] = await endpoint.tell({ latency_ms: 0 });
        many[side].push(await workers[side].tell({ turns: TURNS, at_once: AT_ONCE }));
      }
    }
    await endpoint.tell({ latency_ms: LATENCY_MS });
    const slow = {} as Record<Side, WorkerReport>;
    for (const side of SIDE_NAMES) slow[side] = await workers[side].tell({ turns: TURNS_WITH_LATENCY, at_once: 1 });

    const figures = (side: Side): Figures => ({
      model_calls: seen[side].calls / TURNS,
      prompt_characters: Math.round(seen[side].prompt_characters / TURNS),
      connections: seen[side].connections / TURNS,
      cpu_ms_1: round2(median(one[side].map((report) => report.cpu_ms_per_turn))),
      cpu_ms_32: round2(median(many[side].map((report) => report.cpu_ms_per_turn))),
      first_token_ms: Math.round(slow[side].first_token_ms),
      total_ms: Math.round(slow[side].total_ms),
      start_to_first_turn_ms: Math.round(median(coldStarts[side].map(({ took_ms }) => took_ms))),
      start_to_first_turn_cpu_ms: Math.round(median(coldStarts[side].map(({ cpu_ms }) => cpu_ms))),
      rss_idle_mib: Math.round(idle[side]),
      rss_after_mib: Math.round(many[side].at(-1)?.rss_mib ?? Number.NaN),
      bytes_held_per_conversation: Math.round(growth(many[side])),
    });
    return { kernel: figures('kernel'), bare: figures('bare') };
  } finally {
    for (const { child } of talkers) if (child.connected) child.disconnect();
  }
}

/** How much the heap grew for each turn, every one of which is a conversation of its own, between the second and the last round. */
function growth(reports: readonly WorkerReport[]): number {
  const kept = reports.slice(1).map(({ heap_bytes }) => heap_bytes);
  if (kept.length < 2) return Number.NaN;
  return ((kept.at(-1) ?? 0) - (kept[0] ?? 0)) / ((kept.length - 1) * 2 * TURNS);
}

interface ColdStart extends StartReport {
  readonly took_ms: number;
}

async function coldStart(file: string, environment: Readonly<Record<string, string>>): Promise<ColdStart> {
  const started = performance.now();
  // Without flags, as agents start: V8 takes a code cache only with the flags that it was made with.
  const talker = start(file, { ...environment, [ONCE]: '1' }, []);
  const report = await talker.hear<StartReport>();
  const took_ms = performance.now() - started;
  if (talker.child.exitCode === null) await once(talker.child, 'exit');
  return { ...report, took_ms };
}

const round2 = (figure: number): number => Math.round(figure * 100) / 100;

const ROWS: readonly (readonly [keyof Figures, string, boolean])[] = [
  ['model_calls', 'model calls a turn', true],
  ['prompt_characters', 'prompt characters a turn', true],
  ['connections', 'new connections a turn', false],
  ['cpu_ms_1', 'CPU ms a turn, 1 at once', true],
  ['cpu_ms_32', 'CPU ms a turn, 32 at once', true],
  ['first_token_ms', `first token ms, model at ${LATENCY_MS} ms`, true],
  ['total_ms', `whole turn ms, model at ${LATENCY_MS} ms`, true],
  ['start_to_first_turn_ms', 'process start to first turn, ms', true],
  ['start_to_first_turn_cpu_ms', 'process start to first turn, CPU ms', true],
  ['rss_idle_mib', 'memory idle, MiB', true],
  ['rss_after_mib', 'memory after, MiB', true],
  ['bytes_held_per_conversation', 'bytes held a conversation', false],
];

function print(title: string, { kernel, bare }: Readonly<Record<Side, Figures>>): void {
  console.log(`\n${title.padEnd(38)} ${'ours'.padStart(9)} ${'bare'.padStart(9)} ${'ratio'.padStart(7)}`);
  for (const [key, name, compared] of ROWS) {
    const ratio = compared ? (kernel[key] / bare[key]).toFixed(2) : '';
    console.log(
      `${name.padEnd(38)} ${String(kernel[key]).padStart(9)} ${String(bare[key]).padStart(9)} ${ratio.padStart(7)}`,
    );
  }
}

async function main(): Promise<void> {
  if (values.help) {
    console.log(HELP);
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'deskfleet-bench-'));
  try {
    const result = { one: await measure('one', folder), all: await measure('all', folder) };
    if (values.json) {
      console.log(JSON.stringify({ turns: TURNS, rounds: ROUNDS, latency_ms: LATENCY_MS, ...result }, undefined, 2));
      return;
    }
    console.log(`${ROUNDS} rounds of ${TURNS} turns, medians`);
    print('one tool each, prompts of a line', result.one);
    print("the agents' own prompts and tools", result.all);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
