/**
 * `npm run bench:import`: how fast a shop is loaded through the Data API of the laptop, in a database of its own: all new,
 * once more without a change, and with a change in every tenth order. A row is a row of a table.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { importFiles, type ImportReport } from '@deskfleet/import-export/import-files.ts';
import { openSources } from '@deskfleet/import-export/read/open.ts';
import { agentEnvironment } from '@deskfleet/local/identity.ts';
import { prepareDatabase } from '@deskfleet/local/prepare.ts';
import { connectDatabase } from '@deskfleet/shared/database/connect.ts';
import { loadSettings } from '@deskfleet/shared/settings.ts';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '50000' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const HELP = `npm run bench:import -- [--rows 50000] [--json]

Starts a Data API of its own (embedded PostgreSQL, nothing kept) and imports a generated shop of about so many rows.`;

/** An order with two lines and a payment, and its parcel with two lines and an event. */
const ROWS_PER_ORDER = 8;
const ORDERS_PER_CUSTOMER = 4;
/** A customer with an address and a payment method. */
const ROWS_PER_CUSTOMER = 3;
const PRODUCTS = 200;
const PRICE_CENTS = 1_999;

function* records(rows: number, carrier: (order: number) => string): Generator<{ kind: string; record: object }> {
  const customers = Math.floor((rows - 3 * PRODUCTS) / (ROWS_PER_CUSTOMER + ORDERS_PER_CUSTOMER * ROWS_PER_ORDER));
  const shop = { id: 'bench', name: 'Bench', currency: 'USD', support_email: 'help@bench.example' };
  yield { kind: 'tenant', record: shop };
  for (let at = 0; at < PRODUCTS; at += 1)
    yield {
      kind: 'product',
      record: { id: `p${at}`, name: `Product ${at}`, category: 'things', description: 'A thing to sell.' },
    };
  for (let at = 0; at < customers; at += 1) {
    const address = {
      id: `a${at}`,
      line1: `${at} Main Street`,
      city: 'Springfield',
      postal_code: '12345',
      country: 'US',
    };
    const person = { id: `c${at}`, first_name: 'Ann', last_name: `Number ${at}`, email: `ann${at}@bench.example` };
    yield { kind: 'customer', record: { ...person, created_at: '2026-01-01T00:00:00Z', addresses: [address] } };
  }
  for (let at = 0; at < PRODUCTS; at += 1)
    yield {
      kind: 'variant',
      record: { id: `v${at}`, product_id: `p${at}`, price_cents: PRICE_CENTS, stock: { on_hand: 9 } },
    };
  for (let at = 0; at < customers; at += 1)
    yield { kind: 'payment_method', record: { id: `m${at}`, customer_id: `c${at}`, kind: 'paypal' } };
  for (let at = 0; at < customers * ORDERS_PER_CUSTOMER; at += 1)
    yield { kind: 'order', record: order(at, carrier(at)) };
}

function order(at: number, carrier: string): object {
  const customer = Math.floor(at / ORDERS_PER_CUSTOMER);
  const line = (place: number) => ({
    variant_id: `v${(at + place) % PRODUCTS}`,
    quantity: 1,
    unit_price_cents: PRICE_CENTS,
  });
  const payment = { id: `y${at}`, kind: 'payment', payment_method_id: `m${customer}`, amount_cents: 2 * PRICE_CENTS };
  const parcel = {
    ...{ id: `s${at}`, carrier, status: 'delivered', tracking_number: `T${at}` },
    lines: [1, 2].map((line_no) => ({ line_no, quantity: 1 })),
    events: [{ occurred_at: '2026-03-02T10:00:00Z', status: 'delivered', location: 'Springfield' }],
  };
  return {
    ...{ id: `o${at}`, customer_id: `c${customer}`, status: 'delivered', placed_at: '2026-03-01T10:00:00Z' },
    ...{ total_cents: 2 * PRICE_CENTS, lines: [line(0), line(1)], payments: [payment], shipments: [parcel] },
  };
}

async function writeShop(path: string, rows: number, carrier: (order: number) => string): Promise<string> {
  const out = createWriteStream(path);
  for (const record of records(rows, carrier)) if (!out.write(`${JSON.stringify(record)}\n`)) await once(out, 'drain');
  await new Promise<void>((resolve) => out.end(resolve));
  return path;
}

const readySchema = z.object({ type: z.literal('ready'), url: z.string() });

async function startDataApi(): Promise<{ readonly url: string; readonly child: ChildProcess }> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./rds-data.js', import.meta.url))], {
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [said] = (await once(child, 'message')) as [unknown];
  return { url: readySchema.parse(said).url, child };
}

interface Measured {
  readonly what: string;
  readonly rows: number;
  readonly seconds: number;
  readonly rowsPerSecond: number;
}

function measured(what: string, { rows, seconds, problems }: ImportReport): Measured {
  if (problems.count > 0) throw new Error(`the generated shop is wrong: ${JSON.stringify(problems.first[0])}`);
  return { what, rows, seconds: Math.round(seconds * 100) / 100, rowsPerSecond: Math.round(rows / seconds) };
}

async function main(): Promise<void> {
  if (values.help) {
    console.log(HELP);
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'deskfleet-bench-import-'));
  const { url, child } = await startDataApi();
  try {
    const nowhere = 'http://127.0.0.1:9';
    const environment = agentEnvironment({
      rdsData: url,
      bedrock: nowhere,
      issuer: nowhere,
      serviceSecret: '-'.repeat(32),
    });
    Object.assign(process.env, environment);
    const { database, close } = connectDatabase(loadSettings(environment));
    const migrations = fileURLToPath(new URL('../../migrations', import.meta.url));
    await prepareDatabase(database, migrations, { seed: false, onProgress: () => undefined });
    const rows = Number(values.rows);
    const first = await writeShop(join(folder, 'first.jsonl'), rows, () => 'Swift Parcel');
    const second = await writeShop(join(folder, 'second.jsonl'), rows, (at) =>
      at % 10 === 0 ? 'Slow Parcel' : 'Swift Parcel',
    );
    const run = async (what: string, path: string): Promise<Measured> => {
      const options = { tenant: undefined, defaultTenant: 'bench', dryRun: false, onProgress: () => undefined };
      return measured(what, await importFiles(database, await openSources([path]), options));
    };
    const results = [
      await run('all new', first),
      await run('all the same', first),
      await run('a tenth of the orders changed', second),
    ];
    close();
    const megabytes = Math.round(statSync(first).size / 100_000) / 10;
    const memory = Math.round(process.resourceUsage().maxRSS / 1024);
    if (values.json)
      console.log(JSON.stringify({ results, file_megabytes: megabytes, max_rss_mib: memory }, undefined, 2));
    else {
      console.log(`A JSON Lines file of ${megabytes} MB; most memory of the importing process ${memory} MiB\n`);
      for (const one of results)
        console.log(`${one.what.padEnd(32)} ${one.rows} rows in ${one.seconds} s = ${one.rowsPerSecond} rows/s`);
    }
  } finally {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
