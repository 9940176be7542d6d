/** Scenario: a person is asked for, talks, hands back, and the agent knows what was decided. */
import { expect } from 'chai';
import { sql } from '@deskfleet/shared/database/sql.ts';
import { StaffDesk } from '../staff-desk.ts';
import { startTestFleet, type CustomerFace, type TestFleet } from '../support.ts';
import { startRulebookFleet, storedMessages, type RulebookFleet } from './support.ts';

const NOTE = 'The parcel was found and comes on Friday. Offer a voucher for the trouble.';
const DONE = 'Approve the return of order o1.';

/** A colleague takes the conversation, speaks, decides and gives it back; the fleet is silent meanwhile. */
async function colleagueDecides(fleet: CustomerFace, id: string): Promise<void> {
  const { tenant, customer } = fleet.shop;
  const desk = new StaffDesk(fleet);
  await desk.ok(id, 'claim', {});
  await desk.ok(id, 'reply', { text: 'Hello, this is Sam. I have called the carrier.' });
  expect(await fleet.ask('Thank you, Sam!', { conversation: id })).to.deep.include({ reply: '', owner: 'staff' });
  await desk.ok(id, 'note', { text: 'SECRET between us.' });
  await desk.execute(
    sql`insert into quotes (tenant_id, id, customer_id, agent, tool, subject, input, summary, terms, state, decided_by, expires_at, decided_at)
      values (${tenant}, ${`quote_${id}`}, ${customer}, 'order-management', 'approve_refund', 'order:o1', '{}', ${DONE}, '{}', 'confirmed', 'staff:sam', now(), now())`,
  );
  expect(await desk.ok(id, 'hand-back', { note: NOTE })).to.deep.include({ owner: 'agent', state: 'open' });
}

describe('hand-off, a person talks, hand-back: the agent knows what was decided', () => {
  describe('scripted model', () => {
    let fleet: TestFleet;
    before(async () => {
      fleet = await startTestFleet({ foreseeing: true });
    });
    after(() => fleet.agents.close());

    it('reads what the colleague said, decided and noted, and not what colleagues keep to themselves', async () => {
      fleet.models['order-management'].push({ text: 'It is late.' });
      const { conversation_id: id } = await fleet.ask('Where is my order o12345?');
      const asked = await fleet.ask('I want to talk to a person', { conversation: id });
      expect(asked.owner).to.equal('queue');
      await colleagueDecides(fleet, id);

      fleet.model.push({ text: 'The parcel comes on Friday, and the return is approved.' });
      const told = await fleet.ask('What did your colleague decide?', { conversation: id });
      expect(told.reply).to.equal('The parcel comes on Friday, and the return is approved.');
      expect(told.owner).to.equal('agent');
      const read = JSON.stringify(fleet.model.requests.at(-1)?.messages);
      for (const known of [NOTE, DONE, 'I have called the carrier.', 'Thank you, Sam!']) expect(read).to.contain(known);
      expect(read).not.to.contain('SECRET');
    });
  });

  describe('rulebook', () => {
    let fleet: RulebookFleet;
    before(async () => {
      fleet = await startRulebookFleet('cust102');
    });
    after(() => fleet.agents.close());

    it('says it when asked, from the note that is stored, and goes on with the customer', async () => {
      const { conversation_id: id } = await fleet.ask('Where is the rest of order 14102?');
      const asked = await fleet.ask('I want to talk to a person', { conversation: id });
      expect(asked.owner).to.equal('queue');
      await colleagueDecides(fleet, id);

      const told = await fleet.ask('What did your colleague decide?', { conversation: id });
      expect(told.reply).to.contain(`“${NOTE}”`).and.contain(`- ${DONE}`).and.not.contain('SECRET');
      expect(told).to.deep.include({ owner: 'agent', agents: [] });
      // What somebody has decided is no reason to be handed over again.
      expect((await storedMessages(fleet, id)).at(-1)).to.deep.equal({ role: 'assistant', body: told.reply });
      const goesOn = await fleet.ask('And where is order 14102 now?', { conversation: id });
      expect(goesOn.agents).to.deep.equal([{ agent: 'order-management', outcome: 'answered' }]);
    });

    it('does not take the colleague of another conversation for its own', async () => {
      const { conversation_id: id } = await fleet.ask('Where is the rest of order 14102?');
      const told = await fleet.ask('What was decided?', { conversation: id });
      expect(told.reply).to.not.contain('Friday').and.not.contain('voucher');
    });
  });
});
