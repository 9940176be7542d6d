import { expect } from 'chai';
import { column, nullable, row } from '../../src/database/row.ts';
import { int, sql } from '../../src/database/sql.ts';
import { newTurns, type Turns } from './support.ts';

const textRow = row({ text: nullable(column.text()) });
const messageRow = row({ position: column.int(), role: column.text(), body: column.text() });

describe('turns in the database', () => {
  let turns: Turns;
  before(async () => {
    turns = await newTurns();
  });

  const messages = (conversationId: string) =>
    turns.world.database.query(
      messageRow,
      sql`
    select position, role, body from messages where tenant_id = ${turns.tenant} and conversation_id = ${conversationId} order by position`,
    );
  const stateOf = async (turnId: string): Promise<string | null> =>
    (
      await turns.world.database.one(
        textRow,
        sql`select state as text from turns where tenant_id = ${turns.tenant} and id = ${turnId}`,
      )
    ).text;
  /** As if that many minutes had passed since the turn began. */
  const age = async (conversationId: string): Promise<void> => {
    await turns.world.database.execute(
      sql`update conversations set lease_until = now() - interval '1 second' where tenant_id = ${turns.tenant} and id = ${conversationId}`,
    );
    await turns.world.database.execute(
      sql`update turns set started_at = now() - interval '10 minutes' where tenant_id = ${turns.tenant} and conversation_id = ${conversationId}`,
    );
  };

  it('open and close, and remember what was said in order', async () => {
    const first = await turns.opened('Hello');
    expect(first.facts).to.deep.equal({
      history: [],
      digest: '',
      memories: [],
      pastConversations: [],
      openQuestion: null,
      openQuotes: [],
      profile: { first_name: 'ann', loyalty_tier: 'bronze' },
      withinBudget: true,
      mayIdentify: false,
      mayHandBack: false,
      lastAgent: null,
    });
    await turns.close(first, 'Hi Ann', { lastAgent: 'troubleshooting' });
    const second = await turns.opened('More', { conversationId: first.conversationId });
    expect(second.number).to.equal(2);
    expect(second.facts).to.deep.include({
      history: [
        { role: 'user', text: 'Hello' },
        { role: 'assistant', text: 'Hi Ann' },
      ],
      lastAgent: 'troubleshooting',
    });
    expect(await messages(first.conversationId)).to.deep.equal([
      { position: 2, role: 'user', body: 'Hello' },
      { position: 3, role: 'assistant', body: 'Hi Ann' },
      { position: 4, role: 'user', body: 'More' },
    ]);
  });

  it('need two calls, however long the conversation is, and bring back a window of it', async () => {
    let id: string | null = null;
    for (let number = 1; number <= 20; number += 1) {
      const turn = await turns.opened(`question ${number}`, { conversationId: id });
      id = turn.conversationId;
      await turns.close(turn, `answer ${number}`);
    }
    const labels: (string | undefined)[] = [];
    const counted = {
      ...turns.world,
      database: turns.world.database.forTurn({ onCall: (call) => labels.push(call.label) }),
    };
    const last = await Object.assign(Object.create(Object.getPrototypeOf(turns) as object) as Turns, {
      world: counted,
      tenant: turns.tenant,
    }).opened('now', { conversationId: id });
    expect(labels).to.deep.equal(['turn.open']);
    expect(last.facts.history.map((message) => message.text)).to.deep.equal(
      Array.from({ length: 12 }, (_, index) => [`question ${index + 9}`, `answer ${index + 9}`]).flat(),
    );
  });

  it('take long messages in any script, and keep the window small enough to pass on', async () => {
    const long = '漢'.repeat(8_000);
    let id: string | null = null;
    for (let number = 1; number <= 8; number += 1) {
      const turn = await turns.opened(long, { conversationId: id });
      id = turn.conversationId;
      await turns.close(turn, '🙂'.repeat(15_000));
    }
    const {
      facts: { history },
    } = await turns.opened('short', { conversationId: id });
    expect(history.length).to.be.greaterThan(1);
    expect(Buffer.byteLength(JSON.stringify(history))).to.be.lessThan(100_000);
  });

  it('keep NUL characters of a model from breaking the closing', async () => {
    const turn = await turns.opened('x');
    const call = {
      id: 'call_nul',
      agent: 'personalization' as const,
      tool: 'echo',
      input: { text: 'a\0b' },
      result: { said: '\0' },
      is_error: false,
      milliseconds: 1,
    };
    await turns.close(turn, 'Hel\0lo', {
      record: {
        agents: [],
        quotes: [],
        citations: [],
        tool_calls: [call],
        usage: [],
        data_api_calls: 0,
        degraded: false,
        hand_back: null,
      },
    });
    expect((await messages(turn.conversationId)).at(-1)?.body).to.equal('Hello');
  });

  it('refuse a second message while the first is being answered', async () => {
    const first = await turns.opened('One');
    expect(await turns.open('Two', { conversationId: first.conversationId })).to.deep.equal({ state: 'in_progress' });
    await turns.close(first, 'Done');
    expect((await turns.open('Two', { conversationId: first.conversationId })).state).to.equal('opened');
  });

  it('let one of many messages sent at the same time in', async () => {
    const first = await turns.opened('One');
    await turns.close(first, 'Done');
    const states = await Promise.all(
      Array.from(
        { length: 10 },
        async (_, index) => (await turns.open(`At once ${index}`, { conversationId: first.conversationId })).state,
      ),
    );
    expect(states.filter((state) => state === 'opened')).to.have.length(1);
    expect(states.filter((state) => state === 'in_progress')).to.have.length(9);
  });

  it('take over from a process that died, keep its message, and are not disturbed when it comes back', async () => {
    const dead = await turns.opened('Are you there?');
    await age(dead.conversationId);
    const next = await turns.opened('Hello?', { conversationId: dead.conversationId });
    expect(next.facts.history).to.deep.equal([{ role: 'user', text: 'Are you there?' }]);
    await turns.close(dead, 'Late answer');
    expect(await turns.open('Third', { conversationId: dead.conversationId })).to.deep.equal({ state: 'in_progress' });
    await turns.close(next, 'Here.');
    expect((await messages(dead.conversationId)).map((message) => message.body)).to.deep.equal([
      'Are you there?',
      'Late answer',
      'Hello?',
      'Here.',
    ]);
  });

  it('bring back the open proposals with their places in the whole list, over all agents', async () => {
    const first = await turns.opened('Three things');
    const { conversationId, turnId } = first;
    for (const [id, agent, listNo, state] of [
      ['a', 'personalization', 1, 'open'],
      ['b', 'order-management', 2, 'open'],
      ['c', 'order-management', 1, 'confirmed'],
    ] as const)
      await turns.world.database.execute(sql`
        insert into quotes (tenant_id, id, customer_id, conversation_id, proposed_turn_id, agent, tool, subject, list_no, input, summary, terms, state, expires_at)
        values (${turns.tenant}, ${`quote_${id}`}, 'ann', ${conversationId}, ${turnId}, ${agent}, 't', ${id}, ${int(listNo)}, '{}'::jsonb, 's', '{}'::jsonb, ${state}, now() + interval '1 hour')`);
    await turns.close(first, 'Shall I?');
    const { facts } = await turns.opened('2', { conversationId });
    const places = facts.openQuotes.map(({ id, place, list_size }) => [id, place, list_size]);
    expect(places).to.have.deep.members([
      ['quote_b', 2, 3],
      ['quote_a', 3, 3],
    ]);
  });

  it("bring back what the customer asked to be remembered, what fits the message first, and nobody else's", async () => {
    for (const [index, [customer, remembered]] of (
      [
        ['ann', 'I have a dog called Rex'],
        ['ann', 'I wear size 12 shoes'],
        ['ann', 'My kitchen is red'],
        ['ann', 'I like jazz'],
        ['ann', 'I ride a bike'],
        ['ann', 'I live on the fourth floor'],
        ['bob', 'I wear size 9 shoes'],
      ] as const
    ).entries())
      await turns.world.database.execute(
        sql`insert into memories (tenant_id, id, customer_id, text, created_at) values (${turns.tenant}, ${`mem_${index}`}, ${customer}, ${remembered}, now() - ${index} * interval '1 day')`,
      );
    const { memories } = (await turns.opened("Do you have shoes for me? ('); -- & | !")).facts;
    expect(memories[0]).to.equal('I wear size 12 shoes');
    expect(memories).to.have.length(5).and.not.include('I wear size 9 shoes');
    expect((await turns.opened('!!!')).facts.memories).to.have.length(5);
    expect((await turns.opened('Hi', { customer: null })).facts.memories).to.be.empty;
  });

  it("know only the customer's own conversations", async () => {
    const mine = await turns.opened('Mine');
    await turns.close(mine, 'Yours');
    const { conversationId } = mine;
    for (const stranger of [{ customer: 'bob' }, { customer: null }, { conversationId: 'conv_unknown' }]) {
      expect(await turns.open('Let me in', { conversationId, ...stranger })).to.deep.equal({ state: 'not_found' });
    }
    const other = await newTurns();
    expect(await other.open('Let me in', { conversationId })).to.deep.equal({ state: 'not_found' });
    expect(await messages(conversationId)).to.have.length(2);
  });

  it('of a visitor go on for who knows the id', async () => {
    const first = await turns.opened('Hi', { customer: null });
    expect(first.facts.profile).to.equal(null);
    await turns.close(first, 'Hello', { customerId: null });
    expect(
      (await turns.opened('More', { customer: null, conversationId: first.conversationId })).facts.history,
    ).to.have.length(2);
  });

  for (const kind of ['drop-after', 'drop-before', '503'] as const) {
    it(`are opened once when the call is sent again after ${kind}`, async () => {
      const lose = (): void =>
        turns.world.rdsData.faults.add({ kind, times: 1, sqlContains: 'insert into messages', ms: 0 });
      lose();
      const first = await turns.opened('First', { idempotencyKey: `k-${kind}` });
      expect(first).to.deep.include({ number: 1 });
      expect(first.facts.history).to.be.empty;
      await turns.close(first, 'A');
      lose();
      const second = await turns.opened('Second', {
        conversationId: first.conversationId,
        idempotencyKey: `k2-${kind}`,
      });
      expect(second).to.deep.include({ number: 2 });
      expect(second.facts.history.map((message) => message.text)).to.deep.equal(['First', 'A']);
      await turns.close(second, 'B');
      expect((await messages(first.conversationId)).map((message) => message.body)).to.deep.equal([
        'First',
        'A',
        'Second',
        'B',
      ]);
    });
  }

  describe('with an Idempotency-Key', () => {
    it('give the same answer again, as it was sent', async () => {
      const turn = await turns.opened('Once', { idempotencyKey: 'k1' });
      expect(await turns.open('Once', { idempotencyKey: 'k1' })).to.deep.equal({ state: 'in_progress' });
      await turns.close(turn, 'A', { response: '{"reply":"A"}', stream: 'data: A\n\n' });
      expect(await turns.open('Once', { idempotencyKey: 'k1' })).to.deep.equal({
        state: 'answered',
        response: '{"reply":"A"}',
        stream: 'data: A\n\n',
      });
      expect(await turns.open('Another', { idempotencyKey: 'k1' })).to.deep.equal({ state: 'key_mismatch' });
      expect(await turns.open('Once', { idempotencyKey: 'k1', conversationId: turn.conversationId })).to.deep.equal({
        state: 'key_mismatch',
      });
      expect((await turns.open('Once', { idempotencyKey: 'k1', customer: 'bob' })).state).to.equal('opened');
    });

    it('start one conversation when sent many times at once', async () => {
      const states = (
        await Promise.all(Array.from({ length: 10 }, () => turns.open('Burst', { idempotencyKey: 'k-burst' })))
      ).map((opened) => opened.state);
      expect(states.filter((state) => state === 'opened')).to.have.length(1);
      expect(states.filter((state) => state === 'in_progress')).to.have.length(9);
    });

    for (const state of ['failed', 'aborted'] as const) {
      it(`can be tried again after a turn that ${state === 'failed' ? 'failed' : 'was aborted'}`, async () => {
        const turn = await turns.opened('Try', { idempotencyKey: `k-${state}` });
        await turns.close(turn, '', { state });
        expect(await stateOf(turn.turnId)).to.equal(state);
        expect((await messages(turn.conversationId)).map((message) => message.body)).to.deep.equal(['Try']);
        expect((await turns.open('Try', { idempotencyKey: `k-${state}` })).state).to.equal('opened');
      });
    }

    it('can be tried again after the process died', async () => {
      const turn = await turns.opened('Dead', { idempotencyKey: 'k-dead' });
      await age(turn.conversationId);
      expect((await turns.open('Dead', { idempotencyKey: 'k-dead' })).state).to.equal('opened');
      expect(await stateOf(turn.turnId)).to.equal('failed');
    });
  });

  describe('and money', () => {
    const usage = (cost_micros: number) => [
      {
        agent: 'supervisor' as const,
        model_id: 'm',
        model_calls: 1,
        input_tokens: 10,
        output_tokens: 5,
        cached_tokens: 0,
        cost_micros,
      },
    ];
    const record = (cost: number) => ({
      agents: [],
      quotes: [],
      citations: [],
      tool_calls: [],
      usage: usage(cost),
      data_api_calls: 2,
      degraded: false,
      hand_back: null,
    });
    const totals = (cost: number) => ({
      model_calls: 1,
      input_tokens: 10,
      output_tokens: 5,
      cached_tokens: 0,
      cost_usd: cost / 1e6,
      data_api_calls: 2,
    });
    const sumRow = row({ month: column.int(), ledger: column.int(), messages: column.int(), audits: column.int() });

    it("are written once even when the closing is sent twice, and counted against the month's budget", async () => {
      const shop = await newTurns({ budgetMicros: 1_000 });
      const turn = await shop.opened('Costs');
      expect(turn.facts.withinBudget).to.equal(true);
      shop.world.rdsData.faults.add({ kind: 'drop-after', times: 1, sqlContains: 'usage_ledger', ms: 0 });
      await shop.close(turn, 'A', { record: record(600), totals: totals(600) });
      await shop.close(turn, 'B', { record: record(600), totals: totals(600) });
      const sums = await shop.world.database.one(
        sumRow,
        sql`select
        (select cost_micros from tenant_usage where tenant_id = ${shop.tenant}) as month, (select sum(cost_micros)::int from usage_ledger where tenant_id = ${shop.tenant}) as ledger,
        (select count(*)::int from messages where tenant_id = ${shop.tenant}) as messages, (select count(*)::int from audit_log where tenant_id = ${shop.tenant}) as audits`,
      );
      expect(sums).to.deep.equal({ month: 600, ledger: 600, messages: 2, audits: 1 });
      const second = await shop.opened('More', { conversationId: turn.conversationId });
      expect(second.facts.withinBudget).to.equal(true);
      await shop.close(second, 'B', { record: record(400), totals: totals(400) });
      expect((await shop.opened('Even more', { conversationId: turn.conversationId })).facts.withinBudget).to.equal(
        false,
      );
    });
  });
});
