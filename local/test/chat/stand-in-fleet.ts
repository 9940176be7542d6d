/**
 * What the chat clients see of a fleet, on a port of its own: the chat call, quotes, stored conversations and the
 * local sign-in. The test says what is answered, frame by frame, so nothing depends on time. Streams and errors are
 * made by the kernel's own code.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Express, type Request, type RequestHandler, type Response } from 'express';
import type { PublicQuote, QuoteView } from '@deskfleet/shared/conversation/quotes.ts';
import type { ChatReply } from '@deskfleet/shared/conversation/reply.ts';
import { Problem, type ErrorCode } from '@deskfleet/shared/http/errors.ts';
import { problemHandler } from '@deskfleet/shared/http/problem.ts';
import { requestLogging } from '@deskfleet/shared/http/request-log.ts';
import { TurnStream } from '@deskfleet/shared/http/sse.ts';
import { memoryLog } from '@deskfleet/shared/telemetry/log.ts';

/** What helmet sends with the page. */
const CONTENT_SECURITY_POLICY =
  "default-src 'self';base-uri 'self';font-src 'self' https: data:;form-action 'self';frame-ancestors 'self';img-src 'self' data:;object-src 'none';script-src 'self';script-src-attr 'none';style-src 'self' https: 'unsafe-inline'";

const CUSTOMERS = [
  { id: 'cust001', name: 'Maya Thompson', note: 'An order on its way', question: 'What is the state of order 12345?' },
  { id: 'cust002', name: 'Daniel Okafor', note: 'Wants a smartwatch', question: 'Which smartwatch is best?' },
];

export const USAGE: ChatReply['usage'] = {
  model_calls: 2,
  input_tokens: 1200,
  output_tokens: 45,
  cached_tokens: 1000,
  cost_usd: 0.00123,
  data_api_calls: 3,
};

export function openQuote(changes: Partial<QuoteView> = {}): QuoteView {
  return {
    id: 'quote_1',
    agent: 'order-management',
    tool: 'cancel_order',
    subject: 'order:o12345',
    summary: 'Cancel order o12345 and refund $249.00.',
    state: 'open',
    terms: { order_id: 'o12345', refund_total: { cents: 24_900, text: '$249.00' } },
    input: {},
    proposed_turn_id: 'turn_1',
    list_no: 1,
    expires_at: '2099-01-01T12:00:00.000Z',
    ...changes,
  };
}

interface StoredMessage {
  position: number;
  turn_id: string;
  role: string;
  text: string;
  citations: unknown[];
  created_at: string;
}

/** One chat call that waits for the test to answer it. */
export class OpenTurn {
  readonly message: string;
  readonly conversationId: string;
  /** As it was sent: null starts a conversation. */
  readonly askedConversationId: string | null;
  readonly key: string | undefined;
  readonly authorization: string | undefined;
  /** Resolves when the client has left before the answer was whole. */
  readonly left: Promise<unknown>;
  readonly #response: Response;
  readonly #onDone: (reply: ChatReply) => void;
  #stream: TurnStream | undefined;
  #text = '';
  #quotes: QuoteView[] = [];

  constructor(request: Request, response: Response, conversationId: string, onDone: (reply: ChatReply) => void) {
    const body = request.body as { message: string; conversation_id?: string };
    this.message = body.message;
    this.askedConversationId = body.conversation_id ?? null;
    this.conversationId = conversationId;
    this.key = request.get('idempotency-key');
    this.authorization = request.get('authorization');
    this.left = once(response, 'close');
    this.#response = response;
    this.#onDone = onDone;
  }

  get #open(): TurnStream {
    return (this.#stream ??= new TurnStream(this.#response, { conversationId: this.conversationId, turnId: 'turn_1' }));
  }

  say(text: string): this {
    this.#text += text;
    this.#open.event({ type: 'text', text });
    return this;
  }

  agent(agent: QuoteView['agent'], state: 'working' | 'answered' | 'failed', tool?: string): this {
    this.#open.event({ type: 'agent', agent, state, ...(tool === undefined ? {} : { tool }) });
    return this;
  }

  quote(quote: QuoteView): this {
    this.#quotes.push(quote);
    this.#open.event({ type: 'quote', quote });
    return this;
  }

