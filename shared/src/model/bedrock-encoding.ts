/**
 * The Model port's blocks in Bedrock's words and back. System prompt and tools are encoded once per (tools, system)
 * pair: an agent hands in the same tools array with every call.
 */
import type {
  ContentBlock,
  ConverseStreamRequest,
  Message,
  SystemContentBlock,
  TokenUsage,
  Tool,
  ToolConfiguration,
} from '@aws-sdk/client-bedrock-runtime';
import { isJsonObject, type Json } from '../json.ts';
import { modelFacts, type ModelFacts } from './models.ts';
import {
  NO_USAGE,
  STOP_REASONS,
  type AssistantBlock,
  type ModelMessage,
  type ModelRequest,
  type ModelUsage,
  type RequestLabels,
  type StopReason,
  type ToolSpec,
  type UserBlock,
} from './model.ts';
import { encodeToolResult } from './tool-results.ts';

/** The SDK's type for free-form JSON is mutable; nothing mutates it. */
type SdkJson = NonNullable<ConverseStreamRequest['additionalModelRequestFields']>;
const sdkJson = (value: Json): SdkJson => value as SdkJson;

const CACHE_POINT = { cachePoint: { type: 'default' } } as const;

/** Same answers for the same question: support agents gain nothing from variety. */
const TEMPERATURE = 0;

/** A Bedrock Guardrail: its id or ARN, and its version (`DRAFT` or a number). */
export interface Guardrail {
  readonly id: string;
  readonly version: string;
}

interface Preamble {
  readonly systemText: string;
  readonly system: SystemContentBlock[];
  readonly toolConfig: ToolConfiguration | undefined;
}

export type PreambleEncoder = (system: string, tools: readonly ToolSpec[]) => Preamble;

function encodeTools(tools: readonly ToolSpec[], caches: boolean): ToolConfiguration | undefined {
  if (tools.length === 0) return undefined;
  const encoded: Tool[] = tools.map(({ name, description, inputSchema }) => ({
    toolSpec: { name, description, inputSchema: { json: sdkJson(inputSchema) } },
  }));
  return { tools: caches ? [...encoded, CACHE_POINT] : encoded };
}

/** Remembers the last system prompt of each tools array; a changed prompt keeps the encoded tools. */
export function preambleEncoder(facts: Pick<ModelFacts, 'caches'>): PreambleEncoder {
  const known = new WeakMap<readonly ToolSpec[], Preamble>();
  return (systemText, tools) => {
    const last = known.get(tools);
    if (last?.systemText === systemText) return last;
    const text: SystemContentBlock[] = systemText === '' ? [] : [{ text: systemText }];
    const preamble: Preamble = {
      systemText,
      system: facts.caches && text.length > 0 ? [...text, CACHE_POINT] : text,
      toolConfig: last === undefined ? encodeTools(tools, facts.caches) : last.toolConfig,
    };
    known.set(tools, preamble);
    return preamble;
  };
}

function encodeBlock(block: UserBlock | AssistantBlock): ContentBlock {
  switch (block.type) {
    case 'text':
      return { text: block.text };
    case 'tool_use':
      return { toolUse: { toolUseId: block.id, name: block.name, input: sdkJson(block.input) } };
    case 'tool_result': {
      const content = encodeToolResult(block.content);
      return {
        toolResult: {
          toolUseId: block.toolUseId,
          status: block.isError ? 'error' : 'success',
          content: ['text' in content ? content : { json: sdkJson(content.json) }],
        },
      };
    }
  }
}

function encodeMessage(message: ModelMessage): Message {
  return { role: message.role, content: message.content.map(encodeBlock) };
}

/** Bedrock allows letters, digits, white space and `:_@$#=/+,-.` in metadata values, 256 characters at most. */
export function metadataValue(value: string): string {
  return value.replaceAll(/[^a-zA-Z0-9\s:_@$#=/+,.-]/g, '_').slice(0, 256);
}

/** Keys as they are seen in Bedrock's invocation log. */
export function requestMetadata(labels: RequestLabels): Record<string, string> {
  return {
    agent: labels.agent,
    tenant: metadataValue(labels.tenant),
    conversation_id: metadataValue(labels.conversationId),
    turn_id: metadataValue(labels.turnId),
  };
}

export function encodeRequest(
  modelId: string,
  request: ModelRequest,
  preamble: PreambleEncoder,
  guardrail?: Guardrail,
): ConverseStreamRequest {
  const { system, toolConfig } = preamble(request.system, request.tools);
  return {
    modelId,
    system,
    messages: request.messages.map(encodeMessage),
    inferenceConfig: modelFacts(modelId).takesTemperature
      ? { maxTokens: request.maxOutputTokens, temperature: TEMPERATURE }
      : { maxTokens: request.maxOutputTokens },
    toolConfig,
    requestMetadata: requestMetadata(request.labels),
    ...(guardrail && {
      guardrailConfig: { guardrailIdentifier: guardrail.id, guardrailVersion: guardrail.version },
    }),
  };
}

export function decodeUsage(usage: TokenUsage | undefined): ModelUsage {
  if (usage === undefined) return NO_USAGE;
  return {
    inputTokens: usage.inputTokens ?? 0,
    outputTokens: usage.outputTokens ?? 0,
    cacheReadTokens: usage.cacheReadInputTokens ?? 0,
    cacheWriteTokens: usage.cacheWriteInputTokens ?? 0,
  };
}

/** A tool call as it arrived: `input` is an object (Converse) or the joined JSON text (ConverseStream). */
export interface ArrivedToolUse {
  readonly id: string;
  readonly name: string;
  readonly input: unknown;
}

/**
 * @returns undefined when the input is no JSON object: the model broke off or wrote it wrong. A tool without input may
 *   arrive as no text at all.
 */
export function decodeToolUse({ id, name, input }: ArrivedToolUse): AssistantBlock | undefined {
  if (input === undefined || input === '') return { type: 'tool_use', id, name, input: {} };
  let parsed: unknown = input;
  if (typeof input === 'string') {
    try {
      parsed = JSON.parse(input);
    } catch {
      return undefined;
    }
  }
  return isJsonObject(parsed) ? { type: 'tool_use', id, name, input: parsed } : undefined;
}

/**
 * The stop reason the turn loop is told. A reply that wanted tools but whose tool input could not be read becomes
 * `malformed_tool_use`; one that was cut off for another reason (`max_tokens`) keeps it. A stop reason that this code
 * does not know yet reads as `end_turn`.
 */
export function decodeStopReason(given: string | undefined, malformed: boolean): StopReason {
  const known = STOP_REASONS.find((reason) => reason === given) ?? 'end_turn';
  return malformed && (known === 'tool_use' || known === 'end_turn') ? 'malformed_tool_use' : known;
}
