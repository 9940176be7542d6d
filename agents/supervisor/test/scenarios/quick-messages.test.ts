/** Scenario: ten messages in one conversation as fast as they can be sent. */
import { expect } from 'chai';
import type { ChatReply } from '@deskfleet/shared/conversation/reply.ts';
import { startTestFleet, type CustomerFace, type TestFleet } from '../support.ts';
import { startRulebookFleet, storedMessages, storedTurns, type RulebookFleet } from './support.ts';

/** How often a client sends again what was refused because too many wait. */
const MOST_TRIES = 2_000;

interface Sent {
  readonly message: string;
  readonly answer: ChatReply;
}

/** As a client does it: what is refused for now, and only that, is sent again. */
async function send(face: CustomerFace, message: string, conversation: string): Promise<Sent> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const response = await face.send(message, { conversation });
    if (response.status === 200) return { message, answer: (await response.json()) as ChatReply };
    const problem = (await response.json()) as { readonly code: string; readonly retry: boolean };
    expect(problem).to.deep.include({ code: 'turn_in_progress', retry: true });
  }
  throw new Error(`"${message}" was never taken`);
}

/** @returns the turns that it took, each with what was asked and answered in it */
async function tenAtOnce(
  face: CustomerFace,
  conversation: string,
  messages: readonly string[],
): Promise<readonly { readonly asked: string; readonly answer: string }[]> {
  const sent = await Promise.all(messages.map((message) => send(face, message, conversation)));
  const stored = (await storedMessages(face, conversation)).slice(2);
  const turns = (await storedTurns(face, conversation)).slice(1);
  expect(turns.every(({ state }) => state === 'done')).to.equal(true);
  // One question, one answer, in turn; every message is in exactly one question.
  expect(stored.map(({ role }) => role)).to.deep.equal(turns.flatMap(() => ['user', 'assistant']));
  const asked = stored.filter(({ role }) => role === 'user').map(({ body }) => body);
  expect(asked.flatMap((body) => body.split('\n\n')).sort()).to.deep.equal([...messages].sort());
  const exchanges = asked.map((body, index) => ({ asked: body, answer: stored[index * 2 + 1]!.body }));
  // Every request was given the answer of the turn that took its message.
  for (const { message, answer } of sent) {
    const own = exchanges.find((exchange) => exchange.asked.split('\n\n').includes(message));
    expect(answer.reply).to.equal(own?.answer).and.not.equal('');
  }
  return exchanges;
}

const NUMBERS = Array.from({ length: 10 }, (_, number) => number);

describe('ten quick messages', () => {
  describe('scripted model', () => {
    let fleet: TestFleet;
    before(async () => {
      fleet = await startTestFleet({ settings: { WAITING_POLL_MS: 5 } });
    });
    after(() => fleet.agents.close());

    it('are each answered once, by as many turns as it takes, none lost and none twice', async () => {
      fleet.model.push({ text: 'Hello.' });
      const { conversation_id: id } = await fleet.ask('Hi');
      for (const number of NUMBERS) fleet.model.push({ text: `Answer ${number}.` });
      const exchanges = await tenAtOnce(
        fleet,
        id,
        NUMBERS.map((number) => `Message ${number}.`),
      );
      expect(exchanges.map(({ answer }) => answer)).to.deep.equal(exchanges.map((_, index) => `Answer ${index}.`));
      expect(fleet.model.requests).to.have.length(1 + exchanges.length);
    });
  });

  describe('rulebook', () => {
    let fleet: RulebookFleet;
    before(async () => {
      fleet = await startRulebookFleet();
    });
    after(() => fleet.agents.close());

    it('are each answered once, whatever was asked', async () => {
      const { conversation_id: id } = await fleet.ask('Hi');
      const kinds: readonly (readonly [message: string, told: RegExp])[] = [
        ['Where is my order o12345?', /NOUS123451/u],
        ['What is my loyalty tier?', /loyalty tier is gold/u],
      ];
      const exchanges = await tenAtOnce(
        fleet,
        id,
        // Told apart by how often they are asked.
        NUMBERS.map((number) => `${kinds[number % 2]![0]}${'!'.repeat(number)}`),
      );
      for (const { asked, answer } of exchanges)
        for (const [message, told] of kinds) if (asked.includes(message)) expect(answer, asked).to.match(told);
    });
  });
});
