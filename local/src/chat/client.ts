/** The fleet's HTTP calls that a chat needs. Every failure is a ChatFailure, except an abort. */
import { z } from 'zod';
import type { ChatReply } from '@deskfleet/shared/conversation/reply.ts';
import type { ChatOptions } from './arguments.ts';
import { ChatFailure, connectionFailure, failureOf } from './failure.ts';
import { readReply, type Progress } from './reply-stream.ts';

const customersSchema = z.object({
  customers: z.array(z.object({ id: z.string(), name: z.string(), question: z.string() })),
});
const tokenSchema = z.object({ token: z.string() });
const settledSchema = z.object({ message: z.string() });
const conversationSchema = z.object({
  messages: z.array(z.object({ position: z.number(), role: z.string(), text: z.string() })),
});
const handoffSchema = z.object({ conversation_id: z.string(), owner: z.string(), message: z.string() });
const newsSchema = conversationSchema.extend({
  owner: z.string(),
  notice: z.string().nullable(),
  next: z.number(),
});

export type DemoCustomer = z.infer<typeof customersSchema>['customers'][number];
export type StoredMessage = z.infer<typeof conversationSchema>['messages'][number];

/** One message; sent again with the same key and conversation it is the same turn. */
export interface ChatRequest {
  readonly message: string;
  readonly conversationId: string | null;
  readonly key: string;
}

interface Call {
  readonly method?: 'GET' | 'POST';
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly redirect?: 'error' | 'follow';
}

export class ChatClient {
  readonly #options: Pick<ChatOptions, 'url' | 'customer' | 'tenant'>;
  #token: string | null;

  constructor(options: Pick<ChatOptions, 'url' | 'customer' | 'tenant' | 'token'>) {
    this.#options = options;
    this.#token = options.customer === null ? options.token : null;
  }

  /** Gets the chosen customer's token and name; null for a visitor or a token of one's own. @throws {ChatFailure} also for an unknown customer */
  async signIn(): Promise<DemoCustomer | null> {
    const { url, customer, tenant } = this.#options;
    if (customer === null) return null;
    const known = await this.#customers();
    if (known === null) {
      throw new ChatFailure({
        code: 'not_found',
        retry: false,
        title: `${url} has no demo customers, as only a fleet on this machine has. Leave out --as and put a token into DESKFLEET_TOKEN.`,
      });
    }
    const response = await this.#fetch('/local/token', { method: 'POST', body: { customer_id: customer, tenant } });
    if (response.status === 404) {
      const some = known
        .slice(0, 5)
        .map(({ id, name }) => `${id} (${name})`)
        .join(', ');
      throw new ChatFailure({
        code: 'not_found',
        retry: false,
        title: `There is no customer "${customer}" in the shop "${tenant}". ${some === '' ? 'No customers of that shop are known.' : `Try ${some}.`}`,
      });
    }
    this.#token = (await this.#read(response, tokenSchema)).token;
    return known.find(({ id }) => id === customer) ?? { id: customer, name: customer, question: '' };
  }

  /** @throws {ChatFailure} when nothing answers. */
  async reach(): Promise<void> {
    await (await this.#fetch('/supervisor/health', {})).body?.cancel();
  }

  /** Null where there is no local sign-in. */
  async #customers(): Promise<readonly DemoCustomer[] | null> {
    const response = await this.#fetch(`/local/customers?tenant=${encodeURIComponent(this.#options.tenant)}`, {});
    return response.status === 404 ? null : (await this.#read(response, customersSchema)).customers;
  }

  async chat(
    { message, conversationId, key }: ChatRequest,
    onProgress: (progress: Progress) => void,
    signal: AbortSignal,
  ): Promise<ChatReply> {
    const response = await this.#signedIn('/supervisor/chat', {
      method: 'POST',
      signal,
      headers: { accept: 'text/event-stream', 'idempotency-key': key },
      body: conversationId === null ? { message } : { message, conversation_id: conversationId },
    });
    if (!response.headers.get('content-type')?.startsWith('text/event-stream') || response.body === null)
      throw this.#notAFleet();
    return readReply(response.body as AsyncIterable<Uint8Array>, onProgress, signal);
  }

  /** @returns what was done, for the customer. Doing it twice does it once. */
  async decide(conversationId: string, quoteId: string, decision: 'confirm' | 'decline'): Promise<string> {
    const path = `/supervisor/conversations/${encodeURIComponent(conversationId)}/quotes/${encodeURIComponent(quoteId)}`;
    return (await this.#read(await this.#signedIn(path, { method: 'POST', body: { decision } }), settledSchema))
      .message;
  }

  /** Into the queue for a colleague. @param conversationId null when nothing was said yet */
  async askForPerson(conversationId: string | null): Promise<z.infer<typeof handoffSchema>> {
    const path = `/supervisor/conversations/${encodeURIComponent(conversationId ?? 'new')}/handoff`;
    return this.#read(await this.#signedIn(path, { method: 'POST', body: {} }), handoffSchema);
  }

  /** What was said after a position, and who answers now. */
  async news(conversationId: string, after: number): Promise<z.infer<typeof newsSchema>> {
    const path = `/supervisor/conversations/${encodeURIComponent(conversationId)}/messages?after=${after}`;
    return this.#read(await this.#signedIn(path, {}), newsSchema);
  }

  /** A page or a download of an agent. @param path one of the fleet's own */
  document(path: string): Promise<Response> {
    return this.#signedIn(path, { headers: { accept: 'text/html, application/json, */*;q=0.5' }, redirect: 'error' });
  }

  /** The latest messages of a conversation, oldest first. */
  async messages(conversationId: string, limit: number): Promise<readonly StoredMessage[]> {
    return (
      await this.#read(
        await this.#signedIn(`/supervisor/conversations/${encodeURIComponent(conversationId)}?limit=${limit}`, {}),
        conversationSchema,
      )
    ).messages;
  }

  /** A demo customer's token that has run out is renewed once; nothing was done with the old one. */
  async #signedIn(path: string, call: Call): Promise<Response> {
    const response = await this.#fetch(path, call);
    if (response.ok) return response;
    const failure = await failureOf(response);
    if (failure.code !== 'token_expired' || this.#options.customer === null) throw failure;
    await this.signIn();
    const again = await this.#fetch(path, call);
    if (!again.ok) throw await failureOf(again);
    return again;
  }

  async #fetch(path: string, { method = 'GET', body, headers, signal, redirect = 'follow' }: Call): Promise<Response> {
    try {
      return await fetch(this.#options.url + path, {
        method,
        redirect,
        headers: {
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(this.#token === null ? {} : { authorization: `Bearer ${this.#token}` }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(signal === undefined ? {} : { signal }),
      });
    } catch (error) {
      signal?.throwIfAborted();
      throw connectionFailure(this.#options.url, error);
    }
  }

  async #read<T>(response: Response, schema: z.ZodType<T>): Promise<T> {
    if (!response.ok) throw await failureOf(response);
    const parsed = schema.safeParse(await response.json().catch(() => null));
    if (!parsed.success) throw this.#notAFleet();
    return parsed.data;
  }

  #notAFleet(): ChatFailure {
    return new ChatFailure({
      code: 'not_a_fleet',
      retry: false,
      title: `What answers at ${this.#options.url} is not this fleet. Check --url.`,
    });
  }
}
