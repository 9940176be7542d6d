import { expect } from 'chai';
import { TestCustomer } from '@deskfleet/local/testing/customer.ts';
import { callTool, sharedWorld, toolContext } from '@deskfleet/local/testing/harness.ts';
import type { QuoteView } from '@deskfleet/shared/conversation/quotes.ts';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { agent } from '../src/agent.ts';
import { addWholeCustomer, NEIGHBOUR, openShop, person, snapshot } from './whole-customer.ts';

const SHOP = 'write-shop';
const ME = person('Schreib');

describe('what the customer changes in their account', () => {
  let before_: string;

  before(async () => {
    const { database } = await sharedWorld();
    await openShop(database, SHOP);
    await addWholeCustomer(database, SHOP, ME);
    await addWholeCustomer(database, SHOP, NEIGHBOUR);
    await database.execute(sql`delete from memories where tenant_id = ${SHOP} and customer_id = ${ME.id}`);
    await database.execute(
      sql`insert into customers (tenant_id, id, first_name, last_name, email, default_address_id) values (${SHOP}, 'bare', 'Bare', 'Minimum', 'bare@example.com', 'a-nora')`,
    );
    before_ = await snapshot(database, SHOP);
  });
  // Whatever was done above, nothing of the other customer's has changed.
  after(async () => expect(await snapshot((await sharedWorld()).database, SHOP)).to.equal(before_));

  async function propose(tool: string, input: JsonObject, customerId = ME.id): Promise<QuoteView> {
    const context = toolContext(await sharedWorld(), agent, { tenant: SHOP, customerId });
    const result = await callTool(context, agent, tool, input);
    const quote = context.record.quotes.at(-1);
    if (!result.ok || !quote) throw new Error(JSON.stringify(result));
    expect(context.record.dataApiCalls).to.equal(2);
    return quote;
  }

  async function refused(tool: string, input: JsonObject, customerId = ME.id): Promise<string> {
    const context = toolContext(await sharedWorld(), agent, { tenant: SHOP, customerId });
    const result = await callTool(context, agent, tool, input);
    return result.ok ? 'not refused' : `${result.code}: ${result.message}`;
  }

  async function yes(quote: QuoteView, customerId = ME.id): Promise<JsonObject> {
    const context = toolContext(await sharedWorld(), agent, {
      tenant: SHOP,
      customerId,
      message: 'yes',
      facts: { openQuotes: [quote] },
    });
    const result = await callTool(context, agent, 'confirm_quote', { quote_id: quote.id });
    return result.ok
      ? { ...result.data, calls: context.record.dataApiCalls }
      : { error: result.code, message: result.message };
  }

  const json = async (statement: ReturnType<typeof sql>): Promise<unknown> =>
    (await (await sharedWorld()).database.one(row({ found: column.json() }), statement)).found;

  it('changes the default address; orders keep theirs', async () => {
    const quote = await propose('update_address', { line1: 'Torstraße 1', city: 'Berlin', postal_code: '10119' });
    expect(quote.summary).to.equal(
      'Change your default address to Torstraße 1, Berlin, 10119, DE. Orders you have already placed keep the address they have.',
    );
    const address = () =>
      json(
        sql`select jsonb_agg(to_jsonb(a)) as found from addresses a where a.tenant_id = ${SHOP} and a.customer_id = ${ME.id}`,
      );
    const order = () =>
      json(sql`select shipping_address as found from orders where tenant_id = ${SHOP} and id = 'o-zerline'`);
    const [was, orderWas] = [await address(), await order()];
    expect(was).to.deep.include.members([{ ...(was as JsonObject[])[0], line1: ME.street }]);
    expect(await yes(quote)).to.deep.include({ status: 'changed', calls: 2 });
    expect(await address()).to.deep.equal([
      {
        tenant_id: SHOP,
        id: 'a-zerline',
        customer_id: ME.id,
        line1: 'Torstraße 1',
        line2: null,
        city: 'Berlin',
        state: null,
        postal_code: '10119',
        country: 'DE',
      },
    ]);
    expect(await order()).to.deep.equal(orderWas);
    expect(await refused('update_address', { line1: 'Torstraße 1', city: 'Berlin', postal_code: '10119' })).to.match(
      /^already_so/u,
    );
    expect(await refused('update_address', {})).to.match(/^address_incomplete: What is your new address/u);
    expect(await refused('update_address', { postal_code: 'X' })).to.match(/^address_invalid/u);
  });

  it("adds an address where the stored one is not the customer's own", async () => {
    const input = { line1: 'Ackerstraße 4', city: 'Berlin', postal_code: '10115', country: 'Germany' };
    expect(await yes(await propose('update_address', input, 'bare'), 'bare')).to.deep.include({ status: 'changed' });
    expect(
      await json(sql`
      select jsonb_build_object('line1', a.line1, 'mine', a.customer_id = c.id) as found from customers c join addresses a on a.tenant_id = c.tenant_id and a.id = c.default_address_id
      where c.tenant_id = ${SHOP} and c.id = 'bare'`),
    ).to.deep.equal({ line1: 'Ackerstraße 4', mine: true });
  });

  it('does not change an address that was changed meanwhile without saying so', async () => {
    const quote = await propose('update_address', { line2: 'Hof links' });
    expect(
      await yes(await propose('update_address', { line1: 'Linienstraße 2', city: 'Berlin', postal_code: '10178' })),
    ).to.include({ status: 'changed' });
    expect(await yes(quote)).to.include({ error: 'quote_stale' });
  });

  it('sets, changes and removes a preference', async () => {
    const stored = () =>
      json(
        sql`select jsonb_object_agg(name, value) as found from preferences where tenant_id = ${SHOP} and customer_id = ${ME.id}`,
      );
    expect(await yes(await propose('set_preference', { preference: 'contact_channel', value: 'Phone' }))).to.include({
      status: 'set',
      value: 'telephone',
    });
    const quote = await propose('set_preference', { preference: 'contact_channel', value: 'chat' });
    expect(quote.summary).to.equal('Set your contact channel to chat (now: telephone).');
    expect(await yes(quote)).to.include({ status: 'set' });
    expect(await stored()).to.deep.equal({ preferred_brand: 'Hob', contact_channel: 'chat' });
    expect(await yes(await propose('set_preference', { preference: 'preferred_brand', value: '' }))).to.include({
      status: 'removed',
    });
    expect(await stored()).to.deep.equal({ contact_channel: 'chat' });
    expect(await refused('set_preference', { preference: 'preferred_brand', value: '' })).to.match(/^already_so/u);
    expect(await refused('set_preference', { preference: 'contact_channel', value: 'chat' })).to.match(/^already_so/u);
    expect(await refused('set_preference', { preference: 'preferred_brand', value: 'Sony' })).to.match(
      /^value_not_allowed: Your preferred brand can be: Hob\./u,
    );
    expect(await refused('set_preference', { preference: 'shoe_size', value: '43' })).to.match(
      /^invalid_input: preference: Use one of: /u,
    );
  });

  it('subscribes and unsubscribes', async () => {
    const subscribed = () =>
      json(sql`select to_jsonb(newsletter) as found from customers where tenant_id = ${SHOP} and id = ${ME.id}`);
    expect(await refused('set_newsletter', { subscribed: true })).to.match(/^already_so/u);
    expect(await yes(await propose('set_newsletter', { subscribed: false }))).to.include({ status: 'unsubscribed' });
    expect(await subscribed()).to.equal(false);
    const quote = await propose('set_newsletter', { subscribed: true });
    expect(await yes(quote)).to.include({ status: 'subscribed' });
    expect(await yes(quote), 'again').to.include({ status: 'subscribed' });
    expect(await subscribed()).to.equal(true);
  });

  it('remembers what was stated, with its source, and forgets it: by id, by words, all', async () => {
    const stored = () =>
      json(
        sql`select coalesce(jsonb_agg(jsonb_build_object('text', m.text, 'from', m.source_turn_id) order by m.text), '[]') as found from memories m where m.tenant_id = ${SHOP} and m.customer_id = ${ME.id}`,
      );
    const quotes: QuoteView[] = [];
    for (const fact of ['I have small hands.', 'I wear glasses', 'I like tea', 'I like coffee']) {
      const quote = await propose('remember', { fact });
      quotes.push(quote);
      expect(await yes(quote)).to.include({ status: 'remembered' });
    }
    expect(await stored()).to.deep.include({ text: 'I have small hands', from: quotes[0]?.proposed_turn_id });
    expect(await refused('remember', { fact: 'i have SMALL hands' })).to.match(/^already_remembered/u);
    expect(await refused('remember', { fact: 'my card is 4242 4242 4242 4242' })).to.match(/^secret_not_kept/u);
    expect(await refused('remember', { fact: 'x'.repeat(301) })).to.match(/^invalid_input/u);

    const context = toolContext(await sharedWorld(), agent, { tenant: SHOP, customerId: ME.id });
    const listed = await callTool(context, agent, 'list_memories', { limit: 3 });
    expect(listed).to.deep.nested.include({ 'data.memories_in_all': 4, 'data.more': 1, 'data.next_offset': 3 });
    const [first] = listed.ok ? (listed.data['memories'] as JsonObject[]) : [];
    expect(first).to.include({ text: 'I like coffee' });

    expect(await refused('forget', { memory_id: 'mem-nora' }), "somebody else's").to.match(/^memory_not_found/u);
    expect(await refused('forget', { words: 'elephants' })).to.match(
      /^memory_not_found: I remember nothing like that, but: .* What shall I forget\?$/u,
    );
    // In other words: nothing has all of them, and the nearest in meaning is offered.
    expect((await propose('forget', { words: 'the smallness of hands' })).summary).to.equal(
      'Forget "I have small hands".',
    );
    const about = await callTool(context, agent, 'list_memories', { about: 'drinking coffee' });
    expect(about.ok && (about.data['memories'] as JsonObject[]).map(({ text }) => text)).to.include('I like coffee');
    expect(await refused('forget', {})).to.match(/^invalid_input/u);
    expect(await refused('forget', { words: 'tea', all: true })).to.match(/^invalid_input/u);
    expect(await yes(await propose('forget', { memory_id: first?.['memory_id'] ?? '' }))).to.include({
      status: 'forgotten',
    });
    const byWords = await propose('forget', { words: 'that I have small hands' });
    expect(byWords.summary).to.equal('Forget "I have small hands".');
    expect(await yes(byWords)).to.include({ message: 'I have forgotten that.' });
    const all = await propose('forget', { all: true });
    expect(all.summary).to.equal('Forget everything I remember about you (2 things): "I like tea", "I wear glasses".');
    expect(await yes(all)).to.include({ message: 'I have forgotten these 2 things.' });
    expect(await stored()).to.deep.equal([]);
    expect(await refused('forget', { all: true })).to.match(/^nothing_remembered/u);
  });

  it('needs a sign-in for every one of them', async () => {
    const world = await sharedWorld();
    for (const { name, sample, needsCustomer } of agent.tools) {
      if (!needsCustomer) continue;
      const context = toolContext(world, agent, { tenant: SHOP, customerId: null });
      const result = await callTool(context, agent, name, sample?.input ?? { quote_id: 'q' });
      expect(result, name).to.include({ ok: false, code: 'sign_in_required' });
    }
  });

  describe('in a conversation', () => {
    const talk = () => new TestCustomer(agent, ME.id, { tenant: SHOP });

    it('asks for what an address lacks and changes it after a yes', async () => {
      const me = talk();
      expect((await me.says('I moved, please update my address')).reply).to.match(/^What is your new address\?/u);
      expect((await me.says('Schellingstraße 5')).reply).to.equal(
        'I still need the city and zip or postal code of your new address. What are they?',
      );
      expect((await me.says('80799 München')).reply).to.match(
        /^Change your default address to Schellingstraße 5, München, 80799, DE\./u,
      );
      expect((await me.says('yes please')).reply).to.match(
        /^Your default address is now Schellingstraße 5, München, 80799, DE\./u,
      );
      expect((await me.says('which address do you have now?')).reply).to.equal(
        'Your default address is Schellingstraße 5, München, 80799, DE.',
      );
    });

    it('remembers, tells and forgets', async () => {
      const me = talk();
      expect((await me.says('what do you remember about me?')).reply).to.equal('I remember nothing about you yet.');
      expect((await me.says('Please remember that I have small hands')).reply).to.match(
        /^Remember about you: "I have small hands"\./u,
      );
      expect((await me.says('yes')).reply).to.equal('I will remember: "I have small hands".');
      expect((await me.says('what do you remember about me?')).reply).to.equal(
        'This is what I remember about you:\n1. "I have small hands"',
      );
      expect((await me.says('forget that')).reply).to.match(/^Forget "I have small hands"\./u);
      expect((await me.says('yes')).reply).to.equal('I have forgotten that.');
      expect((await me.says('forget everything you know')).reply).to.match(/^I do not remember anything about you\./u);
    });

    it('asks what a preference shall be, from what the shop has', async () => {
      const me = talk();
      expect((await me.says('change my preferred category')).reply).to.equal(
        'Your preferred category can be: kitchen. Which shall it be?',
      );
      expect((await me.says('bathroom')).reply).to.equal('Your preferred category can be: kitchen. Which shall it be?');
      expect((await me.says('kitchen')).reply).to.match(/^Set your preferred category to kitchen\./u);
      expect((await me.says('no')).reply).to.match(/nothing was changed/iu);
    });

    it('proposes several things of one message', async () => {
      const { quotes } = await talk().says('Unsubscribe me from the newsletter and remember that I like tea');
      expect(quotes.map(({ tool }) => tool)).to.deep.equal(['set_newsletter', 'remember']);
    });

    it('tells how they buy, and where their data is', async () => {
      const me = talk();
      expect((await me.says('what do I usually buy?')).reply).to.match(
        /^You have placed 1 order; .*\nYou have paid €25\.00: €25\.00 an order\.\nItems: 1 ordered, 1 kept\.\nBy category: kitchen 1 \(€25\.00\)\./u,
      );
      expect((await me.says('what do people like me buy')).reply).to.match(
        /^There are fewer than 5 customers like you/u,
      );
      expect((await me.says('send me my data')).reply).to.match(
        /orders 1.*\nDownload all of it while you are signed in: \/personalization\/export$/u,
      );
    });
  });
});
