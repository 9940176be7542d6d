/** The Express app of an agent: the HTTP contract of `docs/api.md`, the same for all five. */
import express, { Router, type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import type { Agent } from '../agent/agent.ts';
import type { Runtime } from '../runtime.ts';
import { VERSION } from '../version.ts';
import { chatRoute } from './chat-route.ts';
import { Problem } from './errors.ts';
import type { RouteDocument } from './openapi.ts';
import { authentication } from './principal.ts';
import { problemHandler } from './problem.ts';
import { readyRoute } from './ready-route.ts';
import { requestLogging } from './request-log.ts';
import type { RunningTurns } from './running-turns.ts';
import { toolListRoute, toolRoute } from './tools-route.ts';

/** Largest request body: a `useChat` client sends the whole conversation. */
const BODY_LIMIT = '256kb';

/** A route that only one agent has, with its place in the OpenAPI document. */
export interface ExtraRoute {
  readonly method: 'get' | 'post';
  /** Below the agent's prefix, in Express's form: `/conversations/:id`. */
  readonly path: string;
  readonly handler: RequestHandler;
  readonly document: RouteDocument;
}

export interface AppOptions {
  readonly agent: Agent;
  readonly runtime: Runtime;
  readonly running: RunningTurns;
  readonly routes?: readonly ExtraRoute[];
  /** Mounted at `/`: the supervisor's page. */
  readonly page?: RequestHandler;
  /** Addresses beside our own that a page of ours may call. */
  readonly connectSources?: readonly string[];
}

/** What an agent may have beside what all have. */
export type AppExtras = Pick<AppOptions, 'routes' | 'page' | 'connectSources'>;

export function createApp({ agent, runtime, running, ...extras }: AppOptions): Express {
  const { routes = [], page, connectSources = [] } = extras;
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  // Who is asking is the address that our own load balancer saw, not what a client writes into a header.
  app.set('trust proxy', runtime.settings.TRUSTED_PROXIES);
  app.use(
    helmet({
      contentSecurityPolicy: {
        directives: { 'connect-src': ["'self'", ...connectSources], 'upgrade-insecure-requests': null },
      },
      strictTransportSecurity: false,
    }),
  );
  app.use(requestLogging(runtime.log));

  const { prefix } = agent.member;
  const health = healthRoute(agent);
  route(app, '/health', { get: health });
  route(app, `${prefix}/health`, { get: health });

  const api = Router();
  api.use(express.json({ limit: BODY_LIMIT, type: () => true, strict: false }));
  route(api, '/ready', { get: readyRoute(agent, runtime) });
  route(api, '/tools', { get: toolListRoute(agent) });
  // Loaded and made when first asked for: no start pays for it.
  const document = once(async () => {
    const { openApiDocument } = await import('./openapi.ts');
    return openApiDocument(
      agent,
      routes.map((extra) => extra.document),
    );
  });
  route(api, '/openapi.json', {
    get: async (_request, response) => {
      response.json(await document());
    },
  });
  route(api, '/docs', {
    get: async (_request, response) => {
      const { docsPage } = await import('./docs-page.ts');
      response.type('html').send(docsPage(agent, await document()));
    },
  });
  const signedIn = authentication(runtime.authenticator);
  route(api, '/chat', { post: [signedIn, chatRoute(agent, runtime, running)] });
  route(api, '/tools/:name', { post: [signedIn, toolRoute(agent, runtime, running) as RequestHandler] });
  for (const extra of routes)
    route(api, extra.path, { [extra.method]: extra.document.isPublic ? extra.handler : [signedIn, extra.handler] });
  app.use(prefix, api);

  if (page) app.use(page);
  app.use((request) => {
    throw new Problem('not_found', {
      detail: `There is nothing at ${request.path}. This is the ${agent.name} agent; its calls are listed at ${prefix}/openapi.json.`,
    });
  });
  app.use(problemHandler);
  return app;
}

type Methods = Partial<Record<'get' | 'post', RequestHandler | readonly RequestHandler[]>>;

/** One address with its methods; any other method is told which ones there are. */
function route(router: Express | Router, path: string, methods: Methods): void {
  const at = router.route(path);
  if (methods.get) at.get(...[methods.get].flat());
  if (methods.post) at.post(...[methods.post].flat());
  const allowed = [...(methods.get ? ['GET', 'HEAD'] : []), ...(methods.post ? ['POST'] : [])].join(', ');
  at.all((request, response) => {
    response.setHeader('allow', allowed);
    throw new Problem('method_not_allowed', { detail: `${request.method} is not possible here; use ${allowed}.` });
  });
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

function healthRoute(agent: Agent): RequestHandler {
  return (_request, response) => {
    response.json({ status: 'ok', agent: agent.name, version: VERSION, uptime_seconds: Math.round(process.uptime()) });
  };
}
