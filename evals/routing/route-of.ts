/**
 * The decision that is evaluated: where the supervisor sends the first message of a conversation when no language model
 * is asked. It is the product's own: the rulebook splits the message, reads signs, asks the classifier, and what it then
 * calls is what counts.
 */
import { NO_FACTS } from '@deskfleet/shared/agent/context.ts';
import { openingMessages } from '@deskfleet/shared/agent/prompt-context.ts';
import { plain } from '@deskfleet/shared/rulebook/reading.ts';
import { isRoute, type Route } from '@deskfleet/supervisor/routing/routes.ts';
import { rulebook } from '@deskfleet/supervisor/rulebook.ts';
import { requestsIn } from '@deskfleet/supervisor/rulebook/requests.ts';
import { decideRoute } from '@deskfleet/supervisor/rulebook/route.ts';
import { HUMAN, smallTalk } from '@deskfleet/supervisor/rulebook/small-talk.ts';

export interface Decision {
  /** All that the message is sent to: more than one where several requests are heard in it. */
  readonly routes: readonly [Route, ...Route[]];
  /** 0 to 1. */
  readonly confidence: number;
}

export type RouteOf = (utterance: string) => Decision;

/** Of words that leave no doubt: a person is asked for, or nothing but a greeting. */
const BEYOND_DOUBT = 0.99;

export const routeOf: RouteOf = (utterance) => {
  const routes = routesTaken(utterance);
  const [first] = routes;
  const text = plain(utterance);
  if ((first === 'human' && HUMAN.test(text)) || smallTalk(text) !== undefined)
    return { routes, confidence: BEYOND_DOUBT };
  const whole = decideRoute(utterance);
  if (whole.route === first && routes.length === 1) return { routes, confidence: whole.confidence };
  return { routes, confidence: requestsIn(utterance).confidence };
};

/** Who is called. A message that is answered with what the fleet can do is for nobody in it. */
function routesTaken(utterance: string): readonly [Route, ...Route[]] {
  const answer = rulebook.answer({ messages: openingMessages(NO_FACTS, utterance), tools: [] });
  const calls = answer.kind === 'say' ? [] : answer.calls;
  const [first, ...others] = calls.map(({ name, input }): Route => {
    if (name === 'hand_off_to_human') return 'human';
    // Who says who they are is looked up: that is their account.
    return name === 'delegate' && isRoute(input['agent']) ? input['agent'] : 'personalization';
  });
  return first === undefined ? ['out-of-scope'] : [first, ...others];
}
