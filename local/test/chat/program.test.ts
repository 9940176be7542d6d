import { expect } from 'chai';
import { chatReplySchema } from '@deskfleet/shared/conversation/reply.ts';
import { run } from './person.ts';
import { openQuote, StandInFleet } from './stand-in-fleet.ts';

describe('npm run chat against a fleet', () => {
  let fleet: StandInFleet;
  beforeEach(async () => {
    fleet = await new StandInFleet().start();
  });
  afterEach(() => fleet.close());

  describe('--once', () => {
    it('prints the answer alone to stdout and the work to stderr', async () => {
      const { code, out } = run(fleet, ['--once', 'Where is my order?', '--as', 'cust001', '--tenant', 'globex']);
      const turn = await fleet.turn();
      expect(turn).to.include({
        message: 'Where is my order?',
        authorization: 'Bearer token-of-cust001-globex',
        askedConversationId: null,
      });
      turn
        .agent('order-management', 'working')
        .agent('order-management', 'working', 'get_order')
        .say('On its ')
        .say('way.\n')
        .finish({ citations: [{ id: 'a', title: 'Delivery' }] });
      expect(await code).to.equal(0);
      expect(out.stdout).to.equal('On its way.\n');
      expect(out.stderr).to.equal(
        'Order management …\nOrder management · get_order …\nSources: Delivery\n2 model calls · 1245 tokens · $0.001230 · 3 data API calls\n',
      );
    });

    it('prints the reply of the chat call with --json, and goes on with a conversation', async () => {
      const { code, out } = run(fleet, ['--once', 'Cancel it', '--json', '--conversation', 'conv_7'], {
        DESKFLEET_TOKEN: 'mine',
      });
      const turn = await fleet.turn();
      expect(turn).to.include({ askedConversationId: 'conv_7', authorization: 'Bearer mine' });
      turn.say('Shall I?').quote(openQuote()).finish();
      expect(await code).to.equal(0);
      const reply = chatReplySchema.parse(JSON.parse(out.stdout));
      expect(reply).to.deep.include({ conversation_id: 'conv_7', reply: 'Shall I?' });
      expect(reply.quotes[0]).to.include({ id: 'quote_1', state: 'open' });
      expect(out.stderr)
        .to.include('Proposed: Cancel order o12345 and refund $249.00.')
        .and.include('--conversation conv_7 --once "yes"');
    });

    const endings: readonly (readonly [string, (fleet: StandInFleet) => Promise<void>, RegExp])[] = [
      ['refused', async (one) => (await one.turn()).refuse('database_unavailable'), /^Our records cannot be reached/u],
      [
        'failed on the way',
        async (one) => (await one.turn()).say('Half').fail('turn_timed_out'),
        /^The answer took too long\. Please try again\.\n$/u,
      ],
      [
        'broken off',
        async (one) => {
          const turn = (await one.turn()).agent('order-management', 'working').say('Half');
          turn.breakOff();
        },
        /broke off/u,
      ],
    ];
    for (const [name, end, text] of endings) {
      it(`exits with 1 and leaves stdout empty when the answer was ${name}`, async () => {
        const { code, out } = run(fleet, ['--once', 'Hi']);
        await end(fleet);
        expect(await code).to.equal(1);
        expect(out.stdout).to.equal('');
        expect(out.stderr).to.match(text);
      });
    }
  });

  it('says in one line how to start a fleet that does not run', async () => {
    const gone = await new StandInFleet().start();
    await gone.close();
    for (const argv of [[], ['--once', 'Hi'], ['--as', 'cust001']]) {
      const { code, out } = run(gone, argv);
      expect(await code).to.equal(1);
      expect(out.stderr).to.equal(`Nothing answers at ${gone.url}. Start the fleet with: npm start\n`);
    }
  });

  it('names customers there are when one is unknown', async () => {
    const { code, out } = run(fleet, ['--as', 'cust999', '--once', 'Hi']);
    expect(await code).to.equal(1);
    expect(out.stderr).to.equal(
      'There is no customer "cust999" in the shop "acme". Try cust001 (Maya Thompson), cust002 (Daniel Okafor).\n',
    );
  });

  it('says what to do where there are no demo customers', async () => {
    const aws = await new StandInFleet().start({ localSignIn: false });
    const { code, out } = run(aws, ['--as', 'cust001']);
    expect(await code).to.equal(1);
    expect(out.stderr)
      .to.include('DESKFLEET_TOKEN')
      .and.match(/^[^\n]+\n$/u);
    await aws.close();
  });

  it('exits with 2 for a bad option, and with 0 for help', async () => {
    const bad = run(fleet, ['--colour']);
    expect(await bad.code).to.equal(2);
    expect(bad.out.stderr).to.match(/^[^\n]*'--colour'[^\n]* See: npm run chat -- --help\n$/u);
    const help = run(fleet, ['--help']);
    expect(await help.code).to.equal(0);
    expect(help.out.stdout).to.include('--once "QUESTION"');
  });

  describe('the conversation', () => {
    it('shows the answer while it is written, keeps the conversation, and leaves with /quit', async () => {
      const { code, person } = run(fleet, ['--as', 'cust001']);
      await person.types('Where is my order?');
      const turn = await fleet.turn();
      turn.agent('order-management', 'working', 'get_order').say('On its ');
      await person.sees('Order management · get_order …\nOn its ');
      turn.say('way.').finish({ degraded: true });
      await person.types('Thanks');
      const next = await fleet.turn();
      expect(next.askedConversationId).to.equal(turn.conversationId);
      next.say('Welcome.').finish();
      await person.types('/new');
      await person.types('Something else');
      const other = await fleet.turn();
      expect(other.askedConversationId).to.equal(null);
      other.say('Yes?').finish();
      await person.types('/quit');
      expect(await code).to.equal(0);
      expect(person.screen).to.include('Signed in as Maya Thompson.').and.include('On its way.\nReduced service');
      expect(person.screen).not.to.include('\u001b');
    });

    it("presses the quote's button for y and n", async () => {
      const { code, person } = run(fleet, ['--as', 'cust001']);
      for (const [answer, outcome] of [
        ['y', 'Order o12345 is cancelled.'],
        ['n', 'Nothing was changed.'],
      ] as const) {
        await person.types('Cancel my order');
        (await fleet.turn()).say('Shall I?').quote(openQuote()).finish();
        await person.types(answer, 'leaves it open] ');
        await person.sees(outcome);
      }
      await person.types(null);
      expect(await code).to.equal(0);
      expect(fleet.decisions.map(({ decision }) => decision)).to.deep.equal(['confirm', 'decline']);
      expect(fleet.decisions[0]).to.include({ quoteId: 'quote_1', authorization: 'Bearer token-of-cust001-acme' });
    });

    it('takes other words at a proposal as the next message, and tells why a proposal is closed', async () => {
      const { code, person } = run(fleet, ['--as', 'cust001']);
      await person.types('Cancel my order');
      (await fleet.turn()).say('Shall I?').quote(openQuote()).finish();
      await person.types('only the cable please', 'leaves it open] ');
      const next = await fleet.turn();
      expect(next.message).to.equal('only the cable please');
      fleet.refuseDecisions = 'quote_stale';
      next
        .say('Then this?')
        .quote(openQuote({ id: 'quote_2' }))
        .finish();
      await person.types('yes', 'leaves it open] ');
      await person.sees('Something changed since this was proposed, so nothing was done.');
      await person.types('/quit');
      expect(await code).to.equal(0);
    });

    it('sends a failed message again with the same key', async () => {
      const { code, person } = run(fleet, []);
      await person.types('Hello');
      const first = await fleet.turn();
      first.say('Half').fail('model_unavailable');
      await person.types('y', 'Try again? [y/n] ');
      const second = await fleet.turn();
      expect(second).to.include({ message: 'Hello', key: first.key, askedConversationId: null });
      second.say('Whole.').finish();
      await person.types('/quit');
      expect(await code).to.equal(0);
    });

    it('stops the answer at the first Ctrl-C and leaves at the next', async () => {
      const { code, person } = run(fleet, []);
      await person.types('Tell me everything');
      const turn = await fleet.turn();
      turn.say('Well');
      await person.sees('Well');
      person.interrupt();
      await turn.left;
      await person.sees('Stopped.\n> ');
      person.interrupt();
      expect(await code).to.equal(0);
    });

    it('goes on with an earlier conversation and shows its end; an unknown one is an error', async () => {
      fleet.conversations.set('conv_1', [
        { position: 1, turn_id: 'turn_1', role: 'user', text: 'Where is it?', citations: [], created_at: '' },
      ]);
      const { code, person } = run(fleet, ['--conversation', 'conv_1']);
      await person.types('And now?');
      expect(person.screen).to.include('> Where is it?');
      const turn = await fleet.turn();
      expect(turn.askedConversationId).to.equal('conv_1');
      turn.say('Here.').finish();
      await person.types('/quit');
      expect(await code).to.equal(0);

      const unknown = run(fleet, ['--conversation', 'conv_2']);
      expect(await unknown.code).to.equal(1);
      expect(unknown.out.stderr).to.equal('There is no such conversation.\n');
    });

    it('is coloured on a terminal, unless NO_COLOR is set', async () => {
      for (const [environment, coloured] of [
        [{}, true],
        [{ NO_COLOR: '1' }, false],
      ] as const) {
        const { code, person } = run(fleet, [], environment, true);
        await person.types('/quit');
        await code;
        expect(person.screen.includes('\u001b[')).to.equal(coloured);
      }
    });
  });
});
