/** A colleague steps in where nobody asked for a person: the assistant had the conversation until then. */
import { expect } from 'chai';
import { StaffDesk } from './staff-desk.ts';
import { gate, startTestFleet, type TestFleet } from './support.ts';

const TOLD = 'I am a colleague of the shop and have taken over this conversation. I answer you here.';
const STEP_IN = { from_assistant: true };

describe('taking a conversation over from the assistant', () => {
  let fleet: TestFleet;
  let desk: StaffDesk;
  beforeEach(async () => {
    fleet = await startTestFleet({ settings: { MESSAGES_POLL_MS: 5 } });
    desk = new StaffDesk(fleet);
  });
  afterEach(() => fleet.agents.close());

  it('is found in a list of its own, the latest first, and only while it is not finished', async () => {
    const first = await desk.talk('Hello');
    const second = await desk.talk('Good morning');
    const queued = await desk.queued();
    const list = async (query = '') => desk.queue(`owner=agent${query}`);
    const page = await list('&limit=1');
    const rest = await list(`&limit=1&after=${encodeURIComponent(page.next ?? '')}`);
    expect([page, rest].flatMap(({ conversations }) => conversations.map(({ id }) => id))).to.deep.equal([
      second,
      first,
    ]);
    expect(page.conversations[0]).to.deep.include({ owner: 'agent', queued_at: null, waiting_seconds: null });
    await desk.ok(second, 'claim', STEP_IN);
    await desk.ok(second, 'resolve', {});
    expect((await list()).conversations.map(({ id }) => id))
      .to.deep.equal([first])
      .and.not.include(queued);
  });

  it('tells the customer, makes the fleet silent, and gives the colleague the packet of a hand-off', async () => {
    const id = await desk.talk('My lamp is broken');
    expect(await desk.ok(id, 'claim', STEP_IN)).to.include({ owner: 'staff:sam', state: 'waiting_for_staff' });
    const thread = await desk.thread(id);
    expect(thread.messages.at(-1)).to.include({ role: 'staff', text: TOLD });
    expect(thread.packet).to.deep.include({ reason: 'taken_over', last_message: 'My lamp is broken' });
    expect(thread.handoffs).to.have.length(1);
    expect(thread.handoffs[0]).to.include({ claimed_by: 'sam', closed_at: null });
    expect((await desk.queue('owner=mine')).conversations.map((one) => one.id)).to.deep.equal([id]);

    const calls = fleet.model.requests.length;
    expect(await fleet.ask('Are you there?', { conversation: id })).to.deep.include({ reply: '', owner: 'staff' });
    expect(fleet.model.requests).to.have.length(calls);
    const news = await desk.news(id, 'after=0');
    expect(news.messages.map(({ text }) => text)).to.include(TOLD);

    await desk.ok(id, 'reply', { text: 'I send a new one.' });
    await desk.ok(id, 'hand-back', { note: 'A new lamp is on its way.' });
    fleet.model.push({ text: 'It comes on Monday.' });
    expect((await fleet.ask('When?', { conversation: id })).reply).to.equal('It comes on Monday.');
    expect(JSON.stringify(fleet.model.requests.at(-1)?.messages)).to.contain('A new lamp is on its way.');
    expect(await desk.actions(id)).to.deep.equal(['staff_take_over', 'staff_reply', 'staff_hand_back']);
  });

  it('withholds an answer that is being written', async () => {
    const id = await desk.talk('Hello');
    const begun = gate();
    const rest = gate();
    fleet.model.push(() => {
      begun.open();
      return { text: 'I have cancelled everything.', hold: rest.opened };
    });
    const answer = fleet.ask('Cancel it', { conversation: id });
    await begun.opened;
    await desk.ok(id, 'claim', STEP_IN);
    rest.open();
    expect(await answer).to.deep.include({ reply: '', owner: 'staff' });
    const texts = (await desk.thread(id)).messages.map(({ text }) => text);
    expect(texts).to.include(TOLD).and.not.include('I have cancelled everything.');
  });

  it('takes it only from the assistant, for one colleague, once', async () => {
    const queued = await desk.queued();
    expect(await desk.code(desk.does(queued, 'claim', STEP_IN))).to.equal('handoff_not_possible');
    const id = await desk.talk('Hello');
    const names = ['sam', 'kim', 'lee'];
    const responses = await Promise.all(names.map((as) => desk.does(id, 'claim', STEP_IN, { as })));
    expect(responses.map(({ status }) => status).sort((a, b) => a - b)).to.deep.equal([200, 409, 409]);
    const winner = names[responses.findIndex(({ status }) => status === 200)] ?? '';
    // A second press changes nothing.
    expect(await desk.ok(id, 'claim', STEP_IN, { as: winner })).to.include({ owner: `staff:${winner}` });
    const { messages, handoffs } = await desk.thread(id);
    expect(messages.filter(({ text }) => text === TOLD)).to.have.length(1);
    expect(handoffs).to.have.length(1);
    expect(await desk.code(desk.does(id, 'claim', { ...STEP_IN, take_from: 'sam' }))).to.equal('invalid_request');
    expect(await desk.code(desk.does('conv_none', 'claim', STEP_IN))).to.equal('conversation_not_found');
    expect(await desk.ok(id, 'release', {}, { as: winner })).to.include({ owner: 'queue' });
  });
});
