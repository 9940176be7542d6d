/** What a return and an exchange write alike: the request with its lines, and the marks on the order. */
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { refuse } from '@deskfleet/shared/agent/tool.ts';
import { instant, int, json, sql, text } from '@deskfleet/shared/database/sql.ts';
import { dayIn } from '../policy/calendar.ts';
import type { Picked } from '../policy/picking.ts';
import type { Condition, ReturnFacts } from '../policy/returning.ts';
import type { Effects } from './order-effects.ts';
import type { OrderForChange } from './order-for-change.ts';

export interface ReturnRequest {
  readonly kind: 'return' | 'exchange';
  readonly state: 'requested' | 'waiting for approval';
  readonly reason: string | undefined;
  readonly condition: Condition | undefined;
  readonly payment_method_id: string | null;
  readonly difference_cents: number;
  readonly fee_cents: number;
  readonly lines: readonly {
    readonly line_no: number;
    readonly variant_id: string;
    readonly quantity: number;
    readonly new_variant_id: string | null;
    readonly new_unit_price_cents: number | null;
  }[];
}

/** Each request has the id of its quote. */
export function openRequest(order: OrderForChange, request: ReturnRequest, context: ToolContext): Effects {
  const status = `${request.kind} requested`;
  const lines = request.lines.map((line, index) => ({ place: index + 1, ...line }));
  const whole = order.lines.filter(
    (line) =>
      lines.filter(({ line_no }) => line_no === line.line_no).reduce((sum, { quantity }) => sum + quantity, 0) ===
      line.quantity,
  );
  return {
    marked_order: sql`update orders set status = ${status}, version = version + 1 from claim where orders.tenant_id = ${context.tenant} and orders.id = ${order.id}`,
    ...(whole.length === 0
      ? {}
      : {
          marked_lines: sql`
        update order_lines set state = ${status} from claim, jsonb_to_recordset(${json(whole.map(({ line_no }) => ({ line_no })))}) as w(line_no int)
        where order_lines.tenant_id = ${context.tenant} and order_lines.order_id = ${order.id} and order_lines.line_no = w.line_no`,
        }),
    request: sql`
      insert into return_requests (tenant_id, id, order_id, kind, state, reason, item_condition, payment_method_id, difference_cents, fee_cents, created_at, quote_id)
      select ${context.tenant}, claim.id, ${order.id}, ${request.kind}, ${request.state}, ${text(request.reason ?? null)}, ${text(request.condition ?? null)},
        ${text(request.payment_method_id)}, ${int(request.difference_cents)}, ${int(request.fee_cents)}, ${instant(context.now)}, claim.id from claim`,
    request_lines: sql`
      insert into return_request_lines (tenant_id, request_id, place, line_no, variant_id, quantity, new_variant_id, new_unit_price_cents)
      select ${context.tenant}, claim.id, l.place, l.line_no, l.variant_id, l.quantity, l.new_variant_id, l.new_unit_price_cents
      from claim, jsonb_to_recordset(${json(lines)}) as l(place int, line_no int, variant_id text, quantity int, new_variant_id text, new_unit_price_cents int)`,
  };
}

export function returnFacts(
  order: OrderForChange,
  condition: Condition | undefined,
  context: ToolContext,
): ReturnFacts {
  return {
    order_id: order.id,
    tier: order.loyalty_tier,
    condition,
    // An order imported as delivered may not say when.
    delivered_on: dayIn(order.delivered_at ?? order.placed_at, order.time_zone),
    today: dayIn(context.now, order.time_zone),
  };
}

/** The order's own lines, with what the rules need to know of them, of which something was picked. */
export function pickedLines(order: OrderForChange, picked: readonly Picked[]): OrderForChange['lines'] {
  const numbers = new Set(picked.flatMap(({ parts }) => parts.map(({ line }) => line.line_no)));
  return order.lines.filter((line) => numbers.has(line.line_no));
}

/** The rulebook knows the question by its first words. */
export function askCondition(orderId: string, action: 'return' | 'exchange'): ReturnType<typeof refuse> {
  const what = action === 'return' ? `of order ${orderId}` : `for the exchange of order ${orderId}`;
  return refuse(
    'condition_missing',
    `In which condition is what you want to return ${what}: unopened, opened, damaged or faulty?`,
  );
}
