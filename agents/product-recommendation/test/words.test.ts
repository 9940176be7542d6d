import { expect } from 'chai';
import fc from 'fast-check';
import { stockState, stockView } from '../src/policy/stock.ts';
import { phraseIn } from '../src/rulebook/phrase.ts';
import { priceLimits } from '../src/rulebook/price.ts';
import { short } from '../src/tools/search-hit.ts';
import { corrected, editsBetween, meantWord } from '../src/words/spelling.ts';
import { anyOf, nameWords, planSearch, singular } from '../src/words/search-words.ts';

const KNOWN = ['zensound', 'headphones', 'gigabook', 'gaming', 'nova', 'alpha', 'sonicwave', 'speaker', 'phone'];
const word = fc.stringMatching(/^[a-z]{0,10}$/u);

describe('spelling', () => {
  it('counts edits as a distance does', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editsBetween(a, b, 20)).to.equal(editsBetween(b, a, 20));
        expect(editsBetween(a, a, 20)).to.equal(0);
        expect(editsBetween(a, b, 20))
          .to.be.at.most(Math.max(a.length, b.length))
          .and.at.least(Math.abs(a.length - b.length));
        expect(editsBetween(a, b, 2)).to.equal(Math.min(editsBetween(a, b, 20), 3));
      }),
    );
    expect(editsBetween('phoen', 'phone', 2)).to.equal(1);
  });

  it('finds the one word that was meant and does not guess between two', () => {
    for (const [typed, meant] of [
      ['zensond', 'zensound'],
      ['gigabok', 'gigabook'],
      ['phoen', 'phone'],
      ['zen', 'zen'],
      ['unicorn', undefined],
      ['nvo', undefined],
    ] as const) {
      expect(meantWord(typed, KNOWN), typed).to.equal(meant);
    }
    expect(meantWord('cart', ['card', 'care'])).to.equal(undefined);
  });

  it('sets a text right only where something is wrong', () => {
    expect(corrected(['zensond', 'hedphones'], KNOWN)).to.equal('zensound headphones');
    expect(corrected(['sonik', 'wave', 'speaker'], KNOWN)).to.equal('sonicwave speaker');
    expect(corrected(['nova', 'phone'], KNOWN)).to.equal(undefined);
    expect(corrected([], KNOWN)).to.equal(undefined);
    fc.assert(fc.property(fc.array(fc.constantFrom(...KNOWN)), (words) => corrected(words, KNOWN) === undefined));
  });
});

describe('search words', () => {
  it('tell the kind that is wanted from what it is for', () => {
    const table: readonly (readonly [
      query: string,
      categories: readonly string[],
      groups: readonly (readonly string[])[],
    ])[] = [
      ['phones', ['phone'], []],
      ['a smart watch, please', ['watch'], []],
      [
        'gaming laptop',
        ['computer', 'laptop'],
        [
          ['laptop', 'notebook'],
          ['gaming', 'game'],
        ],
      ],
      ['laptop stand', [], [['laptop'], ['stand']]],
      ['phone with camera', ['phone'], [['camera']]],
      ['Nova phone', ['phone'], [['nova']]],
      ['', [], []],
    ];
    for (const [query, categories, groups] of table)
      expect(planSearch(query), query).to.deep.include({ categories, groups });
    expect(['boxes', 'watches', 'glass', 'bus', 'phones'].map(singular)).to.deep.equal([
      'box',
      'watch',
      'glass',
      'bus',
      'phone',
    ]);
    expect(nameWords('the ZenSound Headphones')).to.deep.equal(['zensound']);
    expect(nameWords('laptop')).to.deep.equal(['laptop']);
  });

  it('make a query of any text that holds nothing but words', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        for (const group of planSearch(text).groups) expect(anyOf(group)).to.match(/^[\p{L}\p{N}' |:*-]+$/u);
      }),
    );
  });
});

describe('price limits', () => {
  const table: readonly (readonly [text: string, min: number | undefined, max: number | undefined])[] = [
    ['below 1500 dollars', undefined, 149_999],
    ['under 1,500', undefined, 149_999],
    ['at most 1500', undefined, 150_000],
    ['1500 or less', undefined, 150_000],
    ['my budget is 300', undefined, 30_000],
    ['i can spend up to $99.50', undefined, 9_950],
    ["i don't want to spend more than 50 dollars", undefined, 5_000],
    ['not over 80', undefined, 8_000],
    ['over 100', 10_001, undefined],
    ['from 700', 70_000, undefined],
    ['between 50 and 80', 5_000, 8_000],
    ['around 200 dollars', 16_000, 24_000],
    ['at any price', undefined, undefined],
    ['with at least 256 gb', undefined, undefined],
    ['more than 10 hours of battery', undefined, undefined],
  ];
  for (const [text, min, max] of table) {
    it(text, () => {
      expect(priceLimits(text)).to.deep.equal({
        ...(min === undefined ? {} : { min_price_cents: min }),
        ...(max === undefined ? {} : { max_price_cents: max }),
      });
    });
  }
});

describe('phrases', () => {
  it('leave the product and its options', () => {
    const table: readonly (readonly [text: string, name: string | undefined, options: readonly string[]])[] = [
      ['is the zensound available in black', 'zensound', ['black']],
      ['does the nova 5g have wireless charging?', 'nova 5g', []],
      ["i'm looking for a waterproof speaker", undefined, []],
      ["i don't know the sonicwave", 'sonicwave', []],
      ['the gigabook with 32gb', 'gigabook', ['32 GB']],
      ['a watch of 46 mm in black', undefined, ['black', '46 mm']],
      ['a phone with at least 256 gb', undefined, []],
    ];
    for (const [text, name, options] of table) {
      const phrase = phraseIn(text);
      expect([phrase.name, phrase.options], text).to.deep.equal([name, options]);
    }
  });
});

describe('stock', () => {
  it('tells no exact number above ten and no day that has passed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 50 }), (on_hand, reorder_threshold) => {
        const view = stockView({ on_hand, reorder_threshold, restock_expected_on: '2026-12-01' }, '2026-11-16');
        expect(view.stock === 'sold_out').to.equal(on_hand === 0);
        expect(view.pieces).to.equal(on_hand > 10 ? 'more than 10' : String(on_hand));
        expect(view.restock_expected_on).to.equal(on_hand === 0 ? '2026-12-01' : undefined);
        if (view.stock === 'low') expect(on_hand).to.be.at.most(10);
      }),
    );
    expect(stockState({ on_hand: 3, reorder_threshold: 0 })).to.equal('in_stock');
    expect(
      stockView({ on_hand: 0, reorder_threshold: 0, restock_expected_on: '2026-11-15' }, '2026-11-16'),
    ).to.deep.equal({ stock: 'sold_out', pieces: '0' });
  });
});

describe('short descriptions', () => {
  it('end at a sentence, or else at a word', () => {
    expect(short('One. Two.')).to.equal('One. Two.');
    expect(short(`${'a'.repeat(100)}. ${'b'.repeat(100)}`)).to.equal(`${'a'.repeat(100)}.`);
    expect(short('word '.repeat(60)))
      .to.match(/^(?:word )+…$/u)
      .and.have.length.below(165);
  });
});
