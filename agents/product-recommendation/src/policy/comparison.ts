/** Products side by side: what differs and what is the same. */

export interface Compared {
  readonly id: string;
  readonly lowest_price_cents: number | null;
  readonly rating: number | null;
  /** Attribute names with their values, as the shop wrote them. */
  readonly attributes: Readonly<Record<string, string>>;
}

export interface Difference {
  readonly attribute: string;
  /** By product id; null where the shop does not say. */
  readonly values: Readonly<Record<string, string | null>>;
}

export interface Comparison {
  readonly different: readonly Difference[];
  readonly same: readonly { readonly attribute: string; readonly value: string }[];
  /** Ids of the cheapest; empty when all cost the same or a price is missing. */
  readonly cheapest: readonly string[];
  /** Ids of the best rated; empty when all are rated the same or one is not rated. */
  readonly best_rated: readonly string[];
}

/** Every attribute of any of the products is either under `different` or under `same`, once. */
export function compareProducts(products: readonly Compared[]): Comparison {
  const names = [...new Set(products.flatMap(({ attributes }) => Object.keys(attributes)))];
  const different: Difference[] = [];
  const same: { attribute: string; value: string }[] = [];
  for (const attribute of names) {
    const values = products.map((product) => valueOf(product, attribute));
    const [first] = values;
    if (typeof first === 'string' && values.every((value) => value !== null && folded(value) === folded(first))) {
      same.push({ attribute, value: first });
    } else {
      different.push({
        attribute,
        values: Object.fromEntries(products.map(({ id }, index) => [id, values[index] ?? null])),
      });
    }
  }
  return {
    different,
    same,
    cheapest: lowest(products.map(({ id, lowest_price_cents }) => [id, lowest_price_cents])),
    best_rated: lowest(products.map(({ id, rating }) => [id, rating === null ? null : -rating])),
  };
}

function valueOf({ attributes }: Compared, attribute: string): string | null {
  return Object.hasOwn(attributes, attribute) ? (attributes[attribute] ?? null) : null;
}

function folded(value: string): string {
  return value.trim().toLowerCase();
}

/** Whose figure is lowest; nobody when it is the same for all or one is unknown. */
function lowest(figures: readonly (readonly [id: string, figure: number | null])[]): readonly string[] {
  const known = figures.flatMap(([id, figure]) => (figure === null ? [] : [{ id, figure }]));
  if (known.length < figures.length) return [];
  const least = Math.min(...known.map(({ figure }) => figure));
  const winners = known.filter(({ figure }) => figure === least);
  return winners.length === known.length ? [] : winners.map(({ id }) => id);
}
