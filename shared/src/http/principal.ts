import type { RequestHandler, Response } from 'express';
import type { Principal } from '../agent/context.ts';
import type { Authenticator } from './auth.ts';
import { Problem, type ErrorCode } from './errors.ts';
import { addLogFields } from './request-log.ts';

/** What a route for everybody may answer about who asks, for its document. */
export const CALLER_ERRORS = ['token_expired', 'token_invalid', 'forbidden'] as const satisfies readonly ErrorCode[];
/** The same of a route for signed-in callers. */
export const SIGNED_IN_ERRORS = ['unauthenticated', ...CALLER_ERRORS] as const satisfies readonly ErrorCode[];

/** Verifies the token, if there is one; routes decide what they need. */
export function authentication(authenticator: Authenticator): RequestHandler {
  return async (request, response, next) => {
    const principal = await authenticator.authenticate(request.get('authorization'), request.get('x-customer-id'));
    response.locals['principal'] = principal;
    addLogFields(response, { tenant: principal.tenant });
    next();
  };
}

export function principalOf(response: Response): Principal {
  return response.locals['principal'] as Principal;
}

/** @throws {Problem} `unauthenticated` without a token, `forbidden` with one of another kind. */
export function requirePrincipal(response: Response, ...kinds: readonly Principal['kind'][]): Principal {
  const principal = principalOf(response);
  if (kinds.includes(principal.kind)) return principal;
  throw new Problem(principal.kind === 'anonymous' ? 'unauthenticated' : 'forbidden');
}
