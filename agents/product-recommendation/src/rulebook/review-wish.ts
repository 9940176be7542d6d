/** Which reviews a clause asks for. */
import type { JsonObject } from '@deskfleet/shared/json.ts';
import type { Reading } from '@deskfleet/shared/rulebook/reading.ts';
import { lastProduct } from './mentioned.ts';
import type { Request } from './request.ts';

const PEOPLE = String.raw`(?:people|customers?|users?|buyers?|others|everyone|owners?|anybody|anyone)`;
const OPINIONS = new RegExp(
  String.raw`\b(?:reviews?|ratings?|opinions?|feedback|testimonials?|complain\w*|complaints?|praise\w*|pros|cons|criticis\w*)\b` +
    String.raw`|\b${PEOPLE}\b.*\b(?:say\w*|said|think\w*|thought|like|love|hate|dislike|feel|rate|happy|satisfied|unhappy)\b` +
    String.raw`|\bwhat (?:do|did|does|are) ${PEOPLE}\b|\bany good\b|\bhow (?:is|are|was|were) .*\b(?:rated|reviewed)\b|\bworth (?:it|its price|the (?:money|price)|buying)\b`,
  'u',
);

export function asksForOpinions(clause: string): boolean {
  return OPINIONS.test(clause);
}

const STARS = /\b([1-5]|one|two|three|four|five)[- ]stars?\b/u;
const WORDS: Readonly<Record<string, number>> = { one: 1, two: 2, three: 3, four: 4, five: 5 };
const CRITICAL =
  /\b(?:bad|negative|critical|worst|poor|low|unhappy)\b.*\b(?:reviews?|ratings?|opinions?|ones|feedback)\b/u;
const POSITIVE = /\b(?:positive|best|happy)\b.*\b(?:reviews?|ratings?|opinions?|feedback)\b/u;
/** Critical reviews have at most so many stars; the others are positive. */
const CRITICAL_STARS = 3;

export function reviewsOf(product: string, clause: string): Request {
  return { tool: 'get_reviews', input: { product, ...starsIn(clause) } };
}

function starsIn(clause: string): JsonObject {
  const stars = STARS.exec(clause)?.[1];
  if (stars !== undefined) {
    const count = WORDS[stars] ?? Number(stars);
    return { min_stars: count, max_stars: count };
  }
  if (CRITICAL.test(clause)) return { max_stars: CRITICAL_STARS };
  return POSITIVE.test(clause) ? { min_stars: CRITICAL_STARS + 1 } : {};
}

const READS =
  /\b(?:show|list|read|see|more|all|next|newest|latest|give me)\b.*\b(?:reviews?|ratings?|opinions?|ones)\b/u;

/** True when the reviews themselves are wanted and not what they come to. */
export function wantsToRead(text: string): boolean {
  return READS.test(text) || STARS.test(text) || CRITICAL.test(text) || POSITIVE.test(text);
}

/** "Only the bad ones", after opinions were told. */
export function furtherReviews(reading: Reading, clause: string): Request | undefined {
  const last = reading.earlier.find(({ role }) => role === 'assistant')?.text ?? '';
  if (!/\breview \w+\)/u.test(last) || Object.keys(starsIn(clause)).length === 0) return undefined;
  const product = lastProduct(reading, '');
  return product === undefined ? undefined : reviewsOf(product, clause);
}

const SHOWN = /reviews (\d+) to (\d+) of (\d+)/u;

/** "More", after reviews were shown. */
export function nextReviews(reading: Reading): Request | undefined {
  const place = reading.earlier.findIndex(({ role }) => role === 'assistant');
  const shown = SHOWN.exec(reading.earlier[place]?.text ?? '');
  const product = lastProduct(reading, '');
  if (shown === null || product === undefined || Number(shown[2]) >= Number(shown[3])) return undefined;
  const asked = reading.earlier
    .slice(place + 1)
    .find(({ role, text }) => role === 'user' && asksForOpinions(text))?.text;
  return { tool: 'get_reviews', input: { product, ...starsIn(asked ?? ''), offset: Number(shown[2]) } };
}
