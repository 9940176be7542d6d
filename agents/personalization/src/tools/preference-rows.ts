/** The stored preferences and what the shop offers, read together. */
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { column, row, type RowOf } from '@deskfleet/shared/database/row.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import { liveCustomer } from './account.ts';

const preferencesRow = row({
  newsletter: column.boolean(),
  currency: column.text(),
  preferences: column.json<Readonly<Record<string, string>>>(),
  categories: column.json<readonly string[]>(),
  brands: column.json<readonly string[]>(),
  preference_values: column.json<Readonly<Record<string, readonly string[]>>>(),
});
export type PreferencesRow = RowOf<typeof preferencesRow>;

export async function readPreferences(context: ToolContext): Promise<PreferencesRow | undefined> {
  return context.database.maybeOne(
    preferencesRow,
    sql`
    select c.newsletter, t.currency,
      (select coalesce(jsonb_object_agg(p.name, p.value), '{}') from preferences p where p.tenant_id = c.tenant_id and p.customer_id = c.id) as preferences,
      (select coalesce(jsonb_agg(distinct p.category), '[]') from products p where p.tenant_id = c.tenant_id and p.active) as categories,
      (select coalesce(jsonb_agg(distinct p.brand), '[]') from products p where p.tenant_id = c.tenant_id and p.active and p.brand is not null) as brands,
      coalesce((select preference_values from policies where tenant_id = c.tenant_id), '{}') as preference_values
    from customers c join tenants t on t.id = c.tenant_id
    where ${liveCustomer(context)}`,
    { signal: context.signal, label: 'preferences.read' },
  );
}
