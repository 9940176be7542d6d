/** Products that were talked about before. Our own words always give the id in brackets: "ZenSound Headphones (p001)". */
import type { Reading } from '@deskfleet/shared/rulebook/reading.ts';
import { clauses } from './clauses.ts';
import { phraseIn } from './phrase.ts';

const ID = /\(((?!(?:o|kb|art|r|v)\d)[a-z]{1,4}\d{3,12}|\d{6,12})\)/gu;

export function idsIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(ID)].map((match) => match[1] ?? ''))];
}

const PLACES: readonly (readonly [RegExp, number])[] = [
  [/\bfirst\b|\b1st\b/u, 0],
  [/\bsecond\b|\b2nd\b/u, 1],
  [/\bthird\b|\b3rd\b/u, 2],
  [/\bfourth\b|\b4th\b/u, 3],
  [/\blast one\b/u, -1],
];

/** Which entry of a list is meant: "the second one". */
export function placeNamed(text: string): number | undefined {
  return PLACES.find(([says]) => says.test(text))?.[1];
}

const LIST =
  /this is what i found|these come closest|also possible:|products \d+ to \d+ of|side by side|best sellers|top rated|most popular/u;

/** True when our last answer was a list of products. */
export function listWasShown(reading: Reading): boolean {
  return LIST.test(lastAnswer(reading)) && shownProducts(reading).length > 1;
}

/** The products of our last answer, in its order. */
export function shownProducts(reading: Reading): readonly string[] {
  return idsIn(lastAnswer(reading).replaceAll(SIMILAR, ' '));
}

function lastAnswer(reading: Reading): string {
  return reading.earlier.find(({ role }) => role === 'assistant')?.text ?? '';
}

/** The products talked about last, the earlier one first: those compared, the first two of a list, or those of the last answers. */
export function recentProducts(reading: Reading): readonly string[] {
  const said = reading.earlier
    .filter(({ role }) => role === 'assistant')
    .map(({ text }) => idsIn(text.replaceAll(SIMILAR, ' ')));
  const [last = []] = said;
  if (last.length > 1) return last.slice(0, lastAnswer(reading).includes(COMPARED) ? MOST_COMPARED : 2);
  return [...new Set(said.flatMap((ids) => ids.slice(0, 1)))].slice(0, 2).reverse();
}

/** How a comparison is introduced, in the form of a Reading. */
const COMPARED = 'side by side';
const MOST_COMPARED = 4;

/** What we name besides and was not talked about. */
const SIMILAR = /similar names: [^.]*\./gu;

/** The product named last, by id or, in the customer's words, by name. */
export function lastProduct(reading: Reading, clause: string): string | undefined {
  const place = placeNamed(clause) ?? 0;
  for (const { role, text } of reading.earlier) {
    const id = idsIn(text).at(place);
    if (id !== undefined) return id;
    if (role === 'assistant') continue;
    const name = clauses(text)
      .map((part) => phraseIn(part).name)
      .find((found) => found !== undefined);
    if (name !== undefined) return name;
  }
  return undefined;
}
