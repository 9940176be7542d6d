import { expect } from 'chai';
import fc from 'fast-check';
import { mayErase } from '../src/policy/erasure.ts';
import { FEWEST_PEOPLE, insightsOf, type PeerGroup } from '../src/policy/insights.ts';
import {
  hasSecret,
  LONGEST_MEMORY,
  mayRemember,
  memoriesMeant,
  memoryText,
  MOST_MEMORIES,
  passesLuhn,
} from '../src/policy/memories.ts';
import {
  acceptedPreference,
  offeredPreferences,
  priceRangeText,
  type PreferenceShop,
} from '../src/policy/preferences.ts';
import { daysBetweenOrders, itemsOf, meanOrderCents } from '../src/policy/purchases.ts';

describe('policy: preferences', () => {
  const SHOP: PreferenceShop = {
    categories: ['headphones', 'phone', 'smart home'],
    brands: ['ZenSound', 'Nova'],
    currency: 'USD',
    preference_values: {},
  };

  for (const [name, said, value] of [
    ['preferred_category', 'Phones', 'phone'],
    ['preferred_category', 'smart-home', 'smart home'],
    ['preferred_category', 'headphone', 'headphones'],
    ['preferred_category', 'earbuds', 'headphones'],
    ['preferred_brand', 'zensound', 'ZenSound'],
    ['contact_channel', 'Email', 'e-mail'],
    ['contact_channel', 'phone', 'telephone'],
    ['contact_channel', 'mail', 'e-mail'],
    ['language', 'deutsch', 'German'],
    ['delivery_time', 'evenings', 'evening'],
    ['price_range', 'below $100', 'under 100 dollars'],
    ['price_range', 'between 100 and 1,300', '100 to 1300 dollars'],
    ['price_range', 'any', 'any'],
  ] as const) {
    it(`${name}: "${said}" is ${value}`, () =>
      expect(acceptedPreference(name, said, SHOP)).to.include({ ok: true, value }));
  }

  it('says what a value may be, and which preferences there are', () => {
    expect(acceptedPreference('contact_channel', 'pigeon', SHOP)).to.deep.include({
      ok: false,
      code: 'value_not_allowed',
      message: 'Your contact channel can be: e-mail, chat, telephone. Which shall it be?',
    });
    expect(acceptedPreference('price_range', 'cheap', SHOP)).to.include({ ok: false });
    expect(acceptedPreference('shoe_size', '43', SHOP)).to.include({ ok: false, code: 'preference_unknown' });
  });

  it('is narrowed by the shop, and switched off', () => {
    const shop = { ...SHOP, brands: [], preference_values: { contact_channel: ['chat'], language: [] } };
    expect(offeredPreferences(shop).map(({ name }) => name)).to.not.include.members(['language', 'preferred_brand']);
    expect(acceptedPreference('contact_channel', 'e-mail', shop)).to.include({ ok: false });
    expect(acceptedPreference('language', 'German', shop)).to.include({ ok: false, code: 'preference_unknown' });
  });

  it('every offered value is accepted as it is, and nothing else is stored', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), fc.constantFrom(...offeredPreferences(SHOP)), (said, offer) => {
        for (const value of offer.values ?? [])
          expect(acceptedPreference(offer.name, value, SHOP)).to.include({ ok: true, value });
        const verdict = acceptedPreference(offer.name, said, SHOP);
        if (verdict.ok && offer.values !== null) expect(offer.values).to.include(verdict.value);
      }),
    );
  });

  it('a stored price range reads as itself again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999 }), fc.integer({ min: 1, max: 99_999 }), (one, other) => {
        for (const said of [`under ${one}`, `over ${one}`, `${Math.min(one, other)} to ${Math.max(one, other)}`]) {
          const stored = priceRangeText(said, 'EUR');
          if (stored !== undefined) expect(priceRangeText(stored, 'EUR')).to.equal(stored);
          else expect(one).to.equal(other);
        }
      }),
    );
  });
});

describe('policy: memories', () => {
  const memory = (memory_id: string, text: string) => ({ memory_id, text });
  const KNOWN = [
    memory('1', 'I have small hands'),
    memory('2', 'I wear glasses'),
    memory('3', 'my son has small feet'),
  ];

  it('keeps a fact once, and only so many', () => {
    expect(mayRemember('I like tea', KNOWN)).to.equal(undefined);
    expect(mayRemember('i WEAR glasses', KNOWN)).to.include({ code: 'already_remembered' });
    expect(mayRemember('', KNOWN)).to.include({ code: 'nothing_to_remember' });
    const full = Array.from({ length: MOST_MEMORIES }, (_, place) => memory(String(place), `fact ${place}`));
    expect(mayRemember('I like tea', full)).to.include({ code: 'memory_full' });
    expect(memoryText('  I\n like   tea. ')).to.equal('I like tea');
  });

  for (const secret of [
    'my card is 4242 4242 4242 4242',
    'card 4000-0566-5566-5556 exp 12/29',
    'my password is hunter2',
    'PIN: 1234',
    'the security code 123',
    'IBAN DE89 3704 0044 0532 0130 00',
  ])
    it(`does not keep "${secret}"`, () => expect(mayRemember(secret, [])).to.include({ code: 'secret_not_kept' }));

  for (const harmless of [
    'I pin posters to the wall',
    'my order was 1234567',
    'call me at 030 555 1234',
    'I have 2 kids',
  ])
    it(`keeps "${harmless}"`, () => expect(hasSecret(harmless)).to.equal(false));

  it('knows every card number by its check digit, spaced or not', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 15, maxLength: 15 }), (digits) => {
        const body = digits.join('');
        const valid = Array.from({ length: 10 }, (_, check) => `${body}${check}`).filter(passesLuhn);
        expect(valid).to.have.length(1);
        const [card = ''] = valid;
        expect(hasSecret(`it is ${card}`)).to.equal(true);
        expect(hasSecret(`it is ${card.replaceAll(/(\d{4})(?=\d)/gu, '$1 ')}`)).to.equal(true);
      }),
    );
  });

  it('finds what is meant by words, all that fit', () => {
    const ids = (words: string) => memoriesMeant(words, KNOWN).map(({ memory_id }) => memory_id);
    expect(ids('that I have small hands')).to.deep.equal(['1']);
    expect(ids('my glasses')).to.deep.equal(['2']);
    expect(ids('small')).to.deep.equal(['1', '3']);
    expect(ids('hand')).to.deep.equal(['1']);
    expect(ids('elephants')).to.deep.equal([]);
    expect(ids('that I have')).to.deep.equal([]);
    expect(ids('')).to.deep.equal([]);
  });

  it('finds every memory by its own text', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: LONGEST_MEMORY }), (text) => {
        expect(memoriesMeant(text, [...KNOWN, memory('own', text)]).map(({ memory_id }) => memory_id)).to.include(
          'own',
        );
      }),
    );
  });
});

