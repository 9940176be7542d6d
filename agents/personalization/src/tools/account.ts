/** What every tool of the account says when there is no account, and the rows that writes rest on. */
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { refuse } from '@deskfleet/shared/agent/tool.ts';
import { sql, text, type Sql } from '@deskfleet/shared/database/sql.ts';

export function noAccount(): ReturnType<typeof refuse> {
  return refuse('profile_not_found', 'There is no account for you in this shop.');
}

/** An erased customer keeps a row for the books only; for every tool there is no account any more. */
export function liveCustomer({ tenant, customerId }: Pick<ToolContext, 'tenant' | 'customerId'>): Sql {
  return sql`c.tenant_id = ${tenant} and c.id = ${text(customerId)} and c.erased_at is null`;
}

/** One row while the customer is there and `condition` holds; the customer's row is locked, so that writes take turns. */
export function basisWhile(condition: Sql, context: ToolContext): Sql {
  return sql`select c.id from customers c where ${liveCustomer(context)} and ${condition} for update of c`;
}
