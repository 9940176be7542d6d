/**
 * Scenario: a conversation of thirty turns. What is put before a model does not grow with it; the figures are printed
 * with the title of the test.
 */
import { expect } from 'chai';
import { agent as orderManagement } from '@deskfleet/order-management/agent.ts';
import type { ModelRequest } from '@deskfleet/shared/model/model.ts';
import { scriptedModel } from '@deskfleet/shared/model/scripted.ts';
import { CONVERSATION, EARLY_TURN, LATE_TURN } from '../../../../bench/conversation-script.ts';
import { delegateTo, startTestFleet, type TestFleet } from '../support.ts';
import { promptCharacters, startRulebookFleet, storedMessages, storedTurns, type RulebookFleet } from './support.ts';

const TURNS = 30;
/** Design, section 7: the prompt of turn 20 is at most so many times that of turn 2. */
const MOST_GROWTH = 2;

/** Characters put before models in one turn, all its calls together. */
class PromptSizes {
  readonly sizes: number[] = [];
  readonly #requests: () => readonly ModelRequest[];
  #seen = 0;

  constructor(requests: () => readonly ModelRequest[]) {
    this.#requests = requests;
  }

  turnDone(): void {
    const all = this.#requests();
    this.sizes.push(all.slice(this.#seen).reduce((sum, request) => sum + promptCharacters(request), 0));
    this.#seen = all.length;
  }

  of(turn: number): number {
    return this.sizes[turn - 1]!;
  }

  get figures(): string {
    const shown = [EARLY_TURN, 10, LATE_TURN, TURNS].map((turn) => `turn ${turn}: ${this.of(turn)}`);
    return `${shown.join(', ')}; turn ${LATE_TURN} to turn ${EARLY_TURN}: ${(this.of(LATE_TURN) / this.of(EARLY_TURN)).toFixed(2)}`;
  }
}

describe('a conversation of thirty turns', function () {
  this.timeout(120_000);

  describe('scripted model', () => {
    let fleet: TestFleet;
    const specialist = scriptedModel();
    before(async () => {
      // The prompts and tools that customers are served with; only the words of the models are the test's.
      fleet = await startTestFleet({
        instead: { 'order-management': { agent: orderManagement, model: specialist } },
      });
    });
    after(() => fleet.agents.close());

    it('keeps the size of its prompts', async function () {
      const sizes = new PromptSizes(() => [...fleet.model.requests, ...specialist.requests]);
      let conversation: string | undefined;
      const question = 'Where is my order, and when does it come? It was a present for somebody and I am in a hurry. ';
      const answer = 'It is on its way and should be with you on Friday; the carrier has it since Tuesday. ';
      for (let turn = 1; turn <= TURNS; turn += 1) {
        fleet.model.push(delegateTo('order-management'));
        specialist.push({ calls: [{ name: 'get_order_summary', input: {} }] }, { text: answer.repeat(4) });
        const reply = await fleet.ask(
          `${question.repeat(3)}(${turn})`,
          conversation === undefined ? {} : { conversation },
        );
        conversation = reply.conversation_id;
        sizes.turnDone();
      }
      this.test!.title += ` (characters: ${sizes.figures})`;
      expect(sizes.of(LATE_TURN)).to.be.at.most(MOST_GROWTH * sizes.of(EARLY_TURN));
      // From there on it stays where it is.
      expect(Math.max(...sizes.sizes.slice(LATE_TURN))).to.be.at.most(1.05 * sizes.of(LATE_TURN));
      for (const { messages } of specialist.requests.slice(-2)) {
        // What was said last is there word for word, the first question in short or not at all.
        expect(JSON.stringify(messages)).to.contain(`(${TURNS - 1})`);
        expect(messages.map(({ role }) => role)).to.deep.equal(
          messages.map((_, at) => (at % 2 === 0 ? 'user' : 'assistant')),
        );
      }
    });
  });

  describe('rulebook', () => {
    let fleet: RulebookFleet;
    before(async () => {
      fleet = await startRulebookFleet();
    });
    after(() => fleet.agents.close());

    it('keeps the size of its prompts, and answers the same question alike', async function () {
      const sizes = new PromptSizes(() => Object.values(fleet.models).flatMap(({ requests }) => requests));
      const replies: string[] = [];
      let conversation: string | undefined;
      // The script of the benchmark; what it would have changed is declined.
      for (const said of CONVERSATION) {
        const message = said === 'yes' ? 'no' : said;
        const reply = await fleet.ask(message, conversation === undefined ? {} : { conversation });
        conversation = reply.conversation_id;
        replies.push(reply.reply);
        sizes.turnDone();
      }
      this.test!.title += ` (characters: ${sizes.figures})`;
      expect(CONVERSATION).to.have.length(TURNS);
      expect(sizes.of(LATE_TURN)).to.be.at.most(MOST_GROWTH * sizes.of(EARLY_TURN));
      expect(replies[LATE_TURN - 1])
        .to.equal(replies[EARLY_TURN - 1])
        .and.match(/NOUS123451/u);
      expect(await storedMessages(fleet, conversation!)).to.have.length(2 * TURNS);
      expect((await storedTurns(fleet, conversation!)).map(({ state }) => state)).to.deep.equal(
        Array(TURNS).fill('done'),
      );
    });
  });
});
