/** Conversations of this agent with a visitor of a demo shop: the real tools, the rulebook in the model's place. */
import { TestCustomer } from '@deskfleet/local/testing/customer.ts';
import { callTool, sharedWorld, toolContext, type ContextOptions } from '@deskfleet/local/testing/harness.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { agent } from '../src/agent.ts';

export class Visitor extends TestCustomer {
  constructor(options: Partial<ContextOptions> = {}) {
    super(agent, null, options);
  }
}

/** What a tool gives a visitor, or `{error, message}`; `calls` counts the statements it took. */
export async function call(
  tool: string,
  input: JsonObject,
  options: Partial<ContextOptions> = {},
): Promise<JsonObject & { readonly calls: number }> {
  const context = toolContext(await sharedWorld(), agent, { customerId: null, ...options });
  const result = await callTool(context, agent, tool, input);
  return {
    ...(result.ok ? result.data : { error: result.code, message: result.message }),
    calls: context.record.dataApiCalls,
  };
}
