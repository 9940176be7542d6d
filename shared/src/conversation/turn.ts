/**
 * One turn of an agent, whoever asked: the customer (who owns a conversation, so the turn is opened and closed in the
 * database) or another agent (which keeps the conversation itself and is handed the record of what was done).
 */
import { setTimeout } from 'node:timers/promises';
import type { Agent } from '../agent/agent.ts';
import { TurnIdentity, type Principal, type ToolContext, type TurnFacts } from '../agent/context.ts';
import { Speech } from '../agent/speech.ts';
import { runTurnLoop, type LoopResult } from '../agent/turn-loop.ts';
import { TurnRecord, type TurnEvent } from '../agent/turn-record.ts';
import type { Database } from '../database/database.ts';
import { Problem } from '../http/errors.ts';
import { toProblem } from '../http/problem.ts';
import { loopLimits, type Runtime } from '../runtime.ts';
import type { Logger } from '../telemetry/log.ts';
import { chatReply, type ChatReply } from './reply.ts';
import { closeTurn } from './turn-closing.ts';
import { openTurn, renewLease, type OpenedTurn, type TurnOpening } from './turn-opening.ts';
import { queueMessage, waitingState, withdrawMessage } from './waiting.ts';
import { isSpecialist } from '../fleet.ts';

export interface TurnIds {
  readonly conversationId: string;
  readonly turnId: string;
}

/** Where a turn's events go; absent when the caller wants the whole answer at once. */
export type Listener = (event: TurnEvent) => void;

export interface TurnRun {
  readonly principal: Principal;
  readonly ids: TurnIds;
  readonly facts: TurnFacts;
  readonly request: string;
  readonly customerMessage: string;
  readonly requestId: string;
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly listener: Listener | undefined;
  readonly record: TurnRecord;
  /** A keyed hash of the customer's network address; null for calls between agents. */
  readonly addressHash: string | null;
}

/** Runs the loop for one request, with a context that ends with it. */
export async function runTurn(agent: Agent, runtime: Runtime, run: TurnRun): Promise<LoopResult> {
  return runTurnLoop({
    agent,
    model: runtime.model,
    limits: loopLimits(runtime.settings),
    context: toolContext(agent, runtime, run),
    request: run.request,
    streaming: run.listener !== undefined,
  });
}

export function toolContext(
  agent: Agent,
  runtime: Runtime,
  run: Omit<TurnRun, 'ids' | 'request'> & {
    readonly ids: { readonly conversationId: string | null; readonly turnId: string };
  },
): ToolContext {
  const { principal, record } = run;
  const emit = run.listener ?? (() => undefined);
  return {
    agent: agent.name,
    principal,
    identity: new TurnIdentity(principal, run.facts.profile),
    addressHash: run.addressHash,
    tenant: principal.tenant,
    customerId: principal.customerId,
    conversationId: run.ids.conversationId,
    turnId: run.ids.turnId,
    requestId: run.requestId,
    customerMessage: run.customerMessage,
    facts: run.facts,
    now: runtime.clock.now(),
    database: runtime.database.forTurn({
      onCall: () => {
        record.dataApiCalls += 1;
      },
      signal: run.signal,
    }),
    embedder: runtime.embedder,
    fleet: runtime.fleet,
    signal: run.signal,
    log: run.log,
    quoteTtlMs: runtime.settings.QUOTE_TTL_MS,
    record,
    speech: new Speech((text) => emit({ type: 'text', text })),
    emit,
  };
}

