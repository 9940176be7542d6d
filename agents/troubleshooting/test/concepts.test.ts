import { expect } from 'chai';
import fc from 'fast-check';
import { conceptsIn, leaning, namesIn } from '../src/policy/concepts.ts';
import { orderKey } from '@deskfleet/shared/order-key.ts';

const firsts = (text: string, role: string): string[] =>
  conceptsIn(text)
    .filter((concept) => concept.role === role)
    .map(({ words }) => words[0] ?? '');

describe('concepts of a question', () => {
  it('finds problems in everyday words', () => {
    const rows: readonly (readonly [string, string])[] = [
      ['my headphones do not connect', 'connect'],
      ['the computer gets really hot', 'overheat'],
      ['it is overheating', 'overheat'],
      ["my laptop won't turn on", 'start'],
      ['phone is dead', 'start'],
      ['there is no sound', 'sound'],
      ['I can’t hear anything', 'sound'],
      ['battery drains', 'drain'],
      ['the phone dies after an hour', 'drain'],
      ['watch is not syncing', 'sync'],
      ['set it up', 'setup'],
      ['factory reset', 'reset'],
      ['crackling noise', 'crackle'],
      ['it freezes', 'freeze'],
      ['can I send it back', 'return'],
    ];
    for (const [text, concept] of rows) expect(firsts(text, 'symptom'), text).to.include(concept);
  });

  it('knows kinds by their everyday names and leaves out what concerns other questions', () => {
    expect(
      firsts('Which speakers under 100 dollars are in stock, and what helps when they have no sound?', 'kind'),
    ).to.deep.equal(['speaker']);
    expect(
      firsts('Which speakers under 100 dollars are in stock, and what helps when they have no sound?', 'word'),
    ).to.deep.equal([]);
    expect(firsts('my laptop and my smartwatches', 'kind')).to.deep.equal(['computer', 'watch']);
    expect(namesIn('Pro Max').map(({ role, words }) => `${role} ${words.join()}`)).to.deep.equal([
      'word pro',
      'word max',
      'pair promax',
    ]);
    expect(conceptsIn('hello, can you help me please?')).to.deep.equal([]);
  });

  it('leans to guides for how-to questions and to known issues for problems', () => {
    expect(leaning('How do I pair my watch?')).to.equal('set-up');
    expect(leaning('How do I fix headphones that do not pair?')).to.equal('known-issues');
    expect(leaning('No sound')).to.equal('known-issues');
  });

  it('holds nothing but letters and digits, whatever is asked', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const concepts = conceptsIn(text);
        expect(concepts.length).to.be.at.most(14);
        for (const { words } of concepts) for (const word of words) expect(word).to.match(/^[\p{L}\p{N}]+$/u);
      }),
    );
  });

  it('reads order ids as they are typed', () => {
    for (const typed of ['#12345', 'ORD-12345', 'Order 12345', 'o12345']) expect(orderKey(typed)).to.equal('12345');
    expect(orderKey('#W2378156')).to.equal('w2378156');
  });
});
