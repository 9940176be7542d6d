/** Stock notifications as the tools report them. */
import { z } from 'zod';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import { optionsText } from './product-view.ts';

export const notificationIdInput = z
  .string()
  .trim()
  .min(1, 'Give the id of the notification; list_stock_notifications has it.')
  .max(100, 'That is too long for the id of a notification.')
  .describe('Id of the notification, as list_stock_notifications gives it.');

export interface NotificationPart {
  readonly id: string;
  readonly product_id: string;
  readonly name: string;
  readonly variant_id: string;
  readonly options: Readonly<Record<string, string>>;
  readonly in_stock: boolean;
  readonly restock_expected_on: string | null;
  readonly noted_on: string;
}

/** The JSON of one waiting notification; expects `n`, `v`, `p`, `s` and `t`. */
export const notificationJson = sql`jsonb_build_object('id', n.id, 'product_id', p.id, 'name', p.name, 'variant_id', v.id, 'options', v.options,
      'in_stock', coalesce(s.on_hand, 0) > 0, 'restock_expected_on', s.restock_expected_on, 'noted_on', (n.created_at at time zone t.time_zone)::date)`;

/** Where they are read from. */
export const notificationTables = sql`stock_notifications n join tenants t on t.id = n.tenant_id
      join variants v on v.tenant_id = n.tenant_id and v.id = n.variant_id
      join products p on p.tenant_id = v.tenant_id and p.id = v.product_id
      left join stock s on s.tenant_id = v.tenant_id and s.variant_id = v.id`;

/** "SonicWave Speaker (p005) in red". */
export function watchedText({
  name,
  product_id,
  options,
}: Pick<NotificationPart, 'name' | 'product_id' | 'options'>): string {
  const form = optionsText(options);
  return `${name} (${product_id})${form === '' ? '' : ` in ${form}`}`;
}

export function notificationView(part: NotificationPart, today: string): JsonObject {
  return {
    notification_id: part.id,
    product_id: part.product_id,
    name: part.name,
    variant_id: part.variant_id,
    options: part.options,
    options_text: optionsText(part.options),
    in_stock: part.in_stock,
    ...(!part.in_stock && part.restock_expected_on !== null && part.restock_expected_on >= today
      ? { restock_expected_on: part.restock_expected_on }
      : {}),
    noted_on: part.noted_on,
  };
}
