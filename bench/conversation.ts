/**
 * `npm run bench:conversation`: exact counts, turn by turn, of one conversation of 30 turns through the whole fleet. No
 * clock is read: on the same code the figures are the same on every machine.
 */
import { parseArgs } from 'node:util';
import { agentEnvironment } from '@deskfleet/local/identity.ts';
import { connectDatabase } from '@deskfleet/shared/database/connect.ts';
import type { Database } from '@deskfleet/shared/database/database.ts';
import { column, row, type RowOf } from '@deskfleet/shared/database/row.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import { AGENT_NAMES } from '@deskfleet/shared/fleet.ts';
import { loadSettings } from '@deskfleet/shared/settings.ts';
import { conversationCountsSchema, type TurnCounts } from './printed.ts';
import { CONVERSATION, CUSTOMER, EARLY_TURN, LATE_TURN } from './conversation-script.ts';
import { withFleet, type BenchFleet, type SeenCall } from './fleet.ts';

const { values } = parseArgs({
  options: {
    offset: { type: 'string', default: '21000' },
    replies: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const HELP = `npm run bench:conversation -- [--offset 21000] [--replies] [--json]

Starts a fleet of its own in a temporary folder and holds one conversation of ${CONVERSATION.length} turns.
--replies prints what was said, too.`;

const counted = row({
  turns: column.int(),
  messages: column.int(),
  tool_calls: column.int(),
  quotes: column.int(),
  audit_log: column.int(),
  usage_ledger: column.int(),
});
type Counts = RowOf<typeof counted>;

function countRows(database: Database): Promise<Counts> {
  return database.one(
    counted,
    sql`
    select (select count(*) from turns) as turns, (select count(*) from messages) as messages,
      (select count(*) from tool_calls) as tool_calls, (select count(*) from quotes) as quotes,
      (select count(*) from audit_log) as audit_log, (select count(*) from usage_ledger) as usage_ledger`,
  );
}

async function measure(fleet: BenchFleet): Promise<readonly TurnCounts[]> {
  const settings = loadSettings(
    agentEnvironment({
      rdsData: fleet.rdsDataUrl,
      bedrock: fleet.url,
      issuer: fleet.url,
      serviceSecret: 'x'.repeat(32),
    }),
  );
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_RDS_DATA: fleet.rdsDataUrl,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
  const { database, close } = connectDatabase(settings);
  try {
    const token = await fleet.signIn(CUSTOMER);
    await fleet.takeCalls();
    let before = await countRows(database);
    let conversationId: string | undefined;
    const turns: TurnCounts[] = [];
    for (const [index, message] of CONVERSATION.entries()) {
      const reply = await fleet.ask(token, message, conversationId);
      conversationId = reply.conversation_id;
      const calls = await fleet.takeCalls();
      const after = await countRows(database);
      const rows = difference(after, before);
      before = after;
      const embeddings = calls.filter(({ operation }) => operation === 'invoke');
      // A retired profile is stepped over once in the life of a process; no model was at work.
      const converse = calls.filter(({ operation, state }) => operation !== 'invoke' && state !== 'refused');
      turns.push({
        turn: index + 1,
        message,
        agents: reply.agents.map(({ agent, outcome }) => (outcome === 'answered' ? agent : `${agent} (${outcome})`)),
        model_calls: reply.usage.model_calls,
        model_calls_seen: converse.length,
        model_calls_by_agent: callsByAgent(converse),
        embeddings_seen: embeddings.length,
        data_api_calls: reply.usage.data_api_calls,
        prompt_characters: converse.reduce((sum, call) => sum + call.prompt_characters, 0),
        input_tokens: reply.usage.input_tokens,
        output_tokens: reply.usage.output_tokens,
        cached_tokens: reply.usage.cached_tokens,
        cost_usd: reply.usage.cost_usd,
        rows,
        rows_written: Object.values(rows).reduce((sum, count) => sum + count, 0),
        reply: reply.reply,
      });
    }
    return turns;
  } finally {
    close();
  }
}

function callsByAgent(calls: readonly SeenCall[]): TurnCounts['model_calls_by_agent'] {
  return Object.fromEntries(
    AGENT_NAMES.map((name): [string, number] => [name, calls.filter(({ agent }) => agent === name).length]).filter(
      ([, made]) => made > 0,
    ),
  );
}

function difference(after: Counts, before: Counts): Counts {
  const names = Object.keys(after) as (keyof Counts)[];
  return Object.fromEntries(names.map((name) => [name, after[name] - before[name]])) as unknown as Counts;
}

function growth(turns: readonly TurnCounts[]): number {
  const at = (turn: number) => turns[turn - 1]?.prompt_characters ?? Number.NaN;
  return Math.round((at(LATE_TURN) / at(EARLY_TURN)) * 100) / 100;
}

function print(turns: readonly TurnCounts[]): void {
  const line = (cells: readonly (string | number)[]) =>
    cells.map((cell, index) => String(cell).padStart([4, 6, 6, 9, 9, 6][index] ?? 0)).join(' ');
  console.log(`${line(['turn', 'model', 'embed', 'Data API', 'prompt', 'rows'])}  message`);
  for (const one of turns) {
    const { turn, model_calls, embeddings_seen, data_api_calls, prompt_characters, rows_written, message } = one;
    const cells = [turn, model_calls, embeddings_seen, data_api_calls, prompt_characters, rows_written];
    console.log(`${line(cells)}  ${message} → ${one.agents.join(', ') || 'supervisor'}`);
    if (values.replies) console.log(`${one.reply.replaceAll(/^/gmu, '        | ')}\n`);
  }
  const sum = (of: (one: TurnCounts) => number) => turns.reduce((total, one) => total + of(one), 0);
  const sums = [
    sum((one) => one.model_calls),
    sum((one) => one.embeddings_seen),
    sum((one) => one.data_api_calls),
    sum((one) => one.prompt_characters),
    sum((one) => one.rows_written),
  ];
  console.log(line(['all', ...sums]));
  const names = Object.keys(turns[0]?.rows ?? {});
  console.log(`\nrows: ${names.map((name) => `${name} ${sum(({ rows }) => rows[name] ?? 0)}`).join(', ')}`);
  console.log(`prompt of turn ${LATE_TURN} to turn ${EARLY_TURN}, the same question: ${growth(turns)} (budget 2)`);
}

async function main(): Promise<void> {
  if (values.help) {
    console.log(HELP);
    return;
  }
  await withFleet({ offset: Number(values.offset), latencyMs: 0 }, async (fleet) => {
    const turns = await measure(fleet);
    const counts = conversationCountsSchema.parse({ turns, prompt_growth: growth(turns) });
    if (values.json) console.log(JSON.stringify(counts, undefined, 2));
    else print(turns);
    const wrong = turns.filter((one) => one.model_calls !== one.model_calls_seen);
    if (wrong.length > 0) {
      console.error(
        `The reply and the endpoint count model calls differently in turn ${wrong.map(({ turn }) => turn).join(', ')}.`,
      );
      process.exitCode = 1;
    }
  });
}

await main();
