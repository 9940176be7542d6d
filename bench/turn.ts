/**
 * `npm run bench:turn`: what one order-status turn costs through the whole fleet, the model endpoint answering after
 * 50 ms. Counts are exact; CPU is the operating system's own account of each process, per turn; times are medians.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { turnCostSchema } from './printed.ts';
import { withFleet, type BenchFleet } from './fleet.ts';
import { median } from './kernel-protocol.ts';

const { values } = parseArgs({
  options: {
    turns: { type: 'string', default: '30' },
    latency: { type: 'string', default: '50' },
    offset: { type: 'string', default: '20000' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const HELP = `npm run bench:turn -- [--turns 30] [--latency 50] [--offset 20000] [--json]

Starts a fleet of its own in a temporary folder and asks "Where is my order o12345?" once per turn, one after the other.`;

/** Clock ticks a second in /proc/PID/stat; 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;
const WARM_UP = 5;
const QUESTION = 'Where is my order o12345?';

interface Measured {
  readonly firstTokenMs: number;
  readonly totalMs: number;
  readonly streamed: string;
}

function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /su, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * (1000 / TICKS_PER_SECOND);
}

/** Memory of a process that is in use right now. */
function memoryMib(pid: number): number {
  const [, kib] = /^VmRSS:\s+(\d+) kB$/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kib) / 1024);
}

async function main(): Promise<void> {
  if (values.help) {
    console.log(HELP);
    return;
  }
  await withFleet({ offset: Number(values.offset), latencyMs: Number(values.latency) }, measure);
}

async function measure(fleet: BenchFleet): Promise<void> {
  const { url, pids } = fleet;
  const turns = Number(values.turns);
  const memory = Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, memoryMib(pid)]));
  const token = await fleet.signIn('cust001');
  for (let turn = 0; turn < WARM_UP; turn += 1) await ask(url, token);
  await fleet.takeCalls();

  const before = Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, cpuMs(pid)]));
  const measured: Measured[] = [];
  for (let turn = 0; turn < turns; turn += 1) measured.push(await ask(url, token));
  const cpu = Object.fromEntries(
    Object.entries(pids).map(([name, pid]) => [
      name,
      Math.round(((cpuMs(pid) - (before[name] ?? 0)) / turns) * 100) / 100,
    ]),
  );
  const requests = await fleet.takeCalls();
  const counted = await fleet.ask(token, QUESTION);

  const result = turnCostSchema.parse({
    turns,
    model_latency_ms: Number(values.latency),
    model_calls: counted.usage.model_calls,
    data_api_calls: counted.usage.data_api_calls,
    model_calls_seen_by_endpoint: requests.length / turns,
    prompt_characters: Math.round(requests.reduce((sum, one) => sum + one.prompt_characters, 0) / turns),
    cpu_ms_per_turn: cpu,
    memory_idle_mib: memory,
    cpu_ms_agents: Math.round(((cpu['supervisor'] ?? 0) + (cpu['order-management'] ?? 0)) * 100) / 100,
    first_token_ms: Math.round(median(measured.map((one) => one.firstTokenMs))),
    total_ms: Math.round(median(measured.map((one) => one.totalMs))),
  });
  if (values.json) {
    console.log(JSON.stringify(result, undefined, 2));
    return;
  }
  console.log(
    `"${QUESTION}", ${turns} turns one after the other, model endpoint at ${result.model_latency_ms} ms a call\n`,
  );
  console.log(
    `model calls a turn        ${result.model_calls} (the endpoint saw ${result.model_calls_seen_by_endpoint})`,
  );
  console.log(`Data API calls a turn     ${result.data_api_calls}`);
  console.log(`prompt characters a turn  ${result.prompt_characters}`);
  console.log(`first token, median       ${result.first_token_ms} ms`);
  console.log(`total, median             ${result.total_ms} ms`);
  console.log('CPU a turn, and memory before the first one, by process');
  for (const [name, ms] of Object.entries(cpu))
    console.log(`  ${name.padEnd(24)} ${ms.toFixed(2).padStart(6)} ms ${String(memory[name]).padStart(6)} MiB`);
}

async function ask(url: string, token: string): Promise<Measured> {
  const started = performance.now();
  const response = await fetch(`${url}/supervisor/chat`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, accept: 'text/event-stream', 'content-type': 'application/json' },
    body: JSON.stringify({ message: QUESTION }),
  });
  let firstTokenMs = Number.NaN;
  let streamed = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    streamed += decoder.decode(chunk, { stream: true });
    if (Number.isNaN(firstTokenMs) && streamed.includes('"text-delta"')) firstTokenMs = performance.now() - started;
  }
  if (Number.isNaN(firstTokenMs)) throw new Error(`a turn brought no words: ${streamed.slice(0, 400)}`);
  return { firstTokenMs, totalMs: performance.now() - started, streamed };
}

await main();
