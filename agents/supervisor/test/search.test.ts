/** Finding past conversations and memories, over HTTP. */
import { expect } from 'chai';
import { sql } from '@deskfleet/shared/database/sql.ts';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { startTestFleet, type TestFleet } from './support.ts';

/** Answers in the place of the specialist as its tool does; down when the test says so. */
const asked: string[] = [];
let down = false;
function memories(request: IncomingMessage, response: ServerResponse): void {
  if (down) return void request.socket.destroy();
  let body = '';
  request.on('data', (chunk: Buffer) => (body += chunk.toString()));
  request.on('end', () => {
    asked.push(`${String(request.url)} ${body}`);
    const found = {
      memories: [
        { memory_id: 'mem_1', kind: 'stated', text: 'I have a purple kettle', created_at: '2026-11-01T00:00:00Z' },
      ],
    };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ tool: 'list_memories', result: found, citations: [] }));
  });
}

interface Found {
  readonly messages: readonly { readonly conversation_id: string; readonly role: string; readonly excerpt: string }[];
  readonly memories: readonly { readonly text: string }[];
  readonly memories_complete: boolean;
}

describe('searching past conversations', () => {
  let fleet: TestFleet;
  before(async () => {
    fleet = await startTestFleet({ instead: { personalization: memories } });
    fleet.model.push({ text: 'The purple kettle has a limescale filter.' }, { text: 'Hello Bob.' });
    await fleet.ask('How do I clean my kettle?');
    await fleet.ask('My kettle is a secret', { as: 'bob' });
    const { conversation_id } = await (async () => {
      fleet.model.push({ text: 'Good day.' });
      return fleet.ask('Good day');
    })();
    await fleet.world.database.execute(
      sql`insert into messages (tenant_id, conversation_id, position, turn_id, role, body) select tenant_id, conversation_id, 99, id, 'note', 'kettle: difficult customer' from turns where tenant_id = ${fleet.shop.tenant} and conversation_id = ${conversation_id}`,
    );
  });
  after(() => fleet.agents.close());

  const search = async (q: string, as = 'ann'): Promise<Found> => {
    const response = await fleet.agents.fetch('supervisor', `/supervisor/search?q=${encodeURIComponent(q)}`, {
      token: await fleet.token(as),
    });
    expect(response.status).to.equal(200);
    return (await response.json()) as Found;
  };

  it("finds by words, in other forms too, with the words around, and what is remembered; only one's own", async () => {
    const found = await search('kettles');
    expect(found.messages.map(({ role, excerpt }) => [role, excerpt])).to.have.deep.members([
      ['user', 'How do I clean my kettle?'],
      ['assistant', 'The purple kettle has a limescale filter.'],
    ]);
    expect(found.memories.map((memory) => memory.text)).to.deep.equal(['I have a purple kettle']);
    expect(found.memories_complete).to.equal(true);
    expect(asked).to.deep.equal(['/personalization/tools/list_memories {"about":"kettles"}']);
    expect((await search('kettle', 'bob')).messages).to.have.length(1);
    expect((await search('limescale')).messages).to.have.length(1);
    expect((await search('nothing of the kind')).messages).to.be.empty;
  });

  it('says when memories could not be looked through, and gives the rest', async () => {
    down = true;
    const found = await search('limescale');
    expect(found).to.deep.include({ memories: [], memories_complete: false });
    expect(found.messages).to.have.length(1);
    down = false;
  });

  it('takes any characters, and needs a customer and words', async () => {
    for (const q of ['"unclosed', "'; drop table messages; --", 'a & | ! b', '<->']) await search(q);
    expect((await fleet.agents.fetch('supervisor', '/supervisor/search?q=kettle')).status).to.equal(401);
    const short = await fleet.agents.fetch('supervisor', '/supervisor/search?q=k', { token: await fleet.token() });
    expect(short.status).to.equal(400);
  });
});
