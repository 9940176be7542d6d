import { expect } from 'chai';
import fc from 'fast-check';
import { formatMoney, money } from '../src/money.ts';

describe('money', () => {
  it('is written the way people read it', () => {
    expect(formatMoney(1250, 'USD')).to.equal('$12.50');
    expect(formatMoney(123_456_789, 'EUR')).to.equal('€1,234,567.89');
    expect(formatMoney(0, 'USD')).to.equal('$0.00');
    expect(formatMoney(-5, 'GBP')).to.equal('-£0.05');
    expect(formatMoney(1250, 'JPY')).to.equal('¥1,250');
    expect(formatMoney(1250, 'CHF')).to.equal('CHF 12.50');
    expect(money(999, 'USD')).to.deep.equal({ cents: 999, text: '$9.99' });
  });

  it('loses no cent', () => {
    fc.assert(
      fc.property(fc.integer({ min: -2_000_000_000, max: 2_000_000_000 }), (cents) => {
        expect(Math.round(Number(formatMoney(cents, 'USD').replaceAll(/[$,]/gu, '')) * 100) + 0).to.equal(cents + 0);
      }),
    );
  });

  it('refuses what is no amount', () => {
    expect(() => formatMoney(12.5, 'USD')).to.throw(RangeError, 'whole number');
    expect(() => formatMoney(1, 'dollars')).to.throw(RangeError);
  });
});
