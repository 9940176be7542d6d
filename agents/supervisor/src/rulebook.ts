/**
 * What the supervisor does without a language model: find the specialists a message is for. Where that is beyond doubt it
 * is done before any model is asked (`foresee`); else the model decides, or with none the best guess is taken.
 */
import { SPECIALIST_NAMES, type SpecialistName } from '@deskfleet/shared/fleet.ts';
import { readConsent } from '@deskfleet/shared/conversation/consent.ts';
import type { HandoffReason } from '@deskfleet/shared/conversation/handoff.ts';
import { decisions, defineRulebook, textOf, type Step } from '@deskfleet/shared/rulebook/engine.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { plain, read, type Reading } from '@deskfleet/shared/rulebook/reading.ts';
import type { Rulebook } from '@deskfleet/shared/rulebook/rulebook.ts';
import { tellDecided } from './rulebook/decided.ts';
import { goOn, identify } from './rulebook/identify.ts';
import { requestsIn, type Part, type Requests } from './rulebook/requests.ts';
import { decideRoute, MINIMUM_CONFIDENCE, namesSubject, nextSpecialist } from './rulebook/route.ts';
import { HUMAN, MENU, smallTalk } from './rulebook/small-talk.ts';

const spoken = defineRulebook({
  agent: 'supervisor',
  // An open proposal belongs to the specialist that made it, never to the supervisor.
  intents: [{ name: 'route', score: () => 1, step: (reading) => sureStep(reading) ?? guess(reading) }],
  tell: { identify_customer: (found, reading) => goOn(found, reading, delegations), delegate: afterDelegation },
  otherwise: (reading) => sureStep(reading) ?? guess(reading),
});

export const rulebook: Rulebook = {
  ...spoken,
  foresee: ({ messages }) => {
    const step = sureStep(read(messages));
    return step !== undefined && 'call' in step ? [step.call].flat() : [];
  },
};

/** What is beyond doubt, whoever decides; undefined when it is not. */
function sureStep(reading: Reading): Step | undefined {
  const answering = answersQuote(reading);
  if (answering.length > 0) return delegations(answering.map((agent) => ({ agent, request: reading.raw })));
  const identification = identify(reading);
  if (identification) return identification;
  if (HUMAN.test(reading.text)) return handOff('asked');
  const decided = tellDecided(reading);
  if (decided !== undefined) return { say: decided };
  const found = requestsIn(reading.raw);
  const asking = answersQuestion(reading, found);
  if (asking) return delegations([{ agent: asking, request: reading.raw }]);
  if (smallTalk(reading.text) !== undefined || goesOn(reading)) return undefined;
  if (found.sure) return delegations(found.parts);
  const { route, confidence } = decideRoute(reading.raw);
  return route === 'human' && confidence >= MINIMUM_CONFIDENCE ? handOff('asked') : undefined;
}

/** What is most likely meant. */
function guess(reading: Reading): Step {
  const small = smallTalk(reading.text);
  if (small !== undefined) return { say: small };
  const whole = decideRoute(reading.raw);
  if (whole.route === 'human' && whole.confidence >= PROBABLE && !goesOn(reading)) return handOff('asked');
  const last = reading.context.last_agent;
  const foreign = whole.route === 'out-of-scope' && whole.confidence >= MINIMUM_CONFIDENCE;
  if (foreign && reading.context.open_question === null && ELSEWHERE.test(reading.text)) return { say: MENU };
  const { parts } = requestsIn(reading.raw);
  // A few words without a clear subject of their own go on with the specialist that spoke last.
  if (last !== null && (parts.length === 0 || words(reading.text) <= FEW_WORDS))
    return delegations([{ agent: last, request: reading.raw }]);
  if (parts.length > 0) return delegations(parts);
  // Twice not understood is enough: somebody else should look at it.
  const again = reading.earlier[0]?.text === plain(MENU) && readConsent(reading.raw) === 'unclear';
  return again ? handOff('not_understood') : { say: MENU };
}

/** "What about the other one?": a few words that point back and name nothing. */
function goesOn({ text, context }: Reading): boolean {
  if (context.last_agent === null) return false;
  if (context.last_agent === 'troubleshooting' && NOT_HELPED.test(text)) return true;
  return words(text) <= FEW_WORDS && POINTS_BACK.test(text) && !namesSubject(text);
}

/** What was advised was tried, to no avail. */
const NOT_HELPED =
  /^(?:no,? |sorry,? )?(?:that|it|this|they|those)(?: also| all)? (?:(?:did|does|do|has|have) not|didn't|doesn't|don't|hasn't|haven't).{0,12}\b(?:help\w*|work\w*|change\w* anything)\b.{0,12}$/u;
const POINTS_BACK = /\b(?:ones?|it|that|this|them|those|these|other|another|same)\b|^(?:and|what about|how about)\b/u;
/** A request of its own, and not a word about what was talked of. */
const ELSEWHERE =
  /^(?!.*\b(?:ones?|it|that|this|them|those|these|other|another|same)\b)(?:please |can you |could you )?(?:write|tell|sing|play|translate|explain|calculate|who|what|when|where|why|how|is|are|do|does|did|will)\b.*\s\S+\s\S+/u;
const FEW_WORDS = 5;
/** A person is brought in rather once too often. */
const PROBABLE = 0.5;

function words(text: string): number {
  return text.split(' ').length;
}

function handOff(reason: HandoffReason): Step {
  return { call: { name: 'hand_off_to_human', input: { reason } } };
}

function delegations(parts: readonly Part[]): Step {
  return { call: parts.map(({ agent, request }) => ({ name: 'delegate', input: { agent, request } })) };
}

/** A specialist's answer has been heard; what was handed back goes to whoever is the next most likely. */
function afterDelegation(result: JsonObject): Step {
  if (result['outcome'] !== 'handed_back') return { say: '' };
  const request = textOf(result['request']);
  const handedBackBy = Array.isArray(result['handed_back_by']) ? result['handed_back_by'] : [];
  const asked = SPECIALIST_NAMES.filter((name) => handedBackBy.includes(name));
  // Asked again, the first has to say what it can do or ask what is meant.
  const next = nextSpecialist(request, asked) ?? SPECIALIST_NAMES.find((name) => name === handedBackBy[0]);
  return next === undefined ? { say: MENU } : delegations([{ agent: next, request }]);
}

/** A yes or no goes to whoever asked; where several did, to those whose proposals are meant. */
function answersQuote(reading: Reading): readonly SpecialistName[] {
  const meant = decisions(reading).map(({ quote }) => quote.agent);
  return SPECIALIST_NAMES.filter((name) => meant.includes(name));
}

/** Whose open question this message answers: one without a sure subject of its own, or with theirs. */
function answersQuestion(reading: Reading, found: Requests): SpecialistName | undefined {
  const asking = reading.context.open_question;
  if (asking === null || smallTalk(reading.text) !== undefined) return undefined;
  if (!found.sure) return asking;
  // A number in an answer is a house, a year or an amount, unless it is said to be an order.
  const said = reading.raw.replaceAll(/(?<!(?:order|#|number|no\.?)\s?)\b\d[\d.,-]*\b/giu, ' ');
  const { parts, sure } = requestsIn(said);
  return !sure || parts.every(({ agent }) => agent === asking) ? asking : undefined;
}
