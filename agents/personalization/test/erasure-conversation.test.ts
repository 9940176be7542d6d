/** An erasure asked for in a conversation: what the kernel writes about that very conversation must not survive it. */
import { expect } from 'chai';
import { startAgents, type TestAgents } from '@deskfleet/local/testing/agents.ts';
import { callTool, sharedWorld, toolContext, type World } from '@deskfleet/local/testing/harness.ts';
import { TurnRecord } from '@deskfleet/shared/agent/turn-record.ts';
import type { ChatReply } from '@deskfleet/shared/conversation/reply.ts';
import type { QuoteView } from '@deskfleet/shared/conversation/quotes.ts';
import { closeTurn } from '@deskfleet/shared/conversation/turn-closing.ts';
import { openTurn } from '@deskfleet/shared/conversation/turn-opening.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import { rulebookModel } from '@deskfleet/shared/rulebook/model.ts';
import { agent as supervisor } from '../../supervisor/src/agent.ts';
import { quoteRoute } from '../../supervisor/src/routes/quotes.ts';
import { agent } from '../src/agent.ts';
import { needles, person, placesOf, receiptsOf, shopWith, snapshot, ZERLINE } from './whole-customer.ts';

describe('erasing a customer in a conversation', () => {
  let world: World;
  let agents: TestAgents;

  before(async () => {
    world = await sharedWorld();
    agents = await startAgents({
      supervisor: {
        agent: supervisor,
        model: rulebookModel(supervisor.rulebook),
        extras: (runtime) => ({ routes: [quoteRoute(runtime)] }),
      },
      personalization: { agent, model: rulebookModel(agent.rulebook) },
    });
  });
  after(() => agents.close());

  const context = (tenant: string, customerId = ZERLINE.id, more: object = {}) =>
    toolContext(world, agent, { tenant, customerId, ...more });

  async function proposed(tenant: string): Promise<QuoteView> {
    const proposing = context(tenant);
    const result = await callTool(proposing, agent, 'erase_my_data', {});
    const quote = proposing.record.quotes.at(-1);
    if (!result.ok || !quote) throw new Error(JSON.stringify(result));
    return quote;
  }

  function chat(tenant: string, target: 'supervisor' | 'personalization') {
    let conversation: string | undefined;
    let turns = 0;
    const post = async (path: string, body: object): Promise<ChatReply> => {
      const token = await agents.issuer.token({ sub: ZERLINE.id, tenant });
      const headers = { 'idempotency-key': `${tenant}-${(turns += 1)}` };
      const response = await agents.post(target, path, body, { token, headers });
      const reply = (await response.json()) as ChatReply;
      expect(response.status, JSON.stringify(reply)).to.equal(200);
      return reply;
    };
    return {
      says: async (message: string): Promise<ChatReply> => {
        const known = conversation === undefined ? {} : { conversation_id: conversation };
        const reply = await post(`/${target}/chat`, { message, ...known });
        conversation = reply.conversation_id;
        return reply;
      },
      presses: (quoteId: string) =>
        post(`/supervisor/conversations/${String(conversation)}/quotes/${quoteId}`, { decision: 'confirm' }),
    };
  }

  it('leaves no word when the button was pressed', async () => {
    const who = person('Knopf');
    const tenant = await shopWith(world.database, 'erase-button', who);
    const { says, presses } = chat(tenant, 'supervisor');
    const offer = await says(`I am ${who.first} ${who.last}. Delete all my data please`);
    const settled = JSON.stringify(await presses(offer.quotes[0]?.id ?? ''));
    expect(settled).to.match(/Your data is erased\. Your receipt is erasure_/u);
    expect(await placesOf(world.database, needles(who))).to.deep.equal([]);
    // Pressed again: the same receipt, nothing more.
    expect(JSON.stringify(await presses(offer.quotes[0]?.id ?? ''))).to.include(
      (await receiptsOf(world.database, tenant))[0]?.id,
    );
    expect(await receiptsOf(world.database, tenant)).to.have.length(1);
    expect(await placesOf(world.database, needles(who))).to.deep.equal([]);
  });

  for (const target of ['personalization', 'supervisor'] as const) {
    it(`leaves no word of the person anywhere, said to the ${target}`, async () => {
      // Not called as the agent is: a name like Supervisor in a message asks for a person.
      const who = person(target === 'supervisor' ? 'Aufsicht' : 'Konto');
      const tenant = await shopWith(world.database, `erase-${target}`, who);
      const before = await snapshot(world.database, tenant);
      const { says } = chat(tenant, target);
      // The running conversation fills with the person's data first.
      await says('show me my profile');
      await says(`remember that ${who.first} ${who.last} lives at ${who.street}`);
      const offer = await says(`delete my data. I am ${who.first} ${who.last}, ${who.email}`);
      expect(offer.reply)
        .to.match(/Erase everything we hold about you/u)
        .and.match(/€12\.50/u);
      expect((await placesOf(world.database, needles(who))).length).to.be.greaterThan(20);

      const done = await says('yes');
      expect(done.reply).to.match(/Your data is erased\. Your receipt is erasure_\w+/u);
      expect(await placesOf(world.database, needles(who))).to.deep.equal([]);
      expect(await snapshot(world.database, tenant), 'the neighbour').to.equal(before);

      const [receipt, ...more] = await receiptsOf(world.database, tenant);
      expect(more).to.be.empty;
      expect(done.reply).to.include(receipt?.id);
      expect(receipt?.counts).to.include({
        profile: 1,
        addresses: 1,
        reviews: 1,
        memories: 1,
        browsing: 1,
        conversations: 3,
        tickets: 1,
      });
      for (const [kind, count] of Object.entries(receipt?.counts ?? {})) expect(count, kind).to.be.greaterThan(0);

      // The conversation goes on, knowing nothing.
      const after = await says('what is my e-mail address?');
      expect(after.reply).to.not.include(who.email);
      expect(after.reply).to.match(/no account for you/u);
    });
  }

  for (const where of ['elsewhere', 'here'] as const) {
    it(`lets a turn that is running ${where} write nothing afterwards`, async () => {
      const who = person(`Nebenan${where}`);
      const tenant = await shopWith(world.database, `erase-running-${where}`, who);
      const principal = { kind: 'customer', subject: who.id, tenant, customerId: who.id } as const;
      const opened = await openTurn(world.database, {
        principal,
        conversationId: null,
        message: `My name is ${who.first} ${who.last}`,
        idempotencyKey: 'running',
        leaseMs: 60_000,
        historyTokens: 2_000,
      });
      if (opened.state !== 'opened') throw new Error(opened.state);
      const quote = await proposed(tenant);
      const conversationId = where === 'here' ? opened.conversationId : null;
      await world.database.execute(
        sql`update quotes set conversation_id = ${opened.conversationId} where tenant_id = ${tenant} and id = ${quote.id}`,
      );
      expect(
        await callTool(
          context(tenant, who.id, { message: 'yes', conversationId, facts: { openQuotes: [quote] } }),
          agent,
          'confirm_quote',
          { quote_id: quote.id },
        ),
      ).to.include({ ok: true });
      const record = new TurnRecord();
      record.toolCalls.push({
        id: 'call_late',
        agent: 'personalization',
        tool: 'get_profile',
        input: {},
        result: { email: who.email },
        is_error: false,
        milliseconds: 1,
      });
      await closeTurn(world.database, {
        tenant,
        conversationId: opened.conversationId,
        turnId: opened.turnId,
        number: opened.number,
        state: 'done',
        reply: `You are ${who.first}, ${who.street}.`,
        record: record.toData(),
        totals: record.totals(),
        response: `{"reply": "${who.email}"}`,
        silentResponse: who.phone,
        stream: who.phone,
        lastAgent: 'personalization',
        openQuestion: null,
        digest: { from: 0, upTo: 1, text: `${who.first} told us about ${who.street}` },
        actor: `customer:${who.id}`,
        customerId: who.id,
      });
      expect(await placesOf(world.database, needles(who))).to.deep.equal([]);
    });
  }
});
