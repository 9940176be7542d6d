import { expect } from 'chai';
import fc from 'fast-check';
import { addDays } from '../src/policy/calendar.ts';
import { changeOfPrice, linesAfter, swaps, type StockedVariant } from '../src/policy/item-change.ts';
import { methodNamed, variantsNamed, type OwnMethod } from '../src/policy/matching.ts';
import { canPay, routeRefund } from '../src/policy/money-route.ts';
import { pickUnits, type OpenLine } from '../src/policy/picking.ts';
import { outstandingCents, refundEveryEntry, type LedgerEntry } from '../src/policy/refund.ts';
import { CONDITIONS, mayComeBack, restockingFee, windowDays } from '../src/policy/returning.ts';
import { DEFAULT_RULES, needsApproval, shopRules } from '../src/policy/shop-rules.ts';
import { addressIn } from '../src/rulebook/address-words.ts';

const METHODS: readonly OwnMethod[] = [
  { payment_method_id: 'visa', kind: 'credit_card', brand: 'Visa', last_four: '4242', balance_cents: null },
  { payment_method_id: 'paypal', kind: 'paypal', brand: null, last_four: null, balance_cents: null },
  { payment_method_id: 'gift', kind: 'gift_card', brand: null, last_four: '7007', balance_cents: 500 },
];
const cents = fc.integer({ min: 0, max: 100_000 });
const ledger = fc
  .array(
    fc.record({ of: fc.nat(2), kind_of_entry: fc.constantFrom('payment', 'payment', 'refund'), amount_cents: cents }),
    { maxLength: 6 },
  )
  .map((rows) => rows.map(({ of, ...row }): LedgerEntry => ({ ...METHODS[of]!, ...row })));
const route = fc.constantFrom('original', 'gift_card', 'original_or_gift_card');

describe('routing a refund', () => {
  it('pays back exactly what is due and never more than is outstanding', () => {
    fc.assert(
      fc.property(
        ledger,
        cents,
        route,
        fc.option(fc.nat(2), { nil: undefined }),
        fc.boolean(),
        (rows, amount, by, chosen, any) => {
          const routed = routeRefund(
            rows,
            amount,
            by,
            chosen === undefined ? undefined : METHODS[chosen],
            METHODS,
            any,
          );
          const sum = routed.ok ? routed.value.reduce((all, refund) => all + refund.amount_cents, 0) : 0;
          expect(sum).to.equal(routed.ok ? Math.min(amount, outstandingCents(rows)) : 0);
          if (routed.ok) for (const refund of routed.value) expect(refund.amount_cents).to.be.greaterThan(0);
        },
      ),
    );
  });

  it('by the original route gives no method more than came from it', () => {
    fc.assert(
      fc.property(ledger, cents, fc.option(fc.nat(2), { nil: undefined }), (rows, amount, chosen) => {
        const routed = routeRefund(
          rows,
          amount,
          'original',
          chosen === undefined ? undefined : METHODS[chosen],
          METHODS,
        );
        for (const refund of routed.ok ? routed.value : []) {
          expect(refund.amount_cents).to.be.at.most(
            outstandingCents(rows.filter((row) => row.payment_method_id === refund.payment_method_id)),
          );
        }
      }),
    );
  });

  it('of every entry books one refund a row', () => {
    fc.assert(
      fc.property(ledger, (rows) => {
        expect(refundEveryEntry(rows).map((refund) => refund.amount_cents)).to.deep.equal(
          rows.map((row) => row.amount_cents).filter((amount) => amount > 0),
        );
      }),
    );
  });

  it('lets a gift card pay what it holds and no more', () => {
    fc.assert(
      fc.property(cents, (amount) => {
        expect(canPay(METHODS[2]!, amount)).to.equal(amount <= 500);
        expect(canPay(METHODS[0]!, amount)).to.equal(true);
      }),
    );
  });
});

