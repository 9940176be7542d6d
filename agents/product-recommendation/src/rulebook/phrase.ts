/** What is left of a question when everything but the product is taken away. The rulebook knows no product names. */
import { isKind, wordsIn } from '../words/search-words.ts';

const COLORS =
  `black white blue red green yellow silver gold grey gray graphite pink rose orange teal purple violet mint lime lilac brown beige turquoise`.split(
    ' ',
  );
const SIZE = /\b(\d+(?:\.\d+)?) ?(gb|tb|mm|cm)\b/gu;
const MEASURE =
  /\b(?:at least |more than |over |under |up to |about |around )?\d+(?:\.\d+)?[ -]?(?:gb|tb|mm|cm|watts?|w|mah|hours?|h|inch(?:es)?|hz|mp|megapixels?|kg|days?|weeks?|months?|years?|people|stars?|percent|%)(?![\p{L}\p{N}])(?: of (?:memory|ram|storage|battery))?/gu;
const MONEY =
  /(?:\b(?:under|below|less than|cheaper than|at most|up to|max(?:imum)?(?: of)?|no more than|within|not over|over|above|more than|at least|from|starting at|min(?:imum)?(?: of)?|between|around|about|for|budget(?: is| of)?|costs?)\s+)+(?:a budget of\s+)?[$€£]?\s?\d+(?:\.\d+)?\s?(?:dollars?|bucks|usd|eur(?:os?)?|[$€£])?(?:\s+and\s+[$€£]?\s?\d+(?:\.\d+)?\s?(?:dollars?|bucks|usd|eur(?:os?)?|[$€£])?)?|[$€£]\s?\d+(?:\.\d+)?|\b\d+(?:\.\d+)?\s?(?:dollars?|bucks|usd|euros?|[$€£])(?:\s+(?:or less|max|maximum|at most|tops))?/gu;

/** "I'm", "don't": they say nothing about a product and would fall apart into pieces that seem to. */
const CONTRACTED = /\b\p{L}+(?:n't|'(?:m|d|ve|re|ll))(?!\p{L})/gu;

/** Words that ask, join or fill and never name a product. */
const FILLER = new Set(
  `a an the some any my your our their his her its it's this that these those one ones and or of for with without to from in on at by as is are was were be been it they them i am i'm i'd i've me we
  us you he she do does did don't doesn't has have had having can could can't would will should shall may might please pls thanks thank hi hello hey dear ok okay so but if not no yes also too there here just
  really very quite much many lot bit like about what what's which who whose where when how why get got getting want wants need needs looking look search searching find show see tell give let know think say
  says said saying buy buying purchase order recommend recommends recommendation recommendations suggest suggestion suggestions good best better great nice decent perfect right ideal most more less least top
  rated rate rating ratings highest lowest popular favourite favorite cheap cheaper cheapest inexpensive affordable expensive premium budget price prices priced pricing cost costs product products
  item items thing things something anything everything kind type types sort model models option options version versions variant variants choice choices new newest latest currently current now today
  right moment available availability stock stocked restock restocked sold out back again still left sell sells selling shop store carry offer offers offering have come comes colour colours color colors
  size sizes in-stock details detail info information specs specifications spec features feature description describe review reviews reviewed reviewers opinion opinions feedback people customers
  customer users user others other else another people's compare compared comparing comparison versus vs difference differences between than matter matters does doesn't doesnt regardless any all dollars dollar euros euro
  usd eur bucks under below over above around than upto up max maximum minimum least gift idea ideas help market interested advise advice deal deals money worth value quality
  hi-end high-end go use using used person myself into make makes made made-of only alternatives alternative similar cons pros complain complains complaint complaints praise love hate
  tablet's both two three go-to mean means meant looking-for soon week month days hello there's that's who's long last lasts heavy weigh weighs big does-it how's good-quality first second third
  shows list lists listing page next previous continue sure maybe perhaps actually which's should've expected expect pick choose well together same yours mine ship ships piece pieces
  able afford per approximately roughly tops spend spending limit range low higher lower instead want-to either neither warranty warranties guarantee longest biggest smallest lightest fastest loudest quietest life wife husband mother father mom mum dad friend boyfriend girlfriend men women grandfather grandmother grandma grandpa birthday christmas stuff category categories ignore instructions exact exactly lately recently mentioned said earlier above-mentioned question
  longer shorter lighter heavier brighter faster slower quieter louder newer older thinner thicker stronger weaker sharper softer nicer worse bigger wider taller deeper smoother cleaner richer
  decide choosing torn trouble word goes discount discounts coupon voucher read reading-out wrote written hmm well comparable comparing after pair pairs got gets hey similar anyhow maybe thinking thought guess exactly serious
  buyer buyers kinds groups put puts take taking taken star stars five-star four-star three-star two-star one-star happy satisfied unhappy bad negative positive critical poor side sides seller sellers selling bestseller bestsellers best-selling
  bestselling top-rated best-rated highest-rated well-rated trending popularity reviews ratings sold-out favourites favorites suggestions recommendations presents present inspiration departments department assortment catalogue
  catalog comparisons opinion customers' wait waiting ask asked asking hear heard owners owner everyone anybody anyone far idea ideas notify alert inform remind`.split(
    /\s+/u,
  ),
);

