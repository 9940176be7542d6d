import { defineAgent, readPrompt } from '@deskfleet/shared/agent/agent.ts';
import { rulebook } from './rulebook.ts';
import { tools } from './tools.ts';

export const agent = defineAgent({
  name: 'product-recommendation',
  prompt: readPrompt(import.meta.url),
  tools,
  rulebook,
});
