import { expect } from 'chai';
import fc from 'fast-check';
import { daysBetween } from '../src/policy/days.ts';
import { PERSONAL } from '../src/policy/recommendation-reasons.ts';
import {
  qualityPoints,
  recommend,
  type Candidate,
  type CustomerFacts,
  type Placement,
} from '../src/policy/recommending.ts';
import { priceWish, tasteOf } from '../src/policy/taste.ts';

const TODAY = '2026-11-16';
const NOBODY: CustomerFacts = { purchases: [], looks: [], taste: { category: null, brand: null, price: null } };
const RULES = { sponsored_shown: 2, recently_bought_days: 365 };

const base: Candidate = {
  id: 'a',
  name: 'Horn',
  category: 'horn',
  brand: 'Blow',
  rating: 4.5,
  review_count: 8,
  sales_rank: null,
  repurchase_days: null,
  variants: [{ id: 'a0', options: { color: 'red' }, price_cents: 1_000, on_hand: 3 }],
  bought: null,
  placement: null,
};
const product = (id: string, more: Partial<Candidate> = {}): Candidate => ({
  ...base,
  id,
  name: `Horn ${id}`,
  variants: [{ id: `${id}0`, options: { color: 'red' }, price_cents: 1_000, on_hand: 3 }],
  ...more,
});
const order = (candidates: readonly Candidate[], customer = NOBODY, rules = RULES): string[] =>
  recommend(candidates, customer, rules, TODAY).ranked.map(({ candidate }) => candidate.id);
const reasons = (candidate: Candidate, customer: CustomerFacts): string[] =>
  recommend([candidate], customer, RULES, TODAY).ranked.flatMap((one) => one.reasons.map(({ text }) => text));

const day = fc
  .integer({ min: 0, max: 900 })
  .map((ago) => new Date(Date.parse(TODAY) - ago * 86_400_000).toISOString().slice(0, 10));
const placement: fc.Arbitrary<Placement> = fc.record({
  sponsor: fc.constantFrom('S1', 'S2'),
  tier: fc.constantFrom('premium', 'standard', 'basic'),
  priority: fc.integer({ min: 0, max: 9 }),
});
const rating = fc.option(
  fc.integer({ min: 10, max: 50 }).map((tenths) => tenths / 10),
  { nil: null },
);
const candidate = (id: string): fc.Arbitrary<Candidate> =>
  fc.record({
    id: fc.constant(id),
    name: fc.constant(`Horn ${id}`),
    category: fc.constantFrom('horn', 'drum'),
    brand: fc.constantFrom('Blow', 'Beat', null),
    rating,
    review_count: fc.integer({ min: 0, max: 30 }),
    sales_rank: fc.option(fc.integer({ min: 1, max: 9 }), { nil: null }),
    repurchase_days: fc.option(fc.integer({ min: 1, max: 400 }), { nil: null }),
    variants: fc
      .array(
        fc.record({
          on_hand: fc.integer({ min: 0, max: 3 }),
          price_cents: fc.integer({ min: 0, max: 90_000 }),
          fits: fc.constantFrom('Horn b', 'red'),
        }),
        { maxLength: 4 },
      )
      .map((all) =>
        all.map(({ on_hand, price_cents, fits }, index) => ({
          id: `${id}${index}`,
          options: { fits },
          price_cents,
          on_hand,
        })),
      ),
    bought: fc.option(
      fc.record({
        last_on: day,
        variant_ids: fc.subarray([`${id}0`, `${id}1`, `${id}2`], { minLength: 1 }),
        returned: fc.boolean(),
      }),
      { nil: null },
    ),
    placement: fc.option(placement, { nil: null }),
  });
const IDS = ['a', 'b', 'c', 'd', 'e', 'f'];
const shop = fc.tuple(...IDS.map(candidate));
const customer: fc.Arbitrary<CustomerFacts> = fc.record({
  purchases: fc.array(
    fc.record({
      product_id: fc.constantFrom(...IDS),
      name: fc.constantFrom(...IDS.map((id) => `Horn ${id}`)),
      category: fc.constant('horn'),
      brand: fc.constantFrom('Blow', null),
      on: day,
    }),
    { maxLength: 3 },
  ),
  looks: fc.uniqueArray(
    fc.record({
      product_id: fc.constantFrom(...IDS),
      on: day,
      times: fc.integer({ min: 1, max: 5 }),
      in_cart: fc.boolean(),
      on_wishlist: fc.boolean(),
    }),
    { maxLength: 3, selector: ({ product_id }) => product_id },
  ),
  taste: fc.record({
    category: fc.constantFrom('horn', null),
    brand: fc.constantFrom('Beat', null),
    price: fc.constantFrom(priceWish('under 500 dollars'), null),
  }),
});
const rules = fc.record({
  sponsored_shown: fc.integer({ min: 0, max: 4 }),
  recently_bought_days: fc.constantFrom(0, 30, 365),
});

