/** Talking one's way through a guide: whether one is wanted, and what a message does in the one that is open. */
import type { Reading } from '@deskfleet/shared/rulebook/reading.ts';
import type { GuideAction } from '../policy/guide-walk.ts';
import { mattersIn, NO_HELP } from './conversation.ts';

const WANTS_GUIDE =
  /\bstep[- ]by[- ]step\b|\b(?:walk|lead|take|talk|guide|bring) (?:me|us) (?:through|along|step|by|with|to a fix)\b|\bguide me\b|\b(?:one|a single) (?:step|thing) at a time\b|\b(?:interactive|guided) (?:guide|help|tour|troubleshooting|fix|repair)\b|\b(?:start|open|begin|follow|go through|use|try) (?:a|the|your) (?:\w+[- ])?(?:guide|troubleshooter)\b|\bgo through (?:it|this|that|the steps) (?:with me|together)\b|\b(?:troubleshoot|fix|solve|sort|debug)\w* (?:it|this|that|my \w+|the \w+)(?: \w+){0,2} (?:with me|together)\b|\blet'?s (?:fix|troubleshoot|go through|solve)\b/u;

const EVERY_GUIDE_WORD = new RegExp(`(?:,? ?please )?(?:${WANTS_GUIDE.source}|\\bguide me\\b)`, 'gu');

export function wantsGuide(text: string): boolean {
  return WANTS_GUIDE.test(text);
}

