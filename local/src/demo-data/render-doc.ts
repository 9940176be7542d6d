import { ACME_NAMED_PRODUCTS } from './catalogue/acme-named-products.ts';
import { DEMO_CASES, type DemoCase } from './cases.ts';
import { DEMO_CLOCK } from './clock.ts';
import { TABLE_NAMES } from './columns.ts';
import { fingerprint } from './fingerprint.ts';
import { generateDemoData } from './generate.ts';
import type { DemoData } from './model.ts';
import { ACME_PENDING_ONLY } from './people/people.ts';
import { ACME } from './tenants.ts';

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${head.map(() => '--').join('|')}|`, ...rows.map(line)].join('\n');
}

function countsTable(data: DemoData): string {
  const tenants = data.tenants.map((row) => row.id);
  return tableOf(
    ['Table', ...tenants],
    TABLE_NAMES.map((table) => {
      const rows = data[table] as readonly { tenant_id?: string; id?: string }[];
      return [
        table,
        ...tenants.map((tenant) => String(rows.filter((row) => (row.tenant_id ?? row.id) === tenant).length)),
      ];
    }),
  );
}

function policyTable(data: DemoData): string {
  return tableOf(
    ['Shop', 'Currency', 'Cancel while', 'Return window', 'Default warranty', 'Approval above', 'Chat without sign-in'],
    data.tenants.map((tenant) => {
      const policy = data.policies.find((row) => row.tenant_id === tenant.id);
      const approval = policy?.staff_approval_over_cents;
      return [
        `${tenant.name} (\`${tenant.id}\`)`,
        tenant.currency,
        policy?.cancel_statuses.join(', ') ?? '',
        `${policy?.return_window_days ?? 0} days`,
        `${policy?.warranty_days_default ?? 0} days`,
        typeof approval === 'number' ? (approval / 100).toFixed(2) : 'no limit',
        policy?.anonymous_chat === true ? 'yes' : 'no',
      ];
    }),
  );
}

function statusTable(data: DemoData): string {
  const counts = new Map<string, number>();
  for (const order of data.orders) counts.set(order.status, (counts.get(order.status) ?? 0) + 1);
  return tableOf(
    ['Status', 'Orders'],
    [...counts].sort().map(([status, count]) => [status, String(count)]),
  );
}

function namedProductsTable(data: DemoData): string {
  const variants = data.variants.filter((row) => row.tenant_id === ACME);
  const rows = ACME_NAMED_PRODUCTS.map(({ id }) => {
    const product = data.products.find((row) => row.tenant_id === ACME && row.id === id);
    const cheapest = Math.min(...variants.filter((row) => row.product_id === id).map((row) => row.price_cents));
    return [
      `\`${id}\``,
      product?.name ?? '',
      product?.category ?? '',
      (cheapest / 100).toFixed(2),
      String(product?.rating ?? '–'),
      String(product?.review_count ?? 0),
    ];
  });
  return tableOf(['Id', 'Name', 'Category', 'From', 'Rating', 'Reviews'], rows);
}

function caseRow(row: DemoCase): string[] {
  const orders = row.orders.map((id) => `\`${id}\``).join(', ');
  return [
    `\`${row.customerId}\` (${row.tenantId})`,
    row.name,
    row.special,
    orders || '–',
    row.question,
    row.rightAnswer,
  ];
}

/** The text of docs/demo-data.md, made from the data and the named cases. */
export function renderDemoDataDoc(): string {
  const data = generateDemoData();
  const first = ACME_PENDING_ONLY[0] ?? '';
  const last = ACME_PENDING_ONLY.at(-1) ?? '';
  const orderOf = (customerId: string): string =>
    data.orders.find((row) => row.tenant_id === ACME && row.customer_id === customerId)?.id ?? '';
  return `# Demo data

<!-- Generated from local/src/demo-data. Do not edit: run \`npm run docs\`. -->

Two invented shops with customers, orders, parcels, warranties, reviews and a knowledge base. The rows come out of a
generator with a fixed seed and a fixed clock, so every run has the same data and every question the same right answer.

- Demo clock: \`${DEMO_CLOCK}\`. Nothing is later than that except estimates, restock days, ends of warranties, appointments and paid placements.
- Fingerprint of all rows: \`${fingerprint(data)}\`. It changes when any row changes.
- Both shops use the same ids (\`cust001\`, \`p001\`, \`o12345\`) for different people and things: only the tenant tells
  them apart.
- All people, addresses, card numbers and tracking numbers are invented; mail addresses end in \`example.com\`.
- Loading is safe to repeat. Rows that exist stay as they are, also changed ones.

## The shops and their rules

${policyTable(data)}

## Rows

${countsTable(data)}

${statusTable(data)}

## The fourteen named products of Acme

${namedProductsTable(data)}

The VitaFit Watch and the FlexTab are sold out in every variant.

## Named cases

Sign in as the customer and ask the question.

${tableOf(['Customer', 'Name', 'What is special', 'Orders', 'Ask', 'A right answer says'], DEMO_CASES.map(caseRow))}

Customers \`${first}\` to \`${last}\` of Acme have exactly one order each, \`${orderOf(first)}\` to \`${orderOf(last)}\`,
and it is pending: each can be cancelled without touching anybody else.
`;
}
