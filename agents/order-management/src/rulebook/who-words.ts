/** Words with which customers say who they are. They are the supervisor's and name no order and no item. */

const EMAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/u;
const NAME = String.raw`\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+){1,2}`;
const ZIP = String.raw`(?:(?:my |the )?(?:zip|postal|post)(?: ?code)?(?: is|:)?|(?:I |i )?(?:live|am|'m)(?: in| at)(?: zip(?: code)?)?) \d{5}(?:-\d{4})?`;
const SAID = [
  String.raw`(?:[Mm]y name(?:'s| is)|I'm|I am|[Tt]his is|[Ii]t's|[Ii]t is) ${NAME}(?: here)?`,
  `${NAME} here`,
  String.raw`(?:[Mm]y e-?mail(?: address)?(?: is|:)?|[Yy]ou can find me under|[Mm]y account is|under)? ?${EMAIL.source}`,
  String.raw`(?:and )?${ZIP}`,
].join('|');
/** Greeting and all that says who it is, at the beginning of a text. */
const LEAD = new RegExp(
  String.raw`^\s*(?:(?:[Hh]i|[Hh]ello|[Hh]ey)(?: there)?[,!.]?\s+)?(?:(?:${SAID})(?:\s*[,.;–-]+|\s+and(?=\s+(?:I live|my zip)))?\s*)+(?=\S|$)`,
  'u',
);

/** What all of {@link SAID} have something of. LEAD takes V8 long to compile, which the first message would wait for. */
const PERHAPS_SAID = /y name|I'm|I am|his is|t's|t is| here|@|zip|post|live|am|'m/u;

/** A message without the words at its beginning that say who writes it. */
export function withoutWho(message: string): string {
  return PERHAPS_SAID.test(message) ? message.replace(LEAD, '') : message;
}