  finish(changes: Partial<ChatReply> = {}): void {
    const quotes = this.#quotes.map(({ id, agent, tool, summary, state, terms, expires_at }) => ({
      id,
      agent,
      tool,
      summary,
      state,
      terms,
      expires_at,
    }));
    const reply: ChatReply = {
      conversation_id: this.conversationId,
      turn_id: 'turn_1',
      reply: this.#text,
      agents: [{ agent: 'order-management', outcome: 'answered' }],
      quotes,
      citations: [],
      usage: USAGE,
      owner: 'agent',
      degraded: false,
      ...changes,
    };
    this.#onDone(reply);
    this.#open.end(this.#open.ending(reply));
  }

  /** Fails after the stream has begun. */
  fail(code: ErrorCode): void {
    this.#open.fail(new Problem(code));
  }

  /** Fails before the stream has begun. */
  refuse(code: ErrorCode): void {
    this.#response
      .status(new Problem(code).status)
      .type('application/problem+json')
      .send(JSON.stringify(new Problem(code)));
  }

  breakOff(): void {
    this.#response.destroy();
  }
}

interface StandInDocument {
  readonly type: string;
  readonly body: string;
  readonly disposition?: string;
  /** The connection ends before the body does. */
  readonly breaksOff?: true;
}

export interface StandInOptions {
  /** False: as on AWS, where there is no `/local`. */
  readonly localSignIn?: boolean;
  /** As on AWS with a user pool. */
  readonly cognito?: { readonly endpoint: string; readonly client_id: string };
  readonly page?: RequestHandler;
}

export class StandInFleet {
  /** Quote decisions that came in, in order. */
  readonly decisions: { quoteId: string; decision: string; authorization: string | undefined }[] = [];
  readonly conversations = new Map<string, StoredMessage[]>();
  /** What the next decisions are refused with. */
  refuseDecisions: ErrorCode | null = null;
  /** What asking for a person is refused with. */
  refuseHandoffs: ErrorCode | null = null;
  /** What a decision about one quote is refused with, once. */
  readonly refusals = new Map<string, Problem>();
  /** What a conversation tells of its proposals. */
  storedQuotes: PublicQuote[] = [];
  /** Who answers in every conversation. */
  owner: 'agent' | 'queue' | 'staff' = 'agent';
  /** Decisions wait for this. */
  beforeDecision: Promise<unknown> = Promise.resolve();
  /** Pages and downloads of the agents, by path. */
  readonly documents = new Map<string, StandInDocument>();
  /** Who asked for them. */
  readonly documentCalls: { path: string; authorization: string | undefined }[] = [];
  url = '';
  #waiting: OpenTurn[] = [];
  #asking: ((turn: OpenTurn) => void)[] = [];
  #server = createServer();

