import { daysAgo } from '../clock.ts';
import type { StockNotificationRow } from '../customer-rows.ts';
import { ACME } from '../tenants.ts';

type Wait = [customerId: string, variantId: string, daysAgo: number];

/** Sold-out variants that customers wait for; the last one is back in stock, so its e-mail is due. */
const WAITS: readonly Wait[] = [
  ['cust081', 'v0030', 12],
  ['cust082', 'v0052', 6],
  ['cust083', 'v0052', 3],
  ['cust084', 'v0160', 9],
  ['cust085', 'v0010', 20],
];

export const STOCK_NOTIFICATIONS: readonly StockNotificationRow[] = WAITS.map(
  ([customer_id, variant_id, days], place) => ({
    tenant_id: ACME,
    id: `sn${String(place + 1).padStart(3, '0')}`,
    customer_id,
    variant_id,
    state: 'waiting',
    created_at: daysAgo(days),
    ended_at: null,
  }),
);
