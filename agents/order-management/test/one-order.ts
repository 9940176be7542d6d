/** A shop of its own with one order, `o7001` of the customer `ann`, for tests of what is done to it. */
import { expect } from 'chai';
import { callTool } from '@deskfleet/local/testing/harness.ts';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import type { ToolResult, WriteTool } from '@deskfleet/shared/agent/tool.ts';
import { confirmQuote, writeOnce } from '@deskfleet/shared/conversation/quote-writing.ts';
import { newId } from '@deskfleet/shared/ids.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { agent } from '../src/agent.ts';
import { addChangeOrder, openChangeShop, worldOf, type ChangeOrder, type ChangeWorld } from './change-shop.ts';
import { contextOf, rowsOf } from './support.ts';

let count = 0;

export async function shop(
  order: Omit<ChangeOrder, 'id'>,
  rules: Readonly<Record<string, unknown>> = {},
  stock = {},
): Promise<string> {
  const tenant = `change-${String((count += 1))}`;
  await openChangeShop(tenant, rules, stock);
  await addChangeOrder(tenant, { id: 'o7001', ...order });
  return tenant;
}

export const world = async (tenant: string): Promise<ChangeWorld> => (await rowsOf(worldOf(tenant)))[0] as ChangeWorld;
export const here = (tenant: string, now?: string): Promise<ToolContext> =>
  contextOf('ann', { tenant, ...(now === undefined ? {} : { now: new Date(now) }) });

/** What the tool says; nothing has changed by it. */
export async function refused(tenant: string, tool: string, input: JsonObject, now?: string): Promise<string> {
  const before = await world(tenant);
  const result = await callTool(await here(tenant, now), agent, tool, { order_id: 'o7001', ...input });
  expect(await world(tenant)).to.deep.equal(before);
  return result.ok ? `proposed: ${result.data['summary'] as string}` : `${result.code}: ${result.message}`;
}

/** Proposes, then confirms; what was proposed and what was said to be done. */
export async function does(
  tenant: string,
  tool: string,
  input: JsonObject,
  now?: string,
): Promise<readonly [string, string]> {
  const context = await here(tenant, now);
  const proposed = await callTool(context, agent, tool, { order_id: 'o7001', ...input });
  expect(proposed.ok, JSON.stringify(proposed)).to.equal(true);
  const quote = context.record.quotes.at(-1)!;
  const done = await confirmQuote(quote, agent.toolsByName.get(tool) as WriteTool, await here(tenant, now));
  return [quote.summary, done.ok ? (done.data['message'] as string) : `${done.code}: ${done.message}`];
}

export async function reads(tenant: string, tool: string, input: JsonObject = {}): Promise<JsonObject> {
  const result = await callTool(await here(tenant), agent, tool, { order_id: 'o7001', ...input });
  expect(result.ok, JSON.stringify(result)).to.equal(true);
  return result.ok ? result.data : {};
}

export const staff = (tenant: string): Promise<ToolContext> =>
  contextOf(null, { tenant, principal: { kind: 'staff', subject: 'sam', tenant, customerId: null } });

/** A write by staff, as `POST P/tools/{name}` runs it. */
export async function staffDoes(
  tenant: string,
  tool: string,
  input: JsonObject,
  key: string = newId('req'),
): Promise<ToolResult> {
  const write = agent.toolsByName.get(tool) as WriteTool;
  return writeOnce(write, write.input.parse(input), key, await staff(tenant));
}

/** Code and words of what staff were told. */
export function told(result: ToolResult): string {
  return result.ok ? (result.data['message'] as string) : `${result.code}: ${result.message}`;
}

/** Id of the only approval that waits in the shop. */
export async function waitingApproval(tenant: string): Promise<string> {
  const listed = await callTool(await staff(tenant), agent, 'list_approvals', {});
  const [only, ...others] = (listed.ok ? listed.data['approvals'] : []) as { approval_id: string }[];
  expect(others).to.deep.equal([]);
  return only!.approval_id;
}

export const decide = async (tenant: string, decision: 'approve' | 'refuse', reason = ''): Promise<string> =>
  told(await staffDoes(tenant, 'approve_refund', { approval_id: await waitingApproval(tenant), decision, reason }));

export const swap = (item: string, new_item: string, more: JsonObject = {}): JsonObject => ({
  items: [{ item, new_item, ...more }],
});
