import { expect } from 'chai';
import fc from 'fast-check';
import { duration, EMPTY_TURN, ownerName, slug, withPart } from './web-modules.ts';

describe("the staff console's words", () => {
  it('tell how long somebody waits', () => {
    for (const [seconds, text] of [
      [0, '0 s'],
      [59, '59 s'],
      [60, '1 min'],
      [3_599, '59 min'],
      [3_600, '1 h'],
      [7_500, '2 h 5 min'],
      [86_400, '1 d'],
      [100_000, '1 d 3 h'],
    ] as const)
      expect(duration(seconds)).to.equal(text);
  });

  it('tell who has a conversation', () => {
    expect(['agent', 'queue', 'staff:sam', 'staff:kim'].map((owner) => ownerName(owner, 'sam'))).to.deep.equal([
      'With the assistant',
      'Waits for a colleague',
      'With you',
      'With kim',
    ]);
  });

  it('make names that the service takes, of any title', () => {
    expect(slug('  Entschuldigung für die Verspätung! ')).to.equal('entschuldigung-fur-die-verspatung');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (title) => {
        expect(slug(title)).to.match(/^(?:[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?)?$/u);
      }),
    );
  });

  it('an answer tells who answers from now on, as a part and at its end', () => {
    const handed = withPart(EMPTY_TURN, { type: 'data-handoff', data: { owner: 'queue' } });
    expect(handed.owner).to.equal('queue');
    expect(withPart(handed, { type: 'finish', messageMetadata: {} }).owner).to.equal('queue');
    expect(withPart(handed, { type: 'finish', messageMetadata: { owner: 'staff' } }).owner).to.equal('staff');
  });
});
