import { startAgent } from '@deskfleet/shared/http/start.ts';
import { agent } from './agent.ts';
import { exportRoute } from './routes/export.ts';

void startAgent(agent, (runtime) => ({ routes: [exportRoute(runtime)] }));

/** For scripts/code-cache.mjs. */
export { agent };
