/**
 * What a question is about, as alternatives of words. Each concept becomes one full-text query; an article fits the
 * better the more of the concepts it has. No I/O: the tool and the rulebook read questions alike.
 */

export type ConceptRole =
  /** Something that goes wrong or is to be done. */
  | 'symptom'
  /** A kind of product. */
  | 'kind'
  | 'word'
  /** Two neighbouring words written as one ("pro max"): for recognising names only. */
  | 'pair';

export interface Concept {
  readonly role: ConceptRole;
  /** Alternatives in lower-case letters and digits. */
  readonly words: readonly string[];
}

/** How people put a problem or a task, and the words that articles use for it. */
const SYMPTOMS: readonly (readonly [RegExp, readonly string[]])[] = [
  [
    /\b(?:dis)?connect(?:s|ed|ing|ion|ions|ivity)?\b|\bpair(?:s|ed|ing)?\b|\bbluetooth\b|\blinks? (?:to|with)\b/gu,
    ['connect', 'pair', 'pairing', 'bluetooth', 'link', 'linking'],
  ],
  [
    /\bover-?heat(?:s|ed|ing)?\b|\b(?:get|gets|getting|is|runs?|running|too|very|so|extremely|become|becomes) (?:\w+ )?(?:hot|warm)\b|\bhot\b|\bburning\b/gu,
    ['overheat', 'hot', 'warm', 'heat'],
  ],
  [
    /\b(?:turn|switch|power|start|boot)(?:s|ed|ing)? (?:it |them )?(?:on|up)\b|\b(?:not|n't|never|no longer|won't|cannot) (?:start|boot|wake up|wake)\w*\b|\bdead\b|\bno power\b/gu,
    ['start', 'wake', 'dead'],
  ],
  [/\b(?:turn|switch|shut|power)(?:s|ed|ing)? (?:itself |themselves )?(?:off|down)\b/gu, ['switches', 'off', 'shut']],
  [
    /\b(?:no|without|lost|any|hear(?:ing)?(?: any)?)\s+(?:sound|audio|music)\b|\bsilent\b|\bmute[ds]?\b|\b(?:can't|cannot|can not|don't) hear\b|\bsounds?\b|\baudio\b/gu,
    ['sound', 'silent', 'audio'],
  ],
  [
    /\b(?:drain(?:s|ed|ing)?|(?:dies|dying|empties|emptying|empty)|(?:runs?|running) (?:out|down|low)|lasts? (?:only|less|not)|(?:doesn't|does not|not|barely|hardly) last(?:ing)?|battery life)\b/gu,
    ['drain', 'empties', 'lasts', 'last'],
  ],
  [/\bbatter(?:y|ies)\b/gu, ['battery', 'batteries']],
  [/\b(?:re)?sync(?:s|ed|ing|hroni[sz]\w*)?\b/gu, ['sync', 'syncing']],
  [/\b(?:re)?charg(?:e|es|ed|ing)\b/gu, ['charge', 'charging']],
  [/\bcrackl\w*\b|\bdistort\w*\b|\brattl\w*\b|\bbuzz\w*\b/gu, ['crackle', 'crackling']],
  [/\bhiss\w*\b|\bwhistl\w*\b/gu, ['hiss', 'whistling']],
  [/\b(?:fans?|noisy|noise|loud)\b/gu, ['fan', 'fans', 'loud', 'noise']],
  [/\b(?:slow|slowly|slower|sluggish|lag|lags|lagging|laggy)\b/gu, ['slow', 'slowly', 'slower']],
  [
    /\b(?:freez\w*|frozen|hangs?|hanging|stuck|crash\w*|unresponsive|not respond\w*)\b/gu,
    ['freeze', 'freezes', 'hangs', 'stuck', 'crash', 'crashes'],
  ],
  [
    /\bset(?:ting)?[ -]?up\b|\bset (?:it|them) up\b|\binstall\w*\b|\bget started\b|\bfirst (?:start|use|time)\b/gu,
    ['setup', 'set', 'setting', 'first', 'install'],
  ],
  [/\b(?:factory )?reset(?:s|ting)?\b/gu, ['reset']],
  [/\bupdat(?:e|es|ed|ing)\b|\bfirmware\b/gu, ['update', 'firmware']],
  [/\b(?:water-?proof|water-?resistant|swim\w*|shower\w*|rain|wet|water)\b/gu, ['waterproof', 'water', 'rain', 'swim']],
  [/\bwarrant(?:y|ies)\b|\bguarantees?\b|\bwarrantied\b/gu, ['warranty']],
  [/\bclaims?\b/gu, ['claim']],
  [/\bcover(?:s|ed|age)?\b/gu, ['covered', 'cover', 'coverage']],
  [
    /\breturn(?:s|ed|ing|able)?\b|\b(?:send|bring|give|ship) (?:it|them|\w+) back\b/gu,
    ['return', 'returns', 'returned'],
  ],
  [/\brefund(?:s|ed|ing)?\b|\bmoney back\b/gu, ['refund', 'refunds', 'money']],
  [/\bexchang(?:e|es|ed|ing)\b|\bswap\w*\b/gu, ['exchange', 'exchanges']],
  [/\bcancel(?:s|led|ed|ling|ing|lation)?\b/gu, ['cancel', 'cancelling']],
  [/\brecall(?:s|ed)?\b/gu, ['recall', 'recalled']],
];

/** Everyday words for a kind of product, beside those of the catalogue. */
const KINDS: readonly (readonly string[])[] = [
  ['computer', 'laptop', 'notebook', 'pc'],
  ['phone', 'smartphone', 'cellphone', 'mobile', 'handset'],
  ['watch', 'smartwatch', 'wristwatch'],
  ['headphones', 'headphone', 'headset', 'earphones', 'earbuds', 'earpods'],
  ['speaker', 'soundbox', 'boombox'],
];

/** Words that say nothing about the matter, among them those that concern what other colleagues answer. */
const NOISE: ReadonlySet<string> = new Set(
  `
a about above accept accepts accepted after again all also always am an and any anymore anyone are as ask at available be because been before being below best between big but buy by can cannot cheap cheaper
cheapest could customer day days did didn do does doesn doing dollar dollars don done else euro euros ever every explain fault few find fix fixed for found from get gets getting give go goes going good got had happen happened
happening happens has hasn have haven having hello help helped helps here hey hi him how i if in into is isn issue issues it item its itself just keep keeps kindly know known last less let like ll longer look
looking main make makes many may maybe me might mine more most much must my need never new no nope not nothing now of off offer offers often ok okay old on once one only or order ordered orders other our out over own
people per please possible price prices pro-forma problem problems product products properly purchase purchased question questions quick quite re really recently recommend right s say see seem seems
shall she should show since so some something sometimes sort start step steps still stock stop stopped stops such suddenly sure t tell than thank thanks that the their them then there these they thing things
think this those three time times tip tips to today too tried troubleshoot troubleshooting try trying two u under up us use used using usd useful ve very want wants was wasn we well were what when where which while
who why will wish with without won work working works would wrong yes yesterday yet you your yours bought month months week weeks year years ago acme globex shop store policy policies faq rule rules guide guides
manual manuals instruction instructions hint hints general common usual advice solve solved solution fixes repair repaired broken defective faulty defect matter not quickly fast faster
expire first second third fourth fifth number person human someone somebody expires expired expiry valid long left already either both
`
    .trim()
    .split(/\s+/u),
);

const MOST_CONCEPTS = 14;

/** The concepts of a question in the order of their roles: symptoms, kinds and words, pairs. Empty for small talk. */
export function conceptsIn(question: string): readonly Concept[] {
  let rest = question.toLowerCase().replaceAll(/[‘’]/gu, "'");
  const symptoms: Concept[] = [];
  for (const [pattern, words] of SYMPTOMS) {
    const without = rest.replaceAll(pattern, ' , ');
    if (without !== rest) symptoms.push({ role: 'symptom', words });
    rest = without;
  }
  const named = namesIn(rest);
  return [...symptoms, ...named].slice(0, MOST_CONCEPTS);
}

const HOW_TO =
  /\bhow (?:do|can|should|would|to)\b|\b(?:set(?:ting)?[ -]?(?:it |them )?up|instructions?|manual|first (?:use|start|time)|get started)\b/u;
const TROUBLE =
  /\b(?:not|no|never|cannot|without|lost|stopped|keeps?|problems?|issues?|broken|fail\w*|errors?)\b|n't\b/u;

/** The category of articles that a question rather wants; a leaning, no filter. */
export function leaning(question: string): 'known-issues' | 'set-up' {
  const text = question.toLowerCase().replaceAll(/[‘’]/gu, "'");
  return HOW_TO.test(text) && !TROUBLE.test(text) ? 'set-up' : 'known-issues';
}

/** Only what could name a product, for a text that is nothing but its name. */
export function namesIn(text: string): readonly Concept[] {
  const groups = text
    .toLowerCase()
    .split(/[^\p{L}\p{N}\s'’-]+/u)
    .map((group) => wordsOf(group).filter((word) => !NOISE.has(word) && !/^\d{3,}$|^[ow]\d{4,}$/u.test(word)));
  const concepts = groups
    .flat()
    .filter((word, index, all) => all.indexOf(word) === index)
    .map(conceptOf);
  const pairs = groups.flatMap((words) =>
    words.slice(1).map((word, index): Concept => ({ role: 'pair', words: [`${words[index] ?? ''}${word}`] })),
  );
  return [...unique(concepts), ...pairs];
}

function wordsOf(text: string): readonly string[] {
  return text.replaceAll(/['’](?:s|t|re|ve|ll|d|m)\b/gu, ' ').match(/[\p{L}\p{N}]+/gu) ?? [];
}

function conceptOf(word: string): Concept {
  const one = word.length > 3 && word.endsWith('s') ? word.replace(/(?<=ch|sh)es$|s$/u, '') : word;
  const kind = KINDS.find((words) => words.includes(word) || words.includes(one));
  return kind ? { role: 'kind', words: kind } : { role: 'word', words: [word] };
}

function unique(concepts: readonly Concept[]): readonly Concept[] {
  return concepts.filter(
    (concept, index) => concepts.findIndex((other) => other.words[0] === concept.words[0]) === index,
  );
}
