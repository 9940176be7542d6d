/** The books of a shop after any changes: units, money and totals that have to add up. */
import { expect } from 'chai';
import { sql, type Sql } from '@deskfleet/shared/database/sql.ts';
import { PRICES, type ChangeWorld, type Variant } from './change-shop.ts';

const variants = Object.keys(PRICES) as Variant[];

export const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);

/** Units that left the shop's hands for good, and requests with what they keep. */
export interface Books {
  readonly gone: readonly (readonly [Variant, number])[] | null;
  readonly asked:
    readonly (readonly [order: string, kind: string, state: string, difference: number, fee: number])[] | null;
  readonly returning: readonly (readonly [order: string, kind: string, cents: number])[] | null;
}

/** Goods that came back unsaleable, were lost on the way, or were set aside in place of lost ones. */
export const booksOf = (tenant: string): Sql => sql`select
  (select jsonb_agg(g.row) from (
    select jsonb_build_array(l.variant_id, l.quantity) as row from return_request_lines l join return_requests q on q.tenant_id = l.tenant_id and q.id = l.request_id
      where l.tenant_id = ${tenant} and q.state = 'completed' and q.received_condition <> 'unopened'
    union all select jsonb_build_array(l.variant_id, l.quantity) from missing_parcel_reports m
      join shipment_lines s on s.tenant_id = m.tenant_id and s.shipment_id = m.shipment_id
      join order_lines l on l.tenant_id = m.tenant_id and l.order_id = m.order_id and l.line_no = s.line_no
      where m.tenant_id = ${tenant} and m.remedy = 'refund' and m.state in ('settled', 'waiting for approval') and l.state = 'cancelled'
    union all select jsonb_build_array(l.variant_id, s.quantity) from missing_parcel_reports m
      join shipment_lines s on s.tenant_id = m.tenant_id and s.shipment_id = m.shipment_id
      join order_lines l on l.tenant_id = m.tenant_id and l.order_id = m.order_id and l.line_no = s.line_no
      where m.tenant_id = ${tenant} and m.remedy = 'replacement' and m.state in ('settled', 'waiting for approval')) g) as gone,
  (select jsonb_agg(jsonb_build_array(order_id, kind, state, difference_cents, fee_cents)) from return_requests where tenant_id = ${tenant}) as asked,
  (select jsonb_agg(jsonb_build_array(q.order_id, q.kind, r.quantity * l.unit_price_cents)) from return_requests q
    join return_request_lines r on r.tenant_id = q.tenant_id and r.request_id = q.id
    join order_lines l on l.tenant_id = q.tenant_id and l.order_id = q.order_id and l.line_no = r.line_no
    where q.tenant_id = ${tenant} and q.state in ('requested', 'waiting for approval')) as returning`;

const STANDING: ReadonlySet<string> = new Set(['ordered', 'return requested', 'exchange requested']);

/** Units that exist: on the shelf, in orders that stand, set aside for exchanges, and gone for good. */
function unitsIn(world: ChangeWorld, books: Books, of: Variant): number {
  const held = world.lines
    .filter(([, id, , , state]) => id === of && STANDING.has(state))
    .map(([, , quantity]) => quantity);
  const aside = (world.requests ?? [])
    .filter((request) => request[7] === of && (request[2] === 'requested' || request[2] === 'waiting for approval'))
    .map((request) => request[6]);
  const gone = (books.gone ?? []).filter(([id]) => id === of).map(([, quantity]) => quantity);
  return world.stock[of] + sum(held) + sum(aside) + sum(gone);
}

export interface Money {
  readonly paid: number;
  readonly refunded: number;
  readonly promised: number;
}

export function moneyOf(world: ChangeWorld, id: string): Money {
  const entries = world.ledger.filter(([of]) => of === id);
  const all = (kind: string): number => sum(entries.filter(([, of]) => of === kind).map(([, , , cents]) => cents));
  const waiting = (world.promised ?? []).filter(([of, , , state]) => of === id && state.startsWith('waiting'));
  return { paid: all('payment'), refunded: all('refund'), promised: sum(waiting.map(([, , cents]) => cents)) };
}

export function checkBooks(world: ChangeWorld, books: Books, start: ChangeWorld): void {
  for (const of of variants) {
    expect(world.stock[of], of).to.be.at.least(0);
    expect(unitsIn(world, books, of), `units of ${of}`).to.equal(
      unitsIn(start, { gone: null, asked: null, returning: null }, of),
    );
  }
  for (const [id, order] of Object.entries(world.orders)) {
    const { paid, refunded, promised } = moneyOf(world, id);
    expect(refunded + promised, `${id}: refunds`).to.be.at.most(paid);
    const lines = world.lines.filter(([of]) => of === id);
    const worth = (of: typeof lines): number => sum(of.map(([, , quantity, cents]) => quantity * cents));
    expect(order.total, `${id}: total`).to.equal(worth(lines.filter(([, , , , state]) => state !== 'exchanged')));
    // Once every promise is kept, what the customer has paid is what they keep, and the fees of what went back.
    const asked = (books.asked ?? []).filter(([of, , state]) => of === id && state !== 'refused');
    const fees = sum(asked.map(([, , , , fee]) => fee));
    const open = asked.filter(([, , state]) => state !== 'completed');
    const cheaper = sum(
      open.filter(([, kind]) => kind === 'exchange').map(([, , , difference]) => Math.max(0, -difference)),
    );
    const goingBack = sum(
      (books.returning ?? []).filter(([of, kind]) => of === id && kind === 'return').map(([, , cents]) => cents),
    );
    const kept = worth(lines.filter(([, , , , state]) => STANDING.has(state))) - goingBack - cheaper + fees;
    expect(paid - refunded - promised, `${id}: what was paid in the end`).to.equal(kept);
  }
  const moved = (kind: string): number =>
    sum(world.ledger.filter(([, of, by]) => of === kind && by === 'gift').map(([, , , cents]) => cents));
  const atStart = sum(start.ledger.filter(([, , by]) => by === 'gift').map(([, , , cents]) => cents));
  expect(world.gift, 'gift card').to.equal(start.gift + atStart - moved('payment') + moved('refund'));
  expect(world.gift).to.be.at.least(0);
}
