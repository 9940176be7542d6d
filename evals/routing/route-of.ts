/** The decision that is evaluated: where the supervisor sends a message when no language model is asked. */
import { decideRoute } from '@deskfleet/supervisor/rulebook/route.ts';
import { HUMAN } from '@deskfleet/supervisor/rulebook/small-talk.ts';
import { plain } from '@deskfleet/shared/rulebook/reading.ts';
import type { Route } from '@deskfleet/supervisor/routing/routes.ts';

export interface Decision {
  readonly route: Route;
  /** 0 to 1. */
  readonly confidence: number;
}

export type RouteOf = (utterance: string) => Decision;

/** Words that ask for a person beyond doubt come before anything else, as in the supervisor's rulebook. */
export const routeOf: RouteOf = (utterance) =>
  HUMAN.test(plain(utterance)) ? { route: 'human', confidence: 0.99 } : decideRoute(utterance);
