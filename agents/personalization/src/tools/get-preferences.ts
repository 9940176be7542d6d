/** What the customer has set, and what could be set to what. */
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { defineTool, done, type ToolResult } from '@deskfleet/shared/agent/tool.ts';
import { offeredPreferences } from '../policy/preferences.ts';
import { noAccount } from './account.ts';
import { readPreferences } from './preference-rows.ts';

const input = z.object({});

export const getPreferences = defineTool({
  name: 'get_preferences',
  description:
    "The customer's stored preferences (category, brand, price range, contact channel, language, …), whether they get the newsletter, and what each preference may be set to.",
  input,
  sample: { customer: 'cust010', input: {} },
  run: async (_: z.infer<typeof input>, context: ToolContext): Promise<ToolResult> => {
    const found = await readPreferences(context);
    if (!found) return noAccount();
    return done({
      preferences: found.preferences,
      newsletter: found.newsletter,
      can_be_set: offeredPreferences(found).map(({ name, label, values }) => ({
        name,
        label,
        values: values ?? 'a price range: "under 100", "100 to 300", "over 500" or "any"',
      })),
    });
  },
});
