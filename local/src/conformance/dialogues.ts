/** `npm run conformance:dialogues -- --file FILE`: conversations with the whole fleet, judged by the rows they leave behind. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { hold, keysOf, readDialogues, wrongRows, type Dialogue, type Said, type WrongRow } from './dialogue.ts';
import { readRetailWorld, type RetailWorld } from './retail-data.ts';
import { startRetailFleet, type RetailFleet } from './retail-fleet.ts';
import { retailOrders, retailUsers } from './retail-rows.ts';
import { restore } from './retail-tenant.ts';

const HELP = `npm run conformance:dialogues -- --file FILE [options]

Holds the conversations of a file with the whole fleet, each new and not signed in, and compares the rows afterwards.

  --file FILE   conversations, one JSON object a line
  --dir DIR     the folder with db.json, the world they are about (default: the file's folder)
  --only ID     one conversation
  --limit N     the first N
  --json        print {passed, failed, cases} and nothing else
  --help        this text
`;

interface Outcome {
  readonly id: string;
  readonly passed: boolean;
  readonly transcript: readonly Said[];
  readonly wrong: readonly WrongRow[];
  /** A fault of the fleet, which is no wrong row. */
  readonly error?: string;
}

class UsageError extends Error {}

interface Options {
  readonly world: RetailWorld;
  readonly dialogues: readonly Dialogue[];
  readonly json: boolean;
}

function readOptions(argv: readonly string[]): Options | 'help' {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      file: { type: 'string' },
      dir: { type: 'string' },
      only: { type: 'string' },
      limit: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  if (values.file === undefined) throw new UsageError('Say which conversations: --file FILE (see --help).');
  const file = resolve(values.file);
  const dir = resolve(values.dir ?? dirname(file));
  if (!existsSync(file)) throw new UsageError(`There is no file ${file}.`);
  if (!existsSync(join(dir, 'db.json')))
    throw new UsageError(`There is no db.json in ${dir}. Name its folder with --dir DIR.`);
  const limit = Number(values.limit ?? Infinity);
  if (!(limit > 0)) throw new UsageError(`--limit is "${values.limit ?? ''}": give a number of conversations.`);
  const dialogues = readDialogues(file)
    .filter(({ id }) => values.only === undefined || id === values.only)
    .slice(0, limit);
  if (dialogues.length === 0)
    throw new UsageError(`${file} has no conversation${values.only === undefined ? '' : ` "${values.only}"`}.`);
  return { world: readRetailWorld(dir), dialogues, json: values.json };
}

async function judge(dialogue: Dialogue, world: RetailWorld, { gateway, database }: RetailFleet): Promise<Outcome> {
  const keys = keysOf(dialogue, world);
  const transcript: Said[] = [];
  let error: string | undefined;
  try {
    await hold(gateway, dialogue.turns, (said) => transcript.push(said));
  } catch (fault) {
    error = fault instanceof Error ? fault.message : String(fault);
  }
  const rows = {
    orders: await retailOrders(database, world, keys.orders),
    users: await retailUsers(database, world, keys.users),
  };
  const wrong = wrongRows(rows, keys, dialogue, world);
  await restore(database, world, { orders: new Set(keys.orders), users: new Set(keys.users) });
  const passed = error === undefined && wrong.length === 0;
  return { id: dialogue.id, passed, transcript, wrong, ...(error === undefined ? {} : { error }) };
}

function told({ id, transcript, wrong, error }: Outcome): string {
  return [
    `FAILED ${id}`,
    ...transcript.flatMap(({ customer, reply }) => [
      `  > ${customer}`,
      ...reply.split('\n').map((line) => `    ${line}`),
    ]),
    ...wrong.flatMap(({ row, differences }) => [
      `  ${row} is not as it must be:`,
      ...differences.map((one) => `    ${one}`),
    ]),
    ...(error === undefined ? [] : [`  ${error}`]),
    '',
  ].join('\n');
}

const PROGRESS_EVERY = 20;

async function run({ world, dialogues, json }: Options): Promise<number> {
  const say = (line: string): void => {
    if (!json) process.stdout.write(`${line}\n`);
  };
  const folder = mkdtempSync(join(tmpdir(), 'deskfleet-dialogues-'));
  let stop = (): Promise<void> => Promise.resolve();
  const interrupted = (): void => {
    void stop().finally(() => {
      rmSync(folder, { recursive: true, force: true });
      process.exit(130);
    });
  };
  process.once('SIGINT', interrupted);
  process.once('SIGTERM', interrupted);
  process.once('SIGHUP', interrupted);
  try {
    say('Starting the fleet …');
    const fleet = await startRetailFleet(world, folder, (stopAll) => {
      stop = stopAll;
    });
    const cases: Outcome[] = [];
    for (const dialogue of dialogues) {
      const outcome = await judge(dialogue, world, fleet);
      cases.push(outcome);
      if (!outcome.passed) say(told(outcome));
      if (cases.length % PROGRESS_EVERY === 0) say(`${String(cases.length)} of ${String(dialogues.length)}`);
    }
    const passed = cases.filter((one) => one.passed).length;
    const failed = cases.length - passed;
    if (json) process.stdout.write(`${JSON.stringify({ passed, failed, cases })}\n`);
    say(`${String(passed)} passed, ${String(failed)} failed`);
    return failed === 0 ? 0 : 1;
  } finally {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') process.stdout.write(HELP);
  else process.exitCode = await run(options);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
