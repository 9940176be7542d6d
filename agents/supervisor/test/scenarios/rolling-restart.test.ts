/**
 * Scenario: every agent is replaced while customers chat. The task that stops is told before the load balancer hears of
 * it, so requests still reach it. No turn is lost, no customer sees an error, and every answer is whole.
 */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { partsOf } from '@deskfleet/local/testing/agents.ts';
import { startRollingFleet, type RollingFleet } from '@deskfleet/local/testing/rolling-fleet.ts';
import type { ChatReply } from '@deskfleet/shared/conversation/reply.ts';
import { AGENT_NAMES, type SpecialistName } from '@deskfleet/shared/fleet.ts';
import { gate } from '../support.ts';
import { storedMessages, storedTurns } from './support.ts';

const TENANT = 'acme';
const CHAT = '/supervisor/chat';
/** A bound for a test that never ends; far more than are sent. */
const MOST_CHATS = 500;

interface Question {
  readonly says: string;
  readonly agent: SpecialistName;
  readonly told: RegExp;
}

const ANYBODY: readonly Question[] = [
  { says: 'Do you have speakers under 100 dollars?', agent: 'product-recommendation', told: /SonicWave/u },
  { says: 'What is my loyalty tier?', agent: 'personalization', told: /loyalty tier is \w+/u },
  { says: 'My ZenSound headphones do not connect. What can I do?', agent: 'troubleshooting', told: /ZenSound/u },
];

/** Customers with an order each, and what is true of it. */
const CUSTOMERS: readonly { readonly id: string; readonly order: string; readonly told: RegExp }[] = [
  { id: 'cust001', order: 'o12345', told: /NOUS123451|in transit|on its way/u },
  { id: 'cust003', order: 'o14003', told: /delivered/iu },
  { id: 'cust005', order: 'o14005', told: /delivered/iu },
  { id: 'cust102', order: 'o14102', told: /delivered/iu },
];

interface Heard {
  readonly message: string;
  readonly reply: string;
}

/** One customer's conversation, chat after chat; what went wrong is kept for the end. */
class Customer {
  readonly heard: Heard[] = [];
  readonly wrong: string[] = [];
  conversation: string | undefined;
  readonly #fleet: RollingFleet;
  readonly #who: (typeof CUSTOMERS)[number];
  readonly #streams: boolean;

  constructor(fleet: RollingFleet, who: (typeof CUSTOMERS)[number], streams: boolean) {
    this.#fleet = fleet;
    this.#who = who;
    this.#streams = streams;
  }

  async chat(): Promise<void> {
    const own: Question = {
      says: `Where is my order ${this.#who.order}?`,
      agent: 'order-management',
      told: this.#who.told,
    };
    const questions = [own, ...ANYBODY];
    const { says, agent, told } = questions[this.heard.length % questions.length]!;
    const answer = await this.#send(says).catch((error: unknown) => String(error));
    if (typeof answer === 'string') return void this.wrong.push(`${says}: ${answer}`);
    this.conversation = answer.conversation_id;
    this.heard.push({ message: says, reply: answer.reply });
    const outcomes = answer.agents.map((one) => `${one.agent} ${one.outcome}`).join();
    if (outcomes !== `${agent} answered` || !told.test(answer.reply))
      this.wrong.push(`${says}: ${outcomes}: ${answer.reply}`);
  }

