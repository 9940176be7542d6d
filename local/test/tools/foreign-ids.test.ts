/**
 * Somebody else's ids are like ids that do not exist, in every tool: generated from the schemas. A tool with an id that
 * this test does not know fails it.
 */
import { expect } from 'chai';
import { inputSchema } from '@deskfleet/shared/agent/agent.ts';
import type { Database } from '@deskfleet/shared/database/database.ts';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { identifier, sql, type Sql } from '@deskfleet/shared/database/sql.ts';
import { sharedWorld, callTool, type World } from '../../src/testing/harness.ts';
import { contextOf, everyTool, propertiesOf, type ToolOfAgent } from './support.ts';

const firstOf =
  (table: string) =>
  (customer: string): Sql =>
    sql`select id from ${identifier(table)} where tenant_id = 'acme' and customer_id = ${customer} order by id limit 1`;

/** Fields that name something a customer owns → what another customer owns, and an id of that form nobody has. */
const OWNED: Readonly<Record<string, { readonly of: (customer: string) => Sql; readonly nobody: string }>> = {
  order_id: { of: firstOf('orders'), nobody: 'o99999999' },
  payment_method: { of: firstOf('payment_methods'), nobody: 'pm99999-9' },
  shipment_id: {
    of: (customer) =>
      sql`select s.id from shipments s join orders o on o.tenant_id = s.tenant_id and o.id = s.order_id where o.tenant_id = 'acme' and o.customer_id = ${customer} order by s.id limit 1`,
    nobody: 's99999999',
  },
  memory_id: { of: firstOf('memories'), nobody: 'mem_999999999999' },
  notification_id: { of: firstOf('stock_notifications'), nobody: 'note_99999999' },
  ticket_id: { of: firstOf('service_tickets'), nobody: 't99999999' },
  repair_id: { of: firstOf('repair_bookings'), nobody: 'r99999999' },
  quote_id: { of: firstOf('quotes'), nobody: 'quote_99999999' },
};
/** Ids of what belongs to the shop: everybody may name them. */
const SHARED: ReadonlySet<string> = new Set([
  'product_id',
  'variant_id',
  'article_id',
  'guide_id',
  'slot_id',
  'review_id',
]);

const idRow = row({ id: column.text() });
/** Has orders, parcels, ways of payment; none of the samples is hers. */
const OTHER = 'cust002';

async function foreign(database: Database, field: string): Promise<string> {
  const owned = OWNED[field];
  if (!owned) throw new Error(`say in foreign-ids.test.ts what "${field}" names`);
  const { id } = await database.one(idRow, owned.of(OTHER));
  return id;
}

function idFields({ tool }: ToolOfAgent): readonly string[] {
  return Object.keys(propertiesOf(inputSchema(tool))).filter(
    (field) => (field.endsWith('_id') || field in OWNED) && !SHARED.has(field),
  );
}

describe("another customer's ids", () => {
  let world: World;
  before(async () => {
    world = await sharedWorld();
    // One proposal that is hers.
    await world.database.execute(sql`
      insert into quotes (tenant_id, id, customer_id, conversation_id, proposed_turn_id, agent, tool, subject, input, summary, terms, expires_at)
      values ('acme', 'quote_of_cust002', ${OTHER}, 'conv_of_cust002', 'turn_1', 'order-management', 'cancel_order', 'order:x', '{}'::jsonb, 'Cancel.', '{}'::jsonb, now() + interval '1 hour')
      on conflict do nothing`);
    await world.database.execute(sql`
      insert into stock_notifications (tenant_id, id, customer_id, variant_id, state, ended_at)
      select 'acme', 'note_of_cust002', ${OTHER}, min(id), 'sent', now() from variants where tenant_id = 'acme' on conflict do nothing`);
    await world.database.execute(sql`
      insert into service_tickets (tenant_id, id, customer_id, subject, description, state) values ('acme', 'tcust002x', ${OTHER}, 'Mine', 'Mine', 'closed')
      on conflict do nothing`);
    await world.database.execute(sql`
      insert into repair_bookings (tenant_id, id, customer_id, order_id, line_no, slot_id, problem, under_warranty, price_cents, state, cancelled_at)
      select 'acme', 'rcust002x', ${OTHER}, l.order_id, l.line_no, (select min(id) from service_slots where tenant_id = 'acme'), 'Mine', true, 0, 'cancelled', now()
      from order_lines l join orders o on o.tenant_id = l.tenant_id and o.id = l.order_id
      where o.tenant_id = 'acme' and o.customer_id = ${OTHER} order by l.order_id, l.line_no limit 1 on conflict do nothing`);
  });

  const customerTools = everyTool().filter(({ tool }) => tool.audience === 'customer');
  for (const one of customerTools) {
    for (const field of idFields(one)) {
      const { agent, tool, sample } = one;
      it(`are not found: ${agent.name} ${tool.name} ${field}`, async () => {
        const hers = await foreign(world.database, field);
        const nobodys = OWNED[field]?.nobody ?? '';
        const answer = async (id: string): Promise<string> => {
          const result = await callTool(contextOf(world, one), agent, tool.name, { ...sample.input, [field]: id });
          return JSON.stringify(result).replaceAll(id, 'ID').replaceAll(id.replace(/^o/u, ''), 'ID');
        };
        const [about, aboutNobody] = [await answer(hers), await answer(nobodys)];
        expect(about).to.equal(aboutNobody);
        expect(JSON.parse(about)).to.include({ ok: false });
      });
    }
  }
});