  /** The next chat call, once it is there. */
  turn(): Promise<OpenTurn> {
    const turn = this.#waiting.shift();
    return turn ? Promise.resolve(turn) : new Promise((resolve) => this.#asking.push(resolve));
  }

  /** Chat calls that nobody has asked for yet. */
  get unanswered(): number {
    return this.#waiting.length;
  }

  async start(options: StandInOptions = {}): Promise<this> {
    this.#server.on('request', this.#app(options));
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    this.url = `http://localhost:${(this.#server.address() as AddressInfo).port}`;
    return this;
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  #app({ localSignIn = true, cognito, page }: StandInOptions): Express {
    const app = express();
    app.use(requestLogging(memoryLog()), express.json(), (_request, response, next) => {
      response.setHeader(
        'content-security-policy',
        `${CONTENT_SECURITY_POLICY};connect-src 'self' ${cognito?.endpoint ?? ''}`,
      );
      next();
    });
    app.get('/supervisor/sign-in', (_request, response) => {
      response.json(cognito ? { kind: 'cognito', ...cognito } : { kind: localSignIn ? 'demo' : 'token' });
    });
    if (localSignIn) this.#signIn(app);
    app.post('/supervisor/chat', (request, response) => this.#chat(request, response));
    app.get('/supervisor/conversations/:id', (request, response) => this.#conversation(request, response));
    app.post('/supervisor/conversations/:id/handoff', (request, response) => {
      if (this.refuseHandoffs !== null) throw new Problem(this.refuseHandoffs);
      const { id } = request.params;
      const conversationId = id === 'new' ? `conv_${'9'.repeat(32)}` : id;
      if (id === 'new') this.conversations.set(conversationId, []);
      this.owner = 'queue';
      response.json({ conversation_id: conversationId, owner: this.owner, message: 'I have asked a colleague.' });
    });
    app.get('/supervisor/conversations/:id/messages', (request, response) => {
      const after = Number(request.query['after'] ?? 0);
      const stored = this.conversations.get(request.params.id);
      if (!stored) throw new Problem('conversation_not_found');
      const messages = stored.filter(({ position }) => position > after);
      const next = messages.at(-1)?.position ?? after;
      const notice = this.owner === 'queue' ? 'Nobody is there before nine.' : null;
      response.json({ owner: this.owner, state: 'open', csat: null, notice, messages, next });
    });
    app.get(['/order/*path', '/personalization/*path'], (request, response) => {
      const { path } = request;
      this.documentCalls.push({ path, authorization: request.get('authorization') });
      const found = this.documents.get(path);
      if (!found) throw new Problem('unauthenticated');
      if (found.breaksOff) {
        response.writeHead(200, { 'content-type': found.type });
        response.write(found.body, () => response.destroy());
        return;
      }
      if (found.disposition !== undefined) response.setHeader('content-disposition', found.disposition);
      response.setHeader('content-type', found.type);
      response.send(found.body);
    });
    app.post('/supervisor/conversations/:id/quotes/:quoteId', async (request, response) => {
      const { decision } = request.body as { decision: 'confirm' | 'decline' };
      const quoteId = request.params.quoteId;
      this.decisions.push({ quoteId, decision, authorization: request.get('authorization') });
      await this.beforeDecision;
      if (this.refuseDecisions !== null) throw new Problem(this.refuseDecisions);
      const refusal = this.refusals.get(quoteId);
      this.refusals.delete(quoteId);
      if (refusal) throw refusal;
      const { id, agent, tool, summary, terms, expires_at } = openQuote({ id: quoteId });
      const state = decision === 'confirm' ? 'confirmed' : 'declined';
      response.json({
        quote: { id, agent, tool, summary, state, terms, expires_at },
        message: decision === 'confirm' ? 'Order o12345 is cancelled.' : 'Nothing was changed.',
      });
    });
    if (page) app.use(page);
    app.use(() => {
      throw new Problem('not_found');
    });
    app.use(problemHandler);
    return app;
  }

  /** What a colleague says in a conversation. */
  staffSays(conversationId: string, text: string): void {
    const stored = this.conversations.get(conversationId) ?? [];
    stored.push({
      position: stored.length + 1,
      turn_id: 'turn_staff',
      role: 'staff',
      text,
      citations: [],
      created_at: '2026-01-01T00:00:00.000Z',
    });
  }

  #signIn(app: Express): void {
    app.get('/local/customers', (request, response) => {
      response.json({ tenant: request.query['tenant'], customers: CUSTOMERS });
    });
    app.post('/local/token', (request, response) => {
      const { customer_id, tenant = 'acme' } = request.body as { customer_id: string; tenant?: string };
      if (!CUSTOMERS.some(({ id }) => id === customer_id))
        throw new Problem('not_found', {
          detail: `There is no customer "${customer_id}" in the shop "${tenant}". GET /local/customers lists some.`,
        });
      response.json({ token: `token-of-${customer_id}-${tenant}`, expires_in: 28_800, customer_id, tenant });
    });
  }

  #chat(request: Request, response: Response): void {
    const { message, conversation_id } = request.body as { message: string; conversation_id?: string };
    const id = conversation_id ?? `conv_${String(this.conversations.size + 1).padStart(32, '0')}`;
    const messages = this.conversations.get(id) ?? [];
    this.conversations.set(id, messages);
    const store = (role: string, text: string, citations: unknown[]): void => {
      messages.push({
        position: messages.length + 1,
        turn_id: 'turn_1',
        role,
        text,
        citations,
        created_at: '2026-01-01T00:00:00.000Z',
      });
    };
    const turn = new OpenTurn(request, response, id, (reply) => {
      store('user', message, []);
      store('assistant', reply.reply, reply.citations);
    });
    const asking = this.#asking.shift();
    if (asking) asking(turn);
    else this.#waiting.push(turn);
  }

  /** Pages of two messages, so that paging shows soon. */
  #conversation(request: Request, response: Response): void {
    const stored = this.conversations.get(String(request.params['id']));
    if (!stored) throw new Problem('conversation_not_found');
    const before = Number(request.query['before'] ?? Infinity);
    const page = stored.filter(({ position }) => position < before).slice(-2);
    response.json({
      conversation: { id: request.params['id'], title: stored[0]?.text ?? null },
      messages: page,
      quotes: this.storedQuotes,
      next: (page[0]?.position ?? 1) > 1 ? page[0]?.position : null,
    });
  }
}
