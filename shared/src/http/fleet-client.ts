/** How one agent calls another: HTTP with a short-lived service token, the answer streamed while it is written. */
import { setTimeout } from 'node:timers/promises';
import { createParser } from 'eventsource-parser';
import { z } from 'zod';
import type {
  DelegatedChat,
  DelegatedReply,
  DelegatedToolCall,
  DelegatedToolReply,
  FleetClient,
  Principal,
} from '../agent/context.ts';
import { AGENT_OUTCOMES, turnRecordSchema, type TurnEvent } from '../agent/turn-record.ts';
import { startDeadline, type Deadline } from '../deadline.ts';
import { fleetMember, SPECIALIST_NAMES, type AgentName, type SpecialistName } from '../fleet.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import { agentUrl, type Settings } from '../settings.ts';
import type { Logger } from '../telemetry/log.ts';
import type { Authenticator } from './auth.ts';
import type { Delegation } from './chat-request.ts';
import { specialistHealth, type SpecialistHealth } from './specialist-health.ts';

const recordPartSchema = z.object({ outcome: z.enum(AGENT_OUTCOMES), complete: z.boolean(), record: turnRecordSchema });
const agentPartSchema = z.object({
  agent: z.enum(SPECIALIST_NAMES),
  state: z.enum(['working', ...AGENT_OUTCOMES]),
  tool: z.string().optional(),
});
const partSchema = z.object({ type: z.string(), delta: z.string().optional(), data: z.unknown().optional() });

type ClientSettings = Pick<
  Settings,
  | 'AGENT_URL_TEMPLATE'
  | 'PORT_OFFSET'
  | 'DELEGATION_TIMEOUT_MS'
  | 'DELEGATION_RETRY_DELAY_MS'
  | 'DELEGATION_BREAKER_FAILURES'
  | 'DELEGATION_BREAKER_OPEN_MS'
>;

