/** What a customer meets, end to end: gateway, supervisor, specialists, database, model endpoint, all as npm start runs them. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { sharedFleet, type Fleet } from '../../src/testing/fleet.ts';

describe('a conversation with the whole fleet', function () {
  this.timeout(60_000);
  let fleet: Fleet;
  before(async () => {
    fleet = await sharedFleet();
  });

  it('tells the status of an order from the database', async () => {
    const answer = await fleet.chat('Where is my order o12345?', { as: 'cust001' });
    expect(answer.agents).to.deep.equal([{ agent: 'order-management', outcome: 'answered' }]);
    expect(answer.reply)
      .to.match(/12345/u)
      .and.match(/18|november/iu);
    expect(answer.degraded).to.equal(false);
    expect(answer.usage.model_calls).to.be.greaterThan(0);
    expect(answer.usage.cost_usd).to.be.greaterThan(0);
  });

  it('asks two agents at once and names both in the reply', async () => {
    const answer = await fleet.chat('Where is order o12345, and do you have speakers under 100 dollars?', {
      as: 'cust001',
    });
    expect(answer.agents.map((one) => one.agent)).to.have.members(['order-management', 'product-recommendation']);
    expect(answer.reply).to.include('**Order management**').and.include('**Product recommendation**');
    expect(answer.reply)
      .to.match(/12345/u)
      .and.match(/SonicWave|PocketBeat/u);
  });

  it('understands a follow-up', async () => {
    const first = await fleet.chat('What is the state of order 12345?', { as: 'cust001' });
    const second = await fleet.chat('and when will it arrive?', { as: 'cust001', conversation: first.conversation_id });
    expect(second.agents.map((one) => one.agent)).to.deep.equal(['order-management']);
    expect(second.reply).to.match(/18 nov|nov(ember)? 18|2026-11-18/iu);
  });

  it("does not know somebody else's order", async () => {
    const answer = await fleet.chat('Where is order o12345?', { as: 'cust002' });
    expect(answer.agents).to.deep.equal([{ agent: 'order-management', outcome: 'refused' }]);
    expect(answer.reply).to.match(/no order|not find|there is no/iu);
    expect(answer.reply).not.to.match(/SoundSphere|shipped|transit/iu);
  });

  it('answers a fault from an article and cites it', async () => {
    const answer = await fleet.chat('My ZenSound headphones do not connect. What can I do?');
    expect(answer.agents.map((one) => one.agent)).to.deep.equal(['troubleshooting']);
    expect(answer.citations).not.to.be.empty;
    expect(answer.reply).to.include(answer.citations[0]!.id);
  });

  it('greets without asking anybody', async () => {
    const answer = await fleet.chat('Hello!');
    expect(answer.agents).to.be.empty;
    expect(answer.reply).to.match(/hello/iu);
  });

  it('asks a visitor who they are before anything personal', async () => {
    const answer = await fleet.chat('Where is my order o12345?');
    expect(answer.reply).to.match(/who you are/iu);
    expect(answer.reply).not.to.match(/SoundSphere|transit/iu);
  });

  describe('cancelling', () => {
    const statusOf = async (customer: string, order: string): Promise<unknown> => {
      const signIn = await fleet.post('/local/token', { role: 'service' });
      const { token } = (await signIn.json()) as { token: string };
      const response = await fleet.post(
        '/order/tools/get_order',
        { order_id: order },
        { authorization: `Bearer ${token}`, 'x-customer-id': customer, 'content-type': 'application/json' },
      );
      return ((await response.json()) as { result: { status: string } }).result.status;
    };

    it('is proposed, and done by a yes in a later turn, once', async () => {
      const asked = await fleet.chat('Please cancel my order o13221, I no longer need it.', { as: 'cust221' });
      expect(asked.quotes.map((quote) => quote.state)).to.deep.equal(['open']);
      expect(await statusOf('cust221', 'o13221')).to.equal('pending');

      const done = await fleet.chat('Yes, please.', { as: 'cust221', conversation: asked.conversation_id });
      expect(done.quotes.map((quote) => quote.state)).to.deep.equal(['confirmed']);
      expect(done.reply).to.match(/cancel+ed/iu);
      expect(await statusOf('cust221', 'o13221')).to.equal('cancelled');

      const again = await fleet.chat('yes', { as: 'cust221', conversation: asked.conversation_id });
      expect(again.quotes).to.be.empty;
    });

    it('does nothing after a no', async () => {
      const asked = await fleet.chat('Cancel order o13222, ordered by mistake', { as: 'cust222' });
      const declined = await fleet.chat('no, leave it', { as: 'cust222', conversation: asked.conversation_id });
      expect(declined.quotes.map((quote) => quote.state)).to.deep.equal(['declined']);
      const late = await fleet.chat('yes', { as: 'cust222', conversation: asked.conversation_id });
      expect(late.quotes).to.be.empty;
      expect(await statusOf('cust222', 'o13222')).to.equal('pending');
    });

    it('does nothing without an answer, and a change of subject is no yes', async () => {
      const asked = await fleet.chat('Cancel order o13223, I no longer need it', { as: 'cust223' });
      await fleet.chat('Do you have speakers under 100 dollars?', {
        as: 'cust223',
        conversation: asked.conversation_id,
      });
      expect(await statusOf('cust223', 'o13223')).to.equal('pending');
    });

    it('can be confirmed by the button, twice with one effect, by nobody else', async () => {
      const asked = await fleet.chat('Cancel order o13224, I no longer need it', { as: 'cust224' });
      const path = `/supervisor/conversations/${asked.conversation_id}/quotes/${asked.quotes[0]!.id}`;
      const stranger = await fleet.post(path, { decision: 'confirm' }, await fleet.headers({ as: 'cust225' }));
      expect(stranger.status).to.equal(404);
      const presses = await Promise.all(
        [1, 2, 3].map(async () => fleet.post(path, { decision: 'confirm' }, await fleet.headers({ as: 'cust224' }))),
      );
      expect(presses.map((press) => press.status)).to.deep.equal([200, 200, 200]);
      expect(await statusOf('cust224', 'o13224')).to.equal('cancelled');
    });
  });

  describe('the same Idempotency-Key', () => {
    it('gives the same JSON answer byte for byte and runs nothing twice', async () => {
      const options = { as: 'cust001', key: randomUUID() };
      const first = await (await fleet.ask('Where is my order o12345?', options)).text();
      await fleet.model('DELETE', '/requests');
      const second = await fleet.ask('Where is my order o12345?', options);
      expect(await second.text()).to.equal(first);
      expect(second.headers.get('idempotent-replay')).to.equal('true');
      expect(((await fleet.model('GET', '/requests')) as { requests: unknown[] }).requests).to.be.empty;
    });

    it('gives the same stream byte for byte', async () => {
      const headers = { ...(await fleet.headers({ as: 'cust001', key: randomUUID() })), accept: 'text/event-stream' };
      const ask = async (): Promise<string> =>
        (await fleet.post('/supervisor/chat', { message: 'Where is my order o12345?' }, headers)).text();
      const first = await ask();
      expect(first).to.include('data: [DONE]');
      expect(await ask()).to.equal(first);
    });

    it('is refused for another message', async () => {
      const options = { as: 'cust001', key: randomUUID() };
      await fleet.chat('Hello', options);
      const other = await fleet.ask('Where is my order o12345?', options);
      expect(other.status).to.equal(422);
      expect(((await other.json()) as { code: string }).code).to.equal('idempotency_mismatch');
    });
  });

  it('keeps 200 interleaved turns of two customers apart', async () => {
    const who = [
      { as: 'cust001', own: /12345/u, foreign: /o14005|ProMax/u, question: 'Where is my order o12345?' },
      { as: 'cust005', own: /14005/u, foreign: /12345|SoundSphere/u, question: 'Where is my order o14005?' },
    ];
    const rounds = Array.from({ length: 100 }, (_, index) => index);
    const conversations = await Promise.all(
      who.map(async ({ as, question }) => (await fleet.chat(question, { as })).conversation_id),
    );
    // One turn at a time in a conversation; the two customers' turns run against each other.
    await Promise.all(
      who.map(async ({ as, own, foreign, question }, index) => {
        for (const _ of rounds) {
          const answer = await fleet.chat(question, { as, conversation: conversations[index]! });
          expect(answer.reply).to.match(own).and.not.match(foreign);
        }
      }),
    );
  });
});
