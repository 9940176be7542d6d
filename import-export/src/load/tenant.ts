/** The shop itself: made when it is not there, changed where the file says something else. */
import type { z } from 'zod';
import { column, row } from '@deskfleet/shared/database/row.ts';
import type { Statements } from '@deskfleet/shared/database/database.ts';
import { identifier, join, json, sql } from '@deskfleet/shared/database/sql.ts';
import type { tenantSchema } from '../format/records.ts';
import type { Counts } from './upsert.ts';

const countRow = row({ written: column.int(), added: column.int() });

/** @returns the counts of `tenants` and `policies`. */
export async function loadTenant(
  transaction: Statements,
  tenant: string,
  { name, currency, time_zone, support_email, policy = {} }: z.infer<typeof tenantSchema>,
): Promise<{ readonly tenants: Counts; readonly policies: Counts }> {
  const tenants = await transaction.one(
    countRow,
    sql`with before as (select name, currency, time_zone, support_email from tenants where id = ${tenant}), written as (
      insert into tenants (id, name, currency, time_zone, support_email)
      select v.* from (values (${tenant}, ${name}, ${currency}, ${time_zone}, ${support_email})) v(id, name, currency, time_zone, support_email)
      where (v.name, v.currency, v.time_zone, v.support_email) is distinct from (select b from before b)
      on conflict (id) do update set name = excluded.name, time_zone = excluded.time_zone, support_email = excluded.support_email
      returning 1)
    select (select count(*) from written)::int as written, (select count(*) from written where not exists (select from before))::int as added`,
    { label: 'import.load.tenants' },
  );
  const made = await transaction.execute(
    sql`insert into policies (tenant_id) values (${tenant}) on conflict do nothing`,
    { label: 'import.load.policies' },
  );
  const given = Object.entries(policy).filter(([, value]) => value !== undefined);
  let changed = 0;
  if (given.length > 0) {
    const columns = given.map(([column]) => identifier(column));
    const values = join(columns.map((column) => sql`v.${column}`));
    const differs = sql`(${join(columns.map((column) => sql`p.${column}`))}) is distinct from (${values})`;
    const set = join(columns.map((column) => sql`${column} = v.${column}`));
    const { rowsUpdated } = await transaction.execute(
      sql`update policies p set ${set} from jsonb_populate_record(null::policies, ${json(Object.fromEntries(given))}) v
        where p.tenant_id = ${tenant} and ${differs}`,
      { label: 'import.load.policies' },
    );
    changed = rowsUpdated;
  }
  return {
    tenants: {
      added: tenants.added,
      changed: tenants.written - tenants.added,
      same: 1 - tenants.written,
    },
    policies: {
      added: made.rowsUpdated,
      changed: made.rowsUpdated === 1 ? 0 : changed,
      same: made.rowsUpdated === 1 ? 0 : 1 - changed,
    },
  };
}
