/** Whether the total of an order is the sum of its lines, and whether it was paid back more than was paid. */
import type { Place } from '../read/place.ts';
import type { Path, TableRow } from '../tables.ts';

/** What the shop has of an order beside what the files bring; amounts in cents. */
export interface OrderRest {
  readonly lines: number;
  readonly keptLines: number;
  readonly lineCount: number;
  readonly paid: number;
  readonly refunded: number;
  readonly total: number;
}

export const NO_REST: OrderRest = { lines: 0, keptLines: 0, lineCount: 0, paid: 0, refunded: 0, total: 0 };

export interface OrderParts {
  readonly id: string;
  readonly lineNos: readonly number[];
  readonly paymentIds: readonly string[];
}

interface Sums {
  readonly lineNos: number[];
  readonly paymentIds: string[];
  place: Place;
  total: number | undefined;
  lines: number;
  keptLines: number;
  paid: number;
  refunded: number;
}

export class OrderSums {
  readonly #orders = new Map<string, Sums>();

  see({ table, values }: TableRow, place: Place): void {
    const number = (column: string): number => (typeof values[column] === 'number' ? values[column] : 0);
    if (table === 'orders') {
      const sums = this.#of(values['id'], place);
      sums.place = place;
      sums.total = number('total_cents');
    } else if (table === 'order_lines') {
      const sums = this.#of(values['order_id'], place);
      const price = number('quantity') * number('unit_price_cents');
      sums.lines += price;
      if (values['state'] !== 'cancelled') sums.keptLines += price;
      sums.lineNos.push(number('line_no'));
    } else if (table === 'payments') {
      const sums = this.#of(values['order_id'], place);
      if (values['kind'] === 'refund') sums.refunded += number('amount_cents');
      else sums.paid += number('amount_cents');
      sums.paymentIds.push(String(values['id']));
    }
  }

  orders(): readonly OrderParts[] {
    return [...this.#orders].map(([id, { lineNos, paymentIds }]) => ({ id, lineNos, paymentIds }));
  }

  *problems(
    rests: ReadonlyMap<string, OrderRest>,
    refundsAreLimited: boolean,
  ): Generator<{ readonly place: Place; readonly path: Path; readonly message: string }> {
    for (const [id, sums] of this.#orders) {
      const rest = rests.get(id) ?? NO_REST;
      // Neither in the files nor in the shop: complained about as a reference.
      if (sums.total === undefined && !rests.has(id)) continue;
      const message = totalProblem(id, sums, rest);
      if (message !== undefined) yield { place: sums.place, path: ['total_cents'], message };
      const paid = sums.paid + rest.paid;
      const refunded = sums.refunded + rest.refunded;
      if (refundsAreLimited && refunded > paid)
        yield {
          place: sums.place,
          path: ['payments'],
          message: `of order "${id}" pay back ${refunded} cents, more than the ${paid} that were paid`,
        };
    }
  }

  #of(id: unknown, place: Place): Sums {
    const name = String(id);
    const known = this.#orders.get(name);
    if (known !== undefined) return known;
    const made: Sums = {
      ...{ lineNos: [], paymentIds: [], place, total: undefined },
      ...{ lines: 0, keptLines: 0, paid: 0, refunded: 0 },
    };
    this.#orders.set(name, made);
    return made;
  }
}

function totalProblem(id: string, sums: Sums, rest: OrderRest): string | undefined {
  const total = sums.total ?? rest.total;
  if (sums.lineNos.length + rest.lineCount === 0) return `of order "${id}" is ${total}, but the order has no lines`;
  const all = sums.lines + rest.lines;
  const kept = sums.keptLines + rest.keptLines;
  if (total === all || total === kept) return undefined;
  const without = kept === all ? '' : ` (${kept} without the cancelled ones)`;
  const stays =
    rest.lineCount === 0 ? '' : `; ${rest.lineCount} of them only in the shop, since an import deletes nothing`;
  return `of order "${id}" is ${total}, but its lines add up to ${all}${without}${stays}`;
}
