/** What is held about the customer: how much of each kind, and where all of it can be downloaded. */
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { defineTool, done, type ToolResult } from '@deskfleet/shared/agent/tool.ts';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import { EXPORTED_TABLES, countsOf } from '../personal-data/statements.ts';
import { liveCustomer, noAccount } from './account.ts';

/** Served by routes/export.ts. */
export const EXPORT_PATH = '/personalization/export';

const input = z.object({});
const countsRow = row({ counts: column.json<Readonly<Record<string, number>>>() });

export const exportMyData = defineTool({
  name: 'export_my_data',
  description:
    'Everything held about the customer: how many entries of each kind, and the address from which the customer downloads all of it as JSON while signed in. The content itself is only in the download.',
  input,
  sample: { customer: 'cust005', input: {} },
  run: async (_: z.infer<typeof input>, context: ToolContext): Promise<ToolResult> => {
    const found = await context.database.maybeOne(
      countsRow,
      sql`select ${countsOf(EXPORTED_TABLES, context)} as counts from customers c where ${liveCustomer(context)}`,
      { signal: context.signal, label: 'export.counts' },
    );
    if (!found) return noAccount();
    return done({
      counts: found.counts,
      download: { method: 'GET', path: EXPORT_PATH, format: 'application/json' },
      note: "The download needs the customer's own sign-in and shows nobody else's data.",
    });
  },
});
