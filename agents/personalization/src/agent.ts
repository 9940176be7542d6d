import { defineAgent, readPrompt } from '@deskfleet/shared/agent/agent.ts';
import { rulebook } from './rulebook.ts';
import { getBrowsingHistory } from './tools/get-browsing-history.ts';
import { getProfile } from './tools/get-profile.ts';

export const agent = defineAgent({
  name: 'personalization',
  prompt: readPrompt(import.meta.url),
  tools: [getProfile, getBrowsingHistory],
  rulebook,
});