export function createFleetClient(
  from: AgentName,
  settings: ClientSettings,
  authenticator: Authenticator,
  log: Logger,
): FleetClient {
  async function post(
    agent: AgentName,
    path: string,
    body: unknown,
    principal: Principal,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<Response> {
    return fetch(`${agentUrl(settings, agent)}${fleetMember(agent).prefix}${path}`, {
      method: 'POST',
      signal,
      body: JSON.stringify(body),
      headers: {
        authorization: `Bearer ${await authenticator.serviceToken(from, principal)}`,
        'content-type': 'application/json',
        ...headers,
      },
    });
  }

  const watch = (agent: SpecialistName): SpecialistHealth =>
    specialistHealth(settings.DELEGATION_BREAKER_FAILURES, settings.DELEGATION_BREAKER_OPEN_MS, () =>
      log.warn('a specialist failed too often and is left alone for a while', { to: agent }),
    );
  const health = Object.fromEntries(SPECIALIST_NAMES.map((agent) => [agent, watch(agent)])) as Readonly<
    Record<SpecialistName, SpecialistHealth>
  >;

  async function chat(
    agent: SpecialistName,
    request: DelegatedChat,
    onEvent: (event: TurnEvent) => void,
    signal: AbortSignal,
  ): Promise<DelegatedReply> {
    const ask = async (): Promise<DelegatedReply> => {
      const deadline = startDeadline(settings.DELEGATION_TIMEOUT_MS, [signal]);
      try {
        const first = await attempt(agent, request, onEvent, signal, deadline);
        if (first.begun) return first.reply;
        // Nothing of an answer has come, so nothing is said or shown twice: a task that is being replaced is asked again.
        await pause(settings.DELEGATION_RETRY_DELAY_MS, deadline.signal);
        return (await attempt(agent, request, onEvent, signal, deadline)).reply;
      } finally {
        deadline.stop();
      }
    };
    return health[agent].run(ask);
  }

  async function attempt(
    agent: SpecialistName,
    request: DelegatedChat,
    onEvent: (event: TurnEvent) => void,
    signal: AbortSignal,
    deadline: Deadline,
  ): Promise<{ readonly reply: DelegatedReply; readonly begun: boolean }> {
    const answer = new DelegatedAnswer(agent, onEvent);
    try {
      const body: Delegation = {
        request: request.request,
        customer_message: request.customerMessage,
        conversation_id: request.conversationId,
        turn_id: request.turnId,
        facts: {
          ...request.facts,
          history: [...request.facts.history],
          openQuotes: [...request.facts.openQuotes],
          memories: [...request.facts.memories],
          pastConversations: [...request.facts.pastConversations],
        },
      };
      const response = await post(
        agent,
        '/chat',
        body,
        request.principal,
        { accept: 'text/event-stream', 'x-request-id': request.requestId },
        deadline.signal,
      );
      if (!response.ok || response.body === null) {
        log.warn('delegation refused', { to: agent, status: response.status, request_id: request.requestId });
        await response.body?.cancel();
        return { reply: answer.broken('failed'), begun: response.status !== 503 && response.status !== 502 };
      }
      const decoder = new TextDecoder();
      for await (const chunk of response.body as AsyncIterable<Uint8Array>)
        answer.feed(decoder.decode(chunk, { stream: true }));
      return { reply: answer.result(), begun: true };
    } catch (error) {
      signal.throwIfAborted();
      log.warn('delegation failed', {
        to: agent,
        timed_out: deadline.passed,
        request_id: request.requestId,
        reason: reasonOf(error),
      });
      return {
        reply: answer.broken(deadline.passed ? 'timed_out' : 'failed'),
        begun: answer.begun || deadline.passed,
      };
    }
  }

  async function runTool(
    agent: AgentName,
    tool: string,
    input: JsonObject,
    call: DelegatedToolCall,
    signal: AbortSignal,
  ): Promise<DelegatedToolReply> {
    const headers = {
      'x-request-id': call.requestId,
      ...(call.conversationId === null ? {} : { 'x-conversation-id': call.conversationId }),
      ...(call.idempotencyKey === null ? {} : { 'idempotency-key': call.idempotencyKey }),
    };
    const deadline = startDeadline(settings.DELEGATION_TIMEOUT_MS, [signal]);
    let response: Response;
    let body: unknown;
    try {
      response = await post(agent, `/tools/${tool}`, input, call.principal, headers, deadline.signal);
      body = await response.json();
    } catch (error) {
      signal.throwIfAborted();
      log.warn('tool call to another agent failed', {
        to: agent,
        tool,
        request_id: call.requestId,
        timed_out: deadline.passed,
        reason: reasonOf(error),
      });
      return {
        ok: false,
        status: 503,
        code: 'agent_unavailable',
        message: 'The agent cannot be reached.',
        details: {},
      };
    } finally {
      deadline.stop();
    }
    if (response.ok && isJsonObject(body) && isJsonObject(body['result'])) return { ok: true, result: body['result'] };
    const problem = isJsonObject(body) ? body : {};
    const textOr = (value: unknown, fallback: string) => (typeof value === 'string' ? value : fallback);
    return {
      ok: false,
      status: response.status,
      code: textOr(problem['code'], 'internal'),
      message: textOr(problem['detail'], textOr(problem['title'], 'The agent failed.')),
      details: problem,
    };
  }

  return { chat, runTool };
}

/** Ends early, without complaint, when the time is up: the next attempt will notice. */
async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await setTimeout(milliseconds, undefined, { signal }).catch(() => undefined);
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

/** Gathers a delegated answer from its stream and passes its events on. */
class DelegatedAnswer {
  readonly #agent: SpecialistName;
  readonly #onEvent: (event: TurnEvent) => void;
  readonly #parser = createParser({
    onEvent: ({ data }) => {
      this.#part(data);
    },
  });
  #end: z.infer<typeof recordPartSchema> | undefined;

  constructor(agent: SpecialistName, onEvent: (event: TurnEvent) => void) {
    this.#agent = agent;
    this.#onEvent = onEvent;
  }

  /** Whether anything of the answer has arrived. */
  begun = false;

  feed(text: string): void {
    this.begun = true;
    this.#parser.feed(text);
  }

  result(): DelegatedReply {
    if (!this.#end) return this.broken('failed');
    const { outcome, complete, record } = this.#end;
    return { complete, outcome, record };
  }

  /** The specialist could not be reached, or broke off. */
  broken(outcome: 'failed' | 'timed_out'): DelegatedReply {
    return { complete: false, outcome: this.#end?.outcome ?? outcome, record: this.#end?.record ?? null };
  }

  #part(data: string): void {
    if (data === '[DONE]') return;
    const part = partSchema.parse(JSON.parse(data));
    if (part.type === 'text-delta' && part.delta !== undefined) {
      this.#onEvent({ type: 'text', text: part.delta });
    } else if (part.type === 'data-agent') {
      const { tool, ...rest } = agentPartSchema.parse(part.data);
      if (rest.agent === this.#agent)
        this.#onEvent({ type: 'agent', ...rest, ...(tool === undefined ? {} : { tool }) });
    } else if (part.type === 'data-record') {
      this.#end = recordPartSchema.parse(part.data);
      // Quotes come with their record: what the page shows leaves out what the supervisor needs to keep.
      this.#end.record.quotes.forEach((quote) => this.#onEvent({ type: 'quote', quote }));
    }
  }
}
