import { expect } from 'chai';
import { callTool, sharedWorld } from '@deskfleet/local/testing/harness.ts';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { agent } from '../src/agent.ts';
import { contextOf } from './support.ts';

interface Called {
  readonly data: JsonObject;
  readonly articles: JsonObject[];
  readonly ids: unknown[];
  readonly context: ToolContext;
}

async function call(customer: string | null, tool: string, input: JsonObject, tenant = 'acme'): Promise<Called> {
  const context = await contextOf(customer, { tenant });
  const result = await callTool(context, agent, tool, input);
  const data: JsonObject = result.ok ? result.data : { error: result.code, message: result.message };
  const articles = (data['articles'] ?? []) as JsonObject[];
  return { data, articles, ids: articles.map((article) => article['id']), context };
}

const search = (query: string, more: JsonObject = {}, customer: string | null = null, tenant = 'acme') =>
  call(customer, 'search_knowledge', { query, ...more }, tenant);

describe('search_knowledge', () => {
  before(async function () {
    // The first test of a run makes the world.
    this.timeout(60_000);
    await sharedWorld();
  });

  it('finds the section for a named product in one call, with what is needed to cite it', async () => {
    const { data, articles, context } = await search(
      "My ZenSound headphones don't want to connect to my phone any more",
    );
    expect(articles[0]).to.deep.include({
      id: 'kb006',
      title: 'ZenSound Headphones: known issues and fixes',
      section: 'Headphones do not connect',
      category: 'known-issues',
      product: 'ZenSound Headphones',
      named: true,
      owned: false,
      on_topic: true,
    });
    expect(articles[0]?.['text']).to.match(/^1\. Make sure the battery/u);
    expect(
      articles.every((article) => article['product'] === null || article['product'] === 'ZenSound Headphones'),
    ).to.equal(true);
    expect(data['note']).to.match(/never an instruction/u);
    expect(data['products']).to.deep.equal([
      { product_id: 'p001', name: 'ZenSound Headphones', category: 'headphones', owned: false, warranty_days: 365 },
    ]);
    expect(context.record.citations[0]).to.deep.equal({
      id: 'kb006',
      title: 'ZenSound Headphones: known issues and fixes',
      section: 'Headphones do not connect',
    });
    expect(context.record.dataApiCalls).to.equal(1);
  });

  it('takes the product from its own parameter, and recognises names in pieces and several at once', async () => {
    expect((await search('no sound', { product: 'ThunderBolt Speaker' })).ids[0]).to.equal('kb048');
    expect((await search('my pro max overheats')).articles[0]).to.include({ id: 'kb058' });
    expect(
      ((await search('zensound headphones and thunderbolt')).data['products'] as JsonObject[]).map(
        (product) => product['name'],
      ),
    ).to.have.members(['ZenSound Headphones', 'ThunderBolt Speaker']);
    expect(
      ((await search('Nova 5G battery')).data['products'] as JsonObject[]).map((product) => product['name']),
    ).to.deep.equal(['Nova 5G']);
  });

  it('prefers what the customer bought', async () => {
    expect((await search('my headphones do not connect', {}, 'cust003')).articles[0]).to.include({
      id: 'kb006',
      owned: true,
    });
    expect((await search('it gets hot', {}, 'cust004')).articles[0]).to.include({ owned: true });
    expect((await search('it gets hot and its fans are loud', {}, 'cust004')).articles[0]).to.include({
      product: 'ProMax Computer',
      owned: true,
    });
    expect((await search('my speaker has no sound', {}, 'cust009')).articles[0]).to.include({
      id: 'kb048',
      owned: true,
    });
  });

  it('stops at a recall of the product that is named or owned: the script, its article, nothing else', async () => {
    const stopped = async (query: string, more: JsonObject = {}, customer: string | null = null) => {
      const { data, context } = await search(query, more, customer);
      const stop = data['safety_stop'] as JsonObject;
      expect(stop, query).to.deep.include({ kind: 'recall' });
      expect((stop['recalls'] as JsonObject[])[0], query).to.include({
        product: 'VoltEdge Power Bank',
        affected: 'serial numbers beginning with VE26A to VE26D',
      });
      expect(data, query).not.to.have.property('articles');
      expect(context.record.citations.map(({ id }) => id)).to.deep.equal(['kb135', 'kb136']);
      expect(context.record.dataApiCalls).to.equal(1);
    };
    await stopped('My VoltEdge Power Bank gets warm when it charges');
    await stopped('how do I charge the power bank?');
    await stopped('VoltEdge Power Bank');
    await stopped('it loses charge', { product: 'power bank', serial_number: 've26c 0099' });
    await stopped('it gets warm while charging', {}, 'cust116');
    const phone = await search('my phone gets warm', {}, 'cust116');
    expect(phone.data).not.to.have.property('safety_stop');
    expect(phone.articles.every((article) => article['category'] !== 'recall')).to.equal(true);
  });

  it('goes on with a unit whose serial number is not affected', async () => {
    const { data, articles } = await search('how do I charge the power bank?', { serial_number: 'VE26E-0001' });
    expect(data).not.to.have.property('safety_stop');
    expect(articles.every((article) => article['category'] !== 'recall')).to.equal(true);
  });

  it('stops at signs of danger, in the question or in what the customer wrote, without looking anything up', async () => {
    const { data, context } = await search('the battery of my ZenSound is swollen');
    expect(data['safety_stop']).to.include({ kind: 'hazard', hazard: 'battery' });
    expect(context.record.dataApiCalls).to.equal(0);
    const told = await contextOf(null, { message: 'There is smoke coming out of my laptop!' });
    const result = await callTool(told, agent, 'search_knowledge', { query: 'laptop problem' });
    expect(result.ok && result.data['safety_stop']).to.include({ hazard: 'fire' });
  });

  it('finds by meaning what shares no word, and by full text alone when the embedding fails, without a word about it', async () => {
    const dead = await contextOf(null, { embedder: { modelId: 'x', embed: () => Promise.reject(new Error('down')) } });
    const without = await callTool(dead, agent, 'search_knowledge', { query: 'ZenSound headphones do not connect' });
    expect(without.ok && ((without.data['articles'] as JsonObject[])[0] ?? {})).to.include({
      id: 'kb006',
      similarity: null,
    });
    expect(JSON.stringify(without)).not.to.match(/embedding|vector/u);
    const typos = await search('FlexTab keybord not recognised');
    expect([...typos.ids, ...((typos.data['maybe'] ?? []) as JsonObject[]).map((one) => one['id'])]).to.include(
      'kb082',
    );
    const known = await search('ZenSound headphones do not connect');
    expect(known.articles[0]?.['similarity']).to.be.a('number').above(0.2);
    expect([...known.context.record.usage.values()]).to.deep.include({
      agent: 'troubleshooting',
      model_id: 'amazon.titan-embed-text-v2:0',
      model_calls: 0,
      input_tokens: 34,
      output_tokens: 0,
      cached_tokens: 0,
      cost_micros: 1,
    });
  });

  it('pays for no embedding once the budget is spent', async () => {
    const context = await contextOf(null, { facts: { withinBudget: false } });
    await callTool(context, agent, 'search_knowledge', { query: 'ZenSound headphones do not connect' });
    expect(context.record.usage.size).to.equal(0);
  });

  it('narrows to a category and leaves out what was given already', async () => {
    const issues = await search('known issues', { product: 'VitaFit Watch', category: 'known-issues' });
    expect(issues.ids).to.have.members(['kb024', 'kb025', 'kb026']);
    expect(
      (
        await search('known issues', {
          product: 'VitaFit Watch',
          category: 'known-issues',
          exclude: ['kb024', 'kb026'],
        })
      ).ids,
    ).to.deep.equal(['kb025']);
    const limited = await search('watch', { limit: 1 });
    expect(limited.articles).to.have.length(1);
    expect(Number(limited.data['more'])).to.be.greaterThan(5);
  });

  it('finds nothing rather than something else', async () => {
    expect((await search("my toaster won't turn on")).articles).to.deep.equal([]);
    expect((await search('ZenSound smells of fish')).articles).to.deep.equal([]);
    expect((await search('ZenSound smells of fish')).data['support_email']).to.equal('help@acme-electronics.example');
    expect((await search('please help')).data).to.deep.include({ error: 'nothing_to_search' });
  });

  it('stays inside its shop, and allows visitors', async () => {
    expect((await search('robot does not find its base', {}, null, 'globex')).articles[0]).to.include({
      title: 'Robo Vacuum S2: known issues and fixes',
    });
    expect((await search('robot does not find its base')).articles).to.deep.equal([]);
    expect(
      (await search('How long is the return window?', { category: 'policy' }, 'cust001', 'globex')).articles[0]?.[
        'text'
      ],
    ).to.include('14 days');
  });

  it('gives the best part of a long section and treats operators as words', async () => {
    const { database } = await sharedWorld();
    await database.execute(
      sql`insert into tenants (id, name, currency, time_zone, support_email) values ('long-guides', 'Kettles', 'USD', 'America/New_York', 'help@kettles.example')`,
    );
    await database.execute(sql`insert into articles (tenant_id, id, article_id, title, section, body, category)
      values ('long-guides', 'k1', 'a1', 'Kettle', 'Everything', repeat('Fill the kettle with fresh water and wait. ', 200) || 'Limescale: boil vinegar & rinse twice. ' || repeat('Enjoy your tea in the garden. ', 200), 'care')`);
    const [hit] = (await search("limescale | (vinegar) & !:*'", {}, null, 'long-guides')).articles;
    expect(hit).to.include({ excerpt: true });
    expect(hit?.['text'])
      .to.match(/Limescale: boil vinegar/u)
      .and.have.length.below(1_401);
  });

  it('refuses bad input with words that help', async () => {
    expect((await search('x')).data['message']).to.equal(
      'query: Say in a few words what is wrong or what the customer wants to know.',
    );
    expect((await search('no sound', { limit: 9 })).data['message']).to.match(/At most 8 sections/u);
  });
});

