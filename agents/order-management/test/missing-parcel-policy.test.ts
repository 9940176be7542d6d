import { expect } from 'chai';
import fc from 'fast-check';
import { addDays } from '../src/policy/calendar.ts';
import {
  mayReport,
  parcelMeant,
  statusAfterRefund,
  statusWhilePacking,
  type MissingParcel,
} from '../src/policy/missing-parcel.ts';
import { DEFAULT_RULES } from '../src/policy/shop-rules.ts';

const TODAY = '2026-11-16';
const parcel = (facts: Partial<MissingParcel> = {}): MissingParcel => ({
  shipment_id: 's1',
  status: 'in_transit',
  shipped_on: '2026-11-02',
  estimated_on: '2026-11-10',
  delivered_on: null,
  report: null,
  ...facts,
});
const outcome = (facts: Partial<MissingParcel>): string => {
  const verdict = mayReport(parcel(facts), TODAY, DEFAULT_RULES);
  return verdict.ok ? `${verdict.value.circumstance}: ${verdict.value.offered.join(' ')}` : verdict.code;
};

describe('whether a parcel may be reported missing', () => {
  const report = (
    state: 'open' | 'waiting for approval' | 'settled' | 'refused' | 'closed',
    reported_on = '2026-11-14',
  ) => ({ report: { state, remedy: 'trace', reported_on } }) as const;
  const cases: readonly (readonly [string, Partial<MissingParcel>, string])[] = [
    ['late for more than the days of patience', {}, 'late: trace'],
    ['late for exactly those days', { estimated_on: '2026-11-13' }, 'not_missing_yet'],
    ['a day more', { estimated_on: '2026-11-12' }, 'late: trace'],
    ['on time', { estimated_on: '2026-11-18' }, 'not_missing_yet'],
    ['nobody knows when, sent long ago', { estimated_on: null }, 'late: trace'],
    ['nobody knows anything', { estimated_on: null, shipped_on: null }, 'not_missing_yet'],
    ['on the van and late', { status: 'out_for_delivery' }, 'late: trace'],
    ['lost', { status: 'lost', estimated_on: '2026-11-30' }, 'lost: replacement refund'],
    [
      'delivered yesterday',
      { status: 'delivered', delivered_on: '2026-11-15' },
      'not received: trace replacement refund',
    ],
    ['delivered today', { status: 'delivered', delivered_on: TODAY }, 'not_missing_yet'],
    [
      'delivered as long ago as may be',
      { status: 'delivered', delivered_on: '2026-10-17' },
      'not received: trace replacement refund',
    ],
    ['delivered longer ago', { status: 'delivered', delivered_on: '2026-10-16' }, 'report_too_late'],
    ['not sent', { status: 'label_created' }, 'not_sent'],
    ['on its way back', { status: 'returned' }, 'returned_to_sender'],
    ['searched for', report('open'), 'already_reported'],
    ['searched for until today', report('open', '2026-11-09'), 'already_reported'],
    ['searched for in vain', report('open', '2026-11-08'), 'lost: replacement refund'],
    ['searched for and declared lost', { ...report('open'), status: 'lost' }, 'lost: replacement refund'],
    ['settled', { ...report('settled'), status: 'lost' }, 'already_reported'],
    ['before a colleague', { ...report('waiting for approval'), status: 'lost' }, 'already_reported'],
    [
      'refused once',
      { status: 'lost', report: { state: 'refused', remedy: 'refund', reported_on: TODAY } },
      'lost: replacement',
    ],
    ['replaced by a later report', report('closed'), 'late: trace'],
  ];
  for (const [name, facts, expected] of cases) it(name, () => expect(outcome(facts)).to.equal(expected));

  it('says from which day', () => {
    const verdict = mayReport(parcel({ estimated_on: '2026-11-18' }), TODAY, DEFAULT_RULES);
    expect(!verdict.ok && verdict.message).to.equal(
      'Parcel s1 is on its way and expected on November 18, 2026. If it has not come by then, it can be reported missing from November 22, 2026.',
    );
  });

  it('never before the days of patience are over, never after the last day, and offers only what the shop has', () => {
    const remedy = fc.uniqueArray(fc.constantFrom('trace', 'replacement', 'refund'));
    fc.assert(
      fc.property(
        fc.constantFrom('in_transit', 'out_for_delivery', 'delivered', 'lost' as const),
        fc.integer({ min: -40, max: 40 }),
        fc.nat(20),
        fc.nat(20),
        fc.record({ late: remedy, lost: remedy, 'not received': remedy }),
        (status, days, patience, wait, missing_remedies) => {
          const rules = {
            ...DEFAULT_RULES,
            missing_late_days: patience,
            missing_delivered_wait_days: wait,
            missing_delivered_report_days: wait + 10,
            missing_remedies,
          };
          const day = addDays(TODAY, -days);
          const verdict = mayReport(
            parcel({ status, estimated_on: day, delivered_on: status === 'delivered' ? day : null }),
            TODAY,
            rules,
          );
          const due =
            status === 'lost' || (status === 'delivered' ? days >= wait && days <= wait + 10 : days > patience);
          if (!verdict.ok) {
            expect(!due || verdict.code === 'no_remedy').to.equal(true);
            return;
          }
          expect(due).to.equal(true);
          expect(missing_remedies[verdict.value.circumstance]).to.include.members([...verdict.value.offered]);
        },
      ),
    );
  });

  it('means the lost or late one rather than the delivered, and asks between two', () => {
    const late = parcel({ shipment_id: 's1' });
    const came = parcel({ shipment_id: 's2', status: 'delivered', delivered_on: '2026-11-10' });
    const code = (parcels: readonly MissingParcel[], named?: string): string => {
      const meant = parcelMeant('o1', parcels, named, TODAY, DEFAULT_RULES);
      return meant.ok ? meant.value.parcel.shipment_id : `${meant.code}: ${meant.message}`;
    };
    expect(code([came, late])).to.equal('s1');
    expect(code([came, late], 'S2')).to.equal('s2');
    expect(code([late, parcel({ shipment_id: 's3' })])).to.equal(
      'shipment_missing: Which parcel of order o1 did not come: s1, s3?',
    );
    expect(code([late], 's9')).to.equal('shipment_not_found: Order o1 has no parcel "s9".');
    expect(code([])).to.match(/^not_sent: Nothing of order o1 has been sent/u);
  });

  it('leaves the order where its other parcels stand', () => {
    expect(statusAfterRefund('shipped', [], [])).to.equal('cancelled');
    expect(statusAfterRefund('partially_shipped', [1], [{ status: 'delivered', lines: [1] }])).to.equal('delivered');
    expect(statusAfterRefund('partially_shipped', [1], [{ status: 'in_transit', lines: [1] }])).to.equal(
      'partially_shipped',
    );
    expect([statusWhilePacking([1, 2], [1, 2]), statusWhilePacking([1], [1, 2])]).to.deep.equal([
      'processed',
      'partially_shipped',
    ]);
  });
});
