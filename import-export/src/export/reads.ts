/** What an export reads: each select answers records of the format as they are inside a file, with the key to go on from. */
import { z } from 'zod';
import type { Statements } from '@deskfleet/shared/database/database.ts';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { identifier, int, join, sql, type Sql } from '@deskfleet/shared/database/sql.ts';
import { policySchema } from '../format/policy.ts';
import { TABLES, type TableName } from '../tables.ts';

export type ExportRecord = Readonly<Record<string, unknown>>;

/** Rows asked for at once, and where an answer is cut: it has to stay below 1 MiB with all its escapes. */
const PAGE_ROWS = 1_000;
const PAGE_BYTES = 400_000;

/** As an import spells it: in UTC, no zeros at the end of the fraction. */
const instant = (value: Sql): Sql =>
  sql`regexp_replace(to_char(${value} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '\\.?0+Z$', 'Z')`;

interface Read {
  /** The members of a record, as a select list over the table `t`. */
  readonly members: (tenant: string) => Sql;
  /** Columns of the table that order the records; unique within a shop. */
  readonly key: readonly string[];
  /** Rows that are left out. */
  readonly but?: (tenant: string) => Sql;
}

function member(table: TableName, name: string, alias = 't'): Sql {
  const value = sql`${identifier(alias)}.${identifier(name)}`;
  return TABLES[table].columns[name] === 'timestamptz' ? instant(value) : value;
}

/** All columns of a table but these. */
function members(table: TableName, ...without: readonly string[]): Sql {
  const names = Object.keys(TABLES[table].columns).filter((name) => !without.includes(name));
  return join(names.map((name) => sql`${member(table, name)} as ${identifier(name)}`));
}

/** One JSON object of columns of a table; null where a left join found no row. */
function object(table: TableName, alias: string, ...without: readonly string[]): Sql {
  const names = Object.keys(TABLES[table].columns).filter((name) => !without.includes(name));
  const pairs = names.map((name) => sql`${name}::text, ${member(table, name, alias)}`);
  return sql`jsonb_strip_nulls(jsonb_build_object(${join(pairs)}))`;
}

const parts = (tenant: string, table: 'shipment_lines' | 'shipment_events', order: Sql): Sql =>
  sql`(select jsonb_agg(${object(table, 'x', 'shipment_id')} order by ${order}) from ${identifier(table)} x where x.tenant_id = ${tenant} and x.shipment_id = t.id)`;

const stock = (tenant: string): Sql =>
  sql`(select ${object('stock', 's', 'variant_id')} from stock s where s.tenant_id = ${tenant} and s.variant_id = t.id)`;
const warranty = (tenant: string): Sql =>
  sql`(select ${object('warranties', 'w', 'order_id', 'line_no', 'product_id')} from warranties w where w.tenant_id = ${tenant} and w.order_id = t.order_id and w.line_no = t.line_no)`;

const READS = {
  products: { key: ['id'], members: () => members('products') },
  customers: { key: ['id'], members: () => members('customers') },
  addresses: {
    key: ['customer_id', 'id'],
    members: () => members('addresses'),
    // Blank, and no longer anybody's.
    but: (tenant) =>
      sql`exists (select from customers c where c.tenant_id = ${tenant} and c.id = t.customer_id and c.erased_at is not null)`,
  },
  variants: { key: ['id'], members: (tenant) => sql`${members('variants')}, ${stock(tenant)} as stock` },
  payment_methods: { key: ['id'], members: () => members('payment_methods') },
  articles: { key: ['id'], members: () => members('articles') },
  orders: { key: ['id'], members: () => members('orders') },
  order_lines: {
    key: ['order_id', 'line_no'],
    members: (tenant) => sql`${members('order_lines')}, ${warranty(tenant)} as warranty`,
  },
  payments: { key: ['order_id', 'id'], members: () => members('payments') },
  shipments: { key: ['order_id', 'id'], members: () => members('shipments') },
  /** With what is in the parcel and what the carrier said. */
  whole_shipments: {
    key: ['order_id', 'id'],
    members: (tenant) =>
      sql`${members('shipments')}, ${parts(tenant, 'shipment_lines', sql`x.line_no`)} as lines, ${parts(tenant, 'shipment_events', sql`x.occurred_at, x.status`)} as events`,
  },
  shipment_lines: { key: ['shipment_id', 'line_no'], members: () => members('shipment_lines') },
  shipment_events: { key: ['shipment_id', 'occurred_at', 'status'], members: () => members('shipment_events') },
} as const satisfies Record<string, Read>;
export type ReadName = keyof typeof READS;

const recordRow = row({ record: column.json(z.record(z.string(), z.unknown())) });

/** All records of a shop, a page at a time. */
export async function* readRecords(
  database: Statements,
  tenant: string,
  name: ReadName,
): AsyncGenerator<readonly ExportRecord[]> {
  const { key, members: list, but }: Read = READS[name];
  const without = but === undefined ? sql`` : sql`and not ${but(tenant)}`;
  const table: TableName = name === 'whole_shipments' ? 'shipments' : name;
  const keys = key.map((one) => sql`t.${identifier(one)}`);
  const order = join(key.map((_, at) => identifier(`key_${at}`)));
  let last: ExportRecord | undefined;
  for (;;) {
    const after =
      last === undefined ? sql`` : sql`and (${join(keys)}) > (${join(key.map((one) => keyValue(table, one, last)))})`;
    const page = await database.query(
      recordRow,
      sql`select record from (
          select to_jsonb(r) - ${join(
            key.map((_, at) => sql`${`key_${at}`}::text`),
            sql` - `,
          )} as record, row_number() over w as place,
            sum(octet_length(to_jsonb(r)::text)) over w as size
          from (select ${list(tenant)}, ${join(keys.map((one, at) => sql`${one} as ${identifier(`key_${at}`)}`))} from ${identifier(table)} t
            where t.tenant_id = ${tenant} ${after} ${without} order by ${join(keys)} limit ${int(PAGE_ROWS)}) r
          window w as (order by ${order} rows unbounded preceding)
        ) pages where size <= ${PAGE_BYTES} or place = 1 order by place`,
      { label: `export.${name}` },
    );
    if (page.length === 0) return;
    const records = page.map(({ record }) => record);
    last = records.at(-1);
    yield records.map(withoutNulls);
  }
}

function keyValue(table: TableName, name: string, record: ExportRecord | undefined): Sql {
  const value = String(record?.[name]);
  const type = TABLES[table].columns[name];
  if (type === 'timestamptz') return sql`${value}::timestamptz`;
  return type === 'integer' ? sql`${Number(value)}::integer` : sql`${value}`;
}

/** What is left out counts as null, so null is not written. */
function withoutNulls(record: ExportRecord): ExportRecord {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null));
}

export async function readTenantRecord(database: Statements, tenant: string): Promise<ExportRecord | undefined> {
  const columns = Object.keys(policySchema.shape);
  const policy = sql`jsonb_build_object(${join(columns.map((name) => sql`${name}::text, p.${identifier(name)}`))})`;
  const found = await database.maybeOne(
    recordRow,
    sql`select jsonb_build_object('id', t.id, 'name', t.name, 'currency', t.currency, 'time_zone', t.time_zone,
        'support_email', t.support_email, 'policy', case when p.tenant_id is null then '{}'::jsonb else ${policy} end) as record
      from tenants t left join policies p on p.tenant_id = t.id where t.id = ${tenant}`,
    { label: 'export.tenant' },
  );
  return found?.record;
}