/** The words around the problem that only ask for a guide. */
export function withoutGuideWords(text: string): string {
  return text
    .replaceAll(/(?:,? ?please )?\bstep[- ]by[- ]step\b/gu, ' ')
    .replaceAll(EVERY_GUIDE_WORD, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim();
}

const STEP = /\bstep (\d+) of (\d+): /u;
/** What `tellGuide` says once all steps are told. */
export const GUIDE_OVER = 'That was the last step of the guide.';

/** How many answers back a guide still counts as open without being named. */
const ANSWERS_BACK = 2;

/** The latest answer that told a step, or that the steps are used up. */
function guideText(reading: Reading, answersBack: number): string | undefined {
  return reading.earlier
    .filter(({ role }) => role === 'assistant')
    .slice(0, answersBack)
    .find(({ text }) => STEP.test(text) || text.includes(GUIDE_OVER.toLowerCase()))?.text;
}

const RESTART =
  /\b(?:start|begin|go) (?:over|anew|all over)\b|\b(?:start|begin) (?:again|afresh)\b|\bfrom the (?:very )?(?:start|beginning|top)\b|\b(?:back to|the) (?:the )?first step\b|\brestart (?:the )?guide\b/u;
const STOP =
  /^\W*(?:please )?(?:stop|quit|exit|enough|abort)\b|\b(?:stop|quit|leave|exit|cancel|end) (?:the |this )?(?:guide|here|now)\b|\b(?:never ?mind|forget (?:it|the guide)|i give up|no more steps)\b/u;
const SOLVED =
  /\b(?:it|that|this|they|everything|all|headphones|watch|speaker|computer|laptop|phone|display|keyboard|stylus)?(?:'s| is| are| has| have|'ve)? ?(?:now |finally |been )?(?:works|work|working|fixed|solved|connected|synced|syncing|back to normal|sorted|repaired|resolved)(?: (?:now|again|fine|perfectly|well|at last|it|great))\b|^\W*(?:great|yay|hooray|perfect|super|wow|nice)?\W*(?:it|that|this|they)(?:'s| is| are)? ?(?:works?|worked|working|did it|fixed it|helped|solved it|has helped)\W*$|\b(?:that|this|it|which) (?:did (?:it|the trick)|fixed it|solved (?:it|the problem)|helped|worked)\b|\bproblem (?:is )?(?:solved|gone|fixed)\b|^\W*(?:solved|fixed|works|working)\b/u;
const NEGATED =
  /\b(?:not|no|never|nothing|still|without|isn't|aren't|doesn't|don't|didn't|won't|hasn't|haven't|wasn't)\b/u;
/** What makes "did that" mean that it was of no use. */
const DENIED = /\b(?:no|not|never|nothing|still|without|useless|same|else|other|\w+n't)\b/u;
const BACK = /\b(?:go|step|one|take me|jump)? ?back\b|\bprevious\b|\bthe (?:step|one) before\b|\bearlier step\b/u;
const REPEAT =
  /\b(?:repeat|say (?:that|it) again|once more|one more time|come again|pardon|read (?:that|it) again|what was (?:that|the step|this)|which step|where (?:are|were) we|(?:didn't|did not|don't) (?:get|understand|catch|follow)|again,? please|explain (?:that|it|this) again|i lost track)\b|^\W*(?:sorry|what|again|huh)\W*$/u;
const NEXT =
  /\b(?:next|done|continue|go on|go ahead|carry on|proceed|ready|finished|completed|what now|now what|and (?:now|then)|what(?:'s| is| comes) next|did (?:it|that|so)|(?:i have|i've|i did|i) (?:done|did|tried|checked|charged|removed|restarted|reset|installed|cleaned|turned|pulled|switched)\b|got it|all set|checked|move on)\b|^\W*(?:ok|okay|yes|yep|yeah|sure|alright|all right|fine|good)\b/u;

/** Words up to which a message is about the guide whatever it names. */
const FEW_WORDS = 8;

/** What the message does in the guide that is open; undefined when none is, or when it is about something else. */
export function guideAction(reading: Reading): Exclude<GuideAction, 'start'> | undefined {
  const near = guideText(reading, ANSWERS_BACK);
  const text = near ?? guideText(reading, Number.POSITIVE_INFINITY);
  if (text === undefined) return undefined;
  const action = actionIn(reading.text);
  if (action === undefined) return undefined;
  // After other matters only words about the guide itself lead back to it.
  if (near === undefined || !isLatest(reading, text))
    return /\b(?:guide|steps?|where (?:were|are) we)\b/u.test(reading.text) ? action : undefined;
  if (reading.text.split(' ').length <= FEW_WORDS) return action;
  const known = mattersIn(text);
  const words = reading.text.replaceAll(new RegExp(NO_HELP, 'gu'), ' ');
  return mattersIn(words).every((matter) => known.includes(matter)) ? action : undefined;
}

function isLatest(reading: Reading, text: string): boolean {
  return reading.earlier.find(({ role }) => role === 'assistant')?.text === text;
}

function actionIn(text: string): Exclude<GuideAction, 'start'> | undefined {
  if (RESTART.test(text)) return 'restart';
  if (SOLVED.test(text) && !NEGATED.test(text)) return 'solved';
  if (STOP.test(text)) return 'stop';
  if (REPEAT.test(text)) return 'repeat';
  if (
    (NO_HELP.test(text) && DENIED.test(text)) ||
    /^\W*(?:no|nope|nah)\b/u.test(text) ||
    (NEGATED.test(text) && SOLVED.test(text))
  )
    return 'not_helped';
  if (BACK.test(text) && !/\bback (?:on|in|to normal|up)\b/u.test(text)) return 'back';
  return NEXT.test(text) ? 'next' : undefined;
}

/** Whether the last answer said that the guide has no more steps. */
export function guideJustEnded(reading: Reading): boolean {
  return guideText(reading, 1)?.includes(GUIDE_OVER.toLowerCase()) === true;
}

const CHOOSE = 'For which product shall I start it:';

/** "I have guides for …" asks for the product; the answer starts one for the same problem. */
export function guideChoiceAsked(reading: Reading): boolean {
  return reading.earlier[0]?.role === 'assistant' && reading.earlier[0].text.includes(CHOOSE.toLowerCase());
}

export function askGuideChoice(products: readonly string[]): string {
  return `I have step-by-step guides for several products. ${CHOOSE} ${products.join(', ')}?`;
}
