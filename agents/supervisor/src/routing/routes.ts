/** Where a message can go: one of the specialists, a person, or nowhere. */
import { SPECIALIST_NAMES } from '@deskfleet/shared/fleet.ts';

/** The order is part of the model file: the weights of a feature stand in it one after the other. */
export const ROUTES = [...SPECIALIST_NAMES, 'human', 'out-of-scope'] as const;

export type Route = (typeof ROUTES)[number];

export function isRoute(name: unknown): name is Route {
  return ROUTES.some((route) => route === name);
}
