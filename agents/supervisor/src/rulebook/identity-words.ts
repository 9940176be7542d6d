/** Who a visitor says they are: e-mail address, or name and zip code, gathered over several messages. */
import { ASK_WHO } from '@deskfleet/shared/rulebook/engine.ts';
import { plain, type Reading } from '@deskfleet/shared/rulebook/reading.ts';

export interface SaidIdentity {
  readonly email?: string;
  readonly name?: { readonly first: string; readonly last: string };
  readonly zip?: string;
}

const EMAIL = /[\p{L}\d._%+-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+/u;
const NAME_WORD = "[\\p{L}][\\p{L}'’-]*";
/** Plainly a name, however it is written. */
const NAMED = new RegExp(
  `\\b(?:my (?:full )?name(?:'s| is)?|the name(?:'s| is)|name(?:'s| is|:)|customer(?: name)?:|account holder(?: is)?|under the name(?: of)?|(?:on|in) the name(?: of)?)\\s*:?\\s*(${NAME_WORD}(?:\\s+${NAME_WORD}){1,3})`,
  'iu',
);
/** Only a name when it is written like one: "I am Ana Silva", not "I am looking for". */
const PERHAPS_NAMED =
  /\b(?:[Ii] am|[Ii]['’]m|[Tt]his is|[Ii]t is|[Ii]t['’]s|[Hh]ere is|[Ss]peaking with|[Tt]alking to)\s+(\p{Lu}[\p{L}'’-]+(?:\s+(?:\p{Lu}[\p{L}'’-]+|de|da|van|von|der|la|bin|al)){1,3})/u;
/** Words that end a name. */
const AFTER_NAME =
  /^(?:and|my|with|zip|from|the|in|at|i|i'm|e-?mail|mail|postal|post|living|live|located|you|please|can|could|here|hi|hello|but|is|was|who|to|for|it|it's|code|address|phone|so|of|on|order|about|regarding|need|want)$/iu;

const ZIP_NAMED =
  /\b(?:zip|postal|post)[\s-]?(?:code)?s?\b(?:\s+(?:is|of|being|number|would be|should be))*\s*[:=,#-]?\s*(?:it(?:'s| is) )?(\d{5}-\d{4}|\d{4,6}|[\p{L}\d]{2,4}[\s-]?\d[\p{L}\d]{2}|\d{3}[\s-]?\d{2,4})(?![\p{L}\d])/iu;
const ZIP_BEFORE = /(?<![#\p{L}\d-])(\d{5}(?:-\d{4})?)\s+(?:is|as) (?:my|the) (?:zip|postal|post)/iu;
const BARE_ZIP = /(?<![#\p{L}\d$€£.,-])(\d{5}(?:-\d{4})?)(?![\d\p{L}]|[.,]\d)/u;
/** "Ana Silva, 12345" as an answer. */
const NAME_AND_ZIP = new RegExp(`^\\W*(${NAME_WORD}(?:\\s+${NAME_WORD}){1,3})[\\s,;:/-]+(?=\\S*\\d)`, 'u');
/** "Ana Silva here", at the beginning of a message. */
const NAME_HERE =
  /^\W*(?:(?:[Hh]i|[Hh]ello|[Hh]ey|[Gg]ood \w+)\b[\s,!.]*(?:there[\s,!.]*)?)?(\p{Lu}[\p{L}'’-]+(?:\s+\p{Lu}[\p{L}'’-]+){1,3}) here\b/u;
const ONLY_NAME = new RegExp(`^\\W*(${NAME_WORD}\\s+${NAME_WORD}(?:\\s+${NAME_WORD})?)\\W*$`, 'u');

/** @param asked whether our last message asked for it: then a bare name or zip code is one */
export function identityIn(raw: string, asked: boolean): SaidIdentity {
  const email = EMAIL.exec(raw)?.[0];
  const withoutEmail = raw.replace(EMAIL, ' ');
  const name = nameIn(withoutEmail, asked);
  const zip = zipIn(withoutEmail, asked || name !== undefined);
  return {
    ...(email === undefined ? {} : { email }),
    ...(name === undefined ? {} : { name }),
    ...(zip === undefined ? {} : { zip }),
  };
}

export function saysIdentity({ email, name, zip }: SaidIdentity): boolean {
  return email !== undefined || name !== undefined || zip !== undefined;
}

const SAYING = /\b(?:my|the) (?:full )?(?:name|e-?mail(?: address)?|zip(?: code)?|postal code)(?:['’]s| is|:)/giu;

/** Whether a sentence does nothing but say who somebody is: at most a greeting is left of it. */
export function onlySaysWho(clause: string): boolean {
  const said = identityIn(clause, false);
  const left = withoutSaid(clause, said).match(/\p{L}{2,}/gu) ?? [];
  return saysIdentity(said) && left.length <= 1;
}

/** The text without what says who somebody is. */
export function withoutSaid(raw: string, { email, name, zip }: SaidIdentity): string {
  const parts = [email, zip, name?.first, name?.last].filter((part) => part !== undefined);
  return parts.reduce((text, part) => text.replace(part, ' '), raw).replaceAll(SAYING, ' ');
}

function nameIn(text: string, asked: boolean): SaidIdentity['name'] {
  const found =
    NAMED.exec(text)?.[1] ??
    PERHAPS_NAMED.exec(text)?.[1] ??
    NAME_HERE.exec(text)?.[1] ??
    (asked ? (NAME_AND_ZIP.exec(text)?.[1] ?? ONLY_NAME.exec(text)?.[1]) : undefined);
  if (found === undefined) return undefined;
  const all = found.split(/\s+/u);
  const end = all.findIndex((word, index) => index > 0 && AFTER_NAME.test(word));
  const words = end < 0 ? all : all.slice(0, end);
  const [first, ...rest] = words;
  if (first === undefined || rest.length === 0 || AFTER_NAME.test(first)) return undefined;
  return { first, last: rest.join(' ') };
}

function zipIn(text: string, bare: boolean): string | undefined {
  return ZIP_NAMED.exec(text)?.[1] ?? ZIP_BEFORE.exec(text)?.[1] ?? (bare ? BARE_ZIP.exec(text)?.[1] : undefined);
}

const ASKED = plain(ASK_WHO).slice(-70);
/** How the questions of this file and the refusals of `identify_customer` are known again. */
const ASKED_AGAIN = /\b(?:your zip code|e-mail address of your account)\b/u;

export function askedWho(said: string): boolean {
  return said.includes(ASKED) || ASKED_AGAIN.test(said);
}

/** How many messages of the customer are looked through for what is still missing. */
const LOOK_BACK = 6;

/** What is known from this message and, for what it leaves open, the ones before. */
export function gatheredIdentity(reading: Reading): { readonly now: SaidIdentity; readonly all: SaidIdentity } {
  const [last] = reading.earlier;
  const now = identityIn(reading.raw, last?.role === 'assistant' && askedWho(last.text));
  let all: SaidIdentity = now;
  const before = reading.earlier.filter(({ role }) => role === 'user').slice(0, LOOK_BACK);
  for (const message of before) {
    const place = reading.earlier.indexOf(message) + 1;
    const said = identityIn(message.raw, askedWho(reading.earlier[place]?.text ?? ''));
    // An address that was given before has been tried already.
    const { email: _, ...rest } = said;
    all = { ...rest, ...all };
  }
  return { now, all };
}
