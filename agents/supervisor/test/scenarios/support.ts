/** What the scenarios have in common: the demo shop over rulebooks, and what is kept of a conversation. */
import { sharedWorld, type World } from '@deskfleet/local/testing/harness.ts';
import { startRulebookAgents, type RulebookAgents } from '@deskfleet/local/testing/rulebook-fleet.ts';
import type { Part } from '@deskfleet/local/testing/agents.ts';
import { column, row, type RowOf } from '@deskfleet/shared/database/row.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import type { ModelRequest } from '@deskfleet/shared/model/model.ts';
import { customerFace, type CustomerFace } from '../support.ts';

/** The whole fleet with its own rulebooks over the demo shop Acme. */
export type RulebookFleet = CustomerFace & Pick<RulebookAgents, 'models'>;

/** @param customer whose words are sent unless a test says otherwise */
export async function startRulebookFleet(
  customer = 'cust001',
  options: Parameters<typeof startRulebookAgents>[1] = {},
): Promise<RulebookFleet> {
  const world = await sharedWorld();
  const settings = { DELEGATION_RETRY_DELAY_MS: 0, WAITING_POLL_MS: 5, ...options.settings };
  const { agents, models } = await startRulebookAgents('acme', { ...options, settings });
  return { ...customerFace(agents, { tenant: 'acme', customer, other: 'cust002' }, world), models };
}

/** An event of a stream as one short text: `order-management working`, or words. */
export function eventOf(part: Part): string | undefined {
  if (part.type === 'text-delta') return String(part['delta']);
  if (part.type !== 'data-agent') return undefined;
  const { agent, state } = part['data'] as { readonly agent: string; readonly state: string };
  return `${agent} ${state}`;
}

const messageRow = row({ role: column.text(), body: column.text() });
const turnRow = row({ id: column.text(), number: column.int(), state: column.text() });

interface Where {
  readonly world: World;
  readonly shop: { readonly tenant: string };
}

/** What is stored of a conversation, in order. */
export function storedMessages({ world, shop }: Where, id: string): Promise<readonly RowOf<typeof messageRow>[]> {
  return world.database.query(
    messageRow,
    sql`select role, body from messages where tenant_id = ${shop.tenant} and conversation_id = ${id} order by position`,
  );
}

export function storedTurns({ world, shop }: Where, id: string): Promise<readonly RowOf<typeof turnRow>[]> {
  return world.database.query(
    turnRow,
    sql`select id, number, state from turns where tenant_id = ${shop.tenant} and conversation_id = ${id} order by number`,
  );
}

/** Everything that is put before a model in one call. */
export function promptCharacters({ system, tools, messages }: ModelRequest): number {
  return JSON.stringify([system, tools, messages]).length;
}
