/** Which products a clause wants to see side by side. */
import type { Reading } from '@deskfleet/shared/rulebook/reading.ts';
import { lastProduct, placeNamed, recentProducts, shownProducts } from './mentioned.ts';
import { phraseIn } from './phrase.ts';
import { ASK, type Wish } from './request.ts';

/** Products compared in one go. */
const MOST = 4;

const COMPARE =
  /\b(?:compare|comparing|comparison|compared|versus|vs|side by side|differences? between|(?:decide|choose|choosing|torn|pick) between|differ|which (?:one )?is better|which (?:one )?(?:should|would)|\w+er than|or)\b/u;
/** Words that ask for a comparison and for nothing else. */
const PLAINLY =
  /\b(?:compare|comparing|comparison|versus|vs|side by side|(?:differences?|decide|choose|choosing|torn) between|how do(?:es)? .* differ)\b/u;
/** Products that were talked about: "compare them", "which one is cheaper?". */
const THEM =
  /\b(?:compare|comparison of|differences? between|which of) (?:them|both|these|those|the two|the three|all)\b|\bwhich (?:one|of them|of the (?:two|three|four))?\s*(?:is|has|costs|looks|lasts|do people)\b(?! (?:in stock|available))|\bhow do (?:they|these|those) (?:differ|compare)\b|\bwhat(?:'s| is) the difference\W*$/u;
/** "Is the Eclipse X better?", said of one product after another. */
const BETTER = /\b(?:better|worse|cheaper|nicer|bigger|smaller|lighter|heavier|faster|louder|quieter|brighter)\W*$/u;
const SEVERAL = /\b(?:first|top) (two|three|four)\b|\ball (?:of them|three|four|these|those)\b|\bthem all\b/u;
const COUNT: Readonly<Record<string, number>> = { two: 2, three: 3, four: 4 };
const PRONOUN = /\b(?:it|its|it's|they|them|their|this|that|these|those|one)\b/u;

/** A comparison or a question for its products; undefined when the clause asks for none. */
export function comparisonIn(clause: string, reading: Reading): Wish | undefined {
  const products = comparedIn(clause, reading);
  if (products.length > 1) return { tool: 'compare_products', input: { products } };
  const known = lastProduct(reading, '');
  const [single] = namesIn(clause);
  if (single !== undefined && known !== undefined && known !== single && BETTER.test(clause))
    return { tool: 'compare_products', input: { products: [known, single] } };
  if (!PLAINLY.test(clause)) return undefined;
  const [only] = products;
  if (only === undefined) return { ask: ASK.compare };
  return known === undefined || known === only
    ? { ask: ASK.compareWith(only) }
    : { tool: 'compare_products', input: { products: [known, only] } };
}

function comparedIn(clause: string, reading: Reading): readonly string[] {
  if (!COMPARE.test(clause) && !THEM.test(clause)) return [];
  const several = SEVERAL.exec(clause);
  if (several !== null) {
    const shown = shownProducts(reading).slice(0, COUNT[several[1] ?? ''] ?? MOST);
    if (shown.length > 1) return shown;
  }
  if (THEM.test(clause) && namesIn(clause).length === 0) {
    const recent = recentProducts(reading);
    if (recent.length > 1) return recent;
  }
  const products = partsOf(clause).map((part) => {
    const { name, words } = phraseIn(part);
    if (name !== undefined) return { named: true, product: name };
    const known = PRONOUN.test(part) || placeNamed(part) !== undefined ? lastProduct(reading, part) : undefined;
    return { named: known !== undefined, product: known ?? words.join(' ') };
  });
  // "A gaming laptop" beside a name is for the tool to find; by itself it names no product.
  const meant = products.filter(({ named, product }) => product !== '' && (named || PLAINLY.test(clause)));
  const chosen = meant.some(({ named }) => named) ? meant : [];
  return [...new Set(chosen.map(({ product }) => product))].slice(0, MOST);
}

/** Products named in an answer to "Which products shall I compare?". */
export function namesIn(text: string): readonly string[] {
  return [...new Set(partsOf(text).flatMap((part) => phraseIn(part).name ?? []))];
}

const JOINTS = /\b(?:and|or|versus|vs\.?|with|to|than|from)\b|[,;&]/gu;

function partsOf(clause: string): readonly string[] {
  return clause.replaceAll(/\bwhich (?:one )?(?:is|should|would)\b.*?(?:,|:|$)/gu, ' ').split(JOINTS);
}
