/** One preference, set to a value the shop knows, or taken away. */
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { defineWriteTool, refuse, type Planned } from '@deskfleet/shared/agent/tool.ts';
import { sql, text } from '@deskfleet/shared/database/sql.ts';
import { acceptedPreference, PREFERENCE_NAMES } from '../policy/preferences.ts';
import { basisWhile, noAccount } from './account.ts';
import { readPreferences } from './preference-rows.ts';

const input = z.object({
  preference: z
    .enum(PREFERENCE_NAMES, `Use one of: ${PREFERENCE_NAMES.join(', ')}.`)
    .describe('Which preference; get_preferences lists what each may be.'),
  value: z
    .string()
    .trim()
    .max(80, 'Use a few words, such as "headphones" or "under 100".')
    .describe("The new value, in the customer's words; empty to remove the preference."),
});

export const setPreference = defineWriteTool({
  name: 'set_preference',
  description:
    'Propose to set one preference of the customer (category, brand, price range, contact channel, language, delivery time, personalised recommendations), ' +
    'or to remove it. Nothing happens until the customer confirms.',
  input,
  sample: { customer: 'cust090', input: { preference: 'contact_channel', value: 'telephone' } },
  plan,
});

async function plan({ preference, value: said }: z.infer<typeof input>, context: ToolContext): Promise<Planned> {
  const found = await readPreferences(context);
  if (!found) return noAccount();
  const before = found.preferences[preference] ?? null;
  if (said === '') return removal(preference, before, context);
  const verdict = acceptedPreference(preference, said, found);
  if (!verdict.ok) return refuse(verdict.code, verdict.message);
  const { label, value } = verdict;
  if (before === value) return refuse('already_so', `Your ${label} is ${value} already.`);
  return {
    ok: true,
    plan: {
      summary: `Set your ${label} to ${value}${before === null ? '' : ` (now: ${before})`}.`,
      subject: `preference:${preference}`,
      terms: { preference, value, before },
      basis: basisWhile(stillIs(preference, before), context),
      effects: {
        stored: sql`
          insert into preferences (tenant_id, customer_id, name, value)
          select ${context.tenant}, ${text(context.customerId)}, ${preference}, ${value} from claim
          on conflict (tenant_id, customer_id, name) do update set value = excluded.value`,
      },
      result: { status: 'set', preference, value, message: `Your ${label} is now ${value}.` },
    },
  };
}

function removal(preference: string, before: string | null, context: ToolContext): Planned {
  const label = preference.replaceAll('_', ' ');
  if (before === null) return refuse('already_so', `You have no ${label} stored.`);
  return {
    ok: true,
    plan: {
      summary: `Remove your ${label} (now: ${before}).`,
      subject: `preference:${preference}`,
      terms: { preference, value: null, before },
      basis: basisWhile(stillIs(preference, before), context),
      effects: {
        removed: sql`
          delete from preferences using claim
          where preferences.tenant_id = ${context.tenant} and preferences.customer_id = ${text(context.customerId)} and preferences.name = ${preference}`,
      },
      result: { status: 'removed', preference, message: `Your ${label} is no longer stored.` },
    },
  };
}

const stillIs = (preference: string, before: string | null) => sql`
  (select p.value from preferences p where p.tenant_id = c.tenant_id and p.customer_id = c.id and p.name = ${preference}) is not distinct from ${text(before)}`;
