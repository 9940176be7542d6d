/**
 * Which products are recommended, in which order and why. Pure: the same facts give the same list, in whatever order
 * they come. Paid placements have no say in the order; they are a list of their own.
 */
import { offerable, type Offer } from './bought-before.ts';
import { fittingVariants, reasonsFor, type Reason } from './recommendation-reasons.ts';
import type { Taste } from './taste.ts';

export interface OfferedVariant {
  readonly id: string;
  readonly options: Readonly<Record<string, string>>;
  readonly price_cents: number;
  readonly on_hand: number;
}

export interface Bought {
  /** ISO day of the latest order. */
  readonly last_on: string;
  readonly variant_ids: readonly string[];
  /** The customer sent it back. */
  readonly returned: boolean;
}

export interface Placement {
  readonly sponsor: string;
  readonly tier: 'premium' | 'standard' | 'basic';
  readonly priority: number;
}

export interface Candidate {
  readonly id: string;
  readonly name: string;
  readonly category: string;
  readonly brand: string | null;
  readonly rating: number | null;
  readonly review_count: number;
  /** 1 for the best-selling product of its category; null when nothing of it was sold. */
  readonly sales_rank: number | null;
  readonly repurchase_days: number | null;
  readonly variants: readonly OfferedVariant[];
  /** What this customer bought of it, if anything. */
  readonly bought: Bought | null;
  /** A paid placement that runs today. */
  readonly placement: Placement | null;
}

export interface Purchase {
  readonly product_id: string;
  readonly name: string;
  readonly category: string;
  readonly brand: string | null;
  readonly on: string;
}

export interface Look {
  readonly product_id: string;
  readonly on: string;
  readonly times: number;
  readonly in_cart: boolean;
  readonly on_wishlist: boolean;
}

export interface CustomerFacts {
  readonly purchases: readonly Purchase[];
  readonly looks: readonly Look[];
  readonly taste: Taste;
}

export interface RecommendationRules {
  readonly sponsored_shown: number;
  readonly recently_bought_days: number;
}

export interface Recommendation {
  readonly candidate: Candidate;
  /** Those of the candidate's variants that are recommended. */
  readonly variants: readonly OfferedVariant[];
  /** At least one, the weightiest first. */
  readonly reasons: readonly Reason[];
}

export interface Sponsored {
  readonly candidate: Candidate;
  readonly variants: readonly OfferedVariant[];
  readonly placement: Placement;
}

export interface Recommendations {
  readonly ranked: readonly Recommendation[];
  /** Paid for; none of them is in `ranked`. */
  readonly sponsored: readonly Sponsored[];
}

/** Most reasons told for one product. */
const MOST_REASONS = 3;

/** @param today ISO day in the shop's time zone. */
export function recommend(
  candidates: readonly Candidate[],
  customer: CustomerFacts,
  rules: RecommendationRules,
  today: string,
): Recommendations {
  const offers = candidates.flatMap((candidate) => offerable(candidate, rules.recently_bought_days, today) ?? []);
  const sponsored = placements(offers, rules.sponsored_shown);
  const paid = new Set(sponsored.map(({ candidate }) => candidate.id));
  return {
    ranked: rank(
      offers.filter(({ candidate }) => !paid.has(candidate.id)),
      customer,
      today,
    ),
    sponsored,
  };
}

const TIERS = ['premium', 'standard', 'basic'] as const;

function placements(offers: readonly Offer[], most: number): readonly Sponsored[] {
  return offers
    .flatMap(({ candidate, variants, again }) =>
      candidate.placement === null || again === 'other variant'
        ? []
        : [{ candidate, variants, placement: candidate.placement }],
    )
    .sort(
      (a, b) =>
        TIERS.indexOf(a.placement.tier) - TIERS.indexOf(b.placement.tier) ||
        b.placement.priority - a.placement.priority ||
        byId(a.candidate, b.candidate),
    )
    .slice(0, most);
}

function rank(offers: readonly Offer[], customer: CustomerFacts, today: string): readonly Recommendation[] {
  return offers
    .map((offer) => {
      const reasons = reasonsFor(offer, customer, today);
      // Points are hundredths: sums of whole numbers are the same in any order.
      return {
        offer,
        reasons,
        points: reasons.reduce((sum, { points }) => sum + points, 0) + qualityPoints(offer.candidate),
      };
    })
    .sort(
      (a, b) =>
        Number(a.offer.again === 'other variant') - Number(b.offer.again === 'other variant') ||
        b.points - a.points ||
        b.offer.candidate.review_count - a.offer.candidate.review_count ||
        byId(a.offer.candidate, b.offer.candidate),
    )
    .map(({ offer, reasons }) => ({
      candidate: offer.candidate,
      variants: fittingVariants(offer.variants, customer),
      reasons: reasons.slice(0, MOST_REASONS),
    }));
}

/** A rating counts as much as there are reviews: few of them are pulled towards the middle. */
const USUAL_RATING = 4;
const USUAL_REVIEWS = 5;

export function qualityPoints({
  rating,
  review_count,
  sales_rank,
}: Pick<Candidate, 'rating' | 'review_count' | 'sales_rank'>): number {
  const weighed =
    rating === null
      ? USUAL_RATING
      : (rating * review_count + USUAL_RATING * USUAL_REVIEWS) / (review_count + USUAL_REVIEWS);
  const sold = sales_rank === null ? 0 : Math.max(0, 30 - 5 * (sales_rank - 1));
  return Math.round((weighed - USUAL_RATING) * 200) + sold;
}

function byId(a: Candidate, b: Candidate): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
