/** Where a conversation stands: what was cited, asked and offered. Read from its messages, since nothing is remembered. */
import type { Reading } from '@deskfleet/shared/rulebook/reading.ts';
import { conceptsIn } from '../policy/concepts.ts';

/** The line every answer from an article ends with; `cited` reads it back from earlier messages. */
export function sourceLine(id: string, title: string, section: string): string {
  return `Source: ${id}, ${title}, section ${section}`;
}

const CITED = /\bsource: ([\w#.:-]+), (.+?), section /gu;

interface Cited { readonly id: string; /** What stands before the colon of the title: the product, for articles about one. */ readonly about: string }

/** Sections that were given in this conversation, the latest first. */
export function cited(reading: Reading): readonly Cited[] {
  return reading.earlier.filter((message) => message.role === 'assistant')
    .flatMap(({ text }) => [...text.matchAll(CITED)].map((found) => ({ id: found[1] ?? '', about: (found[2] ?? '').replace(/^recall: /u, '').split(':')[0] ?? '' })).reverse());
}

export const WHICH_PRODUCT = 'Which product is it?';

/** Whether the last answer asked which product is meant. */
export function askedWhichProduct(reading: Reading): boolean {
  const last = reading.earlier[0];
  return last?.role === 'assistant' && /which product is it/u.test(last.text);
}

const NO_HELP = /\b(?:(?:did|does|do|has|have|is|was)(?:n't| not)|no|not|never|without) (?:\w+ ){0,3}(?:help\w*|work(?:ed)?|change anything|make a difference|fix(?:ed)? it|solve[d]? it|success|luck|effect|better)\b|\b(?:tried|did|done) (?:\w+ )?(?:that|this|it all|all|everything|these|those)\b|\b(?:any ?thing|what) else\b|\bother (?:ideas?|suggestions?|tips?|solutions?|steps?|ways?|options?)\b|\b(?:no|still) (?:the )?same\b|^(?:\w+ )?(?:no|nope)[.!, ]|\bstill (?:not|no|doesn't|does not|won't|broken|the same|happen\w*|nothing)\b|^(?:more|next|and (?:now|then)|what (?:now|next))\b/u;

/** "That did not help": the customer wants what comes next, and names no new matter. */
export function wantsNext(reading: Reading): boolean {
  return cited(reading).length > 0 && NO_HELP.test(reading.text) && !isNewMatter(reading.text);
}

/** A long message that names a product or a problem of its own is a question, whatever else it says. */
function isNewMatter(text: string): boolean {
  const symptoms = conceptsIn(text.replaceAll(NO_HELP, ' ')).filter(({ role }) => role === 'symptom' || role === 'kind');
  return symptoms.length >= 2;
}

/** The latest question of the customer before this message that says what it is about. */
export function lastQuestion(reading: Reading): string | undefined {
  return reading.earlier.find(({ role, text }) => role === 'user' && !NO_HELP.test(text) && conceptsIn(text).some(({ role: kind }) => kind === 'symptom' || kind === 'word'))?.text
    ?? reading.earlier.find(({ role, text }) => role === 'user' && conceptsIn(text).length > 0)?.text;
}

const ORDINALS: readonly (readonly [RegExp, number])[] = [
  [/\b(?:first|1st|number one|number 1)\b/u, 0], [/\b(?:second|2nd|number two|number 2)\b/u, 1], [/\b(?:third|3rd|number three|number 3)\b/u, 2],
  [/\b(?:fourth|4th)\b/u, 3], [/\b(?:fifth|5th)\b/u, 4], [/\blast\b/u, -1],
];

/** "The second one", of the issues or products that were just listed ("- Battery drains (kb012)"). */
export function chosenOfList(reading: Reading): string | undefined {
  const last = reading.earlier[0];
  if (last?.role !== 'assistant') return undefined;
  const entries = [...last.text.matchAll(/(?:^| )- (.+?)(?= \(kb|\s-\s|$)/gu)].map((found) => found[1] ?? '');
  const place = ORDINALS.find(([pattern]) => pattern.test(reading.text) && reading.text.split(' ').length <= 8)?.[1];
  return place === undefined || entries.length === 0 ? undefined : entries.at(place);
}
