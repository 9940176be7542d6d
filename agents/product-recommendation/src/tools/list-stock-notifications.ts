/** What the customer waits for. */
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { defineTool, done, type ToolResult } from '@deskfleet/shared/agent/tool.ts';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { int, sql, text } from '@deskfleet/shared/database/sql.ts';
import { limitInput, offsetInput, pageView } from './filter-input.ts';
import { notificationJson, notificationTables, notificationView, type NotificationPart } from './notification-parts.ts';
import { today } from './product-view.ts';

const input = z.object({ limit: limitInput(30, 10, 'notifications'), offset: offsetInput });

const listRow = row({
  notifications: column.json<readonly NotificationPart[]>(),
  total: column.int(),
  time_zone: column.text(),
});

export const listStockNotifications = defineTool({
  name: 'list_stock_notifications',
  description: 'The sold-out variants the customer has asked to be told about, newest first.',
  input,
  sample: { customer: 'cust082', input: {} },
  run: readNotifications,
});

async function readNotifications({ limit, offset }: z.infer<typeof input>, context: ToolContext): Promise<ToolResult> {
  const found = await context.database.one(
    listRow,
    sql`
    with waiting as (select ${notificationJson} as notification, n.created_at, n.id from ${notificationTables}
        where n.tenant_id = ${context.tenant} and n.customer_id = ${text(context.customerId)} and n.state = 'waiting'),
      page as (select * from waiting order by created_at desc, id limit ${int(limit)} offset ${int(offset)})
    select (select coalesce(jsonb_agg(notification order by created_at desc, id), '[]') from page) as notifications,
      (select count(*) from waiting) as total, t.time_zone
    from tenants t where t.id = ${context.tenant}`,
    { signal: context.signal, label: 'product.notifications' },
  );
  const day = today(context.now, found.time_zone);
  return done({
    notifications: found.notifications.map((part) => notificationView(part, day)),
    ...pageView(found.total, offset, found.notifications.length),
  });
}
