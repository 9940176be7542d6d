/** Cognito's address for browsers: operations by `X-Amz-Target`, errors with `__type`, callable from any page. */
import { randomUUID } from 'node:crypto';
import express, { Router, type ErrorRequestHandler, type Response } from 'express';
import type { UserPool } from './user-pool.ts';
import { CognitoError, parseRequest, REQUESTS, type Operation } from './wire.ts';

const SERVICE = 'AWSCognitoIdentityProviderService.';
const CONTENT_TYPE = 'application/x-amz-json-1.1';

export interface CognitoOptions {
  readonly pool: UserPool;
  /** What the service answers in place of an operation, for as long as there is something: throttling, an outage. */
  readonly fault?: (operation: string) => CognitoError | undefined;
}

export function cognitoEndpoint({ pool, fault }: CognitoOptions): Router {
  const router = Router();
  router.use((_request, response, next) => {
    response.set({
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date',
      'x-amzn-requestid': randomUUID(),
    });
    next();
  });
  router.options('/', (_request, response) => {
    response.set({
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers':
        'authorization,cache-control,content-type,x-amz-date,x-amz-target,x-amz-user-agent',
      'access-control-max-age': '172800',
    });
    response.sendStatus(200);
  });
  router.post('/', express.json({ type: CONTENT_TYPE }), async (request, response) => {
    const operation = operationOf(request.get('x-amz-target'));
    const broken = fault?.(operation);
    if (broken) throw broken;
    send(response, 200, await run(pool, operation, request.body));
  });
  router.use(errorHandler);
  return router;
}

/** @throws {CognitoError} `UnknownOperationException` */
function operationOf(target = ''): Operation {
  const name = target.startsWith(SERVICE) ? target.slice(SERVICE.length) : '';
  if (Object.hasOwn(REQUESTS, name)) return name as Operation;
  throw new CognitoError('UnknownOperationException', '');
}

function run(pool: UserPool, operation: Operation, body: unknown): Promise<object> | object {
  switch (operation) {
    case 'InitiateAuth':
      return pool.initiateAuth(parseRequest(operation, body));
    case 'RespondToAuthChallenge':
      return pool.respondToAuthChallenge(parseRequest(operation, body));
    case 'RevokeToken':
      return pool.revokeToken(parseRequest(operation, body));
  }
}

const errorHandler: ErrorRequestHandler = (error: unknown, _request, response, _next) => {
  const told = asCognitoError(error);
  response.set({ 'x-amzn-errortype': `${told.type}:`, 'x-amzn-errormessage': told.message });
  send(response, told.status, { __type: told.type, message: told.message });
};

function asCognitoError(error: unknown): CognitoError {
  if (error instanceof CognitoError) return error;
  if (error instanceof SyntaxError) return new CognitoError('SerializationException', 'The body is not valid JSON.');
  return new CognitoError('InternalErrorException', 'Something went wrong.', 500);
}

function send(response: Response, status: number, body: object): void {
  // Not `json`: it would add a charset that the service does not send.
  response.status(status).setHeader('content-type', CONTENT_TYPE);
  response.end(JSON.stringify(body));
}
