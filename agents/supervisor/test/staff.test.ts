/** The staff API over HTTP: who may, in which state, and what customer and fleet see of it. */
import { expect } from 'chai';
import type { ChatReply } from '@deskfleet/shared/conversation/reply.ts';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import { Background } from '../src/background.ts';
import { resolveFinished, resolveRound } from '../src/staff/auto-resolve.ts';
import { WATCHED } from '@deskfleet/shared/telemetry/watched.ts';
import { queueLength } from '../src/staff/queue.ts';
import { gate, startTestFleet, type TestFleet } from './support.ts';
import { StaffDesk, type StaffThread } from './staff-desk.ts';

const LIST = '/supervisor/conversations';
const STAFF = '/supervisor/staff';

describe('the staff API', () => {
  let fleet: TestFleet;
  let desk: StaffDesk;
  beforeEach(async () => {
    fleet = await startTestFleet({ settings: { MESSAGES_POLL_MS: 5 } });
    desk = new StaffDesk(fleet);
  });
  afterEach(() => fleet.agents.close());

  const texts = (thread: StaffThread) => thread.messages.map(({ role, text }) => [role, text]);
  const lastAsked = (): string => JSON.stringify(fleet.model.requests.at(-1)?.messages);

  describe('the queue', () => {
    it('lists who waits, the longest first, with reason, mood and what they said, and pages', async () => {
      const first = await desk.queued({ note: 'My parcel is wet!!' });
      const second = await desk.queued({ as: 'bob' });
      await desk.execute(
        sql`update conversations set queued_at = now() - interval '90 seconds' where tenant_id = ${fleet.shop.tenant} and id = ${first}`,
      );
      const { conversations, next } = await desk.queue('limit=1');
      expect(conversations.map(({ id }) => id)).to.deep.equal([first]);
      expect(conversations[0]).to.deep.include({
        owner: 'queue',
        reason: 'asked',
        mood: 'calm',
        customer_name: 'ann Kernel',
        state: 'waiting_for_staff',
      });
      expect(conversations[0]?.waiting_seconds).to.be.within(90, 600);
      const rest = await desk.queue(`limit=1&after=${encodeURIComponent(next ?? '')}`);
      expect(rest.conversations.map(({ id }) => id)).to.deep.equal([second]);
      expect((await desk.queue('reason=anger')).conversations).to.deep.equal([]);
      await desk.ok(second, 'claim', {});
      expect((await desk.queue()).conversations.map(({ id }) => id)).to.deep.equal([first]);
      expect((await desk.queue('owner=mine')).conversations.map(({ id, owner }) => [id, owner])).to.deep.equal([
        [second, 'staff:sam'],
      ]);
      await desk.ok(second, 'reply', { text: 'One moment.' });
      expect((await desk.queue('owner=mine')).conversations[0]?.waiting_seconds, 'nobody waits').to.equal(null);
      expect((await desk.queue('owner=mine', 'kim')).conversations).to.deep.equal([]);
      expect((await desk.queue('owner=all', 'kim')).conversations.map(({ id }) => id)).to.have.members([first, second]);
      for (const wrong of ['limit=0', 'owner=nobody', 'reason=bored', 'after=yesterday'])
        expect(await desk.code(desk.get(`${STAFF}/queue?${wrong}`)), wrong).to.equal('invalid_request');
    });

    it('has a length and a longest wait over all shops, which the rounds of the supervisor log', async () => {
      const before = await queueLength(fleet.world.database);
      const id = await desk.queued();
      await desk.execute(
        sql`update conversations set queued_at = now() - interval '3 days' where tenant_id = ${fleet.shop.tenant} and id = ${id}`,
      );
      const length = await queueLength(fleet.world.database);
      expect(length.waiting).to.equal(before.waiting + 1);
      expect(length.longest_seconds).to.be.within(259_200, 259_800);
      await desk.ok(id, 'claim', {});
      expect((await queueLength(fleet.world.database)).waiting).to.equal(before.waiting);
    });

    it('shows the whole thread: notes, packet, open proposals, the history of hand-offs', async () => {
      const id = await desk.queued({ note: 'It is broken.' });
      await desk.ok(id, 'note', { text: 'Known fault of this series.' });
      const thread = await desk.thread(id);
      expect(thread.conversation).to.deep.include({
        id,
        owner: 'queue',
        customer: { id: 'ann', first_name: 'ann', last_name: 'Kernel', loyalty_tier: 'bronze' },
      });
      expect(thread.packet).to.deep.include({
        reason: 'asked',
        note: 'It is broken.',
        suggested_reply: 'Hello ann, I have read what you wrote and am looking into it now.',
      });
      expect(thread.handoffs).to.have.length(1);
      expect(texts(thread).at(-1)).to.deep.equal(['note', 'Known fault of this series.']);
      const page = await desk.thread(id, 'limit=2');
      const before = await desk.thread(id, `limit=2&before=${String(page.next)}`);
      expect([...before.messages, ...page.messages]).to.deep.equal(thread.messages.slice(-4));
    });
  });

  describe('who may', () => {
    const bodies: readonly (readonly [verb: string, body: object])[] = [
      ['claim', {}],
      ['release', {}],
      ['reply', { text: 'Hi' }],
      ['note', { text: 'x' }],
      ['hand-back', { note: 'x' }],
      ['resolve', {}],
    ];

    it('staff of the shop, nobody else', async () => {
      const id = await desk.queued();
      const paths = bodies.map(([verb, body]) => [`${STAFF}/conversations/${id}/${verb}`, body] as const);
      const calls: readonly (readonly [string, object])[] = [
        ...paths,
        [`${STAFF}/canned-replies/hello`, { title: 'Hello', body: 'Hello.' }],
        [`${STAFF}/canned-replies/hello/delete`, {}],
      ];
      const reads = [`${STAFF}/queue`, `${STAFF}/conversations/${id}`, `${STAFF}/canned-replies`];
      for (const [token, code] of [
        [await fleet.token(), 'forbidden'],
        [await fleet.token('crm', 'service'), 'forbidden'],
        [undefined, 'unauthenticated'],
      ] as const) {
        const options = token === undefined ? {} : { token };
        for (const [path, body] of calls)
          expect(await desk.code(fleet.agents.post('supervisor', path, body, options)), path).to.equal(code);
        for (const path of reads)
          expect(await desk.code(fleet.agents.fetch('supervisor', path, options)), path).to.equal(code);
      }
      const foreign = await fleet.agents.issuer.token({ sub: 'sam', tenant: 'globex', role: 'staff' });
      for (const [path, body] of paths)
        expect(await desk.code(fleet.agents.post('supervisor', path, body, { token: foreign })), path).to.equal(
          'conversation_not_found',
        );
      expect(
        await desk.code(fleet.agents.fetch('supervisor', `${STAFF}/conversations/${id}`, { token: foreign })),
      ).to.equal('conversation_not_found');
      const elsewhere = (await (
        await fleet.agents.fetch('supervisor', `${STAFF}/queue?owner=all`, { token: foreign })
      ).json()) as { conversations: { id: string }[] };
      expect(elsewhere.conversations.map((one) => one.id)).not.to.include(id);
      expect((await desk.thread(id)).conversation.owner).to.equal('queue');
    });

    it('only in the state that allows it', async () => {
      const id = await desk.talk('Hello');
      for (const [verb, body] of bodies.filter(([verb]) => verb !== 'note'))
        expect(await desk.code(desk.does(id, verb, body)), `${verb} while the fleet has it`).to.equal(
          'handoff_not_possible',
        );
      await desk.press(id, {});
      for (const [verb, body] of bodies.filter(([verb]) => verb !== 'note' && verb !== 'claim'))
        expect(await desk.code(desk.does(id, verb, body)), `${verb} in the queue`).to.equal('handoff_not_possible');
      await desk.ok(id, 'claim', {});
      for (const [verb, body] of bodies.filter(([verb]) => verb !== 'note'))
        expect(await desk.code(desk.does(id, verb, body, { as: 'kim' })), `${verb} by another`).to.equal(
          'handoff_not_possible',
        );
      expect(await desk.ok(id, 'note', { text: 'I can help.' }, { as: 'kim' })).to.include({ owner: 'staff:sam' });
      for (const [verb, body] of [
        ['reply', {}],
        ['reply', { text: ' ' }],
        ['reply', { text: 'a', canned_reply_id: 'b' }],
        ['reply', { canned_reply_id: 'none' }],
        ['reply', { text: 'x'.repeat(4_001) }],
        ['hand-back', {}],
        ['note', {}],
      ] as const)
        expect(await desk.code(desk.does(id, verb, body)), JSON.stringify([verb, body]).slice(0, 60)).to.equal(
          'invalid_request',
        );
      expect(await desk.code(desk.does('conv_none', 'claim', {}))).to.equal('conversation_not_found');
    });

    it('of two colleagues who claim at once exactly one, and the winner may claim again', async () => {
      const id = await desk.queued();
      const names = ['sam', 'kim', 'lee', 'pat'];
      const responses = await Promise.all(names.map((as) => desk.does(id, 'claim', {}, { as })));
      expect(responses.map(({ status }) => status).sort((a, b) => a - b)).to.deep.equal([200, 409, 409, 409]);
      const winner = names[responses.findIndex(({ status }) => status === 200)] ?? '';
      expect(await desk.ok(id, 'claim', {}, { as: winner })).to.include({ owner: `staff:${winner}` });
      const again = (await (await desk.press(id, {})).json()) as { owner: string; message: string };
      expect(again).to.deep.include({ owner: 'staff' });
      expect(again.message).to.match(/^A colleague is already with you/u);
      expect((await desk.thread(id)).handoffs[0]?.claimed_by).to.equal(winner);
      expect(await desk.actions(id)).to.deep.equal(['handoff', 'staff_claim']);
    });

    it('a colleague who has gone home can be relieved, by name', async () => {
      const id = await desk.queued();
      await desk.ok(id, 'claim', {});
      expect(await desk.code(desk.does(id, 'claim', { take_from: 'lee' }, { as: 'kim' }))).to.equal(
        'handoff_not_possible',
      );
      expect(await desk.ok(id, 'claim', { take_from: 'sam' }, { as: 'kim' })).to.include({ owner: 'staff:kim' });
      expect(await desk.ok(id, 'release', {}, { as: 'kim' })).to.include({
        owner: 'queue',
        state: 'waiting_for_staff',
      });
      expect((await desk.thread(id)).handoffs[0]).to.include({ claimed_by: null, claimed_at: null });
    });
  });

  describe('talking', () => {
    it('a person talks, hands back with a note, and the agent knows what was decided', async () => {
      const id = await desk.queued();
      await desk.ok(id, 'claim', {});
      expect(await desk.ok(id, 'reply', { text: 'Hello, this is Sam.' })).to.include({ state: 'waiting_for_customer' });
      await fleet.ask('At last!', { conversation: id });
      await desk.ok(id, 'note', { text: 'SECRET: customer is difficult.' });
      await desk.ok(id, 'reply', { text: 'I send you a new one.' });
      await desk.execute(
        sql`insert into quotes (tenant_id, id, customer_id, agent, tool, subject, input, summary, terms, state, decided_by, expires_at, decided_at)
          values (${fleet.shop.tenant}, ${`quote_${id}`}, 'ann', 'order-management', 'approve_refund', 'order:o1', '{}', 'Approve the return of order o1.', '{}', 'confirmed', 'staff:sam', now(), now())`,
      );
      expect(
        await desk.ok(id, 'hand-back', { note: 'A replacement is sent on Monday. Offer a voucher.' }),
      ).to.deep.include({ owner: 'agent', state: 'open' });
      expect((await desk.thread(id)).handoffs[0]).to.include({
        outcome: 'handed_back',
        note: 'A replacement is sent on Monday. Offer a voucher.',
      });

      fleet.model.push({ text: 'On Monday, and here is a voucher.' });
      expect((await fleet.ask('When does it come?', { conversation: id })).reply).to.equal(
        'On Monday, and here is a voucher.',
      );
      const asked = lastAsked();
      expect(asked).to.contain('A replacement is sent on Monday. Offer a voucher.');
      expect(asked).to.contain('Approve the return of order o1.');
      expect(asked).to.contain('Hello, this is Sam.').and.contain('I send you a new one.');
      expect(asked).not.to.contain('SECRET');

      const seen = JSON.stringify(await desk.whole(id));
      expect(seen).to.contain('I send you a new one.');
      for (const hidden of ['SECRET', 'Offer a voucher', 'staff:sam', 'Done meanwhile'])
        expect(seen).not.to.contain(hidden);
      expect(JSON.stringify(await desk.news(id, 'after=0')))
        .to.contain('Sam')
        .and.not.contain('SECRET')
        .and.not.contain('voucher. ');
    });

    it('a note stays between colleagues even when everything else is old', async () => {
      const id = await desk.talk('One');
      for (let note = 0; note < 25; note += 1) await desk.ok(id, 'note', { text: `SECRET ${note}` });
      fleet.model.push({ text: 'Two.' });
      await fleet.ask('Two?', { conversation: id });
      expect(lastAsked()).not.to.contain('SECRET');
      expect(lastAsked(), 'notes take no place of the history').to.contain('About: One');
    });

    it('the same key says it once, other words with it are refused', async () => {
      const id = await desk.queued();
      await desk.ok(id, 'claim', {});
      const headers = { 'idempotency-key': 'reply-1' };
      await Promise.all([1, 2, 3].map(() => desk.ok(id, 'reply', { text: 'Once.' }, { headers })));
      expect(texts(await desk.thread(id)).filter(([role]) => role === 'staff')).to.deep.equal([['staff', 'Once.']]);
      expect(await desk.code(desk.does(id, 'reply', { text: 'Twice.' }, { headers }))).to.equal('idempotency_mismatch');
      const back = { headers: { 'idempotency-key': 'back-1' } };
      for (let time = 0; time < 2; time += 1)
        expect(await desk.ok(id, 'hand-back', { note: 'Done.' }, back)).to.include({ owner: 'agent' });
      expect(await desk.code(desk.does(id, 'hand-back', { note: 'Done.' }))).to.equal('handoff_not_possible');
    });

    it('ten quick messages while a person has it: none is lost, none is answered by the fleet', async () => {
      const id = await desk.queued();
      await desk.ok(id, 'claim', {});
      const calls = fleet.model.requests.length;
      const send = async (number: number): Promise<ChatReply | string> => {
        for (;;) {
          const response = await fleet.agents.post(
            'supervisor',
            '/supervisor/chat',
            { message: `Message ${number}.`, conversation_id: id },
            { token: await fleet.token() },
          );
          if (response.status === 200) return (await response.json()) as ChatReply;
          const { code } = (await response.json()) as { code: string };
          if (code !== 'turn_in_progress') return code;
        }
      };
      const replies = await Promise.all(Array.from({ length: 10 }, (_, number) => send(number)));
      for (const reply of replies) expect(reply).to.deep.include({ reply: '', owner: 'staff' });
      expect(fleet.model.requests).to.have.length(calls);
      const said = (await desk.thread(id)).messages.map(({ text }) => text).join('\n');
      for (let number = 0; number < 10; number += 1)
        expect(said.split(`Message ${number}.`), `message ${number}`).to.have.length(2);
    });

    it('a canned reply is said as it stands', async () => {
      const path = `${STAFF}/canned-replies`;
      const list = async () =>
        (
          (await (await desk.get(path)).json()) as {
            canned_replies: { id: string; title: string; body: string; updated_by: string }[];
          }
        ).canned_replies;
      for (const body of ['Sorry!', 'We are sorry.'])
        expect((await desk.post(`${path}/sorry`, { title: 'Apology', body })).status).to.equal(200);
      expect((await list()).map(({ id, title, body, updated_by }) => [id, title, body, updated_by])).to.deep.equal([
        ['sorry', 'Apology', 'We are sorry.', 'sam'],
      ]);
      const id = await desk.queued();
      await desk.ok(id, 'claim', {});
      await desk.ok(id, 'reply', { canned_reply_id: 'sorry' });
      expect(texts(await desk.thread(id)).at(-1)).to.deep.equal(['staff', 'We are sorry.']);
      for (const [wrong, body] of [
        ['Not Good', { title: 'a', body: 'b' }],
        ['sorry', { title: '', body: 'b' }],
      ] as const)
        expect(await desk.code(desk.post(`${path}/${encodeURIComponent(wrong)}`, body))).to.equal('invalid_request');
      for (const deleted of [true, false])
        expect(await (await desk.post(`${path}/sorry/delete`, {})).json()).to.deep.equal({ id: 'sorry', deleted });
      expect(await list()).to.deep.equal([]);
    });

    it('a hand-off begun with the button alone needs no message before', async () => {
      const response = await fleet.agents.post(
        'supervisor',
        `${LIST}/new/handoff`,
        { note: 'About my bill.' },
        { token: await fleet.token() },
      );
      const { conversation_id: id, owner } = (await response.json()) as { conversation_id: string; owner: string };
      expect(owner).to.equal('queue');
      expect(texts(await desk.thread(id))[0]).to.deep.equal([
        'user',
        'I would like to talk to a person. About my bill.',
      ]);
      expect((await desk.queue()).conversations[0]).to.include({
        id,
        customer_name: 'ann Kernel',
        title: 'About my bill.',
      });
    });
  });

  describe('a page that is open', () => {
    it('is told of the words of a colleague as soon as they are there, and of who has it', async () => {
      const id = await desk.queued();
      const { next, notice } = await desk.news(id, 'after=0');
      expect(notice).to.equal('You are in the queue for a colleague. They will answer you here.');
      const waiting = desk.news(id, `after=${next}&wait=25&owner=queue`);
      await desk.ok(id, 'claim', {});
      expect(await waiting).to.deep.include({ owner: 'staff', messages: [], next, notice: null });
      const word = desk.news(id, `after=${next}&wait=25&owner=staff`);
      await desk.ok(id, 'note', { text: 'hm' });
      await desk.ok(id, 'reply', { text: 'Here I am.' });
      const news = await word;
      expect(news.messages.map(({ role, text }) => [role, text])).to.deep.equal([['staff', 'Here I am.']]);
      await desk.ok(id, 'resolve', {});
      expect(await desk.news(id, `after=${news.next}&owner=staff&state=waiting_for_customer&wait=25`)).to.deep.include({
        owner: 'agent',
        state: 'resolved',
        csat: null,
      });
    });

    it('waits no longer than it said, and leaves no reads behind when it goes', async () => {
      const id = await desk.talk('Hello');
      const { next } = await desk.news(id, 'after=0');
      expect(await desk.news(id, `after=${next}&owner=agent&wait=1`)).to.deep.include({ messages: [], next });
      const leaving = new AbortController();
      const gone = fleet.agents.fetch('supervisor', `${LIST}/${id}/messages?after=${next}&wait=25`, {
        token: await fleet.token(),
        signal: leaving.signal,
      });
      leaving.abort();
      expect(
        await gone.then(
          () => 'answered',
          () => 'left',
        ),
      ).to.equal('left');
      for (const wrong of ['wait=26', 'after=-1', 'owner=me'])
        expect(
          await desk.code(
            fleet.agents.fetch('supervisor', `${LIST}/${id}/messages?${wrong}`, { token: await fleet.token() }),
          ),
        ).to.equal('invalid_request');
    });

    it("is the customer's own, or the visitor's who holds the id", async () => {
      const id = await desk.queued();
      for (const token of [await fleet.token('bob'), undefined])
        expect(
          await desk.code(
            fleet.agents.fetch('supervisor', `${LIST}/${id}/messages`, token === undefined ? {} : { token }),
          ),
        ).to.equal('conversation_not_found');
      fleet.model.push({ text: 'Hello.' });
      const visitor = (await (
        await fleet.agents.post('supervisor', '/supervisor/chat', { message: 'Hi' })
      ).json()) as ChatReply;
      const response = await fleet.agents.fetch('supervisor', `${LIST}/${visitor.conversation_id}/messages`);
      expect(((await response.json()) as { messages: unknown[] }).messages).to.have.length(2);
    });
  });

  describe('the end', () => {
    it('a resolved conversation can be rated, the last word counts; writing again opens it', async () => {
      const id = await desk.queued();
      const rate = async (body: object, as?: string) =>
        fleet.agents.post('supervisor', `${LIST}/${id}/csat`, body, { token: await fleet.token(as) });
      expect(await desk.code(rate({ score: 5 }))).to.equal('handoff_not_possible');
      await desk.ok(id, 'claim', {});
      await desk.ok(id, 'resolve', { note: 'Refunded by hand.' });
      expect(await desk.code(rate({ score: 5 }, 'bob'))).to.equal('conversation_not_found');
      expect(await desk.code(rate({ score: 6 }))).to.equal('invalid_request');
      for (const score of [2, 4]) expect((await rate({ score, comment: 'Quick.' })).status).to.equal(200);
      expect((await desk.thread(id)).conversation).to.include({
        state: 'resolved',
        csat: 4,
        csat_comment: 'Quick.',
        owner: 'agent',
        queued_at: null,
      });
      fleet.model.push({ text: 'Again?' });
      await fleet.ask('It is broken again', { conversation: id });
      expect(lastAsked()).to.contain('Refunded by hand.');
      expect((await desk.thread(id)).conversation).to.include({ resolved_at: null });
      expect(await desk.code(rate({ score: 1 }))).to.equal('handoff_not_possible');
    });

    it('comes by itself after the time the shop has set, and never while somebody waits for us', async () => {
      const quiet = await desk.talk('Quiet');
      const fresh = await desk.talk('Fresh');
      const queued = await desk.queued();
      const answered = await desk.queued();
      await desk.ok(answered, 'claim', {});
      await desk.ok(answered, 'reply', { text: 'Does it work now?' });
      const unanswered = await desk.queued();
      await desk.ok(unanswered, 'claim', {});
      const shop = fleet.shop.tenant;
      await desk.execute(
        sql`update conversations set updated_at = now() - interval '49 hours' where tenant_id = ${shop} and id <> ${fresh}`,
      );
      await resolveFinished(fleet.world.database);
      expect((await desk.thread(quiet)).conversation.state, 'no time set').not.to.equal('resolved');
      await desk.execute(sql`update policies set auto_resolve_hours = 48 where tenant_id = ${shop}`);
      await Promise.all([1, 2, 3].map(() => resolveFinished(fleet.world.database)));
      const states = await Promise.all(
        [quiet, fresh, queued, answered, unanswered].map(async (id) => (await desk.thread(id)).conversation),
      );
      expect(states.map(({ state }) => state)).to.deep.equal([
        'resolved',
        'open',
        'waiting_for_staff',
        'resolved',
        'waiting_for_staff',
      ]);
      expect(states[3]?.owner).to.equal('agent');
      expect((await desk.thread(answered)).handoffs[0]?.outcome).to.equal('resolved');
      const audited = await fleet.world.database.query(
        row({ subject: column.text() }),
        sql`select subject from audit_log where tenant_id = ${shop} and action = 'auto_resolve' order by subject`,
      );
      expect(audited.map(({ subject }) => subject)).to.have.members([
        `conversation:${quiet}`,
        `conversation:${answered}`,
      ]);
    });

    it('the task does it in rounds and stops', async () => {
      let rounds = 0;
      const enough = gate();
      const runtime = fleet.agents.runtimes.get('supervisor')!;
      const database = Object.assign(Object.create(runtime.database) as typeof runtime.database, {
        one: () => {
          rounds += 1;
          if (rounds === 2) enough.open();
          return rounds === 1 ? Promise.reject(new Error('away')) : Promise.resolve({ resolved: 0 });
        },
      });
      const work = { name: 'resolving', intervalMs: 1, round: resolveRound };
      const task = new Background({ ...runtime, database }, work).start();
      const keepAlive = setInterval(() => undefined, 1_000);
      await enough.opened;
      clearInterval(keepAlive);
      await task.stop();
      const after = rounds;
      await new Promise((resolve) => setImmediate(resolve));
      expect(rounds).to.equal(after);
      expect(fleet.agents.lines.some(({ message }) => message === WATCHED.handoffQueue)).to.equal(true);
      expect(
        fleet.agents.lines.some(
          ({ level, message }) => level === 'error' && message.startsWith('resolving: a round failed'),
        ),
      ).to.equal(true);
    });
  });
});
