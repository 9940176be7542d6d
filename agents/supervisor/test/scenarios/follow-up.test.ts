/** Scenario: the answer to a specialist's question goes to that specialist, and a change of subject is noticed. */
import { expect } from 'chai';
import { sql } from '@deskfleet/shared/database/sql.ts';
import type { ModelRequest } from '@deskfleet/shared/model/model.ts';
import { delegateTo, startTestFleet, type TestFleet } from '../support.ts';
import { startRulebookFleet, type RulebookFleet } from './support.ts';

/** The customer's words as a specialist was given them, and what the code told it about the turn. */
function lastAsked(requests: readonly ModelRequest[]): string {
  return JSON.stringify(requests.at(-1)?.messages.at(-1));
}

describe("a follow-up to a specialist's question", () => {
  describe('scripted model', () => {
    let fleet: TestFleet;
    beforeEach(async () => {
      fleet = await startTestFleet({ foreseeing: true });
    });
    afterEach(() => fleet.agents.close());

    const asks = async (): Promise<string> => {
      fleet.models.personalization.push({ text: 'I can change that. What is your new street?' });
      const asked = await fleet.ask('Please change my address');
      expect(asked.agents).to.deep.equal([{ agent: 'personalization', outcome: 'answered' }]);
      return asked.conversation_id;
    };

    it('goes to who asked, word for word and without asking the supervisor', async () => {
      const id = await asks();
      fleet.models.personalization.push({ text: 'Noted.' });
      const answered = await fleet.ask('12 Harbour Lane', { conversation: id });
      expect(answered).to.deep.include({
        reply: 'Noted.',
        agents: [{ agent: 'personalization', outcome: 'answered' }],
      });
      expect(lastAsked(fleet.models.personalization.requests)).to.contain('12 Harbour Lane');
      expect(JSON.stringify(fleet.models.personalization.requests.at(-1)?.messages)).to.contain('your new street?');
      expect(fleet.model.requests).to.be.empty;
    });

    it('is left to the model when it is another subject, which then goes where it belongs', async () => {
      const id = await asks();
      fleet.models['product-recommendation'].push({ text: 'The SonicWave.' });
      const changed = await fleet.ask('Do you have speakers under 100 dollars?', { conversation: id });
      expect(changed.agents).to.deep.equal([{ agent: 'product-recommendation', outcome: 'answered' }]);
      // The question is not open any more: what comes now is no answer to it.
      fleet.model.push(delegateTo('product-recommendation'));
      fleet.models['product-recommendation'].push({ text: 'The black one.' });
      await fleet.ask('12 Harbour Lane', { conversation: id });
      expect(fleet.models.personalization.requests).to.have.length(1);
      expect(lastAsked(fleet.model.requests)).to.contain('\\"open_question\\":null');
    });

    it('is no answer any more when the question has expired', async () => {
      const id = await asks();
      await fleet.world.database.execute(
        sql`update conversations set open_question_until = now() - interval '1 second' where tenant_id = ${fleet.shop.tenant} and id = ${id}`,
      );
      fleet.model.push({ text: 'What is at 12 Harbour Lane?' });
      expect((await fleet.ask('12 Harbour Lane', { conversation: id })).agents).to.be.empty;
      expect(lastAsked(fleet.model.requests)).to.contain('\\"open_question\\":null');
    });
  });

  describe('rulebook', () => {
    let fleet: RulebookFleet;
    before(async () => {
      // A pending order; nothing is ever confirmed here.
      fleet = await startRulebookFleet('cust111');
    });
    after(() => fleet.agents.close());

    const asks = async (): Promise<string> => {
      const asked = await fleet.ask('Please cancel my order o14111');
      expect(asked.agents).to.deep.equal([{ agent: 'order-management', outcome: 'answered' }]);
      expect(asked.quotes).to.be.empty;
      expect(asked.reply).to.match(/\?/u);
      return asked.conversation_id;
    };

    it('goes to who asked, which goes on where it was', async () => {
      const id = await asks();
      const supervisor = fleet.models.supervisor.requests.length;
      const answered = await fleet.ask('No longer needed', { conversation: id });
      expect(answered.agents).to.deep.equal([{ agent: 'order-management', outcome: 'answered' }]);
      expect(answered.quotes.map(({ tool, state }) => [tool, state])).to.deep.equal([['cancel_order', 'open']]);
      expect(fleet.models.supervisor.requests).to.have.length(supervisor);
      await fleet.ask('no', { conversation: id });
    });

    it('is noticed to be another subject, and the question before is not taken for answered', async () => {
      const id = await asks();
      const changed = await fleet.ask('Do you have speakers under 100 dollars?', { conversation: id });
      expect(changed.agents).to.deep.equal([{ agent: 'product-recommendation', outcome: 'answered' }]);
      expect(changed.reply).to.contain('SonicWave');
      expect(changed.quotes).to.be.empty;
      const later = await fleet.ask('Which of them is the cheapest?', { conversation: id });
      expect(later.agents).to.deep.equal([{ agent: 'product-recommendation', outcome: 'answered' }]);
      expect(later.quotes).to.be.empty;
    });

    it('comes back to the subject before by its name', async () => {
      const id = await asks();
      await fleet.ask('What is my loyalty tier?', { conversation: id });
      const back = await fleet.ask('Now cancel order o14111, I ordered by mistake.', { conversation: id });
      expect(back.agents).to.deep.equal([{ agent: 'order-management', outcome: 'answered' }]);
      expect(back.quotes.map(({ tool, state }) => [tool, state])).to.deep.equal([['cancel_order', 'open']]);
      await fleet.ask('no', { conversation: id });
    });
  });
});
