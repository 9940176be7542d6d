import { expect } from 'chai';
import { callTool, sharedWorld, toolContext, type World } from '@deskfleet/local/testing/harness.ts';
import type { ToolResult } from '@deskfleet/shared/agent/tool.ts';
import type { QuoteView } from '@deskfleet/shared/conversation/quotes.ts';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { agent } from '../src/agent.ts';
import { placesOf, receiptsOf, shopWith, ZERLINE } from './whole-customer.ts';

const columnRow = row({ table: column.text(), column: column.text() });
describe('erasing a customer', () => {
  let world: World;

  before(async () => {
    world = await sharedWorld();
  });

  const shopOf = (name: string): Promise<string> => shopWith(world.database, name, ZERLINE);
  const receipts = (tenant: string) => receiptsOf(world.database, tenant);
  const context = (tenant: string, customerId = ZERLINE.id, more: object = {}) =>
    toolContext(world, agent, { tenant, customerId, ...more });

  async function propose(tenant: string): Promise<ToolResult> {
    return callTool(context(tenant), agent, 'erase_my_data', {});
  }

  it('keeps the books: orders, lines, payments and the count of what was done', async () => {
    const tenant = await shopOf('erase-books');
    const quote = await open(tenant);
    await confirm(tenant, quote);
    const kept = await world.database.one(
      row({
        order: column.json<JsonObject>(),
        payments: column.int(),
        customer: column.json<JsonObject>(),
        methods: column.json<JsonObject[]>(),
        audit: column.json<JsonObject[]>(),
        review: column.json<JsonObject>(),
        quote: column.json<JsonObject>(),
      }),
      sql`
      select (select to_jsonb(o) from orders o where o.tenant_id = ${tenant} and o.id = 'o-zerline') as order,
        (select sum(amount_cents)::int from payments where tenant_id = ${tenant} and order_id = 'o-zerline') as payments,
        (select to_jsonb(c) from customers c where c.tenant_id = ${tenant} and c.id = 'zerline') as customer,
        (select jsonb_agg(to_jsonb(m) order by m.id) from payment_methods m where m.tenant_id = ${tenant} and m.customer_id = 'zerline') as methods,
        (select jsonb_agg(to_jsonb(a)) from audit_log a where a.tenant_id = ${tenant} and a.customer_id = 'zerline' and a.action = 'update_address') as audit,
        (select to_jsonb(r) from reviews r where r.tenant_id = ${tenant} and r.id = 'r-zerline') as review,
        (select to_jsonb(q) from quotes q where q.tenant_id = ${tenant} and q.id = 'quote-zerline') as quote`,
    );
    expect(kept.order).to.include({ status: 'delivered', total_cents: 2500 });
    expect(kept.order['shipping_address']).to.deep.equal({ country: 'DE' });
    expect(kept.payments).to.equal(2500);
    expect(kept.customer).to.include({
      first_name: 'Former',
      last_name: 'customer',
      phone: null,
      age: null,
      newsletter: false,
      default_address_id: null,
    });
    expect(kept.customer['erased_at']).to.be.a('string');
    expect(
      kept.methods.map(({ brand, last_four, balance_cents }) => ({ brand, last_four, balance_cents })),
    ).to.deep.equal([
      { brand: null, last_four: null, balance_cents: 1250 },
      { brand: null, last_four: null, balance_cents: null },
    ]);
    expect(kept.audit).to.have.length(1);
    expect(kept.audit[0]).to.deep.include({ detail: {}, subject: 'address' });
    expect(kept.review).to.include({
      customer_id: null,
      rating: 5,
      title: '(name removed) likes it',
      body: 'Great kettle. (name removed), (address removed)',
    });
    expect(kept.quote).to.deep.include({
      state: 'confirmed',
      idempotency_key: 'key-zerline',
      input: {},
      terms: {},
      summary: '',
      result: null,
    });
  });

  async function open(tenant: string): Promise<QuoteView> {
    const proposing = context(tenant);
    const proposed = await callTool(proposing, agent, 'erase_my_data', {});
    expect(proposed.ok, JSON.stringify(proposed)).to.equal(true);
    const quote = proposing.record.quotes.at(-1);
    if (!quote) throw new Error('nothing was proposed');
    return quote;
  }

  const confirm = (tenant: string, quote: QuoteView): Promise<ToolResult> =>
    callTool(context(tenant, ZERLINE.id, { message: 'yes', facts: { openQuotes: [quote] } }), agent, 'confirm_quote', {
      quote_id: quote.id,
    });

  it('does it once, however often and however at once it is confirmed', async () => {
    const tenant = await shopOf('erase-once');
    const quote = await open(tenant);
    const results = await Promise.all(Array.from({ length: 8 }, () => confirm(tenant, quote)));
    const again = await confirm(tenant, quote);
    const ids = new Set([...results, again].map((result) => (result.ok ? result.data['receipt_id'] : result.message)));
    expect([...ids]).to.deep.equal([(await receipts(tenant))[0]?.id]);
    expect(await receipts(tenant)).to.have.length(1);
    // Afterwards there is no account to erase, nor to look at, nor to write to.
    for (const [tool, input] of [
      ['erase_my_data', {}],
      ['get_profile', {}],
      ['get_preferences', {}],
      ['list_memories', {}],
      ['export_my_data', {}],
      ['get_purchase_profile', {}],
      ['get_similar_customer_insights', {}],
      ['set_newsletter', { subscribed: true }],
      ['remember', { fact: 'I like tea' }],
      ['set_preference', { preference: 'language', value: 'German' }],
      ['update_address', { line1: 'Torstraße 1', city: 'Berlin', postal_code: '10119' }],
      ['forget', { all: true }],
    ] as const)
      expect(await callTool(context(tenant), agent, tool, input), tool).to.include({
        ok: false,
        code: 'profile_not_found',
      });
  });

  it('needs a new look when something was added meanwhile, and still erases it', async () => {
    const tenant = await shopOf('erase-meanwhile');
    const quote = await open(tenant);
    await world.database.execute(
      sql`insert into browsing_events (tenant_id, id, customer_id, product_id, action) values (${tenant}, 'late', ${ZERLINE.id}, 'p1', 'view')`,
    );
    expect(await confirm(tenant, quote)).to.include({ ok: true });
    expect((await receipts(tenant))[0]?.counts).to.include({ browsing: 2 });
  });

  it('is refused while something needs the person, naming it', async () => {
    const tenant = await shopOf('erase-open');
    const undo: [string, ReturnType<typeof sql>, ReturnType<typeof sql>, RegExp][] = [
      [
        'order',
        sql`update orders set status = 'shipped' where tenant_id = ${tenant} and id = 'o-zerline'`,
        sql`update orders set status = 'delivered' where tenant_id = ${tenant} and id = 'o-zerline'`,
        /orders that have not arrived .*\(o-zerline\)/u,
      ],
      [
        'return',
        sql`update return_requests set state = 'requested' where tenant_id = ${tenant} and id = 'q-zerline'`,
        sql`update return_requests set state = 'completed' where tenant_id = ${tenant} and id = 'q-zerline'`,
        /returns or exchanges under way \(o-zerline\)/u,
      ],
      [
        'refund',
        sql`update refunds set state = 'waiting for goods' where tenant_id = ${tenant} and id = 'f-zerline'`,
        sql`update refunds set state = 'paid' where tenant_id = ${tenant} and id = 'f-zerline'`,
        /refunds that are not paid yet/u,
      ],
      [
        'approval',
        sql`update approvals set state = 'waiting' where tenant_id = ${tenant} and id = 'v-zerline'`,
        sql`update approvals set state = 'approved' where tenant_id = ${tenant} and id = 'v-zerline'`,
        /decisions of a colleague/u,
      ],
      [
        'parcel',
        sql`update missing_parcel_reports set state = 'open' where tenant_id = ${tenant} and id = 'mp-zerline'`,
        sql`update missing_parcel_reports set state = 'closed' where tenant_id = ${tenant} and id = 'mp-zerline'`,
        /reports of missing parcels/u,
      ],
      [
        'repair',
        sql`update repair_bookings set state = 'booked' where tenant_id = ${tenant} and id = 'rb-zerline'`,
        sql`update repair_bookings set state = 'done' where tenant_id = ${tenant} and id = 'rb-zerline'`,
        /booked repairs \(rb-zerline\)/u,
      ],
      [
        'handoff',
        sql`update handoffs set closed_at = null where tenant_id = ${tenant} and id = 'h-zerline'`,
        sql`update handoffs set closed_at = now() where tenant_id = ${tenant} and id = 'h-zerline'`,
        /something that is open: a conversation that waits for a colleague\. /u,
      ],
      [
        'ticket',
        sql`update service_tickets set state = 'open' where tenant_id = ${tenant} and id = 't-zerline'`,
        sql`update service_tickets set state = 'closed' where tenant_id = ${tenant} and id = 't-zerline'`,
        /open service tickets \(t-zerline\)/u,
      ],
    ];
    for (const [name, begin, end, expected] of undo) {
      await world.database.execute(begin);
      const refused = await propose(tenant);
      expect(refused, name).to.include({ ok: false, code: 'business_unfinished' });
      expect(refused.ok ? '' : refused.message, name).to.match(expected);
      await world.database.execute(end);
    }
    // Opened between the proposal and the yes: nothing is erased.
    const quote = await open(tenant);
    await world.database.execute(undo[0]?.[1] ?? sql`select 1`);
    expect(await confirm(tenant, quote)).to.include({ ok: false, code: 'quote_stale' });
    expect((await placesOf(world.database, [ZERLINE.street])).length).to.be.greaterThan(5);
    expect(await receipts(tenant)).to.be.empty;
  });

  it('is refused to somebody who was only recognised', async () => {
    const tenant = await shopOf('erase-recognised');
    expect(
      await callTool(context(tenant, ZERLINE.id, { conversationId: 'c2-zerline' }), agent, 'erase_my_data', {}),
    ).to.include({
      ok: false,
      code: 'real_sign_in_required',
    });
  });

  it('writes a receipt that leads to nobody', async () => {
    const tenant = await shopOf('erase-receipt');
    await confirm(tenant, await open(tenant));
    const columns = await world.database.query(
      columnRow,
      sql`select table_name as table, column_name as column from information_schema.columns where table_name = 'erasures' order by ordinal_position`,
    );
    expect(columns.map((one) => one.column)).to.deep.equal(['tenant_id', 'id', 'erased_at', 'counts']);
    const [receipt] = await receipts(tenant);
    expect(JSON.stringify(receipt)).to.not.include('zerline');
  });
});
