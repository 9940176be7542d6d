import { expect } from 'chai';
import { TestCustomer } from '@deskfleet/local/testing/customer.ts';
import { callTool, sharedWorld, toolContext, type ContextOptions } from '@deskfleet/local/testing/harness.ts';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { int, json, sql } from '@deskfleet/shared/database/sql.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { writeOnce } from '@deskfleet/shared/conversation/quote-writing.ts';
import { agent } from '../src/agent.ts';
import { shown } from '../src/rulebook/words.ts';
import { call } from './visitor.ts';

const SHOP = 'waiting-shop';

const states = row({ customer_id: column.text(), variant_id: column.text(), state: column.text() });
async function noted(customerId: string, tenant = SHOP): Promise<readonly string[]> {
  const { database } = await sharedWorld();
  const rows = await database.query(
    states,
    sql`select customer_id, variant_id, state from stock_notifications where tenant_id = ${tenant} and customer_id = ${customerId} order by created_at, variant_id, state`,
  );
  return rows.map(({ variant_id, state }) => `${variant_id} ${state}`);
}

async function setStock(variant: string, onHand: number): Promise<void> {
  const { database } = await sharedWorld();
  await database.execute(
    sql`update stock set on_hand = ${int(onHand)} where tenant_id = ${SHOP} and variant_id = ${variant}`,
  );
}

/** Proposes and gives the id of the quote. */
async function propose(customerId: string, input: JsonObject, options: Partial<ContextOptions> = {}): Promise<string> {
  const proposed = await call('notify_when_in_stock', input, { tenant: SHOP, customerId, ...options });
  expect(proposed, JSON.stringify(proposed)).to.include({ status: 'waiting_for_confirmation' });
  return shown(proposed['quote_id']);
}

const confirm = (customerId: string, quote_id: string, options: Partial<ContextOptions> = {}) =>
  call('confirm_quote', { quote_id }, { tenant: SHOP, customerId, ...options });

