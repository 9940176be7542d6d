/**
 * `npm run bench:turn`: what one order-status turn costs through the whole fleet, the model endpoint answering after
 * 50 ms. Counts are exact; CPU is the operating system's own account of each process, per turn; times are medians.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { chatReplySchema } from '@deskfleet/shared/conversation/reply.ts';

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

const readySchema = z.object({
  type: z.string(),
  url: z.string().optional(),
  message: z.string().optional(),
  pids: z.record(z.string(), z.number()).optional(),
});
const requestLogSchema = z.object({
  requests: z.array(z.object({ agent: z.string().nullable(), prompt_characters: z.number() })),
});

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

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

async function main(): Promise<void> {
  if (values.help) {
    console.log(HELP);
    return;
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'deskfleet-bench-'));
  const fleet = spawn(
    process.execPath,
    [
      fileURLToPath(new URL('./start.js', import.meta.url)),
      '--data-dir',
      dataDir,
      '--port-offset',
      values.offset,
      '--model-latency',
      values.latency,
    ],
    { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
  );
  try {
    const ready = await new Promise<z.infer<typeof readySchema>>((resolve, reject) => {
      fleet.on('message', (message) => {
        const said = readySchema.parse(message);
        if (said.type === 'ready') resolve(said);
        else reject(new Error(said.message));
      });
      fleet.once('exit', () => reject(new Error('the fleet ended before it was ready')));
    });
    await measure(ready.url ?? '', ready.pids ?? {}, Number(values.turns));
  } finally {
    const ended = new Promise((resolve) => fleet.once('exit', resolve));
    fleet.kill('SIGTERM');
    await ended;
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function measure(url: string, pids: Readonly<Record<string, number>>, turns: number): Promise<void> {
  const bedrock = `http://127.0.0.1:${8091 + Number(values.offset)}`;
  const signIn = await fetch(`${url}/local/token`, {
    method: 'POST',
    body: JSON.stringify({ customer_id: 'cust001' }),
  });
  const { token } = z.object({ token: z.string() }).parse(await signIn.json());
  for (let turn = 0; turn < WARM_UP; turn += 1) await ask(url, token);
  await fetch(`${bedrock}/_admin/requests`, { method: 'DELETE' });

  const before = Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, cpuMs(pid)]));
  const measured: Measured[] = [];
  for (let turn = 0; turn < turns; turn += 1) measured.push(await ask(url, token));
  const cpu = Object.fromEntries(
    Object.entries(pids).map(([name, pid]) => [
      name,
      Math.round(((cpuMs(pid) - (before[name] ?? 0)) / turns) * 100) / 100,
    ]),
  );
  const { requests } = requestLogSchema.parse(await (await fetch(`${bedrock}/_admin/requests`)).json());
  const counted = chatReplySchema.parse(
    await (
      await fetch(`${url}/supervisor/chat`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ message: QUESTION }),
      })
    ).json(),
  );

  const result = {
    turns,
    model_latency_ms: Number(values.latency),
    model_calls: counted.usage.model_calls,
    data_api_calls: counted.usage.data_api_calls,
    model_calls_seen_by_endpoint: requests.length / turns,
    prompt_characters: Math.round(requests.reduce((sum, one) => sum + one.prompt_characters, 0) / turns),
    cpu_ms_per_turn: cpu,
    cpu_ms_agents: Math.round(((cpu['supervisor'] ?? 0) + (cpu['order-management'] ?? 0)) * 100) / 100,
    first_token_ms: Math.round(median(measured.map((one) => one.firstTokenMs))),
    total_ms: Math.round(median(measured.map((one) => one.totalMs))),
  };
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
  console.log('CPU a turn, by process');
  for (const [name, ms] of Object.entries(cpu)) console.log(`  ${name.padEnd(24)} ${ms.toFixed(2)} ms`);
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
