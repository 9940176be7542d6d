/** `POST P/chat`: a customer's turn as JSON or as a stream, and turns that another agent delegates. */
import { createHmac } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import type { Agent } from '../agent/agent.ts';
import type { Principal } from '../agent/context.ts';
import { TurnRecord } from '../agent/turn-record.ts';
import { runCustomerTurn, runTurn } from '../conversation/turn.ts';
import { openCustomerTurn, type CustomerTurn } from '../conversation/turn-admission.ts';
import { chatReplySchema } from '../conversation/reply.ts';
import type { Runtime } from '../runtime.ts';
import { delegationSchema, parse, readChatMessage } from './chat-request.ts';
import { Problem } from './errors.ts';
import { toProblem } from './problem.ts';
import { principalOf } from './principal.ts';
import { addLogFields, requestId, requestLog } from './request-log.ts';
import { replayStream, streamOfReply, TurnStream } from './sse.ts';
import type { RunningTurns } from './running-turns.ts';

export function chatRoute(agent: Agent, runtime: Runtime, running: RunningTurns): RequestHandler {
  return async (request, response) => {
    const principal = principalOf(response);
    const signal = running.signalFor(response, runtime.settings.TURN_TIMEOUT_MS);
    const answer =
      principal.kind === 'service'
        ? delegatedTurn(agent, runtime, principal, request, response, signal)
        : customerTurn(agent, runtime, principal, request, response, signal);
    await running.track(answer);
  };
}

async function customerTurn(
  agent: Agent,
  runtime: Runtime,
  principal: Principal,
  request: Request,
  response: Response,
  signal: AbortSignal,
): Promise<void> {
  if (principal.kind === 'staff') throw new Problem('forbidden', { detail: 'Staff tokens cannot chat as a customer.' });
  const hash = addressHash(request, runtime);
  await runtime.rateLimit.take(principal, hash);
  const chat = readChatMessage(request.body, runtime.settings.MESSAGE_MAX_CHARACTERS);
  const { message, conversationId } = chat;
  const turn: CustomerTurn = {
    principal,
    message,
    conversationId,
    idempotencyKey: customerKey(request, principal, conversationId),
    requestId: requestId(response),
    addressHash: hash,
    log: requestLog(response),
    signal,
  };
  // A useChat client reads a stream and does not say so: it accepts anything.
  const forms =
    chat.form === 'use_chat' ? ['text/event-stream', 'application/json'] : ['application/json', 'text/event-stream'];
  const wantsStream = request.accepts(forms) === 'text/event-stream';

  const opened = await openCustomerTurn(runtime, turn);
  if (opened.state === 'answered') {
    answerAgain(response, opened, wantsStream);
    return;
  }
  addLogFields(response, { tenant: principal.tenant, conversation: opened.conversationId, turn: opened.turnId });
  if (!wantsStream) {
    const reply = await runCustomerTurn(agent, runtime, turn, opened, { listener: undefined, stream: () => null });
    response.type('application/json').send(JSON.stringify(reply));
    return;
  }
  const stream = new TurnStream(response, opened);
  let ending = '';
  const keep = (reply: Parameters<TurnStream['ending']>[0]) => {
    ending = stream.ending(reply);
    return stream.whole(ending, reply);
  };
  try {
    await runCustomerTurn(agent, runtime, turn, opened, { listener: (event) => stream.event(event), stream: keep });
    stream.end(ending);
  } catch (error) {
    failStream(response, stream, error);
  }
}

/** Keyed, so that the hashes that are kept cannot be turned back into addresses. */
function addressHash(request: Request, { settings }: Runtime): string {
  return createHmac('sha256', settings.SERVICE_TOKEN_SECRET)
    .update(request.ip ?? '')
    .digest('base64url');
}

/** The same key again: the same answer, and nothing is run. */
function answerAgain(
  response: Response,
  answered: { readonly response: string; readonly stream: string | null },
  wantsStream: boolean,
): void {
  response.setHeader('idempotent-replay', 'true');
  if (!wantsStream) {
    response.type('application/json').send(answered.response);
  } else if (answered.stream !== null) {
    replayStream(response, answered.stream);
  } else {
    streamOfReply(response, chatReplySchema.parse(JSON.parse(answered.response)));
  }
}

/** A turn for another agent: always streamed, nothing stored here; the record of what was done goes back with it. */
async function delegatedTurn(
  agent: Agent,
  runtime: Runtime,
  principal: Principal,
  request: Request,
  response: Response,
  signal: AbortSignal,
): Promise<void> {
  const delegation = parse(delegationSchema, request.body);
  const ids = { conversationId: delegation.conversation_id, turnId: delegation.turn_id };
  addLogFields(response, { tenant: principal.tenant, conversation: ids.conversationId, turn: ids.turnId });
  const record = new TurnRecord();
  const stream = new TurnStream(response, ids);
  try {
    const result = await runTurn(agent, runtime, {
      principal,
      ids,
      facts: delegation.facts,
      request: delegation.request,
      customerMessage: delegation.customer_message,
      requestId: requestId(response),
      addressHash: null,
      log: requestLog(response),
      signal,
      record,
      listener: (event) => stream.event(event),
    });
    stream.data('record', { outcome: result.outcome, complete: true, record: record.toData() });
    stream.end('data: [DONE]\n\n');
  } catch (error) {
    stream.data('record', { outcome: 'failed', complete: false, record: record.toData() });
    failStream(response, stream, error);
  }
}

function failStream(response: Response, stream: TurnStream, error: unknown): void {
  const problem = toProblem(error);
  response.locals['errorCode'] = problem.code;
  if (problem.status >= 500 && !response.destroyed)
    requestLog(response).error('turn failed', { code: problem.code, error: problem.cause ?? problem });
  stream.fail(problem);
}

const KEY = /^[\x21-\x7e]{1,200}$/u;
/** Visitors have no name that would keep their keys apart, so a key that starts a conversation has to be hard to guess. */
const VISITOR_KEY_CHARACTERS = 16;

function customerKey(request: Request, principal: Principal, conversationId: string | null): string | null {
  const key = idempotencyKey(request);
  if (key === null || principal.customerId !== null || conversationId !== null || key.length >= VISITOR_KEY_CHARACTERS)
    return key;
  throw new Problem('invalid_request', {
    detail: `Without a token the Idempotency-Key must have at least ${VISITOR_KEY_CHARACTERS} characters, for example a UUID.`,
  });
}

/** @throws {Problem} when the header is there but not usable. */
export function idempotencyKey(request: Request): string | null {
  const key = request.get('idempotency-key');
  if (key === undefined) return null;
  if (!KEY.test(key))
    throw new Problem('invalid_request', { detail: 'Idempotency-Key must be 1 to 200 visible ASCII characters.' });
  return key;
}
