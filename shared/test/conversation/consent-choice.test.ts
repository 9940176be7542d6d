import { expect } from 'chai';
import fc from 'fast-check';
import { readChoice } from '../../src/conversation/consent-choice.ts';

/** Message, confirmed and declined of a list of three, counted from 1; null for unclear. */
const OF_THREE: readonly (readonly [string, readonly number[] | null, readonly number[]])[] = [
  ['yes', [1, 2, 3], []],
  ['Yes, please.', [1, 2, 3], []],
  ['all', [1, 2, 3], []],
  ['All of them, please', [1, 2, 3], []],
  ['yes to all', [1, 2, 3], []],
  ['do all of them', [1, 2, 3], []],
  ['no', [], [1, 2, 3]],
  ['No, thanks', [], [1, 2, 3]],
  ['1', [1], []],
  ['#2', [2], []],
  ['1 and 3', [1, 3], []],
  ['1, 2', [1, 2], []],
  ['the first one', [1], []],
  ['the first', [1], []],
  ['only the first', [1], [2, 3]],
  ['just 2 please', [2], [1, 3]],
  ['yes, only number 3', [3], [1, 2]],
  ['the last one', [3], []],
  ['first and third please', [1, 3], []],
  ['yes to the first, no to the second', [1], [2]],
  ['no to the first, yes to the second', [2], [1]],
  ['yes, but not the second', [1, 3], [2]],
  ['all but the second', [1, 3], [2]],
  ['everything except 3', [1, 2], [3]],
  ['not the second', [], [2]],
  ['number one', [1], []],
  ['yes to one and two', [1, 2], []],
  ['4', null, []],
  ['the first, unless it costs anything', null, []],
  ['is the first one final?', null, []],
  ['which one is the second', null, []],
  ['1 and not 1', null, []],
  ['hm', null, []],
  ['the return', null, []],
  ['can you do the first tomorrow', null, []],
];

describe('a choice among several proposals', () => {
  for (const [message, confirmed, declined] of OF_THREE) {
    it(`${JSON.stringify(message)} → ${confirmed === null ? 'unclear' : `yes to ${confirmed.join()}, no to ${declined.join()}`}`, () => {
      const expected =
        confirmed === null
          ? 'unclear'
          : { confirmed: confirmed.map((place) => place - 1), declined: declined.map((place) => place - 1) };
      expect(readChoice(message, 3)).to.deep.equal(expected);
    });
  }

  it('of one is a plain yes or no', () => {
    expect(readChoice('yes', 1)).to.deep.equal({ confirmed: [0], declined: [] });
    expect(readChoice('no', 1)).to.deep.equal({ confirmed: [], declined: [0] });
    expect(readChoice('yes, but only the first', 1)).to.equal('unclear');
  });

  it('never confirms and declines the same one, nor one that is not there', () => {
    const word = fc.constantFrom(
      'yes',
      'no',
      'only',
      'all',
      'but',
      'not',
      'the',
      'first',
      'second',
      '3',
      '1',
      'last',
      'and',
      'please',
      'cat',
      '?',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), fc.integer({ min: 1, max: 8 }), (words, count) => {
        const choice = readChoice(words.join(' '), count);
        if (choice === 'unclear') return;
        const places = [...choice.confirmed, ...choice.declined];
        expect(new Set(places).size).to.equal(places.length);
        expect(places.every((place) => place >= 0 && place < count)).to.equal(true);
      }),
    );
  });

  it('confirms nothing when a word is in it that it does not know', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('maybe', 'broken', 'order', 'tomorrow', 'refund'),
        fc.integer({ min: 1, max: 3 }),
        (word, place) => {
          expect(readChoice(`${word} ${String(place)}`, 3)).to.equal('unclear');
        },
      ),
    );
  });
});
