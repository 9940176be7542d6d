/** `npm run conformance:retail:adapter -- --dir DIR`: the retail world behind our tools, JSON lines on standard input and output. */
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { readRetailWorld } from './retail-data.ts';
import { startRetailSession, type RetailSession } from './retail-session.ts';

const request = z.discriminatedUnion('op', [
  z.object({ op: z.literal('reset') }),
  z.object({ op: z.literal('call'), name: z.string(), args: z.record(z.string(), z.unknown()).default({}) }),
  z.object({ op: z.literal('rows'), orders: z.array(z.string()).default([]), users: z.array(z.string()).default([]) }),
]);

async function answer(line: string, session: RetailSession): Promise<unknown> {
  const asked = request.parse(JSON.parse(line));
  switch (asked.op) {
    case 'reset':
      await session.reset();
      return { ok: true };
    case 'call':
      return session.call(asked.name, asked.args);
    case 'rows':
      return session.rows(asked.orders, asked.users);
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { dir: { type: 'string' } } });
  if (values.dir === undefined || !existsSync(`${values.dir}/db.json`)) {
    process.stderr.write(
      'Say where the retail world is: npm run conformance:retail:adapter -- --dir DIR (a folder with db.json).\n',
    );
    process.exitCode = 2;
    return;
  }
  // The source and the built program lie at different depths.
  const migrations =
    ['../../../migrations', '../../migrations']
      .map((path) => fileURLToPath(new URL(path, import.meta.url)))
      .find(existsSync) ?? '';
  const session = await startRetailSession(readRetailWorld(values.dir), migrations);
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() === '') continue;
    const reply = await answer(line, session).catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      return { ok: false, error: 'The adapter failed; see standard error.' };
    });
    process.stdout.write(`${JSON.stringify(reply)}\n`);
  }
  await session.close();
}

await main();
