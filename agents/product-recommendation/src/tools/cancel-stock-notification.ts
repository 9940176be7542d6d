/** No longer waiting for a variant. */
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { defineWriteTool, refuse, type Planned } from '@deskfleet/shared/agent/tool.ts';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { instant, sql, text } from '@deskfleet/shared/database/sql.ts';
import { notificationIdInput, notificationJson, notificationTables, watchedText } from './notification-parts.ts';
import type { NotificationPart } from './notification-parts.ts';

const input = z.object({ notification_id: notificationIdInput });

const cancelRow = row({ notification: column.json<NotificationPart>() });

export const cancelStockNotification = defineWriteTool({
  name: 'cancel_stock_notification',
  description:
    'Propose to no longer tell the customer when a variant is back. Takes an id from list_stock_notifications. Nothing happens until the customer confirms.',
  input,
  sample: { customer: 'cust081', input: { notification_id: 'sn001' } },
  plan,
});

async function plan({ notification_id }: z.infer<typeof input>, context: ToolContext): Promise<Planned> {
  const own = sql`n.tenant_id = ${context.tenant} and n.customer_id = ${text(context.customerId)} and n.id = ${notification_id} and n.state = 'waiting'`;
  const found = await context.database.maybeOne(
    cancelRow,
    sql`select ${notificationJson} as notification from ${notificationTables} where ${own}`,
    { signal: context.signal, label: 'product.notification' },
  );
  if (found === undefined) {
    return refuse('notification_not_found', `You are not waiting for anything under the id "${notification_id}".`);
  }
  const { notification } = found;
  const what = watchedText(notification);
  return {
    ok: true,
    plan: {
      summary: `Take you off the list for the ${what}: no e-mail when it is back in stock.`,
      subject: `stock:${notification.variant_id}`,
      terms: { notification_id, product_id: notification.product_id, variant_id: notification.variant_id },
      basis: sql`select n.id from stock_notifications n where ${own} for update`,
      effects: {
        ended: sql`update stock_notifications set state = 'cancelled', ended_at = ${instant(context.now)} from claim
          where stock_notifications.tenant_id = ${context.tenant} and stock_notifications.id = ${notification_id} and stock_notifications.state = 'waiting'`,
      },
      result: {
        status: 'cancelled',
        notification_id,
        message: `You are off the list for the ${what}.`,
      },
    },
  };
}