describe('recommending', () => {
  it('never recommends what was just bought, unless it is used up or another variant', () => {
    fc.assert(
      fc.property(shop, customer, rules, (candidates, who, rule) => {
        const { ranked, sponsored } = recommend(candidates, who, rule, TODAY);
        for (const { candidate: one, variants } of [...ranked, ...sponsored]) {
          const { bought, repurchase_days } = one;
          if (bought === null || rule.recently_bought_days === 0) continue;
          const since = daysBetween(bought.last_on, TODAY);
          if (repurchase_days !== null && !bought.returned) expect(since).to.be.at.least(repurchase_days);
          else if (since < rule.recently_bought_days) {
            expect(bought.returned).to.equal(false);
            for (const { id } of variants) expect(bought.variant_ids).to.not.include(id);
          }
        }
      }),
    );
  });

  it('recommends only what is in stock, each with one to three reasons that say a fact', () => {
    fc.assert(
      fc.property(shop, customer, rules, (candidates, who, rule) => {
        const { ranked, sponsored } = recommend(candidates, who, rule, TODAY);
        for (const one of [...ranked, ...sponsored]) {
          expect(one.variants).to.not.be.empty;
          for (const variant of one.variants) {
            expect(variant.on_hand).to.be.greaterThan(0);
            expect(one.candidate.variants).to.include(variant);
          }
        }
        for (const one of ranked) {
          expect(one.reasons).to.have.length.within(1, 3);
          for (const reason of one.reasons) expect(reason.text).to.match(/^\S.*\.$/u);
        }
      }),
    );
  });

  it('keeps paid placements apart: their order and sponsors change nothing among the others', () => {
    fc.assert(
      fc.property(shop, customer, rules, (candidates, who, rule) => {
        const { ranked, sponsored } = recommend(candidates, who, rule, TODAY);
        const paid = new Set(sponsored.map(({ candidate: one }) => one.id));
        expect(paid.size).to.be.at.most(rule.sponsored_shown);
        expect(ranked.some(({ candidate: one }) => paid.has(one.id))).to.equal(false);
        const unpaid = recommend(
          candidates.map((one) => ({ ...one, placement: null })),
          who,
          rule,
          TODAY,
        );
        expect(unpaid.sponsored).to.deep.equal([]);
        expect(ranked.map(({ candidate: one }) => one.id)).to.deep.equal(
          unpaid.ranked.map(({ candidate: one }) => one.id).filter((id) => !paid.has(id)),
        );
      }),
    );
  });

  it('gives the same list in whatever order the facts come', () => {
    fc.assert(
      fc.property(shop, customer, rules, (candidates, who, rule) => {
        const there = recommend(candidates, who, rule, TODAY);
        const back = recommend(candidates.toReversed(), who, rule, TODAY);
        expect(back).to.deep.equal(there);
      }),
    );
  });

  it('never puts a product lower because its rating rose', () => {
    fc.assert(
      fc.property(shop, customer, fc.constantFrom(...IDS), (candidates, who, id) => {
        const bare = candidates.map((one) => ({ ...one, placement: null, review_count: one.review_count + 1 }));
        const place = (all: readonly Candidate[]): number => order(all, who).indexOf(id);
        const better = bare.map((one) => (one.id === id && one.rating !== null ? { ...one, rating: 5 } : one));
        expect(place(better)).to.be.at.most(place(bare));
      }),
    );
  });

  it('shows a visitor what is well rated and sells well', () => {
    const liked = product('liked', { rating: 4.8, review_count: 40 });
    const sold = product('sold', { rating: 4.4, review_count: 40, sales_rank: 1 });
    const rare = product('rare', { rating: 5, review_count: 1 });
    const bad = product('bad', { rating: 2, review_count: 40, sales_rank: 1 });
    expect(order([bad, rare, sold, liked])).to.deep.equal(['liked', 'sold', 'rare', 'bad']);
    expect(reasons(sold, NOBODY)).to.deep.equal([
      'Customers rate it 4.4 of 5 (40 reviews).',
      'It is the best seller in the category horn.',
    ]);
    expect(reasons(rare, NOBODY)).to.deep.equal(['It is in stock.']);
    expect(qualityPoints({ rating: 5, review_count: 1, sales_rank: null })).to.be.lessThan(
      qualityPoints({ rating: 4.8, review_count: 40, sales_rank: null }),
    );
  });

  it('names the fact behind each reason', () => {
    const who: CustomerFacts = {
      purchases: [{ product_id: 'p9', name: 'Big Drum', category: 'drum', brand: 'Blow', on: '2026-10-02' }],
      looks: [{ product_id: 'a', on: '2026-11-10', times: 3, in_cart: false, on_wishlist: false }],
      taste: tasteOf([
        { name: 'preferred_category', value: 'Horn' },
        { name: 'price_range', value: 'under 20 dollars' },
      ]),
    };
    expect(reasons(product('a'), who)).to.deep.equal([
      'You looked at it 3 times, the last time on November 10, 2026.',
      'You prefer the category horn.',
      'It is within your price range (under 20 dollars).',
    ]);
    const cover = product('c', {
      category: 'cover',
      variants: [
        { id: 'c0', options: { fits: 'Small Drum' }, price_cents: 900, on_hand: 2 },
        { id: 'c1', options: { fits: 'Big Drum' }, price_cents: 900, on_hand: 2 },
      ],
    });
    const [best] = recommend([cover, product('z')], who, RULES, TODAY).ranked;
    expect(best?.reasons[0]?.text).to.equal('It is made for the Big Drum you bought on October 2, 2026.');
    expect(best?.variants.map(({ id }) => id)).to.deep.equal(['c1']);
    expect(best?.reasons.every(({ kind }) => PERSONAL.has(kind) || kind === 'rating')).to.equal(true);
    const cart = {
      ...who,
      looks: [{ product_id: 'z', on: '2026-11-15', times: 1, in_cart: true, on_wishlist: false }],
    };
    expect(reasons(product('z'), cart)[0]).to.equal(
      'You put it into your cart; you last looked at it on November 15, 2026.',
    );
  });

  it('offers consumables again once they are used up, and other variants last', () => {
    const bought = { last_on: '2026-10-01', variant_ids: ['a0'], returned: false };
    const bulb = product('a', { bought, repurchase_days: 30 });
    expect(reasons(bulb, NOBODY)[0]).to.equal(
      'You bought it on October 1, 2026, and it is usually needed again by now.',
    );
    expect(order([product('a', { bought, repurchase_days: 90 })])).to.deep.equal([]);
    expect(order([product('a', { bought })])).to.deep.equal([]);
    const two = product('a', {
      bought,
      variants: [...base.variants, { id: 'a1', options: { color: 'blue' }, price_cents: 1_000, on_hand: 1 }],
    });
    expect(order([two, product('b', { rating: 1 })])).to.deep.equal(['b', 'a']);
    expect(recommend([two], NOBODY, RULES, TODAY).ranked[0]?.variants.map(({ id }) => id)).to.deep.equal(['a1']);
    expect(order([{ ...two, bought: { ...bought, returned: true } }])).to.deep.equal([]);
    expect(order([product('a', { bought: { ...bought, last_on: '2025-10-01' } })])).to.deep.equal(['a']);
  });

  it('shows paid placements by tier, then priority', () => {
    const paid = (id: string, tier: Placement['tier'], priority: number) =>
      product(id, { placement: { sponsor: 'S', tier, priority } });
    const { sponsored } = recommend(
      [paid('x', 'basic', 99), paid('y', 'premium', 1), paid('z', 'premium', 5)],
      NOBODY,
      RULES,
      TODAY,
    );
    expect(sponsored.map(({ candidate: one }) => one.id)).to.deep.equal(['z', 'y']);
  });
});

describe('taste', () => {
  it('reads price ranges as customers put them', () => {
    for (const [words, min, max] of [
      ['under 100 dollars', 0, 10_000],
      ['100 to 300 dollars', 10_000, 30_000],
      ['up to 1,500 dollars', 0, 150_000],
      ['over 50 euros', 5_000, Number.POSITIVE_INFINITY],
      ['between 80 and 50', 5_000, 8_000],
      ['49.90 at most', 0, 4_990],
    ] as const) {
      expect(priceWish(words), words).to.deep.equal({ min_cents: min, max_cents: max, words });
    }
    expect(priceWish('any')).to.equal(null);
    expect(tasteOf([])).to.deep.equal({ category: null, brand: null, price: null });
    fc.assert(
      fc.property(fc.string(), (words) => {
        const wish = priceWish(words);
        return wish === null || (wish.min_cents >= 0 && wish.min_cents <= wish.max_cents);
      }),
    );
  });
});