/** Qualities that describe many products; alone they do not name one. */
const QUALITIES = new Set(
  `gaming game games gamer wireless bluetooth waterproof water-resistant resistant water noise cancelling canceling cancellation noise-cancelling noise-canceling over-ear in-ear on-ear open-ear
  wired portable light lightweight small smaller large larger loud louder quiet fast faster battery batteries life camera display screen storage memory ram sport sports run running runner runners kids kid
  children child son daughter home house office travel travelling traveling work working school student students study
  studying university video videos photo photos editing gps swimming swim hiking party outdoor outdoors garden beach mechanical curved ultrawide 4k 5g 4g lte smart usb-c usb wifi wi-fi fitness health
  sleep tracking heart simple easy elderly seniors everyday daily mini compact ergonomic bass sound music audio stereo microphone mic calls call dual sim charging charger fast-charging
  folding foldable touch pen stylus keyboard mouse case cable stand bulb router socket plug doorbell lamp table chair shelf pan kettle toaster mixer towel towels pillow duvet linen planter vacuum robot
  set desk floor coffee maker electronics gadget gadgets device devices dock bank power protector hub band noise-free kitchen bedroom garden bathroom furniture lighting storage cleaning garden`.split(
    /\s+/u,
  ),
);

export interface Phrase {
  /** The words that are left, in order. */
  readonly words: readonly string[];
  /** The words that stand together and hold one that is neither a kind of product nor a quality. */
  readonly name: string | undefined;
  /** Colours and sizes. */
  readonly options: readonly string[];
}

/** @param text lower case, as in a Reading. */
export function phraseIn(text: string): Phrase {
  const plainText = text.replaceAll(/(\d),(\d{3})(?!\d)/gu, '$1$2');
  const sizes = /\b(?:at least|minimum|more than)\b/u.test(text)
    ? []
    : [...plainText.matchAll(SIZE)].map((match) => size(match[1] ?? '', match[2] ?? ''));
  const rest = plainText
    .replaceAll(CONTRACTED, ' ')
    .replaceAll(MEASURE, ' , ')
    .replaceAll(MONEY, ' , ')
    .replaceAll(/'(?:s\b)?/gu, '');
  const words = wordsIn(rest);
  return {
    words: words.filter((word) => !FILLER.has(word) && !isColor(word)),
    name: nameIn(rest),
    options: [...words.filter(isColor), ...sizes],
  };
}

/** "32 GB", "46 mm": as shops write them. */
function size(amount: string, unit: string): string {
  return `${amount} ${unit.endsWith('b') ? unit.toUpperCase() : unit}`;
}

function isColor(word: string): boolean {
  return COLORS.includes(word);
}

function isSpecial(word: string): boolean {
  return !QUALITIES.has(word) && !isKind(word);
}

/** "does the zensound have noise cancelling" → "zensound"; "the wireless nova 5g" → "nova 5g". */
function nameIn(text: string): string | undefined {
  const runs: string[][] = [[]];
  for (const token of text.match(/[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*|[^\s\p{L}\p{N}]/gu) ?? []) {
    if (!/[\p{L}\p{N}]/u.test(token) || FILLER.has(token) || isColor(token)) runs.push([]);
    else runs.at(-1)?.push(token);
  }
  const run = runs.find((words) => words.some(isSpecial));
  const start = run?.findIndex((word) => !QUALITIES.has(word)) ?? 0;
  return run?.slice(start).join(' ');
}
