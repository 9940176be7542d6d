/** The decision that is evaluated: where a message goes when no language model is asked. */
import { classify } from '@deskfleet/supervisor/routing/classify.ts';
import type { Route } from '@deskfleet/supervisor/routing/routes.ts';

export interface Decision {
  readonly route: Route;
  /** 0 to 1. */
  readonly confidence: number;
}

export type RouteOf = (utterance: string) => Decision;

export const routeOf: RouteOf = (utterance) => classify(utterance);
