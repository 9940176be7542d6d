/** Tests that wait for something in the database: they look again and again, and give up after so many looks. */
import { column, row } from '@deskfleet/shared/database/row.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import type { World } from './harness.ts';

/** How often a test looks before it gives up: a look is a call to the database. */
export const MOST_LOOKS = 3_000;

const countRow = row({ waiting: column.int() });

/** Resolves once so many messages of the shop wait for their turn. */
export async function untilWaiting(
  { world, shop }: { readonly world: World; readonly shop: { readonly tenant: string } },
  count: number,
): Promise<void> {
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    const { waiting } = await world.database.one(
      countRow,
      sql`select count(*)::int as waiting from waiting_messages where tenant_id = ${shop.tenant} and turn_id is null`,
    );
    if (waiting >= count) return;
  }
  throw new Error(`there are not ${count} messages waiting`);
}
