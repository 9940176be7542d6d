/**
 * One turn of an agent, whoever asked: the customer (who owns a conversation, so the turn is opened and closed in the
 * database) or another agent (which keeps the conversation itself and is handed the record of what was done).
 */
import type { Agent } from '../agent/agent.ts';
import { TurnIdentity, type Principal, type ToolContext, type TurnFacts } from '../agent/context.ts';
import { Speech } from '../agent/speech.ts';
import { runTurnLoop, type LoopResult } from '../agent/turn-loop.ts';
import type { TurnRecord } from '../agent/turn-record.ts';
import { type TurnEvent } from '../agent/turn-record.ts';
import { toProblem } from '../http/problem.ts';
import { loopLimits, type Runtime } from '../runtime.ts';
import { withoutQuoted } from '../rulebook/quoted.ts';
import type { Logger } from '../telemetry/log.ts';
import { WATCHED } from '../telemetry/watched.ts';
import { CORRECTIONS, unbackedPromise } from './promises.ts';
import { chatReply, type ChatReply } from './reply.ts';
import { closeTurn } from './turn-closing.ts';
import { endedEarly, type CustomerTurn, type Opened } from './turn-admission.ts';
import { renewLease } from './turn-opening.ts';
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
  const context = toolContext(agent, runtime, run);
  const result = await runTurnLoop({
    agent,
    model: runtime.model,
    limits: loopLimits(runtime.settings),
    context,
    request: run.request,
    streaming: run.listener !== undefined,
  });
  const unbacked = unbackedPromise(result.reply, context.record);
  if (unbacked === undefined) return result;
  run.log.warn('a reply claimed what had not happened', { agent: agent.name, kind: unbacked, turn: run.ids.turnId });
  context.speech.say(CORRECTIONS[unbacked]);
  return { ...result, reply: context.speech.whole() };
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
    if (reply.degraded) turn.log.warn(WATCHED.degraded, { conversation: opened.conversationId, turn: opened.turnId });
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

/** Whether a reply ends with a question, or with one and how to answer it. */
export function asksSomething(reply: string): boolean {
  // Neither the words of other people nor the heading of an article is a question of ours.
  const last =
    withoutQuoted(reply)
      .replaceAll(/^Source: .*$/gmu, '')
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
