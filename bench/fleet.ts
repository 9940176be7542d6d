/** A fleet of its own for a benchmark: started in a temporary folder, stopped and forgotten afterwards. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { BEDROCK_PORT, RDS_DATA_PORT } from '@deskfleet/local/ports.ts';
import { chatReplySchema, type ChatReply } from '@deskfleet/shared/conversation/reply.ts';

const readySchema = z.object({
  type: z.string(),
  url: z.string().optional(),
  message: z.string().optional(),
  pids: z.record(z.string(), z.number()).optional(),
});
const requestLogSchema = z.object({
  requests: z.array(
    z.object({ agent: z.string().nullable(), operation: z.string(), state: z.string(), prompt_characters: z.number() }),
  ),
});
export type SeenCall = z.infer<typeof requestLogSchema>['requests'][number];

export interface BenchFleet {
  readonly url: string;
  readonly rdsDataUrl: string;
  readonly pids: Readonly<Record<string, number>>;
  signIn(customerId: string): Promise<string>;
  /** One turn, answered as JSON. @throws {Error} when it is refused. */
  ask(token: string, message: string, conversationId?: string): Promise<ChatReply>;
  /** What reached the model endpoint since the last time this was asked. */
  takeCalls(): Promise<readonly SeenCall[]>;
}

export async function withFleet(
  options: { readonly offset: number; readonly latencyMs: number },
  run: (fleet: BenchFleet) => Promise<void>,
): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'deskfleet-bench-'));
  const program = fileURLToPath(new URL('./start.js', import.meta.url));
  const flags = { 'data-dir': dataDir, 'port-offset': options.offset, 'model-latency': options.latencyMs };
  const fleet = spawn(
    process.execPath,
    [program, ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)])],
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
    await run(benchFleet(ready.url ?? '', ready.pids ?? {}, options.offset));
  } finally {
    if (fleet.exitCode === null) {
      const ended = new Promise((resolve) => fleet.once('exit', resolve));
      fleet.kill('SIGTERM');
      await ended;
    }
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function benchFleet(url: string, pids: Readonly<Record<string, number>>, offset: number): BenchFleet {
  const log = `http://127.0.0.1:${BEDROCK_PORT + offset}/_admin/requests`;
  return {
    url,
    pids,
    rdsDataUrl: `http://127.0.0.1:${RDS_DATA_PORT + offset}`,
    async signIn(customerId) {
      const body = JSON.stringify({ customer_id: customerId });
      const answer = await fetch(`${url}/local/token`, { method: 'POST', body });
      return z.object({ token: z.string() }).parse(await answer.json()).token;
    },
    async ask(token, message, conversationId) {
      const answer = await fetch(`${url}/supervisor/chat`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ message, ...(conversationId === undefined ? {} : { conversation_id: conversationId }) }),
      });
      if (!answer.ok) throw new Error(`"${message}" was refused: ${await answer.text()}`);
      return chatReplySchema.parse(await answer.json());
    },
    async takeCalls() {
      const { requests } = requestLogSchema.parse(await (await fetch(log)).json());
      await fetch(log, { method: 'DELETE' });
      return requests;
    },
  };
}
