/** `docs/costs.md`, whole. */
import { assume } from '../capacity/assumptions.ts';
import { HOURS, monthlyCosts, sum, type CostLine, type TemplateResource } from './monthly.ts';
import type { Prices } from './prices.ts';
import { turnsOfConversation, usageCosts } from './usage.ts';

export const ENVIRONMENTS = ['dev', 'staging', 'prod'] as const;
export type EnvironmentName = (typeof ENVIRONMENTS)[number];

const CONVERSATIONS = 1_000;

export const dollars = (usd: number): string =>
  usd === 0 ? '0' : usd < 10 ? usd.toFixed(2) : Math.round(usd).toLocaleString('en-GB');
const range = (line: Pick<CostLine, 'least' | 'most'> | undefined): string => {
  if (line === undefined) return '–';
  return dollars(line.least) === dollars(line.most)
    ? dollars(line.least)
    : `${dollars(line.least)} to ${dollars(line.most)}`;
};

export function totalOf(lines: readonly CostLine[]): { readonly least: number; readonly most: number } {
  return { least: sum(lines, ({ least }) => least), most: sum(lines, ({ most }) => most) };
}

function table(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows.map((cells) => `| ${cells.join(' | ')} |`);
  return [head, `|${' --- |'.repeat(rows[0]?.length ?? 0)}`, ...body].join('\n');
}

export function renderCosts(
  templates: Readonly<Record<EnvironmentName, readonly TemplateResource[]>>,
  prices: Prices,
): string {
  const costs = Object.fromEntries(ENVIRONMENTS.map((name) => [name, monthlyCosts(templates[name], prices)])) as Record<
    EnvironmentName,
    readonly CostLine[]
  >;
  const totals = ENVIRONMENTS.map((name) => totalOf(costs[name]));
  const parts = [
    ...new Set(['prod', 'staging', 'dev'].flatMap((name) => costs[name as EnvironmentName]).map(({ what }) => what)),
  ];
  const ofPart = (name: EnvironmentName, what: string) => costs[name].find((line) => line.what === what);
  const usage = usageCosts(CONVERSATIONS, prices, assume());
  const perThousand = sum(usage, ({ usd }) => usd);
  const [dearest] = usage;
  const prod = totals[2]?.least ?? 0;
  const even = (prod / perThousand) * CONVERSATIONS;
  const share = (part: number, whole: number): string => `${Math.round((100 * part) / whole)} %`;
  const largest = [...costs.prod].sort((a, b) => b.least - a.least).slice(0, 3);

  return `# What it costs

Made by \`npm run costs -- --write\` from the templates that \`cdk synth\` writes, the price table
[prices.json](../bench/costs/prices.json) and the exact counts of the benchmarks; a test holds it up to date. To look closer:

\`\`\`sh
npm run costs -- --env prod
npm run costs -- --env dev --json
npm run costs -- --env prod --assembly cdk/cdk.out     # the templates of a synthesis of yours, with its options
\`\`\`

**The prices are of ${prices.region}, ${prices.date}, and nobody has paid them.** ${prices.note}

## A month

US dollars for ${HOURS} hours: with nobody talking to the fleet, and, where it differs, with every service at its most all month.

${table([
  ['', ...ENVIRONMENTS],
  ...parts.map((what) => [what, ...ENVIRONMENTS.map((name) => range(ofPart(name, what)))]),
  ['**all**', ...totals.map((total) => `**${range(total)}**`)],
])}

${table([
  ['', ...ENVIRONMENTS],
  ...parts.map((what) => [what, ...ENVIRONMENTS.map((name) => ofPart(name, what)?.detail ?? '–')]),
])}

Not in it: what is paid by use (below), images in ECR, backups beyond the size of the database, users of Cognito (by the month and user;
more with threat protection, as in prod), the options \`cache\` and \`collector\`, data that leaves AWS, support.

## ${CONVERSATIONS.toLocaleString('en-GB')} conversations

Like the counted one, of ${turnsOfConversation()} turns: a long one. For other lengths divide by ${turnsOfConversation()} and multiply by yours.

${table([
  ['', 'US dollars', ''],
  ...usage.map(({ what, detail, usd }) => [what, dollars(usd), detail]),
  [
    '**all**',
    `**${dollars(perThousand)}**`,
    `${(perThousand / CONVERSATIONS / turnsOfConversation()).toFixed(4)} a turn`,
  ],
])}

Model prices are those of \`shared/src/model/models.ts\`; tokens are estimated (characters / 4), the replies are the rulebooks'. A model that says
more, or thinks before it speaks, costs more; a prompt that is not found in the cache, because nobody wrote for five minutes, up to ten times as much for that part.

## What dominates

- **Little traffic: being there.** In prod the largest are ${largest.map(({ what, least }) => `${what.toLowerCase()} (${share(least, prod)})`).join(', ')}.
- **Much traffic: the models**, ${share(dearest?.usd ?? 0, perThousand)} of what a conversation costs. From about
  ${(Math.round(even / 100) * 100).toLocaleString('en-GB')} such conversations a month on they cost more than everything else in prod together.
- Saving, in this order: a cheaper model (\`-c modelId=…\`), one call for most reads (the router and \`foresee\` do that), prompts that stay the
  same from turn to turn (the cache). Then, in a small account: no interface endpoints and one NAT gateway, as dev has it; \`-c autoPause=true\`, with which the
  database of dev costs nothing while nobody uses it.
`;
}
