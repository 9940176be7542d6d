/** Every tool of the four specialists with the sample that docs/tools.md prints. */
import type { Agent } from '@deskfleet/shared/agent/agent.ts';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import type { Tool, ToolSample } from '@deskfleet/shared/agent/tool.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { newId } from '@deskfleet/shared/ids.ts';
import { AGENTS } from '../../src/docs/tools-doc.ts';
import { toolContext, type World } from '../../src/testing/harness.ts';

/** Stands for a missing sample; samples.test.ts says so. */
export const NONE: ToolSample = { customer: null, input: {} };

export interface ToolOfAgent {
  readonly agent: Agent;
  readonly tool: Tool;
  readonly sample: ToolSample;
}

export function everyTool(): readonly ToolOfAgent[] {
  return AGENTS.filter(({ name }) => name !== 'supervisor').flatMap((agent) =>
    agent.tools.map((tool) => ({ agent, tool, sample: tool.sample ?? NONE })),
  );
}

/** As the sample's customer would be in a chat; staff tools as a colleague. */
export function contextOf(
  world: World,
  { agent, tool, sample }: ToolOfAgent,
  customerId = sample.customer,
): ToolContext {
  return toolContext(world, agent, {
    customerId,
    conversationId: newId('conv'),
    facts: { mayHandBack: true },
    ...(tool.audience === 'staff'
      ? { principal: { kind: 'staff', subject: 'staff-1', tenant: 'acme', customerId } as const }
      : {}),
  });
}

export function propertiesOf(schema: JsonObject): Readonly<Record<string, JsonObject>> {
  return (schema['properties'] ?? {}) as Readonly<Record<string, JsonObject>>;
}
