/** Every error leaves as `application/problem+json` out of one table; what caused it goes to the log only. */
import type { ErrorRequestHandler, Request, Response } from 'express';
import { DatabaseError } from '../database/errors.ts';
import { ModelError } from '../model/model.ts';
import { Problem } from './errors.ts';
import { requestLog } from './request-log.ts';

/** The problem that stands for any thrown value. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof DatabaseError) return new Problem(databaseCode(error), { cause: error });
  if (error instanceof ModelError)
    return new Problem(error.kind === 'timeout' ? 'turn_timed_out' : 'model_unavailable', { cause: error });
  if (isBodyError(error)) return bodyProblem(error);
  if (error instanceof Error && 'status' in error && error.status === 400)
    return new Problem('invalid_request', { cause: error });
  if (error instanceof Error && error.name === 'TimeoutError') return new Problem('turn_timed_out', { cause: error });
  return new Problem('internal', { cause: error });
}

function databaseCode(error: DatabaseError): 'database_unavailable' | 'outcome_unknown' | 'internal' {
  if (error.kind === 'unknown_outcome') return 'outcome_unknown';
  return error.kind === 'unavailable' || error.kind === 'resuming' || error.kind === 'timeout'
    ? 'database_unavailable'
    : 'internal';
}

/** What express.json() throws. */
interface BodyError extends Error {
  readonly type: string;
  readonly status: number;
}

function isBodyError(error: unknown): error is BodyError {
  return error instanceof Error && 'type' in error && typeof error.type === 'string' && 'status' in error;
}

function bodyProblem(error: BodyError): Problem {
  if (error.type === 'entity.too.large') return new Problem('body_too_large', { cause: error });
  if (error.type === 'encoding.unsupported' || error.type === 'charset.unsupported')
    return new Problem('unsupported_media_type', { cause: error });
  if (error.type === 'request.aborted')
    return new Problem('invalid_request', { detail: 'The request broke off.', cause: error });
  return new Problem('bad_json', { cause: error });
}

export function sendProblem(response: Response, problem: Problem): void {
  if (problem.code === 'unauthenticated' || problem.code.startsWith('token_'))
    response.setHeader('www-authenticate', 'Bearer');
  if (problem.code === 'turn_in_progress' || problem.status === 503) response.setHeader('retry-after', '2');
  const wait = problem.extra['retry_after_seconds'];
  if (typeof wait === 'number') response.setHeader('retry-after', String(wait));
  response
    .status(problem.status)
    .type('application/problem+json')
    .send(JSON.stringify({ ...problem.toJSON(), request_id: response.locals['requestId'] as string }));
}

export const problemHandler: ErrorRequestHandler = (error: unknown, _request: Request, response: Response, next) => {
  const problem = toProblem(error);
  if (problem.status >= 500)
    requestLog(response).error('request failed', { code: problem.code, error: problem.cause ?? problem });
  response.locals['errorCode'] = problem.code;
  if (response.headersSent) {
    next(error);
    return;
  }
  sendProblem(response, problem);
};
