/** What to look for in the knowledge base: the words of a question, grouped with the words that mean the same. */

const EMPTY_WORDS = new Set(`a an the some any my your our their his her its it's this that these those one ones and or of for with without to from in on at by as is are was were am be been being it they them i
  i'm i've i'd me we us you he she do does did done don't doesn't didn't has have had having can could can't cannot would will won't should shall may might must please thanks thank hi hello hey dear ok okay so
  but if not no yes also too there here just really very quite much many lot about what what's which who whose where when how why get gets got getting want need needs help helps helped tell give let know think
  say says said see look looking show find work works working worked problem problems issue issues trouble wrong thing things something anything everything known common error fault faults happen happens happened
  again still anymore more longer any all other else another than then now today since after before because while try tried trying solve fix fixes repair support question questions answer product products device
  devices item suddenly always never sometimes normal keeps keep kept come comes goes go going guide guides manual instructions instruction step steps tips tip hints hint advice way ways even well out off up over
  under below above dollar dollars price prices in-stock stock matter matters smartly bought buy purchased order ordered ago days weeks months year years day new old good bad anybody someone people person
  troubleshoot troubleshooting isn't aren't wasn't properly correctly only make makes made use using used long until during such else's via per it'll they're there's that's able unable best kind type`.split(/\s+/u));

/** Words that say the same in guides and in questions. A word of a group finds all of them. */
const SAME: readonly (readonly string[])[] = [
  ['connect', 'connects', 'connected', 'connecting', 'connection', 'pair', 'pairs', 'pairing', 'paired', 'disconnect', 'disconnects', 'disconnecting'],
  ['sound', 'sounds', 'audio', 'silent', 'mute', 'muted'],
  ['overheat', 'overheats', 'overheating', 'overheated', 'hot', 'warm', 'heat', 'heats'],
  ['drain', 'drains', 'draining', 'drained', 'empty', 'empties', 'lasts', 'last', 'dies'],
  ['startup', 'start', 'starts', 'wake', 'power', 'boot', 'boots'],
  ['sync', 'syncs', 'syncing', 'synced', 'synchronise', 'synchronize', 'synchronising', 'synchronizing'],
  ['charge', 'charges', 'charging', 'charger', 'charged', 'recharge'],
  ['crackle', 'crackles', 'crackling', 'crackly', 'distorted', 'distortion'],
  ['hiss', 'hissing', 'whistling'],
  ['wi-fi', 'wifi', 'wlan'],
  ['flicker', 'flickers', 'flickering'],
  ['display', 'screen'],
  ['setup', 'set-up', 'first', 'pairing', 'linking', 'setting'],
  ['reset', 'resets', 'resetting', 'factory'],
  ['waterproof', 'water', 'swim', 'wet', 'rain'],
  ['swollen', 'bulging', 'bloated'],
  ['slow', 'slowly', 'sluggish'],
  ['loud', 'noisy', 'fans', 'fan'],
  ['return', 'returns', 'returning', 'returned'],
  ['exchange', 'exchanges', 'exchanging', 'swap'],
  ['refund', 'refunds', 'refunded', 'money'],
  ['cancel', 'cancels', 'cancelling', 'cancellation', 'canceling'],
  ['warranty', 'warranties', 'guarantee'],
  ['deliver', 'delivery', 'shipping', 'parcel', 'tracking'],
  ['recall', 'recalled', 'recalls'],
  ['computer', 'computers', 'laptop', 'laptops', 'notebook', 'notebooks', 'pc'],
  ['phone', 'phones', 'smartphone', 'smartphones', 'cellphone', 'mobile'],
  ['watch', 'watches', 'smartwatch', 'smartwatches'],
  ['headphone', 'headphones', 'headset', 'headsets'],
  ['earbud', 'earbuds', 'earphone', 'earphones', 'in-ear'],
  ['speaker', 'speakers', 'loudspeaker'],
  ['tablet', 'tablets'], ['monitor', 'monitors'], ['camera', 'cameras', 'webcam'], ['router', 'routers'],
];

const KINDS = new Set(SAME.slice(-10).flat());

const MOST_GROUPS = 8;

/** Two or three words that are one thing here. */
function joined(text: string): string {
  return text.toLowerCase().replaceAll(/[‘’]/gu, '\'')
    .replaceAll(/\b(?:turn|switch|power|start|boot)(?:s|ed|ing)?(?: \w+)? (?:on|up)\b/gu, ' startup ')
    .replaceAll(/\b(?:set(?:ting)?)(?: \w+){0,4} up\b|\bset-?up\b/gu, ' setup ')
    .replaceAll(/\bsmart[ -](watch|phone)/gu, 'smart$1').replaceAll(/\b(head|ear)[ -](phone|set|bud)/gu, '$1$2');
}

/** The words that carry the question, in order, each once. */
export function queryWords(text: string): readonly string[] {
  const words = joined(text).match(/[\p{L}\p{N}]+(?:[-'][\p{L}\p{N}]+)*/gu) ?? [];
  return [...new Set(words.map((word) => word.replace(/'s$/u, '')))].filter((word) => !EMPTY_WORDS.has(word));
}

/** Words grouped with those that mean the same. Empty for a text that carries nothing to look for. */
export function queryGroups(text: string): readonly (readonly string[])[] {
  const groups = queryWords(text).map((word) => SAME.find((same) => same.includes(word)) ?? [word]);
  return [...new Set(groups)].slice(0, MOST_GROUPS);
}

/** A word for a whole kind of product, such as "headphones". */
export function isKind(word: string): boolean {
  return KINDS.has(word);
}

/** The words of a product's name: without its kind, unless that is all there is. */
export function nameGroups(name: string): readonly (readonly string[])[] {
  const words = queryWords(name);
  const special = words.filter((word) => !isKind(word));
  return queryGroups((special.length > 0 ? special : words).join(' '));
}

/** A query text for `to_tsquery('english', …)`: any of the words; longer ones also as the beginning of a word. */
export function anyOf(words: readonly string[]): string {
  return words.map((word) => (/[-']/u.test(word) ? `'${word.replaceAll('\'', '\'\'')}'` : word.length > 3 ? `${word}:*` : word)).join(' | ');
}
