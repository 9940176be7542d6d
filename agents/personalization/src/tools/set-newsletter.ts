/** The newsletter, on or off. */
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { defineWriteTool, refuse, type Planned } from '@deskfleet/shared/agent/tool.ts';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { bool, sql, text } from '@deskfleet/shared/database/sql.ts';
import { basisWhile, liveCustomer, noAccount } from './account.ts';

const input = z.object({
  subscribed: z
    .boolean('Use true to subscribe and false to unsubscribe.')
    .describe('True to subscribe the customer, false to unsubscribe them.'),
});

const newsletterRow = row({ newsletter: column.boolean(), email: column.text() });

export const setNewsletter = defineWriteTool({
  name: 'set_newsletter',
  description:
    'Propose to subscribe the customer to the newsletter or to unsubscribe them. Nothing happens until the customer confirms.',
  input,
  sample: { customer: 'cust005', input: { subscribed: true } },
  plan,
});

async function plan({ subscribed }: z.infer<typeof input>, context: ToolContext): Promise<Planned> {
  const found = await context.database.maybeOne(
    newsletterRow,
    sql`select c.newsletter, c.email from customers c where ${liveCustomer(context)}`,
    { signal: context.signal, label: 'newsletter.read' },
  );
  if (!found) return noAccount();
  if (found.newsletter === subscribed)
    return refuse(
      'already_so',
      subscribed
        ? `You are subscribed to the newsletter already; it goes to ${found.email}.`
        : 'You are not subscribed to the newsletter.',
    );
  return {
    ok: true,
    plan: {
      summary: subscribed
        ? `Subscribe you to the newsletter, sent to ${found.email}.`
        : 'Unsubscribe you from the newsletter.',
      subject: 'newsletter',
      terms: { subscribed },
      basis: basisWhile(sql`c.newsletter = ${bool(!subscribed)}`, context),
      effects: {
        switched: sql`
          update customers set newsletter = ${bool(subscribed)} from claim
          where customers.tenant_id = ${context.tenant} and customers.id = ${text(context.customerId)}`,
      },
      result: {
        status: subscribed ? 'subscribed' : 'unsubscribed',
        subscribed,
        message: subscribed
          ? 'You are now subscribed to the newsletter.'
          : 'You are no longer subscribed to the newsletter.',
      },
    },
  };
}
