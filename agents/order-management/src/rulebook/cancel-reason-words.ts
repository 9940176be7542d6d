/** Reasons to cancel in the customer's own words, as those that shops accept. */

const WORDINGS: readonly (readonly [reason: string, wording: RegExp])[] = [
  ['found cheaper elsewhere', /\b(?:cheaper|better (?:price|deal|offer)|lower price|for less|less expensive)\b/u],
  [
    'ordered by mistake',
    /\bmistak\w*|\baccident\w*|\bwrong (?:one|items?|products?|order|thing|colou?r|size|model|version)\b|\b(?:didn'?t|did not|never) (?:mean|intend|want) to\b|\bnever meant\b|\bduplicate\w*\b|\btwice\b|\bdouble\b|\bunintention\w*|\b(?:by|in|an?) error\b|\binadvertent\w*|\bmis-?click\w*|\bclicked\b.{0,20}\btoo\b/u,
  ],
  [
    'no longer needed',
    /\bno (?:longer|more)\b.{0,30}\b(?:need|want|require|interest|use|necessary|of use)\w*|\b(?:need|want|require|use|interest)\w*\b.{0,15}\bno (?:longer|more)\b|\b(?:don'?t|do not|doesn'?t|won'?t|will not|not|never)\b.{0,20}\b(?:need|want|require|use|necessary|interested)\w*|\bchang\w* (?:my|our|her|his) mind\b|\bunneeded\b|\bunnecessary\b|\bhave one already\b|\balready (?:have|got|own|bought)\b|\bdecided against\b|\b(?:plans?|situation|circumstances) (?:have |has )?changed\b|\bno need\b|\bno use for\b/u,
  ],
];

/** The shop's wording of the reason in a text; undefined when it gives none that is known. */
export function reasonIn(text: string): string | undefined {
  return WORDINGS.find(([, wording]) => wording.test(text))?.[0];
}
