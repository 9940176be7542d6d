/**
 * Where one request goes when no model is asked: the words that name a subject beyond doubt first, then the classifier,
 * then whatever speaks for a specialist at all. What it is not sure of is left to the model, where there is one.
 */
import { isSpecialist, SPECIALIST_NAMES, type SpecialistName } from '@deskfleet/shared/fleet.ts';
import { plain } from '@deskfleet/shared/rulebook/reading.ts';
import { classify, MINIMUM_CONFIDENCE } from '../routing/classify.ts';
import type { Route } from '../routing/routes.ts';
import { ORDER_NAMED_AND_ACTED_ON, signsIn } from './routing-words.ts';

export interface RouteDecision {
  readonly route: Route;
  /** 0 to 1. */
  readonly confidence: number;
}

/** Signs that add up to this, and to so much more than any other specialist's, leave no doubt. */
const BEYOND_DOUBT = 5;
const CLEAR_LEAD = 3;
/** One sign that names the subject. */
const A_SIGN = 3;
const SURE = 0.95;
/** An order id of the shop, or an order by its number. */
const OUR_ORDER = /\bo\d{4,}\b|\border (?:number )?#?\d{4,}\b/iu;
/** Somebody may be asked for, and not something. */
const A_PERSON =
  /\b(?:persons?|people|human|some(?:one|body)|any(?:one|body)|agents?|reps?|representatives?|operators?|colleagues?|employees?|managers?|supervisors?|staff|advisors?|team|talk|speak|chat|call|phone|ring|complain\w*|complaints?)\b/iu;

export function decideRoute(message: string): RouteDecision {
  // What stands in brackets describes something and asks for nothing.
  const text = message.replaceAll(/\([^()]*\)/gu, ' ');
  const [first, second] = bySigns(text);
  const beyondDoubt = first.score >= BEYOND_DOUBT && first.score - second.score >= CLEAR_LEAD;
  // Nobody else has orders with our numbers: the classifier need not be asked.
  if (beyondDoubt && OUR_ORDER.test(text) && !A_PERSON.test(text)) return { route: first.agent, confidence: SURE };
  const guess = classify(text);
  const isSure = guess.confidence >= MINIMUM_CONFIDENCE;
  // The signs know the specialists only: "recommend a good film to watch" is full of theirs.
  const isForNone = isSure && !isSpecialist(guess.route);
  if (beyondDoubt && !isForNone) return { route: first.agent, confidence: SURE };
  if (isSure) return guess;
  if (first.score < A_SIGN || first.score === second.score) return guess;
  // Two weak witnesses that agree are worth one good one.
  if (first.agent === guess.route)
    return { route: guess.route, confidence: Math.max(guess.confidence, MINIMUM_CONFIDENCE) };
  return guess.scores[first.agent] > guess.confidence / 2
    ? { route: first.agent, confidence: guess.scores[first.agent] }
    : guess;
}

export { MINIMUM_CONFIDENCE };

export function isSpecialistRoute(route: Route): route is SpecialistName {
  return isSpecialist(route);
}

/** One that was about as likely as the first. Less likely ones are not worth a customer's wait: they seldom know either. */
const AS_LIKELY = 0.4;

/** Whom to ask once others have handed the request back; undefined when nobody else was likely enough. */
export function nextSpecialist(message: string, asked: readonly SpecialistName[]): SpecialistName | undefined {
  const { scores } = classify(message.replaceAll(/\([^()]*\)/gu, ' '));
  return SPECIALIST_NAMES.find((agent) => !asked.includes(agent) && scores[agent] >= AS_LIKELY);
}

/** Whether something is to be done with an order that is named: then a product in it is what was bought. */
export function isAboutOrder(message: string): boolean {
  return ORDER_NAMED_AND_ACTED_ON.test(plain(message.replaceAll(/\([^()]*\)/gu, ' ')));
}

/** Whether the words themselves, and not only their likeness, speak for this specialist and not for orders. */
export function namesAgent(message: string, agent: SpecialistName): boolean {
  const text = plain(message);
  return signsIn(text, agent) >= A_SIGN && signsIn(text, 'order-management') < A_SIGN;
}

/** Whether a word of the message names what it is about. */
export function namesSubject(message: string): boolean {
  return bySigns(message)[0].score >= A_SIGN;
}

interface Scored {
  readonly agent: SpecialistName;
  readonly score: number;
}

function bySigns(message: string): readonly [Scored, Scored] {
  const text = plain(message);
  const scored = SPECIALIST_NAMES.map((agent) => ({ agent, score: signsIn(text, agent) })).sort(
    (a, b) => b.score - a.score,
  );
  const [first = NONE, second = NONE] = scored;
  return [first, second];
}

const NONE: Scored = { agent: 'order-management', score: 0 };
