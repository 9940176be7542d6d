/** Scenario: a person is asked for while a turn runs. */
import { expect } from 'chai';
import { untilWaiting } from '@deskfleet/local/testing/waiting.ts';
import { StaffDesk } from '../staff-desk.ts';
import { delegateTo, gate, startTestFleet, type CustomerFace, type TestFleet } from '../support.ts';
import { startRulebookFleet, storedMessages, storedTurns, type RulebookFleet } from './support.ts';

const QUESTION = 'Where is my order o12345?';
const ANSWER = /order .*is on its way/iu;

/** Lets a specialist begin, does what the test wants, and only then lets it speak. */
type Interrupted = (id: string, meanwhile: () => Promise<unknown>) => Promise<{ reply: string; owner: string }>;

/** @param understood what a model that is scripted has to be told to say to the last message */
function scenarios(
  face: () => CustomerFace,
  begin: () => Promise<string>,
  interrupted: Interrupted,
  understood: () => void = () => undefined,
): void {
  const press = async (id: string): Promise<void> => {
    expect((await new StaffDesk(face()).press(id, {})).status).to.equal(200);
  };

  it('nobody has come yet: the answer that was being written is still given, and then the fleet is silent', async () => {
    const id = await begin();
    const reply = await interrupted(id, () => press(id));
    expect(reply.reply).to.match(ANSWER);
    const said = (await storedMessages(face(), id)).map(({ body }) => body);
    expect(said).to.include(reply.reply);
    expect(await face().ask('Hello?', { conversation: id })).to.deep.include({ reply: '', owner: 'queue', agents: [] });
  });

  it('a colleague has it already: what the fleet was about to say is neither said nor kept', async () => {
    const id = await begin();
    const desk = new StaffDesk(face());
    const reply = await interrupted(id, async () => {
      await press(id);
      await desk.ok(id, 'claim', {});
      await desk.ok(id, 'reply', { text: 'Hello, this is Sam.' });
    });
    expect(reply).to.deep.include({ reply: '', owner: 'staff' });
    const said = await storedMessages(face(), id);
    expect(said.filter(({ role }) => role === 'staff').map(({ body }) => body)).to.deep.equal(['Hello, this is Sam.']);
    expect(said.at(-1)?.role).to.not.equal('assistant');
    expect((await storedTurns(face(), id)).every(({ state }) => state === 'done')).to.equal(true);
  });

  it('in words: it waits for the turn and is then understood as what it is', async () => {
    const id = await begin();
    let asked: Promise<{ reply: string; owner: string }> | undefined;
    const first = await interrupted(id, () => {
      understood();
      asked = face().ask('I want to talk to a person', { conversation: id });
      return untilWaiting(face(), 1);
    });
    expect(first.reply).to.match(ANSWER);
    expect(await asked).to.deep.include({ owner: 'queue' });
    expect((await asked)?.reply).to.match(/^I have asked a colleague/u);
  });
}

describe('a hand-off asked for while a turn runs', () => {
  describe('scripted model', () => {
    let fleet: TestFleet;
    before(async () => {
      fleet = await startTestFleet({ settings: { WAITING_POLL_MS: 5 } });
    });
    after(() => fleet.agents.close());

    scenarios(
      () => fleet,
      async () => {
        fleet.model.push({ text: 'Hello.' });
        return (await fleet.ask('Hi')).conversation_id;
      },
      (id, meanwhile) => {
        fleet.model.push(delegateTo('order-management'));
        fleet.models['order-management'].push(async () => {
          await meanwhile();
          return { text: 'Your order is on its way.' };
        });
        return fleet.ask(QUESTION, { conversation: id });
      },
      () => fleet.model.push({ calls: [{ name: 'hand_off_to_human', input: { reason: 'asked' } }] }),
    );
  });

  describe('rulebook', () => {
    let fleet: RulebookFleet;
    before(async () => {
      fleet = await startRulebookFleet();
    });
    after(() => fleet.agents.close());

    scenarios(
      () => fleet,
      async () => (await fleet.ask('Hi')).conversation_id,
      async (id, meanwhile) => {
        const begun = gate();
        const goOn = gate();
        fleet.models['order-management'].before = () => {
          begun.open();
          return goOn.opened;
        };
        const answer = fleet.ask(QUESTION, { conversation: id });
        await begun.opened;
        fleet.models['order-management'].before = undefined;
        await meanwhile();
        goOn.open();
        return answer;
      },
    );
  });
});
