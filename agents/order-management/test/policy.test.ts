import { expect } from 'chai';
import fc from 'fast-check';
import { dayIn, dayOf, daysBetween } from '../src/policy/calendar.ts';
import {
  acceptedReason,
  askReason,
  cannotCancel,
  DEFAULT_CANCELLATION,
  mayCancel,
} from '../src/policy/cancellation.ts';
import { DELIVERY_STATES, deliveryOf, type OrderFacts, type ParcelFacts } from '../src/policy/delivery.ts';
import { methodName } from '../src/policy/payment-method.ts';
import { productPatterns } from '../src/policy/product-words.ts';
import { outstandingCents, refundEverything, type LedgerEntry } from '../src/policy/refund.ts';

describe('calendar of the shop', () => {
  it('knows the day it is where the shop is', () => {
    const instant = new Date('2026-11-16T02:30:00Z');
    expect(dayIn(instant, 'America/New_York')).to.equal('2026-11-15');
    expect(dayIn(instant, 'Europe/Berlin')).to.equal('2026-11-16');
    expect(dayOf('2026-11-16T02:30:00+00:00', 'America/New_York')).to.equal('2026-11-15');
    expect(dayOf(null, 'UTC')).to.equal(null);
  });

  it('counts whole days over the change of clocks', () => {
    expect(daysBetween('2026-10-24', '2026-10-26')).to.equal(2);
    expect(daysBetween('2026-11-16', '2026-11-14')).to.equal(-2);
  });
});

