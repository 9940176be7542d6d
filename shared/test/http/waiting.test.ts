/** Messages that come while another one is being answered, over HTTP. */
import { expect } from 'chai';
import { column, nullable, row } from '../../src/database/row.ts';
import { sql } from '../../src/database/sql.ts';
import type { ChatReply } from '../../src/conversation/reply.ts';
import { partsOf } from '@deskfleet/local/testing/agents.ts';
import { expectProblem, NAME, startOneAgent, type OneAgent } from './support.ts';
import { MOST_LOOKS, untilWaiting } from '@deskfleet/local/testing/waiting.ts';

const CHAT = '/personalization/chat';
const messageRow = row({ position: column.int(), role: column.text(), body: column.text() });
const waitingRow = row({ body: column.text(), turn_id: nullable(column.text()) });

describe('messages that come while another one is answered', () => {
  let one: OneAgent;
  let token: string;
  before(async () => {
    one = await startOneAgent();
    token = await one.token();
  });
  after(() => one.agents.close());

  const send = (
    message: string,
    conversation_id?: string,
    headers: Record<string, string> = {},
    signal?: AbortSignal,
  ) => one.agents.post(NAME, CHAT, { message, conversation_id }, { token, headers, ...(signal ? { signal } : {}) });
  const reply = async (response: Promise<Response>): Promise<ChatReply> => (await (await response).json()) as ChatReply;
  const stored = (id: string) =>
    one.world.database.query(
      messageRow,
      sql`select position, role, body from messages where tenant_id = ${one.shop.tenant} and conversation_id = ${id} order by position`,
    );
  const begin = async (): Promise<string> => {
    one.model.push({ text: 'Hello.' });
    return (await reply(send('Hi'))).conversation_id;
  };
  const lastWords = (): string => {
    const content = one.model.requests.at(-1)?.messages.at(-1)?.content.at(-1);
    return content?.type === 'text' ? content.text : '';
  };

  it('wait for it and are answered together, in the order in which they came, by one turn', async () => {
    const id = await begin();
    const later: Promise<ChatReply>[] = [];
    one.model.push(
      async () => {
        for (const [index, message] of ['Two', 'Three', 'Four'].entries()) {
          later.push(reply(send(message, id)));
          await untilWaiting(one, index + 1);
        }
        return { text: 'Answer to one.' };
      },
      { text: 'Answer to the rest.' },
    );
    expect((await reply(send('One', id))).reply).to.equal('Answer to one.');
    const answers = await Promise.all(later);
    expect(answers.map((answer) => answer.reply)).to.deep.equal(Array(3).fill('Answer to the rest.'));
    expect(new Set(answers.map((answer) => answer.turn_id)).size).to.equal(1);
    expect(lastWords()).to.equal('Two\n\nThree\n\nFour');
    expect((await stored(id)).slice(2).map(({ role, body }) => [role, body])).to.deep.equal([
      ['user', 'One'],
      ['assistant', 'Answer to one.'],
      ['user', 'Two\n\nThree\n\nFour'],
      ['assistant', 'Answer to the rest.'],
    ]);
  });

  it('are answered as a stream too, whichever turn took them', async () => {
    const id = await begin();
    const later: Promise<string>[] = [];
    const streamed = async (message: string): Promise<string> => {
      let text = '';
      for await (const part of partsOf(await send(message, id, { accept: 'text/event-stream' })))
        if (part.type === 'text-delta') text += String(part['delta']);
      return text;
    };
    one.model.push(
      async () => {
        later.push(streamed('Two'));
        await untilWaiting(one, 1);
        later.push(streamed('Three'));
        await untilWaiting(one, 2);
        return { text: 'First.' };
      },
      { text: 'Second.' },
    );
    await send('One', id);
    expect(await Promise.all(later)).to.deep.equal(['Second.', 'Second.']);
  });

  it('wait once for one key, and are answered alike', async () => {
    const id = await begin();
    const later: Promise<ChatReply>[] = [];
    one.model.push(
      async () => {
        for (let time = 0; time < 3; time += 1) later.push(reply(send('Again', id, { 'idempotency-key': 'same-key' })));
        await untilWaiting(one, 1);
        return { text: 'First.' };
      },
      { text: 'Once.' },
    );
    await send('One', id);
    expect((await Promise.all(later)).map((answer) => answer.reply)).to.deep.equal(['Once.', 'Once.', 'Once.']);
    expect(lastWords()).to.equal('Again');
  });

  it('are taken back when the customer leaves before their turn', async () => {
    const id = await begin();
    const left = new AbortController();
    let gone: Promise<unknown> = Promise.resolve();
    one.model.push(async () => {
      gone = send('Never mind', id, {}, left.signal).catch(() => 'left');
      await untilWaiting(one, 1);
      left.abort();
      await gone;
      for (let look = 0; look < MOST_LOOKS; look += 1) {
        const rows = await one.world.database.query(
          waitingRow,
          sql`select body, turn_id from waiting_messages where tenant_id = ${one.shop.tenant} and conversation_id = ${id}`,
        );
        if (rows.length === 0) return { text: 'First.' };
      }
      throw new Error('the message is still there');
    });
    await send('One', id);
    expect((await stored(id)).map(({ body }) => body)).to.not.include('Never mind');
  });

  it('are told that it failed when the turn that took them did', async () => {
    const id = await begin();
    const later: Promise<Response>[] = [];
    one.model.push(
      async () => {
        later.push(send('Two', id));
        await untilWaiting(one, 1);
        later.push(send('Three', id));
        await untilWaiting(one, 2);
        return { text: 'First.' };
      },
      () => {
        throw new Error('broken');
      },
    );
    await send('One', id);
    for (const response of await Promise.all(later)) {
      expect(response.status).to.be.oneOf([500, 503]);
      expect(((await response.json()) as { retry: boolean }).retry).to.equal(true);
    }
    expect((await stored(id)).at(-1)?.body).to.equal('Two\n\nThree');
  });

  it('do not wait behind a process that died: its lease runs out unless it is renewed', async () => {
    const short = await startOneAgent({ settings: { TURN_LEASE_MS: 1_000 } });
    short.model.push({ text: 'Hello.' });
    const mine = await short.token();
    const post = (message: string, conversation_id?: string) =>
      short.agents.post(NAME, CHAT, { message, conversation_id }, { token: mine });
    const { conversation_id } = (await (await post('Hi')).json()) as ChatReply;
    const lease = () =>
      short.world.database.one(
        row({ left: column.int() }),
        sql`select (extract(epoch from lease_until - started_at) * 1000)::int as left from conversations c join turns t on t.tenant_id = c.tenant_id and t.id = c.lease_turn_id where c.tenant_id = ${short.shop.tenant} and c.id = ${conversation_id}`,
      );
    short.model.push(async () => {
      const first = (await lease()).left;
      // The turn runs on: its lease is moved on while it does.
      for (let look = 0; (await lease()).left <= first; look += 1)
        if (look > MOST_LOOKS) throw new Error('the lease was not renewed');
      return { text: 'Done.' };
    });
    expect((await post('Long', conversation_id)).status).to.equal(200);
    // A turn that nobody renews any more.
    await short.world.database.execute(
      sql`update conversations set lease_turn_id = 'turn_dead', lease_until = now() + interval '50 milliseconds' where tenant_id = ${short.shop.tenant} and id = ${conversation_id}`,
    );
    short.model.push({ text: 'I am back.' });
    expect(((await (await post('Anybody?', conversation_id)).json()) as ChatReply).reply).to.equal('I am back.');
    await short.agents.close();
  });

  it('in a conversation of somebody else do not wait', async () => {
    const id = await begin();
    await expectProblem(
      await one.agents.post(
        NAME,
        CHAT,
        { message: 'Mine', conversation_id: id },
        { token: await one.token('customer', 'bob') },
      ),
      'conversation_not_found',
    );
  });
});