describe('waiting for what is sold out', () => {
  before(async () => {
    const { database } = await sharedWorld();
    await database.execute(
      sql`insert into tenants (id, name, currency, time_zone, support_email) values (${SHOP}, 'Waiting', 'USD', 'UTC', 'help@example.com')`,
    );
    await database.execute(sql`insert into customers (tenant_id, id, first_name, last_name, email)
      select ${SHOP}, 'w' || n, 'Ann', 'Lee', 'w' || n || '@example.com' from generate_series(1, 12) n`);
    for (const [id, name, forms] of [
      ['kite', 'Sky Kite', { red: 0, blue: 0, green: 4 }],
      ['ball', 'Round Ball', { white: 0 }],
      ['ball2', 'Round Bat', { white: 0 }],
    ] as const) {
      await database.execute(
        sql`insert into products (tenant_id, id, name, category) values (${SHOP}, ${id}, ${name}, 'toy')`,
      );
      for (const [color, onHand] of Object.entries(forms)) {
        await database.execute(sql`insert into variants (tenant_id, id, product_id, options, price_cents)
          values (${SHOP}, ${`${id}-${color}`}, ${id}, ${json({ color })}, 900)`);
        await database.execute(
          sql`insert into stock (tenant_id, variant_id, on_hand, restock_expected_on) values (${SHOP}, ${`${id}-${color}`}, ${int(onHand)}, date '2026-12-01')`,
        );
      }
    }
  });

  it('is proposed, then noted once after the yes, in one read and one write', async () => {
    const proposed = await call(
      'notify_when_in_stock',
      { product: 'Sky Kite', options: ['red'] },
      { tenant: SHOP, customerId: 'w1' },
    );
    expect(proposed).to.deep.include({
      status: 'waiting_for_confirmation',
      summary: 'Note that an e-mail goes to w1@example.com when the Sky Kite (kite) in red is back in stock.',
    });
    expect(proposed['terms']).to.deep.include({
      variant_id: 'kite-red',
      email: 'w1@example.com',
      restock_expected_on: '2026-12-01',
    });
    expect(await noted('w1')).to.deep.equal([]);
    const quote = shown(proposed['quote_id']);
    const done = await confirm('w1', quote);
    expect(done).to.include({ status: 'noted', variant_id: 'kite-red' });
    expect(await confirm('w1', quote)).to.include({ status: 'noted' });
    expect(await noted('w1')).to.deep.equal(['kite-red waiting']);
    expect(
      await call('notify_when_in_stock', { product: 'kite', options: ['red'] }, { tenant: SHOP, customerId: 'w1' }),
    ).to.include({
      error: 'already_waiting',
      calls: 1,
    });
    // Another variant is another wish.
    await confirm('w1', await propose('w1', { product: 'kite' }));
    expect(await noted('w1')).to.have.members(['kite-blue waiting', 'kite-red waiting']);
  });

  it('is for what is sold out only, and asks which variant', async () => {
    const ask = (input: JsonObject) => call('notify_when_in_stock', input, { tenant: SHOP, customerId: 'w2' });
    expect(await ask({ product: 'kite' })).to.include({
      error: 'which_variant',
      message: 'Several variants of the Sky Kite (kite) are sold out: blue; red. Which one shall I watch for you?',
    });
    expect(await ask({ product: 'kite', options: ['green'] })).to.include({ error: 'in_stock' });
    expect(await ask({ product: 'kite', options: ['pink'] })).to.include({ error: 'no_such_variant' });
    expect((await ask({ product: 'round' }))['message']).to.equal(
      'Several products fit "round": Round Ball (ball), Round Bat (ball2). Which one do you mean?',
    );
    expect(await ask({ product: 'unicorn' })).to.include({ error: 'product_not_found', calls: 1 });
    // One read and the quote, mistyped or not.
    expect(await ask({ product: 'sky kyte', options: ['red'] })).to.include({
      status: 'waiting_for_confirmation',
      calls: 2,
    });
    expect(await call('notify_when_in_stock', { product: 'kite' }, { tenant: SHOP })).to.include({
      error: 'sign_in_required',
    });
  });

  it('is refused at the yes when the stock or the address has changed meanwhile', async () => {
    const back = await propose('w3', { product: 'ball' });
    await setStock('ball-white', 3);
    expect(await confirm('w3', back)).to.have.property('error');
    await setStock('ball-white', 0);
    const moved = await propose('w4', { product: 'ball' });
    const { database } = await sharedWorld();
    await database.execute(sql`update customers set email = 'new@example.com' where tenant_id = ${SHOP} and id = 'w4'`);
    const answer = await confirm('w4', moved);
    expect(answer).to.not.include({ status: 'noted' });
    expect([...(await noted('w3')), ...(await noted('w4'))]).to.deep.equal([]);
  });

  it('leaves one row when two conversations say yes at the same moment', async () => {
    const quotes = await Promise.all(
      ['c1', 'c2', 'c3'].map((conversationId) => propose('w5', { product: 'ball' }, { conversationId })),
    );
    await Promise.all(quotes.map((quote, index) => confirm('w5', quote, { conversationId: `c${index + 1}` })));
    expect(await noted('w5')).to.deep.equal(['ball-white waiting']);
  });

  it("shows and ends one's own only", async () => {
    await confirm('w6', await propose('w6', { product: 'ball' }));
    await confirm('w7', await propose('w7', { product: 'ball' }));
    const own = await call('list_stock_notifications', {}, { tenant: SHOP, customerId: 'w6' });
    expect(own).to.include({ total: 1, calls: 1 });
    const [one] = own['notifications'] as JsonObject[];
    expect(one).to.deep.include({
      product_id: 'ball',
      options_text: 'white',
      in_stock: false,
      restock_expected_on: '2026-12-01',
    });
    const cancel = (customerId: string, notification_id: unknown) =>
      call('cancel_stock_notification', { notification_id: String(notification_id) }, { tenant: SHOP, customerId });
    expect(await cancel('w7', one?.['notification_id'])).to.include({ error: 'notification_not_found', calls: 1 });
    const proposed = await cancel('w6', one?.['notification_id']);
    expect(proposed['summary']).to.equal(
      'Take you off the list for the Round Ball (ball) in white: no e-mail when it is back in stock.',
    );
    expect(await confirm('w6', shown(proposed['quote_id']))).to.include({ status: 'cancelled' });
    expect(await noted('w6')).to.deep.equal(['ball-white cancelled']);
    expect(await noted('w7')).to.deep.equal(['ball-white waiting']);
    // Who left the list may come back.
    await confirm('w6', await propose('w6', { product: 'ball' }));
    expect(await noted('w6')).to.have.members(['ball-white cancelled', 'ball-white waiting']);
  });

  it('is due once the variant is back, and over once the e-mail is reported as sent', async () => {
    const { database } = await sharedWorld();
    await database.execute(
      sql`insert into products (tenant_id, id, name, category) values (${SHOP}, 'drum', 'Tin Drum', 'toy')`,
    );
    await database.execute(
      sql`insert into variants (tenant_id, id, product_id, options, price_cents) values (${SHOP}, 'drum-tin', 'drum', ${json({})}, 900)`,
    );
    await database.execute(sql`insert into stock (tenant_id, variant_id, on_hand) values (${SHOP}, 'drum-tin', 0)`);
    await confirm('w8', await propose('w8', { product: 'drum' }));
    const staff = toolContext(await sharedWorld(), agent, {
      tenant: SHOP,
      customerId: null,
      principal: { kind: 'staff', subject: 'sam', tenant: SHOP, customerId: null },
    });
    const due = async (): Promise<readonly JsonObject[]> => {
      const result = await callTool(staff, agent, 'list_due_stock_notifications', {});
      expect(result.ok).to.equal(true);
      return result.ok ? (result.data['due'] as readonly JsonObject[]) : [];
    };
    expect(await due()).to.deep.equal([]);
    const sent = agent.toolsByName.get('record_stock_notification_sent');
    if (sent?.kind !== 'write') throw new Error('no such write tool');
    const [waiting] = (await call('list_stock_notifications', {}, { tenant: SHOP, customerId: 'w8' }))[
      'notifications'
    ] as JsonObject[];
    const id = { notification_id: shown(waiting?.['notification_id']) };
    expect(await writeOnce(sent, id, 'mail-0', staff)).to.include({ ok: false, code: 'not_back_yet' });
    await setStock('drum-tin', 2);
    const [mail, ...others] = await due();
    expect(others).to.deep.equal([]);
    expect(mail).to.deep.include({ product_id: 'drum', email: 'w8@example.com', first_name: 'Ann', ...id });
    expect(await writeOnce(sent, id, 'mail-1', staff)).to.deep.include({ ok: true });
    expect(await writeOnce(sent, id, 'mail-1', staff)).to.deep.include({ ok: true });
    expect(await writeOnce(sent, id, 'mail-2', staff)).to.include({ ok: false, code: 'notification_not_found' });
    expect(await noted('w8')).to.deep.equal(['drum-tin sent']);
    expect(await due()).to.deep.equal([]);
    // To customers these tools do not exist.
    expect(await call('list_due_stock_notifications', {}, { tenant: SHOP, customerId: 'w8' })).to.include({
      error: 'unknown_tool',
    });
  });

  it('is talked through: which variant, yes, and off the list again', async () => {
    const customer = new TestCustomer(agent, 'w9', { tenant: SHOP, conversationId: 'talk-w9' });
    await customer.says('is the sky kite in stock?');
    expect((await customer.says('tell me when it is back')).reply).to.match(/Which one shall I watch for you\?$/u);
    expect((await customer.says('the blue one')).reply).to.match(
      /^Note that an e-mail goes to w9@example\.com .* in blue is back/u,
    );
    expect((await customer.says('yes please')).reply).to.match(/^I have noted it: /u);
    expect((await customer.says('what am I waiting for?')).reply).to.equal(
      'You will get an e-mail when these are back in stock:\n- Sky Kite (kite) in blue',
    );
    expect((await customer.says('stop notifying me about the kite')).reply).to.match(
      /^Take you off the list for the Sky Kite/u,
    );
    expect((await customer.says('yes')).reply).to.equal('You are off the list for the Sky Kite (kite) in blue.');
    expect(await noted('w9')).to.deep.equal(['kite-blue cancelled']);
    const visitor = new TestCustomer(agent, null, { tenant: SHOP });
    expect((await visitor.says('tell me when the sky kite in red is back')).reply).to.match(/sign in/u);
  });
});
