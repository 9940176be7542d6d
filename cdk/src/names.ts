/** Physical names. Every one carries the environment, so that two environments live in one account and region. */
import { FLEET, type AgentName } from '@deskfleet/shared/fleet.ts';
import type { Environment } from './options.ts';

type Named = Pick<Environment, 'name' | 'shortName'>;

/** Longest name of a target group or load balancer. */
const LONGEST = 32;

export const stackName = (environment: Named, part: string): string => `deskfleet-${environment.name}-${part}`;

/** Of an agent; `part` is such as `cluster` or `service`. */
const ofAgent = (agent: AgentName, part: string, { name }: Named): string => `${agent}-${part}-${name}`;

export const clusterName = (agent: AgentName, environment: Named): string => ofAgent(agent, 'cluster', environment);
export const serviceName = (agent: AgentName, environment: Named): string => ofAgent(agent, 'service', environment);
export const taskFamily = (agent: AgentName, environment: Named): string => ofAgent(agent, 'task', environment);
export const logGroupName = (agent: AgentName, { name }: Named): string => `/aws/ecs/${agent}-${name}`;
export const alarmName = (subject: string, what: string, { name }: Named): string => `${subject}-${what}-${name}`;

export function repositoryName(agent: AgentName, { name }: Named): string {
  const image = FLEET.find((member) => member.name === agent)?.image ?? agent;
  return `${image}-${name}`;
}

/** @param colour of a blue/green pair; the second one needs a name of its own */
export function targetGroupName(agent: AgentName, { shortName }: Named, colour: 'tg' | 'tg2' = 'tg'): string {
  const name = `${agent}-${colour}-${shortName}`;
  if (name.length > LONGEST) throw new Error(`The target group's name ${name} has more than ${LONGEST} characters.`);
  return name;
}

export const loadBalancerName = ({ name }: Named): string => `multi-agent-alb-${name}`;
export const clusterIdentifier = ({ name }: Named): string => `deskfleet-${name}`;
export const namespaceName = ({ name }: Named): string => `deskfleet-${name}`;
export const serviceSecretName = ({ name }: Named): string => `deskfleet/${name}/service-token-secret`;
/** Where all that is of the whole fleet and not of one agent has its name from. */
export const fleetName = (part: string, { name }: Named): string => `deskfleet-${part}-${name}`;
/** CloudWatch namespace of the metrics that are counted in the logs. */
export const metricNamespace = ({ name }: Named): string => `Deskfleet/${name}`;
