import { expect } from 'chai';
import { TurnRecord } from '../../src/agent/turn-record.ts';
import { CORRECTIONS, unbackedPromise } from '../../src/conversation/promises.ts';
import { startOneAgent, NAME, type OneAgent } from '../http/support.ts';

const UNBACKED: readonly (readonly [string, keyof typeof CORRECTIONS])[] = [
  ['I have cancelled your order o12345.', 'action'],
  ["I've just refunded $20.00 to your card.", 'action'],
  ['Good news! I went ahead and booked the repair.', 'action'],
  ['We have issued a refund.', 'action'],
  ['I have successfully updated your address.', 'action'],
  ['Done. I changed the colour to blue.', 'action'],
  ["I'm transferring you to a colleague now.", 'person'],
  ['Let me connect you with a person.', 'person'],
  ['I will escalate this to our support team.', 'person'],
];
const HARMLESS: readonly string[] = [
  'Shall I cancel order o12345?',
  'I can cancel it for you. Shall I go ahead?',
  'Your order was cancelled on Monday.',
  'Order o1 is shipped.',
  'Once we have returned it, you get your money.',
  'I have found two orders.',
  'Would you like me to connect you with a colleague?',
  'You have returned the kettle.',
  'I have looked at your order: it is on its way.',
];

describe('promises without their event', () => {
  for (const [reply, kind] of UNBACKED)
    it(`are seen in ${JSON.stringify(reply)}`, () => expect(unbackedPromise(reply, new TurnRecord())).to.equal(kind));
  for (const reply of HARMLESS)
    it(`are not seen in ${JSON.stringify(reply)}`, () =>
      expect(unbackedPromise(reply, new TurnRecord())).to.equal(undefined));

  describe('in a turn', () => {
    let one: OneAgent;
    before(async () => {
      one = await startOneAgent();
    });
    after(() => one.agents.close());
    const ask = async (message: string, conversation_id?: string) =>
      (await (
        await one.agents.post(NAME, '/personalization/chat', { message, conversation_id }, { token: await one.token() })
      ).json()) as { reply: string; conversation_id: string };

    it('are corrected, in what is said and what is kept', async () => {
      one.model.push({ text: 'I have subscribed you to the newsletter.' });
      const { reply } = await ask('Newsletter please');
      expect(reply).to.equal(`I have subscribed you to the newsletter.\n\n${CORRECTIONS.action}`);
      expect(one.agents.lines.some((line) => line.message === 'a reply claimed what had not happened')).to.equal(true);
    });

    it('stand as they are when it has happened', async () => {
      one.model.push({ calls: [{ name: 'set_newsletter', input: { subscribe: true } }] }, { text: 'Shall I?' });
      const { conversation_id } = await ask('Newsletter please');
      one.model.push(
        (request) => {
          const context = JSON.stringify(request.messages.at(-1));
          const id = /quote_[0-9a-f]{32}/u.exec(context)?.[0] ?? '';
          return { calls: [{ name: 'confirm_quote', input: { quote_id: id } }] };
        },
        { text: 'I have subscribed you.' },
      );
      expect((await ask('Yes', conversation_id)).reply).to.equal('I have subscribed you.');
    });
  });
});