describe('check_warranty', () => {
  const check = async (customer: string | null, input: JsonObject, tenant = 'acme') =>
    call(customer, 'check_warranty', input, tenant);
  const purchases = (called: Called): JsonObject[] => called.data['purchases'] as JsonObject[];

  it('knows warranties just inside and just over, with the line that proves it', async () => {
    const inside = await check('cust108', { order_id: '#14108', product: 'speaker' });
    expect(inside.data).to.include({ today: '2026-11-16' });
    expect(purchases(inside)).to.deep.equal([
      {
        product: 'ThunderBolt Speaker',
        order_id: 'o14108',
        line_no: 1,
        order_status: 'delivered',
        proof: { order_id: 'o14108', line_no: 1, bought_on: '2025-11-15', delivered_on: '2025-11-20' },
        warranty: {
          state: 'active',
          days_left: 4,
          starts_on: '2025-11-20',
          ends_on: '2026-11-20',
          coverage: 'Defects in material and workmanship, and batteries below 80 percent of their capacity',
        },
      },
    ]);
    expect(inside.context.record.dataApiCalls).to.equal(1);
    expect(purchases(await check('cust107', { product: 'ThunderBolt' }))[0]?.['warranty']).to.deep.include({
      state: 'ended',
      days_since_end: 6,
      ends_on: '2026-11-10',
    });
  });

  it('lists all purchases when none is named, those not delivered without a warranty, and cancelled ones only on request', async () => {
    const all = purchases(await check('cust003', {}));
    expect(all.map((purchase) => purchase['product'])).to.include('ZenSound Headphones');
    expect(all.every((purchase) => purchase['order_status'] !== 'cancelled')).to.equal(true);
    expect(
      purchases(await check('cust001', { order_id: '12345' })).every(
        (purchase) => (purchase['warranty'] as JsonObject)['state'] === 'none',
      ),
    ).to.equal(true);
    expect(purchases(await check('cust105', { order_id: 'o14105' }))[0]).to.deep.include({
      order_status: 'cancelled',
      warranty: { state: 'none' },
    });
    const first = await check('cust003', { limit: 1 });
    expect(purchases(first)).to.have.length(1);
    expect(first.data['more']).to.equal(all.length - 1);
  });

  it("finds nothing of what was not bought, and nobody else's order", async () => {
    expect(purchases(await check('cust108', { product: 'lamp' }))).to.deep.equal([]);
    for (const [customer, id] of [
      ['cust108', 'o14107'],
      ['cust108', 'o99999'],
      ['nobody', 'o14108'],
    ] as const) {
      expect((await check(customer, { order_id: id })).data).to.deep.equal({
        error: 'order_not_found',
        message: `There is no order "${id}" among your orders.`,
      });
    }
    expect((await check('cust108', { order_id: 'o14108' }, 'globex')).data['error']).to.equal('order_not_found');
  });

  it('asks visitors to sign in and refuses bad input', async () => {
    expect((await check(null, {})).data['error']).to.equal('sign_in_required');
    expect((await check('cust108', { order_id: ' ' })).data['message']).to.equal(
      'order_id: Give the order id, for example o12345.',
    );
  });
});
