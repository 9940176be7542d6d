import { expect } from 'chai';
import { ERRORS } from '@deskfleet/shared/http/errors.ts';
import { customerState } from '@deskfleet/local/testing/kernel-shop.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import { expectOpenApi } from '../../../shared/test/http/openapi-check.ts';
import { delegateTo, startTestFleet, type TestFleet } from './support.ts';

const LIST = '/supervisor/conversations';
interface Listed {
  readonly conversations: readonly {
    readonly id: string;
    readonly turns: number;
    readonly title: string;
    readonly customer_id: string;
  }[];
  readonly next: string | null;
}
interface Whole {
  readonly conversation: { readonly id: string; readonly state: string };
  readonly quotes: readonly { readonly state: string }[];
  readonly messages: readonly { readonly position: number; readonly role: string; readonly text: string }[];
  readonly next: number | null;
}

describe("the supervisor's routes", () => {
  let fleet: TestFleet;
  before(async () => {
    fleet = await startTestFleet();
  });
  after(() => fleet.agents.close());

  const get = async <T>(path: string, token: string): Promise<T> => {
    const response = await fleet.agents.fetch('supervisor', path, { token });
    expect(response.status, path).to.equal(200);
    return (await response.json()) as T;
  };
  const refused = async (response: Promise<Response>): Promise<string> => {
    const { code } = (await (await response).json()) as { code: keyof typeof ERRORS };
    expect((await response).status).to.equal(ERRORS[code].status);
    return code;
  };
  const talk = async (message: string, options?: Parameters<TestFleet['ask']>[1]): Promise<string> => {
    fleet.model.push({ text: `About: ${message}` });
    return (await fleet.ask(message, options)).conversation_id;
  };

  it("GET /conversations pages through the customer's own, the latest first, and skips none", async () => {
    const ids: string[] = [];
    for (let number = 1; number <= 7; number += 1) ids.unshift(await talk(`Question ${number}`));
    const stranger = await talk('Foreign', { as: 'bob' });
    // Within one millisecond: a page must not end between two of them and lose the rest.
    await fleet.world.database.execute(
      sql`update conversations set updated_at = date_trunc('milliseconds', now()) + (right(title, 1)::int * interval '10 microseconds') where tenant_id = ${fleet.shop.tenant} and title like 'Question%'`,
    );
    const token = await fleet.token();
    const seen: string[] = [];
    let next: string | null = null;
    do {
      const page: Listed = await get(
        `${LIST}?limit=2${next === null ? '' : `&before=${encodeURIComponent(next)}`}`,
        token,
      );
      seen.push(...page.conversations.map((one) => one.id));
      expect(page.conversations.every((one) => one.customer_id === 'ann' && one.turns === 1)).to.equal(true);
      ({ next } = page);
    } while (next !== null);
    expect(seen).to.deep.equal(ids);
    const all = await get<Listed>(`${LIST}?limit=100`, await fleet.token('agent-7', 'staff'));
    expect(all.conversations.map((one) => one.id)).to.include.members([...ids, stranger]);
    expect(all.conversations[0]).to.have.property('title');
  });

  it('GET /conversations needs somebody whose they are, and knows its parameters', async () => {
    expect(await refused(fleet.agents.fetch('supervisor', LIST))).to.equal('unauthenticated');
    expect(
      await refused(fleet.agents.fetch('supervisor', LIST, { token: await fleet.token('crm', 'service') })),
    ).to.equal('forbidden');
    const token = await fleet.token();
    for (const query of ['limit=0', 'limit=101', 'limit=x', 'before=yesterday', 'limit=1&limit=2'])
      expect(await refused(fleet.agents.fetch('supervisor', `${LIST}?${query}`, { token })), query).to.equal(
        'invalid_request',
      );
  });

  it('GET /conversations/{id} gives the latest page of messages, oldest first on the page', async () => {
    const id = await talk('One');
    await talk('Two', { conversation: id });
    const token = await fleet.token();
    const page = await get<Whole>(`${LIST}/${id}?limit=3`, token);
    expect(page.messages.map((message) => message.text)).to.deep.equal(['About: One', 'Two', 'About: Two']);
    const earlier = await get<Whole>(`${LIST}/${id}?limit=3&before=${page.next ?? 0}`, token);
    expect(earlier).to.deep.include({ next: null });
    expect(earlier.messages.map(({ role, text }) => ({ role, text }))).to.deep.equal([{ role: 'user', text: 'One' }]);
  });

  it("GET /conversations/{id} and feedback know only the caller's own; staff see all of their shop", async () => {
    const id = await talk('Mine');
    expect((await get<Whole>(`${LIST}/${id}`, await fleet.token('agent-7', 'staff'))).conversation.id).to.equal(id);
    const foreignStaff = await fleet.agents.issuer.token({ sub: 'agent-7', tenant: 'acme', role: 'staff' });
    for (const token of [await fleet.token('bob'), foreignStaff])
      expect(await refused(fleet.agents.fetch('supervisor', `${LIST}/${id}`, { token }))).to.equal(
        'conversation_not_found',
      );
    expect(await refused(fleet.agents.fetch('supervisor', `${LIST}/${id}`))).to.equal('conversation_not_found');
  });

  it('a visitor may see the conversation whose id they hold', async () => {
    fleet.model.push({ text: 'Hello.' });
    const { conversation_id } = (await (
      await fleet.agents.post('supervisor', '/supervisor/chat', { message: 'Hi' })
    ).json()) as { conversation_id: string };
    const response = await fleet.agents.fetch('supervisor', `${LIST}/${conversation_id}`);
    expect(((await response.json()) as Whole).messages).to.have.length(2);
  });

  it('POST feedback keeps the last word for an answer of the conversation', async () => {
    fleet.model.push({ text: 'Answer.' });
    const { conversation_id, turn_id } = await fleet.ask('Rate me');
    const path = `${LIST}/${conversation_id}/feedback`;
    const token = await fleet.token();
    for (const thumb of ['up', 'down']) {
      const response = await fleet.agents.post('supervisor', path, { turn_id, thumb, reason: 'because' }, { token });
      expect(await response.json()).to.deep.equal({ turn_id, thumb, reason: 'because' });
    }
    expect(
      await refused(fleet.agents.post('supervisor', path, { turn_id: 'turn_other', thumb: 'up' }, { token })),
    ).to.equal('conversation_not_found');
    expect(
      await refused(
        fleet.agents.post('supervisor', path, { turn_id, thumb: 'up' }, { token: await fleet.token('bob') }),
      ),
    ).to.equal('conversation_not_found');
    expect(await refused(fleet.agents.post('supervisor', path, { turn_id, thumb: 'sideways' }, { token }))).to.equal(
      'invalid_request',
    );
    expect(
      await refused(
        fleet.agents.post(
          'supervisor',
          path,
          { turn_id, thumb: 'up' },
          { token: await fleet.token('agent-7', 'staff') },
        ),
      ),
    ).to.equal('forbidden');
  });

  describe('the button of a quote', () => {
    const propose = async (subscribe: boolean): Promise<{ path: string; conversation: string }> => {
      fleet.model.push(delegateTo('personalization'));
      fleet.models.personalization.push(
        { calls: [{ name: 'set_newsletter', input: { subscribe } }] },
        { text: 'Shall I?' },
      );
      const { conversation_id, quotes } = await fleet.ask('Newsletter');
      return { path: `${LIST}/${conversation_id}/quotes/${quotes[0]!.id}`, conversation: conversation_id };
    };
    const setNewsletter = (on: boolean): Promise<unknown> =>
      fleet.world.database.execute(
        sql`update customers set newsletter = ${on}, age = 0, loyalty_tier = 'bronze' where tenant_id = ${fleet.shop.tenant} and id = 'ann'`,
      );
    const press = async (path: string, decision: string, as?: string): Promise<Response> =>
      fleet.agents.post('supervisor', path, { decision }, { token: await fleet.token(as) });

    it('is remembered: the conversation says what was decided, once, and the next turn knows', async () => {
      await setNewsletter(false);
      const { path, conversation } = await propose(true);
      const whole = async () => get<Whole>(`${LIST}/${conversation}`, await fleet.token());
      expect((await whole()).quotes).to.have.length(1);
      await Promise.all([press(path, 'confirm'), press(path, 'confirm')]);
      await press(path, 'confirm');
      const { messages, quotes, conversation: after } = await whole();
      expect(messages.slice(2).map(({ role, text }) => ({ role, text }))).to.deep.equal([
        { role: 'user', text: 'Confirmed: Turn the newsletter on.' },
        { role: 'assistant', text: 'The newsletter is on now.' },
      ]);
      expect(quotes.map(({ state }) => state)).to.deep.equal(['confirmed']);
      expect(after.state).to.equal('open');
      fleet.model.push({ text: 'It is on.' });
      await fleet.ask('And now?', { conversation });
      const before = fleet.model.requests.at(-1)?.messages.at(-2)?.content[0];
      expect(before?.type === 'text' && before.text).to.equal('The newsletter is on now.');
    });

    it('that cannot be kept comes back as a new one', async () => {
      await setNewsletter(false);
      const { path, conversation } = await propose(true);
      await fleet.world.database.execute(
        sql`update customers set loyalty_tier = 'gold' where tenant_id = ${fleet.shop.tenant} and id = 'ann'`,
      );
      const response = await press(path, 'confirm');
      expect(response.status).to.equal(409);
      const problem = (await response.json()) as {
        code: string;
        new_quote: { id: string; state: string; terms: object };
      };
      expect(problem.code).to.equal('quote_stale');
      expect(problem.new_quote).to.deep.include({ state: 'open', terms: { subscribe: true, tier: 'gold' } });
      const again = await press(`${LIST}/${conversation}/quotes/${problem.new_quote.id}`, 'confirm');
      expect(again.status).to.equal(200);
    });

    it('does it once, however often it is pressed, and cannot be taken back by a no', async () => {
      await setNewsletter(false);
      const { path } = await propose(true);
      const presses = await Promise.all([press(path, 'confirm'), press(path, 'confirm'), press(path, 'confirm')]);
      for (const response of presses) {
        const body = (await response.json()) as { quote: { state: string }; message: string };
        expect(body.message).to.equal('The newsletter is on now.');
        expect(body.quote)
          .to.include({ state: 'confirmed', agent: 'personalization' })
          .and.have.all.keys('id', 'agent', 'tool', 'summary', 'state', 'terms', 'expires_at');
      }
      expect(await customerState(fleet.world.database, fleet.shop.tenant, 'ann')).to.include({
        newsletter: true,
        age: 1,
      });
      expect(await refused(press(path, 'decline'))).to.equal('quote_closed');
    });

    it('declines, also twice, and then cannot confirm', async () => {
      const { path } = await propose(false);
      for (const response of [await press(path, 'decline'), await press(path, 'decline')])
        expect(await response.json()).to.deep.include({ message: 'Nothing was changed.' });
      expect(await refused(press(path, 'confirm'))).to.equal('quote_closed');
    });

    it("is the customer's own", async () => {
      const { path } = await propose(false);
      expect(await refused(press(path, 'confirm', 'bob'))).to.equal('quote_not_found');
      expect(await refused(press(path.replace(/conv_\w+/u, 'conv_other'), 'confirm'))).to.equal('quote_not_found');
      expect(await refused(press(path, 'perhaps'))).to.equal('invalid_request');
      expect(await refused(fleet.agents.post('supervisor', path, { decision: 'confirm' }))).to.equal('unauthenticated');
      expect(
        await refused(
          fleet.agents.post(
            'supervisor',
            path,
            { decision: 'confirm' },
            { token: await fleet.token('agent-7', 'staff') },
          ),
        ),
      ).to.equal('forbidden');
    });

    it('says so when the specialist cannot be reached', async () => {
      const { path } = await propose(false);
      const handlers = await startTestFleet({ instead: { personalization: null } });
      const token = await handlers.agents.issuer.token({ sub: 'ann', tenant: fleet.shop.tenant });
      expect(await refused(handlers.agents.post('supervisor', path, { decision: 'confirm' }, { token }))).to.equal(
        'agent_unavailable',
      );
      await handlers.agents.close();
    });
  });

  it('GET /openapi.json is a sound document of exactly what is served', async () => {
    const document = await get<{ paths: object }>('/supervisor/openapi.json', await fleet.token());
    await expectOpenApi(document, (method, path) => fleet.agents.fetch('supervisor', path, { method }));
    expect(Object.keys(document.paths)).to.have.members([
      '/health',
      '/supervisor/health',
      '/supervisor/ready',
      '/supervisor/openapi.json',
      '/supervisor/docs',
      '/supervisor/chat',
      '/supervisor/tools',
      '/supervisor/tools/delegate',
      '/supervisor/tools/identify_customer',
      '/supervisor/tools/hand_off_to_human',
      `${LIST}/{id}/handoff`,
      '/supervisor/search',
      '/supervisor/sign-in',
      `${LIST}/{id}/messages`,
      `${LIST}/{id}/csat`,
      '/supervisor/staff/queue',
      '/supervisor/staff/conversations/{id}',
      ...['claim', 'release', 'reply', 'note', 'hand-back', 'resolve'].map(
        (verb) => `/supervisor/staff/conversations/{id}/${verb}`,
      ),
      '/supervisor/staff/canned-replies',
      '/supervisor/staff/canned-replies/{id}',
      '/supervisor/staff/canned-replies/{id}/delete',
      LIST,
      `${LIST}/{id}`,
      `${LIST}/{id}/feedback`,
      `${LIST}/{id}/quotes/{quoteId}`,
    ]);
  });

  it('logs tenant and request for every route', async () => {
    fleet.agents.lines.length = 0;
    await get(LIST, await fleet.token());
    await get(LIST, await fleet.token());
    expect(fleet.agents.requestLines()[0]?.fields)
      .to.include({ tenant: fleet.shop.tenant, path: LIST, status: 200, agent: 'supervisor' })
      .and.have.property('request_id');
  });
});
