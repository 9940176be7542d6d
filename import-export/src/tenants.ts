import type { Statements } from '@deskfleet/shared/database/database.ts';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';

const tenantRow = row({ id: column.text() });

/** The first shops of the database, to choose one from. */
export async function listTenants(database: Statements): Promise<readonly string[]> {
  const rows = await database.query(tenantRow, sql`select id from tenants order by id limit 20`, { label: 'tenants' });
  return rows.map(({ id }) => id);
}