const VARIANTS: readonly StockedVariant[] = ['black', 'white', 'red', 'blue'].flatMap((color, index) =>
  ['lamp', 'mug'].map((product) => ({
    variant_id: `${product}-${color}`,
    product_id: product,
    name: product,
    options: { color },
    price_cents: 1_000 + index * 137,
    active: true,
    on_hand: 50,
    restock_expected_on: null,
  })),
);
const line = (variant: StockedVariant, line_no: number, quantity: number): OpenLine => ({
  line_no,
  quantity,
  product_id: variant.product_id,
  variant_id: variant.variant_id,
  name: variant.name,
  category: variant.product_id,
  options: variant.options,
  unit_price_cents: variant.price_cents,
});
const order = fc
  .array(fc.record({ of: fc.nat(7), quantity: fc.integer({ min: 1, max: 4 }) }), { minLength: 1, maxLength: 5 })
  .map((rows) => rows.map(({ of, quantity }, index) => line(VARIANTS[of]!, index + 1, quantity)));
const wishes = fc.array(
  fc.record({
    old: fc.nat(7),
    new: fc.nat(7),
    quantity: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
  }),
  { minLength: 1, maxLength: 4 },
);

const units = (lines: readonly { variant_id: string; quantity: number }[]): number =>
  lines.reduce((sum, { quantity }) => sum + quantity, 0);
const worth = (lines: readonly { quantity: number; unit_price_cents: number }[]): number =>
  lines.reduce((sum, each) => sum + each.quantity * each.unit_price_cents, 0);

describe('changing items', () => {
  it('keeps every unit, and the price moves by exactly the difference of the lines', () => {
    fc.assert(
      fc.property(order, wishes, (lines, wanted) => {
        const named = wanted.map((wish) => ({
          item: VARIANTS[wish.old]!.variant_id,
          new_item: VARIANTS[wish.new]!.variant_id,
          quantity: wish.quantity,
        }));
        const picked = pickUnits('o1', named, lines, 'change');
        const found = picked.ok ? swaps(picked.value, VARIANTS, false) : picked;
        if (!found.ok) return;
        const after = linesAfter(lines, found.value, lines.length);
        const whole = [...lines.filter((each) => after.every(({ line_no }) => line_no !== each.line_no)), ...after];
        expect(units(whole)).to.equal(units(lines));
        expect(worth(whole) - worth(lines)).to.equal(changeOfPrice(lines, after));
        expect(new Set(whole.map(({ line_no }) => line_no)).size).to.equal(whole.length);
        for (const { variant_id } of after)
          expect(VARIANTS.some((variant) => variant.variant_id === variant_id)).to.equal(true);
      }),
    );
  });

  it('never picks more units than the order has', () => {
    fc.assert(
      fc.property(order, wishes, (lines, wanted) => {
        const picked = pickUnits(
          'o1',
          wanted.map((wish) => ({ item: VARIANTS[wish.old]!.variant_id, quantity: wish.quantity })),
          lines,
          'return',
        );
        if (!picked.ok) return;
        for (const each of lines) {
          const taken = picked.value
            .flatMap(({ parts }) => parts)
            .filter((part) => part.line.line_no === each.line_no)
            .reduce((sum, part) => sum + part.quantity, 0);
          expect(taken).to.be.at.most(each.quantity);
        }
        for (const one of picked.value)
          expect(one.parts.reduce((sum, part) => sum + part.quantity, 0)).to.equal(one.quantity);
      }),
    );
  });

  it('reads options as people write them and keeps the ones not named', () => {
    const phones = [
      ['black', '128 GB'],
      ['blue', '128 GB'],
      ['black', '256 GB'],
      ['blue', '1 TB'],
    ].map(([color = '', storage = ''], index) => ({
      variant_id: `v${index}`,
      product_id: 'p',
      options: { color, storage },
    }));
    const current = { variant_id: 'v0', name: 'Nova', category: 'phone', options: phones[0]!.options };
    const named = (words: string): string[] =>
      variantsNamed(words, current, phones).map(({ variant_id }) => variant_id);
    expect(named('the blue one')).to.deep.equal(['v1']);
    expect(named('256gb please')).to.deep.equal(['v2']);
    expect(named('blue, 1TB')).to.deep.equal(['v3']);
    expect(named('v2')).to.deep.equal(['v2']);
    expect(named('1151293680')).to.deep.equal([]);
    expect(named('green')).to.deep.equal([]);
  });

  it('finds a way of payment by kind, brand or digits, and an unknown id never by its words', () => {
    const found = (words: string): string => {
      const named = methodNamed(words, METHODS);
      return named.ok ? named.value.payment_method_id : named.code;
    };
    expect(
      ['gift card', 'my PayPal', 'Visa ending 4242', 'the card ending in 4242', 'credit card', 'visa'].map(found),
    ).to.deep.equal(['gift', 'paypal', 'visa', 'visa', 'visa', 'visa']);
    for (const unknown of ['credit_card_9513926', 'paypal_1', 'gift_card_123', 'debit card', 'Visa ending 1111', ''])
      expect(found(unknown), unknown).to.equal('payment_method_not_found');
  });
});

