import { expect } from 'chai';
import fc from 'fast-check';
import {
  handoffText,
  isOpen,
  nextOpening,
  WEEKDAYS,
  type BusinessHours,
} from '../../src/conversation/business-hours.ts';

const OFFICE: BusinessHours = {
  mon: [
    ['09:00', '12:00'],
    ['13:00', '17:00'],
  ],
  fri: [['09:00', '15:30']],
};
const at = (text: string): Date => new Date(`2026-11-${text}Z`);

/** 23 November 2026 is a Monday. */
const CASES: readonly (readonly [string, string, boolean, RegExp])[] = [
  ['23T09:00', 'UTC', true, /They will answer you here/u],
  ['23T12:30', 'UTC', false, /from 13:00 today \(UTC time\)/u],
  ['23T17:00', 'UTC', false, /from 09:00 on Friday/u],
  ['26T20:00', 'UTC', false, /from 09:00 tomorrow/u],
  ['27T15:29', 'UTC', true, /They will answer/u],
  ['28T10:00', 'UTC', false, /from 09:00 on Monday/u],
  ['23T09:00', 'America/New_York', false, /from 09:00 today \(America\/New_York time\)/u],
  ['23T14:00', 'America/New_York', true, /They will answer/u],
  ['22T23:30', 'Asia/Tokyo', false, /from 09:00 today/u],
];

describe('business hours', () => {
  for (const [now, zone, open, text] of CASES) {
    it(`on ${now} in ${zone}: ${open ? 'open' : 'closed'}`, () => {
      expect(isOpen(OFFICE, at(now), zone)).to.equal(open);
      expect(handoffText(OFFICE, at(now), zone)).to.match(text);
    });
  }

  it('that are not listed at all mean always; listed without a span they mean never', () => {
    expect(isOpen({}, at('23T03:00'), 'UTC')).to.equal(true);
    expect(handoffText({ mon: [] }, at('23T10:00'), 'UTC')).to.match(/cannot say when/u);
  });

  it('are open at the moment that is named as the next opening', () => {
    const time = fc
      .integer({ min: 0, max: 1439 })
      .map((minute) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`);
    const hours = fc.dictionary(fc.constantFrom(...WEEKDAYS), fc.array(fc.tuple(time, time), { maxLength: 3 }));
    fc.assert(
      fc.property(hours, fc.integer({ min: 0, max: 7 * 24 * 60 }), (spans, minutes) => {
        const now = new Date(at('23T00:00').getTime() + minutes * 60_000);
        const next = nextOpening(spans, now, 'UTC');
        if (next === null) return;
        const then = new Date(now);
        then.setUTCDate(then.getUTCDate() + next.inDays);
        const [hour = 0, minute = 0] = next.from.split(':').map(Number);
        then.setUTCHours(hour, minute);
        expect(isOpen(spans, then, 'UTC')).to.equal(true);
        expect(then.getTime()).to.be.greaterThan(now.getTime());
      }),
    );
  });
});
