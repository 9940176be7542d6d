/** Staff: who waits for something that is back. The shop's mailer reads this and reports each e-mail it has sent. */
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { defineTool, done, type ToolResult } from '@deskfleet/shared/agent/tool.ts';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { int, sql } from '@deskfleet/shared/database/sql.ts';
import { limitInput, offsetInput, pageView } from './filter-input.ts';
import { notificationJson, notificationTables, notificationView, type NotificationPart } from './notification-parts.ts';
import { today } from './product-view.ts';

const input = z.object({ limit: limitInput(40, 20, 'notifications'), offset: offsetInput });

interface DuePart extends NotificationPart {
  readonly email: string;
  readonly first_name: string;
}

const dueRow = row({ due: column.json<readonly DuePart[]>(), total: column.int(), time_zone: column.text() });

export const listDueStockNotifications = defineTool({
  name: 'list_due_stock_notifications',
  description:
    'Stock notifications whose variant is in stock again, oldest first, with the e-mail address the customer has now. Report each one that was sent with record_stock_notification_sent.',
  audience: 'staff',
  input,
  needsCustomer: false,
  sample: { customer: null, input: {} },
  run: readDue,
});

async function readDue({ limit, offset }: z.infer<typeof input>, context: ToolContext): Promise<ToolResult> {
  const found = await context.database.one(
    dueRow,
    sql`
    with due as (select ${notificationJson} || jsonb_build_object('email', c.email, 'first_name', c.first_name) as notification, n.created_at, n.id
        from ${notificationTables} join customers c on c.tenant_id = n.tenant_id and c.id = n.customer_id
        where n.tenant_id = ${context.tenant} and n.state = 'waiting' and s.on_hand > 0 and v.active and p.active),
      page as (select * from due order by created_at, id limit ${int(limit)} offset ${int(offset)})
    select (select coalesce(jsonb_agg(notification order by created_at, id), '[]') from page) as due, (select count(*) from due) as total, t.time_zone
    from tenants t where t.id = ${context.tenant}`,
    { signal: context.signal, label: 'product.notifications.due' },
  );
  const day = today(context.now, found.time_zone);
  return done({
    due: found.due.map((part) => ({ ...notificationView(part, day), email: part.email, first_name: part.first_name })),
    ...pageView(found.total, offset, found.due.length),
  });
}
