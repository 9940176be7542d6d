/** What a task definition gives its agent's container. */
import { z } from 'zod';
import type { AgentName } from '@deskfleet/shared/fleet.ts';
import type { Synthesized } from './support.ts';

const containerSchema = z.looseObject({
  Name: z.string(),
  Environment: z.array(z.object({ Name: z.string(), Value: z.unknown() })),
  Secrets: z.array(z.object({ Name: z.string(), ValueFrom: z.unknown() })).default([]),
  HealthCheck: z.looseObject({ Command: z.array(z.string()) }),
});
export type AgentContainer = z.infer<typeof containerSchema>;

/** The container of an agent; the ones beside it are left out. */
export function agentContainer(stack: Synthesized, agent: AgentName): AgentContainer {
  const found = stack
    .resources('fleet', 'AWS::ECS::TaskDefinition')
    .flatMap(({ Properties }) => Properties['ContainerDefinitions'] as { Name: string }[])
    .find(({ Name }) => Name === agent);
  return containerSchema.parse(found);
}
