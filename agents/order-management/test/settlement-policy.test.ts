import { expect } from 'chai';
import fc from 'fast-check';
import { addressLines } from '../src/policy/address.ts';
import { mayRefuse, stockOfRefusal, type OrderNow, type Undo } from '../src/policy/approval.ts';
import type { OwnMethod } from '../src/policy/matching.ts';
import { routeRefund } from '../src/policy/money-route.ts';
import {
  outstandingCents,
  refundEverything,
  withPromises,
  type LedgerEntry,
  type PromisedRefund,
} from '../src/policy/refund.ts';
import { backOnShelf, CONDITIONS, conditionMatters, mayComeBack, windowDays } from '../src/policy/returning.ts';
import { DEFAULT_RULES } from '../src/policy/shop-rules.ts';
import { takeUnits } from '../src/policy/units.ts';

const METHODS: readonly OwnMethod[] = [
  { payment_method_id: 'visa', kind: 'credit_card', brand: 'Visa', last_four: '4242', balance_cents: null },
  { payment_method_id: 'paypal', kind: 'paypal', brand: null, last_four: null, balance_cents: null },
  { payment_method_id: 'gift', kind: 'gift_card', brand: null, last_four: null, balance_cents: 500 },
];
const cents = fc.integer({ min: 1, max: 100_000 });
const of = fc.nat(2).map((index) => METHODS[index]!);
const payments = fc.array(
  fc
    .tuple(of, cents)
    .map(([method, amount_cents]): LedgerEntry => ({ ...method, kind_of_entry: 'payment', amount_cents })),
  { maxLength: 5 },
);
const promises = fc.array(
  fc
    .tuple(of, cents, fc.constantFrom('waiting for goods', 'waiting for approval' as const))
    .map(([method, amount_cents, state]): PromisedRefund => ({ ...method, amount_cents, state, request_id: 'r1' })),
  { maxLength: 3 },
);
const sum = (rows: readonly { readonly amount_cents: number }[]): number =>
  rows.reduce((all, row) => all + row.amount_cents, 0);

describe('money that is promised already', () => {
  it('is never promised again: refunds and promises together stay within what was paid', () => {
    fc.assert(
      fc.property(
        payments,
        promises,
        cents,
        fc.constantFrom('original', 'gift_card', 'original_or_gift_card'),
        (ledger, promised, amount, route) => {
          fc.pre(sum(promised) <= sum(ledger));
          const committed = withPromises(ledger, promised);
          const routed = routeRefund(committed, amount, route, undefined, METHODS);
          const back = routed.ok ? sum(routed.value) : 0;
          expect(back).to.be.at.most(amount);
          expect(back + sum(promised)).to.be.at.most(sum(ledger));
          const everything = refundEverything(committed, route, null);
          expect(sum(everything) + sum(promised)).to.be.at.most(sum(ledger));
          expect(outstandingCents(committed)).to.equal(sum(ledger) - sum(promised));
        },
      ),
    );
  });
});

describe('units taken out of lines', () => {
  it('are the units that were asked for, and none is lost', () => {
    const lines = fc
      .array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 })
      .map((quantities) => quantities.map((quantity, index) => ({ line_no: index + 1, quantity })));
    fc.assert(
      fc.property(
        lines.chain((all) =>
          fc.tuple(fc.constant(all), fc.tuple(...all.map(({ quantity }) => fc.integer({ min: 0, max: quantity })))),
        ),
        ([all, amounts]) => {
          const wanted = all
            .map((line, index) => ({ line_no: line.line_no, quantity: amounts[index]! }))
            .filter(({ quantity }) => quantity > 0);
          const { whole, reduced, split } = takeUnits(all, wanted, all.length);
          const taken =
            all.filter((line) => whole.includes(line.line_no)).reduce((units, line) => units + line.quantity, 0) +
            split.reduce((units, line) => units + line.quantity, 0);
          expect(taken).to.equal(wanted.reduce((units, line) => units + line.quantity, 0));
          for (const part of split) {
            const left = reduced.find((line) => line.line_no === part.from_line_no)!;
            expect(left.quantity + part.quantity).to.equal(all[part.from_line_no - 1]!.quantity);
            expect(left.quantity).to.be.above(0);
          }
          const numbers = split.map((part) => part.line_no);
          expect(new Set(numbers).size).to.equal(numbers.length);
          for (const number of numbers) expect(number).to.be.above(all.length);
        },
      ),
    );
    expect(() => takeUnits([{ line_no: 1, quantity: 1 }], [{ line_no: 1, quantity: 2 }], 1)).to.throw(
      'line 1 has no 2 units',
    );
  });
});

