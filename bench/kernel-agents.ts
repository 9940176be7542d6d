/** The two agents of a turn about an order, for both sides of the comparison. */
import { readFileSync } from 'node:fs';
import { rulebook as orderRulebook } from '@deskfleet/order-management/rulebook.ts';
import { tools as orderTools } from '@deskfleet/order-management/tools.ts';
import { trackShipment } from '@deskfleet/order-management/tools/track-shipment.ts';
import { defineAgent, type Agent } from '@deskfleet/shared/agent/agent.ts';
import type { AgentName } from '@deskfleet/shared/fleet.ts';
import { rulebook as supervisorRulebook } from '@deskfleet/supervisor/rulebook.ts';
import { delegate } from '@deskfleet/supervisor/tools/delegate.ts';
import { handOffToHuman } from '@deskfleet/supervisor/tools/hand-off-to-human.ts';
import { identifyCustomer } from '@deskfleet/supervisor/tools/identify-customer.ts';
import type { Menu } from './kernel-protocol.ts';

const SHORT = 'You are one of the agents of a shop. Answer from the results of your tools only.';

/** Beside the built agents. */
function prompt(name: AgentName): string {
  return readFileSync(new URL(`../agents/${name}/prompt.md`, import.meta.url), 'utf8').trim();
}

export function kernelAgents(menu: Menu): { readonly supervisor: Agent; readonly specialist: Agent } {
  const all = menu === 'all';
  return {
    supervisor: defineAgent({
      name: 'supervisor',
      prompt: all ? prompt('supervisor') : SHORT,
      tools: all ? [delegate, identifyCustomer, handOffToHuman] : [delegate],
      rulebook: supervisorRulebook,
    }),
    specialist: defineAgent({
      name: 'order-management',
      prompt: all ? prompt('order-management') : SHORT,
      tools: all ? orderTools : [trackShipment],
      rulebook: orderRulebook,
    }),
  };
}
