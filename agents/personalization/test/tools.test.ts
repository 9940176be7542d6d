import { expect } from 'chai';
import { callTool, sharedWorld, toolContext } from '@deskfleet/local/testing/harness.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { json, sql } from '@deskfleet/shared/database/sql.ts';
import { agent } from '../src/agent.ts';

const SHOP = 'account-shop';

async function call(
  customerId: string | null,
  tool: string,
  input: JsonObject = {},
  tenant = 'acme',
): Promise<JsonObject & { readonly calls: number }> {
  const context = toolContext(await sharedWorld(), agent, { customerId, tenant });
  const result = await callTool(context, agent, tool, input);
  return {
    ...(result.ok ? result.data : { error: result.code, message: result.message }),
    calls: context.record.dataApiCalls,
  };
}

describe('the account agent', () => {
  before(async () => {
    const { database } = await sharedWorld();
    const run = (statement: ReturnType<typeof sql>) => database.execute(statement);
    await run(
      sql`insert into tenants (id, name, currency, time_zone, support_email) values (${SHOP}, 'Accounts', 'EUR', 'Europe/Berlin', 'help@accounts.example')`,
    );
    await run(sql`insert into customers (tenant_id, id, first_name, last_name, email, loyalty_tier, newsletter, default_address_id, created_at) values
      (${SHOP}, 'ann', 'Ann', 'Lee', 'ann@example.com', 'gold', true, 'a1', '2024-12-31T23:30:00Z'), (${SHOP}, 'bob', 'Bob', 'Ray', 'bob@example.com', 'bronze', false, 'a1', '2025-05-01T10:00:00Z')`);
    await run(
      sql`insert into addresses (tenant_id, id, customer_id, line1, line2, city, state, postal_code, country) values (${SHOP}, 'a1', 'ann', 'Lange Str. 3', 'Hinterhaus', 'Berlin', null, '10115', 'DE')`,
    );
    await run(sql`insert into payment_methods (tenant_id, id, customer_id, kind, brand, last_four, balance_cents) values
      (${SHOP}, 'm1', 'ann', 'credit_card', 'Visa', '4242', null), (${SHOP}, 'm2', 'ann', 'gift_card', null, '7007', 1250), (${SHOP}, 'm3', 'bob', 'paypal', null, null, null)`);
    await run(
      sql`insert into preferences (tenant_id, customer_id, name, value) values (${SHOP}, 'ann', 'preferred_brand', 'Nova'), (${SHOP}, 'ann', 'price_range', 'under 100'), (${SHOP}, 'bob', 'preferred_brand', 'Zen')`,
    );
    await run(
      sql`insert into products (tenant_id, id, name, category) values (${SHOP}, 'p1', 'Kettle', 'kitchen'), (${SHOP}, 'p2', 'Lamp', 'light')`,
    );
    const events = Array.from({ length: 7 }, (_, index) => ({
      id: `b${index}`,
      customer: index === 6 ? 'bob' : 'ann',
      product: index % 3 === 0 ? 'p2' : 'p1',
      at: `2026-11-1${index}T09:00:00Z`,
      action: index % 2 === 0 ? 'view' : 'compare',
      seconds: 10 * (index + 1),
    }));
    await run(sql`insert into browsing_events (tenant_id, id, customer_id, product_id, occurred_at, action, seconds)
      select ${SHOP}, e.id, e.customer, e.product, e.at, e.action, e.seconds from jsonb_to_recordset(${json(events)}) as e(id text, customer text, product text, at timestamptz, action text, seconds int)`);
  });

  it('reads the whole profile in one call, with masked ways of payment', async () => {
    expect(await call('ann', 'get_profile', {}, SHOP)).to.deep.equal({
      first_name: 'Ann',
      last_name: 'Lee',
      email: 'ann@example.com',
      phone: null,
      loyalty_tier: 'gold',
      newsletter: true,
      member_since: '2025-01-01',
      default_address: {
        line1: 'Lange Str. 3',
        line2: 'Hinterhaus',
        city: 'Berlin',
        state: null,
        postal_code: '10115',
        country: 'DE',
      },
      payment_methods: [
        { payment_method_id: 'm1', kind: 'credit_card', brand: 'Visa', last_four: '4242' },
        {
          payment_method_id: 'm2',
          kind: 'gift_card',
          brand: null,
          last_four: '7007',
          balance: { cents: 1250, text: '€12.50' },
        },
      ],
      preferences: { preferred_brand: 'Nova', price_range: 'under 100' },
      calls: 1,
    });
  });

  it("shows nobody else's address, payment or preference, not even when a row points there", async () => {
    expect(await call('bob', 'get_profile', {}, SHOP)).to.deep.include({
      default_address: null,
      payment_methods: [{ payment_method_id: 'm3', kind: 'paypal', brand: null, last_four: null }],
      preferences: { preferred_brand: 'Zen' },
    });
    expect(await call('ann', 'get_profile')).to.include({ error: 'profile_not_found' });
    expect(await call(null, 'get_profile', {}, SHOP)).to.include({ error: 'sign_in_required', calls: 0 });
    expect((await call('cust001', 'get_profile'))['email']).to.not.equal(
      (await call('cust001', 'get_profile', {}, 'globex'))['email'],
    );
  });

  it('reads what was looked at, newest first, with a summary of everything', async () => {
    expect(await call('ann', 'get_browsing_history', { limit: 2 }, SHOP)).to.deep.equal({
      visits: [
        {
          product_id: 'p1',
          product: 'Kettle',
          category: 'kitchen',
          action: 'compare',
          seconds: 60,
          at: '2026-11-15T09:00:00.000Z',
        },
        {
          product_id: 'p1',
          product: 'Kettle',
          category: 'kitchen',
          action: 'view',
          seconds: 50,
          at: '2026-11-14T09:00:00.000Z',
        },
      ],
      visits_in_all: 6,
      more: 4,
      next_offset: 2,
      by_category: [
        { category: 'kitchen', visits: 4, seconds: 160 },
        { category: 'light', visits: 2, seconds: 50 },
      ],
      calls: 1,
    });
  });

  it('pages without gap or repetition', async () => {
    const seen: unknown[] = [];
    for (let offset: number | undefined = 0; offset !== undefined;) {
      const page: JsonObject = await call('ann', 'get_browsing_history', { limit: 4, offset }, SHOP);
      seen.push(...(page['visits'] as JsonObject[]).map((visit) => visit['at']));
      offset = page['next_offset'] as number | undefined;
    }
    expect(seen).to.have.length(6);
    expect(new Set(seen).size).to.equal(6);
    expect(await call('ann', 'get_browsing_history', { offset: 9 }, SHOP)).to.deep.include({
      visits: [],
      visits_in_all: 6,
    });
    expect(await call('cust999', 'get_browsing_history', {}, SHOP)).to.deep.equal({
      visits: [],
      visits_in_all: 0,
      by_category: [],
      calls: 1,
    });
    expect((await call('ann', 'get_browsing_history', { limit: 0 }, SHOP))['error']).to.equal('invalid_input');
  });

  it("knows the demo shop's customers", async () => {
    const profile = await call('cust005', 'get_profile');
    expect(profile).to.deep.include({ first_name: 'Sofia', last_name: 'Alvarez', loyalty_tier: 'platinum' });
    expect((profile['payment_methods'] as JsonObject[]).find((method) => method['kind'] === 'gift_card'))
      .to.have.property('balance')
      .that.deep.equals({ cents: 5_000, text: '$50.00' });
    expect((await call('cust005', 'get_browsing_history', { limit: 50 }))['visits']).to.not.be.empty;
  });

  it('tells what can be set, besides what is', async () => {
    const found = await call('ann', 'get_preferences', {}, SHOP);
    expect(found).to.deep.include({
      preferences: { preferred_brand: 'Nova', price_range: 'under 100' },
      newsletter: true,
      calls: 1,
    });
    expect((found['can_be_set'] as JsonObject[]).find(({ name }) => name === 'preferred_category')).to.deep.include({
      values: ['kitchen', 'light'],
    });
  });

  it('declares its tools, with samples, and tells the model of each', () => {
    expect(agent.tools.map((tool) => tool.name)).to.deep.equal([
      'get_profile',
      'get_preferences',
      'get_browsing_history',
      'get_purchase_profile',
      'get_similar_customer_insights',
      'list_memories',
      'export_my_data',
      'update_address',
      'set_preference',
      'set_newsletter',
      'remember',
      'forget',
      'erase_my_data',
      'confirm_quote',
      'decline_quote',
      'hand_back',
    ]);
    for (const { name } of agent.tools) expect(agent.prompt).to.include(`\`${name}\``);
  });

  for (const { name, sample } of agent.tools) {
    // The kernel's own are tested there.
    if (name.endsWith('_quote') || name === 'hand_back') continue;
    it(`${name}: its sample works on the demo data`, async () => {
      expect(sample?.customer).to.be.a('string');
      const result = await call(sample?.customer ?? null, name, sample?.input);
      expect(result['error'], JSON.stringify(result)).to.equal(undefined);
      expect(result.calls).to.be.at.most(2);
    });
  }
});
