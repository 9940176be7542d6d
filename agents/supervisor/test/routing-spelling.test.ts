import { expect } from 'chai';
import fc from 'fast-check';
import { correctorOf } from '../src/routing/spelling.ts';

/** The most common first, as in the model file. */
const KNOWN = (
  'want what have order package delivery money many password profile newsletter refund invoice account ' +
  'where heat facts fast parcel profile cancel receipt headphones still fight'
).split(' ');
const correct = correctorOf(KNOWN);

describe('the spelling of the local router', () => {
  for (const [typed, meant] of [
    ['odrer', 'order'],
    ['roder', 'order'],
    ['pakage', 'package'],
    ['recieptt', 'receipt'],
    ['pckg', 'package'],
    ['prfl', 'profile'],
    ['pswrd', 'password'],
    ['dlvry', 'delivery'],
    ['mony', 'money'],
    ['wnat', 'want'],
    ['hwat', 'what'],
    ['newslettter', 'newsletter'],
    ['hedphones', 'headphones'],
    ['fasst', 'fast'],
  ] as const) {
    it(`reads ${typed} as ${meant}`, () => expect(correct(typed)).to.equal(meant));
  }

  for (const [typed, meant] of [
    ['myorder', 'my order'],
    ['cancelorder', 'cancel order'],
    ['wherepackage', 'where package'],
  ] as const) {
    it(`sees two words in ${typed}`, () => expect(correct(typed)).to.equal(meant));
  }

  for (const word of ['orders', 'fight', 'xyz', 'zzzzzz', 'kancel', 'müll', '<id>', 'a1b2']) {
    it(`leaves ${word} alone`, () => expect(correct(word)).to.equal(word));
  }

  it('gives known words, or the word as it was', () => {
    const known = new Set([...KNOWN, 'my', 'the', 'for', 'can', 'how', 'not']);
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{1,12}$/u), (word) => {
        const corrected = correct(word);
        if (corrected !== word) for (const part of corrected.split(' ')) expect(known.has(part), part).to.equal(true);
      }),
    );
  });
});
