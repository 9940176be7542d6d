/** Why a product is recommended: each reason names the one fact it rests on. */
import type { Offer } from './bought-before.ts';
import { longDay } from './days.ts';
import type { Candidate, CustomerFacts, OfferedVariant } from './recommending.ts';
import type { Taste } from './taste.ts';

export type ReasonKind =
  | 'fits'
  | 'again'
  | 'other_variant'
  | 'looked_at'
  | 'preferred_brand'
  | 'preferred_category'
  | 'price_range'
  | 'same_brand'
  | 'rating'
  | 'sales'
  | 'in_stock';

export interface Reason {
  readonly kind: ReasonKind;
  /** The fact, as a sentence to the customer. */
  readonly text: string;
  /** How much it counts, in hundredths. */
  readonly points: number;
}

/** Reasons that rest on what is known about the customer. */
export const PERSONAL: ReadonlySet<ReasonKind> = new Set<ReasonKind>([
  'fits',
  'again',
  'other_variant',
  'looked_at',
  'preferred_brand',
  'preferred_category',
  'price_range',
  'same_brand',
]);

/** Never empty; the weightiest first. */
export function reasonsFor(offer: Offer, customer: CustomerFacts, today: string): readonly Reason[] {
  const { candidate, variants } = offer;
  const personal = [
    ...fits(variants, customer),
    ...again(offer),
    ...lookedAt(candidate, customer, today),
    ...likes(candidate, variants, customer.taste),
    ...sameBrand(candidate, customer),
  ];
  const general = [...rated(candidate), ...sold(candidate)];
  const all = [...personal, ...general].sort((a, b) => b.points - a.points || a.kind.localeCompare(b.kind));
  return all.length > 0 ? all : [{ kind: 'in_stock', text: 'It is in stock.', points: 0 }];
}

/** "fits: Nova 5G" of a case, for somebody who bought a Nova 5G. */
function fits(variants: readonly OfferedVariant[], { purchases }: CustomerFacts): readonly Reason[] {
  const owned = purchases.find(({ name }) => variants.some((variant) => isMadeFor(variant, name)));
  return owned === undefined
    ? []
    : [{ kind: 'fits', text: `It is made for the ${owned.name} you bought on ${longDay(owned.on)}.`, points: 400 }];
}

/** Those made for something the customer bought, if there are any; else all of them. */
export function fittingVariants(
  variants: readonly OfferedVariant[],
  { purchases }: CustomerFacts,
): readonly OfferedVariant[] {
  const fitting = variants.filter((variant) => purchases.some(({ name }) => isMadeFor(variant, name)));
  return fitting.length > 0 ? fitting : variants;
}

function isMadeFor({ options }: OfferedVariant, name: string): boolean {
  return Object.values(options).some((value) => value.toLowerCase() === name.toLowerCase());
}

function again({ candidate, again: why }: Offer): readonly Reason[] {
  const { bought } = candidate;
  if (why === null || bought === null) return [];
  const day = longDay(bought.last_on);
  return why === 'consumable'
    ? [{ kind: 'again', text: `You bought it on ${day}, and it is usually needed again by now.`, points: 300 }]
    : [{ kind: 'other_variant', text: `You bought it on ${day}; this is another variant of it.`, points: 0 }];
}

/** Days after which having looked at something counts for half. */
const FADES_AFTER = 14;

function lookedAt({ id }: Candidate, { looks }: CustomerFacts, today: string): readonly Reason[] {
  const look = looks.find(({ product_id }) => product_id === id);
  if (look === undefined) return [];
  const day = longDay(look.on);
  const text = look.in_cart
    ? `You put it into your cart; you last looked at it on ${day}.`
    : look.on_wishlist
      ? `It is on your wish list; you last looked at it on ${day}.`
      : `You looked at it${look.times > 1 ? ` ${look.times} times, the last time` : ''} on ${day}.`;
  const points = look.in_cart ? 300 : look.on_wishlist ? 250 : 150 + 20 * Math.min(look.times, 3);
  const old = (Date.parse(today) - Date.parse(look.on)) / 86_400_000 > FADES_AFTER;
  return [{ kind: 'looked_at', text, points: old ? points / 2 : points }];
}

function likes(candidate: Candidate, variants: readonly OfferedVariant[], taste: Taste): readonly Reason[] {
  const inCategory = same(taste.category, candidate.category);
  const { price } = taste;
  const affordable =
    price !== null &&
    variants.some(({ price_cents }) => price_cents >= price.min_cents && price_cents <= price.max_cents);
  return [
    ...(same(taste.brand, candidate.brand)
      ? [
          {
            kind: 'preferred_brand' as const,
            text: `It is by ${candidate.brand ?? ''}, the brand you prefer.`,
            points: 200,
          },
        ]
      : []),
    ...(inCategory
      ? [
          {
            kind: 'preferred_category' as const,
            text: `You prefer the category ${candidate.category}.`,
            points: 150,
          },
        ]
      : []),
    // A price range was given for the preferred kind of thing; elsewhere it says nothing.
    ...(affordable && (inCategory || taste.category === null)
      ? [{ kind: 'price_range' as const, text: `It is within your price range (${price.words}).`, points: 100 }]
      : []),
  ];
}

function sameBrand(candidate: Candidate, { purchases, taste }: CustomerFacts): readonly Reason[] {
  if (same(taste.brand, candidate.brand)) return [];
  const owned = purchases.find(({ brand, product_id }) => same(brand, candidate.brand) && product_id !== candidate.id);
  return owned === undefined
    ? []
    : [
        {
          kind: 'same_brand',
          text: `It is by ${candidate.brand ?? ''}, like the ${owned.name} you bought on ${longDay(owned.on)}.`,
          points: 50,
        },
      ];
}

const WELL_RATED = 4;
const ENOUGH_REVIEWS = 3;
const BEST_SELLERS = 3;

function rated({ rating, review_count }: Candidate): readonly Reason[] {
  if (rating === null || rating < WELL_RATED || review_count < ENOUGH_REVIEWS) return [];
  return [
    { kind: 'rating', text: `Customers rate it ${rating.toFixed(1)} of 5 (${review_count} reviews).`, points: 0 },
  ];
}

function sold({ sales_rank, category }: Candidate): readonly Reason[] {
  if (sales_rank === null || sales_rank > BEST_SELLERS) return [];
  const place = sales_rank === 1 ? 'It is the best seller' : `It is number ${sales_rank} in sales`;
  return [{ kind: 'sales', text: `${place} in the category ${category}.`, points: 0 }];
}

function same(wish: string | null, value: string | null): boolean {
  return wish !== null && value !== null && wish.toLowerCase() === value.toLowerCase();
}
