/**
 * Scenario: a process is killed between a tool call and its result being told. The message is not lost, nothing is told
 * that did not happen, and what is put before models afterwards is a whole history.
 */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { startRollingFleet, type RollingFleet } from '@deskfleet/local/testing/rolling-fleet.ts';
import type { ChatReply } from '@deskfleet/shared/conversation/reply.ts';
import { storedMessages, storedTurns } from './support.ts';

const TENANT = 'acme';
const QUESTION = 'Where is my order o12345?';
/** Of the parcel: only who has looked it up knows it. */
const ANSWER = 'NOUS123451';

interface Block {
  readonly text?: string;
  readonly toolUse?: { readonly toolUseId: string };
  readonly toolResult?: { readonly toolUseId: string };
}
interface Prompt {
  readonly messages: readonly { readonly role: string; readonly content: readonly Block[] }[];
}

/** As Bedrock insists on it: the user first, in turn, and each tool call with its result in the very next message. */
function expectWhole({ messages }: Prompt): void {
  expect(messages.map(({ role }) => role)).to.deep.equal(
    messages.map((_, at) => (at % 2 === 0 ? 'user' : 'assistant')),
  );
  const ids = (at: number, kind: 'toolUse' | 'toolResult'): readonly string[] =>
    (messages[at]?.content ?? []).flatMap((block) => block[kind]?.toolUseId ?? []);
  for (const at of messages.keys()) expect(ids(at + 1, 'toolResult')).to.deep.equal(ids(at, 'toolUse'));
}

describe('a crash between a tool call and its result', function () {
  this.timeout(120_000);
  let fleet: RollingFleet;
  before(async () => {
    fleet = await startRollingFleet({ TURN_LEASE_MS: '1000', WAITING_POLL_MS: '20' });
  });
  after(() => fleet.close());
  afterEach(() => fleet.bedrock.control.reset());

  const where = () => ({ world: fleet.world, shop: { tenant: TENANT } });
  const send = async (message: string, conversation?: string, key: string = randomUUID()): Promise<Response> =>
    fetch(`${fleet.url}/supervisor/chat`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await fleet.issuer.token({ sub: 'cust001', tenant: TENANT })}`,
        'idempotency-key': key,
      },
      body: JSON.stringify({ message, conversation_id: conversation }),
    });
  const ask = async (...what: Parameters<typeof send>): Promise<ChatReply> => {
    const response = await send(...what);
    expect(response.status).to.equal(200);
    return (await response.json()) as ChatReply;
  };
  const prompts = (): readonly Prompt[] =>
    fleet.bedrock.log.entries.flatMap(({ prompt }) => (prompt === null ? [] : [JSON.parse(prompt) as Prompt]));

  /** @param words what the specialist's model is told to say; null leaves it to its rulebook */
  const scenarios = (words: (() => void) | null): void => {
    it('of the supervisor: the same key again is answered, once, and the next turn sees a whole history', async () => {
      const { control, log } = fleet.bedrock;
      const { conversation_id: id } = await ask('Hello');
      log.clear();
      words?.();
      // The tool has been called; the model that would tell its result is held.
      control.fault({ kind: 'hold', agent: 'order-management', skip: words === null ? 0 : 1 });
      const key = randomUUID();
      const lost = send(QUESTION, id, key);
      await log.waitFor({ agent: 'order-management', state: 'held' });
      await fleet.crash('supervisor');
      expect(await (await lost).json()).to.deep.include({ code: 'agent_unavailable', retry: true });
      control.release();
      words?.();
      const answered = await ask(QUESTION, id, key);
      expect(answered.reply).to.contain(ANSWER);
      expect(await (await send(QUESTION, id, key)).json()).to.deep.equal(answered);

      log.clear();
      words?.();
      await ask(QUESTION, id);
      expect(JSON.stringify(prompts())).to.contain('toolResult').and.contain(answered.reply.slice(0, 20));
      for (const prompt of prompts()) expectWhole(prompt);
      const turns = await storedTurns(where(), id);
      expect(turns.map(({ state }) => state)).to.deep.equal(['done', 'failed', 'done', 'done']);
      const said = await storedMessages(where(), id);
      expect(said.filter(({ body }) => body.includes(ANSWER))).to.have.length(2);
    });

    it('of the specialist: told as what it is, and the next turn has nothing of it', async () => {
      const { control, log } = fleet.bedrock;
      log.clear();
      words?.();
      control.fault({ kind: 'hold', agent: 'order-management', skip: words === null ? 0 : 1 });
      const answer = ask(QUESTION);
      await log.waitFor({ agent: 'order-management', state: 'held' });
      await fleet.crash('order-management');
      control.release();
      const { conversation_id: id, ...broken } = await answer;
      expect(broken.agents).to.deep.equal([{ agent: 'order-management', outcome: 'failed' }]);
      expect(broken.reply)
        .to.match(/could not reach Order management|broke off/u)
        .and.not.contain(ANSWER);

      log.clear();
      words?.();
      expect((await ask(QUESTION, id)).reply).to.contain(ANSWER);
      for (const prompt of prompts()) expectWhole(prompt);
    });
  };

  describe('rulebook', () => {
    scenarios(null);
  });

  describe('scripted model', () => {
    scenarios(() => {
      fleet.bedrock.control.script('order-management', [
        { calls: [{ name: 'get_order', input: { order_id: 'o12345' } }] },
        { text: `It is on its way with ${ANSWER}.` },
      ]);
    });
  });
});
