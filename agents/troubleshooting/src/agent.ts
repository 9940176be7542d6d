import { defineAgent, readPrompt } from '@deskfleet/shared/agent/agent.ts';
import { rulebook } from './rulebook.ts';
import { checkWarranty } from './tools/check-warranty.ts';
import { searchKnowledge } from './tools/search-knowledge.ts';

export const agent = defineAgent({
  name: 'troubleshooting',
  prompt: readPrompt(import.meta.url),
  tools: [searchKnowledge, checkWarranty],
  rulebook,
});
