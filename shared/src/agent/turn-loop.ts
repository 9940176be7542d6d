/**
 * The turn loop: model, tools, model, until there is an answer. One loop serves streaming and not: with a listener the
 * model's words are passed on as they are written, without one the model is asked for its whole reply.
 */
import {
  ModelError,
  type AssistantBlock,
  type Model,
  type ModelMessage,
  type ModelReply,
  type ModelRequest,
  type ToolResultBlock,
  type ToolUseBlock,
} from '../model/model.ts';
import type { Agent } from './agent.ts';
import type { ToolContext } from './context.ts';
import type { Speech } from './speech.ts';
import { newId } from '../ids.ts';
import { executeTool, type ExecutedCall } from './executor.ts';
import { askAboutList, inListOrder } from '../conversation/quotes.ts';
import { usageOfCall } from './model-usage.ts';
import { openingMessages } from './prompt-context.ts';

export interface LoopLimits {
  /** Most model calls in one turn. */
  readonly maxModelCalls: number;
  /** Most tokens one model call may write. */
  readonly maxOutputTokens: number;
}

export interface LoopResult {
  readonly reply: string;
  readonly outcome: 'answered' | 'refused' | 'failed';
}

const SAY = {
  outOfCalls: 'I could not finish this in one go. Please ask again with fewer things at once.',
  cutOff: '… My answer became too long and was cut off here. Ask me for the part you need.',
  blocked: 'I cannot help with that. If I misunderstood you, please put it another way.',
  empty: 'I have no answer to that. Could you put it another way?',
  toolFailed: 'I could not look everything up just now, so this may be incomplete. Please try again in a moment.',
} as const;

export interface LoopInput {
  readonly agent: Agent;
  readonly model: Model;
  readonly limits: LoopLimits;
  readonly context: ToolContext;
  /** What this agent is asked: the customer's message, or the part of it that was delegated. */
  readonly request: string;
  /** Pass the words on while they are written. */
  readonly streaming: boolean;
}

/** @throws {ModelError} when no model answered; whatever was said or done before is in `context.record`. */
export async function runTurnLoop(input: LoopInput): Promise<LoopResult> {
  const { agent, context } = input;
  const messages: ModelMessage[] = openingMessages(context.facts, input.request);
  const said = context.speech;
  let lastCalls: readonly ExecutedCall[] = [];

  const foreseen = agent.rulebook.foresee?.({ messages, tools: agent.toolSpecs }) ?? [];
  if (foreseen.length > 0) {
    const uses = foreseen.map((wish): ToolUseBlock => ({ type: 'tool_use', id: newId('use'), ...wish }));
    lastCalls = await executeAll(agent, uses, context);
    const over = answeredBy(lastCalls, context);
    if (over) return over;
    messages.push({ role: 'assistant', content: uses }, { role: 'user', content: lastCalls.map(resultBlock) });
  }

  for (let call = 0; call < input.limits.maxModelCalls; call += 1) {
    const reply = await ask(input, messages, said);
    const uses = reply.content.filter((block) => block.type === 'tool_use');
    if (uses.length === 0 || reply.stopReason !== 'tool_use') return conclude(reply, said, lastCalls);

    const executed = await executeAll(agent, uses, context);
    const over = answeredBy(executed, context);
    if (over) return over;
    messages.push(
      { role: 'assistant', content: withoutEmptyText(reply.content) },
      { role: 'user', content: executed.map(resultBlock) },
    );
    lastCalls = executed;
  }
  said.say(SAY.outOfCalls);
  return { reply: said.whole(), outcome: 'failed' };
}

/** The end of the turn when its tools have answered the customer themselves. */
function answeredBy(executed: readonly ExecutedCall[], context: ToolContext): LoopResult | undefined {
  if (!executed.every((one) => one.result.ok && one.result.answered === true)) return undefined;
  const list = listAcrossAgents(context);
  if (list !== undefined) context.speech.say(list);
  return { reply: context.speech.whole(), outcome: 'answered' };
}

