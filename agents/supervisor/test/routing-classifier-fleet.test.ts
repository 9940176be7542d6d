/** The descriptions that a model routes by must tell the specialists apart. */
import { expect } from 'chai';
import { SPECIALISTS } from '@deskfleet/shared/fleet.ts';
import { classify, MINIMUM_CONFIDENCE } from '../src/routing/classify.ts';
import { featuresOf } from '../src/routing/features.ts';

/** Cosine of two descriptions. Those of the fleet are below 0.1; one that borrows a third of another's words is above. */
const MOST_ALIKE = 0.25;

function vector(text: string): ReadonlyMap<number, number> {
  const { hashes, values } = featuresOf(text, (word) => word);
  return new Map(Array.from(hashes, (hash, place) => [hash, values[place] ?? 0]));
}

function alike(one: string, other: string): number {
  const [a, b] = [vector(one), vector(other)];
  const length = (all: ReadonlyMap<number, number>): number =>
    Math.sqrt([...all.values()].reduce((sum, value) => sum + value ** 2, 0));
  const common = [...a].reduce((sum, [hash, value]) => sum + value * (b.get(hash) ?? 0), 0);
  return common / (length(a) * length(b));
}

const pairs = SPECIALISTS.flatMap((one, place) => SPECIALISTS.slice(place + 1).map((other) => [one, other] as const));

describe('the descriptions of the fleet', () => {
  for (const { name, description } of SPECIALISTS) {
    it(`say plainly what ${name} is for`, () => {
      const { route, confidence } = classify(description);
      expect(route).to.equal(name);
      expect(confidence).to.be.at.least(MINIMUM_CONFIDENCE);
    });
  }

  for (const [one, other] of pairs) {
    it(`do not overlap: ${one.name} and ${other.name}`, () => {
      expect(alike(one.description, other.description)).to.be.below(MOST_ALIKE);
    });
  }

  it('would be caught if one were nearly the same as another', () => {
    for (const { description } of SPECIALISTS) {
      expect(alike(description, `${description} And some more.`)).to.be.above(MOST_ALIKE);
      const half = description.split(' ').slice(0, 7).join(' ');
      expect(alike(description, `${half} and whatever else there is to say about something`)).to.be.above(MOST_ALIKE);
    }
  });
});
