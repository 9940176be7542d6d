/** What belongs to one customer and is told to nobody else. */
import { INSTRUCTIONS } from './instructions.ts';
import type { ShopRow, ShopRows } from './shop.ts';

/** Columns whose values are somebody's own, and found nowhere else. */
const PRIVATE: Readonly<Record<string, readonly string[]>> = {
  customers: ['email', 'phone'],
  addresses: ['line1'],
  memories: ['text'],
  service_tickets: ['id', 'description'],
  shipments: ['tracking_number'],
  repair_bookings: ['id', 'problem'],
  orders: ['id'],
};

/** Everything private of all customers but this one; null is a visitor. */
export function privateValues(rows: ShopRows, mine: string | null): readonly string[] {
  const ownerOfOrder = new Map((rows['orders'] ?? []).map((order) => [order['id'], order['customer_id']]));
  const ownerOf = (table: string, one: ShopRow): unknown =>
    table === 'customers' ? one['id'] : (one['customer_id'] ?? ownerOfOrder.get(one['order_id']));
  const values = Object.entries(PRIVATE).flatMap(([table, columns]) =>
    (rows[table] ?? []).flatMap((one) =>
      columns.flatMap((column): { value: string; owner: unknown }[] => {
        const value = one[column];
        return typeof value === 'string' && value.length > 3 ? [{ value, owner: ownerOf(table, one) }] : [];
      }),
    ),
  );
  const own = new Set(values.filter(({ owner }) => owner === mine).map(({ value }) => value));
  return values
    .filter(({ value, owner }) => owner !== mine && !own.has(value))
    .map(({ value }) => value)
    .filter((value) => !INSTRUCTIONS.some((instruction) => instruction.includes(value)));
}
