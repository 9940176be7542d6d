/** What a message asks of the account agent: one request a clause, in the order asked. */
import { plain, type Reading } from '@deskfleet/shared/rulebook/reading.ts';
import { ASKS_MEMORIES, factIn, forgetIn, memorySubject, type ForgetWish } from './memory-words.ts';
import { preferenceWish, type PreferenceWish } from './preference-words.ts';
import { aspectsIn, asksBrowsing, ASPECTS, type Aspect } from './questions.ts';
import { unableIn } from './unable.ts';

export type Request =
  | { readonly topic: 'profile'; readonly aspects: readonly Aspect[] }
  | { readonly topic: 'browsing' | 'options' | 'insights' | 'export' | 'erase' }
  | { readonly topic: 'memories'; readonly about: string | undefined }
  | { readonly topic: 'purchases'; readonly since: string | undefined }
  | { readonly topic: 'address'; readonly words: string }
  | { readonly topic: 'newsletter'; readonly subscribed: boolean }
  | ({ readonly topic: 'preference' } & PreferenceWish)
  | { readonly topic: 'remember'; readonly fact: string }
  | { readonly topic: 'forget'; readonly wish: ForgetWish }
  | { readonly topic: 'unable'; readonly say: string };
export type Topic = Request['topic'];

const CHANGE = String.raw`\b(?:chang(?:e|ing)|updat(?:e|ing)|correct(?:ing)?|fix(?:ing)?|edit(?:ing)?|modify(?:ing)?|set(?:ting)?|replac(?:e|ing)|switch(?:ing)?|use|add|enter|save|store)\b`;
const NO_MAIL = String.raw`(?<!\be-?mail )`;
const ADDRESS = new RegExp(
  [
    String.raw`${CHANGE}.{0,40}${NO_MAIL}\b(?:address(?:es)?\b(?!.{0,5}e-?mail)|(?:zip|postal|post) ?code|postcode|street|house number|apartment(?: number)?)\b`,
    String.raw`\b(?:new|wrong|another|different|incorrect|outdated|old) (?:home |postal |shipping |delivery |default |mailing )?address\b`,
    String.raw`${NO_MAIL}\b(?:address|zip ?code|postcode)\b.{0,25}\b(?:is wrong|is incorrect|is outdated|is not right|isn'?t right|has changed|changed|is now|should be)\b`,
    String.raw`\bi(?:'ve| have|'m| am)? (?:just |recently )?mov(?:ed|ing)\b|\bi (?:now live|live now)\b|\bi(?:'m| am) (?:now )?living\b|\bi live (?:at|in|on)\b.*\d`,
    String.raw`\bmy (?:new |home |shipping |default |current )*(?:address|zip ?code|zip|postcode|postal code) (?:is|should be|will be)\b(?=.*\d)`,
  ].join('|'),
  'u',
);
/** Another agent's: where one order is sent. */
const OF_ORDER =
  /\b(?:of|for|on|in) (?:my |the |this |that )?(?:last |latest )?(?:order|parcel|package|shipment)\b|\b(?:order|parcel)(?:'s)? (?:delivery |shipping )?address\b|#?\b[ow]\d{4,}\b/u;

const NEWSLETTER = String.raw`(?:newsletters?|marketing (?:e-?)?mails?|promotional (?:e-?)?mails?|mailing list|mailings?|advert\w* (?:e-?)?mails?|promotions?)`;
const UNSUBSCRIBE = new RegExp(
  [
    String.raw`\bunsubscribe\b|\bopt(?:ing)? (?:me )?out\b`,
    String.raw`\b(?:stop|quit|cease|no more|don'?t (?:send|want|need)|do not (?:send|want|need)|cancel|remove me|take me off|get me off|sign me off|turn off|switch off|end|without|sick of|tired of)\b.{0,40}\b(?:${NEWSLETTER}|e-?mails?|list)\b`,
    String.raw`\b${NEWSLETTER}\b.{0,25}\b(?:off|stop|cancel\w*|no longer|not any ?more)\b`,
  ].join('|'),
  'u',
);
const SUBSCRIBE = new RegExp(
  [
    String.raw`(?<!un)\b(?:subscribe|re-?subscribe)\b(?!d)|\bopt(?:ing)? (?:me )?in\b`,
    String.raw`\b(?:sign(?: me)? up|put me on|add me to|get|receive|want|like|send me|turn on|switch on|start|enrol\w*)\b.{0,30}\b${NEWSLETTER}\b`,
    String.raw`\b${NEWSLETTER}\b.{0,15}\bon\b`,
  ].join('|'),
  'u',
);
const ASKS_NEWSLETTER = /^(?:do|am|are|is|did|have)\b|\bam i\b|\bdo i\b/u;

const MINE = String.raw`(?:my|all my|all of my|the|all the|all)`;
const ERASE = new RegExp(
  [
    String.raw`\b(?:delet\w*|eras\w*|remov\w*|wip\w*|purg\w*|destroy|clear|scrub|get rid of)\b.{0,25}\b(?:${MINE} (?:personal |customer |account |stored |user )*(?:data|information|info|details|records?|account|profile)|everything(?: you (?:know|have|store|hold|keep)\w*)?(?: (?:about|on|of) me)?|me from your (?:system|database|records)|(?:personal|customer) data|all (?:about|of) me)\b`,
    String.raw`\b(?:close|deactivate|terminate|cancel)\b.{0,15}\b(?:my |the )?(?:customer )?(?:account|profile)\b`,
    String.raw`\bright to (?:be forgotten|erasure)\b|\bforget (?:about )?me\b(?! not)|\b(?:gdpr|data) (?:erasure|deletion)\b|\berasure request\b`,
  ].join('|'),
  'u',
);
const EXPORT = new RegExp(
  [
    String.raw`\b(?:export|download|copy of|copies of|send me|give me|get|want|request|receive|e-?mail me|provide)\b.{0,30}\b(?:${MINE} (?:personal |customer |account |stored )*(?:data|information|records)\b|(?:personal|my) data\b|everything you (?:have|know|store|hold)|all (?:the )?(?:data|information) you)`,
    String.raw`\b(?:data|subject) (?:access|portability|export)(?: request)?\b|\bgdpr (?:access |data )?(?:request|export|copy)\b|\bdata takeout\b|\bexport (?:my|all|everything)\b`,
  ].join('|'),
  'u',
);
const INSIGHTS =
  /\b(?:people|customers?|others|shoppers|buyers|users|members|folks|everyone|somebody|someone)\b.{0,25}\b(?:like me|similar|such as me|with my (?:taste|profile|interests)|same (?:taste|interests|tier)|in my (?:tier|group|situation)|comparable)\b|\bsimilar (?:customers?|people|shoppers|buyers|users)\b|\blike-?minded\b|\bwhat (?:do|did|are) (?:other|others|other people|other customers|most people|most customers)\b.{0,40}\b(?:buy|like|choose|purchase|get|order)/u;
const PURCHASES =
  /\b(?:buying|purchas(?:e|ing)|shopping|spending|order(?:ing)?) (?:habits?|behaviou?r|profile|patterns?|statistics|stats|summary|overview)\b|\bhow much (?:have|did|do) i (?:usually |normally |typically )?(?:spen[dt]|pa(?:y|id))\b|\bhow often (?:do|did|have) i (?:\w+ )?(?:buy|bought|order\w*|shop\w*|purchase\w*)|\bwhat (?:do|have|did) i (?:usually|normally|mostly|typically|often|generally|mainly) (?:buy|bought|order\w*|purchase\w*)|\b(?:what|which)\b.{0,25}\b(?:categor(?:y|ies)|kinds? of (?:things|products)|brands?|products?|things)\b.{0,15}\b(?:do|did|have) i (?:\w+ )?(?:buy|bought|order\w*|purchase\w*)|\b(?:bought|buy|ordered|order|purchased) (?:the )?most\b|\b(?:total|average|overall) (?:spend\w*|spent|expenses?|order value)\b|\bhow many (?:items|things|products) (?:have|did) i\b|\bhow much (?:money )?(?:have i|did i|i(?:'ve| have)?) (?:left|spen[dt]|given you)\b/u;
const OPTIONS =
  /\b(?:what|which)\b.{0,25}\b(?:preferences?|settings?|options?)\b.{0,25}\b(?:can|could|may|are there|available|possible|exist|offer|choose)\b|\b(?:what|which)\b.{0,15}\bcan i (?:set|change|choose)\b|\b(?:list|show)\b.{0,20}\b(?:available|possible) (?:preferences?|settings?)\b|\bmanage my preferences\b/u;

const SINCE =
  /\bsince (?:(january|february|march|april|may|june|july|august|september|october|november|december) )?(20\d\d)\b/u;
const MONTHS = 'january february march april may june july august september october november december'.split(' ');

function sinceIn(text: string): string | undefined {
  const found = SINCE.exec(text);
  if (found === null) return undefined;
  const month = found[1] === undefined ? 1 : MONTHS.indexOf(found[1]) + 1;
  return `${found[2] ?? ''}-${String(month).padStart(2, '0')}-01`;
}

/** The requests of one clause. @param raw as it was written */
function requestsOfClause(raw: string): readonly Request[] {
  const text = plain(raw);
  const fact = factIn(raw);
  if (fact !== undefined) return [{ topic: 'remember', fact }];
  const wish = forgetIn(raw);
  if (wish !== undefined) return [{ topic: 'forget', wish }];
  if (ASKS_MEMORIES.test(text)) return [{ topic: 'memories', about: memorySubject(text) }];
  if (/\bbrows\w*|\bhistory\b|\bpasswords?\b/u.test(text)) {
    const say = unableIn(text);
    if (say !== undefined) return [{ topic: 'unable', say }];
  }
  if (ERASE.test(text)) return [{ topic: 'erase' }];
  if (EXPORT.test(text)) return [{ topic: 'export' }];
  if (INSIGHTS.test(text)) return [{ topic: 'insights' }];
  if (PURCHASES.test(text)) return [{ topic: 'purchases', since: sinceIn(text) }];
  if (OPTIONS.test(text)) return [{ topic: 'options' }];
  if (!ASKS_NEWSLETTER.test(text)) {
    if (UNSUBSCRIBE.test(text)) return [{ topic: 'newsletter', subscribed: false }];
    if (SUBSCRIBE.test(text)) return [{ topic: 'newsletter', subscribed: true }];
  }
  if (ADDRESS.test(text) && !OF_ORDER.test(text)) return [{ topic: 'address', words: raw }];
  const preference = preferenceWish(text);
  if (preference !== undefined) return [{ topic: 'preference', ...preference }];
  const say = unableIn(text);
  if (say !== undefined) return [{ topic: 'unable', say }];
  const aspects = aspectsIn(text);
  return [
    ...(aspects.length > 0 ? [{ topic: 'profile', aspects } as const] : []),
    ...(asksBrowsing(text) ? [{ topic: 'browsing' } as const] : []),
  ];
}

const STARTS = String.raw`(?:what|where|which|who|how|when|tell|show|list|give|can|could|would|change|update|set|delete|remove|erase|unsubscribe|subscribe|sign|stop|send|export|download|remember|note|forget|don'?t forget|keep in mind|contact|call|do|does|am|is|are|i want|i'd like|i would like|my|please)`;
/** After "St." comes no new sentence. */
const NEXT_CLAUSE = new RegExp(
  String.raw`(?<=[;!?]|(?<!\b(?:st|ave|rd|blvd|dr|ln|ct|pl|sq|apt|no|nr|ste|mr|mrs|ms|e\.g|str))\.)\s+|,?\s+(?:and|also|then)\s+(?:also\s+|please\s+|then\s+)*(?=${STARTS}\b)`,
  'iu',
);
/** Only asks once more for what was just asked. */
const DO_IT =
  /^(?:so |please |can you |could you |would you |kindly )*(?:update|change|correct|fix|save|adjust|enter) (?:it|that|this|them|my (?:account|profile|records?|data|details))(?: accordingly| for me| please| now)*[.!?]*$/iu;
/** What follows such a request without one of its own belongs to it: "remember that …. It is for my job." */
const TAKES_MORE: ReadonlySet<Topic> = new Set(['address', 'remember']);

/** Every request of a text. What a clause alone does not ask belongs to the one before it. */
export function requestsIn(raw: string): readonly Request[] {
  const clauses: { words: string; requests: readonly Request[] }[] = [];
  for (const words of raw.replaceAll(/[‘’]/gu, "'").split(NEXT_CLAUSE)) {
    const before = clauses.at(-1);
    if (
      before !== undefined &&
      before.requests.length > 0 &&
      DO_IT.test(words) &&
      before.requests.at(-1)?.topic !== 'profile'
    )
      continue;
    const requests = requestsOfClause(words);
    const topic = before?.requests.at(-1)?.topic;
    const goesOn =
      (requests.length === 0 && topic !== undefined && TAKES_MORE.has(topic)) ||
      (topic === 'address' && requests[0]?.topic === 'address') ||
      (topic === 'remember' &&
        /^i\b/iu.test(words) &&
        requests[0]?.topic !== 'remember' &&
        !/\bwant|like to\b/iu.test(words));
    if (before !== undefined && goesOn) {
      const joined = `${before.words}${/[,.;!?]$/u.test(before.words) ? ' ' : ' and '}${words}`;
      before.words = joined;
      before.requests = requestsOfClause(joined);
    } else clauses.push({ words, requests });
  }
  return merged(clauses.flatMap(({ requests }) => requests));
}

/** Several questions about the profile are one look at it. */
function merged(requests: readonly Request[]): readonly Request[] {
  const aspects = requests.flatMap((request) => (request.topic === 'profile' ? request.aspects : []));
  const seen = new Set<string>();
  return requests.flatMap((request): Request[] => {
    const one: Request =
      request.topic === 'profile'
        ? { topic: 'profile', aspects: ASPECTS.filter((aspect) => aspects.includes(aspect)) }
        : request;
    const key = JSON.stringify(one);
    if (seen.has(key)) return [];
    seen.add(key);
    return [one];
  });
}

export function requestsOf(reading: Reading): readonly Request[] {
  return requestsIn(reading.raw);
}

export function find<T extends Topic>(reading: Reading, topic: T): readonly Extract<Request, { topic: T }>[] {
  return requestsOf(reading).filter((request): request is Extract<Request, { topic: T }> => request.topic === topic);
}
