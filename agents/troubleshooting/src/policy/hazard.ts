/**
 * Signs of danger in what a customer writes: smoke, fire, a swollen or leaking battery, sparks, an electric shock. They
 * end all troubleshooting; the customer is told what is prepared here and nothing else. Rather once too often than once
 * too little, but a device that is merely hot is no emergency.
 */
export type Hazard = 'fire' | 'battery' | 'electricity';

const NOT_MEANT = [
  // Things that are called so, and colours.
  /\bsmoke (?:detectors?|alarms?|sensors?|gr[ae]y)\b/gu,
  /\bsmok(?:e|ed|y) (?:glass|black|colou?r)\b/gu,
  /\bfire ?(?:tv|stick|tablet|wall|fox|wire|works?)\b/gu,
  /\bburn(?:s|ed|ing|t)? (?:a |the |some )?(?:cds?|dvds?|discs?|calories|in|my (?:legs?|lap|knees?|thighs?)|through (?:the |my )?battery)\b/gu,
  /\bfire (?:up|it up|them up)\b/gu,
  // Said not to be there.
  /\b(?:no|not|without|isn't|never|neither|nor)\b (?:any |a |even )?(?:smok\w+|burn\w*|fire|flames?|sparks?|swollen|swelling|leak\w*|bulg\w+|smell\w*)(?: (?:smell|or \w+))?\b/gu,
];

const SIGNS: readonly (readonly [Hazard, RegExp])[] = [
  [
    'battery',
    /\b(?:swollen|swell(?:s|ed|ing)?|bulg(?:e|es|ed|ing)|bloated|ballooned|puff(?:ed|y|ing)?(?: up)?|leak(?:s|ed|ing|age)?|expand(?:s|ed|ing)|vent(?:s|ed|ing))\b.{0,60}\b(?:batter(?:y|ies)|cells?|power bank|back|lid|case|cover|casing|display|screen|acid)\b|\b(?:batter(?:y|ies)|cells?|power bank|back cover|back|casing)\b.{0,40}\b(?:swollen|swell(?:s|ed|ing)?|bulg(?:e|es|ed|ing)|bloated|ballooned|puff(?:ed|y)|leak(?:s|ed|ing)?|bursts?|exploded|expanded|lifts?|lifted)\b|\b(?:screen|display|back|lid)\b.{0,30}\b(?:is |being |gets? )?(?:lifting|pushed (?:up|out)|pops? (?:up|out|off)|popped (?:up|out|off))\b/u,
  ],
  [
    'electricity',
    /\belectric(?:al)? shocks?\b|\belectrocut\w+|\b(?:gave|gives|got|get|getting|give) (?:me |us |him |her )?(?:a |an )?(?:little |small |strong |electric )*shocks?\b|\bshocked (?:me|us|my)\b|\bspark(?:s|ed|ing)?\b|\bshort[- ]circuit\w*|\bbare (?:wires?|cables?)\b|\bexposed wires?\b/u,
  ],
  [
    'fire',
    /\bsmok(?:e|es|ed|ing)\b|\bon fire\b|\bcaught fire\b|\b(?:catches|catching|started a|small|little) fire\b|\bflames?\b|\bburn(?:ing|t|ed)?\b.{0,15}\b(?:smell|odou?r|plastic|rubber|electronics)\b|\bsmell\w*\b.{0,25}\b(?:burn\w*|smok\w*|scorch\w*|melt\w*)\b|\b(?:is|are|was|were|it's|started|keeps?|something|plastic|cable|plug|socket|charger) burn(?:ing|t|ed)\b|\bburn(?:t|ed) (?:my|me|his|her|our|the|a|down|out|marks?)\b|\bburn marks?\b|\bmelt(?:s|ed|ing)?\b|\bscorch\w*\b|\bexplo(?:de[ds]?|ding|sion)\b|\bblew up\b|\bchar(?:red|ring)\b/u,
  ],
];

/** @returns what kind of danger the words tell of; undefined when they tell of none. */
export function hazardIn(words: string): Hazard | undefined {
  let text = words.toLowerCase().replaceAll(/[‘’]/gu, "'");
  for (const pattern of NOT_MEANT) text = text.replaceAll(pattern, ' ');
  return SIGNS.find(([, pattern]) => pattern.test(text))?.[0];
}

const FIRST = 'Please stop using it at once.';
const LAST =
  'Do not try to repair or open it, and do not send it by normal mail. If it burns or smokes, leave the room and call the fire brigade. A colleague of ours takes over from here.';

const SCRIPTS: Readonly<Record<Hazard, string>> = {
  fire: `${FIRST} Switch it off and pull the plug if you can do so without danger, do not charge it, and keep it away from anything that burns. ${LAST}`,
  battery: `${FIRST} Switch it off, do not charge it and do not press or pierce it; put it on stone or metal, away from anything that burns and from where people sleep. ${LAST}`,
  electricity: `${FIRST} Do not touch it: switch the power off at the fuse or pull the plug at its dry end, and keep others away from it. ${LAST}`,
};

/** The prepared text for a danger. */
export function hazardScript(hazard: Hazard): string {
  return SCRIPTS[hazard];
}
