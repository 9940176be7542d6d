/** What the words of a product search mean: kinds of products, everyday synonyms, and words that carry nothing. */

interface Kind {
  /** Categories a shop may file it under. */
  readonly categories: readonly string[];
  /** Words that narrow the category down; null where the category says it all. */
  readonly narrows: readonly string[] | null;
}

const LAPTOP: Kind = { categories: ['computer', 'laptop'], narrows: ['laptop', 'notebook'] };
const COMPUTER: Kind = { categories: ['computer'], narrows: null };
const TABLET: Kind = { categories: ['tablet', 'computer'], narrows: ['tablet'] };
const PHONE: Kind = { categories: ['phone'], narrows: null };
const WATCH: Kind = { categories: ['watch'], narrows: null };
const HEADPHONES: Kind = { categories: ['headphones'], narrows: null };
const EARBUDS: Kind = { categories: ['headphones'], narrows: ['earbud', 'in-ear'] };
const SPEAKER: Kind = { categories: ['speaker'], narrows: null };
const ACCESSORY: Kind = { categories: ['accessory'], narrows: null };

/** Kinds of products by the singular words people use for them. Other words are searched as they are. */
const KINDS: ReadonlyMap<string, Kind> = new Map(
  Object.entries({
    laptop: LAPTOP,
    notebook: LAPTOP,
    computer: COMPUTER,
    pc: COMPUTER,
    desktop: { categories: ['computer'], narrows: ['desktop'] },
    tablet: TABLET,
    reader: { categories: ['tablet'], narrows: ['reader'] },
    ereader: { categories: ['tablet'], narrows: ['reader'] },
    phone: PHONE,
    smartphone: PHONE,
    cellphone: PHONE,
    mobile: PHONE,
    handset: PHONE,
    watch: WATCH,
    smartwatch: WATCH,
    wristwatch: WATCH,
    headphone: HEADPHONES,
    headset: HEADPHONES,
    earphone: EARBUDS,
    earbud: EARBUDS,
    earpod: EARBUDS,
    speaker: SPEAKER,
    loudspeaker: SPEAKER,
    soundbox: SPEAKER,
    boombox: SPEAKER,
    monitor: { categories: ['monitor'], narrows: null },
    webcam: { categories: ['camera'], narrows: ['webcam'] },
    camera: { categories: ['camera'], narrows: null },
    accessory: ACCESSORY,
    accessories: ACCESSORY,
  } satisfies Record<string, Kind>),
);

/** Words that stand before the noun that is meant and not part of what it is for: "speaker for my laptop". */
const AFTER_HEAD = /\s(?:for|with|to|from|that|which|under|below|over|between|in|on|at|without)\s/u;

const EMPTY_WORDS = new Set(
  `a an the some any my your our their his her its this that these those one ones and or of for with to from in on at by as is are was be it they them i me we
  you he she do does did have has had can could would will should shall may please want need like looking look search find show get buy buying recommend suggest good best better nice great
  most more top rated popular favourite favorite cheap cheaper cheapest affordable expensive product products item items thing things something anything kind type sort new really very just
  about what which who where when how much there here so if but not no also too available stock sell shop store price prices cost costs under below
  over above between dollar dollars euro euros budget`.split(/\s+/u),
);

export function wordsIn(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*/gu) ?? [];
}

export function singular(word: string): string {
  if (word.length <= 3 || !word.endsWith('s') || word.endsWith('ss')) return word;
  return /(?:ch|sh|x|ss)es$/u.test(word) ? word.slice(0, -2) : word.slice(0, -1);
}

/** "smart watch", "cell phone" and the like are one word here. */
function joined(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/\bsmart[ -](watch|phone)/gu, 'smart$1')
    .replaceAll(/\b(?:cell|mobile)[ -]phone/gu, 'cellphone')
    .replaceAll(/\be-reader/gu, 'ereader')
    .replaceAll(/\b(ear|head)[ -](phone|bud|set)/gu, '$1$2')
    .replaceAll(/\bweb[ -]cam/gu, 'webcam');
}

export function isKind(word: string): boolean {
  return KINDS.has(singular(word));
}

/** True when a text names a kind of product anywhere. */
export function namesKind(text: string): boolean {
  return wordsIn(joined(text)).some(isKind);
}

export interface SearchPlan {
  /** Categories to look in when the shop has one of them; empty for all. */
  readonly categories: readonly string[];
  /** What the kind was called, for shops without such a category. */
  readonly noun: readonly string[];
  /** Each group is one thing that was asked for, with the words that say it. */
  readonly groups: readonly (readonly string[])[];
}

const MOST_GROUPS = 8;

/** What to search for. "gaming laptop for travel" looks for laptops, "laptop stand" does not. */
export function planSearch(query: string): SearchPlan {
  const text = joined(query);
  const head = wordsIn(text.split(AFTER_HEAD)[0] ?? '').filter((word) => !EMPTY_WORDS.has(word));
  const noun = singular(head.at(-1) ?? '');
  const kind = KINDS.get(noun);
  const others = wordsIn(text).filter(
    (word) => !EMPTY_WORDS.has(word) && (kind === undefined || singular(word) !== noun),
  );
  const groups = [...new Set(others)].map((word) => synonymsOf(word));
  return {
    categories: kind?.categories ?? [],
    noun: kind ? [noun] : [],
    groups: [...(kind?.narrows ? [kind.narrows] : []), ...groups].slice(0, MOST_GROUPS),
  };
}

/** Words for which descriptions often use another one. */
const SYNONYMS: readonly (readonly string[])[] = [
  ['gaming', 'game'],
  ['wireless', 'bluetooth'],
  ['waterproof', 'water', 'splash-proof', 'ip67', 'ip68', 'ipx8'],
  ['running', 'runner'],
  ['kids', 'children', 'child', 'kid', 'daughter', 'son'],
  ['portable', 'palm-sized', 'travel'],
  ['charger', 'charging'],
  ['noise-cancelling', 'noise'],
];

function synonymsOf(word: string): readonly string[] {
  return SYNONYMS.find((words) => words.includes(word)) ?? [word];
}

/** The name of a product as it was said: without the kind of product, unless that is all there is. */
export function nameWords(name: string): readonly string[] {
  const all = wordsIn(joined(name)).filter((word) => word !== 'the' && word !== 'a');
  const special = all.filter((word) => !isKind(word));
  return (special.length > 0 ? special : all).slice(0, MOST_GROUPS);
}

/** A query text for `to_tsquery('english', …)`: any of the words, also as the beginning of a longer one. */
export function anyOf(words: readonly string[]): string {
  return words.map((word) => (word.includes('-') ? `'${word}'` : `${word}:*`)).join(' | ');
}
