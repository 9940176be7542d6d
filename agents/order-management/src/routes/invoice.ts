/** `GET /order/orders/{id}/invoice`: the invoice as a printable page, for whose order it is and for staff. */
import { sql, text } from '@deskfleet/shared/database/sql.ts';
import type { ExtraRoute } from '@deskfleet/shared/http/app.ts';
import { Problem } from '@deskfleet/shared/http/errors.ts';
import { SIGNED_IN_ERRORS, requirePrincipal } from '@deskfleet/shared/http/principal.ts';
import { orderKey } from '@deskfleet/shared/order-key.ts';
import type { Runtime } from '@deskfleet/shared/runtime.ts';
import { readInvoice } from '../tools/invoice.ts';
import { invoicePage } from './invoice-page.ts';

/** A row of the Data API holds 64 KB. */
const MOST_LINES = 120;

export function invoiceRoute(runtime: Runtime): ExtraRoute {
  return {
    method: 'get',
    path: '/orders/:id/invoice',
    document: {
      method: 'get',
      path: '/orders/{id}/invoice',
      summary: 'The invoice of an order as a printable page',
      parameters: { id: 'The order, as the customer writes it.' },
      response: 'html',
      errors: [...SIGNED_IN_ERRORS, 'not_found', 'database_unavailable'],
    },
    handler: async (request, response) => {
      const principal = requirePrincipal(response, 'customer', 'staff', 'service');
      const id = String(request.params['id']);
      const whose = principal.kind === 'staff' ? sql`` : sql`and o.customer_id = ${text(principal.customerId)}`;
      const invoice = await readInvoice(
        runtime.database,
        sql`o.tenant_id = ${principal.tenant} and o.code_key = ${orderKey(id)} ${whose}`,
        MOST_LINES,
      );
      if (!invoice) throw new Problem('not_found', { detail: `There is no order "${id}".` });
      response.setHeader('cache-control', 'private, no-store');
      response.type('html').send(invoicePage(invoice));
    },
  };
}