describe('a refusal by a colleague', () => {
  const order = (facts: Partial<OrderNow>): OrderNow => ({
    order_id: 'o1',
    status: 'cancelled',
    lines: [{ line_no: 1, variant_id: 'a', quantity: 2, state: 'cancelled' }],
    complete: true,
    on_hand: { a: 2 },
    ...facts,
  });
  const undo: Undo = { status: 'pending', cancelled: [1] };

  it('needs the goods that the customer would get again', () => {
    fc.assert(
      fc.property(fc.nat(5), fc.nat(5), (quantity, onHand) => {
        const now = order({
          lines: [{ line_no: 1, variant_id: 'a', quantity, state: 'cancelled' }],
          on_hand: { a: onHand },
        });
        expect(mayRefuse('cancellation', undo, now) === undefined).to.equal(onHand >= quantity);
      }),
    );
    expect(
      stockOfRefusal('cancellation', undo, order({})).taken.map(({ variant_id, quantity }) => [variant_id, quantity]),
    ).to.deep.equal([['a', 2]]);
  });

  it('is possible only while what was done can be taken back', () => {
    const line = { line_no: 1, variant_id: 'b', name: 'B', options: {}, quantity: 1, unit_price_cents: 100 };
    expect(mayRefuse('cancellation', {}, order({}))?.message).to.include('it cannot be reopened');
    expect(mayRefuse('cancellation', undo, order({ status: 'pending' }))?.code).to.equal('cannot_refuse');
    expect(mayRefuse('cancellation', undo, order({ complete: false }))?.message).to.include('too many items');
    expect(mayRefuse('item change', { lines: [line] }, order({ status: 'shipped' }))?.message).to.include(
      'cannot be taken back',
    );
    expect(
      mayRefuse('item change', { lines: [line] }, order({ status: 'pending (item modified)', on_hand: { b: 0 } }))
        ?.code,
    ).to.equal('cannot_refuse');
    expect(
      mayRefuse('item change', { lines: [line] }, order({ status: 'pending (item modified)', on_hand: { b: 1 } })),
    ).to.equal(undefined);
    expect(mayRefuse('return', {}, order({ status: 'delivered' }))?.message).to.include(
      'its return is not open any more',
    );
    expect(mayRefuse('exchange', {}, order({ status: 'exchange requested' }))).to.equal(undefined);
    expect(mayRefuse('missing parcel', {}, order({ status: 'shipped' }))).to.equal(undefined);
  });
});

describe('rules of returns, each switched on and off', () => {
  const line = (classes: readonly string[]) =>
    ({
      line_no: 1,
      product_id: 'p',
      variant_id: 'v',
      name: 'Lamp',
      category: 'lamp',
      options: {},
      quantity: 1,
      unit_price_cents: 100,
      classes,
    }) as const;
  const facts = {
    order_id: 'o1',
    tier: 'gold',
    delivered_on: '2026-01-01',
    today: '2026-01-10',
    condition: 'opened' as const,
  };
  const someClasses = fc.uniqueArray(fc.constantFrom('lamp', 'phone', 'phone:5g', 'default'), { minLength: 1 });

  it('a final sale never comes back, for any class, condition or action, unless the rule is off', () => {
    fc.assert(
      fc.property(
        someClasses,
        someClasses,
        fc.constantFrom(...CONDITIONS),
        fc.constantFrom('return', 'exchange' as const),
        fc.boolean(),
        (own, final, condition, action, enforced) => {
          const rules = { ...DEFAULT_RULES, final_sale_classes: final, final_sale_enforced: enforced };
          const verdict = mayComeBack([line(own)], { ...facts, condition }, rules, action);
          expect(!verdict.ok && verdict.code === 'final_sale').to.equal(
            enforced && own.some((name) => final.includes(name)),
          );
        },
      ),
    );
  });

  it('an opened or damaged item of a refused class never comes back, an unopened or faulty one does', () => {
    fc.assert(
      fc.property(
        someClasses,
        someClasses,
        fc.constantFrom(...CONDITIONS),
        fc.boolean(),
        (own, closed, condition, enforced) => {
          const rules = { ...DEFAULT_RULES, opened_refused_classes: closed, opened_rule_enforced: enforced };
          const concerned = enforced && own.some((name) => closed.includes(name));
          const verdict = mayComeBack([line(own)], { ...facts, condition }, rules, 'return');
          expect(verdict.ok).to.equal(!(concerned && (condition === 'opened' || condition === 'damaged')));
          expect(conditionMatters([line(own)], rules)).to.equal(concerned);
        },
      ),
    );
  });

  it('windows follow the most special class, then the tier, then the defaults', () => {
    const days = fc.option(fc.nat(99), { nil: undefined });
    const map = (gold: number | undefined, other: number | undefined): Record<string, number> => ({
      ...(gold === undefined ? {} : { gold }),
      ...(other === undefined ? {} : { default: other }),
    });
    fc.assert(
      fc.property(days, days, days, days, fc.nat(99), (classGold, classAny, shopGold, shopAny, general) => {
        const rules = {
          return_window_days: general,
          return_windows: { phone: map(classGold, classAny), default: map(shopGold, shopAny) },
        };
        expect(windowDays(rules, 'gold', ['phone'])).to.equal(classGold ?? classAny ?? shopGold ?? shopAny ?? general);
        expect(windowDays(rules, 'bronze', ['phone'])).to.equal(classAny ?? shopAny ?? general);
        expect(windowDays(rules, 'gold', ['lamp'])).to.equal(shopGold ?? shopAny ?? general);
      }),
    );
  });

  it('goods go back on the shelf in the conditions of the shop only', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.constantFrom(...CONDITIONS)),
        fc.constantFrom(...CONDITIONS),
        (restock_conditions, condition) => {
          expect(backOnShelf(condition, { restock_conditions })).to.equal(restock_conditions.includes(condition));
        },
      ),
    );
    expect(CONDITIONS.filter((condition) => backOnShelf(condition, DEFAULT_RULES))).to.deep.equal(['unopened']);
  });
});

describe('an address on a letter', () => {
  it('has only the lines that it has', () => {
    expect(
      addressLines({ line1: '1 Quay', city: 'Reno', state: 'NV', postal_code: '89501', country: 'US' }),
    ).to.deep.equal(['1 Quay', 'Reno NV 89501', 'US']);
    expect(addressLines({ line1: '1 Quay', line2: ' ', city: 'Reno' })).to.deep.equal(['1 Quay', 'Reno']);
    expect(addressLines({})).to.deep.equal([]);
  });
});
