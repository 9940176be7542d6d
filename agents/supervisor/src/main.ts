import { startAgent } from '@deskfleet/shared/http/start.ts';
import { agent } from './agent.ts';
import { startBackgroundWork } from './background-work.ts';
import { chatPage } from './page.ts';
import { supervisorRoutes } from './routes/routes.ts';
import { signInSources } from './routes/sign-in.ts';

void startAgent(agent, (runtime) => {
  const app = {
    routes: supervisorRoutes(runtime),
    page: chatPage(),
    connectSources: signInSources(runtime.settings),
  };
  const stop = startBackgroundWork(runtime);
  for (const end of ['SIGTERM', 'SIGINT', 'disconnect']) process.once(end, () => void stop());
  return app;
});

/** For scripts/code-cache.mjs. */
export { agent };
