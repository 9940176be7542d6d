/** Where a conversation stands: what was cited, asked and offered. Read from its messages, since nothing is remembered. */
import type { Reading } from '@deskfleet/shared/rulebook/reading.ts';
import { conceptsIn } from '../policy/concepts.ts';

/** Longest heading that is told: what `cited` reads back must not end where a long one would. */
const MOST_HEADING = 80;

/** The line every answer from an article ends with; `cited` reads it back from earlier messages. */
export function sourceLine(id: string, title: string, section: string): string {
  return `Source: ${id}, ${title}, section ${section.slice(0, MOST_HEADING).trimEnd()}`;
}

const CITED = /\bsource: ([\w#.:-]+), (.+?), section (.{1,80}?)(?= source:|$)/gu;

export interface Cited {
  readonly id: string;
  /** What stands before the colon of the title: the product, for articles about one. */
  readonly about: string;
  readonly section: string;
}

/** Sections that were given in this conversation, the latest first. */
export function cited(reading: Reading): readonly Cited[] {
  return reading.earlier
    .filter((message) => message.role === 'assistant')
    .flatMap(({ text }) =>
      [...text.matchAll(CITED)]
        .map((found) => ({
          id: found[1] ?? '',
          about: (found[2] ?? '').replace(/^recall: /u, '').split(/:|$/u)[0] ?? '',
          section: found[3] ?? '',
        }))
        .reverse(),
    );
}

/** The product of the latest answer; titles of articles for all products tell a problem or a rule. */
export function productTalkedAbout(reading: Reading): string | undefined {
  return cited(reading).find(({ about }) => !conceptsIn(about).some(({ role }) => role === 'symptom'))?.about;
}

/** "That did not help", in its many forms. */
export const NO_HELP =
  /\b(?:no|any) difference\b|\bnothing (?:changed|happens|helps|works)\b|\buseless\b|\b(?:(?:did|does|do|has|have|is|was)(?:n't| not)|no|not|never|without) (?:\w+ ){0,3}(?:help\w*|work(?:ed)?|change anything|make a difference|fix(?:ed)? it|solve[d]? it|success|luck|effect|better)\b|\b(?:tried|did|done) (?:\w+ )?(?:that|this|it all|all|everything|these|those)\b|\b(?:any ?thing|what) else\b|\bother (?:ideas?|suggestions?|tips?|solutions?|steps?|ways?|options?)\b|\b(?:no|still) (?:the )?same\b|^(?:(?:well|oh|sorry|hm+|still|but|and|ah) )?(?:no|nope)[.!, ]|\bstill (?:not|no|doesn't|does not|won't|broken|the same|happen\w*|nothing)\b|^(?:more|next|and (?:now|then)|what (?:now|next))\b/u;

/** "That did not help": the customer wants what comes next, and names no new matter. */
export function wantsNext(reading: Reading): boolean {
  return cited(reading).length > 0 && NO_HELP.test(reading.text) && !isNewMatter(reading);
}

/** A message that names a product or a problem which was not talked about is a question, whatever else it says. */
function isNewMatter(reading: Reading): boolean {
  const before = mattersIn(lastQuestion(reading) ?? '');
  return mattersIn(reading.text.replaceAll(new RegExp(NO_HELP, 'gu'), ' ')).some((matter) => !before.includes(matter));
}

/** Problems and kinds of products that a text names. */
export function mattersIn(text: string): readonly string[] {
  return conceptsIn(text)
    .filter(({ role }) => role === 'symptom' || role === 'kind')
    .flatMap(({ words: [first] }) => first ?? []);
}

/** The latest question of the customer before this message that says what it is about, rather than only naming a product. */
export function lastQuestion(reading: Reading): string | undefined {
  const questions = reading.earlier.filter(
    ({ role, text }) => role === 'user' && conceptsIn(text.replaceAll(new RegExp(NO_HELP, 'gu'), ' ')).length > 0,
  );
  return (questions.find(({ text }) => conceptsIn(text).some(({ role }) => role === 'symptom')) ?? questions[0])?.text;
}

const MOST_WORDS_OF_A_CHOICE = 8;
const ORDINALS: readonly (readonly [RegExp, number])[] = [
  [/\b(?:first|1st|number one|number 1)\b/u, 0],
  [/\b(?:second|2nd|number two|number 2)\b/u, 1],
  [/\b(?:third|3rd|number three|number 3)\b/u, 2],
  [/\b(?:fourth|4th)\b/u, 3],
  [/\b(?:fifth|5th)\b/u, 4],
  [/\blast\b/u, -1],
];

/** "The second one", of the issues that were just listed ("Known issues of VitaFit Watch: - Battery lasts less than two days (kb026)"). */
export function chosenIssue(reading: Reading): { readonly issue: string; readonly product: string } | undefined {
  const last = reading.earlier[0];
  const place = ORDINALS.find(([pattern]) => pattern.test(reading.text))?.[1];
  if (last?.role !== 'assistant' || place === undefined || reading.text.split(' ').length > MOST_WORDS_OF_A_CHOICE)
    return undefined;
  const chosen = [...last.text.matchAll(/- ([^()]+) \([\w#.:-]+\)(?= |$)/gu)].at(place);
  const products = [
    ...last.text.slice(0, chosen?.index ?? 0).matchAll(/\bknown issues of (.+?)(?: \(warranty \d+ days\))?:/gu),
  ];
  return chosen?.[1] === undefined ? undefined : { issue: chosen[1], product: products.at(-1)?.[1] ?? '' };
}
