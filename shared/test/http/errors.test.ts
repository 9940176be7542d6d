/** Every error of the table, produced over HTTP: a code that nothing produces is dead and fails this file. */
import { request as httpRequest } from 'node:http';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { sql } from '../../src/database/sql.ts';
import { ERRORS, type ErrorCode } from '../../src/http/errors.ts';
import { ModelError } from '../../src/model/model.ts';
import { expectProblem, NAME, startOneAgent, type OneAgent } from './support.ts';
import { untilWaiting } from '@deskfleet/local/testing/waiting.ts';

const CHAT = '/personalization/chat';
const WRITE = '/personalization/tools/set_newsletter';
const HOUR = 3_600;

type Produce = (one: OneAgent) => Promise<Response>;
const raw = (
  one: OneAgent,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> =>
  one.agents.fetch(NAME, CHAT, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
const chat = (one: OneAgent, body: unknown, token?: string): Promise<Response> =>
  one.agents.post(NAME, CHAT, body, token === undefined ? {} : { token });
const asCustomer: (body: unknown) => Produce = (body) => async (one) => chat(one, body, await one.token());
const withToken =
  (token: (one: OneAgent) => Promise<string> | string): Produce =>
  async (one) =>
    chat(one, { message: 'Hi' }, await token(one));
const service = async (
  one: OneAgent,
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> =>
  one.agents.post(NAME, path, body, {
    token: await one.token('service', 'crm'),
    headers: { 'x-customer-id': one.shop.customer, ...headers },
  });

/** A token as a careless library would take it: no algorithm, no signature. */
function unsigned(one: OneAgent): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part({ iss: one.agents.issuer.url, aud: 'deskfleet', sub: one.shop.customer, tenant: one.shop.tenant, exp: Math.floor(Date.now() / 1000) + HOUR })}.`;
}

const claims = (one: OneAgent) => ({ sub: one.shop.customer, tenant: one.shop.tenant });

const CASES: readonly (readonly [ErrorCode, string, Produce])[] = [
  ['bad_json', 'half a document', (one) => raw(one, '{"message": ')],
  ['bad_json', 'a bare word', (one) => raw(one, 'hello')],
  [
    'invalid_request',
    'a body that is not compressed as it says',
    (one) => raw(one, '{"message":"Hi"}', { 'content-encoding': 'gzip' }),
  ],
  ['invalid_request', 'no body', (one) => raw(one, '')],
  ['invalid_request', 'a message that is no text', (one) => chat(one, { message: 7 })],
  ['invalid_request', 'an array', (one) => chat(one, [])],
  ['invalid_request', 'a NUL character', (one) => chat(one, { message: 'a\0b' })],
  [
    'invalid_request',
    'useChat without a user message',
    (one) => chat(one, { id: 'x', messages: [{ role: 'assistant', content: 'Hi' }] }),
  ],
  [
    'invalid_request',
    'a damaged path',
    (one) => one.agents.fetch(NAME, '/personalization/tools/%E0%A4%A', { method: 'POST' }),
  ],
  [
    'invalid_request',
    "a visitor's Idempotency-Key that can be guessed",
    (one) => raw(one, '{"message":"Hi"}', { 'idempotency-key': '1' }),
  ],
  [
    'invalid_request',
    'an unusable Idempotency-Key',
    (one) => raw(one, '{"message":"Hi"}', { 'idempotency-key': 'a b' }),
  ],
  [
    'invalid_request',
    'a tool without its customer',
    async (one) =>
      one.agents.post(
        NAME,
        WRITE,
        { subscribe: true },
        { token: await one.token('service'), headers: { 'idempotency-key': 'k' } },
      ),
  ],
  ['empty_message', 'nothing but spaces', (one) => chat(one, { message: ' \n ' })],
  ['idempotency_key_required', 'a write without a key', (one) => service(one, WRITE, { subscribe: true })],
  ['unauthenticated', 'a tool without a token', (one) => one.agents.post(NAME, WRITE, {})],
  ['token_expired', 'an old token', withToken((one) => one.agents.issuer.token({ ...claims(one), expiresIn: -HOUR }))],
  ['token_invalid', 'a forged token', withToken((one) => one.agents.issuer.forged(claims(one)))],
  [
    'token_invalid',
    'another issuer',
    withToken((one) => one.agents.issuer.token({ ...claims(one), issuer: 'https://evil.example' })),
  ],
  [
    'token_invalid',
    'another audience',
    withToken((one) => one.agents.issuer.token({ ...claims(one), audience: 'other' })),
  ],
  ['token_invalid', 'no algorithm', withToken(unsigned)],
  [
    'token_invalid',
    'no tenant',
    withToken((one) => one.agents.issuer.token({ sub: 'ann', more: { tenant: undefined } })),
  ],
  [
    'token_invalid',
    "an agent's token by the wrong hand",
    withToken((one) => one.agents.issuer.token({ ...claims(one), issuer: 'deskfleet-fleet', role: 'service' })),
  ],
  ['token_invalid', 'no token at all', (one) => raw(one, '{}', { authorization: 'Bearer' })],
  ['token_invalid', 'another scheme', (one) => raw(one, '{}', { authorization: 'Basic YTpi' })],
  ['token_invalid', 'garbage', withToken(() => 'a.b.c')],
  [
    'forbidden',
    'a customer runs a tool',
    async (one) => one.agents.post(NAME, WRITE, { subscribe: true }, { token: await one.token() }),
  ],
  ['forbidden', 'staff chats', async (one) => chat(one, { message: 'Hi' }, await one.token('staff'))],
  ['not_found', 'an unknown address', (one) => one.agents.fetch(NAME, '/personalization/nothing')],
  ['not_found', 'the address of another agent', (one) => one.agents.fetch(NAME, '/order/chat', { method: 'POST' })],
  ['conversation_not_found', 'an unknown conversation', asCustomer({ message: 'Hi', conversation_id: 'conv_nope' })],
  [
    'conversation_not_found',
    "somebody else's",
    async (one) => {
      one.model.push({ text: 'Hello.' });
      const { conversation_id } = (await (await chat(one, { message: 'Mine' }, await one.token())).json()) as {
        conversation_id: string;
      };
      return chat(one, { message: 'Let me in', conversation_id }, await one.token('customer', one.shop.other));
    },
  ],
  [
    'quote_not_found',
    'an unknown quote',
    (one) => service(one, '/personalization/tools/confirm_quote', { quote_id: 'quote_nope' }),
  ],
  ['tool_not_found', 'an unknown tool', (one) => service(one, '/personalization/tools/no_such_tool', {})],
  ['method_not_allowed', 'GET on chat', (one) => one.agents.fetch(NAME, CHAT)],
  [
    'turn_in_progress',
    'more messages at once than may wait',
    async (one) => {
      one.model.push({ text: 'Hello.' });
      const token = await one.token();
      const { conversation_id } = (await (await chat(one, { message: 'One' }, token)).json()) as {
        conversation_id: string;
      };
      let refused: Response | undefined;
      const waiting: Promise<Response>[] = [];
      one.model.push(
        async () => {
          // Five may wait; each is asked for only once the one before has been taken in.
          for (let count = 1; count <= 5; count += 1) {
            waiting.push(chat(one, { message: `Waiting ${count}`, conversation_id }, token));
            await untilWaiting(one, count);
          }
          refused = await chat(one, { message: 'One too many', conversation_id }, token);
          return { text: 'Two.' };
        },
        { text: 'All of them.' },
      );
      expect((await chat(one, { message: 'Two', conversation_id }, token)).status).to.equal(200);
      for (const response of await Promise.all(waiting)) expect(response.status).to.equal(200);
      return refused!;
    },
  ],
  [
    'quote_closed',
    'a declined quote',
    (one) =>
      settle(one, async (quote_id) => {
        await service(one, '/personalization/tools/decline_quote', { quote_id });
      }),
  ],
  ['quote_stale', 'a row that changed', (one) => settle(one, () => changeTier(one))],
  [
    'tool_refused',
    'a rule of the shop',
    (one) => service(one, WRITE, { subscribe: false }, { 'idempotency-key': 'refused' }),
  ],
  ['body_too_large', '300 KB', (one) => raw(one, JSON.stringify({ message: 'x'.repeat(300_000) }))],
  [
    'body_too_large',
    '300 KB in a small packet',
    (one) =>
      raw(one, new Uint8Array(gzipSync(JSON.stringify({ message: 'x'.repeat(300_000) }))), {
        'content-encoding': 'gzip',
      }),
  ],
  ['message_too_long', '100 KB', (one) => chat(one, { message: 'x'.repeat(100_000) })],
  [
    'unsupported_media_type',
    'another charset',
    (one) => raw(one, '{"message":"Hi"}', { 'content-type': 'application/json; charset=iso-8859-1' }),
  ],
  ['unsupported_media_type', 'an unknown encoding', (one) => raw(one, '{}', { 'content-encoding': 'lzma' })],
  [
    'idempotency_mismatch',
    'a key used twice',
    async (one) => {
      one.model.push({ text: 'Hello.' });
      const token = await one.token();
      const headers = { 'idempotency-key': 'twice' };
      expect((await one.agents.post(NAME, CHAT, { message: 'One' }, { token, headers })).status).to.equal(200);
      return one.agents.post(NAME, CHAT, { message: 'Two' }, { token, headers });
    },
  ],
  [
    'tool_input_invalid',
    'a wrong type',
    (one) => service(one, WRITE, { subscribe: 'maybe' }, { 'idempotency-key': 'k' }),
  ],
  ['tool_input_invalid', 'a wrong type for a read', (one) => service(one, '/personalization/tools/echo', { text: 1 })],
  ['internal', 'a tool that breaks', (one) => service(one, '/personalization/tools/echo', { text: 'break' })],
  [
    'outcome_unknown',
    'no answer to a write',
    async (one) => {
      one.world.rdsData.faults.add({ kind: '503', times: 3, sqlContains: 'claim as', ms: 0 });
      return service(one, WRITE, { subscribe: true }, { 'idempotency-key': 'unknown' });
    },
  ],
  [
    'database_unavailable',
    'a database that is down',
    async (one) => {
      one.world.rdsData.faults.add({ kind: '503', times: 3, sqlContains: 'insert into messages', ms: 0 });
      return chat(one, { message: 'Hi' });
    },
  ],
  [
    'model_unavailable',
    'no model',
    (one) => {
      one.model.push({ error: new ModelError('unavailable', 'secret-endpoint is down') });
      return chat(one, { message: 'Hi' });
    },
  ],
];

/** Proposes over chat, lets something happen, and confirms by the button. */
async function settle(one: OneAgent, meanwhile: (quoteId: string) => Promise<unknown>): Promise<Response> {
  one.model.push({ calls: [{ name: 'set_newsletter', input: { subscribe: true } }] }, { text: 'Shall I?' });
  const { quotes } = (await (await chat(one, { message: 'Newsletter on' }, await one.token())).json()) as {
    quotes: { id: string }[];
  };
  await meanwhile(quotes[0]!.id);
  return service(one, '/personalization/tools/confirm_quote', { quote_id: quotes[0]!.id });
}

function changeTier(one: OneAgent): Promise<unknown> {
  return one.world.database.execute(
    sql`update customers set loyalty_tier = 'gold' where tenant_id = ${one.shop.tenant}`,
  );
}

describe('errors over HTTP', () => {
  const produced = new Set<string>();
  let one: OneAgent;
  before(async () => {
    one = await startOneAgent({ echo: () => Promise.reject(new Error('insert into secrets')) });
  });
  after(() => one.agents.close());
  afterEach(() => one.world.rdsData.faults.reset());

  for (const [code, what, produce] of CASES) {
    it(`${code}: ${what}`, async () => {
      const response = await produce(one);
      const body = await expectProblem(response, code);
      expect(body).to.deep.include({
        status: ERRORS[code].status,
        retry: ERRORS[code].retry,
        title: ERRORS[code].title,
      });
      expect(JSON.stringify(body)).not.to.match(/secret/u);
      if (response.status === 401) expect(response.headers.get('www-authenticate')).to.equal('Bearer');
      if (response.status === 405) expect(response.headers.get('allow')).to.equal('POST');
      if (response.status === 503 || code === 'turn_in_progress')
        expect(response.headers.get('retry-after')).to.equal('2');
      produced.add(code);
    });
  }

  it('turn_timed_out: an answer that never comes', async () => {
    const slow = await startOneAgent({
      settings: { TURN_TIMEOUT_MS: 300 },
      steps: [{ hold: new Promise(() => undefined) }],
    });
    await expectProblem(await chat(slow, { message: 'Hi' }, await slow.token()), 'turn_timed_out');
    expect(slow.model.aborted).to.have.length(1);
    produced.add('turn_timed_out');
    await slow.agents.close();
  });

  it('shutting_down: a turn that outlives the stop', async () => {
    const stopping = await startOneAgent();
    const running = stopping.agents.running.get(NAME)!;
    stopping.model.push(() => {
      void running.drain(0);
      return { hold: new Promise(() => undefined) };
    });
    await expectProblem(await chat(stopping, { message: 'Hi' }, await stopping.token()), 'shutting_down');
    produced.add('shutting_down');
    await running.drain(0);
    expect(running.count).to.equal(0);
    await stopping.agents.close();
  });

  it('agent_unavailable: no sign-in service', async () => {
    const cut = await startOneAgent({ settings: { JWKS_URL: 'http://127.0.0.1:9/jwks.json' } });
    await expectProblem(await chat(cut, { message: 'Hi' }, await cut.token()), 'agent_unavailable');
    produced.add('agent_unavailable');
    await cut.agents.close();
  });

  it('of the stream come before it begins as a problem, afterwards as a part', async () => {
    const headers = { accept: 'text/event-stream' };
    await expectProblem(await one.agents.post(NAME, CHAT, { message: '' }, { headers }), 'empty_message');
    one.model.push({ text: 'Half of', error: new ModelError('unavailable', 'secret') });
    const parts = [];
    for await (const part of one.agents.stream(NAME, CHAT, { message: 'Hi' })) parts.push(part);
    expect(parts.map((part) => part.type).slice(-4)).to.deep.equal(['text-end', 'error', 'data-problem', 'finish']);
    expect(parts.find((part) => part.type === 'error')?.['errorText']).to.equal(ERRORS.model_unavailable.title);
    expect(JSON.stringify(parts)).not.to.include('secret');
  });

  it('tell who asks with another method which ones there are', async () => {
    for (const [path, allow] of [
      ['/health', 'GET, HEAD'],
      [`/personalization/tools`, 'GET, HEAD'],
      ['/personalization/ready', 'GET, HEAD'],
      [WRITE, 'POST'],
    ] as const) {
      const response = await one.agents.fetch(NAME, path, { method: 'PATCH' });
      await expectProblem(response, 'method_not_allowed');
      expect(response.headers.get('allow')).to.equal(allow);
    }
  });

  it('do not hang on a body that breaks off', async () => {
    const { hostname, port } = new URL(one.agents.url);
    await new Promise<void>((resolve) => {
      const request = httpRequest({
        hostname,
        port,
        method: 'POST',
        path: `/${NAME}${CHAT}`,
        headers: { 'content-length': 100 },
      });
      request.on('error', () => resolve());
      request.write('{"mess', () => request.destroy(new Error('gone')));
    });
    expect((await one.agents.fetch(NAME, '/health')).status).to.equal(200);
  });

  after(() => {
    // The supervisor's own routes produce the rest: handoff.test.ts there.
    produced.add('handoff_not_possible');
    // chat.test.ts
    produced.add('tenant_not_found');
    // rate-limit.test.ts
    produced.add('rate_limited');
    expect([...produced].sort(), 'every code of the table is produced by a test').to.deep.equal(
      Object.keys(ERRORS).sort(),
    );
  });
});
