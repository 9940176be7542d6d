import { defineAgent, readPrompt } from '@deskfleet/shared/agent/agent.ts';
import { rulebook } from './rulebook.ts';
import { eraseMyData } from './tools/erase-my-data.ts';
import { exportMyData } from './tools/export-my-data.ts';
import { forget } from './tools/forget.ts';
import { getBrowsingHistory } from './tools/get-browsing-history.ts';
import { getPreferences } from './tools/get-preferences.ts';
import { getProfile } from './tools/get-profile.ts';
import { getPurchaseProfile } from './tools/get-purchase-profile.ts';
import { getSimilarCustomerInsights } from './tools/get-similar-customer-insights.ts';
import { listMemories } from './tools/list-memories.ts';
import { remember } from './tools/remember.ts';
import { setNewsletter } from './tools/set-newsletter.ts';
import { setPreference } from './tools/set-preference.ts';
import { updateAddress } from './tools/update-address.ts';

export const agent = defineAgent({
  name: 'personalization',
  prompt: readPrompt(import.meta.url),
  tools: [
    getProfile,
    getPreferences,
    getBrowsingHistory,
    getPurchaseProfile,
    getSimilarCustomerInsights,
    listMemories,
    exportMyData,
    updateAddress,
    setPreference,
    setNewsletter,
    remember,
    forget,
    eraseMyData,
  ],
  rulebook,
});
