/** Staff: the e-mail of a stock notification is out. */
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { defineWriteTool, refuse, type Planned } from '@deskfleet/shared/agent/tool.ts';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { instant, sql } from '@deskfleet/shared/database/sql.ts';
import { notificationIdInput, notificationJson, notificationTables, watchedText } from './notification-parts.ts';
import type { NotificationPart } from './notification-parts.ts';

const input = z.object({ notification_id: notificationIdInput });

const sentRow = row({ notification: column.json<NotificationPart>(), customer_id: column.text() });

export const recordStockNotificationSent = defineWriteTool({
  name: 'record_stock_notification_sent',
  description:
    'Record that the e-mail of a stock notification has been sent. The customer no longer waits for the variant then.',
  audience: 'staff',
  input,
  needsCustomer: false,
  sample: { customer: null, input: { notification_id: 'sn005' } },
  plan,
});

async function plan({ notification_id }: z.infer<typeof input>, context: ToolContext): Promise<Planned> {
  const waiting = sql`n.tenant_id = ${context.tenant} and n.id = ${notification_id} and n.state = 'waiting'`;
  const found = await context.database.maybeOne(
    sentRow,
    sql`select ${notificationJson} as notification, n.customer_id from ${notificationTables} where ${waiting}`,
    { signal: context.signal, label: 'product.notification.sent.read' },
  );
  if (found === undefined) {
    return refuse(
      'notification_not_found',
      `No customer waits under the id "${notification_id}"; list_due_stock_notifications has the ids.`,
    );
  }
  const { notification, customer_id } = found;
  if (!notification.in_stock) {
    return refuse('not_back_yet', `The ${watchedText(notification)} is not back in stock, so no e-mail is due.`);
  }
  return {
    ok: true,
    plan: {
      customerId: customer_id,
      summary: `Record that the e-mail about the ${watchedText(notification)} has been sent.`,
      subject: `stock:${notification.variant_id}`,
      terms: { notification_id, variant_id: notification.variant_id },
      basis: sql`select n.id from stock_notifications n where ${waiting} for update`,
      effects: {
        sent: sql`update stock_notifications set state = 'sent', ended_at = ${instant(context.now)} from claim
          where stock_notifications.tenant_id = ${context.tenant} and stock_notifications.id = ${notification_id} and stock_notifications.state = 'waiting'`,
      },
      result: {
        status: 'sent',
        notification_id,
        message: `The e-mail about the ${watchedText(notification)} is recorded as sent.`,
      },
    },
  };
}
