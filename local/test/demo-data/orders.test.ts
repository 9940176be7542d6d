import { expect } from 'chai';

import { DEMO_CLOCK, dayOf, daysBetween } from '../../src/demo-data/clock.ts';
import { generateDemoData } from '../../src/demo-data/generate.ts';
import type { OrderLineRow, OrderRow, PaymentRow, ShipmentRow } from '../../src/demo-data/order-rows.ts';

interface WholeOrder {
  order: OrderRow;
  lines: OrderLineRow[];
  payments: PaymentRow[];
  shipments: ShipmentRow[];
}

const TODAY = dayOf(DEMO_CLOCK);

function sum(rows: readonly { amount_cents: number }[]): number {
  return rows.reduce((total, row) => total + row.amount_cents, 0);
}

function worth(lines: readonly OrderLineRow[]): number {
  return lines.reduce((total, line) => total + line.quantity * line.unit_price_cents, 0);
}

describe('orders of the demo data', () => {
  const data = generateDemoData();
  const whole = new Map<string, WholeOrder>(
    data.orders.map((order) => [`${order.tenant_id}/${order.id}`, { order, lines: [], payments: [], shipments: [] }]),
  );
  for (const line of data.order_lines) whole.get(`${line.tenant_id}/${line.order_id}`)?.lines.push(line);
  for (const payment of data.payments) whole.get(`${payment.tenant_id}/${payment.order_id}`)?.payments.push(payment);
  for (const shipment of data.shipments)
    whole.get(`${shipment.tenant_id}/${shipment.order_id}`)?.shipments.push(shipment);
  const orders = [...whole.values()];

  it('are paid to the cent, and refunded exactly for what was cancelled or returned', () => {
    for (const { order, lines, payments } of orders) {
      expect(lines.length, order.id).to.be.greaterThan(0);
      expect(worth(lines), order.id).to.equal(order.total_cents);
      expect(sum(payments.filter((row) => row.kind === 'payment')), order.id).to.equal(order.total_cents);
      const undone = lines.filter((line) => line.state === 'cancelled' || line.state === 'returned');
      expect(sum(payments.filter((row) => row.kind === 'refund')), order.id).to.equal(worth(undone));
      expect(
        payments.every((row) => Number.isSafeInteger(row.amount_cents) && row.amount_cents > 0),
        order.id,
      ).to.be.true;
    }
  });

  it('have parcels that agree with their status', () => {
    for (const { order, lines, shipments } of orders) {
      const states = shipments.map((row) => row.status);
      switch (order.status) {
        case 'delivered':
        case 'return requested':
        case 'exchange requested':
          expect(states, order.id).to.deep.equal(['delivered']);
          expect(shipments[0]?.delivered_at).to.equal(order.delivered_at);
          break;
        case 'shipped':
          expect(states.length, order.id).to.equal(1);
          expect(states[0], order.id).to.be.oneOf(['in_transit', 'out_for_delivery', 'lost']);
          break;
        case 'partially_shipped': {
          const onTheWay = data.shipment_lines.filter((row) =>
            shipments.some(
              (parcel) =>
                parcel.id === row.shipment_id && parcel.tenant_id === row.tenant_id && parcel.shipped_at !== null,
            ),
          );
          expect(onTheWay.length, order.id).to.be.within(1, lines.length - 1);
          break;
        }
        case 'pending':
        case 'pending (item modified)':
        case 'processed':
        case 'cancelled':
          expect(states, order.id).to.deep.equal([]);
          break;
      }
      const arrived = ['delivered', 'return requested', 'exchange requested'].includes(order.status);
      expect(order.delivered_at !== null, order.id).to.equal(arrived);
      expect(order.cancelled_at !== null && order.cancel_reason !== null, order.id).to.equal(
        order.status === 'cancelled',
      );
    }
  });

  it('mark the lines that a return or exchange is about', () => {
    for (const { order, lines } of orders) {
      const states = new Set(lines.map((line) => line.state));
      for (const requested of ['return requested', 'exchange requested'] as const) {
        expect(states.has(requested), order.id).to.equal(order.status === requested);
      }
      expect(states.has('cancelled'), order.id).to.equal(order.status === 'cancelled');
    }
  });

  it('pack every line of a delivered order once and only lines that exist', () => {
    const lineKeys = new Map(data.order_lines.map((row) => [`${row.tenant_id}/${row.order_id}/${row.line_no}`, row]));
    const parcels = new Map(data.shipments.map((row) => [`${row.tenant_id}/${row.id}`, row]));
    const packed = new Map<string, number>();
    for (const row of data.shipment_lines) {
      const key = `${row.tenant_id}/${parcels.get(`${row.tenant_id}/${row.shipment_id}`)?.order_id ?? ''}/${row.line_no}`;
      expect(lineKeys.has(key), key).to.be.true;
      packed.set(key, (packed.get(key) ?? 0) + row.quantity);
    }
    for (const { order, lines } of orders.filter((entry) => entry.order.delivered_at !== null)) {
      for (const line of lines)
        expect(packed.get(`${line.tenant_id}/${order.id}/${line.line_no}`)).to.equal(line.quantity);
    }
  });

  it('tell the way of each parcel in order of time, ending in its status', () => {
    for (const { order, shipments } of orders) {
      for (const parcel of shipments) {
        const events = data.shipment_events.filter(
          (row) => row.tenant_id === parcel.tenant_id && row.shipment_id === parcel.id,
        );
        const times = events.map((row) => row.occurred_at);
        expect(times, parcel.id).to.deep.equal(times.toSorted());
        expect((times[0] ?? '') > order.placed_at, parcel.id).to.be.true;
        const last = events.at(-1);
        const delayed = parcel.status === 'in_transit' && last?.status === 'delayed';
        expect(delayed || last?.status === parcel.status, parcel.id).to.be.true;
        if (parcel.delivered_at !== null) expect(last?.occurred_at).to.equal(parcel.delivered_at);
      }
    }
  });

  it('are promised for today or later while they are on their way, except lost parcels', () => {
    for (const { order, shipments } of orders) {
      if (order.delivered_at !== null || order.status === 'cancelled') continue;
      const lost = shipments.some((row) => row.status === 'lost');
      expect(order.estimated_delivery_on, order.id).to.be.a('string');
      expect((order.estimated_delivery_on ?? '') >= TODAY, order.id).to.equal(!lost);
    }
  });

  it('have warranties that run from the day of delivery for the days of the product', () => {
    const products = new Map(data.products.map((row) => [`${row.tenant_id}/${row.id}`, row]));
    const policies = new Map(data.policies.map((row) => [row.tenant_id, row]));
    const parcelOfLine = new Map<string, string>();
    for (const row of data.shipment_lines) {
      const parcel = data.shipments.find((entry) => entry.tenant_id === row.tenant_id && entry.id === row.shipment_id);
      if (parcel === undefined || parcel.delivered_at === null) continue;
      parcelOfLine.set(`${row.tenant_id}/${parcel.order_id}/${row.line_no}`, parcel.delivered_at);
    }
    for (const row of data.warranties) {
      const key = `${row.tenant_id}/${row.order_id}/${row.line_no}`;
      expect(row.starts_on, key).to.equal(dayOf(parcelOfLine.get(key) ?? ''));
      const product = products.get(`${row.tenant_id}/${row.product_id}`);
      const days = product?.warranty_days ?? policies.get(row.tenant_id)?.warranty_days_default;
      expect(daysBetween(row.starts_on, row.ends_on), key).to.equal(days);
    }
    const kept = data.order_lines.filter(
      (line) => line.state !== 'returned' && parcelOfLine.has(`${line.tenant_id}/${line.order_id}/${line.line_no}`),
    );
    expect(data.warranties.length).to.equal(kept.length);
  });

  it('hold nothing that happens after the demo clock, and no customer orders before joining', () => {
    const joined = new Map(data.customers.map((row) => [`${row.tenant_id}/${row.id}`, row.created_at]));
    for (const order of data.orders) {
      expect((joined.get(`${order.tenant_id}/${order.customer_id}`) ?? '') < order.placed_at, order.id).to.be.true;
    }
    const instants = /"(?:\w+_at)":"([^"]+)"/g;
    // Appointments are made for days to come.
    const late = [...JSON.stringify({ ...data, service_slots: [] }).matchAll(instants)]
      .map((match) => match[1] ?? '')
      .filter((at) => at > DEMO_CLOCK);
    expect(late).to.deep.equal([]);
    expect(data.warranties.every((row) => row.starts_on <= TODAY)).to.be.true;
    expect(data.stock.every((row) => row.restock_expected_on === null || row.restock_expected_on > TODAY)).to.be.true;
  });

  it('keep sold-out variants out of new orders', () => {
    const empty = data.stock.filter((row) => row.on_hand === 0);
    const soldOut = new Set(empty.map((row) => `${row.tenant_id}/${row.variant_id}`));
    const fresh = orders.filter(({ order }) => order.status === 'pending' || order.status === 'processed');
    for (const { order, lines } of fresh) {
      expect(
        lines.some((line) => soldOut.has(`${line.tenant_id}/${line.variant_id}`)),
        order.id,
      ).to.be.false;
    }
  });
});