/** All at once, but for decisions: each of them looks at the rows as the one before has left them. */
async function executeAll(
  agent: Agent,
  uses: readonly ToolUseBlock[],
  context: ToolContext,
): Promise<readonly ExecutedCall[]> {
  const decides = uses.some((use) => agent.toolsByName.get(use.name)?.kind === 'decision');
  if (!decides) return Promise.all(uses.map((use) => executeTool(agent, use, context)));
  const executed: ExecutedCall[] = [];
  for (const use of uses) executed.push(await executeTool(agent, use, context));
  return executed;
}

/** Where several specialists each proposed something, the whole list once more, so that its numbers have one meaning. */
function listAcrossAgents({ record, turnId }: ToolContext): string | undefined {
  const latest = [...new Map(record.quotes.map((quote) => [quote.id, quote])).values()];
  const open = latest.filter((quote) => quote.state === 'open' && quote.proposed_turn_id === turnId);
  if (new Set(open.map(({ agent }) => agent)).size < 2) return undefined;
  return `Altogether:\n${askAboutList(inListOrder(open).map(({ summary }) => summary))}`;
}

async function ask(input: LoopInput, messages: readonly ModelMessage[], said: Speech): Promise<ModelReply> {
  const { agent, context, model } = input;
  const request: ModelRequest = {
    labels: {
      agent: agent.name,
      tenant: context.tenant,
      conversationId: context.conversationId ?? 'none',
      turnId: context.turnId,
      withinBudget: context.facts.withinBudget,
    },
    system: agent.prompt,
    tools: agent.toolSpecs,
    messages,
    maxOutputTokens: input.limits.maxOutputTokens,
    signal: context.signal,
    onCall: (call) => {
      // A retired profile is found out once in the life of the process; no model was at work.
      if (call.outcome !== 'retired') context.record.addModelUsage(usageOfCall(agent.name, call));
    },
  };
  const reply = input.streaming ? await drain(model, request, said) : await whole(model, request, said);
  context.record.degraded ||= reply.degraded;
  return reply;
}

async function drain(model: Model, request: ModelRequest, said: Speech): Promise<ModelReply> {
  let begun = false;
  for await (const event of model.converseStream(request)) {
    if (event.type === 'reply') return event.reply;
    if (!begun) said.begin();
    begun = true;
    said.add(event.text);
  }
  throw new ModelError('unavailable', 'the model stream ended without a reply');
}

async function whole(model: Model, request: ModelRequest, said: Speech): Promise<ModelReply> {
  const reply = await model.converse(request);
  const text = reply.content.map((block) => (block.type === 'text' ? block.text : '')).join('');
  if (text !== '') said.say(text);
  return reply;
}

/** The end of the turn for every way a model can stop. */
function conclude(reply: ModelReply, said: Speech, lastCalls: readonly ExecutedCall[]): LoopResult {
  switch (reply.stopReason) {
    case 'end_turn':
    case 'stop_sequence':
    case 'tool_use':
      break;
    case 'max_tokens':
      said.add(SAY.cutOff);
      break;
    case 'guardrail_intervened':
    case 'content_filtered':
      if (said.whole() === '') said.say(SAY.blocked);
      return { reply: said.whole(), outcome: 'refused' };
    case 'malformed_tool_use':
    case 'malformed_model_output':
    case 'model_context_window_exceeded':
      throw new ModelError(
        reply.stopReason === 'model_context_window_exceeded' ? 'context_overflow' : 'unavailable',
        `the model stopped with ${reply.stopReason}`,
      );
  }
  const faulted = lastCalls.some((call) => call.faulted);
  if (said.whole() === '') said.say(faulted ? SAY.toolFailed : SAY.empty);
  if (faulted && lastCalls.every((call) => call.faulted)) return { reply: said.whole(), outcome: 'failed' };
  const refused = lastCalls.length > 0 && lastCalls.every((call) => !call.result.ok);
  return { reply: said.whole(), outcome: refused ? 'refused' : 'answered' };
}

function resultBlock(executed: ExecutedCall): ToolResultBlock {
  return { type: 'tool_result', toolUseId: executed.call.id, isError: !executed.result.ok, content: executed.content };
}

/** Providers refuse empty text blocks when they are sent back. */
function withoutEmptyText(content: readonly AssistantBlock[]): readonly AssistantBlock[] {
  return content.filter((block): block is AssistantBlock => block.type === 'tool_use' || block.text.trim() !== '');
}
