/**
 * One statement that loads a lot of rows: new ones are inserted, changed ones updated, rows that are the same are neither
 * written nor locked. It counts what it did.
 */
import { column, row } from '@deskfleet/shared/database/row.ts';
import { identifier, join, sql, text, type Sql } from '@deskfleet/shared/database/sql.ts';
import type { ColumnType } from '../columns.ts';
import { TABLES, type TableName } from '../tables.ts';

/** Names of types, which cannot be parameters. */
const TYPES: Readonly<Record<ColumnType, Sql>> = {
  text: sql`text`,
  integer: sql`integer`,
  bigint: sql`bigint`,
  numeric: sql`numeric(2,1)`,
  boolean: sql`boolean`,
  jsonb: sql`jsonb`,
  date: sql`date`,
  timestamptz: sql`timestamptz`,
};

export const countsRow = row({
  added: column.int(),
  changed: column.int(),
  same: column.int(),
  kept: column.int(),
});
export interface Counts {
  readonly added: number;
  readonly changed: number;
  readonly same: number;
}

/**
 * Orders whose rows this import changed, for the length of its transaction. An order that is changed gets a new version
 * once, however many of its rows changed; an order that is new keeps its first.
 */
export const createTouchedOrders = (): Sql =>
  sql`create temporary table import_touched_orders (id text primary key, is_new boolean not null) on commit drop`;

export const bumpTouchedOrders = (tenant: string): Sql =>
  sql`update orders set version = version + 1 from import_touched_orders t
    where orders.tenant_id = ${tenant} and orders.id = t.id and not t.is_new`;

/**
 * `offset 0` keeps the look-up of the row that is there a look-up: without statistics, as during the first import, the
 * planner would read the whole table for every lot.
 * @param rowsJson a JSON array of rows, all with the table's columns.
 */
export function upsert(table: TableName, tenant: string, rowsJson: string): Sql {
  const { key, columns, fallbacks = {}, order, person } = TABLES[table];
  const names = Object.keys(columns);
  const data = names.filter((name) => !key.includes(name));
  const declared = join(Object.entries(columns).map(([name, type]) => sql`${identifier(name)} ${TYPES[type]}`));
  const sameKey = join(
    key.map((name) => sql`t.${identifier(name)} = i.${identifier(name)}`),
    ' and ',
  );
  const merged = (name: string): Sql => {
    const fallback = fallbacks[name];
    const column = identifier(name);
    return fallback === undefined
      ? sql`i.${column}`
      : sql`coalesce(i.${column}, t.${column}, ${fallback(tenant)}) as ${column}`;
  };
  const before = join(data.map((name) => sql`t.${identifier(name)} as ${identifier(`old_${name}`)}`));
  const differs = sql`(${join(data.map((name) => sql`${identifier(name)}`))}) is distinct from (${join(data.map((name) => identifier(`old_${name}`)))})`;
  const touched =
    order === undefined
      ? sql``
      : sql`, touched as (
        insert into import_touched_orders (id, is_new) select distinct of_order, ${table === 'orders' ? sql`is_new` : sql`false`}
        from judged where is_new or differs on conflict do nothing)`;
  const erased =
    person === undefined
      ? sql`false`
      : sql`exists (select from customers c where c.tenant_id = ${tenant} and c.id = i.${identifier(person)} and c.erased_at is not null)`;
  return sql`with merged as (
      select ${join(names.map(merged))}, ${before}, t.tenant_id is null as is_missing, ${erased} as is_erased, ${order?.(tenant) ?? text(null)} as of_order
      from jsonb_to_recordset(${rowsJson}::jsonb) as i(${declared})
      left join lateral (select * from ${identifier(table)} t where t.tenant_id = ${tenant} and ${sameKey} offset 0) t on true
    ), judged as materialized (
      select *, is_missing and not is_erased as is_new, not is_missing and not is_erased and ${differs} as differs,
        is_erased and (is_missing or ${differs}) as is_kept
      from merged
    ), written as (
      insert into ${identifier(table)} (tenant_id, ${join(names.map(identifier))})
      select ${tenant}, ${join(names.map(identifier))} from judged where is_new or differs
      on conflict (tenant_id, ${join(key.map(identifier))})
        do update set ${join(data.map((name) => sql`${identifier(name)} = excluded.${identifier(name)}`))}
    )${touched}
    select count(*) filter (where is_new)::int as added, count(*) filter (where differs)::int as changed,
      count(*) filter (where not differs and not is_new)::int as same, count(*) filter (where is_kept)::int as kept from judged`;
}