export interface CustomerTurn {
  readonly principal: Principal;
  readonly message: string;
  readonly conversationId: string | null;
  readonly idempotencyKey: string | null;
  readonly requestId: string;
  readonly addressHash: string | null;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

export type Opened = Extract<OpenedTurn, { state: 'opened' }> & { readonly record: TurnRecord };

type Answered = Extract<OpenedTurn, { state: 'answered' }>;

/**
 * Opens the turn; while another one runs the message waits, and may be answered by a turn that took it along.
 * @throws {Problem} when there is no such conversation, too much waits in it, or the key belongs to another request.
 */
export async function openCustomerTurn(runtime: Runtime, turn: CustomerTurn): Promise<Opened | Answered> {
  const record = new TurnRecord();
  const database = runtime.database.forTurn({
    onCall: () => {
      record.dataApiCalls += 1;
    },
    signal: turn.signal,
  });
  const { TURN_LEASE_MS, HISTORY_TOKENS } = runtime.settings;
  const opening = { ...turn, leaseMs: TURN_LEASE_MS, historyTokens: HISTORY_TOKENS };
  const opened = await openTurn(database, opening);
  switch (opened.state) {
    case 'not_found':
      throw new Problem('conversation_not_found');
    case 'key_mismatch':
      throw new Problem('idempotency_mismatch');
    case 'answered':
      return opened;
    case 'opened':
      return { ...opened, record };
    case 'in_progress':
    case 'taken':
      return waitForTurn(runtime, database, turn, opening, record);
  }
}

/** Waits until it is this message's turn or another turn has answered it. The customer who leaves takes it back. */
async function waitForTurn(
  runtime: Runtime,
  database: Database,
  turn: CustomerTurn,
  opening: TurnOpening,
  record: TurnRecord,
): Promise<Opened | Answered> {
  const { conversationId, principal } = turn;
  // Without a conversation there is none to wait in: the same key, sent twice at the same moment.
  const waitingId = conversationId === null ? null : await queueMessage(database, { ...turn, conversationId });
  if (waitingId === null) throw new Problem('turn_in_progress');
  try {
    for (;;) {
      await setTimeout(runtime.settings.WAITING_POLL_MS, undefined, { signal: turn.signal });
      const waiting = await waitingState(database, principal.tenant, waitingId);
      if (waiting.state === 'answered') return waiting;
      if (waiting.state === 'lost') throw new Problem('internal');
      if (waiting.state === 'taken') continue;
      const opened = await openTurn(database, { ...opening, waitingId });
      if (opened.state === 'opened') return { ...opened, record };
      if (opened.state === 'answered') return opened;
      if (opened.state === 'not_found') throw new Problem('conversation_not_found');
    }
  } catch (error) {
    if (turn.signal.aborted) await withdrawMessage(runtime.database, principal.tenant, waitingId);
    throw turn.signal.aborted ? endedEarly(turn.signal, error) : error;
  }
}

/** How the answer is kept and sent; a stream adds its last frames, JSON is the body itself. */
export interface AnswerForm {
  readonly listener: Listener | undefined;
  /** The stream as it will have been sent, for its Idempotency-Key. */
  stream(reply: ChatReply): string | null;
}

/** Runs an opened turn and closes it, whatever happens. @throws {Problem} after the turn was closed as failed or aborted. */
export async function runCustomerTurn(
  agent: Agent,
  runtime: Runtime,
  turn: CustomerTurn,
  opened: Opened,
  form: AnswerForm,
): Promise<ChatReply> {
  const { record } = opened;
  const partial: string[] = [];
  const listener =
    form.listener &&
    ((event: TurnEvent) => {
      if (event.type === 'text') partial.push(event.text);
      form.listener?.(event);
    });
  const lease = { tenant: turn.principal.tenant, ...opened, leaseMs: runtime.settings.TURN_LEASE_MS };
  const renewing = setInterval(() => {
    renewLease(runtime.database, lease).catch((error: unknown) =>
      turn.log.error('the lease could not be renewed', { turn: opened.turnId, error }),
    );
  }, lease.leaseMs / 3).unref();
  const run: TurnRun = {
    principal: { ...turn.principal, customerId: opened.customerId },
    ids: opened,
    facts: opened.facts,
    request: opened.message,
    customerMessage: opened.message,
    requestId: turn.requestId,
    addressHash: turn.addressHash,
    log: turn.log,
    signal: turn.signal,
    listener,
    record,
  };
  try {
    if (opened.owner.kind !== 'agent') return await leaveToPerson(runtime, turn, opened, form);
    const result = await runTurn(agent, runtime, run);
    if (isSpecialist(agent.name)) record.agents.push({ agent: agent.name, outcome: result.outcome });
    // Closing the turn is a call, too.
    record.dataApiCalls += 1;
    const reply = chatReply(opened, result.reply, record);
    const silenced = await close(runtime, turn, opened, 'done', result.reply, form.stream(reply), reply);
    return silenced ? { ...reply, reply: '', owner: 'staff' } : reply;
  } catch (error) {
    const aborted = turn.signal.aborted;
    const problem = aborted ? endedEarly(turn.signal, error) : toProblem(error);
    await close(runtime, turn, opened, aborted ? 'aborted' : 'failed', partial.join(''), null, null).catch(
      (closing: unknown) => turn.log.error('the turn could not be closed', { turn: opened.turnId, error: closing }),
    );
    throw problem;
  } finally {
    clearInterval(renewing);
  }
}

/** The message is kept for the colleague who speaks to the customer; the fleet says nothing. */
async function leaveToPerson(
  runtime: Runtime,
  turn: CustomerTurn,
  opened: Opened,
  form: AnswerForm,
): Promise<ChatReply> {
  const { record, owner } = opened;
  record.owner = owner.kind;
  record.dataApiCalls += 1;
  form.listener?.({ type: 'handoff', owner: owner.kind });
  const reply = chatReply(opened, '', record);
  await close(runtime, turn, opened, 'done', '', form.stream(reply), reply);
  return reply;
}

/** Why a turn was given up: its time ran out, the process stops, or nobody waits for it any more. */
function endedEarly({ reason }: AbortSignal, cause: unknown): Problem {
  if (reason instanceof Problem) return reason;
  if (reason instanceof Error && reason.name === 'TimeoutError') return new Problem('turn_timed_out', { cause });
  return new Problem('agent_unavailable', { detail: 'The request was ended before it was answered.', cause });
}

/** Whether a reply ends with a question, or with one and how to answer it. */
export function asksSomething(reply: string): boolean {
  const last =
    reply
      .trim()
      .split(/\n\s*\n/u)
      .at(-1) ?? '';
  return /\?[^?]{0,160}$/u.test(last);
}

async function close(
  runtime: Runtime,
  turn: CustomerTurn,
  opened: Opened,
  state: 'done' | 'failed' | 'aborted',
  reply: string,
  stream: string | null,
  response: ChatReply | null,
): Promise<boolean> {
  const { principal } = turn;
  const { record } = opened;
  const agent = record.agents.at(-1)?.agent ?? null;
  const keeps = turn.idempotencyKey !== null || opened.merged;
  // Not with the turn's own signal: a turn that was given up is still written down.
  return closeTurn(runtime.database, {
    tenant: principal.tenant,
    conversationId: opened.conversationId,
    turnId: opened.turnId,
    number: opened.number,
    state,
    reply,
    record: record.toData(),
    totals: record.totals(),
    response: keeps && response !== null ? JSON.stringify(response) : null,
    silentResponse: keeps && response !== null ? JSON.stringify({ ...response, reply: '', owner: 'staff' }) : null,
    stream: keeps ? stream : null,
    lastAgent: agent,
    openQuestion: agent !== null && asksSomething(reply) ? { agent, forMs: runtime.settings.OPEN_QUESTION_MS } : null,
    digest: opened.digest,
    actor: `${principal.kind}:${principal.subject}`,
    customerId: opened.customerId,
  });
}
