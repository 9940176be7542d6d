/** Conversations of this agent with a customer of the demo shop: the real tools, the rulebook in the model's place. */
import { TestCustomer } from '@deskfleet/local/testing/customer.ts';
import { toolContext, type ContextOptions } from '@deskfleet/local/testing/harness.ts';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { sql, type Sql } from '@deskfleet/shared/database/sql.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { agent } from '../src/agent.ts';
import { databaseHere } from './database-here.ts';

export class Customer extends TestCustomer {
  constructor(id: string, options: Partial<ContextOptions> = {}) {
    super(agent, id, options);
  }
}

export async function contextOf(
  customerId: string | null,
  options: Partial<ContextOptions> = {},
): Promise<ToolContext> {
  return toolContext({ database: await databaseHere() }, agent, { customerId, ...options });
}

/** The rows of a query as JSON objects, for looking at what a write left behind. */
export async function rowsOf(query: Sql): Promise<readonly JsonObject[]> {
  const database = await databaseHere();
  const { found } = await database.one(
    row({ found: column.json<readonly JsonObject[]>() }),
    sql`select coalesce(jsonb_agg(to_jsonb(q)), '[]') as found from (${query}) q`,
  );
  return found;
}
