import { expect } from 'chai';
import fc from 'fast-check';
import { shopDay, warrantyOn } from '../src/policy/warranty.ts';

const DAY_MS = 86_400_000;
const iso = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);
const someDay = fc.integer({ min: 0, max: 40_000 });

describe('warranty policy', () => {
  it('includes the first and the last day', () => {
    const days = { starts_on: '2026-11-10', ends_on: '2026-11-20' };
    expect(warrantyOn(days, '2026-11-09')).to.deep.equal({ state: 'not_started', days_until_start: 1 });
    expect(warrantyOn(days, '2026-11-10')).to.deep.equal({ state: 'active', days_left: 10 });
    expect(warrantyOn(days, '2026-11-20')).to.deep.equal({ state: 'active', days_left: 0 });
    expect(warrantyOn(days, '2026-11-21')).to.deep.equal({ state: 'ended', days_since_end: 1 });
    expect(warrantyOn({ starts_on: null, ends_on: null }, '2026-11-21')).to.deep.equal({ state: 'none' });
  });

  it('is active exactly between its days, and counts whole days', () => {
    fc.assert(
      fc.property(someDay, fc.nat(3_000), fc.integer({ min: -4_000, max: 8_000 }), (start, length, offset) => {
        const warranty = warrantyOn({ starts_on: iso(start), ends_on: iso(start + length) }, iso(start + offset));
        if (offset < 0) expect(warranty).to.deep.equal({ state: 'not_started', days_until_start: -offset });
        else if (offset > length) expect(warranty).to.deep.equal({ state: 'ended', days_since_end: offset - length });
        else expect(warranty).to.deep.equal({ state: 'active', days_left: length - offset });
      }),
    );
  });

  it('never comes back once it has ended', () => {
    fc.assert(
      fc.property(someDay, fc.nat(3_000), fc.nat(5_000), fc.nat(5_000), (start, length, early, later) => {
        const days = { starts_on: iso(start), ends_on: iso(start + length) };
        if (warrantyOn(days, iso(start + early)).state === 'ended')
          expect(warrantyOn(days, iso(start + early + later)).state).to.equal('ended');
      }),
    );
  });

  it('takes the day from where the shop is', () => {
    expect(shopDay(new Date('2026-11-16T02:00:00Z'), 'America/New_York')).to.equal('2026-11-15');
    expect(shopDay(new Date('2026-11-16T02:00:00Z'), 'Europe/Berlin')).to.equal('2026-11-16');
  });
});
