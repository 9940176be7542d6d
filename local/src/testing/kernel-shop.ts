/** A tenant of its own with customers whose newsletter flag a small write tool changes: for tests of quotes and turns. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { defineAgent, type Agent } from '@deskfleet/shared/agent/agent.ts';
import { defineTool, defineWriteTool, done, refuse, type Tool, type WriteTool } from '@deskfleet/shared/agent/tool.ts';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import type { Database } from '@deskfleet/shared/database/database.ts';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { bool, sql, text } from '@deskfleet/shared/database/sql.ts';
import type { AgentName } from '@deskfleet/shared/fleet.ts';

export interface Shop {
  readonly tenant: string;
  readonly customer: string;
  readonly other: string;
}

const customerRow = row({ newsletter: column.boolean(), age: column.int(), loyalty_tier: column.text() });
export interface CustomerState {
  readonly newsletter: boolean;
  readonly age: number;
  readonly loyalty_tier: string;
}

/** A new tenant with two customers; `age` starts at 0 and counts the writes. */
export async function openKernelShop(
  database: Database,
  options: { readonly budgetMicros?: number } = {},
): Promise<Shop> {
  const tenant = `kernel-${randomUUID()}`;
  await database.execute(
    sql`insert into tenants (id, name, currency, support_email) values (${tenant}, 'Kernel', 'USD', 'help@kernel.example')`,
  );
  await database.execute(
    options.budgetMicros === undefined
      ? sql`insert into policies (tenant_id) values (${tenant})`
      : sql`insert into policies (tenant_id, monthly_model_budget_micros) values (${tenant}, ${options.budgetMicros})`,
  );
  for (const id of ['ann', 'bob']) {
    await database.execute(
      sql`insert into customers (tenant_id, id, first_name, last_name, email, age) values (${tenant}, ${id}, ${id}, 'Kernel', ${`${id}@kernel.example`}, 0)`,
    );
  }
  return { tenant, customer: 'ann', other: 'bob' };
}

export function customerState(database: Database, tenant: string, id: string): Promise<CustomerState> {
  return database.one(
    customerRow,
    sql`select newsletter, age, loyalty_tier from customers where tenant_id = ${tenant} and id = ${id}`,
  );
}

export interface NewsletterHooks {
  /** Runs between the reading of the rows and the plan's use: what changes in the meantime. */
  meanwhile?: (context: ToolContext) => Promise<void>;
}

const input = z.object({ subscribe: z.boolean().describe('On or off.') });

/** Sets the newsletter flag. Refuses when it is already so; promises the loyalty tier it saw. */
export function newsletterTool(hooks: NewsletterHooks = {}): WriteTool {
  return defineWriteTool({
    name: 'set_newsletter',
    description: 'Propose to turn the newsletter on or off.',
    input,
    plan: async ({ subscribe }: z.infer<typeof input>, context) => {
      const now = await context.database.one(
        customerRow,
        sql`select newsletter, age, loyalty_tier from customers where tenant_id = ${context.tenant} and id = ${text(context.customerId)}`,
      );
      await hooks.meanwhile?.(context);
      if (now.newsletter === subscribe) return refuse('already_so', 'The newsletter is already so.');
      const whose = sql`customers.tenant_id = ${context.tenant} and customers.id = ${text(context.customerId)}`;
      return {
        ok: true,
        plan: {
          summary: `Turn the newsletter ${subscribe ? 'on' : 'off'}.`,
          subject: 'newsletter',
          terms: { subscribe, tier: now.loyalty_tier },
          basis: sql`select id from customers where ${whose} and age = ${now.age} for update`,
          effects: {
            flag: sql`update customers set newsletter = ${bool(subscribe)}, age = age + 1 from claim where ${whose}`,
          },
          result: { subscribed: subscribe, message: `The newsletter is ${subscribe ? 'on' : 'off'} now.` },
        },
      };
    },
  });
}

/** A read tool without a customer, to be answered by what the test gives. */
export function echoTool(
  run: (text: string, context: ToolContext) => ReturnType<Parameters<typeof defineTool>[0]['run']> = (said) =>
    Promise.resolve(done({ said })),
): Tool {
  const echo = z.object({ text: z.string().max(100) });
  return defineTool({
    name: 'echo',
    description: 'Says it again.',
    input: echo,
    needsCustomer: false,
    run: ({ text: said }: z.infer<typeof echo>, context) => run(said, context),
  });
}

/** An agent with these tools and no rulebook to speak of. */
export function testAgent(tools: readonly Tool[], name: AgentName = 'personalization'): Agent {
  return defineAgent({
    name,
    prompt: `You are the ${name} of a test.`,
    tools,
    rulebook: { agent: name, answer: () => ({ kind: 'say', text: 'Rulebook.' }) },
  });
}