describe('state of a delivery', () => {
  const today = '2026-11-16';
  const order = (facts: Partial<OrderFacts> = {}): OrderFacts => ({
    status: 'shipped',
    estimated_on: '2026-11-18',
    delivered_on: null,
    lines: [1, 2],
    ...facts,
  });
  const parcel = (facts: Partial<ParcelFacts> = {}): ParcelFacts => ({
    status: 'in_transit',
    estimated_on: '2026-11-18',
    delivered_on: null,
    lines: [1, 2],
    ...facts,
  });
  const cases: readonly [string, OrderFacts, readonly ParcelFacts[], Partial<ReturnType<typeof deliveryOf>>][] = [
    [
      'not shipped without a parcel',
      order({ status: 'pending' }),
      [],
      { state: 'not_shipped', estimated_on: '2026-11-18', days_late: 0 },
    ],
    [
      'not shipped with a label only',
      order({ status: 'processed' }),
      [parcel({ status: 'label_created' })],
      { state: 'not_shipped' },
    ],
    [
      'not shipped and past its day',
      order({ status: 'processed', estimated_on: '2026-11-13' }),
      [],
      { state: 'not_shipped', days_late: 3 },
    ],
    ['on time', order(), [parcel()], { state: 'on_time', days_late: 0 }],
    [
      'on time on the very day',
      order(),
      [parcel({ estimated_on: today, status: 'out_for_delivery' })],
      { state: 'on_time', estimated_on: today, days_late: 0 },
    ],
    ['late by a day', order(), [parcel({ estimated_on: '2026-11-15' })], { state: 'late', days_late: 1 }],
    [
      'late counts from the last parcel that is to come',
      order(),
      [parcel({ lines: [1], estimated_on: '2026-11-10' }), parcel({ lines: [2], estimated_on: '2026-11-14' })],
      { state: 'late', days_late: 2 },
    ],
    [
      'a moved estimate of the carrier counts, not the old one',
      order({ estimated_on: '2026-11-10' }),
      [parcel()],
      { state: 'on_time', estimated_on: '2026-11-18' },
    ],
    ['shipped without a parcel on record', order({ estimated_on: '2026-11-12' }), [], { state: 'late', days_late: 4 }],
    ['partly shipped', order(), [parcel({ lines: [1] })], { state: 'partially_shipped' }],
    [
      'partly shipped beside a label',
      order(),
      [
        parcel({ lines: [1], status: 'delivered', delivered_on: '2026-11-13', estimated_on: '2026-11-13' }),
        parcel({ lines: [2], status: 'label_created' }),
      ],
      { state: 'partially_shipped', estimated_on: '2026-11-18', delivered_on: null },
    ],
    [
      'partly shipped as the shop says, lines unrecorded',
      order({ status: 'partially_shipped' }),
      [parcel({ lines: [] })],
      { state: 'partially_shipped' },
    ],
    ['a cancelled line is not waited for', order({ lines: [1] }), [parcel({ lines: [1] })], { state: 'on_time' }],
    ['lines unrecorded means everything', order(), [parcel({ lines: [] })], { state: 'on_time' }],
    ['lost', order(), [parcel({ status: 'lost', estimated_on: '2026-11-01' })], { state: 'lost', days_late: 15 }],
    [
      'lost although the rest arrived',
      order({ status: 'delivered' }),
      [parcel({ lines: [1], status: 'delivered' }), parcel({ lines: [2], status: 'lost' })],
      { state: 'lost' },
    ],
    ['back to the sender', order(), [parcel({ status: 'returned' })], { state: 'returned_to_sender' }],
    [
      'delivered',
      order({ status: 'delivered', delivered_on: '2026-11-13' }),
      [parcel({ status: 'delivered', delivered_on: '2026-11-13', estimated_on: '2026-11-13' })],
      { state: 'delivered', delivered_on: '2026-11-13', estimated_on: null, days_late: 0 },
    ],
    [
      'delivered late',
      order({ status: 'delivered', delivered_on: '2026-11-15' }),
      [parcel({ status: 'delivered', estimated_on: '2026-11-13' })],
      { state: 'delivered', days_late: 2 },
    ],
    [
      'delivered by its parcels',
      order(),
      [parcel({ status: 'delivered', delivered_on: '2026-11-15' })],
      { state: 'delivered', delivered_on: '2026-11-15' },
    ],
    [
      'delivered with a return open',
      order({ status: 'return requested', delivered_on: null, estimated_on: null }),
      [],
      { state: 'delivered', delivered_on: null, days_late: 0 },
    ],
    ['cancelled', order({ status: 'cancelled' }), [], { state: 'cancelled', estimated_on: null }],
    [
      'no estimate, so never late',
      order({ estimated_on: null }),
      [parcel({ estimated_on: null })],
      { state: 'on_time', estimated_on: null, days_late: 0 },
    ],
  ];
  for (const [name, facts, parcels, expected] of cases) {
    it(name, () => expect(deliveryOf(facts, parcels, today)).to.include(expected));
  }

  const anyDay = fc.constantFrom(null, '2026-11-10', '2026-11-15', '2026-11-16', '2026-11-20');
  const anyLines = fc.uniqueArray(fc.constantFrom(1, 2, 3));
  const anyParcel = fc.record({
    status: fc.constantFrom(
      'label_created',
      'in_transit',
      'out_for_delivery',
      'delivered',
      'lost',
      'returned' as const,
    ),
    estimated_on: anyDay,
    delivered_on: anyDay,
    lines: anyLines,
  });
  const anyOrder = fc.record({
    status: fc.constantFrom(
      'pending',
      'processed',
      'partially_shipped',
      'shipped',
      'delivered',
      'cancelled',
      'return requested',
    ),
    estimated_on: anyDay,
    delivered_on: anyDay,
    lines: anyLines,
  });

  it('is always one of its states, never negative, late only past the day, lost wherever a parcel is', () => {
    fc.assert(
      fc.property(anyOrder, fc.array(anyParcel, { maxLength: 4 }), (facts, parcels) => {
        const { state, days_late, estimated_on, delivered_on } = deliveryOf(facts, parcels, today);
        expect(DELIVERY_STATES).to.include(state);
        expect(days_late).to.be.at.least(0);
        if (state === 'late') expect(estimated_on! < today).to.equal(true);
        if (state === 'on_time') expect(days_late).to.equal(0);
        if (state !== 'delivered') expect(delivered_on).to.equal(null);
        if (facts.status !== 'cancelled')
          expect(state === 'lost').to.equal(parcels.some((one) => one.status === 'lost'));
      }),
    );
  });

  it('does not depend on the order of the parcels', () => {
    fc.assert(
      fc.property(anyOrder, fc.array(anyParcel, { maxLength: 4 }), (facts, parcels) => {
        expect(deliveryOf(facts, parcels.toReversed(), today)).to.deep.equal(deliveryOf(facts, parcels, today));
      }),
    );
  });
});

