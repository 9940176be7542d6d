/** Finds the words: a script if one is queued, else the rulebook of the agent that asks, else a plain general answer. */
import { AGENT_NAMES, type AgentName } from '@deskfleet/shared/fleet.ts';
import { isJsonObject, type Json } from '@deskfleet/shared/json.ts';
import type { AssistantBlock, ModelMessage, ToolSpec, UserBlock } from '@deskfleet/shared/model/model.ts';
import { decodeToolResult, type ToolResultContent } from '@deskfleet/shared/model/tool-results.ts';
import type { Rulebook, RulebookAnswer } from '@deskfleet/shared/rulebook/rulebook.ts';
import { extract, SUMMARY_PROMPT } from '@deskfleet/supervisor/remembering/summary.ts';
import type { Control, ScriptedAnswer } from './control.ts';
import type { WireBlock, WireMessage, WireRequest } from './wire.ts';

/** Said when nobody can tell which agent asks. */
export const GENERAL_ANSWER =
  'I can help with orders, products, your account and products that do not work. What can I do for you?';

export interface Answers {
  /** The agent that asks, from the request's metadata or from its tools. */
  agentOf(request: WireRequest): AgentName | undefined;
  answer(request: WireRequest, agent: AgentName | undefined): ScriptedAnswer;
}

export function createAnswers(rulebooks: readonly Rulebook[], control: Control): Answers {
  const byAgent = new Map(rulebooks.map((rulebook) => [rulebook.agent, rulebook]));
  /** Which agent was seen with a tool; requests without metadata are recognised by it. */
  const agentByTool = new Map<string, AgentName>();

  function byTools(request: WireRequest, tools: readonly ToolSpec[]): AgentName | undefined {
    for (const { name } of tools) {
      const seen = agentByTool.get(name);
      if (seen !== undefined) return seen;
    }
    const messages = portMessages(request);
    return rulebooks.find((rulebook) => callsOnly(rulebook.answer({ messages, tools }), tools))?.agent;
  }

  return {
    agentOf(request) {
      const named = request.requestMetadata?.['agent'];
      const tools = portTools(request);
      const agent =
        AGENT_NAMES.find((name) => name === named) ?? (tools.length === 0 ? undefined : byTools(request, tools));
      if (agent !== undefined) {
        for (const { name } of tools) if (!agentByTool.has(name)) agentByTool.set(name, agent);
      }
      return agent;
    },
    answer(request, agent) {
      const scripted = control.nextScript(agent);
      if (scripted !== undefined) return scripted;
      if (systemText(request) === SUMMARY_PROMPT) return { text: extract(lastText(request)) };
      const rulebook = agent === undefined ? undefined : byAgent.get(agent);
      if (rulebook === undefined) return { text: GENERAL_ANSWER };
      const answer = rulebook.answer({ messages: portMessages(request), tools: portTools(request) });
      return {
        ...(answer.text === undefined ? {} : { text: answer.text }),
        ...(answer.kind === 'say' ? {} : { calls: answer.calls.map(({ name, input }) => ({ name, input })) }),
      };
    },
  };
}

function systemText({ system }: WireRequest): string {
  return (system ?? []).map(({ text }) => text ?? '').join('');
}

function lastText({ messages }: WireRequest): string {
  return (messages?.at(-1)?.content ?? []).map(({ text }) => text ?? '').join('\n');
}

function callsOnly(answer: RulebookAnswer, tools: readonly ToolSpec[]): boolean {
  return answer.kind === 'call' && answer.calls.every((call) => tools.some(({ name }) => name === call.name));
}

function portTools(request: WireRequest): readonly ToolSpec[] {
  return (request.toolConfig?.tools ?? []).flatMap(({ toolSpec }) =>
    toolSpec === undefined
      ? []
      : [
          {
            name: toolSpec.name ?? '',
            description: toolSpec.description ?? '',
            inputSchema: toolSpec.inputSchema?.json ?? {},
          },
        ],
  );
}

/** The conversation as the Model port has it, which is what a rulebook reads. */
export function portMessages(request: WireRequest): readonly ModelMessage[] {
  return (request.messages ?? []).map((message: WireMessage): ModelMessage => {
    const content = message.content ?? [];
    return message.role === 'assistant'
      ? { role: 'assistant', content: content.flatMap(assistantBlock) }
      : { role: 'user', content: content.flatMap(userBlock) };
  });
}

function assistantBlock({ text, toolUse }: WireBlock): readonly AssistantBlock[] {
  if (text !== undefined) return [{ type: 'text', text }];
  if (toolUse === undefined) return [];
  const input = isJsonObject(toolUse.input) ? toolUse.input : {};
  return [{ type: 'tool_use', id: toolUse.toolUseId ?? '', name: toolUse.name ?? '', input }];
}

function userBlock({ text, toolResult }: WireBlock): readonly UserBlock[] {
  if (text !== undefined) return [{ type: 'text', text }];
  if (toolResult === undefined) return [];
  const parts = (toolResult.content ?? []).map((part): ToolResultContent =>
    part.text !== undefined ? { text: part.text } : { json: isJsonObject(part.json) ? part.json : {} },
  );
  const content: Json = decodeToolResult(parts);
  return [
    { type: 'tool_result', toolUseId: toolResult.toolUseId ?? '', isError: toolResult.status === 'error', content },
  ];
}
