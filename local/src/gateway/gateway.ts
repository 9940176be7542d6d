/**
 * The load balancer's place: path rules read from fleet.ts, streams passed through unbuffered, connections to the
 * agents kept alive. What is behind `/local` exists only on the laptop (issuer.ts).
 */
import { Agent as KeepAliveAgent, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import express, { type Express, type RequestHandler } from 'express';
import { createProxyMiddleware } from 'http-proxy-middleware';
import { FLEET, type AgentName, type FleetMember } from '@deskfleet/shared/fleet.ts';
import { Problem } from '@deskfleet/shared/http/errors.ts';

export interface GatewayOptions {
  /** Base URL of an agent, looked up for each request: behind a load balancer tasks come and go. */
  readonly urlOf: (agent: AgentName) => string;
  /** Served before the rules. */
  readonly local?: RequestHandler;
}

export function createGateway(options: GatewayOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  if (options.local) app.use('/local', options.local);
  const agent = new KeepAliveAgent({ keepAlive: true, maxSockets: 256, keepAliveMsecs: 10_000 });
  // The same order as the listener rules: the specialists' prefixes first, the supervisor takes the rest.
  const bySpecificity = [...FLEET].sort((a, b) => Number(a.routes.includes('/*')) - Number(b.routes.includes('/*')));
  for (const member of bySpecificity) app.use(proxyTo(member, options.urlOf, agent));
  return app;
}

function proxyTo(member: FleetMember, urlOf: GatewayOptions['urlOf'], agent: KeepAliveAgent): RequestHandler {
  const patterns = member.routes.map(toPattern);
  return createProxyMiddleware({
    target: urlOf(member.name),
    router: () => urlOf(member.name),
    agent,
    xfwd: true,
    pathFilter: (path) => patterns.some((pattern) => pattern.test(path)),
    on: {
      error: (error, request, response) => unavailable(member, error, request, response),
      // A client that leaves must be noticed by the agent: the proxy's own request to it ends too.
      proxyReq: (proxied, _request, response) => {
        response.once('close', () => {
          if (!response.writableFinished) proxied.destroy();
        });
      },
      // An agent that dies in the middle of an answer: the client must not wait for the rest.
      proxyRes: (proxied, _request, response) => {
        proxied.once('close', () => {
          if (!proxied.complete) response.destroy();
        });
      },
    },
  });
}

/** ALB path patterns: `*` stands for any characters, letter case counts. */
function toPattern(route: string): RegExp {
  const escaped = route.replaceAll(/[.+?^${}()|[\]\\]/gu, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${escaped}$`, 'u');
}

function unavailable(
  member: FleetMember,
  error: Error,
  _request: IncomingMessage,
  response: ServerResponse | Socket,
): void {
  if (!('writeHead' in response)) {
    response.destroy();
    return;
  }
  if (response.headersSent) {
    // Half an answer was sent: breaking the connection is the only way left to say that it is not whole.
    response.destroy(error);
    return;
  }
  const problem = new Problem('agent_unavailable', {
    detail: `${member.title} cannot be reached right now. Please try again in a moment.`,
  });
  response.writeHead(problem.status, { 'content-type': 'application/problem+json', 'retry-after': '2' });
  response.end(JSON.stringify(problem));
}
