/** `GET P/tools` and `POST P/tools/{name}`: the menu of an agent, and one tool run by a service or by staff. */
import type { RequestHandler } from 'express';
import type { Agent } from '../agent/agent.ts';
import { NO_FACTS, type ToolContext } from '../agent/context.ts';
import { inputSchema } from '../agent/agent.ts';
import { executeTool, mayUse } from '../agent/executor.ts';
import { effectOf, type ToolResult, type WriteTool } from '../agent/tool.ts';
import { TurnRecord } from '../agent/turn-record.ts';
import { writeOnce } from '../conversation/quote-writing.ts';
import { toolContext } from '../conversation/turn.ts';
import { newId } from '../ids.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import type { Runtime } from '../runtime.ts';
import { describeIssues } from '../schemas.ts';
import { idempotencyKey } from './chat-route.ts';
import { Problem, type ErrorCode } from './errors.ts';
import { requirePrincipal } from './principal.ts';
import { requestId, requestLog } from './request-log.ts';
import type { RunningTurns } from './running-turns.ts';

export function toolListRoute(agent: Agent): RequestHandler {
  const tools = [...agent.toolsByName.values()].map((tool) => ({
    name: tool.name,
    description: tool.description,
    effect: effectOf(tool),
    audience: tool.audience,
    input_schema: inputSchema(tool),
  }));
  return (_request, response) => {
    response.json({ agent: agent.name, tools });
  };
}

/** Which error of the table a refusal of a tool is. Everything else is a rule of the shop. */
const REFUSALS: Readonly<Record<string, ErrorCode>> = {
  invalid_input: 'tool_input_invalid',
  quote_closed: 'quote_closed',
  quote_stale: 'quote_stale',
  stale: 'quote_stale',
  quote_not_found: 'quote_not_found',
  idempotency_mismatch: 'idempotency_mismatch',
  tool_failed: 'internal',
  outcome_unknown: 'outcome_unknown',
  tool_timed_out: 'turn_timed_out',
  sign_in_required: 'invalid_request',
};

export function toolRoute(agent: Agent, runtime: Runtime, running: RunningTurns): RequestHandler<{ name: string }> {
  return async (request, response) => {
    const principal = requirePrincipal(response, 'service', 'staff');
    const tool = agent.toolsByName.get(request.params.name);
    if (!tool)
      throw new Problem('tool_not_found', {
        detail: `${agent.name} has no tool "${request.params.name}". It has: ${[...agent.toolsByName.keys()].join(', ')}.`,
      });
    if (!mayUse(tool, principal))
      throw new Problem('forbidden', { detail: `${tool.name} is for staff: send a token with the role "staff".` });
    const input: unknown = request.body ?? {};
    if (!isJsonObject(input))
      throw new Problem('invalid_request', { detail: 'The body must be a JSON object: the input of the tool.' });
    const key = idempotencyKey(request);
    if (tool.kind === 'write' && key === null) throw new Problem('idempotency_key_required');
    if (tool.needsCustomer && principal.customerId === null)
      throw new Problem('invalid_request', { detail: 'Say on whose behalf: send the header X-Customer-Id.' });

    const context = toolContext(agent, runtime, {
      principal,
      ids: { conversationId: request.get('x-conversation-id') ?? null, turnId: newId('turn') },
      facts: NO_FACTS,
      customerMessage: '',
      requestId: requestId(response),
      log: requestLog(response),
      signal: running.signalFor(response, runtime.settings.TURN_TIMEOUT_MS),
      listener: undefined,
      addressHash: null,
      record: new TurnRecord(),
    });
    const call = { id: newId('call'), name: tool.name, input };
    const result: ToolResult = await running.track(
      tool.kind === 'write' && key !== null
        ? writeDirectly(tool, input, key, context)
        : executeTool(agent, call, context).then((executed) => executed.result),
    );
    if (!result.ok)
      throw new Problem(REFUSALS[result.code] ?? 'tool_refused', {
        detail: result.message,
        extra: { reason: result.code, ...result.details },
      });
    response.json({ tool: tool.name, result: result.data, citations: result.citations ?? [] });
  };
}

/** A write called directly: the key is what makes it happen once. @throws {Problem} `tool_input_invalid` */
function writeDirectly(tool: WriteTool, input: JsonObject, key: string, context: ToolContext): Promise<ToolResult> {
  const parsed = tool.input.safeParse(input);
  if (!parsed.success) throw new Problem('tool_input_invalid', { detail: describeIssues(parsed.error.issues) });
  return writeOnce(tool, parsed.data, key, context);
}
