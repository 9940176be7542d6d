/** `GET /personalization/export`: everything held about the customer whose token it is, as one JSON document, streamed. */
import { once } from 'node:events';
import type { Response } from 'express';
import { z } from 'zod';
import { column, nullable, row } from '@deskfleet/shared/database/row.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import type { ExtraRoute } from '@deskfleet/shared/http/app.ts';
import { Problem } from '@deskfleet/shared/http/errors.ts';
import { SIGNED_IN_ERRORS, requirePrincipal } from '@deskfleet/shared/http/principal.ts';
import { requestLog } from '@deskfleet/shared/http/request-log.ts';
import type { Runtime } from '@deskfleet/shared/runtime.ts';
import { rowsOf } from '../personal-data/export-pages.ts';
import { EXPORTED_TABLES, type Owner } from '../personal-data/statements.ts';
import { liveCustomer } from '../tools/account.ts';

const exportSchema = z
  .object({
    format: z.literal('deskfleet-personal-data/1'),
    exported_at: z.iso.datetime(),
    shop: z.string(),
    currency: z.string().describe('ISO 4217; amounts are in its smallest unit.'),
    data: z
      .record(z.string(), z.array(z.record(z.string(), z.unknown())))
      .describe(`By kind: ${EXPORTED_TABLES.map(({ kind }) => kind).join(', ')}.`),
    complete: z.literal(true).describe('The last member: a document without it was cut off.'),
  })
  .meta({ id: 'PersonalDataExport' });

const shopRow = row({ at: column.instant(), name: column.text(), currency: nullable(column.text()) });

export function exportRoute(runtime: Runtime): ExtraRoute {
  return {
    method: 'get',
    path: '/export',
    document: {
      method: 'get',
      path: '/export',
      summary: "Everything held about the customer, as JSON; with the customer's own token only",
      response: exportSchema,
      errors: [...SIGNED_IN_ERRORS, 'not_found', 'database_unavailable'],
    },
    handler: async (_request, response) => {
      const { tenant, customerId } = requirePrincipal(response, 'customer');
      const owner: Owner = { tenant, customerId };
      const stop = new AbortController();
      response.on('close', () => stop.abort());
      const shop = await runtime.database.maybeOne(
        shopRow,
        sql`select now() as at, t.name, t.currency from customers c join tenants t on t.id = c.tenant_id where ${liveCustomer(owner)}`,
        { signal: stop.signal, label: 'export.shop' },
      );
      if (!shop) throw new Problem('not_found', { detail: 'There is no account for you in this shop.' });
      response.setHeader('content-type', 'application/json; charset=utf-8');
      response.setHeader('content-disposition', 'attachment; filename="my-data.json"');
      response.setHeader('cache-control', 'no-store');
      const head = {
        format: 'deskfleet-personal-data/1',
        exported_at: shop.at.toISOString(),
        shop: shop.name,
        currency: shop.currency,
      };
      try {
        await send(response, `${JSON.stringify(head).slice(0, -1)},"data":{`);
        await sendTables(response, runtime, owner, stop.signal);
        await send(response, '},"complete":true}\n');
        response.end();
      } catch (error) {
        // The head is out: a document that breaks off is told from a whole one by its missing end.
        if (!stop.signal.aborted) requestLog(response).error('the export broke off', { error });
        response.destroy();
      }
    },
  };
}

async function sendTables(response: Response, runtime: Runtime, owner: Owner, signal: AbortSignal): Promise<void> {
  for (const [place, table] of EXPORTED_TABLES.entries()) {
    await send(response, `${place === 0 ? '' : ','}\n${JSON.stringify(table.kind)}:[`);
    let first = true;
    for await (const documents of rowsOf(table, owner, runtime.database, signal)) {
      await send(response, `${first ? '' : ','}\n${documents.join(',\n')}`);
      first = false;
    }
    await send(response, ']');
  }
}

/** Waits for a slow reader, so that no more than a page is held in memory. */
async function send(response: Response, text: string): Promise<void> {
  if (response.destroyed) throw new Error('the reader has gone');
  if (!response.write(text)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
}
