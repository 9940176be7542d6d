/** Refuses what Bedrock refuses, with the messages it uses. */
import type { ModelFacts } from '@deskfleet/shared/model/models.ts';
import { validationError } from './aws-error.ts';
import type { WireBlock, WireMessage, WireRequest } from './wire.ts';

const TOOL_NAME = /^[a-zA-Z0-9_-]{1,64}$/;
const METADATA = /^[a-zA-Z0-9\s:_@$#=/+,.-]{0,256}$/;
const METADATA_ENTRIES = 16;

/** @throws {AwsError} ValidationException for the first thing that is wrong. */
export function validateRequest(request: WireRequest, facts: ModelFacts): void {
  const messages = request.messages ?? [];
  requireAlternation(messages);
  messages.forEach(requireContent);
  requireToolConfig(request, messages);
  requireToolPairs(messages);
  requireSystemText(request);
  requireInference(request, facts);
  requireMetadata(request);
}

function requireAlternation(messages: readonly WireMessage[]): void {
  if (messages.length === 0) {
    throw validationError('The value at messages is empty. Provide a conversation that starts with a user message.');
  }
  messages.forEach(({ role }, index) => {
    if (role !== 'user' && role !== 'assistant') {
      throw validationError(
        `1 validation error detected: Value '${role ?? 'null'}' at 'messages.${index + 1}.member.role' failed to satisfy ` +
          'constraint: Member must satisfy enum value set: [user, assistant]',
      );
    }
    if (index === 0 && role !== 'user') {
      throw validationError(
        'A conversation must start with a user message. Try again with a conversation that starts with a user message.',
      );
    }
    if (messages[index - 1]?.role === role) {
      throw validationError(
        'A conversation must alternate between user and assistant roles. ' +
          'Make sure the conversation alternates between user and assistant roles and try again.',
      );
    }
  });
  if (messages.at(-1)?.role === 'assistant') {
    throw validationError(
      'The model returned the following errors: This model does not support assistant message prefill. ' +
        'The conversation must end with a user message.',
    );
  }
}

function requireContent(message: WireMessage, index: number): void {
  const content = message.content ?? [];
  if (content.length === 0) {
    throw validationError(
      `The content field in the Message object at messages.${index} is empty. ` +
        'Add a ContentBlock object to the content field and try again.',
    );
  }
  content.forEach((block, position) => {
    const where = `messages.${index}.content.${position}`;
    if (block.text !== undefined) requireText(block.text, where);
    if (block.toolUse !== undefined) requireToolUse(block.toolUse, message.role, where);
    if (block.toolResult !== undefined) requireToolResult(block.toolResult, message.role, where);
  });
}

function requireText(text: string, where: string): void {
  if (text.trim() === '') {
    throw validationError(
      `The text field in the ContentBlock object at ${where} is blank. Add text to the text field, and try again.`,
    );
  }
}

function requireToolName(name: string | undefined, where: string): void {
  if (TOOL_NAME.test(name ?? '')) return;
  throw validationError(
    `1 validation error detected: Value '${name ?? 'null'}' at '${where}.name' failed to satisfy constraint: ` +
      'Member must satisfy regular expression pattern: [a-zA-Z0-9_-]+ and have length less than or equal to 64',
  );
}

function requireToolUse(toolUse: NonNullable<WireBlock['toolUse']>, role: string | undefined, where: string): void {
  if (role !== 'assistant') throw validationError(`A toolUse block at ${where} can only be in an assistant message.`);
  requireToolName(toolUse.name, `${where}.toolUse`);
  if (!isObject(toolUse.input)) {
    throw validationError(
      `The format of the value at ${where}.toolUse.input is invalid. Provide a json object for the field and try again.`,
    );
  }
}

function requireToolResult(
  result: NonNullable<WireBlock['toolResult']>,
  role: string | undefined,
  where: string,
): void {
  if (role !== 'user') throw validationError(`A toolResult block at ${where} can only be in a user message.`);
  for (const [position, part] of (result.content ?? []).entries()) {
    const at = `${where}.toolResult.content.${position}`;
    if (part.text !== undefined) requireText(part.text, at);
    if (part.json !== undefined && !isObject(part.json)) {
      throw validationError(
        `The format of the value at ${at}.json is invalid. Provide a json object for the field and try again.`,
      );
    }
  }
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function requireToolConfig(request: WireRequest, messages: readonly WireMessage[]): void {
  const tools = request.toolConfig?.tools;
  const names = new Set<string>();
  for (const [index, tool] of (tools ?? []).entries()) {
    if (tool.toolSpec === undefined) continue;
    const { name } = tool.toolSpec;
    requireToolName(name, `toolConfig.tools.${index + 1}.member.toolSpec`);
    if (names.has(name ?? '')) {
      throw validationError(
        `The tool configuration contains more than one tool named ${name ?? ''}. Tool names must be unique.`,
      );
    }
    names.add(name ?? '');
    if (tool.toolSpec.inputSchema?.json?.['type'] !== 'object') {
      throw validationError(
        `The value at toolConfig.tools.${index}.toolSpec.inputSchema.json.type must be one of the following: object.`,
      );
    }
  }
  const blocks = messages.flatMap(({ content }) => content ?? []);
  const usesTools = blocks.some((block) => block.toolUse !== undefined || block.toolResult !== undefined);
  if ((usesTools || tools !== undefined) && names.size === 0) {
    throw validationError('The toolConfig field must be defined when using toolUse and toolResult content blocks.');
  }
}

const idsOf = (message: WireMessage | undefined, kind: 'toolUse' | 'toolResult'): readonly string[] =>
  (message?.content ?? []).flatMap((block) => (block[kind] === undefined ? [] : [block[kind].toolUseId ?? '']));

function requireToolPairs(messages: readonly WireMessage[]): void {
  for (const [index, message] of messages.entries()) {
    if (message.role !== 'user') continue;
    const asked = idsOf(messages[index - 1], 'toolUse');
    const answered = idsOf(message, 'toolResult');
    const missing = asked.filter((id) => !answered.includes(id));
    if (missing.length > 0) {
      throw validationError(
        `Expected toolResult blocks at messages.${index}.content for the following Ids: ${missing.join(', ')}`,
      );
    }
    if (answered.length > asked.length || answered.some((id) => !asked.includes(id))) {
      throw validationError(
        `The number of toolResult blocks at messages.${index}.content exceeds the number of toolUse blocks ` +
          'of previous turn.',
      );
    }
  }
}

function requireSystemText(request: WireRequest): void {
  request.system?.forEach((block, index) => {
    if (block.text !== undefined) requireText(block.text, `system.${index}`);
  });
}

function requireInference({ inferenceConfig }: WireRequest, facts: ModelFacts): void {
  if (inferenceConfig === undefined) return;
  const { maxTokens, temperature, topP } = inferenceConfig;
  if (maxTokens !== undefined && maxTokens < 1) {
    throw validationError(
      `1 validation error detected: Value '${maxTokens}' at 'inferenceConfig.maxTokens' failed to satisfy constraint: ` +
        'Member must have value greater than or equal to 1',
    );
  }
  if (temperature !== undefined && (temperature < 0 || temperature > 1)) {
    throw validationError(
      `1 validation error detected: Value '${temperature}' at 'inferenceConfig.temperature' failed to satisfy constraint: ` +
        'Member must have value between 0 and 1',
    );
  }
  for (const [name, value] of [
    ['temperature', temperature],
    ['top_p', topP],
  ] as const) {
    if (value !== undefined && !facts.takesTemperature) {
      throw validationError(`The model returned the following errors: \`${name}\` is deprecated for this model.`);
    }
  }
}

function requireMetadata({ requestMetadata }: WireRequest): void {
  const entries = Object.entries(requestMetadata ?? {});
  if (entries.length > METADATA_ENTRIES) {
    throw validationError(
      `1 validation error detected: Value at 'requestMetadata' failed to satisfy constraint: ` +
        `Member must have length less than or equal to ${METADATA_ENTRIES}`,
    );
  }
  for (const [key, value] of entries) {
    if (key === '' || !METADATA.test(key) || !METADATA.test(value)) {
      throw validationError(
        `1 validation error detected: Value at 'requestMetadata' failed to satisfy constraint: key '${key}' or its value ` +
          'does not match the pattern [a-zA-Z0-9\\s:_@$#=/+,-.]{0,256}',
      );
    }
  }
}
