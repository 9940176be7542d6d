/** Conversations of this agent with a customer of the demo shop: the real tools, the rulebook in the model's place. */
import { TestCustomer } from '@deskfleet/local/testing/customer.ts';
import { sharedWorld, toolContext, type ContextOptions } from '@deskfleet/local/testing/harness.ts';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { agent } from '../src/agent.ts';

/** One customer or, with null, a visitor. */
export class Customer extends TestCustomer {
  constructor(id: string | null, options: Partial<ContextOptions> = {}) {
    super(agent, id, options);
  }
}

export async function contextOf(
  customerId: string | null,
  options: Partial<ContextOptions> = {},
): Promise<ToolContext> {
  return toolContext(await sharedWorld(), agent, { customerId, ...options });
}
