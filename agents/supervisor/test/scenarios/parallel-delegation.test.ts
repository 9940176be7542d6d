/** Scenario: two specialists work at the same time, and the customer sees the progress of both as it happens. */
import { expect } from 'chai';
import { delegateTo, gate, startTestFleet, type CustomerFace, type TestFleet } from '../support.ts';
import { eventOf, startRulebookFleet, type RulebookFleet } from './support.ts';

const ORDERS = 'order-management';
const PRODUCTS = 'product-recommendation';

/** Reads a whole stream as short texts; `seen` is told each as it comes. */
async function events(
  face: CustomerFace,
  message: string,
  seen: (event: string, sofar: readonly string[]) => void,
): Promise<readonly string[]> {
  const all: string[] = [];
  for await (const part of face.parts(message)) {
    const event = eventOf(part);
    if (event === undefined) continue;
    all.push(event);
    seen(event, all);
  }
  return all;
}

const place = (all: readonly string[], event: string): number => {
  expect(all, all.join('|')).to.include(event);
  return all.indexOf(event);
};

describe('parallel delegation with interleaved progress events', () => {
  describe('scripted model', () => {
    let fleet: TestFleet;
    before(async () => {
      fleet = await startTestFleet();
    });
    after(() => fleet.agents.close());

    it('shows steps of both in turn, and the words of each in one piece, in the order of the requests', async () => {
      const look = { calls: [{ name: 'echo', input: { text: 'x' } }] };
      const steps = [gate(), gate(), gate()] as const;
      fleet.model.push(delegateTo(ORDERS, PRODUCTS));
      // Each takes its next step only once the customer has seen the other one's.
      fleet.models[ORDERS].push(
        look,
        { ...look, hold: steps[0].opened },
        { text: 'On its way.', hold: steps[2].opened },
      );
      fleet.models[PRODUCTS].push(
        { ...look, hold: steps[0].opened },
        { text: 'The SonicWave.', hold: steps[1].opened },
      );
      const working: Record<string, number> = { [`${ORDERS} working`]: 0, [`${PRODUCTS} working`]: 0 };
      const all = await events(fleet, 'Both, please', (event) => {
        if (event in working) working[event] = (working[event] ?? 0) + 1;
        // Asked, and with a first tool.
        if (working[`${ORDERS} working`] === 2) steps[0].open();
        if (working[`${PRODUCTS} working`] === 2) steps[1].open();
        if (event === `${PRODUCTS} answered`) steps[2].open();
      });
      expect(working).to.deep.equal({ [`${ORDERS} working`]: 3, [`${PRODUCTS} working`]: 2 });
      const progress = all.filter((event) => / working$| answered$/u.test(event) && !event.startsWith('supervisor'));
      expect(progress.slice(0, 3)).to.deep.equal([`${ORDERS} working`, `${PRODUCTS} working`, `${ORDERS} working`]);
      expect(progress.slice(-2)).to.deep.equal([`${PRODUCTS} answered`, `${ORDERS} answered`]);
      expect(all.filter((event) => !progress.includes(event) && !event.startsWith('supervisor')).join('')).to.equal(
        '**Order management**\nOn its way.\n\n**Product recommendation**\nThe SonicWave.',
      );
    });
  });

  describe('rulebook', () => {
    let fleet: RulebookFleet;
    before(async () => {
      fleet = await startRulebookFleet();
    });
    after(() => fleet.agents.close());

    for (const [slow, fast] of [
      [ORDERS, PRODUCTS],
      [PRODUCTS, ORDERS],
    ] as const) {
      it(`shows ${fast} done while ${slow} is still at work, and keeps the order of the requests`, async () => {
        const done = gate();
        fleet.models[slow].before = () => done.opened;
        fleet.models[fast].before = undefined;
        const all = await events(
          fleet,
          'Where is order o12345, and do you have speakers under 100 dollars?',
          (event) => event === `${fast} answered` && done.open(),
        );
        for (const agent of [ORDERS, PRODUCTS])
          expect(place(all, `${agent} working`)).to.be.lessThan(place(all, `${fast} answered`));
        expect(place(all, `${slow} answered`)).to.be.greaterThan(place(all, `${fast} answered`));
        const [orders = '', products = ''] = all.join('').split('**Product recommendation**');
        expect(orders).to.contain('**Order management**').and.contain('NOUS123451').and.not.contain('SonicWave');
        expect(products).to.contain('SonicWave').and.not.contain('NOUS123451');
      });
    }
  });
});
