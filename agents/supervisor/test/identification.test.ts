/** A conversation without a token that is bound to one customer, over HTTP. */
import { expect } from 'chai';
import type { ChatReply } from '@deskfleet/shared/conversation/reply.ts';
import { column, nullable, row } from '@deskfleet/shared/database/row.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { delegateTo, startTestFleet, type TestFleet } from './support.ts';

const boundRow = row({ identified_customer_id: nullable(column.text()), identification_tries: column.int() });

describe('a visitor who says who they are', () => {
  let fleet: TestFleet;
  before(async () => {
    fleet = await startTestFleet();
    await allow(true);
    await fleet.world.database.execute(
      sql`insert into addresses (tenant_id, id, customer_id, line1, city, postal_code, country) values
        (${fleet.shop.tenant}, 'a1', 'ann', '1 Elm Street', 'Springfield', '12345', 'USA'), (${fleet.shop.tenant}, 'b1', 'bob', '2 Elm Street', 'Leeds', 'LS1 4AP', 'UK')`,
    );
  });
  after(() => fleet.agents.close());

  const allow = (allowed: boolean, tries = 5): Promise<unknown> =>
    fleet.world.database.execute(
      sql`update policies set identification_allowed = ${allowed}, identification_tries_per_conversation = ${tries} where tenant_id = ${fleet.shop.tenant}`,
    );
  const say = async (message: string, conversation?: string, address = '10.0.0.1'): Promise<ChatReply> => {
    const response = await fleet.agents.post(
      'supervisor',
      '/supervisor/chat',
      { message, ...(conversation === undefined ? {} : { conversation_id: conversation }) },
      { headers: { 'x-forwarded-for': address } },
    );
    if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
    return (await response.json()) as ChatReply;
  };
  /** The model calls the tool with this input and then says what came of it. */
  const identify = async (message: string, input: JsonObject, conversation?: string, address?: string) => {
    fleet.model.push({ calls: [{ name: 'identify_customer', input }] }, { text: 'So be it.' });
    const reply = await say(message, conversation, address);
    const last = fleet.model.requests.at(-1)?.messages.at(-1);
    const result = last?.content.find((block) => block.type === 'tool_result');
    return { conversation: reply.conversation_id, result: (result?.content ?? {}) as JsonObject };
  };
  const bound = (conversation: string) =>
    fleet.world.database.one(
      boundRow,
      sql`select identified_customer_id, identification_tries from conversations where tenant_id = ${fleet.shop.tenant} and id = ${conversation}`,
    );

  for (const [words, message, input] of [
    ['e-mail address', 'I am ANN@kernel.example', { email: 'ANN@kernel.example' }],
    ['name and zip code', 'ann kernel, 12345', { first_name: 'Ann', last_name: 'kernel', postal_code: '12345' }],
    [
      'zip code written otherwise',
      'Bob Kernel ls14ap',
      { first_name: 'Bob', last_name: 'Kernel', postal_code: 'ls14ap' },
    ],
  ] as const) {
    it(`is known by ${words}, from the same turn on`, async () => {
      const who = message.toLowerCase().includes('bob') ? 'bob' : 'ann';
      const { conversation, result } = await identify(message, input);
      expect(result).to.deep.equal({ status: 'identified', customer: { first_name: who, loyalty_tier: 'bronze' } });
      expect(await bound(conversation)).to.deep.equal({ identified_customer_id: who, identification_tries: 0 });
    });
  }

  it('may have something changed, by words and by the button, and only after a yes', async () => {
    fleet.model.push(
      { calls: [{ name: 'identify_customer', input: { email: 'ann@kernel.example' } }] },
      delegateTo('personalization'),
    );
    fleet.models.personalization.push(
      { calls: [{ name: 'set_newsletter', input: { subscribe: true } }] },
      { text: 'Shall I?' },
    );
    const reply = await say('I am ann@kernel.example, newsletter please');
    const [quote] = reply.quotes;
    expect(quote?.state).to.equal('open');
    const path = `/supervisor/conversations/${reply.conversation_id}/quotes/${quote!.id}`;
    const stranger = await fleet.agents.post('supervisor', path.replace(reply.conversation_id, 'conv_other'), {
      decision: 'confirm',
    });
    expect(stranger.status).to.equal(401);
    const pressed = await fleet.agents.post('supervisor', path, { decision: 'confirm' });
    expect(pressed.status).to.equal(200);
    expect(((await pressed.json()) as { message: string }).message).to.equal('The newsletter is on now.');
  });

  it('is not believed what they have not said', async () => {
    const { conversation, result } = await identify('Who am I?', { email: 'ann@kernel.example' });
    expect(result['error']).to.equal('not_said');
    expect((await bound(conversation)).identified_customer_id).to.equal(null);
  });

  it('cannot become a second customer', async () => {
    const { conversation } = await identify('ann@kernel.example', { email: 'ann@kernel.example' });
    for (const email of ['bob@kernel.example', 'nobody@kernel.example']) {
      const { result } = await identify(`And ${email}`, { email }, conversation);
      expect(result['error']).to.equal('already_identified');
    }
    const again = await identify('ann@kernel.example, I said', { email: 'ann@kernel.example' }, conversation);
    expect(again.result['status']).to.equal('identified');
    expect((await bound(conversation)).identified_customer_id).to.equal('ann');
  });

  it('may guess wrong only so often in one conversation, and then not even right', async () => {
    await allow(true, 3);
    let conversation: string | undefined;
    for (const guess of ['x1@kernel.example', 'x2@kernel.example', 'x3@kernel.example']) {
      const tried = await identify(guess, { email: guess }, conversation, '10.0.0.2');
      conversation = tried.conversation;
      expect(tried.result['error']).to.equal('customer_not_found');
    }
    const right = await identify('ann@kernel.example', { email: 'ann@kernel.example' }, conversation, '10.0.0.2');
    expect(right.result['error']).to.equal('too_many_tries');
    expect(await bound(conversation!)).to.deep.equal({ identified_customer_id: null, identification_tries: 3 });
    await allow(true);
  });

  it('may guess wrong only so often from one address, in whatever conversations; the hour passes', async () => {
    await fleet.world.database.execute(
      sql`update policies set identification_tries_per_address = 4 where tenant_id = ${fleet.shop.tenant}`,
    );
    const guess = async (address: string) =>
      (await identify('a@b.example', { email: 'a@b.example' }, undefined, address)).result['error'];
    for (let round = 0; round < 4; round += 1) expect(await guess('10.0.0.3')).to.equal('customer_not_found');
    expect(await guess('10.0.0.3')).to.equal('too_many_tries');
    // What a client writes into the header before it is not our load balancer's word.
    expect(await guess('192.0.2.7, 10.0.0.3')).to.equal('too_many_tries');
    expect(await guess('10.0.0.4')).to.equal('customer_not_found');
    await fleet.world.database.execute(
      sql`update identification_addresses set hour_began_at = now() - interval '61 minutes' where tenant_id = ${fleet.shop.tenant}`,
    );
    expect(await guess('10.0.0.3')).to.equal('customer_not_found');
  });

  it('is not kept by address, only by a keyed hash', async () => {
    const rows = await fleet.world.database.query(
      row({ address_hash: column.text() }),
      sql`select address_hash from identification_addresses where tenant_id = ${fleet.shop.tenant}`,
    );
    expect(rows.length).to.be.greaterThan(1);
    expect(rows.every(({ address_hash }) => /^[\w-]{43}$/u.test(address_hash))).to.equal(true);
  });

  it('is asked for another sign when two customers fit', async () => {
    await fleet.world.database.execute(
      sql`insert into customers (tenant_id, id, first_name, last_name, email) values (${fleet.shop.tenant}, 'ann2', 'Ann', 'Kernel', 'ann2@kernel.example')`,
    );
    await fleet.world.database.execute(
      sql`insert into addresses (tenant_id, id, customer_id, line1, city, postal_code, country) values (${fleet.shop.tenant}, 'a2', 'ann2', '3 Elm Street', 'Springfield', '12345', 'USA')`,
    );
    const { result } = await identify('Ann Kernel 12345', {
      first_name: 'Ann',
      last_name: 'Kernel',
      postal_code: '12345',
    });
    expect(result['error']).to.equal('customer_ambiguous');
    expect(result['message']).to.match(/e-mail address/u);
  });

  it('has to give all of a name and zip code', async () => {
    const { result } = await identify('Ann here', { first_name: 'Ann' });
    expect(result).to.deep.include({ error: 'invalid_input' });
    expect(result['message']).to.match(/zip code together/u);
  });

  it('cannot where the shop does not allow it, and a signed-in customer need not', async () => {
    await allow(false);
    const refused = await identify('ann@kernel.example', { email: 'ann@kernel.example' });
    expect(refused.result['error']).to.equal('sign_in_required');
    await allow(true);
    fleet.model.push(
      { calls: [{ name: 'identify_customer', input: { email: 'bob@kernel.example' } }] },
      { text: 'No.' },
    );
    await fleet.ask('I am bob@kernel.example');
    const last = fleet.model.requests.at(-1)?.messages.at(-1)?.content[0];
    expect(last?.type === 'tool_result' && (last.content as JsonObject)['error']).to.equal('already_signed_in');
  });

  it('sees nothing of the customer in a list, and no other visitor sees the conversation without its id', async () => {
    const { conversation } = await identify('ann@kernel.example', { email: 'ann@kernel.example' });
    const token = await fleet.token('bob');
    const other = await fleet.agents.fetch('supervisor', `/supervisor/conversations/${conversation}`, { token });
    expect(other.status).to.equal(404);
  });
});
