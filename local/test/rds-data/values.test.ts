import { expect } from 'chai';
import fc from 'fast-check';
import { parseArray, trimTime, utcTime, utcTimestamp } from '../../src/rds-data/values.ts';

/** An array literal as PostgreSQL writes it, always quoting. */
const literal = (elements: readonly (string | null)[]): string =>
  `{${elements.map((each) => (each === null ? 'NULL' : `"${each.replace(/["\\]/g, '\\$&')}"`)).join()}}`;

describe('result values', () => {
  it('reads every array PostgreSQL can write', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.string())), (elements) => {
        expect(parseArray(literal(elements))).to.deep.equal(elements);
      }),
    );
  });

  it('converts every offset to UTC without losing microseconds', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
        fc.integer({ min: -15 * 60, max: 15 * 60 }),
        (date, minutes) => {
          const text = (at: Date): string => at.toISOString().slice(0, 19).replace('T', ' ');
          const utc = new Date(Math.floor(date.getTime() / 1000) * 1000);
          const shown = text(new Date(utc.getTime() + minutes * 60_000));
          const hours = String(Math.floor(Math.abs(minutes) / 60)).padStart(2, '0');
          const rest = Math.abs(minutes) % 60;
          const offset = `${minutes < 0 ? '-' : '+'}${hours}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`;
          expect(utcTimestamp(`${shown}.000001${offset}`)).to.equal(`${text(utc)}.000001`);
          expect(utcTime(`${shown.slice(11)}.000001${offset}`)).to.equal(text(utc).slice(11));
        },
      ),
    );
  });

  it('keeps what has no UTC form', () => {
    expect(utcTimestamp('infinity')).to.equal('infinity');
    expect(trimTime('24:00:00')).to.equal('24:00:00');
  });
});