  /** @returns the answer, or what came in its place */
  async #send(message: string): Promise<Pick<ChatReply, 'conversation_id' | 'reply' | 'agents'> | string> {
    const token = await this.#fleet.issuer.token({ sub: this.#who.id, tenant: TENANT });
    const response = await fetch(`${this.#fleet.url}${CHAT}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
        'idempotency-key': randomUUID(),
        accept: this.#streams ? 'text/event-stream' : 'application/json',
      },
      body: JSON.stringify({ message, conversation_id: this.conversation }),
    });
    if (response.status !== 200) return `${response.status} ${await response.text()}`;
    if (!this.#streams) return (await response.json()) as ChatReply;
    let reply = '';
    for await (const part of partsOf(response)) {
      if (part.type === 'text-delta') reply += String(part['delta']);
      if (part.type === 'finish') return { ...(part['messageMetadata'] as ChatReply), reply };
    }
    return `the stream ended after: ${reply}`;
  }
}

describe('a rolling restart of every agent while customers chat', function () {
  this.timeout(180_000);
  let fleet: RollingFleet;
  const exits: Promise<number | null>[] = [];
  before(async () => {
    // Ample on a busy machine: the load balancer hears of a stop after so many chats, whatever time they take.
    fleet = await startRollingFleet({ SHUTDOWN_DELAY_MS: '24000' });
  });
  after(() => fleet.close());

  describe('rulebook', () => {
    it('loses no turn, shows no error, and every answer is whole and true', async function () {
      const customers = CUSTOMERS.map((who, index) => new Customer(fleet, who, index % 2 === 1));
      let chats = 0;
      let over = false;
      const waiting: { readonly from: number; readonly go: () => void }[] = [];
      const talk = async (customer: Customer): Promise<void> => {
        while (!over && chats < MOST_CHATS) {
          await customer.chat();
          chats += 1;
          for (const { from, go } of waiting) if (chats >= from) go();
        }
      };
      const talks = customers.map(talk);
      /** Resolves when so many more chats have been answered. */
      const after = (more: number): Promise<void> => {
        const answered = gate();
        waiting.push({ from: chats + more, go: () => answered.open() });
        return answered.opened;
      };
      for (const name of AGENT_NAMES) {
        // Before the load balancer hears of it, each customer has chatted twice.
        exits.push((await fleet.replace(name, () => after(2 * CUSTOMERS.length))).exited);
        await after(CUSTOMERS.length);
      }
      over = true;
      await Promise.all(talks);

      expect(customers.flatMap(({ wrong }) => wrong)).to.deep.equal([]);
      for (const { conversation, heard } of customers) {
        const where = { world: fleet.world, shop: { tenant: TENANT } };
        const turns = await storedTurns(where, conversation!);
        expect(turns.map(({ state }) => state)).to.deep.equal(heard.map(() => 'done'));
        expect(await storedMessages(where, conversation!)).to.deep.equal(
          heard.flatMap(({ message, reply }) => [
            { role: 'user', body: message },
            { role: 'assistant', body: reply },
          ]),
        );
      }
      this.test!.title += ` (${chats} chats)`;
    });
  });

  describe('scripted model', () => {
    const where = () => ({ world: fleet.world, shop: { tenant: TENANT } });
    const at = new Date().toISOString();

    for (const name of ['order-management', 'supervisor'] as const) {
      it(`a turn that runs in the ${name} when it is stopped is answered to its end`, async () => {
        const { control, log } = fleet.bedrock;
        log.clear();
        control.script('order-management', [{ text: `It left at ${at}.` }]);
        control.fault({ kind: 'hold', agent: 'order-management' });
        const customer = new Customer(fleet, { ...CUSTOMERS[0]!, told: /It left at/u }, true);
        const answer = customer.chat();
        await log.waitFor({ agent: 'order-management', state: 'held' });
        const { exited } = await fleet.replace(name, () => Promise.resolve());
        control.release();
        await answer;
        expect(customer.wrong).to.deep.equal([]);
        expect((await storedMessages(where(), customer.conversation!)).at(-1)?.body).to.equal(`It left at ${at}.`);
        exits.push(exited);
      });
    }

    it('a task that stops still answers its health check, and asks to be left', async () => {
      const health = async (url: string): Promise<readonly [number, string | null, string | null]> => {
        const { status, headers } = await fetch(`${url}/health`);
        return [status, headers.get('connection'), headers.get('keep-alive')];
      };
      const url = fleet.urlOf('troubleshooting');
      // Longer than the idle timeout that a load balancer is given.
      expect(await health(url)).to.deep.equal([200, 'keep-alive', 'timeout=180']);
      let whileStopping: unknown;
      const { exited } = await fleet.replace('troubleshooting', async () => {
        whileStopping = await health(url);
      });
      expect(whileStopping).to.deep.equal([200, 'close', null]);
      exits.push(exited);
    });
  });

  describe('in the end', () => {
    it('every task that was stopped has ended once it was told that nobody sends it anything', async () => {
      expect(exits).to.have.length(8);
      expect(await Promise.all(exits)).to.deep.equal(exits.map(() => 0));
    });
  });
});