describe('the rules of returns', () => {
  it('take the most exact entry of the windows', () => {
    const rules = {
      return_window_days: 30,
      return_windows: { default: { gold: 45 }, phone: { default: 14, gold: 21 }, 'headphones:in-ear': { default: 7 } },
    };
    const days = (tier: string, ...classes: string[]): number => windowDays(rules, tier, classes);
    expect([
      days('gold', 'phone'),
      days('bronze', 'phone'),
      days('gold', 'watch'),
      days('bronze', 'watch'),
      days('gold', 'headphones', 'headphones:in-ear'),
    ]).to.deep.equal([21, 14, 45, 30, 7]);
  });

  it('let something come back up to the last day and not after, unless windows are off', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 400 }), (return_window_days, age) => {
        const facts = {
          order_id: 'o1',
          tier: 'bronze',
          delivered_on: '2026-01-01',
          today: addDays('2026-01-01', age),
          condition: undefined,
        };
        const lines = [{ ...line(VARIANTS[0]!, 1, 1), classes: ['lamp'] }];
        expect(mayComeBack(lines, facts, { ...DEFAULT_RULES, return_window_days }, 'return').ok).to.equal(
          age <= return_window_days,
        );
        expect(
          mayComeBack(lines, facts, { ...DEFAULT_RULES, return_window_days, return_window_enforced: false }, 'return')
            .ok,
        ).to.equal(true);
      }),
    );
  });

  it('charge a fee between nothing and the price, and none when fees are off', () => {
    fc.assert(
      fc.property(
        cents,
        fc.integer({ min: -20, max: 300 }),
        fc.constantFrom(...CONDITIONS),
        (price, percent, condition) => {
          const rules = { restocking_fee_charged: true, restocking_fee_percent: { [condition]: percent } };
          expect(restockingFee(price, condition, rules)).to.be.within(0, price);
          expect(Number.isInteger(restockingFee(price, condition, rules))).to.equal(true);
          expect(restockingFee(price, condition, { ...rules, restocking_fee_charged: false })).to.equal(0);
        },
      ),
    );
  });

  it('need approval only above the limit, and a tenant without a row has the defaults', () => {
    expect([
      needsApproval(100, { staff_approval_over_cents: 100 }),
      needsApproval(101, { staff_approval_over_cents: 100 }),
      needsApproval(9e6, shopRules(null)),
    ]).to.deep.equal([false, true, false]);
  });
});

describe('addresses as people type them', () => {
  const cases: readonly (readonly [string, unknown])[] = [
    [
      '123 Elm Street, Suite 641, Denver, CO, USA, 80280',
      ['123 Elm Street', 'Suite 641', 'Denver', 'CO', '80280', 'USA'],
    ],
    ['please ship order #12345 to 7 Oak Ave, Austin, TX 78701', ['7 Oak Ave', '', 'Austin', 'TX', '78701', '']],
    ['My new address is Lindenstr. 12, 10115 Berlin, Germany', ['Lindenstr. 12', '', 'Berlin', '', '10115', 'Germany']],
    ['to my office', undefined],
  ];
  for (const [said, expected] of cases)
    it(said, () => {
      const found = addressIn(said);
      expect(found && Object.values(found)).to.deep.equal(expected);
    });
});
