import { expect } from 'chai';
import { chatReplySchema, type ChatReply } from '../../src/conversation/reply.ts';
import { ModelError } from '../../src/model/model.ts';
import { partsOf, startAgents, type Part } from '@deskfleet/local/testing/agents.ts';
import { scriptedModel } from '../../src/model/scripted.ts';
import { WATCHED } from '../../src/telemetry/watched.ts';
import { expectProblem, NAME, startOneAgent, type OneAgent } from './support.ts';

const CHAT = '/personalization/chat';

describe('POST /chat', () => {
  let one: OneAgent;
  let token: string;
  before(async () => {
    one = await startOneAgent();
    token = await one.token();
  });
  after(() => one.agents.close());

  const ask = (body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
    one.agents.post(NAME, CHAT, body, { token, headers });
  const stream = async (body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Part[]> => {
    const parts: Part[] = [];
    for await (const part of one.agents.stream(NAME, CHAT, body, { token, headers })) parts.push(part);
    return parts;
  };

  it('answers in JSON, exactly as documented', async () => {
    one.model.push({
      text: 'Good morning.',
      usage: { inputTokens: 10, outputTokens: 3, cacheReadTokens: 2, cacheWriteTokens: 0 },
    });
    const response = await ask({ message: 'Hi' });
    expect(response.headers.get('content-type')).to.equal('application/json; charset=utf-8');
    const reply = chatReplySchema.strict().parse(await response.json());
    expect(reply).to.deep.include({
      reply: 'Good morning.',
      agents: [{ agent: NAME, outcome: 'answered' }],
      quotes: [],
      citations: [],
      degraded: false,
      usage: { model_calls: 1, input_tokens: 10, output_tokens: 3, cached_tokens: 2, cost_usd: 0, data_api_calls: 2 },
    });
    expect(reply.conversation_id).to.match(/^conv_[0-9a-f]{32}$/u);
    expect(reply.turn_id).to.match(/^turn_[0-9a-f]{32}$/u);
  });

  it('names the shop that nobody has loaded, and how to', async () => {
    const stranger = await one.agents.issuer.token({ sub: 'cust001', tenant: 'nowhere' });
    const response = await one.agents.post(NAME, CHAT, { message: 'Hi' }, { token: stranger });
    expect(response.status).to.equal(404);
    const problem = await expectProblem(response, 'tenant_not_found');
    expect(problem['detail']).to.match(/"nowhere".*npm run import.*DEFAULT_TENANT/u);
  });

  it('logs an answer without a model, and no other', async () => {
    const degraded = scriptedModel([{ text: 'Hello.' }], { degraded: true });
    const agents = await startAgents({ [NAME]: { agent: one.agent, model: degraded } });
    const token = await agents.issuer.token({ sub: one.shop.customer, tenant: one.shop.tenant });
    const reply = (await (await agents.post(NAME, CHAT, { message: 'Hi' }, { token })).json()) as ChatReply;
    const lines = agents.lines.filter(({ message }) => message === WATCHED.degraded);
    await agents.close();
    expect(reply.degraded).to.equal(true);
    expect(lines).to.have.length(1);
    expect(lines[0]?.fields).to.include({ conversation: reply.conversation_id, turn: reply.turn_id, agent: NAME });
    expect(one.agents.lines.some(({ message }) => message === WATCHED.degraded)).to.equal(false);
  });

  it('goes on with a conversation', async () => {
    one.model.push({ text: 'First.' }, { text: 'Second.' });
    const { conversation_id } = (await (await ask({ message: 'One' })).json()) as ChatReply;
    await ask({ message: 'Two', conversation_id });
    const last = one.model.requests.at(-1);
    expect(last?.messages.map((message) => message.role)).to.deep.equal(['user', 'assistant', 'user']);
    expect(JSON.stringify(last?.messages)).to.include('One').and.include('First.');
    expect(last?.labels).to.include({ conversationId: conversation_id, tenant: one.shop.tenant });
  });

  it('streams the parts of the AI SDK, and what it has no part for as data', async () => {
    one.model.push(
      { chunks: ['One ', 'moment.'], calls: [{ name: 'set_newsletter', input: { subscribe: true } }] },
      { chunks: ['Shall ', 'I?'] },
    );
    const response = await ask({ message: 'Newsletter on' }, { accept: 'text/event-stream' });
    expect(response.headers.get('x-vercel-ai-ui-message-stream')).to.equal('v1');
    expect(response.headers.get('content-type')).to.equal('text/event-stream; charset=utf-8');
    expect(response.headers.get('cache-control')).to.equal('no-cache, no-transform');
    const parts: Part[] = [];
    for await (const part of partsOf(response)) parts.push(part);
    const [start] = parts;
    const { conversation_id, turn_id } = start?.['messageMetadata'] as { conversation_id: string; turn_id: string };
    expect(start).to.deep.equal({ type: 'start', messageId: turn_id, messageMetadata: { conversation_id, turn_id } });
    expect(parts.map((part) => part.type)).to.deep.equal([
      'start',
      'start-step',
      'text-start',
      'text-delta',
      'text-delta',
      'data-agent',
      'data-quote',
      'text-delta',
      'text-delta',
      'text-delta',
      'text-end',
      'data-usage',
      'finish-step',
      'finish',
    ]);
    expect(
      parts
        .filter((part) => part.type === 'text-delta')
        .map((part) => part['delta'])
        .join(''),
    ).to.equal('One moment.\n\nShall I?');
    expect(parts[2]).to.deep.equal({ type: 'text-start', id: 'reply' });
    expect(parts[5]).to.deep.equal({
      type: 'data-agent',
      id: NAME,
      data: { agent: NAME, state: 'working', tool: 'set_newsletter' },
    });
    const quote = parts[6]?.['data'] as { id: string };
    expect(parts[6]).to.include({ type: 'data-quote', id: quote.id });
    expect(quote).to.have.all.keys('id', 'agent', 'tool', 'summary', 'state', 'terms', 'expires_at');
    const { messageMetadata } = parts.at(-1) as unknown as { messageMetadata: Omit<ChatReply, 'reply'> };
    expect(messageMetadata).to.deep.include({
      conversation_id,
      turn_id,
      quotes: [quote],
      agents: [{ agent: NAME, outcome: 'answered' }],
      degraded: false,
    });
    expect(parts.find((part) => part.type === 'data-usage')?.['data']).to.deep.equal(messageMetadata.usage);
  });

  it('says [DONE] last', async () => {
    one.model.push({ text: 'Hi.' });
    const text = await (await ask({ message: 'Hi' }, { accept: 'text/event-stream' })).text();
    expect(text.endsWith('data: [DONE]\n\n')).to.equal(true);
    expect(
      text
        .split('\n\n')
        .filter((frame) => frame !== '')
        .every((frame) => frame.startsWith('data: ')),
    ).to.equal(true);
  });

  it('passes words on before the model has finished', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    one.model.push(
      { chunks: ['First'], calls: [{ name: 'echo', input: { text: 'x' } }] },
      { hold: held, text: 'Last' },
    );
    const heard: string[] = [];
    for await (const part of one.agents.stream(NAME, CHAT, { message: 'Hi' }, { token })) {
      if (part.type !== 'text-delta') continue;
      heard.push(part['delta'] as string);
      release();
    }
    expect(heard[0]).to.equal('First');
    expect(heard.join('')).to.equal('First\n\nLast');
  });

  describe("in useChat's form", () => {
    const messages = [
      { id: 'm1', role: 'user', parts: [{ type: 'text', text: 'Old' }] },
      { id: 'm2', role: 'assistant', parts: [{ type: 'text', text: 'Older' }] },
      {
        id: 'm3',
        role: 'user',
        parts: [
          { type: 'file', url: 'x' },
          { type: 'text', text: 'The last' },
          { type: 'text', text: ' one' },
        ],
      },
    ];
    const asked = (): string => JSON.stringify(one.model.requests.at(-1)?.messages.at(-1));

    it('answers the last user message, as a stream without being asked to', async () => {
      one.model.push({ text: 'Hi.' });
      const response = await ask({ id: 'client-made', messages, trigger: 'submit-message' });
      expect(response.headers.get('x-vercel-ai-ui-message-stream')).to.equal('v1');
      await response.text();
      expect(asked()).to.include('The last one').and.not.include('Old');
    });

    it('goes on with our own conversation id, and takes JSON when asked', async () => {
      one.model.push({ text: 'Hi.' }, { text: 'Again.' });
      const json = { accept: 'application/json' };
      const { conversation_id } = (await (
        await ask({ messages: [{ role: 'user', content: 'Hello' }] }, json)
      ).json()) as ChatReply;
      const second = (await (await ask({ id: conversation_id, messages }, json)).json()) as ChatReply;
      expect(second.conversation_id).to.equal(conversation_id);
    });
  });

  describe('with an Idempotency-Key', () => {
    it('gives the same JSON byte for byte, and the stream of it when that is asked for', async () => {
      one.model.push({ text: 'Only once.' });
      const key = { 'idempotency-key': 'chat-json' };
      const first = await (await ask({ message: 'Hi' }, key)).text();
      const again = await ask({ message: 'Hi' }, key);
      expect(again.headers.get('idempotent-replay')).to.equal('true');
      expect(await again.text()).to.equal(first);
      const parts = await stream({ message: 'Hi' }, key);
      expect(parts.map((part) => part.type)).to.deep.equal([
        'start',
        'start-step',
        'text-start',
        'text-delta',
        'text-end',
        'data-usage',
        'finish-step',
        'finish',
      ]);
      expect(one.model.remaining).to.equal(0);
    });

    it('gives the same stream byte for byte, and its reply as JSON when that is asked for', async () => {
      one.model.push({ text: 'Only this once, word by word.' });
      const headers = { 'idempotency-key': 'chat-sse', accept: 'text/event-stream' };
      const first = await (await ask({ message: 'Hi' }, headers)).text();
      expect(await (await ask({ message: 'Hi' }, headers)).text()).to.equal(first);
      expect(
        ((await (await ask({ message: 'Hi' }, { 'idempotency-key': 'chat-sse' })).json()) as ChatReply).reply,
      ).to.equal('Only this once, word by word.');
    });

    it('replays an answer that is too long to keep as a stream', async () => {
      one.model.push({ text: 'wörter '.repeat(2_000) });
      const headers = { 'idempotency-key': 'chat-long', accept: 'text/event-stream' };
      const first = await stream({ message: 'Long' }, headers);
      const again = await stream({ message: 'Long' }, headers);
      const text = (parts: readonly Part[]): unknown =>
        parts
          .map((part) => (typeof part['delta'] === 'string' ? part['delta'] : ''))
          .join('')
          .trim();
      expect(text(again)).to.equal(text(first));
      expect(again.length).to.be.lessThan(first.length);
    });

    it('tries again after a failure', async () => {
      one.model.push({ error: new ModelError('unavailable', 'down') }, { text: 'Now.' });
      const key = { 'idempotency-key': 'chat-retry' };
      expect((await ask({ message: 'Hi' }, key)).status).to.equal(503);
      expect(((await (await ask({ message: 'Hi' }, key)).json()) as ChatReply).reply).to.equal('Now.');
    });
  });

  it('keeps the message and what was said when the model breaks off', async () => {
    one.model.push({ text: 'Half of it', error: new ModelError('unavailable', 'down') });
    const parts = await stream({ message: 'Tell me' });
    const { conversation_id } = parts[0]?.['messageMetadata'] as { conversation_id: string };
    one.model.push({ text: 'Yes.' });
    expect((await ask({ message: 'Still there?', conversation_id })).status).to.equal(200);
    expect(JSON.stringify(one.model.requests.at(-1)?.messages))
      .to.include('Tell me')
      .and.include('Half of it');
  });

  it('stops the model and frees the conversation when the customer leaves', async () => {
    one.model.push({ text: 'Hi.' });
    const { conversation_id } = (await (await ask({ message: 'Hello' })).json()) as ChatReply;
    let asked: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => {
      asked = resolve;
    });
    one.model.push(() => {
      asked();
      return { hold: new Promise(() => undefined) };
    });
    const left = new AbortController();
    const turn = one.agents.post(NAME, CHAT, { message: 'Wait', conversation_id }, { token, signal: left.signal }).then(
      () => 'answered',
      () => 'left',
    );
    await begun;
    left.abort();
    expect(await turn).to.equal('left');
    await one.agents.running.get(NAME)!.drain(10_000);
    expect(one.model.aborted).to.have.length(1);
    one.model.push({ text: 'Back.' });
    expect((await ask({ message: 'I am back', conversation_id })).status).to.equal(200);
  });

  it("writes one line for a request, with its ids and nobody's words", async () => {
    one.model.push({ text: 'The secret answer.' });
    one.agents.lines.length = 0;
    const response = await one.agents.post(
      NAME,
      CHAT,
      { message: 'My secret question' },
      { token, headers: { 'x-request-id': 'req-42' } },
    );
    const reply = (await response.json()) as ChatReply;
    expect(response.headers.get('x-request-id')).to.equal('req-42');
    await one.agents.running.get(NAME)!.drain(10_000);
    await one.agents.fetch(NAME, '/health');
    const lines = one.agents.requestLines().filter((line) => line.level === 'info');
    expect(lines.map((line) => line.fields)).to.have.length(1);
    expect(lines[0]?.fields).to.deep.include({
      agent: NAME,
      request_id: 'req-42',
      tenant: one.shop.tenant,
      conversation: reply.conversation_id,
      turn: reply.turn_id,
      method: 'POST',
      path: CHAT,
      status: 200,
      finished: true,
    });
    expect(JSON.stringify(one.agents.lines)).not.to.match(/secret|kernel\.example|"ann"/u);
    const wild = await one.agents.fetch(NAME, '/health', { headers: { 'x-request-id': 'a b"c' } });
    expect(wild.headers.get('x-request-id')).to.match(/^req_/u);
  });
});
