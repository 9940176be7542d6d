/**
 * The registry of the fleet. Ports, prefixes, gateway and load-balancer rules, image names, cluster names,
 * log groups and the table in the README are all derived from this list.
 */
export interface FleetMember {
  readonly name: AgentName;
  /** TCP port the service listens on, on the laptop (plus `PORT_OFFSET`) and in its container. */
  readonly port: number;
  /** Path prefix that the agent serves itself; nothing rewrites it on the way. */
  readonly prefix: string;
  readonly title: string;
  /** What the supervisor is told about the agent when it decides whom to ask. */
  readonly description: string;
  /** Path patterns the load balancer sends to this agent, most specific first. */
  readonly routes: readonly string[];
  readonly image: string;
  /** Fargate size of the small environments: CPU units (1024 = 1 vCPU) and memory in MiB. */
  readonly size: { readonly cpu: number; readonly memoryMiB: number };
}

export const SPECIALIST_NAMES = [
  'order-management',
  'product-recommendation',
  'personalization',
  'troubleshooting',
] as const;
export const AGENT_NAMES = ['supervisor', ...SPECIALIST_NAMES] as const;

export type SpecialistName = (typeof SPECIALIST_NAMES)[number];
export type AgentName = (typeof AGENT_NAMES)[number];

const SMALL = { cpu: 512, memoryMiB: 1024 } as const;

function member(name: AgentName, port: number, prefix: string, title: string, description: string): FleetMember {
  const routes = name === 'supervisor' ? [`${prefix}/*`, prefix, '/*'] : [`${prefix}/*`, prefix];
  return { name, port, prefix, title, description, routes, image: `${name}-agent`, size: SMALL };
}

export const FLEET: readonly FleetMember[] = [
  member(
    'supervisor',
    8000,
    '/supervisor',
    'Supervisor',
    'Talks to the customer, decides which specialists are needed, and puts their answers together.',
  ),
  member(
    'order-management',
    8001,
    '/order',
    'Order management',
    'Orders the customer has placed: status, delivery and tracking, cancelling, changing, returning, exchanging, refunds, invoices.',
  ),
  member(
    'product-recommendation',
    8002,
    '/product',
    'Product recommendation',
    'Products the shop sells: search, prices, options, what is in stock, comparing, reviews, what to buy.',
  ),
  member(
    'personalization',
    8003,
    '/personalization',
    'Personalization',
    "The customer's own account: profile, address, preferences, loyalty tier, browsing history, privacy.",
  ),
  member(
    'troubleshooting',
    8004,
    '/troubleshooting',
    'Troubleshooting',
    'Products that do not work: fault finding, how-to guides, set-up, warranty, recalls, repairs.',
  ),
];

export function fleetMember(name: AgentName): FleetMember {
  const found = FLEET.find((agent) => agent.name === name);
  if (!found) throw new Error(`no agent named ${name} in the fleet`);
  return found;
}

export const SPECIALISTS: readonly FleetMember[] = SPECIALIST_NAMES.map(fleetMember);

export function isSpecialist(name: string): name is SpecialistName {
  return SPECIALIST_NAMES.some((specialist) => specialist === name);
}
