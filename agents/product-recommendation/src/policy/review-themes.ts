/** What people praise and complain of, drawn from the texts of reviews and told in their own words. */
import { ASPECTS, COMPLAINT, OVERALL, PRAISE } from './review-aspects.ts';

export interface ReviewText {
  readonly id: string;
  /** 1 to 5. */
  readonly rating: number;
  readonly title: string;
  readonly body: string;
}

export interface Quote {
  readonly review_id: string;
  readonly rating: number;
  readonly title: string;
  /** A piece of the review, letter by letter. */
  readonly text: string;
}

export interface Theme {
  readonly theme: string;
  /** Reviews that say so. */
  readonly mentions: number;
  readonly quotes: readonly Quote[];
}

export interface Themes {
  readonly praise: readonly Theme[];
  readonly complaints: readonly Theme[];
}

export interface ThemeLimits {
  readonly themes: number;
  readonly quotes: number;
}

interface Remark {
  readonly theme: string;
  readonly good: boolean;
  readonly quote: Quote;
  /** A sentence of the text says more than a title. */
  readonly fromTitle: boolean;
}

/** Most mentioned first. Does not depend on the order of the reviews. */
export function reviewThemes(reviews: readonly ReviewText[], limits: ThemeLimits): Themes {
  const remarks = reviews.flatMap(remarksOf);
  return { praise: themes(remarks, true, limits), complaints: themes(remarks, false, limits) };
}

function themes(remarks: readonly Remark[], good: boolean, limits: ThemeLimits): readonly Theme[] {
  const byTheme = new Map<string, Remark[]>();
  for (const remark of remarks) {
    if (remark.good === good) byTheme.set(remark.theme, [...(byTheme.get(remark.theme) ?? []), remark]);
  }
  return [...byTheme]
    .map(([theme, own]) => ({
      theme,
      mentions: new Set(own.map(({ quote }) => quote.review_id)).size,
      quotes: bestQuotes(own, good, limits.quotes),
    }))
    .sort(
      (a, b) =>
        Number(a.theme === OVERALL) - Number(b.theme === OVERALL) ||
        b.mentions - a.mentions ||
        place(a.theme) - place(b.theme),
    )
    .slice(0, limits.themes);
}

/** What is special for a kind of product stands before what holds for any. */
function place(theme: string): number {
  return ASPECTS.findIndex(({ name }) => name === theme);
}

/** One quote a review: a sentence before a title, the clearest opinion first. */
function bestQuotes(remarks: readonly Remark[], good: boolean, most: number): readonly Quote[] {
  const ordered = remarks.toSorted(
    (a, b) =>
      (good ? b.quote.rating - a.quote.rating : a.quote.rating - b.quote.rating) ||
      a.quote.review_id.localeCompare(b.quote.review_id) ||
      Number(a.fromTitle) - Number(b.fromTitle) ||
      a.quote.text.localeCompare(b.quote.text),
  );
  const seen = new Set<string>();
  return ordered
    .filter(({ quote }) => !seen.has(quote.review_id) && seen.add(quote.review_id).size > 0)
    .slice(0, most)
    .map(({ quote }) => quote);
}

/** At least one remark for each review that says anything. */
function remarksOf(review: ReviewText): readonly Remark[] {
  const title = pieces(review.title).map((text) => ({ text, fromTitle: true }));
  const body = pieces(review.body).map((text) => ({ text, fromTitle: false }));
  const all = [...body, ...title];
  const found = all.flatMap(({ text, fromTitle }) => {
    const theme = ASPECTS.find(({ says }) => says.test(text.toLowerCase()))?.name;
    return theme === undefined ? [] : [remark(review, theme, text, fromTitle)];
  });
  if (found.length > 0) return found;
  const [first] = all;
  return first === undefined ? [] : [remark(review, OVERALL, first.text, first.fromTitle)];
}

function remark(review: ReviewText, theme: string, text: string, fromTitle: boolean): Remark {
  return {
    theme,
    good: isGood(text, review.rating),
    quote: { review_id: review.id, rating: review.rating, title: review.title, text },
    fromTitle,
  };
}

/** The stars decide at both ends; in between the words of the remark do. */
function isGood(text: string, rating: number): boolean {
  const low = text.toLowerCase();
  if (rating >= 5) return !/^(?:but|except|although|only)\b/u.test(low);
  if (rating <= 2) return false;
  const complains =
    COMPLAINT.test(low) &&
    !/\b(?:no|not a|without (?:any )?)\s*(?:complaints?|problems?|trouble|scratch\w*)\b/u.test(low);
  return rating === 4 ? !complains : PRAISE.test(low) && !complains;
}

/** Longest piece that is quoted, in characters. */
const LONGEST = 200;

/** Sentences and, where the opinion turns ("…, but …"), their parts. */
function pieces(text: string): readonly string[] {
  return text
    .split(/(?<=[.!?;])\s+|\n+|,\s+(?=(?:but|except|although|though|however|yet)\b)|\s+(?=except that\b)/iu)
    .map((piece) => piece.trim().replace(/[;,]$/u, ''))
    .filter((piece) => /\p{L}/u.test(piece))
    .map((piece) =>
      piece.length <= LONGEST
        ? piece
        : piece.slice(0, piece.lastIndexOf(' ', LONGEST) > 0 ? piece.lastIndexOf(' ', LONGEST) : LONGEST),
    );
}
