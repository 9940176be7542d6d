import { expect } from 'chai';

import { DEMO_CASES } from '../../src/demo-data/cases.ts';
import { DEMO_CLOCK, dayOf, daysBetween } from '../../src/demo-data/clock.ts';
import { generateDemoData } from '../../src/demo-data/generate.ts';

const TODAY = dayOf(DEMO_CLOCK);

describe('named cases of the demo data', () => {
  const data = generateDemoData();
  const ours = <Row extends { tenant_id: string }>(rows: readonly Row[]) =>
    rows.filter((row) => row.tenant_id === 'acme');
  const order = (id: string) => ours(data.orders).find((row) => row.id === id)!;
  const lines = (id: string) => ours(data.order_lines).filter((row) => row.order_id === id);
  const parcels = (id: string) => ours(data.shipments).filter((row) => row.order_id === id);
  const ledger = (id: string, kind: 'payment' | 'refund') =>
    ours(data.payments).filter((row) => row.order_id === id && row.kind === kind);
  const kindOf = (methodId: string) => ours(data.payment_methods).find((row) => row.id === methodId)!.kind;
  const warranty = (id: string) => ours(data.warranties).find((row) => row.order_id === id)!;
  const daysSinceDelivery = (id: string) => daysBetween(dayOf(order(id).delivered_at!), TODAY);
  const windowDays = data.policies.find((row) => row.tenant_id === 'acme')!.return_window_days;
  const onHand = (variantId: string) => ours(data.stock).find((row) => row.variant_id === variantId)!.on_hand;

  it('name customers as they are and orders that are theirs', () => {
    for (const entry of DEMO_CASES) {
      const customer = data.customers.find((row) => row.tenant_id === entry.tenantId && row.id === entry.customerId);
      expect(`${customer?.first_name ?? ''} ${customer?.last_name ?? ''}`).to.equal(entry.name);
      for (const id of entry.orders) {
        const owned = data.orders.find((row) => row.tenant_id === entry.tenantId && row.id === id);
        expect(owned?.customer_id, id).to.equal(entry.customerId);
      }
    }
  });

  it('cover each tricky customer, who has no orders but those of the case', () => {
    const tricky = ours(data.customers)
      .filter((row) => row.id > 'cust100' && row.id < 'cust200')
      .map((row) => row.id);
    expect(DEMO_CASES.filter((row) => tricky.includes(row.customerId)).map((row) => row.customerId)).to.have.members(
      tricky,
    );
    for (const entry of DEMO_CASES.filter((row) => tricky.includes(row.customerId))) {
      expect(
        ours(data.orders)
          .filter((row) => row.customer_id === entry.customerId)
          .map((row) => row.id),
      ).to.deep.equal(entry.orders);
    }
  });

  it('12345: shipped, with tracking events and an estimate in the future', () => {
    expect(order('o12345')).to.include({
      customer_id: 'cust001',
      status: 'shipped',
      estimated_delivery_on: '2026-11-18',
    });
    const [parcel] = parcels('o12345');
    expect(ours(data.shipment_events).filter((row) => row.shipment_id === parcel?.id).length).to.be.at.least(3);
    expect((order('o12345').estimated_delivery_on ?? '') > TODAY).to.be.true;
  });

  it('cust005: one ProMax, delivered lately, and no phone yet', () => {
    const own = ours(data.orders)
      .filter((row) => row.customer_id === 'cust005')
      .flatMap((row) => lines(row.id));
    expect(own.filter((line) => line.product_id === 'p007').map((line) => line.order_id)).to.deep.equal(['o14005']);
    expect(order('o14005')).to.include({ status: 'delivered', delivered_at: '2026-11-13T15:20:00Z' });
  });

  it('cust007: speakers under 100 dollars are in stock, one is sold out', () => {
    const cheap = ours(data.variants).filter(
      (row) =>
        row.price_cents < 10_000 &&
        ours(data.products).find((product) => product.id === row.product_id)?.category === 'speaker',
    );
    const available = new Set(cheap.filter((row) => onHand(row.id) > 0).map((row) => row.product_id));
    expect([...available].sort()).to.deep.equal(['p005', 'p015']);
    expect(cheap.map((row) => row.product_id)).to.include('p016');
  });

  it('cust008: a gaming laptop below 1500 dollars is in stock, another variant costs exactly that', () => {
    const gigabook = ours(data.variants).filter((row) => row.product_id === 'p009');
    expect(gigabook.map((row) => [row.price_cents, onHand(row.id) > 0])).to.deep.equal([
      [139_999, true],
      [150_000, true],
    ]);
  });

  it('returns: late, opened, requested already, above the approval limit', () => {
    expect(daysSinceDelivery('o14101')).to.be.greaterThan(windowDays);
    expect(daysSinceDelivery('o14115')).to.be.lessThan(windowDays);
    expect(order('o14121').status).to.equal('return requested');
    expect(daysSinceDelivery('o14117')).to.be.lessThan(windowDays);
    expect(order('o14117').total_cents).to.be.greaterThan(data.policies[0]!.staff_approval_over_cents!);
  });

  it('parcels: partial, lost, delayed', () => {
    expect(order('o14102').status).to.equal('partially_shipped');
    expect(parcels('o14102').map((row) => row.status)).to.deep.equal(['delivered', 'label_created']);
    expect(parcels('o14103').map((row) => row.status)).to.deep.equal(['lost']);
    const events = ours(data.shipment_events).filter((row) => row.shipment_id === parcels('o14118')[0]?.id);
    expect(events.map((row) => row.status)).to.include('delayed');
  });

  it('money: gift card, two payments, cancelled and refunded', () => {
    expect(ledger('o14104', 'payment').map((row) => kindOf(row.payment_method_id))).to.deep.equal(['gift_card']);
    expect(ledger('o14112', 'payment').map((row) => [kindOf(row.payment_method_id), row.amount_cents])).to.deep.equal([
      ['gift_card', 5_000],
      ['credit_card', 14_999],
    ]);
    expect(order('o14105').status).to.equal('cancelled');
    expect(ledger('o14105', 'refund').map((row) => row.amount_cents)).to.deep.equal([order('o14105').total_cents]);
  });

  it('warranties: one just over, one about to end', () => {
    expect(warranty('o14107').ends_on).to.equal('2026-11-10');
    expect(warranty('o14108').ends_on).to.equal('2026-11-20');
  });

  it('exchanges: the wanted variant is out of stock for one and in stock for the other', () => {
    expect(lines('o14106')[0]?.variant_id).to.equal('v0030');
    expect(onHand('v0031')).to.equal(0);
    expect(lines('o14119')[0]?.variant_id).to.equal('v0110');
    expect(onHand('v0111')).to.be.greaterThan(0);
  });

  it('cancelling: pending may, processed and modified may not', () => {
    expect(['o14111', 'o14112', 'o14113', 'o14120'].map((id) => order(id).status)).to.deep.equal([
      'pending',
      'pending',
      'processed',
      'pending (item modified)',
    ]);
  });

  it('people: look-alike order numbers, nobody without orders but cust114, a recalled product', () => {
    expect(order('o14910').customer_id).to.equal('cust109');
    expect(order('o14190').customer_id).to.equal('cust110');
    expect(ours(data.orders).filter((row) => row.customer_id === 'cust114')).to.deep.equal([]);
    expect(lines('o14116').map((line) => line.product_id)).to.deep.equal(['p034']);
    expect(
      ours(data.articles)
        .filter((row) => row.category === 'recall')
        .every((row) => row.product_id === 'p034'),
    ).to.be.true;
    expect(ours(data.products).find((row) => row.id === 'p034')?.attributes['recall']).to.be.a('string');
    expect(
      ours(data.products)
        .filter((row) => !row.active)
        .map((row) => row.id),
    ).to.deep.equal(['p034']);
  });
});
