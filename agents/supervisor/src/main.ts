import { startAgent } from '@deskfleet/shared/http/start.ts';
import { agent } from './agent.ts';
import { chatPage } from './page.ts';
import { supervisorRoutes } from './routes/routes.ts';
import { AutoResolve } from './staff/auto-resolve.ts';

await startAgent(agent, (runtime) => {
  const autoResolve = new AutoResolve(runtime).start();
  for (const end of ['SIGTERM', 'SIGINT', 'disconnect']) process.once(end, () => void autoResolve.stop());
  return { routes: supervisorRoutes(runtime), page: chatPage() };
});
