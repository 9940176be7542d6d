import { defineAgent, readPrompt } from '@deskfleet/shared/agent/agent.ts';
import { rulebook } from './rulebook.ts';
import { delegate } from './tools/delegate.ts';
import { handOffToHuman } from './tools/hand-off-to-human.ts';
import { identifyCustomer } from './tools/identify-customer.ts';

export const agent = defineAgent({
  name: 'supervisor',
  prompt: readPrompt(import.meta.url),
  tools: [delegate, identifyCustomer, handOffToHuman],
  rulebook,
});
