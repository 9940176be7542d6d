import type { Faker } from '@faker-js/faker';
// The single-locale entry: the main one loads seventy languages and costs a third of a second.
import { faker as english } from '@faker-js/faker/locale/en';

const SEED = 20_261_116;

const FakerClass = english.constructor as typeof Faker;

/**
 * A generator of its own for each part of the data, so that a change in one part leaves the others as they are.
 * Callers pass dates in explicitly: nothing here may read the real clock.
 */
export function fakerFor(part: string): Faker {
  let seed = SEED;
  for (const char of part) seed = (Math.imul(seed, 31) + (char.codePointAt(0) ?? 0)) >>> 0;
  const faker = new FakerClass({ locale: english.rawDefinitions });
  faker.seed(seed);
  return faker;
}
