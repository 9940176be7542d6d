import { expect } from 'chai';
import fc from 'fast-check';
import { DIGEST_CHARACTERS, digestOf } from '../../src/conversation/digest.ts';
import { asksSomething } from '../../src/conversation/turn.ts';
import { newTurns, type Turns } from './support.ts';

describe('what was said long ago', () => {
  it('is told in one line for a question and its answer', () => {
    expect(
      digestOf('', [
        { role: 'user', text: 'Where is\n my order o1?' },
        { role: 'assistant', text: 'It is on its way.' },
        { role: 'user', text: 'And?' },
      ]),
    ).to.equal('- Where is my order o1? → It is on its way.\n- And?');
  });

  it('goes on from what is there, and drops the oldest when it becomes too long', () => {
    let digest = '';
    for (let turn = 1; turn <= 60; turn += 1)
      digest = digestOf(digest, [
        { role: 'user', text: `Question ${turn} ${'x '.repeat(200)}` },
        { role: 'assistant', text: `Answer ${turn} ${'y '.repeat(200)}` },
      ]);
    expect(digest.length).to.be.at.most(DIGEST_CHARACTERS);
    expect(digest).to.match(/^- \(more before that\)\n- Question 5\d/u);
    expect(digest).to.match(/Question 60 .* → Answer 60/u);
  });

  it('never grows beyond its limit by more than one line, and is the same for the same words', () => {
    const message = fc.record({
      role: fc.constantFrom('user' as const, 'assistant' as const),
      text: fc.string({ maxLength: 600 }),
    });
    fc.assert(
      fc.property(fc.array(message, { maxLength: 40 }), fc.string({ maxLength: 1_000 }), (messages, before) => {
        const digest = digestOf(before, messages);
        expect(digest.length).to.be.at.most(Math.max(DIGEST_CHARACTERS, before.length) + 50);
        expect(digestOf(before, messages)).to.equal(digest);
      }),
    );
  });

  describe('in a conversation', () => {
    let turns: Turns;
    before(async () => {
      turns = await newTurns();
    });

    it('leaves the window whole turns at a time and is never read twice', async () => {
      let id: string | null = null;
      for (let number = 1; number <= 12; number += 1) {
        const turn: Awaited<ReturnType<Turns['opened']>> = await turns.opened(`question ${number} ${'w'.repeat(400)}`, {
          conversationId: id,
          historyTokens: 500,
        });
        id = turn.conversationId;
        const { history, digest } = turn.facts;
        expect(history.length % 2).to.equal(0);
        expect(history.reduce((sum, { text }) => sum + text.length, 0)).to.be.at.most(2_000);
        // Everything said before is in the one or in the other.
        for (let earlier = Math.max(1, number - 4); earlier < number; earlier += 1) {
          const there = [...history.map(({ text }) => text), digest].some((text) =>
            text.includes(`question ${earlier} `),
          );
          expect(there, `question ${earlier} at turn ${number}`).to.equal(true);
        }
        await turns.close(turn, `answer ${number} ${'w'.repeat(400)}`, { digest: turn.digest });
      }
    });
  });
});

describe('a question that is open', () => {
  for (const [reply, asks] of [
    ['Which order do you mean: o1 or o2?', true],
    ['Cancel order o1.\n\nShall I go ahead? Please answer yes or no.', true],
    ['Is it on? If not, press the button.\n\nIt is shipped.', false],
    ['Order o1 is shipped.', false],
    ['', false],
  ] as const) {
    it(`is ${asks ? '' : 'not '}in ${JSON.stringify(reply)}`, () => expect(asksSomething(reply)).to.equal(asks));
  }

  it('is known to the next turn, and only to the next, until its time has passed', async () => {
    const turns = await newTurns();
    const first = await turns.opened('Cancel it');
    await turns.close(first, 'Which one?', { openQuestion: { agent: 'order-management', forMs: 60_000 } });
    const { conversationId } = first;
    const second = await turns.opened('The second', { conversationId });
    expect(second.facts.openQuestion).to.equal('order-management');
    await turns.close(second, 'Done.');
    const third = await turns.opened('Thanks', { conversationId });
    expect(third.facts.openQuestion).to.equal(null);
    await turns.close(third, 'Which one?', { openQuestion: { agent: 'order-management', forMs: 0 } });
    expect((await turns.opened('Late', { conversationId })).facts.openQuestion).to.equal(null);
  });
});
