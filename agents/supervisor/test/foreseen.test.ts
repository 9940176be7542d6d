/** Messages whose way is clear go their way without a call of the supervisor's model. */
import { expect } from 'chai';
import { startTestFleet, type TestFleet } from './support.ts';

describe('a message whose way is clear', () => {
  let fleet: TestFleet;
  before(async () => {
    fleet = await startTestFleet({ foreseeing: true });
  });
  after(() => fleet.agents.close());

  it('costs the supervisor no model call', async () => {
    fleet.models['order-management'].push({ text: 'On its way.' });
    const reply = await fleet.ask('Where is my order o12345?');
    expect(reply).to.deep.include({
      reply: 'On its way.',
      agents: [{ agent: 'order-management', outcome: 'answered' }],
    });
    expect(fleet.model.requests).to.be.empty;
    expect(reply.usage.model_calls).to.equal(1);
  });

  it('goes to several at once', async () => {
    fleet.models['order-management'].push({ text: 'On its way.' });
    fleet.models['product-recommendation'].push({ text: 'The SonicWave.' });
    const reply = await fleet.ask('Where is order o12345, and do you have speakers under 100 dollars?');
    expect(reply.agents.map(({ agent }) => agent)).to.deep.equal(['order-management', 'product-recommendation']);
    expect(fleet.model.requests).to.be.empty;
  });

  it('takes a yes to whoever asked, and a person where one is asked for', async () => {
    fleet.models.personalization.push(
      { calls: [{ name: 'set_newsletter', input: { subscribe: true } }] },
      { text: 'Shall I?' },
    );
    const first = await fleet.ask('Please subscribe me to the newsletter');
    expect(first.quotes).to.have.length(1);
    const { id } = first.quotes[0]!;
    fleet.models.personalization.push(
      { calls: [{ name: 'confirm_quote', input: { quote_id: id } }] },
      { text: 'Done.' },
    );
    const yes = await fleet.ask('Yes, please', { conversation: first.conversation_id });
    expect(yes.quotes.map(({ state }) => state)).to.deep.equal(['confirmed']);
    const person = await fleet.ask('I want to talk to a human', { conversation: first.conversation_id });
    expect(person.owner).to.equal('queue');
    expect(fleet.model.requests).to.be.empty;
  });

  it('is left to the model when it is not clear', async () => {
    fleet.model.push({ text: 'What is it about?' });
    expect((await fleet.ask('hmm, well')).reply).to.equal('What is it about?');
    expect(fleet.model.requests).to.have.length(1);
  });
});
