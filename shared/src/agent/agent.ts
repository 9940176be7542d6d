/** What an agent is: a declaration. Reading an agent's `agent.ts` is knowing the agent. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { fleetMember, isSpecialist, type AgentName, type FleetMember } from '../fleet.ts';
import type { JsonObject } from '../json.ts';
import type { ToolSpec } from '../model/model.ts';
import type { Rulebook } from '../rulebook/rulebook.ts';
import { handBackTool } from './hand-back.ts';
import { quoteTools } from './quote-tools.ts';
import type { Tool } from './tool.ts';

export interface AgentDeclaration {
  readonly name: AgentName;
  /** The system prompt; `readPrompt(import.meta.url)` reads the agent's own `prompt.md`. */
  readonly prompt: string;
  readonly tools: readonly Tool[];
  /** What the agent can answer without a language model. */
  readonly rulebook: Rulebook;
}

export interface Agent extends AgentDeclaration {
  readonly member: FleetMember;
  readonly toolsByName: ReadonlyMap<string, Tool>;
  /** What a model may call; built once, so that no call pays for it. Staff tools are not among them. */
  readonly toolSpecs: readonly ToolSpec[];
}

/** The JSON Schema of a tool's input, as models and callers see it. */
export function inputSchema(tool: Tool): JsonObject {
  const { $schema: _, ...schema } = z.toJSONSchema(tool.input, { io: 'input' });
  return schema as unknown as JsonObject;
}

function toolSpec(tool: Tool): ToolSpec {
  return { name: tool.name, description: tool.description, inputSchema: inputSchema(tool) };
}

const TOOL_NAME = /^[a-z][a-z0-9_]{1,63}$/u;

/** @throws {Error} when two tools share a name or a name is not one a model may call. */
export function defineAgent(declaration: AgentDeclaration): Agent {
  const hasWrites = declaration.tools.some((tool) => tool.kind === 'write');
  const tools = [
    ...declaration.tools,
    ...(hasWrites ? quoteTools(declaration.tools) : []),
    ...(isSpecialist(declaration.name) ? [handBackTool(declaration.name)] : []),
  ];
  const toolsByName = new Map(tools.map((tool) => [tool.name, tool]));
  if (toolsByName.size !== tools.length) throw new Error(`agent ${declaration.name} has two tools with one name`);
  const misnamed = tools.find((tool) => !TOOL_NAME.test(tool.name));
  if (misnamed)
    throw new Error(
      `tool name "${misnamed.name}" of ${declaration.name} must be lower_snake_case, at most 64 characters`,
    );
  const toolSpecs = tools.filter((tool) => tool.audience === 'customer').map(toolSpec);
  return { ...declaration, tools, member: fleetMember(declaration.name), toolsByName, toolSpecs };
}

/** The `prompt.md` beside the module, in the sources as in the built image. */
export function readPrompt(moduleUrl: string): string {
  return readFileSync(new URL('./prompt.md', moduleUrl), 'utf8').trim();
}
