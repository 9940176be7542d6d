import { expect } from 'chai';
import { AGENTS } from '@deskfleet/local/docs/tools-doc.ts';
import { startAgents, type TestAgents } from '@deskfleet/local/testing/agents.ts';
import type { ChatReply } from '@deskfleet/shared/conversation/reply.ts';
import type { SpecialistName } from '@deskfleet/shared/fleet.ts';
import { read } from '@deskfleet/shared/rulebook/reading.ts';
import { rulebookModel } from '@deskfleet/shared/rulebook/model.ts';
import type { ModelRequest } from '@deskfleet/shared/model/model.ts';
import type { ScriptedStep } from '@deskfleet/shared/model/scripted.ts';
import { agent as supervisor } from '../../src/agent.ts';
import { supervisorRoutes } from '../../src/routes/routes.ts';
import { delegateTo, startTestFleet, type TestFleet } from '../support.ts';

const REASON = 'It is about a product that is broken.';

function handBack(more: { to?: SpecialistName; request?: string; text?: string } = {}): ScriptedStep {
  const { text, ...rest } = more;
  return {
    ...(text === undefined ? {} : { text }),
    calls: [{ name: 'hand_back', input: { reason: REASON, ...rest } }],
  };
}

describe('a specialist that hands a request back', () => {
  describe('scripted model', () => {
    let fleet: TestFleet;
    before(async () => {
      fleet = await startTestFleet();
    });
    after(() => fleet.agents.close());

    it('to one it names: that one answers, with no further call of the supervisor', async () => {
      fleet.model.push(delegateTo('order-management'));
      fleet.models['order-management'].push(handBack({ to: 'troubleshooting' }));
      fleet.models.troubleshooting.push({ text: 'Hold the button for ten seconds.' });
      const states: string[] = [];
      let reply = '';
      for await (const part of fleet.parts('My speaker is dead')) {
        if (part.type === 'text-delta') reply += part['delta'] as string;
        if (part.type !== 'data-agent') continue;
        const { agent, state } = part['data'] as { agent: string; state: string };
        states.push(`${agent} ${state}`);
      }
      expect(reply).to.equal('Hold the button for ten seconds.');
      expect(states.filter((state) => !state.endsWith(' working'))).to.deep.equal([
        'order-management handed_back',
        'troubleshooting answered',
      ]);
      expect(fleet.model.remaining).to.equal(0);
    });

    it('without naming one: the model decides, knowing the reason', async () => {
      fleet.model.push(delegateTo('order-management'), delegateTo('troubleshooting'));
      fleet.models['order-management'].push(handBack());
      fleet.models.troubleshooting.push({ text: 'Hold the button for ten seconds.' });
      const reply = await fleet.ask('My speaker is dead');
      expect(reply).to.deep.include({
        reply: 'Hold the button for ten seconds.',
        agents: [{ agent: 'troubleshooting', outcome: 'answered' }],
      });
      const told = JSON.stringify(fleet.model.requests.at(-1)!.messages.at(-1));
      expect(told).to.include('handed_back').and.include(REASON).and.include('"handed_back_by":["order-management"]');
    });

    it('in part: what it answered stands, the rest is answered by the other', async () => {
      fleet.model.push(delegateTo('order-management'));
      fleet.models['order-management'].push(
        handBack({ text: 'It arrived on Monday.', to: 'troubleshooting', request: 'it makes no sound' }),
      );
      fleet.models.troubleshooting.push({ text: 'Check the cable.' });
      const reply = await fleet.ask('When did my speaker arrive? It makes no sound.');
      expect(reply.reply).to.match(/^It arrived on Monday\.[\s\S]*Check the cable\.$/u);
      expect(reply.agents).to.deep.equal([
        { agent: 'order-management', outcome: 'answered' },
        { agent: 'troubleshooting', outcome: 'answered' },
      ]);
      expect(JSON.stringify(fleet.models.troubleshooting.requests.at(-1)!.messages.at(-1))).to.include(
        'it makes no sound',
      );
    });

    it('at most twice: the third has to answer', async () => {
      fleet.model.push(delegateTo('order-management'));
      fleet.models['order-management'].push(handBack({ to: 'product-recommendation' }));
      fleet.models['product-recommendation'].push(handBack({ to: 'personalization' }));
      fleet.models.personalization.push(handBack({ to: 'troubleshooting' }), { text: 'I cannot help with that.' });
      const reply = await fleet.ask('Something odd');
      expect(reply.reply).to.equal('I cannot help with that.');
      const [first, second] = fleet.models.personalization.requests.slice(-2);
      expect(JSON.stringify(first!.messages)).to.include('\\"may_hand_back\\":false');
      expect(JSON.stringify(second!.messages)).to.include('nobody_to_hand_back_to');
    });

    it('never to itself, and never where a customer asked it directly', async () => {
      fleet.models['order-management'].push(handBack({ to: 'order-management' }), handBack(), { text: 'Not mine.' });
      const response = await fleet.agents.post(
        'order-management',
        '/order/chat',
        { message: 'My speaker is dead' },
        { token: await fleet.token() },
      );
      expect(((await response.json()) as ChatReply).reply).to.equal('Not mine.');
      const told = JSON.stringify(fleet.models['order-management'].requests.at(-1)!.messages);
      expect(told).to.include('Name another specialist').and.include('nobody_to_hand_back_to');
    });

    it('beside one that answers: one answer under no title, since the other said nothing', async () => {
      fleet.model.push(delegateTo('order-management', 'product-recommendation'));
      fleet.models['order-management'].push(handBack({ to: 'troubleshooting' }));
      fleet.models['product-recommendation'].push({ text: 'The SonicWave.' });
      fleet.models.troubleshooting.push({ text: 'Check the cable.' });
      const { reply, agents } = await fleet.ask('Both');
      expect(reply).to.include('Check the cable.').and.include('The SonicWave.');
      expect(reply).not.to.include('Order management');
      expect(agents.map(({ agent }) => agent)).to.have.members(['product-recommendation', 'troubleshooting']);
    });
  });

  describe('rulebook', () => {
    let agents: TestAgents;
    /** The router is wrong about every message here: it sends it to personalization. */
    const wrong = {
      ...supervisor.rulebook,
      foresee: ({ messages }: Pick<ModelRequest, 'messages'>) => [
        { name: 'delegate', input: { agent: 'personalization', request: read(messages).raw } },
      ],
    };
    before(async () => {
      const rulebooks = AGENTS.map((agent) => [agent.name, { agent, model: rulebookModel(agent.rulebook) }]);
      agents = await startAgents({
        ...(Object.fromEntries(rulebooks) as Parameters<typeof startAgents>[0]),
        supervisor: {
          agent: { ...supervisor, rulebook: wrong },
          model: rulebookModel(supervisor.rulebook),
          extras: (runtime) => ({ routes: supervisorRoutes(runtime) }),
        },
      });
    });
    after(() => agents.close());

    async function ask(message: string): Promise<ChatReply> {
      const token = await agents.issuer.token({ sub: 'cust001', tenant: 'acme', role: 'customer' });
      const response = await agents.post('supervisor', '/supervisor/chat', { message }, { token });
      expect(response.status).to.equal(200);
      return (await response.json()) as ChatReply;
    }

    it('is followed by the one whose work it is', async () => {
      const reply = await ask('Can you recommend me headphones for running?');
      expect(reply.agents).to.deep.equal([{ agent: 'product-recommendation', outcome: 'answered' }]);
      expect(reply.reply).to.match(/headphones/iu);
    });

    it('answers a few words that follow up itself, however little it understood', async () => {
      const token = await agents.issuer.token({ sub: 'cust001', tenant: 'acme', role: 'customer' });
      const say = async (message: string, conversation_id?: string): Promise<ChatReply> => {
        const response = await agents.post('supervisor', '/supervisor/chat', { message, conversation_id }, { token });
        return (await response.json()) as ChatReply;
      };
      const first = await say('What is my loyalty tier?');
      const second = await say('No longer needed', first.conversation_id);
      expect(second.agents).to.deep.equal([{ agent: 'personalization', outcome: 'answered' }]);
    });

    it('has to answer when nobody else is likely', async () => {
      const reply = await ask('I want to change my username');
      expect(reply.agents).to.deep.equal([{ agent: 'personalization', outcome: 'answered' }]);
      expect(reply.reply).to.match(/^I can /u);
    });
  });
});
