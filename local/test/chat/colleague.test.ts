/** A colleague in the terminal: asked for with a command, heard at the next prompt. */
import { expect } from 'chai';
import { run } from './person.ts';
import { StandInFleet } from './stand-in-fleet.ts';

describe('npm run chat with a colleague', () => {
  let fleet: StandInFleet;
  beforeEach(async () => {
    fleet = await new StandInFleet().start();
  });
  afterEach(() => fleet.close());

  it('asks for one before anything was said, tells who answers, and shows their words at the next prompt', async () => {
    const { code, person } = run(fleet, ['--as', 'cust001']);
    await person.types('/human');
    await person.sees('I have asked a colleague.');
    await person.sees('You are in the queue for a colleague.');
    const [id = ''] = [...fleet.conversations.keys()];
    fleet.owner = 'staff';
    fleet.staffSays(id, 'Hello, \u001b[2Jthis is Sam.');
    await person.types('');
    await person.sees('Colleague: Hello, [2Jthis is Sam.');
    await person.sees('A colleague answers you here.');
    await person.types('At last!');
    const turn = await fleet.turn();
    expect(turn.askedConversationId).to.equal(id);
    turn.finish({ owner: 'staff' });
    await person.types('');
    fleet.staffSays(id, 'I send a new one.');
    fleet.owner = 'agent';
    await person.types('');
    await person.sees('You are talking to the assistant again.');
    expect(person.screen.split('I send a new one.')).to.have.length(2);
    expect(person.screen.split('this is Sam.')).to.have.length(2);
    await person.types('/quit');
    expect(await code).to.equal(0);
  });

  it('knows after a start with an earlier conversation who has it', async () => {
    const first = run(fleet, ['--as', 'cust001']);
    await first.person.types('Hello');
    const turn = await fleet.turn();
    turn.say('Good day.').finish();
    await first.person.types('/quit');
    await first.code;
    fleet.owner = 'queue';
    const { code, person } = run(fleet, ['--as', 'cust001', '--conversation', turn.conversationId]);
    await person.sees('Nobody is there before nine.');
    await person.types('/new');
    await person.types('Hi');
    const next = await fleet.turn();
    expect(next.askedConversationId).to.equal(null);
    next.say('Hi.').finish();
    await person.types('/quit');
    expect(await code).to.equal(0);
  });

  it('says why it was not possible, and goes on', async () => {
    const { code, person } = run(fleet, ['--as', 'cust001']);
    fleet.refuseHandoffs = 'database_unavailable';
    await person.types('/human');
    await person.sees('Our records cannot be reached right now.');
    await person.types('Hello');
    const turn = await fleet.turn();
    expect(turn.askedConversationId).to.equal(null);
    turn.say('Good day.').finish();
    await person.types('/quit');
    expect(await code).to.equal(0);
  });
});
