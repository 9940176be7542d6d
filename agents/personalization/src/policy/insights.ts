/**
 * What may be said about other customers: figures over at least five people, and never anything that leads to one of them.
 * A figure that fewer than five share is left out, and counts are rounded down to fives, so that two answers that differ
 * by one person do not tell them apart.
 */
export const FEWEST_PEOPLE = 5;

/** How many other people share something. */
export interface SharedFigure {
  readonly name: string;
  readonly people: number;
}

export interface PeerGroup {
  /** What the people of the group have in common, in words. */
  readonly alike_in: string;
  /** Without the customer who asks. */
  readonly people: number;
  readonly categories: readonly SharedFigure[];
  readonly products: readonly SharedFigure[];
  readonly brands: readonly SharedFigure[];
  /** How many have placed an order, and the median of what an order costs them. */
  readonly buyers: number;
  readonly median_order_cents: number | null;
}

export interface Insights {
  readonly alike_in: string;
  /** "at least": rounded down. */
  readonly people_at_least: number;
  readonly categories: readonly SharedFigureAtLeast[];
  readonly products: readonly SharedFigureAtLeast[];
  readonly brands: readonly SharedFigureAtLeast[];
  readonly typical_order_cents: number | null;
}

export interface SharedFigureAtLeast {
  readonly name: string;
  readonly people_at_least: number;
}

/** Most figures of a kind. */
const MOST_FIGURES = 5;
/** An amount is rounded to this many cents, so that nobody's own order can be recognised. */
const ROUNDED_TO_CENTS = 1_000;

/** The first group, from the closest to the widest, that has enough people; undefined when none has. */
export function insightsOf(groups: readonly PeerGroup[]): Insights | undefined {
  const group = groups.find(({ people }) => people >= FEWEST_PEOPLE);
  if (group === undefined) return undefined;
  return {
    alike_in: group.alike_in,
    people_at_least: roundedDown(group.people),
    categories: named(group.categories),
    products: named(group.products),
    brands: named(group.brands),
    typical_order_cents:
      group.median_order_cents === null || group.buyers < FEWEST_PEOPLE
        ? null
        : Math.round(group.median_order_cents / ROUNDED_TO_CENTS) * ROUNDED_TO_CENTS,
  };
}

/** The commonest first; equal ones by name, so that the order says nothing more. */
function named(figures: readonly SharedFigure[]): readonly SharedFigureAtLeast[] {
  return figures
    .filter(({ people }) => people >= FEWEST_PEOPLE)
    .map(({ name, people }) => ({ name, people_at_least: roundedDown(people) }))
    .sort((one, other) => other.people_at_least - one.people_at_least || one.name.localeCompare(other.name))
    .slice(0, MOST_FIGURES);
}

function roundedDown(people: number): number {
  return Math.floor(people / FEWEST_PEOPLE) * FEWEST_PEOPLE;
}