describe('policy: insights about similar customers', () => {
  const figure = fc.record({ name: fc.string({ minLength: 1, maxLength: 8 }), people: fc.nat({ max: 40 }) });
  const group: fc.Arbitrary<PeerGroup> = fc.record({
    alike_in: fc.constant('are alike'),
    people: fc.nat({ max: 60 }),
    categories: fc.array(figure, { maxLength: 8 }),
    products: fc.array(figure, { maxLength: 8 }),
    brands: fc.array(figure, { maxLength: 8 }),
    buyers: fc.nat({ max: 60 }),
    median_order_cents: fc.option(fc.nat({ max: 500_000 })),
  });

  it('says nothing about fewer than five people, neither of a group nor in a figure', () => {
    fc.assert(
      fc.property(fc.array(group, { maxLength: 4 }), (groups) => {
        const insights = insightsOf(groups);
        const chosen = groups.find(({ people }) => people >= FEWEST_PEOPLE);
        if (insights === undefined || chosen === undefined) {
          expect(insights).to.equal(undefined);
          expect(chosen).to.equal(undefined);
          return;
        }
        for (const [told, known] of [
          [insights.categories, chosen.categories],
          [insights.products, chosen.products],
          [insights.brands, chosen.brands],
        ] as const) {
          for (const one of told) {
            expect(one.people_at_least).to.be.at.least(FEWEST_PEOPLE);
            const real = known.filter(({ name }) => name === one.name).map(({ people }) => people);
            expect(real.some((people) => people >= FEWEST_PEOPLE && one.people_at_least <= people)).to.equal(true);
          }
        }
        if (chosen.buyers < FEWEST_PEOPLE) expect(insights.typical_order_cents).to.equal(null);
      }),
    );
  });

  it('does not show that one person came or went, except at a step of five', () => {
    fc.assert(
      fc.property(group, fc.integer({ min: 5, max: 60 }), (one, people) => {
        const told = (n: number) =>
          JSON.stringify(insightsOf([{ ...one, people: n, categories: [{ name: 'tea', people: n }] }]));
        if ((people + 1) % FEWEST_PEOPLE !== 0) expect(told(people)).to.equal(told(people + 1));
      }),
    );
  });

  it('takes the closest group that is large enough', () => {
    const make = (alike_in: string, people: number): PeerGroup => ({
      alike_in,
      people,
      categories: [],
      products: [],
      brands: [],
      buyers: 0,
      median_order_cents: null,
    });
    expect(insightsOf([make('a', 4), make('b', 5), make('c', 90)])?.alike_in).to.equal('b');
    expect(insightsOf([make('a', 4)])).to.equal(undefined);
    expect(insightsOf([])).to.equal(undefined);
  });
});

describe('policy: erasure and purchases', () => {
  it('is refused for every kind of unfinished business, naming it', () => {
    expect(mayErase({})).to.equal(undefined);
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string({ minLength: 3 }),
          fc.record({ count: fc.nat(9), named: fc.array(fc.string({ minLength: 2 }), { maxLength: 5 }) }),
        ),
        (unfinished) => {
          const refusal = mayErase(unfinished);
          const open = Object.entries(unfinished).filter(([, { count }]) => count > 0);
          expect(refusal === undefined).to.equal(open.length === 0);
          for (const [what, { named }] of open) {
            expect(refusal?.message).to.include(what);
            for (const name of named) expect(refusal?.message).to.include(name);
          }
        },
      ),
    );
  });

  it('adds up', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ kept: fc.nat(20), cancelled: fc.nat(20), returned: fc.nat(20) })), (rows) => {
        const items = itemsOf(
          rows.map(({ kept, cancelled, returned }) => ({ ordered: kept + cancelled + returned, cancelled, returned })),
        );
        expect(items.kept).to.equal(rows.reduce((sum, { kept }) => sum + kept, 0));
        expect(items.kept + items.cancelled + items.returned).to.equal(items.ordered);
      }),
    );
  });

  it('says how often and how much, of orders that were not cancelled', () => {
    const figures = {
      orders: 4,
      cancelled_orders: 1,
      paid_cents: 10_000,
      refunded_cents: 1_000,
      first_on: '2026-01-01',
      last_on: '2026-03-02',
    };
    expect(daysBetweenOrders(figures)).to.equal(30);
    expect(meanOrderCents(figures)).to.equal(3_000);
    expect(daysBetweenOrders({ ...figures, orders: 2 })).to.equal(null);
    expect(meanOrderCents({ ...figures, orders: 1 })).to.equal(null);
  });
});
