/**
 * The one tool executor: validates, authorises, times out, caps and records every call, and turns every fault into a
 * result the model can act on. A write is only ever proposed here; doing it is `confirm_quote`'s (quote-tools.ts).
 */
import { DatabaseError } from '../database/errors.ts';
import { startDeadline } from '../deadline.ts';
import { newId } from '../ids.ts';
import type { Json, JsonObject } from '../json.ts';
import { describeIssues } from '../schemas.ts';
import { proposeQuote } from '../conversation/quote-store.ts';
import { WATCHED } from '../telemetry/watched.ts';
import type { Agent } from './agent.ts';
import type { Principal, ToolContext } from './context.ts';
import { refuse, TOOL_RESULT_LIMIT, type Tool, type ToolResult } from './tool.ts';

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly input: JsonObject;
}

export interface ExecutedCall {
  readonly call: ToolCall;
  readonly result: ToolResult;
  /** What goes back to the model: `data`, or `{error, message}`. */
  readonly content: JsonObject;
  /** A fault of ours, not a refusal: the answer must not pretend otherwise. */
  readonly faulted: boolean;
}

/** Codes of results that mean "we failed", as against "the shop says no". */
const FAULT_CODES: ReadonlySet<string> = new Set(['tool_failed', 'tool_timed_out', 'outcome_unknown']);

export async function executeTool(agent: Agent, call: ToolCall, context: ToolContext): Promise<ExecutedCall> {
  const started = performance.now();
  const result = capped(await attempt(agent, call, context));
  const content: JsonObject = result.ok
    ? result.data
    : { error: result.code, message: result.message, ...result.details };
  if (result.ok && result.citations) context.record.addCitations(result.citations);
  context.record.toolCalls.push({
    // A model's own ids are only unique within one of its replies.
    id: newId('call'),
    agent: agent.name,
    tool: call.name,
    input: call.input,
    result: storable(content),
    is_error: !result.ok,
    milliseconds: Math.round(performance.now() - started),
  });
  return { call, result, content, faulted: !result.ok && FAULT_CODES.has(result.code) };
}

async function attempt(agent: Agent, call: ToolCall, context: ToolContext): Promise<ToolResult> {
  const tool = agent.toolsByName.get(call.name);
  // To everybody but staff a staff tool does not exist.
  if (!tool || !mayUse(tool, context.principal)) {
    return refuse(
      'unknown_tool',
      `There is no tool "${call.name}". The tools are: ${agent.toolSpecs.map(({ name }) => name).join(', ')}.`,
    );
  }
  const parsed = tool.input.safeParse(call.input);
  if (!parsed.success) return refuse('invalid_input', describeIssues(parsed.error.issues));
  if (tool.needsCustomer && context.customerId === null) {
    return refuse(
      'sign_in_required',
      context.facts.mayIdentify
        ? 'It is not known yet who the customer is, so nothing personal can be looked up or changed. Ask them to sign in, or for the e-mail address of their account or their first and last name and zip code.'
        : 'The customer is not signed in, so nothing personal can be looked up or changed. Ask them to sign in.',
    );
  }
  const deadline = startDeadline(tool.timeoutMs, [context.signal]);
  const scoped: ToolContext = { ...context, signal: deadline.signal };
  context.emit({ type: 'agent', agent: agent.name, state: 'working', tool: tool.name });
  try {
    return await withSignal(runTool(tool, parsed.data, scoped), scoped.signal);
  } catch (error) {
    context.signal.throwIfAborted();
    context.log.error(WATCHED.toolFailed, { tool: tool.name, timed_out: deadline.passed, error });
    return faultResult(tool, deadline.passed, error);
  } finally {
    deadline.stop();
  }
}

/** Whether this caller may use the tool at all. */
export function mayUse(tool: Tool, principal: Principal): boolean {
  return tool.audience !== 'staff' || principal.kind === 'staff';
}

/** What is known about a call that did not come to its end. */
function faultResult(tool: Tool, timedOut: boolean, error: unknown): ToolResult {
  const unknownOutcome = error instanceof DatabaseError && error.kind === 'unknown_outcome';
  if (tool.kind === 'decision' && (timedOut || unknownOutcome)) {
    return refuse(
      'outcome_unknown',
      'We could not find out whether this was done. It will not be done twice: asking for it again shows how it ended.',
    );
  }
  return timedOut
    ? refuse('tool_timed_out', `${tool.name} took too long. Tell the customer this could not be looked up right now.`)
    : refuse(
        'tool_failed',
        `${tool.name} failed on our side. Tell the customer this could not be looked up right now; do not guess.`,
      );
}

async function runTool(tool: Tool, input: never, context: ToolContext): Promise<ToolResult> {
  if (tool.kind !== 'write') return tool.run(input, context);
  // A colleague's write has nobody to ask: it is done at once, with an Idempotency-Key (http/tools-route.ts).
  if (tool.audience === 'staff') return refuse('idempotency_key_required', 'This needs an Idempotency-Key.');
  const listNo = context.record.nextListNo();
  const planned = await tool.plan(input, context);
  return planned.ok ? proposeQuote(tool.name, input, planned.plan, listNo, context) : planned;
}

/** Rejects as soon as the signal fires, even when the work itself does not listen. */
function withSignal<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

/** A result too large for a prompt becomes a refusal that says how to ask for less. */
function capped(result: ToolResult): ToolResult {
  if (!result.ok) return result;
  const size = JSON.stringify(result.data).length;
  if (size <= TOOL_RESULT_LIMIT) return result;
  return refuse(
    'result_too_large',
    `The result has ${size} characters, more than ${TOOL_RESULT_LIMIT}. Ask for fewer rows or a narrower filter.`,
  );
}

/** Largest JSON text of one result that is kept in the conversation's records, in characters. */
const STORED_RESULT_LIMIT = 8_000;

function storable(content: JsonObject): Json {
  const text = JSON.stringify(content);
  return text.length <= STORED_RESULT_LIMIT ? content : { truncated: true, start: text.slice(0, STORED_RESULT_LIMIT) };
}
