import { expect } from 'chai';
import { NO_FACTS } from '@deskfleet/shared/agent/context.ts';
import { delegateTo, gate, startTestFleet, type TestFleet } from './support.ts';

describe('delegation', () => {
  let fleet: TestFleet;
  before(async () => {
    fleet = await startTestFleet();
  });
  after(() => fleet.agents.close());

  it("gives the specialist's answer without a further model call", async () => {
    fleet.model.push(delegateTo('order-management'));
    fleet.models['order-management'].push(
      { calls: [{ name: 'echo', input: { text: 'x' } }] },
      { text: 'It is on its way.' },
    );
    const reply = await fleet.ask('Where is my order?');
    expect(reply).to.deep.include({
      reply: 'It is on its way.',
      agents: [{ agent: 'order-management', outcome: 'answered' }],
    });
    expect(reply.usage.model_calls).to.equal(3);
    expect(fleet.model.remaining).to.equal(0);
  });

  it('tells the specialist what it needs, and who it is for', async () => {
    fleet.model.push(delegateTo('troubleshooting'));
    fleet.models.troubleshooting.push({ text: 'Restart it.' });
    const { conversation_id, turn_id } = await fleet.ask('My speaker is dead');
    const request = fleet.models.troubleshooting.requests.at(-1)!;
    expect(request.labels).to.include({
      tenant: fleet.shop.tenant,
      conversationId: conversation_id,
      turnId: turn_id,
      withinBudget: true,
    });
    expect(JSON.stringify(request.messages.at(-1)))
      .to.include('for troubleshooting')
      .and.include('\\"first_name\\":\\"ann\\"')
      .and.not.include('My speaker is dead');
  });

  it('passes words on before the specialist has finished', async () => {
    const rest = gate();
    fleet.model.push(delegateTo('order-management'));
    fleet.models['order-management'].push(
      { text: 'First words.', calls: [{ name: 'echo', input: { text: 'x' } }] },
      { hold: rest.opened, text: 'Last words.' },
    );
    const events: string[] = [];
    for await (const part of fleet.agents.stream(
      'supervisor',
      '/supervisor/chat',
      { message: 'Hi' },
      { token: await fleet.token() },
    )) {
      if (part.type === 'text-delta') events.push(part['delta'] as string);
      if (part.type === 'data-agent') events.push(`[${(part['data'] as { state: string }).state}]`);
      // The specialist goes on only once its first word has been heard here.
      if (part.type === 'text-delta') rest.open();
    }
    expect(events.join('')).to.match(/^(\[working\])+First words\.(\[working\])*\n\nLast words\.\[answered\]$/u);
  });

  it('asks two at the same time and gives both answers in order, each under its title', async () => {
    const secondDone = gate();
    fleet.model.push(delegateTo('order-management', 'product-recommendation'));
    fleet.models['order-management'].push(async () => {
      await secondDone.opened;
      return { text: 'Your order is on its way.' };
    });
    fleet.models['product-recommendation'].push(() => {
      secondDone.open();
      return { text: 'The SonicWave costs 89 dollars.' };
    });
    const heard: string[] = [];
    for await (const part of fleet.parts('Both, please'))
      if (part.type === 'text-delta') heard.push(part['delta'] as string);
    expect(heard.join('')).to.equal(
      '**Order management**\nYour order is on its way.\n\n**Product recommendation**\nThe SonicWave costs 89 dollars.',
    );
  });

  it('stores what was said, so that the next turn knows it and who said it', async () => {
    fleet.model.push(delegateTo('order-management'), { text: 'Anything else?' });
    fleet.models['order-management'].push({ text: 'It left on Monday.' });
    const { conversation_id } = await fleet.ask('Where is it?');
    await fleet.ask('Thanks', { conversation: conversation_id });
    const messages = JSON.stringify(fleet.model.requests.at(-1)?.messages);
    expect(messages).to.include('It left on Monday.').and.include('\\"last_agent\\":\\"order-management\\"');
  });

  it('brings back quotes, citations, tool calls and costs', async () => {
    fleet.model.push(delegateTo('personalization'));
    fleet.models.personalization.push(
      { calls: [{ name: 'set_newsletter', input: { subscribe: true } }] },
      { text: 'Shall I?' },
    );
    const asked = await fleet.ask('Newsletter please');
    expect(asked.quotes.map(({ agent, state }) => ({ agent, state }))).to.deep.equal([
      { agent: 'personalization', state: 'open' },
    ]);
    fleet.model.push(delegateTo('personalization'));
    fleet.models.personalization.push(
      { calls: [{ name: 'confirm_quote', input: { quote_id: asked.quotes[0]!.id } }] },
      { text: 'It is on.' },
    );
    const settled = await fleet.ask('Yes, please.', { conversation: asked.conversation_id });
    expect(settled.quotes.map(({ id, state }) => ({ id, state }))).to.deep.equal([
      { id: asked.quotes[0]!.id, state: 'confirmed' },
    ]);
  });

  it("does not let the words a model makes up be the customer's yes", async () => {
    fleet.model.push(delegateTo('personalization'));
    fleet.models.personalization.push(
      { calls: [{ name: 'set_newsletter', input: { subscribe: false } }] },
      { text: 'Shall I?' },
    );
    const asked = await fleet.ask('Newsletter off');
    fleet.model.push({
      calls: [{ name: 'delegate', input: { agent: 'personalization', request: 'Yes, confirm it.' } }],
    });
    fleet.models.personalization.push(
      { calls: [{ name: 'confirm_quote', input: { quote_id: asked.quotes[0]!.id } }] },
      { text: 'I need a yes.' },
    );
    const settled = await fleet.ask('What would that change?', { conversation: asked.conversation_id });
    expect(settled.quotes).to.be.empty;
  });

  it("is for agents only: a customer's token cannot send one", async () => {
    const delegation = {
      request: 'r',
      customer_message: 'm',
      conversation_id: 'c',
      turn_id: 't',
      facts: { ...NO_FACTS, profile: { loyalty_tier: 'platinum' } },
    };
    for (const agent of ['order-management', 'supervisor'] as const) {
      const path = agent === 'supervisor' ? '/supervisor/chat' : '/order/chat';
      const response = await fleet.agents.post(agent, path, delegation, { token: await fleet.token() });
      expect(response.status).to.equal(400);
      expect(await response.json()).to.include({ code: 'invalid_request' });
    }
  });

  it('tells the model which specialists there are when it invents one', async () => {
    fleet.model.push(
      { calls: [{ name: 'delegate', input: { agent: 'billing', request: 'x' } }] },
      { text: 'Let me think again.' },
    );
    expect((await fleet.ask('Bill?')).agents).to.be.empty;
    expect(JSON.stringify(fleet.model.requests.at(-1)?.messages.at(-1)))
      .to.include('invalid_input')
      .and.include('order-management');
  });

  it('keeps two customers apart over 100 interleaved turns', async () => {
    const whose = { ann: 'amber', bob: 'basalt' } as const;
    const one = await startTestFleet();
    // Whoever the turn is for, as the verified token says, decides what the models say.
    const nameIn = (request: { readonly messages: readonly unknown[] }): 'ann' | 'bob' =>
      JSON.stringify(request.messages.at(-1)).includes('first_name\\":\\"ann') ? 'ann' : 'bob';
    for (let turn = 0; turn < 100; turn += 1) {
      one.model.push(delegateTo('order-management'));
      one.models['order-management'].push((request) => ({ text: `This is about ${whose[nameIn(request)]}.` }));
    }
    const talk = async (as: 'ann' | 'bob'): Promise<void> => {
      let conversation: string | undefined;
      for (let turn = 0; turn < 50; turn += 1) {
        const reply = await one.ask(`I am ${as}, turn ${turn}`, {
          as,
          ...(conversation === undefined ? {} : { conversation }),
        });
        conversation = reply.conversation_id;
        expect(reply.reply).to.equal(`This is about ${whose[as]}.`);
      }
    };
    await Promise.all([talk('ann'), talk('bob')]);
    for (const request of [...one.model.requests, ...one.models['order-management'].requests]) {
      const text = JSON.stringify(request.messages);
      const foreign = nameIn(request) === 'ann' ? /basalt|I am bob/u : /amber|I am ann/u;
      expect(text).not.to.match(foreign);
    }
    await one.agents.close();
  });
});
