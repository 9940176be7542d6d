import { expect } from 'chai';
import fc from 'fast-check';
import { GUIDE_ACTIONS, moveOf, offersAt } from '../src/policy/guide-walk.ts';
import { hazardIn, hazardScript } from '../src/policy/hazard.ts';
import { concerns, recallState, serialKey, type Recall } from '../src/policy/recall.ts';
import { postalKey, refuseRepair, repairPrice, type Purchase } from '../src/policy/repair.ts';

const day = fc
  .date({ min: new Date('2024-01-01'), max: new Date('2028-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe('danger in what a customer writes', () => {
  const DANGERS: Readonly<Record<string, readonly string[]>> = {
    fire: [
      'my laptop is smoking',
      'there is smoke coming out of the charger',
      'I smell something burning from the speaker',
      'it has a burnt smell',
      'a smell of burning plastic',
      'the power bank caught fire last night',
      'flames came out of it',
      'the cable melted',
      'the plug is scorched',
      'the phone exploded',
      'it burned my hand',
      'there are burn marks on the socket',
    ],
    battery: [
      'the battery is swollen',
      'my phone has a swollen battery',
      'the battery is bulging',
      'the power bank leaked acid, its battery is leaking',
      'the back cover is lifting',
      'the display is being pushed up',
      'a puffy battery',
      'the battery has expanded',
    ],
    electricity: [
      'it gave me an electric shock',
      'I got a shock from the case',
      'sparks came out of the plug',
      'bare wires are visible',
      'a short circuit',
    ],
  };
  for (const [hazard, texts] of Object.entries(DANGERS))
    for (const text of texts)
      it(`${hazard}: ${text}`, () => {
        expect(hazardIn(text)).to.equal(hazard);
      });

  for (const text of [
    'my laptop gets hot',
    'the phone gets warm while charging',
    'do you sell smoke detectors',
    'my smoke detector does not connect',
    'the smoke grey one please',
    'fire TV does not find the speaker',
    'it burns through the battery',
    'UltraBook burns my legs',
    'can I burn a CD with it',
    'there is no smoke and no burning smell',
    'the battery drains fast',
    'the display flickers',
    'bass is explosive? no, thin',
    'my watch counts burned calories wrong: burned calories',
  ])
    it(`none: ${text}`, () => {
      expect(hazardIn(text)).to.equal(undefined);
    });

  it('tells to stop, to switch off and that somebody takes over, for each danger', () => {
    for (const hazard of ['fire', 'battery', 'electricity'] as const)
      expect(hazardScript(hazard)).to.match(/^Please stop using it at once\.[^]*colleague/u);
  });
});

describe('recalls', () => {
  const recall = (more: Partial<Recall> = {}): Recall => ({
    serial_from: 'VE26A',
    serial_to: 'VE26D',
    issued_on: '2026-10-01',
    ended_on: null,
    ...more,
  });

  it('counts a unit without a serial number, or with too short a one, as affected', () => {
    for (const serial of [undefined, '', 'VE2', '26'])
      expect(recallState(recall(), '2026-11-16', serial)).to.equal('stop');
  });

  it('compares the beginning of serial numbers, however they are typed', () => {
    for (const serial of ['VE26A', 've26b-0099', 'VE 26 D 123456'])
      expect(recallState(recall(), '2026-11-16', serial), serial).to.equal('stop');
    for (const serial of ['VE26E0001', 'VE25Z9', 'XX26A11'])
      expect(recallState(recall(), '2026-11-16', serial), serial).to.equal('not_affected');
    expect(recallState(recall({ serial_from: null, serial_to: null }), '2026-11-16', 'anything')).to.equal('stop');
  });

  it('is in force from its first to its last day, both included', () => {
    fc.assert(
      fc.property(day, day, day, (a, b, today) => {
        const [issued_on = '', ended_on = ''] = [a, b].sort();
        const state = recallState(recall({ issued_on, ended_on }), today);
        expect(state).to.equal(today >= issued_on && today <= ended_on ? 'stop' : 'not_in_force');
      }),
    );
  });

  it('affects every serial number between its bounds and none outside', () => {
    const serial = fc.stringMatching(/^[A-Z0-9]{5,12}$/u);
    fc.assert(
      fc.property(serial, (given) => {
        const head = serialKey(given).slice(0, 5);
        expect(recallState(recall(), '2026-11-16', given)).to.equal(
          head >= 'VE26A' && head <= 'VE26D' ? 'stop' : 'not_affected',
        );
      }),
    );
  });

  it('concerns who names the product or owns it and may mean it, and nobody who only named its kind', () => {
    const nothing = { named: false, of_named_kind: false, owned: false, matched: false, some_product_named: false };
    expect(concerns({ ...nothing, named: true })).to.equal(true);
    expect(concerns({ ...nothing, owned: true, of_named_kind: true })).to.equal(true);
    expect(concerns({ ...nothing, owned: true, matched: true })).to.equal(true);
    expect(concerns({ ...nothing, owned: true, matched: true, some_product_named: true })).to.equal(false);
    expect(concerns({ ...nothing, of_named_kind: true, matched: true })).to.equal(false);
    expect(concerns({ ...nothing, owned: true })).to.equal(false);
  });
});

describe('repairs', () => {
  const purchase = (more: Partial<Purchase> = {}): Purchase => ({
    order_id: 'o1',
    product: 'Kettle',
    line_state: 'ordered',
    delivered: true,
    booked: null,
    starts_on: '2026-01-01',
    ends_on: '2026-12-31',
    ...more,
  });

  it('are free exactly while the warranty runs, and cost the fixed price otherwise', () => {
    fc.assert(
      fc.property(day, day, day, fc.nat(100_000), (a, b, today, price) => {
        const [starts_on = '', ends_on = ''] = [a, b].sort();
        const covered = today >= starts_on && today <= ends_on;
        expect(repairPrice({ starts_on, ends_on }, today, price)).to.deep.equal({
          under_warranty: covered,
          price_cents: covered ? 0 : price,
        });
        expect(repairPrice({ starts_on, ends_on }, today, null) === undefined).to.equal(!covered);
      }),
    );
    expect(repairPrice({ starts_on: null, ends_on: null }, '2026-11-16', 4_900)).to.deep.equal({
      under_warranty: false,
      price_cents: 4_900,
    });
  });

  it('are refused before delivery, for what went back, and twice', () => {
    expect(refuseRepair(purchase())).to.equal(undefined);
    expect(refuseRepair(purchase({ delivered: false }))?.code).to.equal('not_delivered');
    expect(refuseRepair(purchase({ line_state: 'returned' }))?.code).to.equal('line_closed');
    expect(refuseRepair(purchase({ booked: 'r123' }))).to.deep.include({ code: 'already_booked' });
  });

  it('takes postal codes however they are typed', () => {
    expect(postalKey(' sw1a-1aa ')).to.equal('SW1A1AA');
    expect(postalKey('100 01')).to.equal('10001');
  });
});

describe('walking a guide', () => {
  it('moves by one step at most and ends only where it is said', () => {
    for (const action of GUIDE_ACTIONS) {
      if (action === 'start') continue;
      const { by, state, reopens } = moveOf(action);
      expect([-1, 0, 1, null]).to.include(by);
      expect(reopens).to.equal(['back', 'repeat', 'restart'].includes(action));
      expect(state).to.equal(action === 'solved' ? 'solved' : action === 'stop' ? 'stopped' : 'walking');
    }
  });

  it('offers people at the end, to whom they can help', () => {
    expect(offersAt('walking', 1, 3, true)).to.deep.equal(['next_step']);
    expect(offersAt('walking', 3, 3, true)).to.deep.equal(['next_step', 'book_repair', 'open_ticket']);
    expect(offersAt('exhausted', 3, 3, true)).to.deep.equal(['book_repair', 'open_ticket']);
    expect(offersAt('exhausted', 3, 3, false)).to.deep.equal([]);
    expect(offersAt('solved', 2, 3, true)).to.deep.equal([]);
  });
});
