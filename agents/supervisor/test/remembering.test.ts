/** What past conversations came to: written down when they rest, recalled in the next one, found and forgotten. */
import { expect } from 'chai';
import fc from 'fast-check';
import { column, nullable, row } from '@deskfleet/shared/database/row.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import { ModelError, type Model } from '@deskfleet/shared/model/model.ts';
import type { Runtime } from '@deskfleet/shared/runtime.ts';
import { shortenDigests } from '../src/remembering/digests.ts';
import { outcomeText, type Stretch } from '../src/remembering/outcome-text.ts';
import { keepOutcomes } from '../src/remembering/outcomes.ts';
import { SUMMARY_PROMPT } from '../src/remembering/summary.ts';
import { delegateTo, startTestFleet, type TestFleet } from './support.ts';

const CONTINUED = new AbortController().signal;
const outcomeRow = row({ text: column.text(), conversation_id: nullable(column.text()), embedded: column.boolean() });
const costRow = row({ calls: column.int() });
const digestRow = row({ digest: column.text() });

describe('what a conversation came to', () => {
  let fleet: TestFleet;
  let runtime: Runtime;
  beforeEach(async () => {
    fleet = await startTestFleet();
    const whole = fleet.agents.runtimes.get('supervisor')!;
    // Conversations of other tests in this database rest, too: no script is for them.
    const converse: Model['converse'] = (request) =>
      request.labels.tenant === fleet.shop.tenant
        ? whole.model.converse(request)
        : Promise.reject(new ModelError('unavailable', 'not of this test'));
    runtime = { ...whole, model: { ...whole.model, converse } };
  });
  afterEach(() => fleet.agents.close());

  /** One question that a specialist answers. */
  async function asked(message: string, answer: string, conversation?: string): Promise<string> {
    fleet.model.push(delegateTo('order-management'));
    fleet.models['order-management'].push({ text: answer });
    return (await fleet.ask(message, conversation === undefined ? {} : { conversation })).conversation_id;
  }

  const rest = (conversation: string, hours = 2): Promise<unknown> =>
    fleet.world.database.execute(
      sql`update conversations set updated_at = now() - ${hours} * interval '1 hour' where tenant_id = ${fleet.shop.tenant} and id = ${conversation}`,
    );
  const outcomes = () =>
    fleet.world.database.query(
      outcomeRow,
      sql`select text, conversation_id, embedding is not null as embedded from memories where tenant_id = ${fleet.shop.tenant} and kind = 'outcome' order by created_at`,
    );

  it('is quoted when it was short, and embedded', async () => {
    const conversation = await asked('Where is my order o1?', 'On its way.');
    expect(await keepOutcomes(runtime, CONTINUED)).to.equal(0);
    await rest(conversation);
    expect(await keepOutcomes(runtime, CONTINUED)).to.be.at.least(1);
    const [outcome, ...more] = await outcomes();
    expect(more).to.deep.equal([]);
    expect(outcome!.text).to.match(/^\d{1,2} \w+ 20\d\d: You wrote 'Where is my order o1\?'\.$/u);
    expect(outcome).to.include({ conversation_id: conversation, embedded: true });
    // Neither again, nor by two processes at once.
    await Promise.all([keepOutcomes(runtime, CONTINUED), keepOutcomes(runtime, CONTINUED)]);
    expect(await outcomes()).to.have.length(1);
  });

  it('is put into fewer words by a model when it was longer, booked to its last turn', async () => {
    const conversation = await asked('Where is my order o1?', 'On its way.');
    await asked('And o2?', 'Delivered.', conversation);
    await rest(conversation);
    fleet.model.push({ text: 'The customer asked where orders o1 and o2 are; o2 had arrived.' });
    await keepOutcomes(runtime, CONTINUED);
    expect((await outcomes())[0]!.text).to.include(': The customer asked where orders o1 and o2 are; o2 had arrived.');
    const request = fleet.model.requests.at(-1)!;
    expect(request.system).to.equal(SUMMARY_PROMPT);
    expect(request.tools).to.deep.equal([]);
    expect(JSON.stringify(request.messages)).to.include('Customer: And o2?\\nShop: Delivered.');
    const { calls } = await fleet.world.database.one(
      costRow,
      sql`select sum(u.model_calls)::int as calls from usage_ledger u join turns t on t.tenant_id = u.tenant_id and t.id = u.turn_id
        where t.tenant_id = ${fleet.shop.tenant} and t.conversation_id = ${conversation} and u.agent = 'supervisor'`,
    );
    expect(calls).to.equal(3);
  });

  it('keeps its own words when no model can shorten it, or only a rulebook answers', async () => {
    const conversation = await asked('Where is my order o1?', 'On its way.');
    await asked('And o2?', 'Delivered.', conversation);
    await rest(conversation);
    fleet.model.push({ error: new ModelError('unavailable', 'down') });
    await keepOutcomes(runtime, CONTINUED);
    expect((await outcomes())[0]!.text).to.match(/: You wrote 'Where is my order o1\?' and 1 more message\.$/u);
  });

  it('names what was done, from the confirmed proposal and nothing else', async () => {
    fleet.model.push(delegateTo('personalization'));
    fleet.models.personalization.push(
      { calls: [{ name: 'set_newsletter', input: { subscribe: true } }] },
      { text: 'Shall I turn the newsletter on? I have also refunded everything.' },
    );
    const { conversation_id, quotes } = await fleet.ask('Newsletter, please');
    const decided = await fleet.agents.post(
      'supervisor',
      `/supervisor/conversations/${conversation_id}/quotes/${quotes[0]!.id}`,
      { decision: 'confirm' },
      { token: await fleet.token() },
    );
    expect(decided.status).to.equal(200);
    await rest(conversation_id);
    await keepOutcomes(runtime, CONTINUED);
    const [outcome] = await outcomes();
    expect(outcome!.text).to.match(
      /You wrote 'Newsletter, please'(?: and 1 more message)?\. Done: Turn the newsletter on\.$/u,
    );
  });

  it('is nothing when nobody answered anything, and nothing where the customer does not want it', async () => {
    fleet.model.push({ text: 'Hello!' });
    await rest((await fleet.ask('Hi')).conversation_id);
    await keepOutcomes(runtime, CONTINUED);
    await fleet.world.database.execute(
      sql`insert into preferences (tenant_id, customer_id, name, value) values (${fleet.shop.tenant}, 'ann', 'conversation_notes', 'off')`,
    );
    await rest(await asked('Where is my order o1?', 'On its way.'));
    await keepOutcomes(runtime, CONTINUED);
    expect(await outcomes()).to.deep.equal([]);
  });

  it('is recalled in the next conversation, to model and specialist, and not in its own', async () => {
    const first = await asked('My kettle o77 leaks', 'Send it back.');
    await rest(first);
    await keepOutcomes(runtime, CONTINUED);
    await asked('Any news about the kettle?', 'It has arrived.');
    for (const model of [fleet.model, fleet.models['order-management']])
      expect(JSON.stringify(model.requests.at(-1)!.messages)).to.include("You wrote 'My kettle o77 leaks'");
    await asked('And the kettle now?', 'The same.', first);
    expect(JSON.stringify(fleet.model.requests.at(-1)!.messages)).not.to.include('What earlier conversations came to');
    await fleet.world.database.execute(
      sql`update memories set created_at = now() - interval '3 days' where tenant_id = ${fleet.shop.tenant}`,
    );
    await asked('Do you sell umbrellas?', 'Yes.');
    expect(JSON.stringify(fleet.model.requests.at(-1)!.messages)).not.to.include('kettle');
  });

  it('once forgotten stays forgotten; what is said later is a new one', async () => {
    const conversation = await asked('My kettle leaks', 'Send it back.');
    await rest(conversation);
    await keepOutcomes(runtime, CONTINUED);
    await fleet.world.database.execute(sql`delete from memories where tenant_id = ${fleet.shop.tenant}`);
    await keepOutcomes(runtime, CONTINUED);
    expect(await outcomes()).to.deep.equal([]);
    await asked('And my lamp?', 'It is fine.', conversation);
    await rest(conversation);
    await keepOutcomes(runtime, CONTINUED);
    expect((await outcomes()).map(({ text }) => text.replace(/^.*: /u, ''))).to.deep.equal([
      "You wrote 'And my lamp?'.",
    ]);
  });

  it('is kept of the latest conversations only', async () => {
    await fleet.world.database.execute(
      sql`insert into memories (tenant_id, id, customer_id, kind, conversation_id, text, created_at)
        select ${fleet.shop.tenant}, 'mem_old' || n, 'ann', 'outcome', 'conv_old' || n, 'Old ' || n, now() - n * interval '1 day' from generate_series(1, 20) n`,
    );
    await rest(await asked('Where is my order o1?', 'On its way.'));
    await keepOutcomes(runtime, CONTINUED);
    const texts = (await outcomes()).map(({ text }) => text);
    expect(texts).to.have.length(20);
    expect(texts).not.to.include('Old 20');
    expect(texts.at(-1)).to.include('Where is my order o1?');
  });

  describe('a long digest', () => {
    const LONG = Array.from(
      { length: 12 },
      (_, n) => `- Question ${n} about my order o${n} → ${'words '.repeat(14)}`,
    ).join('\n');
    async function long(): Promise<string> {
      const conversation = await asked('Where is my order o1?', 'On its way.');
      await fleet.world.database.execute(
        sql`update conversations set digest = ${LONG}, digest_position = 2 where tenant_id = ${fleet.shop.tenant} and id = ${conversation}`,
      );
      return conversation;
    }
    const digest = async (conversation: string): Promise<string> =>
      (
        await fleet.world.database.one(
          digestRow,
          sql`select digest from conversations where tenant_id = ${fleet.shop.tenant} and id = ${conversation}`,
        )
      ).digest;

    it('is put into fewer words between two turns, once', async () => {
      const conversation = await long();
      fleet.model.push({ text: 'The customer asked about\n12 orders.' });
      await shortenDigests(runtime, CONTINUED);
      expect(await digest(conversation)).to.equal('- The customer asked about 12 orders.');
      expect(fleet.model.remaining).to.equal(0);
      await shortenDigests(runtime, CONTINUED);
      await asked('And o3?', 'Delivered.', conversation);
      expect(JSON.stringify(fleet.model.requests.at(-1)!.messages)).to.include('The customer asked about 12 orders.');
    });

    it('stays as it is when no model can, and when a turn has gone on with it meanwhile', async () => {
      const conversation = await long();
      fleet.model.push({ error: new ModelError('unavailable', 'down') });
      await shortenDigests(runtime, CONTINUED);
      expect(await digest(conversation)).to.equal(LONG);
      const other = await long();
      fleet.model.push(async () => {
        await fleet.world.database.execute(
          sql`update conversations set digest = digest || ' more', digest_position = 4 where tenant_id = ${fleet.shop.tenant} and id = ${other}`,
        );
        return { text: 'Too late.' };
      });
      fleet.model.push({ error: new ModelError('unavailable', 'down') });
      await shortenDigests(runtime, CONTINUED);
      expect(await digest(other)).to.equal(`${LONG} more`);
    });
  });
});

