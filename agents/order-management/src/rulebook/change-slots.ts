/** Details of a change, gathered from everything the customer said about it. */
import type { Reading } from '@deskfleet/shared/rulebook/reading.ts';
import { changeAsked, isChange, type ChangeTopic } from './change-requests.ts';
import { productIn } from './order-reference.ts';

/** What our last question asked for. */
export type Asked = 'item' | 'new_item' | 'payment' | 'condition' | 'address' | 'order' | 'route';

const QUESTIONS: readonly (readonly [Asked, RegExp])[] = [
  ['route', /do you want to return it that way\?/u],
  [
    'item',
    /which item of order \S+ do you want to (?:return|exchange|change)|that you could (?:return|exchange|change)\. it has:/u,
  ],
  ['new_item', /what would you like in place of\b|is out of stock\.|is no longer sold\.|you can wait for it\b/u],
  ['condition', /^in which condition is what you want to return/u],
  ['payment', /which (?:other )?way of payment (?:do you mean|shall|would)|there is no such way of payment/u],
  ['address', /where shall order \S+ be sent\?/u],
  ['order', /which (?:one|order) do you mean/u],
];

export function askedFor(said: string): Asked | undefined {
  return QUESTIONS.find(([, asks]) => asks.test(said))?.[0];
}

export interface SaidPart {
  readonly text: string;
  /** Our question that it answers. */
  readonly asked: Asked | undefined;
}

/** What was said about one change, oldest first. The first part asks for it. */
export interface ChangeTalk {
  readonly topic: ChangeTopic;
  readonly parts: readonly SaidPart[];
}

/** The change that our last message asked about, when this message may be the answer. */
export function openChange(reading: Reading): ChangeTalk | undefined {
  const said = reading.earlier[0];
  if (said?.role !== 'assistant' || askedFor(said.text) === undefined) return undefined;
  const parts: SaidPart[] = [{ text: reading.text, asked: askedFor(said.text) }];
  for (let index = 1; index < reading.earlier.length; index += 1) {
    const message = reading.earlier[index];
    if (message?.role !== 'user') continue;
    const topic = changeAsked(message.text);
    const before = reading.earlier[index + 1];
    const asked = before?.role === 'assistant' ? askedFor(before.text) : undefined;
    if (topic !== undefined && isChange(topic))
      return { topic, parts: [{ text: message.text, asked: undefined }, ...parts] };
    if (asked === undefined) return undefined;
    parts.unshift({ text: message.text, asked });
  }
  return undefined;
}

