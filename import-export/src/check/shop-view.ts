/** What the checks ask of the shop that is there already. Ids are asked for in lots, so that answers stay below 1 MiB. */
import { column, nullable, row } from '@deskfleet/shared/database/row.ts';
import type { Statements } from '@deskfleet/shared/database/database.ts';
import { identifier, join, json, sql, textArray, type Sql } from '@deskfleet/shared/database/sql.ts';
import { keyOf, TABLES, type TableName } from '../tables.ts';
import type { OrderParts, OrderRest } from './order-sums.ts';

const LOT = 1_000;

export interface TenantFacts {
  readonly currency: string;
  /** Whether the shop holds anything. */
  readonly filled: boolean;
  /** An odd rule of a foreign world, see decision 7: more may be paid back than was paid. */
  readonly everyEntryRefunded: boolean;
}

const tenantRow = row({
  currency: column.text(),
  filled: column.boolean(),
  every_entry: column.boolean(),
});

export async function readTenant(database: Statements, tenant: string): Promise<TenantFacts | undefined> {
  const found = await database.maybeOne(
    tenantRow,
    sql`select t.currency, coalesce(p.cancellation_refunds = 'every_entry', false) as every_entry,
      exists (select from products where tenant_id = t.id) or exists (select from customers where tenant_id = t.id)
        or exists (select from articles where tenant_id = t.id) as filled
    from tenants t left join policies p on p.tenant_id = t.id where t.id = ${tenant}`,
    { label: 'import.tenant' },
  );
  return found && { currency: found.currency, filled: found.filled, everyEntryRefunded: found.every_entry };
}

export interface AlternateKey {
  readonly table: 'orders' | 'articles';
  readonly key: string;
}

const ownerRow = row({ id: column.text(), owner: nullable(column.text()) });
const restRow = row({
  id: column.text(),
  total: column.int(),
  lines: column.int(),
  kept: column.int(),
  line_count: column.int(),
  paid: column.int(),
  refunded: column.int(),
});

export class ShopView {
  readonly #database: Statements;
  readonly #tenant: string;
  readonly #filled: boolean;

  constructor(database: Statements, tenant: string, filled: boolean) {
    this.#database = database;
    this.#tenant = tenant;
    this.#filled = filled;
  }

  /** Those of the rows that the shop has, with the owner where the table has one. Keys as made by keyOf(). */
  async owners(table: TableName, ids: readonly string[]): Promise<ReadonlyMap<string, string | null>> {
    const { owner, key } = TABLES[table];
    const ownerColumn = owner === undefined ? sql`null::text` : sql`t.${identifier(owner)}`;
    const found = new Map<string, string | null>();
    for (const lot of this.#lots(ids)) {
      const statement =
        key.length === 1
          ? sql`select k.id, ${ownerColumn} as owner from ${asked(lot)} cross join lateral (
              select * from ${identifier(table)} t where t.tenant_id = ${this.#tenant} and t.${identifier(key[0] ?? '')} = k.id offset 0) t`
          : this.#orderLines(lot);
      const rows = await this.#database.query(ownerRow, statement, { label: `import.owners.${table}` });
      for (const { id, owner: whose } of rows) found.set(id, whose);
    }
    return found;
  }

  /** Of rows that must not be alike: `keyOf(table, key)` → the id that has this key in the shop. */
  async alternates(given: readonly AlternateKey[]): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    const keys = (table: AlternateKey['table']): readonly string[] =>
      given.filter((one) => one.table === table).map(({ key }) => key);
    for (const lot of this.#lots(keys('orders'))) {
      const statement = sql`select k.id as owner, t.id from ${asked(lot)} cross join lateral (
        select id from orders where tenant_id = ${this.#tenant} and code_key = k.id offset 0) t`;
      for (const { id, owner } of await this.#database.query(ownerRow, statement, { label: 'import.order-keys' }))
        found.set(keyOf('orders', owner), id);
    }
    for (const lot of this.#lots(keys('articles'))) {
      const pairs = lot
        .map((key) => key.split('\n'))
        .map(([article, section]) => ({ article, section: Number(section) }));
      const statement = sql`select a.id, a.article_id || E'\n' || a.section_no as owner
        from jsonb_to_recordset(${json(pairs)}) as k(article text, section integer)
        cross join lateral (select * from articles where tenant_id = ${this.#tenant} and article_id = k.article and section_no = k.section offset 0) a`;
      for (const { id, owner } of await this.#database.query(ownerRow, statement, { label: 'import.section-keys' }))
        found.set(keyOf('articles', owner), id);
    }
    return found;
  }

  /** Of the orders that the shop has: what it has of them beside the lines and payments that the files bring. */
  async orderRests(orders: readonly OrderParts[]): Promise<ReadonlyMap<string, OrderRest>> {
    const found = new Map<string, OrderRest>();
    for (const lot of this.#lots(orders)) {
      const statement = sql`select o.id, o.total_cents as total, l.lines, l.kept, l.line_count, p.paid, p.refunded
        from jsonb_to_recordset(${json(lot)}) as k(id text, "lineNos" jsonb, "paymentIds" jsonb)
        cross join lateral (select * from orders where tenant_id = ${this.#tenant} and id = k.id offset 0) o
        cross join lateral (${sumOfLines(this.#tenant)}) l
        cross join lateral (${sumOfPayments(this.#tenant)}) p`;
      for (const rest of await this.#database.query(restRow, statement, { label: 'import.order-rests' }))
        found.set(rest.id, {
          ...{ total: rest.total, lines: rest.lines, keptLines: rest.kept, lineCount: rest.line_count },
          ...{ paid: rest.paid, refunded: rest.refunded },
        });
    }
    return found;
  }

  #orderLines(keys: readonly string[]): Sql {
    const pairs = keys.map((key) => key.split('\n')).map(([order, line]) => ({ order, line: Number(line) }));
    return sql`select l.order_id || E'\n' || l.line_no as id, null::text as owner
      from jsonb_to_recordset(${json(pairs)}) as k("order" text, line integer)
      cross join lateral (select * from order_lines where tenant_id = ${this.#tenant} and order_id = k."order" and line_no = k.line offset 0) l`;
  }

  /** An empty shop is asked nothing. */
  *#lots<T>(all: readonly T[]): Generator<readonly T[]> {
    if (this.#filled) for (let at = 0; at < all.length; at += LOT) yield all.slice(at, at + LOT);
  }
}

/**
 * Ids that are looked up one by one (`offset 0`): without statistics of the tables, as after the first import, the planner
 * would read them whole for every lot.
 */
const asked = (ids: readonly string[]): Sql => sql`unnest(${textArray(ids)}) as k(id)`;

const sumOfLines = (tenant: string): Sql => {
  const amount = sql`x.quantity::bigint * x.unit_price_cents`;
  const sums = [
    sql`coalesce(sum(${amount}), 0)::bigint as lines`,
    sql`coalesce(sum(${amount}) filter (where x.state <> 'cancelled'), 0)::bigint as kept`,
    sql`count(*)::bigint as line_count`,
  ];
  return sql`select ${join(sums)} from order_lines x
    where x.tenant_id = ${tenant} and x.order_id = k.id and not k."lineNos" @> to_jsonb(x.line_no)`;
};

const sumOfPayments = (tenant: string): Sql => sql`select
  coalesce(sum(x.amount_cents) filter (where x.kind = 'payment'), 0)::bigint as paid,
  coalesce(sum(x.amount_cents) filter (where x.kind = 'refund'), 0)::bigint as refunded
  from payments x where x.tenant_id = ${tenant} and x.order_id = k.id and not k."paymentIds" @> to_jsonb(x.id)`;
