import { startAgent } from '@deskfleet/shared/http/start.ts';
import { agent } from './agent.ts';
import { exportRoute } from './routes/export.ts';

await startAgent(agent, (runtime) => ({ routes: [exportRoute(runtime)] }));
