/** A ticket for the shop's service team, for what cannot be settled in the chat. */
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { defineWriteTool, refuse, type Planned } from '@deskfleet/shared/agent/tool.ts';
import { column, nullable, row } from '@deskfleet/shared/database/row.ts';
import { instant, sql, text } from '@deskfleet/shared/database/sql.ts';
import { orderKey } from '@deskfleet/shared/order-key.ts';
import { quoted } from '@deskfleet/shared/rulebook/quoted.ts';
import { namesIn } from '../policy/concepts.ts';
import { orderIdInput } from './inputs.ts';
import { namedProducts } from './product-naming.ts';
import { newReference } from './reference.ts';

const input = z.object({
  subject: z
    .string()
    .trim()
    .min(3, 'Say in a few words what the ticket is about.')
    .max(120, 'Use at most 120 characters for the subject.')
    .describe('What it is about, in a few words, e.g. "Speaker stays silent".'),
  description: z
    .string()
    .trim()
    .min(10, 'Describe what happens in a sentence or two.')
    .max(2_000, 'Use at most 2,000 characters.')
    .describe('What happens and what was tried, in the words of the customer. Ask when they have not said.'),
  product: z
    .string()
    .trim()
    .min(1)
    .max(120, "Use a few words of the product's name.")
    .optional()
    .describe('Name of the product it is about, if any.'),
  order_id: orderIdInput.describe('The customer\'s order it is about, if any, e.g. "o12345".'),
});
type Input = z.infer<typeof input>;

const foundRow = row({
  support_email: column.text(),
  order_id: nullable(column.text()),
  products: column.json<readonly { readonly id: string; readonly name: string }[]>(),
});

export const openTicket = defineWriteTool({
  name: 'open_ticket',
  description:
    "Propose a ticket for the shop's service team, when guides do not help, for a safety stop, or when the customer asks for it. They get its number. Nothing happens until the customer confirms.",
  input,
  sample: {
    customer: 'cust009',
    input: {
      subject: 'Speaker stays silent',
      description: 'The ThunderBolt has no sound on any input; all steps of the guide were tried.',
      product: 'ThunderBolt Speaker',
    },
  },
  plan,
});

async function plan({ subject, description, product, order_id }: Input, context: ToolContext): Promise<Planned> {
  const { tenant } = context;
  const found = await context.database.one(
    foundRow,
    sql`
    with ${namedProducts(product === undefined ? [] : namesIn(product), product ?? '', context)},
    meant as (select b.id, b.name from best b where b.named and (b.owned or not exists (select from best where named and owned)) order by b.owned desc, b.score desc, b.name limit 2)
    select t.support_email, (select coalesce(jsonb_agg(to_jsonb(m)), '[]') from meant m) as products,
      (select o.id from orders o where o.tenant_id = ${tenant} and o.customer_id = ${text(context.customerId)} and o.code_key = ${orderKey(order_id ?? '')}) as order_id
    from tenants t where t.id = ${tenant}`,
    { signal: context.signal, label: 'ticket.read' },
  );
  if (order_id !== undefined && found.order_id === null)
    return refuse('order_not_found', `There is no order "${order_id}" among your orders.`);
  // Words that fit several products stay words: the team will ask.
  const [only, another] = found.products;
  const about = another === undefined ? only : undefined;
  const id = newReference('t');
  const named = [
    ...(about === undefined ? [] : [about.name]),
    ...(found.order_id === null ? [] : [`order ${found.order_id}`]),
  ];
  return {
    ok: true,
    plan: {
      summary: `Open a ticket with our service team: ${quoted(subject)}${named.length === 0 ? '' : ` (${named.join(', ')})`}.`,
      subject: `ticket:${subject.toLowerCase()}`,
      terms: {
        subject,
        description,
        product: about?.name ?? null,
        product_id: about?.id ?? null,
        order_id: found.order_id,
      },
      basis: sql`select id from customers where tenant_id = ${tenant} and id = ${text(context.customerId)} for share`,
      effects: {
        ticket: sql`
          insert into service_tickets (tenant_id, id, customer_id, conversation_id, subject, description, product_id, order_id, created_at, updated_at, quote_id)
          select ${tenant}, ${id}, ${text(context.customerId)}, ${text(context.conversationId)}, ${subject}, ${description}, ${text(about?.id ?? null)}, ${text(found.order_id)},
            ${instant(context.now)}, ${instant(context.now)}, claim.id from claim`,
      },
      result: {
        status: 'opened',
        ticket_id: id,
        subject,
        message: `Your ticket ${id} is open: ${quoted(subject)}. Our service team answers by e-mail; you reach them at ${found.support_email}, too.`,
      },
    },
  };
}