describe('refunds of a cancelled order', () => {
  const entry = (
    kind_of_entry: 'payment' | 'refund',
    payment_method_id: string,
    amount_cents: number,
  ): LedgerEntry => ({
    kind_of_entry,
    payment_method_id,
    amount_cents,
    kind: payment_method_id === 'gift' ? 'gift_card' : 'credit_card',
    brand: null,
    last_four: null,
  });
  const amounts = (refunds: ReturnType<typeof refundEverything>) =>
    refunds.map(({ payment_method_id, amount_cents }) => [payment_method_id, amount_cents]);
  const gift = { payment_method_id: 'gift', kind: 'gift_card', brand: null, last_four: null } as const;

  it('go back to the methods they came from', () => {
    const ledger = [entry('payment', 'gift', 5000), entry('payment', 'visa', 7000)];
    expect(amounts(refundEverything(ledger, 'original', gift))).to.deep.equal([
      ['gift', 5000],
      ['visa', 7000],
    ]);
    expect(amounts(refundEverything([...ledger, entry('refund', 'visa', 2000)], 'original', gift))).to.deep.equal([
      ['gift', 5000],
      ['visa', 5000],
    ]);
  });

  it('go to the gift card where the shop says so and the customer has one', () => {
    const ledger = [entry('payment', 'visa', 7000)];
    expect(amounts(refundEverything(ledger, 'gift_card', gift))).to.deep.equal([['gift', 7000]]);
    expect(amounts(refundEverything(ledger, 'gift_card', null))).to.deep.equal([['visa', 7000]]);
  });

  it('are none when nothing is outstanding', () => {
    expect(refundEverything([], 'original', null)).to.deep.equal([]);
    expect(
      refundEverything([entry('payment', 'visa', 100), entry('refund', 'gift', 100)], 'original', null),
    ).to.deep.equal([]);
  });

  it('bring every ledger to zero, cent for cent, and give no method more than came from it', () => {
    const anyEntry = fc
      .tuple(
        fc.constantFrom('payment', 'refund' as const),
        fc.constantFrom('visa', 'paypal', 'gift'),
        fc.integer({ min: 1, max: 100_000 }),
      )
      .map(([kind, method, cents]) => entry(kind, method, cents));
    fc.assert(
      fc.property(
        fc.array(anyEntry, { maxLength: 8 }),
        fc.constantFrom('original', 'gift_card' as const),
        fc.boolean(),
        (ledger, route, hasCard) => {
          const refunds = refundEverything(ledger, route, hasCard ? gift : null);
          expect(refunds.reduce((sum, refund) => sum + refund.amount_cents, 0)).to.equal(outstandingCents(ledger));
          for (const refund of refunds) expect(refund.amount_cents).to.be.above(0);
          expect(new Set(refunds.map((refund) => refund.payment_method_id)).size).to.equal(refunds.length);
          if (route === 'original') {
            for (const { payment_method_id, amount_cents } of refunds) {
              const own = ledger.filter((one) => one.payment_method_id === payment_method_id);
              expect(amount_cents).to.be.at.most(
                own.reduce(
                  (sum, one) => sum + (one.kind_of_entry === 'payment' ? one.amount_cents : -one.amount_cents),
                  0,
                ),
              );
            }
          }
        },
      ),
    );
  });
});

describe('cancelling', () => {
  it("follows the tenant's lists", () => {
    expect(mayCancel('pending', DEFAULT_CANCELLATION)).to.equal(true);
    expect(mayCancel('processed', DEFAULT_CANCELLATION)).to.equal(false);
    expect(mayCancel('processed', { cancel_statuses: ['pending', 'processed'], cancel_reasons: [] })).to.equal(true);
    expect(acceptedReason(' No longer  needed. ', DEFAULT_CANCELLATION)).to.equal('no longer needed');
    expect(acceptedReason('too slow', DEFAULT_CANCELLATION)).to.equal(undefined);
    expect(acceptedReason('', DEFAULT_CANCELLATION)).to.equal(undefined);
  });

  it('is refused in plain words', () => {
    expect(cannotCancel('o1', 'shipped')).to.equal(
      'Order o1 has already been shipped, so it can no longer be cancelled.',
    );
    expect(cannotCancel('o1', 'cancelled')).to.equal('Order o1 is already cancelled, so it cannot be cancelled again.');
    expect(cannotCancel('o1', 'on hold')).to.equal('Order o1 is on hold, so it can no longer be cancelled.');
    expect(askReason('o1', ['a', 'b', 'c'])).to.equal('Why do you want to cancel order o1: a, b, or c?');
    expect(askReason('o1', ['a'])).to.equal('Why do you want to cancel order o1: a?');
  });
});

describe('names', () => {
  it('of ways of payment show brand and last four digits only', () => {
    expect(methodName({ kind: 'credit_card', brand: 'Visa', last_four: '4242' })).to.equal('Visa ending 4242');
    expect(methodName({ kind: 'debit_card', brand: null, last_four: '1881' })).to.equal('debit card ending 1881');
    expect(methodName({ kind: 'paypal', brand: null, last_four: null })).to.equal('PayPal account');
    expect(methodName({ kind: 'gift_card', brand: 'Acme', last_four: null })).to.equal('gift card');
  });

  it('of products as people say them become patterns of letters and digits', () => {
    expect(productPatterns('ZenSound Headphones')).to.deep.equal([
      'zensound',
      'headphone|headset|earphone|earbud|earpod',
    ]);
    expect(productPatterns('watches')).to.deep.equal(['watch|smartwatch|wristwatch']);
    expect(productPatterns('my.*(glass')).to.deep.equal(['my', 'glass']);
    expect(productPatterns('  ')).to.deep.equal([]);
    fc.assert(
      fc.property(fc.string(), (text) => {
        for (const pattern of productPatterns(text)) expect(pattern).to.match(/^[\p{L}\p{N}|]+$/u);
      }),
    );
  });
});