describe('the text of an outcome', () => {
  const stretch = (more: Partial<Stretch>): Stretch => ({
    day: '2026-11-05',
    messages: [{ role: 'user', text: 'Hello' }],
    done: [],
    answered: true,
    colleague: false,
    ...more,
  });

  it('says the day, what was asked, what was done, and that a colleague took over', () => {
    expect(
      outcomeText(
        stretch({
          done: ['Cancel order o1.', 'B', 'C', 'D'],
          colleague: true,
          messages: [{ role: 'user', text: 'Say "hi"\nto me' }],
        }),
        null,
      ),
    ).to.equal(
      "5 November 2026: You wrote 'Say 'hi' to me'. A colleague took over. Done: Cancel order o1; B; C; and 1 more.",
    );
  });

  it('masks what has no business in it', () => {
    const text = outcomeText(
      stretch({ messages: [{ role: 'user', text: 'My card is 4111 1111 1111 1111, mail me at a@b.example' }] }),
      null,
    );
    expect(text).to.include('[card]').and.include('[e-mail]');
  });

  it('fits its column and its quotation marks, whatever was said', () => {
    const said = fc.string({ maxLength: 900 });
    fc.assert(
      fc.property(
        fc.array(said, { maxLength: 4 }),
        fc.array(said, { maxLength: 6 }),
        fc.option(said),
        (asks, done, summary) => {
          const text = outcomeText(
            stretch({ messages: asks.map((one) => ({ role: 'user' as const, text: one })), done }),
            summary,
          );
          return text !== null && text.length <= 500 && !text.includes('"') && !text.includes('\n');
        },
      ),
    );
  });
});
