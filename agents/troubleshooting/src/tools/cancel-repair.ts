/** Gives a repair appointment back. For another time: cancel, then book again. */
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { defineWriteTool, refuse, type Planned } from '@deskfleet/shared/agent/tool.ts';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { instant, sql, text } from '@deskfleet/shared/database/sql.ts';

const input = z.object({
  repair_id: z
    .string()
    .trim()
    .min(1, 'Give the number of the repair, for example r7k3m9q2x.')
    .max(64, 'That is too long for the number of a repair.')
    .transform((id) => id.toLowerCase())
    .optional()
    .describe('Number of the booked repair, e.g. "r7k3m9q2x"; without it the only one that is booked.'),
});

const bookedRow = row({
  id: column.text(),
  slot_id: column.text(),
  product: column.text(),
  order_id: column.text(),
  starts: column.text(),
  begun: column.boolean(),
});

export const cancelRepair = defineWriteTool({
  name: 'cancel_repair',
  description:
    'Propose to cancel a repair appointment that has not begun. For another time cancel it, then book again. Nothing happens until the customer confirms.',
  input,
  sample: { customer: 'cust101', input: { repair_id: 'r4k7m2q9x' } },
  plan,
});

async function plan({ repair_id }: z.infer<typeof input>, context: ToolContext): Promise<Planned> {
  const { tenant } = context;
  const booked = await context.database.query(
    bookedRow,
    sql`
    select b.id, b.slot_id, l.name as product, b.order_id, to_char(s.starts_at at time zone t.time_zone, 'FMDay, FMMonth FMDD, YYYY, HH24:MI') as starts,
      s.starts_at <= ${instant(context.now)} as begun
    from repair_bookings b
    join service_slots s on s.tenant_id = b.tenant_id and s.id = b.slot_id
    join order_lines l on l.tenant_id = b.tenant_id and l.order_id = b.order_id and l.line_no = b.line_no
    join tenants t on t.id = b.tenant_id
    where b.tenant_id = ${tenant} and b.customer_id = ${text(context.customerId)} and b.state = 'booked'
      and (${text(repair_id ?? null)} is null or b.id = ${text(repair_id ?? null)})
    order by s.starts_at limit 5`,
    { signal: context.signal, label: 'repair.cancel.read' },
  );
  const [repair, ...others] = booked;
  if (repair === undefined)
    return refuse(
      'repair_not_found',
      repair_id === undefined
        ? 'You have no repair that is booked.'
        : `There is no booked repair "${repair_id}" of yours.`,
    );
  if (others.length > 0)
    return refuse(
      'which_repair',
      `Which repair shall be cancelled?\n${booked.map((one) => `- ${one.id}: ${one.product}, ${one.starts}`).join('\n')}`,
    );
  if (repair.begun)
    return refuse(
      'repair_begun',
      `The repair ${repair.id} began on ${repair.starts}, so it can no longer be cancelled.`,
    );
  const { id, slot_id, product, order_id, starts } = repair;
  return {
    ok: true,
    plan: {
      summary: `Cancel the repair ${id} of the ${product} (order ${order_id}) on ${starts}.`,
      subject: `repair-booking:${id}`,
      terms: { repair_id: id, product, order_id, starts },
      basis: sql`select id from repair_bookings where tenant_id = ${tenant} and id = ${id} and customer_id = ${text(context.customerId)} and state = 'booked' for update`,
      effects: {
        cancelled_booking: sql`
          update repair_bookings set state = 'cancelled', cancelled_at = ${instant(context.now)} from claim
          where repair_bookings.tenant_id = ${tenant} and repair_bookings.id = ${id}`,
        freed_slot: sql`update service_slots set state = 'free' from claim where service_slots.tenant_id = ${tenant} and service_slots.id = ${slot_id}`,
      },
      result: {
        status: 'cancelled',
        repair_id: id,
        message: `The repair ${id} of the ${product} on ${starts} is cancelled. Nothing is owed.`,
      },
    },
  };
}
