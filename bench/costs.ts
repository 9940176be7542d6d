/** `npm run costs`: what an environment costs in a month, and a thousand conversations: `docs/costs.md`. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { assume } from './capacity/assumptions.ts';
import { dollars, ENVIRONMENTS, renderCosts, totalOf, type EnvironmentName } from './costs/doc.ts';
import { monthlyCosts, type TemplateResource } from './costs/monthly.ts';
import { readPrices } from './costs/prices.ts';
import { usageCosts } from './costs/usage.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const HELP = `npm run costs -- --env dev|staging|prod [--assembly FOLDER] [--conversations 1000] [--json]
npm run costs -- --write

Reckons what an environment costs in a month from the templates of its synthesis, and what conversations cost beside
that. Prices: bench/costs/prices.json, with their date; check them before you rely on it.

  --env NAME          the environment; it is synthesized (half a minute) unless --assembly says where that was done
  --assembly FOLDER   what cdk synth has written, with the options that you gave it
  --conversations N   default 1000
  --write             write docs/costs.md
`;
/** Of nobody; synthesis only looks at its form. */
const CERTIFICATE = 'arn:aws:acm:us-east-1:111122223333:certificate/00000000-0000-0000-0000-000000000000';

/** A mistake that one line explains. */
class Problem extends Error {}

const templateSchema = z.object({
  Resources: z.record(z.string(), z.object({ Type: z.string(), Properties: z.unknown() })),
});

function resourcesOf(assembly: string): readonly TemplateResource[] {
  let files: readonly string[];
  try {
    files = readdirSync(assembly).filter((name) => name.endsWith('.template.json'));
  } catch {
    throw new Problem(`There is no folder ${assembly}.`);
  }
  if (files.length === 0) throw new Problem(`There is no template in ${assembly}. Run: npm run synth -- -c env=dev`);
  return files.flatMap((file) => {
    const { Resources } = templateSchema.parse(JSON.parse(readFileSync(join(assembly, file), 'utf8')));
    return Object.entries(Resources).map(([id, resource]) => ({ ...resource, id }));
  });
}

function synthesize(environment: EnvironmentName): readonly TemplateResource[] {
  const assembly = mkdtempSync(join(tmpdir(), `deskfleet-costs-${environment}-`));
  try {
    const options = [
      '-c',
      `env=${environment}`,
      '-c',
      `certificateArn=${CERTIFICATE}`,
      '--output',
      assembly,
      '--quiet',
    ];
    const { status, stderr } = spawnSync('npx', ['cdk', 'synth', ...options], { cwd: `${ROOT}cdk`, encoding: 'utf8' });
    if (status !== 0) throw new Problem(`cdk synth failed: ${stderr.trim()}`);
    return resourcesOf(assembly);
  } finally {
    rmSync(assembly, { recursive: true, force: true });
  }
}

function readOptions() {
  try {
    return parseArgs({
      options: {
        env: { type: 'string' },
        assembly: { type: 'string' },
        conversations: { type: 'string', default: '1000' },
        json: { type: 'boolean', default: false },
        write: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new Problem(error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error));
  }
}

function main(): void {
  const options = readOptions();
  if (options.help) {
    process.stdout.write(HELP);
    return;
  }
  const prices = readPrices();
  if (options.write) {
    const templates = { dev: synthesize('dev'), staging: synthesize('staging'), prod: synthesize('prod') };
    writeFileSync(`${ROOT}docs/costs.md`, renderCosts(templates, prices));
    console.log('docs/costs.md written');
    return;
  }
  const environment = ENVIRONMENTS.find((name) => name === options.env);
  if (environment === undefined) throw new Problem(`--env must be one of ${ENVIRONMENTS.join(', ')}`);
  const conversations = Number(options.conversations);
  if (!Number.isInteger(conversations) || conversations < 1)
    throw new Problem('--conversations must be a whole number above 0');
  const resources = options.assembly === undefined ? synthesize(environment) : resourcesOf(options.assembly);
  const lines = monthlyCosts(resources, prices);
  const usage = usageCosts(conversations, prices, assume());
  if (options.json) {
    console.log(
      JSON.stringify(
        {
          environment,
          region: prices.region,
          date: prices.date,
          monthly: lines,
          total: totalOf(lines),
          conversations,
          usage,
        },
        undefined,
        2,
      ),
    );
    return;
  }
  const line = (what: string, left: string, right: string, detail = '') =>
    console.log(`  ${what.padEnd(32)} ${left.padStart(9)} ${right.padStart(9)}   ${detail}`.trimEnd());
  console.log(`${environment}, US dollars a month (${prices.region}, ${prices.date}, not looked up)\n`);
  line('', 'least', 'most');
  for (const { what, least, most, detail } of lines) line(what, dollars(least), dollars(most), detail);
  const { least, most } = totalOf(lines);
  line('all', dollars(least), dollars(most));
  console.log(`\n${conversations.toLocaleString('en-GB')} conversations\n`);
  for (const { what, usd, detail } of usage) line(what, dollars(usd), '', detail);
}

try {
  main();
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  console.error(`${error.message}${error.message.endsWith('.') ? '' : '.'} See: npm run costs -- --help`);
  process.exitCode = 1;
}
