/** Free appointments for a repair: a technician on site, or a remote session. */
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { defineTool, done, refuse, type ToolResult } from '@deskfleet/shared/agent/tool.ts';
import { column, nullable, row } from '@deskfleet/shared/database/row.ts';
import { day, instant, sql, text } from '@deskfleet/shared/database/sql.ts';
import { postalKey } from '../policy/repair.ts';
import { offsetInput } from './inputs.ts';

const input = z.object({
  kind: z
    .enum(['on_site', 'remote'], 'Use on_site for a technician at home or remote for a session by phone or video.')
    .optional()
    .describe('"on_site": a technician comes; "remote": a session by phone or video. Without it both.'),
  postal_code: z
    .string()
    .trim()
    .min(2, 'Give the whole postal code.')
    .max(12, 'That is too long for a postal code.')
    .optional()
    .describe("Postal code of the place to drive to. Without it the signed-in customer's own address."),
  from_day: z.iso
    .date('Use YYYY-MM-DD.')
    .optional()
    .describe('First day that suits the customer, YYYY-MM-DD. Without it from now on.'),
  limit: z
    .int()
    .min(1)
    .max(20, 'At most 20 appointments at a time.')
    .default(5)
    .describe('Most appointments, 1 to 20.'),
  offset: offsetInput,
});
type Input = z.infer<typeof input>;

interface SlotPart {
  readonly slot_id: string;
  readonly kind: 'on_site' | 'remote';
  readonly starts_at: string;
  readonly ends_at: string;
}

const foundRow = row({
  postal_code: nullable(column.text()),
  time_zone: column.text(),
  slots: column.json<readonly SlotPart[]>(),
  found: column.int(),
  served: column.boolean(),
});

export const listServiceSlots = defineTool({
  name: 'list_service_slots',
  description:
    'Free appointments for a repair, soonest first, in the time of the shop: a technician on site where one drives to, or a remote session. Book one with book_repair.',
  input,
  needsCustomer: false,
  sample: { customer: 'cust108', input: { kind: 'remote', limit: 3 } },
  run: list,
});

async function list({ kind, postal_code, from_day, limit, offset }: Input, context: ToolContext): Promise<ToolResult> {
  const found = await context.database.one(
    foundRow,
    sql`
    with place as materialized (
      select coalesce(${text(postal_code === undefined ? null : postalKey(postal_code))}, (
        select upper(regexp_replace(a.postal_code, '[^A-Za-z0-9]', '', 'g')) from customers c
        join addresses a on a.tenant_id = c.tenant_id and a.id = c.default_address_id and a.customer_id = c.id
        where c.tenant_id = ${context.tenant} and c.id = ${text(context.customerId)})) as postal_code
    ),
    near as materialized (
      select s.* from service_slots s, place p where s.tenant_id = ${context.tenant} and (s.kind = 'remote' or starts_with(p.postal_code, s.area))
    ),
    free as materialized (
      select n.* from near n join tenants t on t.id = n.tenant_id
      where n.state = 'free' and n.starts_at > ${instant(context.now)} and (${text(kind ?? null)} is null or n.kind = ${text(kind ?? null)})
        and (${day(from_day ?? null)} is null or (n.starts_at at time zone t.time_zone)::date >= ${day(from_day ?? null)})
    )
    select p.postal_code, t.time_zone, (select count(*) from free) as found, exists (select from near where kind = 'on_site') as served,
      (select coalesce(jsonb_agg(jsonb_build_object('slot_id', f.id, 'kind', f.kind, 'starts_at', to_char(f.starts_at at time zone t.time_zone, 'YYYY-MM-DD HH24:MI'),
          'ends_at', to_char(f.ends_at at time zone t.time_zone, 'YYYY-MM-DD HH24:MI')) order by f.starts_at, f.id), '[]')
        from (select * from free order by starts_at, id limit ${limit} offset ${offset}) f) as slots
    from tenants t, place p where t.id = ${context.tenant}`,
    { signal: context.signal, label: 'service.slots' },
  );
  if (kind === 'on_site' && found.postal_code === null)
    return refuse('postal_code_missing', 'Which postal code shall the technician come to?');
  const more = found.found - offset - found.slots.length;
  return done({
    slots: found.slots.map((slot) => ({ ...slot })),
    found: found.found,
    ...(more > 0 ? { more, next_offset: offset + found.slots.length } : {}),
    time_zone: found.time_zone,
    postal_code: found.postal_code,
    on_site_served: found.served,
  });
}
