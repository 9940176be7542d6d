/** The customer's service tickets and repair appointments. */
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { defineTool, done, refuse, type ToolResult } from '@deskfleet/shared/agent/tool.ts';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { sql, text } from '@deskfleet/shared/database/sql.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { money } from '@deskfleet/shared/money.ts';
import { offsetInput } from './inputs.ts';

const input = z.object({
  ticket_id: z
    .string()
    .trim()
    .min(1, 'Give the number of the ticket, for example t7k3m9q2x.')
    .max(64, 'That is too long for the number of a ticket.')
    .transform((id) => id.toLowerCase())
    .optional()
    .describe('Number of one ticket or repair, e.g. "t7k3m9q2x" or "r7k3m9q2x". Without it all of them.'),
  limit: z.int().min(1).max(20, 'At most 20 at a time.').default(5).describe('Most tickets and most repairs, 1 to 20.'),
  offset: offsetInput,
});
type Input = z.infer<typeof input>;

type RepairPart = JsonObject & { readonly price_cents: number; readonly currency: string };

const foundRow = row({
  tickets: column.json<readonly JsonObject[]>(),
  repairs: column.json<readonly RepairPart[]>(),
  ticket_count: column.int(),
  repair_count: column.int(),
});

/** Descriptions are cut in a list; one ticket is shown whole. */
const PREVIEW = 200;
const WHOLE = 2_000;

export const listTickets = defineTool({
  name: 'list_tickets',
  description:
    "The signed-in customer's service tickets with their state, and their repair appointments with day, price and state, newest first. By number, or all.",
  input,
  sample: { customer: 'cust101', input: {} },
  run: list,
});

async function list({ ticket_id, limit, offset }: Input, context: ToolContext): Promise<ToolResult> {
  const mine = sql`x.tenant_id = ${context.tenant} and x.customer_id = ${text(context.customerId)}
    and (${text(ticket_id ?? null)} is null or x.id = ${text(ticket_id ?? null)})`;
  const found = await context.database.one(
    foundRow,
    sql`
    select (select count(*) from service_tickets x where ${mine}) as ticket_count, (select count(*) from repair_bookings x where ${mine}) as repair_count,
      (select coalesce(jsonb_agg(jsonb_build_object('ticket_id', x.id, 'subject', x.subject, 'state', x.state, 'product', p.name, 'order_id', x.order_id,
          'opened_on', to_char(x.created_at at time zone t.time_zone, 'YYYY-MM-DD'), 'description', left(x.description, ${ticket_id === undefined ? PREVIEW : WHOLE}::int)) order by x.created_at desc, x.id), '[]')
        from (select * from service_tickets x where ${mine} order by x.created_at desc, x.id limit ${limit} offset ${offset}) x
        left join products p on p.tenant_id = x.tenant_id and p.id = x.product_id) as tickets,
      (select coalesce(jsonb_agg(jsonb_build_object('repair_id', x.id, 'product', l.name, 'order_id', x.order_id, 'state', x.state, 'kind', s.kind, 'problem', left(x.problem, ${PREVIEW}::int),
          'starts', to_char(s.starts_at at time zone t.time_zone, 'YYYY-MM-DD HH24:MI'), 'under_warranty', x.under_warranty,
          'price_cents', x.price_cents, 'currency', t.currency) order by x.created_at desc, x.id), '[]')
        from (select * from repair_bookings x where ${mine} order by x.created_at desc, x.id limit ${limit} offset ${offset}) x
        join service_slots s on s.tenant_id = x.tenant_id and s.id = x.slot_id
        join order_lines l on l.tenant_id = x.tenant_id and l.order_id = x.order_id and l.line_no = x.line_no) as repairs
    from tenants t where t.id = ${context.tenant}`,
    { signal: context.signal, label: 'ticket.list' },
  );
  if (ticket_id !== undefined && found.ticket_count + found.repair_count === 0)
    return refuse('ticket_not_found', `There is no ticket or repair "${ticket_id}" of yours.`);
  const left = Math.max(found.ticket_count, found.repair_count) - offset - limit;
  return done({
    tickets: [...found.tickets],
    repairs: found.repairs.map(({ price_cents, currency, ...repair }) => ({
      ...repair,
      price: money(price_cents, currency),
    })),
    ticket_count: found.ticket_count,
    repair_count: found.repair_count,
    ...(left > 0 ? { next_offset: offset + limit } : {}),
  });
}
