/** Bringing in a person, over HTTP; how colleagues work is in staff.test.ts. */
import { expect } from 'chai';
import type { ChatReply } from '@deskfleet/shared/conversation/reply.ts';
import { packetSchema, type Packet } from '@deskfleet/shared/conversation/handoff.ts';
import { column, nullable, row } from '@deskfleet/shared/database/row.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import { delegateTo, startTestFleet, type TestFleet } from './support.ts';

const LIST = '/supervisor/conversations';
const handoffRow = row({
  reason: column.text(),
  packet: column.json<Packet>(packetSchema),
  outcome: nullable(column.text()),
});
const messageRow = row({ role: column.text(), body: column.text() });

describe('handing over to a person', () => {
  let fleet: TestFleet;
  beforeEach(async () => {
    fleet = await startTestFleet();
  });
  afterEach(() => fleet.agents.close());

  const execute = (statement: ReturnType<typeof sql>): Promise<unknown> => fleet.world.database.execute(statement);
  const owner = async (id: string): Promise<string> =>
    (
      await fleet.world.database.one(
        row({ owner: column.text() }),
        sql`select owner from conversations where tenant_id = ${fleet.shop.tenant} and id = ${id}`,
      )
    ).owner;
  const handoffs = (id: string) =>
    fleet.world.database.query(
      handoffRow,
      sql`select reason, packet, outcome from handoffs where tenant_id = ${fleet.shop.tenant} and conversation_id = ${id} order by created_at`,
    );
  const messages = (id: string) =>
    fleet.world.database.query(
      messageRow,
      sql`select role, body from messages where tenant_id = ${fleet.shop.tenant} and conversation_id = ${id} order by position`,
    );
  const claim = (id: string): Promise<unknown> =>
    execute(sql`update conversations set owner = 'staff:sam' where tenant_id = ${fleet.shop.tenant} and id = ${id}`);
  const press = async (id: string, body: object, as?: string): Promise<Response> =>
    fleet.agents.post('supervisor', `${LIST}/${id}/handoff`, body, { token: await fleet.token(as) });

  it('puts the conversation into the queue with what is known, and the fleet is silent from then on', async () => {
    fleet.model.push(delegateTo('personalization'));
    fleet.models.personalization.push(
      {
        calls: [
          { name: 'echo', input: { text: 'ledger' } },
          { name: 'set_newsletter', input: { subscribe: true } },
        ],
      },
      { text: 'Shall I?' },
    );
    const first = await fleet.ask('Newsletter please');
    const id = first.conversation_id;
    fleet.model.push({ calls: [{ name: 'hand_off_to_human', input: { reason: 'asked', note: 'Wants a person.' } }] });
    const reply = await fleet.ask('This is ridiculous! I want a person.', { conversation: id });
    expect(reply.reply).to.match(/^I have asked a colleague to take over\. They will answer you here\./u);
    expect(reply.owner).to.equal('queue');
    const [{ reason, packet }] = (await handoffs(id)) as [{ reason: string; packet: Packet; outcome: null }];
    expect(reason).to.equal('asked');
    expect(packet).to.deep.include({
      note: 'Wants a person.',
      mood: 'angry',
      customer: { id: 'ann', first_name: 'ann', loyalty_tier: 'bronze' },
      last_message: 'This is ridiculous! I want a person.',
      actions: [],
    });
    expect(packet.facts.map(({ tool, result }) => [tool, result])).to.deep.include(['echo', { said: 'ledger' }]);
    expect(packet.open_quotes.map(({ summary }) => summary)).to.deep.equal(['Turn the newsletter on.']);
    expect(packet.summary).to.contain('- Newsletter please → Shall I?');
    const calls = fleet.model.requests.length;
    const later = await fleet.ask('Hello? Anybody?', { conversation: id });
    expect(later).to.deep.include({ reply: '', owner: 'queue', agents: [] });
    expect(fleet.model.requests).to.have.length(calls);
    expect((await messages(id)).at(-1)).to.deep.equal({ role: 'user', body: 'Hello? Anybody?' });
  });

  it('tells a stream, too', async () => {
    fleet.model.push({ calls: [{ name: 'hand_off_to_human', input: { reason: 'anger' } }] });
    const parts: unknown[] = [];
    for await (const part of fleet.parts('I am fed up')) parts.push(part);
    expect(parts).to.deep.include({ type: 'data-handoff', data: { owner: 'queue' } });
  });

  it('by the button needs no model, once, and can be taken back until somebody has come', async () => {
    fleet.model.push({ text: 'Hello.' });
    const { conversation_id: id } = await fleet.ask('Hi');
    for (let time = 0; time < 2; time += 1) {
      const response = await press(id, { note: 'My parcel is wet.' });
      expect(await response.json()).to.deep.include({ owner: 'queue' });
    }
    expect(await handoffs(id)).to.have.length(1);
    expect((await messages(id)).slice(2).map(({ body }) => body.slice(0, 40))).to.deep.equal([
      'I would like to talk to a person. My par',
      'I have asked a colleague to take over. T',
    ]);
    expect(await (await press(id, { withdraw: true })).json()).to.deep.include({ owner: 'agent' });
    expect((await handoffs(id))[0]?.outcome).to.equal('withdrawn');
    fleet.model.push({ text: 'Here I am.' });
    expect((await fleet.ask('Are you there?', { conversation: id })).reply).to.equal('Here I am.');
    await press(id, {});
    await claim(id);
    const late = await press(id, { withdraw: true });
    expect([late.status, ((await late.json()) as { code: string }).code]).to.deep.equal([409, 'handoff_not_possible']);
  });

  it("is for one's own conversation only; a visitor needs no token for theirs", async () => {
    fleet.model.push({ text: 'Hello.' });
    const { conversation_id: id } = await fleet.ask('Hi');
    expect((await press(id, {}, 'bob')).status).to.equal(404);
    expect((await fleet.agents.post('supervisor', `${LIST}/${id}/handoff`, {})).status).to.equal(404);
    fleet.model.push({ text: 'Hello.' });
    const visitor = (await (
      await fleet.agents.post('supervisor', '/supervisor/chat', { message: 'Hi' })
    ).json()) as ChatReply;
    const response = await fleet.agents.post('supervisor', `${LIST}/${visitor.conversation_id}/handoff`, {});
    expect(response.status).to.equal(200);
  });

  it('while a turn runs: what the fleet was about to say is not said once a colleague has it', async () => {
    fleet.model.push({ text: 'Hello.' });
    const { conversation_id: id } = await fleet.ask('Hi');
    fleet.model.push(async () => {
      await press(id, {});
      await claim(id);
      return { text: 'I, the machine, think …' };
    });
    const reply = await fleet.ask('What do you think?', { conversation: id });
    expect(reply).to.deep.include({ reply: '', owner: 'staff' });
    expect((await messages(id)).map(({ body }) => body)).to.not.include('I, the machine, think …');
    expect(await owner(id)).to.equal('staff:sam');
  });

  it('outside business hours says so, and when somebody will be there', async () => {
    await execute(
      sql`update policies set business_hours = ${'{"mon": [["09:00", "17:00"]]}'}::jsonb where tenant_id = ${fleet.shop.tenant}`,
    );
    fleet.model.push({ calls: [{ name: 'hand_off_to_human', input: { reason: 'asked' } }] });
    // The shop's clock in tests stands on a Monday, 10:00 in the morning, or not: whichever, the text is true.
    const { reply } = await fleet.ask('A person, please');
    expect(reply).to.match(/They will answer you here|from 09:00 (today|tomorrow|on Monday) \(UTC time\)/u);
  });
});
