/** Request ids and the one log line a request. */
import type { RequestHandler, Response } from 'express';
import { newId } from '../ids.ts';
import type { Logger } from '../telemetry/log.ts';
import { WATCHED } from '../telemetry/watched.ts';

const REQUEST_ID = /^[\w.:-]{1,128}$/u;

/** Takes the caller's `X-Request-Id` when it is a tame one, so that one id follows a turn through the fleet. */
export function requestLogging(log: Logger): RequestHandler {
  return (request, response, next) => {
    const given = request.get('x-request-id');
    const requestId = given !== undefined && REQUEST_ID.test(given) ? given : newId('req');
    response.locals['requestId'] = requestId;
    response.locals['log'] = log.child({ request_id: requestId });
    response.setHeader('x-request-id', requestId);
    const started = performance.now();
    response.once('close', () => {
      const line = {
        method: request.method,
        path: request.baseUrl + request.path,
        status: response.statusCode,
        milliseconds: Math.round(performance.now() - started),
        finished: response.writableFinished,
        ...(response.locals['errorCode'] === undefined ? {} : { code: String(response.locals['errorCode']) }),
        ...(response.locals['logFields'] as Record<string, string> | undefined),
      };
      // Health checks come every few seconds and say nothing new.
      if (request.path.endsWith('/health') && response.statusCode < 400)
        requestLog(response).debug(WATCHED.request, line);
      else requestLog(response).info(WATCHED.request, line);
    });
    next();
  };
}

export function requestId(response: Response): string {
  return response.locals['requestId'] as string;
}

export function requestLog(response: Response): Logger {
  return response.locals['log'] as Logger;
}

/** Adds ids (conversation, turn, tenant) to the request's line. Never text, never a name. */
export function addLogFields(response: Response, fields: Readonly<Record<string, string>>): void {
  response.locals['logFields'] = { ...(response.locals['logFields'] as Record<string, string> | undefined), ...fields };
}
