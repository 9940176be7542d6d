import type { RequestHandler, Response } from 'express';
import type { Principal } from '../agent/context.ts';
import type { Authenticator } from './auth.ts';
import { Problem } from './errors.ts';
import { addLogFields } from './request-log.ts';

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