const ORDER_WORDS =
  /\b(?:(?:in|of|from|for|on|with|under)\s+)?(?:my |the |this |that )?(?:(?:last|latest|recent)\s+)?order\b(?:\s*(?:number|no\.?|id)\b)?\s*[#:]?\s*(?:[ow#]*\d{4,12})?|#?\b[ow]?\d{5,12}\b/gu;
const KIND_WORDS =
  /\b(?:colou?rs?|sizes?|storage|versions?|variants?|options?|models?|returns?|exchanges?|swaps?|replacements?|refunds?|credit|debit|gift|cards?|paypal|visa|mastercard|amex|payment|money|fee|label|condition|policy)\b/gu;

/** Which items, in the customer's words. */
export function itemWords({ topic, parts }: ChangeTalk): string | undefined {
  return last(parts, ({ text, asked }) => {
    if (asked === 'item') return text.replace(ORDER_WORDS, ' ').trim();
    if (asked !== undefined) return undefined;
    const old = topic === 'swap' ? split(text).old : text;
    return productIn(old.replace(ORDER_WORDS, ' , ').replace(KIND_WORDS, ' '));
  });
}

export function wantsEverything({ parts }: ChangeTalk): boolean {
  return parts.some(
    ({ text, asked }) =>
      (asked === undefined || asked === 'item') &&
      /\b(?:everything|all of (?:it|them)|all (?:the |my |three |four |five )?items|both(?: of them)?|whole order|entire order|^all)\b/u.test(
        text,
      ),
  );
}

/** What to have instead, in the customer's words; empty when they did not say. */
export function newItemWords({ parts }: ChangeTalk): string {
  return (
    last(parts, ({ text, asked }) => {
      if (asked === 'new_item') return text;
      return asked === undefined ? split(text).wanted || undefined : undefined;
    }) ?? ''
  );
}

/** "exchange A for B", "change A to B", "B instead of A". */
function split(text: string): { readonly old: string; readonly wanted: string } {
  const plain = text
    .replace(ORDER_WORDS, ' , ')
    .replaceAll(/[?!.]+(?=\s|$)/gu, ' ')
    .replaceAll(/\s+/gu, ' ');
  const instead =
    /\b(?:want|like|prefer|get|have|take|need)\s+(?:to have |to get )?(.+?)\s+instead(?: of (.+))?$/u.exec(plain);
  if (instead) return { old: instead[2] ?? plain.replace(instead[1] ?? '', ' '), wanted: clean(instead[1] ?? '') };
  const parts =
    /^(.*?)\b(?:for|into|against)\s+(?!me\b|my order\b)(.+)$/u.exec(plain) ??
    /^(.*\b(?:exchang\w*|swap\w*|replac\w*|chang\w*|switch\w*|modify\w*|updat\w*)\b.*?)\b(?:to|with|by)\s+(?!(?:exchang|swap|replac|chang|switch|modif|updat|return)\w*\b)(.+)$/u.exec(
      plain,
    );
  return parts === null ? { old: plain, wanted: '' } : { old: parts[1] ?? '', wanted: clean(parts[2] ?? '') };
}

function clean(text: string): string {
  return text
    .replace(/\bplease\b|,\s*$/gu, ' ')
    .replaceAll(/^[\s,]+|[\s,]+$/gu, '')
    .replace(/^(?:the|a|an|one|ones)$/u, '');
}

const METHOD =
  /\b(?:gift ?card|voucher|pay ?pal|(?:credit|debit) ?card|visa|master ?card|american express|amex|discover)\b(?:[^.,;]{0,12}?\b(?:ending|ends)(?: (?:in|with))? \d{4})?|\bcard (?:ending|ends)(?: (?:in|with))? \d{4}\b|\bending(?: (?:in|with))? \d{4}\b/u;

/** The way of payment named as the one to use. */
export function paymentWords({ parts }: ChangeTalk): string | undefined {
  return last(parts, ({ text, asked }) => {
    const wanted = text.replaceAll(
      /\b(?:instead of|rather than|paid (?:with|by|from)|from)\b(?:(?! to\b)[^,.;])*/gu,
      ' ',
    );
    const named =
      METHOD.exec(/\b(?:to|with|by|using|use|onto|on)\b.*$/u.exec(wanted)?.[0] ?? wanted) ?? METHOD.exec(wanted);
    return named?.[0] ?? (asked === 'payment' ? text : undefined);
  });
}

const CONDITIONS: readonly (readonly [string, RegExp])[] = [
  [
    'unopened',
    /\b(?:unopened|un-opened|sealed|(?:never|not|haven'?t|didn'?t|hasn'?t)\b.{0,12}\bopen(?:ed)?|unused|brand new)\b/u,
  ],
  [
    'faulty',
    /\b(?:faulty|defect\w*|broken|malfunction\w*|(?:doesn'?t|does not|not|stopped) work\w*|dead on arrival)\b/u,
  ],
  ['damaged', /\b(?:damaged|scratched|dented|cracked|shattered)\b/u],
  ['opened', /\b(?:opened|unboxed|unsealed|used it|worn|tried (?:it|them))\b/u],
];

export function conditionWords({ parts }: ChangeTalk): string | undefined {
  return last(parts, ({ text }) => CONDITIONS.find(([, says]) => says.test(text))?.[0]);
}

/** What the latest part says that says anything of it. */
function last<T>(parts: readonly SaidPart[], find: (part: SaidPart) => T | undefined): T | undefined {
  for (const part of [...parts].reverse()) {
    const found = find(part);
    if (found !== undefined) return found;
  }
  return undefined;
}
